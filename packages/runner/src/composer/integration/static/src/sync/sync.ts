import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { Malformed, Refused, Unauthorised, Unavailable } from "../client/errors.ts";
import { flowState, sync } from "../db/tables.ts";
import type { Flow } from "../flow/flow.ts";
import { log } from "../log.ts";
import { tell } from "./alerts.ts";
import { type Delivery, deliver, textAt } from "./deliver.ts";
import { endMissing, endOfGone } from "./ends.ts";
import { workOnEvents } from "./events.ts";
import { instant, sidesOf, type Work } from "./work.ts";

export type Sync = typeof sync.$inferSelect;

/** After so many records in a row that a target had no time for, it is left alone until the next sync. */
const mostOutages = 3;

/** A page may be read while its system is still writing: what changed just before is read once more. */
const overlapMs = 60_000;

/** Where an unfinished sync goes on. `highest` is the newest change seen so far. */
type Resume = { since: string | undefined; next: string | undefined; highest: string | undefined };

export const openSync = ({ db }: Work, flow: Flow): Sync | undefined =>
  db
    .select()
    .from(sync)
    .where(and(eq(sync.flow, flow.name), inArray(sync.status, ["queued", "running"])))
    .get();

/** Asks for a sync. @returns undefined when one of this flow is open already */
export function enqueue(work: Work, flow: Flow, cause: Sync["cause"]): Sync | undefined {
  if (openSync(work, flow)) return undefined;
  return work.db
    .insert(sync)
    .values({ flow: flow.name, cause, status: "queued", createdAt: instant() })
    .returning()
    .get();
}

/** What a process that ended in the middle left behind is taken up where it was. */
export function takeUp(work: Work): void {
  for (const flow of work.integration.flows) {
    const last = lastSync(work, flow);
    if (last?.status === "running") {
      work.db.update(sync).set({ status: "interrupted", endedAt: instant() }).where(eq(sync.id, last.id)).run();
      log.warn("sync.interrupted", { id: last.id, flow: flow.name });
    }
    if (last?.status === "running" || last?.status === "interrupted" || stateOf(work, flow)?.resume)
      enqueue(work, flow, "resume");
  }
}

/**
 * Runs one sync to its end, page by page. Each page is written down when it is done, so that a sync that is cut off
 * goes on at the page it was at; the checkpoint moves only when all pages are through.
 */
export async function runSync(work: Work, flow: Flow, { id, cause }: Sync): Promise<void> {
  work.db.update(sync).set({ status: "running", startedAt: instant() }).where(eq(sync.id, id)).run();
  log.info("sync.started", { id, flow: flow.name });
  try {
    const isWhole = await readPages(work, flow, id);
    if (isWhole && isToCompare(work, flow, cause)) await compare(work, flow, id);
    end(work, flow, id, isWhole ? "completed" : "interrupted");
  } catch (error) {
    const isTheirs = [Unavailable, Unauthorised, Malformed, Refused].some((kind) => error instanceof kind);
    const reason = isTheirs && error instanceof Error ? error.message : "Something went wrong in this service.";
    if (!isTheirs) log.error("sync.crashed", error, { id, flow: flow.name });
    end(work, flow, id, "failed", reason);
    tell(work, "sync.failed", flow, `sync ${id}`, reason);
  }
}

/** Whether it is time to look for what the source no longer has: when somebody asks, else once in a while. */
function isToCompare(work: Work, flow: Flow, cause: Sync["cause"]): boolean {
  // What is taken up again goes on where it was, and no further.
  if (!endOfGone(flow) || cause === "resume") return false;
  const before = stateOf(work, flow)?.comparedAt;
  return cause === "request" || !before || Date.parse(before) + work.config.COMPARE_MINUTES * 60_000 <= Date.now();
}

async function compare(work: Work, flow: Flow, id: number): Promise<void> {
  const ended = await endMissing(work, flow);
  saveState(work, flow, { comparedAt: instant() });
  work.db
    .update(sync)
    .set({ updated: sql`${sync.updated} + ${ended}` })
    .where(eq(sync.id, id))
    .run();
}

