import { settleLost } from "@q2o/core/llm/reserve";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runsIn } from "./runs.ts";
import { type World, world } from "./world.ts";

const limits = {
  monthlyBudgetMicros: 3_000,
  dailyBudgetMicros: 2_600,
  tenantBudgetMicros: 1_900,
  projectBudgetMicros: 1_500,
  runBudgetMicros: 1_200,
};
const coderMicros = 500;

/** Who asks: two runs of one tenant and one of another. */
type Asker = { runId: string; token: string; tenantId: string; projectId: string };

describe("budgets for models", () => {
  let w: World;
  let admin: string;
  let askers: Asker[];
  let end: () => Promise<void>;
  let ids = 0;

  const save = async (path: string, values: object) => {
    const { version } = (await w.ask("GET", `/api/llm/${path}`, { cookie: admin })).body;
    const body = { values, replaces: version, reason: "A test" };
    const reply = await w.ask("PUT", `/api/llm/${path}`, { cookie: admin, body });
    expect(reply.status, reply.text).toBe(200);
  };

  beforeAll(async () => {
    w = await world();
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
    const runs = runsIn(w);
    const [ann, bea] = [await runs.ready(), await runs.ready()];
    await save("system", limits);
    const projects = [
      [ann, ann.projectId],
      [ann, await ann.project()],
      [bea, bea.projectId],
    ] as const;
    await save(`projects/${ann.projectId}/agents/coder`, { runBudgetMicros: coderMicros });
    askers = [];
    for (const [who, projectId] of projects)
      askers.push({ ...(await runs.running(who, projectId)), tenantId: who.tenantId, projectId });
    end = async () => {
      for (const [i, [who]] of projects.entries()) await who.wish(askers[i]?.runId ?? "", "cancel");
      for (const { token } of askers) await runs.say(token, "released", { reason: "cancel" });
    };
  });
  afterAll(async () => {
    await end();
    await w.close();
  });
  beforeEach(clear);
  async function clear() {
    await w.asOwner("delete from llm_call");
    await w.asOwner("delete from llm_reservation");
    await w.asOwner("delete from llm_alert");
  }

  const by = (i: number) => askers[i] as Asker;
  const newId = () => `question-${String(++ids).padStart(6, "0")}`;
  const reserve = async (who: Asker, mostMicros: number, other: object = {}) => {
    const id = newId();
    const body = { id, agent: "qa", provider: "openai", model: "m", mostMicros, ...other };
    const reply = await w.ask("POST", "/api/runner/reservations", { token: who.token, body });
    expect(reply.status, reply.text).toBe(200);
    return { id, ...(reply.body as { granted: boolean; budget?: string }) };
  };
  const tell = async (who: Asker, id: string, costMicros: number | null, other: object = {}) => {
    const call = {
      ...{ id, agent: "qa", provider: "openai", model: "m", promptVersions: {}, inputTokens: 1, outputTokens: 1 },
      ...{ costMicros, latencyMs: 1, cache: "miss", status: "succeeded", ...other },
    };
    const reply = await w.ask("POST", "/api/runner/llm-calls", { token: who.token, body: { calls: [call] } });
    expect(reply.status, reply.text).toBe(200);
  };

  type Entry = { tenant_id: string; project_id: string; run_id: string; agent: string; micros: number };
  const entries = async (): Promise<Entry[]> =>
    (await w.asOwner(`
      select tenant_id, project_id, run_id, agent, coalesce(cost_micros, held_micros, 0)::int as micros from llm_call
      union all select tenant_id, project_id, run_id, agent, most_micros::int from llm_reservation`)) as Entry[];
  const sum = (list: Entry[], which: (one: Entry) => boolean = () => true) =>
    list.filter(which).reduce((all, { micros }) => all + micros, 0);

  /** Each budget that a question is charged to, with what is used of it. */
  const ledgersOf = (list: Entry[], who: Asker, agent: string) =>
    [
      ["platform_month", limits.monthlyBudgetMicros, sum(list)],
      ["platform_day", limits.dailyBudgetMicros, sum(list)],
      ["tenant_month", limits.tenantBudgetMicros, sum(list, (one) => one.tenant_id === who.tenantId)],
      ["project", limits.projectBudgetMicros, sum(list, (one) => one.project_id === who.projectId)],
      ["run", limits.runBudgetMicros, sum(list, (one) => one.run_id === who.runId)],
      [
        "agent",
        agent === "coder" && who === by(0) ? coderMicros : limits.runBudgetMicros,
        sum(list, (one) => one.run_id === who.runId && one.agent === agent),
      ],
    ] as const;

  it("are never overrun, and refuse nothing that would fit, however questions and answers cross", {
    timeout: 120_000,
  }, async () => {
    const question = fc.record({
      who: fc.nat(2),
      agent: fc.constantFrom("coder", "qa"),
      most: fc.integer({ min: 0, max: 700 }),
      // Whole costs only: so what is used never falls, and its end is its peak.
      fate: fc.constantFrom("told", "told later", "told twice", "unpriced", "lost"),
      lane: fc.nat(5),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(question, { minLength: 8, maxLength: 30 }), async (questions) => {
        await clear();
        const refused: { who: number; agent: string; most: number; budget: string }[] = [];
        const later: (() => Promise<void>)[] = [];
        const lanes = Map.groupBy(questions, ({ lane }) => lane);
        await Promise.all(
          [...lanes.values()].map(async (lane) => {
            for (const { who, agent, most, fate } of lane) {
              const { id, granted, budget } = await reserve(by(who), most, { agent });
              const say = () => tell(by(who), id, fate === "unpriced" ? null : most, { agent });
              if (!granted) refused.push({ who, agent, most, budget: budget ?? "" });
              else if (fate === "told later") later.push(say);
              else if (fate === "told twice") await Promise.all([say(), say()]);
              else if (fate !== "lost") await say();
            }
          }),
        );
        await Promise.all(later.map((say) => say()));
        const list = await entries();
        for (const who of askers)
          for (const agent of ["coder", "qa"])
            for (const [name, limit, used] of ledgersOf(list, who, agent))
              expect(used, name).toBeLessThanOrEqual(limit);
        for (const { who, agent, most, budget } of refused) {
          const found = ledgersOf(list, by(who), agent).find(([name]) => name === budget);
          // What was refused does not fit now either: nothing was refused for the order in which it came.
          expect((found?.[2] ?? 0) + Math.max(1, most), budget).toBeGreaterThan(found?.[1] ?? 0);
        }
      }),
      { numRuns: 12 },
    );
  });

  it("are taken by one of those who come at the same moment", async () => {
    for (let round = 0; round < 25; round++) {
      await clear();
      const words = await Promise.all([0, 1, 2].map((i) => reserve(by(i), 1_000)));
      // The tenant's month reaches for one of its two runs, and the platform's day for two of all.
      expect(
        words
          .map(({ granted }) => granted)
          .slice(0, 2)
          .sort(),
      ).toEqual([false, true]);
      expect(words[2]).toMatchObject({ granted: true });
    }
  });

  it("count what a question cost, not what was set aside for it, once that is told", async () => {
    const who = by(0);
    const first = await reserve(who, 1_000);
    expect(first).toMatchObject({ granted: true });
    expect(await reserve(who, 300)).toMatchObject({ granted: false, budget: "run" });
    await tell(who, first.id, 100);
    const second = await reserve(who, 1_100);
    expect(second).toMatchObject({ granted: true });
    await tell(who, second.id, null);
    // Its price is not known, so what was set aside for it stays counted.
    expect(await reserve(who, 1)).toMatchObject({ granted: false, budget: "run" });
    expect(
      await w.asOwner("select sum(cost_micros)::int as cost, sum(held_micros)::int as held from llm_call"),
    ).toEqual([{ cost: 100, held: 1_100 }]);
    expect((await w.ask("GET", "/api/llm/stats", { cookie: admin })).body).toMatchObject({
      budgets: { month: { usedMicros: 1_200 } },
      totals: { costMicros: 100, unpriced: 1 },
    });
  });

  it("are asked for once, however often the same question is announced", async () => {
    const who = by(0);
    const { id } = await reserve(who, 700);
    for (let i = 0; i < 3; i++) expect(await reserve(who, 400, { id })).toMatchObject({ granted: true });
    expect(sum(await entries())).toBe(700);
  });

  it("are not had by the id of another question, or of the same one at a higher price", async () => {
    const who = by(0);
    const { id } = await reserve(who, 700);
    const ask = (token: string, mostMicros: number) =>
      w.ask("POST", "/api/runner/reservations", {
        token,
        body: { id, agent: "qa", provider: "openai", model: "m", mostMicros },
      });
    for (const reply of [await ask(who.token, 701), await ask(by(1).token, 1)])
      expect(reply).toMatchObject({ status: 409, body: { code: "reservation.taken" } });
    expect(sum(await entries())).toBe(700);
  });

  it("stay taken for a question that another run of the tenant tells of", async () => {
    const { id } = await reserve(by(0), 700);
    await tell(by(1), id, 0);
    expect(sum(await entries(), (one) => one.run_id === by(0).runId)).toBe(700);
    expect(await reserve(by(0), 700)).toMatchObject({ granted: false, budget: "run" });
  });

  it("give nothing when they are nothing, also for what costs nothing", async () => {
    await save("system", { ...limits, dailyBudgetMicros: 0 });
    expect(await reserve(by(0), 0)).toMatchObject({ granted: false, budget: "platform_day" });
    await save("system", limits);
    expect(await reserve(by(0), 0)).toMatchObject({ granted: true });
  });

  it("of a project hold by day and month where its own level says so", async () => {
    await save(`projects/${by(2).projectId}`, { dailyBudgetMicros: 10, monthlyBudgetMicros: 20 });
    expect(await reserve(by(2), 11)).toMatchObject({ granted: false, budget: "project_day" });
    expect(await reserve(by(2), 21)).toMatchObject({ granted: false, budget: "project_month" });
    expect(await reserve(by(2), 10)).toMatchObject({ granted: true });
    expect(await reserve(by(0), 21)).toMatchObject({ granted: true });
    await save(`projects/${by(2).projectId}`, {});
  });

  it("keep counting what a lost task had set aside", async () => {
    const { id } = await reserve(by(0), 900);
    const lost = () => w.inside({ type: "platform" }, () => settleLost({}));
    expect(await lost()).toBe(0);
    await w.asOwner("update llm_reservation set created_at = created_at - interval '31 minutes'");
    expect(await lost()).toBe(1);
    expect(await w.asOwner("select id from llm_reservation")).toEqual([]);
    const { items } = (await w.ask("GET", "/api/llm/logs", { cookie: admin })).body;
    expect(items).toMatchObject([{ id, status: "failed", errorCode: "call.lost", costMicros: null }]);
    expect(await reserve(by(0), 400)).toMatchObject({ granted: false, budget: "run" });
    // Who turns up after all is not counted twice.
    await tell(by(0), id, 900);
    expect(sum(await entries())).toBe(900);
  });

  it("are nothing for whose run is somebody else's, and one tenant's are not seen by another", async () => {
    const body = { id: newId(), agent: "qa", provider: "openai", model: "m", mostMicros: 1 };
    const stranger = await w.ask("POST", "/api/runner/reservations", { token: "nobody", body });
    expect(stranger.status).toBe(401);
    await reserve(by(0), 5);
    const other = { type: "system", tenantId: by(2).tenantId } as const;
    expect(await w.query(other, "select * from llm_reservation")).toEqual([]);
    await expect(w.query(other, "update llm_reservation set most_micros = 0")).rejects.toThrow();
    const bad = await w.ask("POST", "/api/runner/reservations", {
      token: by(0).token,
      body: { ...body, mostMicros: -1, agent: "butler" },
    });
    expect(bad.status).toBe(400);
    expect((bad.body.errors as { path: string }[]).map(({ path }) => path).sort()).toEqual(["agent", "mostMicros"]);
  });
});
