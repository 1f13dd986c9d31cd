import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "../src/api/index.ts";
import type { Door, Route } from "../src/edge/route.ts";
import { inputs } from "./arbitraries.ts";
import { type Document, describer } from "./described.ts";
import { market } from "./money.ts";
import { bearersOf, keyOf, type Party, party, taskOf } from "./parties.ts";
import { inPath, inputOf, unknownId } from "./samples.ts";
import { cookieOf, type World } from "./world.ts";

/** Inputs for each route; `Q2O_FUZZ=500` for a long look. */
const runs = Number(process.env.Q2O_FUZZ ?? 4);

/** No figure, only a guard against what computes without end. Of the processor, not of the clock: neighbours take none of it. */
const patienceMs = 2_000 + 500 * runs;

/** What ends work or whole tenants comes after all that needs them. */
const orderOf = ({ door, method, path }: Route): number =>
  ["public", "client", "device", "runner", "tenant", "admin"].indexOf(door) * 2 +
  (method === "get" ? 0 : 1) +
  (/suspend|reinstate/.test(path) ? 20 : 0) +
  (method === "delete" && /admin\/(tenants|projects|codes|devices)\/\{id\}$/.test(path) ? 40 : 0);

const ordered = [...routes].sort((one, other) => orderOf(one) - orderOf(other));

describe("whatever fits a schema, or nearly", () => {
  let m: Awaited<ReturnType<typeof market>>;
  let w: World;
  let ann: Party;
  let bea: Party;
  let tokens: { device: string; runner: string };
  let admin: string;
  let differs: ReturnType<typeof describer>;
  beforeAll(async () => {
    m = await market();
    w = m.w;
    ann = await party(w, "Ann");
    bea = await party(w, "Bea");
    tokens = await bearersOf(w, ann);
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
    differs = describer((await w.ask("GET", "/api/openapi.json")).body as unknown as Document);
  });
  afterAll(() => m.close());

  const idsOf = (noun: string) => [ann.ids[noun] ?? unknownId(noun), bea.ids[noun] ?? unknownId(noun)];
  const cookieFor = (door: Door) => (door === "admin" ? admin : (ann.cookies[door] ?? ""));
  const say = (token: string, path: string) => w.ask("POST", path, { token, body: {} });

  /** Who comes in by this door again, should an earlier call have ended what they came in with. */
  async function revive(door: Door) {
    await w.asOwner("delete from throttle");
    const isIn = async (path: string) => (await w.ask("GET", path, { cookie: cookieFor(door) })).status === 200;
    if (door === "admin" && !(await isIn("/api/admin/auth/session")))
      admin = (await w.signIn("admin", "admin@example.com")).cookie;
    if (door === "tenant" && !(await isIn("/api/tenant/auth/session")))
      ann.cookies.tenant = (await w.signIn("tenant", ann.email)).cookie;
    if (door === "client" && !(await isIn("/api/public/session")))
      ann.cookies.client = cookieOf(await w.ask("POST", "/api/public/activate-project", { body: { code: ann.code } }));
    if (door === "runner" && (await say(tokens.runner, "/api/runner/heartbeat")).status !== 200) {
      await w.asOwner(
        "update run set status = 'failed' where tenant_id = $1 and status not in ('completed', 'cancelled')",
        [ann.tenantId],
      );
      await w.ask("POST", `/api/tenant/projects/${ann.projectId}/run`, { cookie: ann.cookie, body: {} });
      tokens.runner = (await taskOf(w, ann.tenantId)).runner;
    }
  }

  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

  async function send(route: Route, input: Record<string, unknown>) {
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      // An empty place would be another route.
      encodeURIComponent((text(input[name] ?? "none") || "none").toWellFormed()),
    );
    const rest = Object.fromEntries(Object.entries(input).filter(([name]) => !inPath(route).includes(name)));
    const query = new URLSearchParams(
      Object.entries(rest).map(([name, value]) => [name, text(value) ?? ""]),
    ).toString();
    return w.ask(route.method.toUpperCase(), route.method === "get" ? `${path}?${query}` : path, {
      cookie: cookieFor(route.door),
      ...(route.door === "device" || route.door === "runner" ? { token: tokens[route.door] } : {}),
      isRepeat: true,
      ...(route.method === "get" ? {} : { body: rest }),
    });
  }

  it.each(ordered.map((route) => [keyOf(route), route] as const))("is answered as described: %s", async (_, route) => {
    const reached = new Set<number>();
    await fc.assert(
      fc.asyncProperty(inputs(inputOf(route), idsOf), async (input) => {
        await revive(route.door);
        const begun = process.cpuUsage();
        const reply = await send(route, input);
        reached.add(reply.status);
        const { user, system } = process.cpuUsage(begun);
        expect((user + system) / 1_000, "hangs").toBeLessThan(patienceMs);
        expect(reply.status, reply.text).toBeLessThan(500);
        expect(differs(route, reply)).toBeUndefined();
      }),
      { numRuns: runs, seed: 20_260, endOnFailure: process.env.Q2O_FUZZ === undefined },
    );
    const got = [...reached].filter((status) => status !== 429 && (status !== 401 || route.door === "public"));
    expect(got, "nobody got past the door").not.toEqual([]);
  });
});