function end(work: Work, flow: Flow, id: number, status: Sync["status"], error?: string): void {
  work.db
    .update(sync)
    .set({ status, endedAt: instant(), error: error ?? null })
    .where(eq(sync.id, id))
    .run();
  const counts = work.db.select().from(sync).where(eq(sync.id, id)).get();
  const { read, created, updated, skipped, failed } = counts ?? {};
  log[status === "failed" ? "warn" : "info"](`sync.${status}`, {
    id,
    flow: flow.name,
    read,
    created,
    updated,
    skipped,
    failed,
    error,
  });
}

/** @returns whether it came to the end; false when the process is to stop */
async function readPages(work: Work, flow: Flow, id: number): Promise<boolean> {
  const { source } = sidesOf(work, flow);
  const state = stateOf(work, flow);
  const fresh: Resume = { since: state?.checkpoint ?? work.config.SYNC_FROM, next: undefined, highest: undefined };
  let position = readResume(state?.resume) ?? fresh;
  let outages = 0;
  for (;;) {
    const page = await source.api.page(source.resource, position.since, position.next).catch((error: unknown) => {
      // A cursor may have grown too old to be known: then all of it is read again, and nothing is sent twice.
      if (!(error instanceof Refused) || position.next === undefined) throw error;
      position = fresh;
      return source.api.page(source.resource, fresh.since, undefined);
    });
    for (const item of page.items) {
      if (work.stopping.aborted) return false;
      const { delivery, isOutage } = await deliver(work, flow, item);
      count(work, id, delivery);
      outages = isOutage ? outages + 1 : 0;
      if (outages >= mostOutages) throw new Unavailable(`The target failed ${outages} times in a row`);
      const changedAt = source.resource.updatedAt ? textAt(item, source.resource.updatedAt) : undefined;
      position = { ...position, highest: later(position.highest, changedAt) };
    }
    if (page.next !== undefined && page.next === position.next)
      throw new Malformed(`${source.label} answers the same page as the next one`);
    position = { ...position, next: page.next };
    work.db.transaction(() => {
      work.db
        .update(sync)
        .set({ pages: sql`${sync.pages} + 1` })
        .where(eq(sync.id, id))
        .run();
      if (page.next === undefined) finish(work, flow, position);
      else saveState(work, flow, { resume: JSON.stringify(position) });
    });
    if (page.next === undefined) return true;
    // A long sync doesn't keep waiting what a webhook brings meanwhile.
    await workOnEvents(work, flow);
  }
}

const countsOf = {
  created: sync.created,
  updated: sync.updated,
  unchanged: sync.unchanged,
  skipped: sync.skipped,
  failed: sync.failed,
};

function count({ db }: Work, id: number, delivery: Delivery): void {
  db.update(sync)
    .set({ read: sql`${sync.read} + 1`, [delivery]: sql`${countsOf[delivery]} + 1` })
    .where(eq(sync.id, id))
    .run();
}

function finish(work: Work, flow: Flow, { since, highest }: Resume): void {
  const from = highest === undefined ? undefined : new Date(Date.parse(highest) - overlapMs).toISOString();
  saveState(work, flow, { resume: null, checkpoint: later(since, from) ?? null });
}

/** The later of two instants; what is no instant doesn't count. */
function later(one: string | undefined, other: string | undefined): string | undefined {
  if (other === undefined || Number.isNaN(Date.parse(other))) return one;
  return one === undefined || Date.parse(other) > Date.parse(one) ? new Date(other).toISOString() : one;
}

export const stateOf = ({ db }: Work, flow: Flow) =>
  db.select().from(flowState).where(eq(flowState.flow, flow.name)).get();

export function saveState({ db }: Work, flow: Flow, changes: Partial<typeof flowState.$inferInsert>): void {
  db.insert(flowState)
    .values({ ...changes, flow: flow.name })
    .onConflictDoUpdate({ target: flowState.flow, set: changes })
    .run();
}

const readResume = (text: string | null | undefined): Resume | undefined =>
  text ? (JSON.parse(text) as Resume) : undefined;

export const lastSync = ({ db }: Work, flow: Flow): Sync | undefined =>
  db.select().from(sync).where(eq(sync.flow, flow.name)).orderBy(desc(sync.id)).limit(1).get();
