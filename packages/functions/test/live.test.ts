import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "../src/api/index.ts";
import { callOf, keyOf, type Party, party } from "./parties.ts";
import { runsIn } from "./runs.ts";
import { type World, world } from "./world.ts";

const live = routes.filter(({ isLive }) => isLive);

describe("what live views ask every second", () => {
  let w: World;
  let ann: Party;
  const asked: string[] = [];
  const instant = new Date("2026-03-01T12:00:01Z");
  beforeAll(async () => {
    w = await world();
    ann = await party(w, "Ann");
    w.ports.now = () => instant;
    const { connect } = w.ports.db;
    const known = new WeakSet<object>();
    w.ports.db = {
      ...w.ports.db,
      connect: async () => {
        const client = await connect();
        if (known.has(client)) return client;
        known.add(client);
        const query = client.query.bind(client) as (...args: unknown[]) => unknown;
        client.query = ((first: string | { text: string }, ...rest: unknown[]) => {
          asked.push(typeof first === "string" ? first : first.text);
          return query(first, ...rest);
        }) as typeof client.query;
        return client;
      },
    };
  });
  afterAll(() => w.close());

  const poll = async (path: string, cookie: string | undefined, etag?: string | null) => {
    asked.length = 0;
    const reply = await w.ask("GET", path, {
      cookie: cookie ?? "",
      headers: etag ? { "if-none-match": etag } : {},
    });
    return { status: reply.status, etag: reply.headers.get("etag"), text: reply.text, body: reply.body };
  };

  it.each(live.map((route) => [keyOf(route), route] as const))(
    "costs one question about who asks when nothing happened, and no other: %s",
    async (_, route) => {
      const [run] = await w.asOwner("select project_id from run where id = $1", [ann.ids.run]);
      const prj = String(run?.project_id);
      const { path } = callOf(route, { ...ann.ids, prj, ...(route.door === "client" ? { run: prj } : {}) });
      const cookie = ann.cookies[route.door];
      const first = await poll(path, cookie);
      expect(first.status).toBe(200);
      expect(asked.length).toBeGreaterThan(1);
      const again = await poll(path, cookie, first.etag);
      expect(again).toMatchObject({ status: 304, etag: first.etag, text: "" });
      expect(asked).toHaveLength(1);
      expect(asked[0]).toMatch(/from "session" .* left join "event_head"/);
      expect(asked[0]).not.toMatch(/"(?:run|event|run_\w+)"/);
    },
  );

  it("is made anew when something happened, what is no event too, and what befell another of the tenant's runs", async () => {
    const runs = runsIn(w);
    const who = await runs.ready();
    const { runId, token } = await runs.running(who);
    const paths = [`/api/tenant/runs/${runId}`, "/api/tenant/projects/status"];
    const fresh = async () => Promise.all(paths.map((path) => poll(path, who.cookie)));
    const unchanged = async (before: { etag: string | null }[]) =>
      (await Promise.all(paths.map((path, at) => poll(path, who.cookie, before[at]?.etag)))).map(
        ({ status }) => status,
      );

    const begun = await fresh();
    expect(await unchanged(begun)).toEqual([304, 304]);
    expect((await runs.say(token, "steps", { seq: 1, progress: 40, phase: "Building" })).status).toBe(200);
    expect(await unchanged(begun)).toEqual([200, 200]);
    expect((await poll(paths[0] ?? "", who.cookie, begun[0]?.etag)).body).toMatchObject({ progress: 40 });

    const reported = await fresh();
    const call = {
      ...{ id: "call-000001", agent: "coder", provider: "openai", model: "big", promptVersions: { system: 0 } },
      ...{ inputTokens: 100, cachedTokens: 40, outputTokens: 10, latencyMs: 200, cache: "miss", status: "succeeded" },
    };
    expect((await runs.say(token, "llm-calls", { calls: [{ ...call, costMicros: 7 }] })).status).toBe(200);
    expect(await unchanged(reported)).toEqual([200, 200]);

    const paid = await fresh();
    await who.press(await who.project());
    expect(await unchanged(paid)).toEqual([200, 200]);
  });

  it("is nobody else's: another member, another right and another tenant get an answer of their own", async () => {
    const path = "/api/tenant/projects/status";
    const own = await poll(path, ann.cookies.tenant);
    expect((await poll(path, ann.members.viewer, own.etag)).status).toBe(200);
    const bea = await party(w, "Bea");
    expect((await poll(path, bea.cookies.tenant, own.etag)).status).toBe(200);
    expect((await poll(`${path}?state=failed`, ann.cookies.tenant, own.etag)).status).toBe(200);
    await w.asOwner("update member set role = 'viewer' where email = $1", [ann.email]);
    expect((await poll(path, ann.cookies.tenant, own.etag)).status).toBe(200);
    await w.asOwner("update member set role = 'owner' where email = $1", [ann.email]);
    expect((await poll(path, "q2o_tenant=nobody-at-all-nobody-at-all-nobody-at-all-1", own.etag)).status).toBe(401);
  });

  it("holds for ten seconds at most, for what follows from the clock alone", async () => {
    const path = "/api/tenant/projects/status";
    const { etag } = await poll(path, ann.cookies.tenant);
    w.ports.now = () => new Date(instant.getTime() + 8_000);
    expect((await poll(path, ann.cookies.tenant, etag)).status).toBe(304);
    w.ports.now = () => new Date(instant.getTime() + 9_000);
    expect((await poll(path, ann.cookies.tenant, etag)).status).toBe(200);
    w.ports.now = () => instant;
  });
});
