import { and, count, eq, inArray } from "drizzle-orm";
import type { Context, Hono } from "hono";
import * as z from "zod";
import { record, sync } from "../db/tables.ts";
import type { Flow } from "../flow/flow.ts";
import { inWords } from "../flow/schedule.ts";
import { type Kept, retry } from "../sync/records.ts";
import { enqueue, lastSync, openSync, type Sync, stateOf } from "../sync/sync.ts";
import type { Work } from "../sync/work.ts";
import { failing, listingsOf } from "./lists.ts";
import { invalid, missing, Problem } from "./problem.ts";
import { list } from "./query.ts";

/** `/api`: what happened, what is waiting, and the two things an operator can do about it. */
export function apiRoutes(app: Hono, work: Work, wake: () => void): void {
  const listings = listingsOf(work.integration);

  app.get("/api/flows", (c) => {
    const { search = "", ...others } = c.req.query();
    const unknown = Object.keys(others).map((path) => ({ path, message: "There is no such parameter." }));
    if (unknown.length > 0) throw invalid(unknown, "Some of the parameters are not valid.");
    const fitting = work.integration.flows.filter(({ name, label }) =>
      `${name} ${label}`.toLowerCase().includes(search.toLowerCase()),
    );
    const items = fitting.map((flow) => flowView(work, flow));
    return c.json({ items, total: items.length, page: 1, pageSize: items.length, totalPages: 1 });
  });
  app.all("/api/flows", () => notAllowed("GET"));

  app.get("/api/syncs", (c) => c.json(list<Sync>(work.db, listings.syncs, c.req.query())));
  app.post("/api/syncs", async (c) => {
    const asked = flowsOf(work, await json(c));
    const isOne = asked.length === 1;
    const items = asked.flatMap((flow) => enqueue(work, flow, "request") ?? (isOne ? refuseSecond(work, flow) : []));
    wake();
    return c.json({ items }, 202);
  });
  app.all("/api/syncs", () => notAllowed("GET, POST"));
  app.get("/api/syncs/:id", (c) => {
    const found = work.db
      .select()
      .from(sync)
      .where(eq(sync.id, idOf(c, "sync")))
      .get();
    if (!found) throw missing("sync");
    return c.json(found);
  });

  app.get("/api/records", (c) => {
    const page = list<Kept>(work.db, listings.records, c.req.query());
    return c.json({ ...page, items: page.items.map(recordView) });
  });
  app.all("/api/records", () => notAllowed("GET"));
  app.get("/api/records/:id", (c) => {
    const found = work.db
      .select()
      .from(record)
      .where(eq(record.id, idOf(c, "record")))
      .get();
    if (!found) throw missing("record");
    return c.json({ ...recordView(found), item: JSON.parse(found.item) as unknown });
  });

  app.get("/api/failures", (c) => {
    const page = list<Kept>(work.db, listings.failures, c.req.query());
    return c.json({ ...page, items: page.items.map(recordView) });
  });
  app.post("/api/failures/retry", (c) => c.json({ retried: retryAll(work, wake) }, 202));
  app.all("/api/failures", () => notAllowed("GET"));
  app.post("/api/failures/:id/retry", (c) => {
    const id = idOf(c, "failure");
    retryOne(work, id, wake);
    return c.json({ retried: 1 }, 202);
  });

  app.get("/api/events", (c) => c.json(list(work.db, listings.events, c.req.query())));
  app.all("/api/events", () => notAllowed("GET"));
}

/** @throws Problem when it is no failure (any more) */
export function retryOne(work: Work, id: number, wake: () => void): void {
  const found = work.db
    .select()
    .from(record)
    .where(and(eq(record.id, id), inArray(record.status, [...failing])))
    .get();
  if (!found) throw missing("failure");
  retry(work, [id]);
  wake();
}

export function retryAll(work: Work, wake: () => void): number {
  const ids = work.db
    .select({ id: record.id })
    .from(record)
    .where(inArray(record.status, [...failing]))
    .all();
  const retried = retry(
    work,
    ids.map(({ id }) => id),
  );
  wake();
  return retried;
}

/** A flow with how it stands. */
export function flowView(work: Work, flow: Flow) {
  const counts = work.db
    .select({ status: record.status, count: count() })
    .from(record)
    .where(eq(record.flow, flow.name))
    .groupBy(record.status)
    .all();
  const of = (status: Kept["status"]) => counts.find((each) => each.status === status)?.count ?? 0;
  const state = stateOf(work, flow);
  return {
    name: flow.name,
    label: flow.label,
    from: flow.from,
    to: flow.to,
    schedule: flow.schedule ? { ...flow.schedule, inWords: inWords(flow.schedule) } : null,
    webhook: flow.webhook ? `/webhooks/${flow.name}` : null,
    nextRunAt: work.config.SCHEDULES === "on" && flow.schedule ? (state?.nextRunAt ?? null) : null,
    checkpoint: state?.checkpoint ?? null,
    records: { delivered: of("delivered"), ended: of("ended"), skipped: of("skipped"), failed: of("failed"), dead: of("dead") },
    lastSync: lastSync(work, flow) ?? null,
  };
}

/** What is shown of a record: not what is in it, which may be anybody's address. */
const recordView = ({ item: _, fingerprint: __, ...kept }: Kept) => kept;

const Asked = z.strictObject({ flow: z.string().optional() });

/** The flow that a body names; all of them when it names none. */
function flowsOf({ integration }: Work, body: unknown): readonly Flow[] {
  const asked = Asked.safeParse(body);
  if (!asked.success) throw invalid(asked.error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
  if (asked.data.flow === undefined) return integration.flows;
  const found = integration.flows.filter((flow) => flow.name === asked.data.flow);
  if (found.length === 0)
    throw invalid([{ path: "flow", message: `Use one of: ${integration.flows.map(({ name }) => name).join(", ")}.` }]);
  return found;
}

function refuseSecond(work: Work, flow: Flow): never {
  throw new Problem(409, "sync.already_open", `Sync ${openSync(work, flow)?.id} of ${flow.label} is not done yet.`);
}

async function json(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, "body.malformed", "The body is not valid JSON.", [
      { path: "", message: "Send a JSON object." },
    ]);
  }
}

/** Ids count from 1; anything else names nothing. */
export function idOf(c: Context, what: string): number {
  const id = c.req.param("id") ?? "";
  if (!/^[1-9]\d{0,14}$/.test(id)) throw missing(what);
  return Number(id);
}

function notAllowed(methods: string): never {
  throw new Problem(405, "method.not_allowed", `Here only ${methods} can be used.`, [], { Allow: methods });
}
