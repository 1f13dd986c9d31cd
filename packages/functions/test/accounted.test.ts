import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { routes } from "../src/api/index.ts";
import type { Route } from "../src/edge/route.ts";
import { type Asked, actsIn } from "./acts.ts";
import { callOf, idsWithin, keyOf, type Party, party } from "./parties.ts";
import { appSecret, type Reply, type World, world } from "./world.ts";

const mark = "canary7f3a";
/** What an event is meant to say in words: what a key or a tenant that is gone was called, and why a run failed. */
const named = { "passkey.enrolled": "name", "passkey.removed": "name", "tenant.deleted": "name", "run.failed": "text" };
const persons = /^(public|arriving|tenant|client|admin|device)$/;
const acting = routes.filter(({ method, door, isQuiet }) => method !== "get" && door !== "runner" && !isQuiet);

describe("every act of the API", () => {
  let w: World;
  let bea: Party;
  let journey: Awaited<ReturnType<typeof actsIn>>;
  const secrets = new Set([mark, appSecret]);
  const lines: string[] = [];
  /** What was said to somebody who must learn nothing of it, and who that was. */
  const overheard: [string, string][] = [];
  /** What a tenant's own client reads, who may know the brief and who made it. */
  const fromOwn: typeof overheard = [];
  beforeAll(async () => {
    w = await world();
    vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
    bea = await party(w, "Bea");
    journey = await actsIn(w, mark, (value) => {
      if (typeof value !== "string" || value.length < 6) throw new Error(`${value} is no secret.`);
      secrets.add(value);
      return value;
    });
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await w.close();
  });

  const send = (route: Route, { path = {}, body, ...who }: Asked): Promise<Reply> =>
    w.ask(
      route.method.toUpperCase(),
      route.path.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? "none"),
      { ...who, ...(body ? { body } : {}) },
    );
  const refused = async (route: Route, asked: Asked) => {
    const reply = await send(route, asked);
    if (reply.status >= 400) overheard.push([`${keyOf(route)} ${reply.status}`, reply.text]);
    return reply;
  };

  const audited = async () =>
    Number((await w.asOwner("select count(*)::int as entries from event where is_audit"))[0]?.entries);

  /** All that another tenant, its client, its device, a stranger and the tenant's own client can read. */
  async function listen() {
    const reading = routes.filter(({ method, door }) => method === "get" && door !== "admin" && door !== "runner");
    const device = { code: bea.code, fingerprint: "a machine of theirs" };
    const activated = await w.ask("POST", "/api/device/activate", { body: device });
    const token = String(activated.body.accessToken);
    for (const ids of [await idsWithin(w, journey.ann.tenantId), bea.ids])
      for (const route of reading) {
        const { path } = callOf(route, ids);
        const as = route.door === "device" ? { token } : { cookie: bea.cookies[route.door] ?? "" };
        overheard.push([keyOf(route), (await w.ask("GET", path, as)).text]);
        if (route.door !== "client") continue;
        const shown = await w.ask("GET", path, { cookie: journey.cookies.client });
        fromOwn.push([keyOf(route), shown.text]);
      }
    expect(activated.status, activated.text).toBe(200);
  }

  it("is known here", () => {
    expect(acting.map(keyOf).filter((key) => !(key in journey.acts))).toEqual([]);
    expect(Object.keys(journey.acts).filter((key) => !acting.map(keyOf).includes(key))).toEqual([]);
  });

  it("succeeds once and leaves one audit entry of a person, in a chain that is whole", async () => {
    for (const [key, asking] of Object.entries(journey.acts)) {
      const route = acting.find((each) => keyOf(each) === key);
      if (!route) continue;
      if (key === "delete /api/tenant/projects/{id}") await listen();
      // All of it comes from one network; what limits that is another test's.
      await w.asOwner("delete from throttle");
      const asked = await asking();
      const before = await audited();
      // The same by whom it does not concern, and with a letter too many, is told nothing.
      if (asked.path?.id) await refused(route, { ...asked, cookie: bea.cookies[route.door] ?? "" });
      if (Object.keys(asked.body ?? {}).length > 0) await refused(route, { ...asked, body: spoilt(asked.body ?? {}) });
      expect(await audited(), `${key}, refused`).toBe(before);
      const reply = await send(route, asked);
      expect(reply.status, `${key}: ${reply.text}`).toBe(route.status);
      journey.hear(key, reply);
      const entries = await w.asOwner("select actor_type from event where is_audit and request_id = $1", [
        reply.headers.get("x-request-id"),
      ]);
      expect(entries, key).toEqual([{ actor_type: expect.stringMatching(persons) }]);
    }
    const chains = await w.asOwner("select chain, app.broken_at(chain) as place from event_head");
    expect(chains.length).toBeGreaterThan(2);
    expect(chains.filter(({ place }) => place !== null)).toEqual([]);
  });

  it("tells nobody else of it: no log, no refusal, no other tenant, client or device", async () => {
    const found = (text: string, not: readonly string[] = []) =>
      [...secrets].filter((secret) => !not.includes(secret) && text.includes(secret));
    expect(secrets.size).toBeGreaterThan(40);
    for (const [place, some] of Object.entries({ overheard, fromOwn })) expect(some.length, place).toBeGreaterThan(4);
    expect(lines.length).toBeGreaterThan(200);
    expect(lines.filter((line) => found(line).length > 0)).toEqual([]);
    expect(overheard.filter(([, text]) => found(text).length > 0)).toEqual([]);
    expect(fromOwn.filter(([, text]) => found(text, [mark, ...journey.shown]).length > 0)).toEqual([]);
    const events = await w.asOwner("select type, data - coalesce($1::jsonb ->> type, '') as data from event", [named]);
    expect(events.filter(({ data }) => found(JSON.stringify(data)).length > 0)).toEqual([]);
  });
});

/** The same with a letter too many in whatever it says, which no field takes. */
const spoilt = (body: object) =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [name, `${JSON.stringify(value)}\u0000`]));
