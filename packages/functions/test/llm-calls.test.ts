import { raiseAlerts } from "@q2o/core/llm/alerts";
import { deliver } from "@q2o/core/mail";
import { launch } from "@q2o/core/run/launch";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type World, world } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };

type Call = Record<string, unknown> & { id: string };
type Tenant = Awaited<ReturnType<World["tenant"]>>;
type Totals = Record<string, number | null>;

describe("calls to models", () => {
  let w: World;
  let admin: string;
  let ann: Tenant;
  let bea: Tenant;
  let ids = 0;
  beforeAll(async () => {
    w = await world();
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
    ann = await w.tenant("Ann");
    bea = await w.tenant("Bea");
  });
  afterAll(() => w.close());
  beforeEach(async () => {
    await w.asOwner("delete from llm_call");
    await w.asOwner("delete from llm_alert");
    w.sent.length = 0;
  });

  /** A project with a run that has booted, and the token of its task. */
  async function running({ cookie, tenantId }: Tenant) {
    const id = String((await w.ask("POST", "/api/tenant/projects", { cookie, body: brief })).body.id);
    const codes = await w.ask("POST", "/api/tenant/activation-codes/generate", { cookie, body: { count: 1 } });
    const [code] = codes.body.codes as { id: string }[];
    await w.ask("POST", `/api/tenant/projects/${id}/assign-activation-code`, { cookie, body: { codeId: code?.id } });
    const runId = String((await w.ask("POST", `/api/tenant/projects/${id}/run`, { cookie, body: {} })).body.id);
    await w.inside({ type: "platform" }, () => launch({ v: 1, tenantId, runId }));
    const token = w.launches.findLast(({ startedBy }) => startedBy === runId)?.environment.Q2O_RUN_TOKEN ?? "";
    await w.ask("POST", "/api/runner/boot", { token, body: {} });
    const cancel = () => w.ask("POST", `/api/tenant/runs/${runId}/cancel`, { cookie, body: {} });
    const cost = async () => (await w.ask("GET", `/api/tenant/runs/${runId}`, { cookie })).body.costMicros;
    return {
      id,
      runId,
      token,
      tenantId,
      cost,
      end: async () => {
        await cancel();
        await w.ask("POST", "/api/runner/released", { token, body: { reason: "cancel" } });
      },
    };
  }
  const call = (other: object = {}): Call => ({
    id: `call-${String(++ids).padStart(6, "0")}`,
    agent: "coder",
    provider: "openai",
    model: "big",
    promptVersions: { system: 0 },
    inputTokens: 100,
    cachedTokens: 40,
    outputTokens: 10,
    costMicros: 1_000,
    latencyMs: 200,
    cache: "miss",
    status: "succeeded",
    ...other,
  });
  const tell = (token: string, calls: object[]) => w.ask("POST", "/api/runner/llm-calls", { token, body: { calls } });
  /** As if so much time had passed since the calls; the clock itself would end sessions and leases. */
  const age = (seconds: number) =>
    w.asOwner("update llm_call set created_at = created_at - make_interval(secs => $1)", [seconds]);
  const get = async (path: string) => {
    const reply = await w.ask("GET", `/api/llm/${path}`, { cookie: admin });
    expect(reply.status, reply.text).toBe(200);
    return reply.body;
  };

  it("are kept once however often they are told, and so is what they cost", async () => {
    const run = await running(ann);
    const calls = [call(), call({ costMicros: null, model: "unheard-of" }), call({ costMicros: 5 })];
    expect(await tell(run.token, calls)).toMatchObject({ status: 200, body: { recorded: 3 } });
    expect(await tell(run.token, calls)).toMatchObject({ status: 200, body: { recorded: 0 } });
    const more = call({ costMicros: 7 });
    const replies = await Promise.all(Array.from({ length: 6 }, () => tell(run.token, [...calls, more])));
    expect(replies.map(({ body }) => Number(body.recorded)).sort()).toEqual([0, 0, 0, 0, 0, 1]);
    expect(await run.cost()).toBe(1_012);
    expect((await get("logs")).totals).toMatchObject({ calls: 4, costMicros: 1_012, unpriced: 1 });
    await run.end();
  });

  it("refuses what no model can have done, with the path of each fault", async () => {
    const run = await running(ann);
    const bad = call({ agent: "butler", inputTokens: -1, costMicros: 0.5, status: "maybe" });
    const reply = await tell(run.token, [call(), bad]);
    expect(reply.status).toBe(400);
    expect((reply.body.errors as { path: string }[]).map(({ path }) => path).sort()).toEqual([
      "calls.1.agent",
      "calls.1.costMicros",
      "calls.1.inputTokens",
      "calls.1.status",
    ]);
    expect((await get("logs")).items).toEqual([]);
    await run.end();
  });

  it("keeps what a task that was superseded has spent, and tells it to stop", async () => {
    const run = await running(ann);
    await run.end();
    expect(await tell(run.token, [call({ costMicros: 30 })])).toMatchObject({
      status: 409,
      body: { code: "run.superseded" },
    });
    expect(await run.cost()).toBe(30);
    const [row] = await w.asOwner("select status from run where id = $1", [run.runId]);
    expect(row?.status).toBe("cancelled");
  });

  it("belong to the run that its token names, whatever the task says", async () => {
    const [mine, other] = [await running(ann), await running(bea)];
    const same = call();
    await tell(mine.token, [{ ...same, tenantId: bea.tenantId, runId: other.runId, projectId: other.id }]);
    await tell(other.token, [same]);
    const { items } = await get("logs");
    expect((items as { id: string; runId: string }[]).map(({ id, runId }) => [id, runId])).toEqual([
      [same.id, other.runId],
      [same.id, mine.runId],
    ]);
    expect([await mine.cost(), await other.cost()]).toEqual([1_000, 1_000]);
    for (const run of [mine, other]) await run.end();
  });

  it("are summed over all that a filter lets through, as counting the rows by hand does", async () => {
    const [one, two] = [await running(ann), await running(bea)];
    const pick = <T>(list: readonly T[], i: number) => list[i % list.length];
    const told = Array.from({ length: 90 }, (_, i) =>
      call({
        agent: pick(["coder", "qa", "writer"], i),
        provider: pick(["openai", "google"], i),
        model: pick(["a", "b", "c", "d", "e"], i),
        status: pick(["succeeded", "succeeded", "failed", "refused"], i),
        cache: pick(["none", "miss", "hit"], i + 1),
        costMicros: i % 7 === 0 ? null : i * 11,
        savedMicros: i * 3,
        inputTokens: i * 2,
        cachedTokens: i,
        outputTokens: i + 1,
        latencyMs: i * 5,
      }),
    );
    await tell(one.token, told.slice(0, 50));
    await age(3_600);
    const between = new Date(Date.now() - 1_800_000).toISOString();
    await tell(two.token, told.slice(50));
    const inFirst = (c: Call) => told.indexOf(c) < 50;
    const number = (value: unknown) => Number(value ?? 0);
    const byHand = (which: (c: Call) => boolean): Totals => {
      const calls = told.filter(which);
      const sum = (name: string) => calls.reduce((total, c) => total + number(c[name]), 0);
      return {
        calls: calls.length,
        failed: calls.filter(({ status }) => status !== "succeeded").length,
        inputTokens: sum("inputTokens"),
        cachedTokens: sum("cachedTokens"),
        outputTokens: sum("outputTokens"),
        costMicros: sum("costMicros"),
        savedMicros: sum("savedMicros"),
        unpriced: calls.filter(({ costMicros }) => costMicros === null).length,
        averageLatencyMs: calls.length === 0 ? null : Math.round(sum("latencyMs") / calls.length),
      };
    };
    const filters: [string, (c: Call) => boolean][] = [
      ["", () => true],
      ["agent=qa", ({ agent }) => agent === "qa"],
      ["provider=google&status=failed", (c) => c.provider === "google" && c.status === "failed"],
      ["model=c", ({ model }) => model === "c"],
      ["cache=hit", ({ cache }) => cache === "hit"],
      [`projectId=${one.id}`, inFirst],
      [`tenantId=${bea.tenantId}&agent=writer`, (c) => !inFirst(c) && c.agent === "writer"],
      [`runId=${two.runId}`, (c) => !inFirst(c)],
      [`to=${between}`, inFirst],
      [`from=${between}`, (c) => !inFirst(c)],
      ["tenantId=ten_01JQZ3M8S4T6V8X0Z2B4D6F8H0", () => false],
    ];
    for (const [filter, which] of filters) {
      const found: string[] = [];
      let after = "";
      let totals: unknown = null;
      do {
        const page = await get(`logs?limit=13&after=${after}&${filter}`);
        found.push(...(page.items as Call[]).map(({ id }) => id));
        totals ??= page.totals;
        after = String(page.next ?? "");
      } while (after !== "");
      expect(totals, filter).toEqual(byHand(which));
      expect(found, filter).toEqual(
        told
          .filter(which)
          .map(({ id }) => id)
          .reverse(),
      );
    }
    const sheet = await w.ask("GET", "/api/llm/logs/export?agent=qa", { cookie: admin });
    expect(sheet.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(sheet.text.trim().split("\r\n")).toHaveLength(1 + told.filter(({ agent }) => agent === "qa").length);
    for (const run of [one, two]) await run.end();
  });

  it("make figures that are those of the rows", async () => {
    const run = await running(ann);
    await tell(run.token, [
      ...Array.from({ length: 8 }, (_, i) => call({ latencyMs: (i + 1) * 100, costMicros: 1_000_000 })),
      call({ provider: "google", model: "small", agent: "qa", status: "failed", latencyMs: 900, costMicros: 0 }),
      call({ cache: "hit", latencyMs: 1, costMicros: 0, savedMicros: 77 }),
      call({ status: "refused", latencyMs: 1_000, costMicros: null }),
    ]);
    expect(await get("stats?range=24h")).toMatchObject({
      range: "24h",
      budgets: {
        month: { usedMicros: 8_000_000, limitMicros: 500_000_000, percent: 1.6 },
        day: { usedMicros: 8_000_000, limitMicros: 50_000_000, percent: 16 },
      },
      totals: { calls: 11, failed: 2, costMicros: 8_000_000, unpriced: 1 },
      errorRate: 20,
      latencyMs: { p50: 550, p95: 955 },
      savings: { cacheHits: 1, cacheMicros: 77, blueprintRuns: 0, blueprintMicros: null },
      byProvider: [
        { name: "openai", calls: 10, failed: 1, costMicros: 8_000_000 },
        { name: "google", calls: 1, failed: 1, costMicros: 0, averageLatencyMs: 900 },
      ],
      byModel: [{ name: "big" }, { name: "small" }],
      byAgent: [{ name: "coder" }, { name: "qa" }],
    });
    await age(2 * 86_400);
    expect(await get("stats?range=24h")).toMatchObject({
      totals: { calls: 0 },
      errorRate: null,
      latencyMs: { p50: null },
    });
    expect(await get("stats?range=7d")).toMatchObject({ totals: { calls: 11 } });
    await run.end();
  });

  describe("raise an alert", () => {
    const alerts = async (query = "") => (await get(`alerts?${query}`)).items as Record<string, unknown>[];
    const sweep = () => w.inside({ type: "platform" }, () => raiseAlerts({}));
    const budgets = async (path: string, values: object) => {
      const { version } = await get(path);
      const body = { values, replaces: version, reason: "A test" };
      expect((await w.ask("PUT", `/api/llm/${path}`, { cookie: admin, body })).status).toBe(200);
    };

    it("at 80, 95 and 100 percent of the platform's budgets, once each, and of a raised one again", async () => {
      await budgets("system", { monthlyBudgetMicros: 1_000_000, dailyBudgetMicros: 100_000_000 });
      const run = await running(ann);
      const spend = (costMicros: number) => tell(run.token, [call({ costMicros })]);
      const kinds = async () => (await alerts()).map(({ kind }) => kind).reverse();
      await spend(799_999);
      expect(await kinds()).toEqual([]);
      await spend(1);
      expect(await kinds()).toEqual(["budget_80"]);
      await Promise.all([sweep(), sweep(), sweep()]);
      await spend(149_999);
      expect(await kinds()).toEqual(["budget_80"]);
      await spend(1);
      await spend(50_000);
      await sweep();
      expect(await kinds()).toEqual(["budget_80", "budget_95", "budget_100"]);
      expect(await alerts("kind=budget_100")).toMatchObject([
        {
          subject: "platform",
          status: "open",
          message: "The platform's budget of this month: $1.00 of $1.00 is used.",
        },
      ]);
      await budgets("system", { monthlyBudgetMicros: 1_050_000, dailyBudgetMicros: 100_000_000 });
      await sweep();
      expect(await kinds()).toEqual(["budget_80", "budget_95", "budget_100", "budget_95"]);
      await run.end();
    });

    it("of a project's own budgets, and of no other's", async () => {
      await budgets("system", {});
      const [mine, other] = [await running(ann), await running(bea)];
      await budgets(`projects/${mine.id}`, { projectBudgetMicros: 100, dailyBudgetMicros: 1_000 });
      await tell(mine.token, [call({ costMicros: 96 })]);
      await tell(other.token, [call({ costMicros: 96 })]);
      expect(await alerts()).toMatchObject([{ kind: "budget_95", subject: mine.id, subjectName: "Bike hire" }]);
      await tell(mine.token, [call({ costMicros: 900 })]);
      const seen = (await alerts()).map(
        ({ kind, period }) => `${kind} ${String(period).replace(/[\d-]{10} /, "day ")}`,
      );
      expect(seen.sort()).toEqual(["budget_100 total of 100", "budget_95 day of 1000", "budget_95 total of 100"]);
      for (const run of [mine, other]) await run.end();
    });

    it("when a fifth of the last hour's calls failed, but not of a few, of old ones or of stored answers", async () => {
      const run = await running(ann);
      const fail = { status: "failed", costMicros: 0 };
      const fine = { costMicros: 0 };
      await tell(run.token, [call(fail), call(fail), ...Array.from({ length: 7 }, () => call(fine))]);
      await tell(
        run.token,
        Array.from({ length: 5 }, () => call({ ...fail, cache: "hit" })),
      );
      expect(await alerts()).toEqual([]);
      await tell(run.token, [call(fine)]);
      expect(await alerts()).toMatchObject([
        { kind: "error_rate", subject: "platform", message: "2 of the 10 calls of the last hour failed." },
      ]);
      await w.asOwner("delete from llm_alert");
      await age(3_700);
      await sweep();
      expect(await alerts()).toEqual([]);
      await run.end();
    });

    it("when a provider failed five times in a row, and not when it has answered since", async () => {
      const run = await running(ann);
      const fail = { status: "failed", costMicros: 0 };
      const fine = Array.from({ length: 60 }, () => call({ provider: "google", costMicros: 0 }));
      await tell(run.token, [...fine, ...Array.from({ length: 4 }, () => call(fail))]);
      expect(await alerts()).toEqual([]);
      // The order within one report counts: the last word is a success.
      await tell(run.token, [call(fail), call({ costMicros: 0 })]);
      expect(await alerts()).toEqual([]);
      await tell(
        run.token,
        Array.from({ length: 5 }, () => call(fail)),
      );
      expect(await alerts()).toMatchObject([
        { kind: "provider_down", subject: "openai", message: "The last 5 calls to openai failed." },
      ]);
      // The next hour says it again only when somebody has dealt with it.
      await w.asOwner("update llm_alert set period = 'the hour before'");
      await tell(run.token, [call(fail)]);
      expect(await alerts()).toHaveLength(1);
      await w.asOwner("update llm_alert set resolved_at = now()");
      await tell(run.token, [call(fail)]);
      expect(await alerts("status=open")).toMatchObject([{ message: "The last 7 calls to openai failed." }]);
      await run.end();
    });

    it("by mail to the admins, which somebody then resolves, once", async () => {
      const run = await running(ann);
      await budgets(`projects/${run.id}`, { projectBudgetMicros: 1 });
      await tell(run.token, [call()]);
      const mails = w.sent.filter(({ body }) => body.kind === "llm_alert");
      expect(mails).toHaveLength(1);
      const letters: { to: string; text: string }[] = [];
      w.ports.mail.send = async (letter) => void letters.push(letter);
      const mail = mails[0]?.body as Parameters<typeof deliver>[0];
      await w.inside({ type: "platform" }, () => deliver(mail));
      expect(letters).toMatchObject([{ to: "admin@example.com" }]);
      expect(letters[0]?.text).toContain("A project's budget for all its runs: $0.00 of $0.00 is used.");

      const [alert] = await alerts("status=open");
      const resolve = () => w.ask("POST", `/api/llm/alerts/${alert?.id}/resolve`, { cookie: admin, body: {} });
      expect(await resolve()).toMatchObject({
        status: 200,
        body: { status: "resolved", resolvedBy: { email: "admin@example.com" } },
      });
      expect(await resolve()).toMatchObject({ status: 409, body: { code: "alert.resolved" } });
      expect(await alerts("status=open")).toEqual([]);
      expect(await alerts("status=resolved")).toHaveLength(1);
      await sweep();
      expect(await alerts("status=open")).toEqual([]);
      await w.inside({ type: "platform" }, () => deliver(mail));
      expect(letters).toHaveLength(1);
      const unknown = "/api/llm/alerts/alr_01JQZ3M8S4T6V8X0Z2B4D6F8H0/resolve";
      expect((await w.ask("POST", unknown, { cookie: admin, body: {} })).status).toBe(404);
      await run.end();
    });
  });

  it("are the platform's: a tenant sees its own rows and no alerts", async () => {
    const [mine, other] = [await running(ann), await running(bea)];
    await tell(mine.token, [call()]);
    await tell(other.token, [call()]);
    const who = { type: "system", tenantId: ann.tenantId } as const;
    expect(await w.query(who, "select tenant_id from llm_call")).toEqual([{ tenant_id: ann.tenantId }]);
    await expect(w.query(who, "select * from llm_alert")).rejects.toThrow();
    await expect(w.query(who, "delete from llm_call")).rejects.toThrow();
    for (const run of [mine, other]) await run.end();
  });
});
