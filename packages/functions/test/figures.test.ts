import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type World, world } from "./world.ts";

type Row = Record<string, unknown>;
const dayMs = 86_400_000;
const spread = 800 * dayMs;

/** The same numbers every time: a test that fails must fail again. */
function dice(seed: number) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { next, below, pick: <T>(list: readonly T[]): T => list[below(list.length)] as T };
}

describe("figures", () => {
  let w: World;
  let admin: string;
  let now: number;
  const tenants: string[] = [];
  const projects: { tenantId: string; id: string; codeId: string }[] = [];
  let rows: Record<"run" | "code" | "device" | "event" | "call", Row[]>;

  beforeAll(async () => {
    w = await world();
    for (const name of ["Ann", "Bea", "Cleo"]) tenants.push((await w.tenant(name)).tenantId);
    // Half a minute into a month, where a wrong zone or a wrong edge counts most.
    const real = new Date();
    const target = Date.UTC(real.getUTCFullYear(), real.getUTCMonth() + 2, 1, 0, 0, 30);
    await w.advance(Math.round((target - Date.now()) / 1_000));
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
    now = target;
    await fill();
    rows = {
      run: await w.asOwner("select * from run"),
      code: await w.asOwner("select * from activation_code"),
      device: await w.asOwner("select * from device"),
      event: await w.asOwner("select * from event where type in ('code.assigned', 'client.signed_in')"),
      call: await w.asOwner("select * from llm_call"),
    };
  });
  afterAll(() => w.close());

  const into = (table: string, columns: string, made: Row[]) =>
    w.asOwner(
      `insert into ${table} select r.* from jsonb_to_recordset($1) as r(${columns})`.replace(
        `insert into ${table}`,
        `insert into ${table} (${columns
          .split(",")
          .map((one) => one.trim().split(" ")[0])
          .join(",")})`,
      ),
      [JSON.stringify(made)],
    );

  async function fill() {
    const { next, below, pick } = dice(7);
    const midnight = now - (now % dayMs);
    // Many at the very edges of days, most of them lately.
    const when = () => {
      const at = pick([
        now - next() * spread,
        now - next() * 40 * dayMs,
        midnight - below(40) * dayMs,
        midnight - below(40) * dayMs - 1,
      ]);
      return new Date(Math.min(at, now - 1_000)).toISOString();
    };
    const codes: Row[] = Array.from({ length: 200 }, (_, at) => ({
      tenant_id: pick(tenants),
      id: `cod_x${at}`,
      created_at: when(),
      sealed: `sealed${at}`,
      last5: "AAAAA",
      source: "quota",
      scopes: ["watch"],
    }));
    await into(
      "activation_code",
      "tenant_id text, id text, created_at timestamptz, sealed text, last5 text, source text, scopes text[]",
      codes,
    );
    for (const tenantId of tenants)
      for (const at of [1, 2]) {
        const own = codes.filter(({ tenant_id }) => tenant_id === tenantId);
        projects.push({
          tenantId,
          id: `prj_${String(projects.length).padStart(26, "0")}`,
          codeId: String(own[at]?.id),
        });
      }
    await into(
      "project",
      "tenant_id text, id text, name text, description text, objectives text, code_id text",
      projects.map(({ tenantId, id, codeId }) => ({
        ...{ tenant_id: tenantId, id, name: "P", description: "d", objectives: "o", code_id: codeId },
      })),
    );
    const runs: Row[] = Array.from({ length: 500 }, (_, at) => {
      const { tenantId, id } = pick(projects);
      const created = Date.parse(when());
      const started = created + below(3_600) * 1_000;
      const status = pick(["completed", "completed", "failed", "cancelled"]);
      return {
        ...{ tenant_id: tenantId, id: `run_x${at}`, project_id: id, number: at + 1, status, is_trial: false },
        ...{ brief: {}, config: {}, result_key: status === "completed" ? "k" : null },
        created_at: new Date(created).toISOString(),
        started_at: new Date(started).toISOString(),
        ended_at: new Date(started + below(5_000_000)).toISOString(),
      };
    });
    await into(
      "run",
      "tenant_id text, id text, project_id text, number int, status text, is_trial boolean, brief jsonb, config jsonb, result_key text, created_at timestamptz, started_at timestamptz, ended_at timestamptz",
      runs,
    );
    await into(
      "llm_call",
      "tenant_id text, id text, run_id text, project_id text, agent text, provider text, model text, prompt_versions jsonb, input_tokens int, cached_tokens int, output_tokens int, cost_micros bigint, saved_micros bigint, latency_ms int, cache text, status text, created_at timestamptz",
      Array.from({ length: 300 }, (_, at) => {
        const run = pick(runs);
        return {
          ...{ tenant_id: run.tenant_id, id: `llq_x${at}`, run_id: run.id, project_id: run.project_id },
          ...{ agent: pick(["coder", "qa"]), provider: pick(["openai", "google"]), model: pick(["a", "b"]) },
          ...{ prompt_versions: {}, input_tokens: below(999), cached_tokens: 0, output_tokens: below(99) },
          ...{ cost_micros: pick([null, below(90_000)]), saved_micros: 0, latency_ms: 5, cache: "none" },
          ...{ status: pick(["succeeded", "failed"]), created_at: when() },
          // Of models whose price nobody knows.
          ...(at % 25 === 0 ? { provider: "own", model: `m${9 - (at % 10)}`, cost_micros: null } : {}),
        };
      }),
    );
    await into(
      "device",
      "tenant_id text, id text, code_id text, fingerprint text, generation int, created_at timestamptz, refresh_expires_at timestamptz",
      Array.from({ length: 150 }, (_, at) => {
        const code = pick(codes);
        const moment = when();
        return {
          ...{ tenant_id: code.tenant_id, id: `dev_x${at}`, code_id: code.id, fingerprint: `f${at}`, generation: 0 },
          ...{ created_at: moment, refresh_expires_at: moment },
        };
      }),
    );
    await into(
      "event",
      "tenant_id text, project_id text, type text, actor_type text, is_audit boolean, at timestamptz, seq bigint, hash text, data jsonb",
      Array.from({ length: 300 }, (_, at) => {
        const { tenantId, id } = pick(projects);
        return {
          ...{
            tenant_id: tenantId,
            project_id: id,
            type: pick(["code.assigned", "client.signed_in"]),
            actor_type: "tenant",
          },
          ...{ is_audit: true, at: when(), seq: 10_000 + at, hash: "x", data: {} },
        };
      }),
    );
    await w.asOwner("update subscription set interval = 'year', plan_id = 'pln_enterprise' where tenant_id = $1", [
      tenants[1],
    ]);
    await w.asOwner("update subscription set status = 'trialing' where tenant_id = $1", [tenants[2]]);
    // No twelfth of it is a whole cent.
    await w.asOwner("update plan set yearly_cents = yearly_cents - yearly_cents % 12 + 7 where id = 'pln_enterprise'");
  }

  type Figures = {
    range: { from: string; to: string; bucket: "day" | "month"; previous: { from: string; to: string } };
    totals: Record<string, { value: number | null; previous: number | null; change: number | null }>;
    durations: Record<string, { value: number | null; previous: number | null; change: number | null }>;
    activation: ({ at: string } & Record<string, number>)[];
    runs: ({ at: string; successRate: number | null } & Record<string, number>)[];
    tenants: {
      items: ({ tenant: { id: string; name: string } } & Record<string, number>)[];
      rest: Record<string, number>;
    };
    cost: Record<"byProvider" | "byModel" | "byAgent", Row[]>;
    subscriptions: Row[];
    mrrCents: number;
  };
  const ask = (query: string) => w.ask("GET", `/api/admin/analytics?${query}`, { cookie: admin });

  const at = (value: unknown) => (value as Date).getTime();
  const rate = (completed: number, failed: number) =>
    completed + failed === 0 ? null : Math.round((1_000 * completed) / (completed + failed)) / 10;

  /** What a patient person would count. */
  function recount(scope: { project?: string; tenant?: string }) {
    const own = (row: Row) => scope.tenant === undefined || row.tenant_id === scope.tenant;
    const mine = (row: Row) => own(row) && (scope.project === undefined || row.project_id === scope.project);
    const codeOf = projects.find(({ id }) => id === scope.project)?.codeId;
    const onCode = (id: unknown) => scope.project === undefined || id === codeOf;
    const ended = (status: string) =>
      rows.run.filter((row) => mine(row) && row.status === status).map((row) => ({ ...row, when: at(row.ended_at) }));
    return {
      codesGenerated: rows.code
        .filter((row) => own(row) && onCode(row.id))
        .map((row) => ({ ...row, when: at(row.created_at) })),
      codesAssigned: rows.event
        .filter((row) => mine(row) && row.type === "code.assigned")
        .map((row) => ({ ...row, when: at(row.at) })),
      clientSignIns: rows.event
        .filter((row) => mine(row) && row.type === "client.signed_in")
        .map((row) => ({ ...row, when: at(row.at) })),
      devicesActivated: rows.device
        .filter((row) => own(row) && onCode(row.code_id))
        .map((row) => ({ ...row, when: at(row.created_at) })),
      runs: rows.run.filter(mine).map((row) => ({ ...row, when: at(row.created_at) })),
      completed: ended("completed"),
      failed: ended("failed"),
      cancelled: ended("cancelled"),
      calls: rows.call.filter(mine).map((row) => ({ ...row, when: at(row.created_at) })),
    } as Record<string, (Row & { when: number })[]>;
  }

  function expectCounted(figures: Figures, scope: { project?: string; tenant?: string }) {
    const counted = recount(scope);
    const { from, to, previous, bucket } = figures.range;
    const within = (name: string, [begin, end]: [string, string]) =>
      (counted[name] ?? []).filter(({ when }) => when >= Date.parse(begin) && when < Date.parse(end));
    const inRange = (name: string) => within(name, [from, to]);
    const before = (name: string) => within(name, [previous.from, previous.to]);
    for (const name of [
      "codesGenerated",
      "codesAssigned",
      "devicesActivated",
      "clientSignIns",
      "runs",
      "completed",
      "failed",
      "cancelled",
    ]) {
      const [value, last] = [inRange(name).length, before(name).length];
      expect(figures.totals[name], name).toEqual({ value, previous: last, change: value - last });
    }
    const sum = (calls: Row[], column: string) => calls.reduce((sum, row) => sum + Number(row[column] ?? 0), 0);
    const spent = (calls: Row[]) => sum(calls, "cost_micros");
    const difference = (value: number | null, last: number | null) =>
      value === null || last === null ? null : Math.round((value - last) * 10) / 10;
    const [cost, lastCost] = [spent(inRange("calls")), spent(before("calls"))];
    expect(figures.totals.costMicros).toEqual({ value: cost, previous: lastCost, change: cost - lastCost });
    const rateIn = (rows: (name: string) => Row[]) => rate(rows("completed").length, rows("failed").length);
    expect(figures.totals.successRate).toEqual({
      ...{ value: rateIn(inRange), previous: rateIn(before) },
      change: difference(rateIn(inRange), rateIn(before)),
    });
    const nameOf = (when: number) => new Date(when).toISOString().slice(0, bucket === "day" ? 10 : 7);
    const on = (name: string, day: string) => inRange(name).filter(({ when }) => nameOf(when) === day).length;
    for (const { at: day, ...line } of figures.activation)
      for (const [name, value] of Object.entries(line)) expect(value, `${name} on ${day}`).toBe(on(name, day));
    for (const { at: day, started, successRate, ...line } of figures.runs) {
      expect(started, `started on ${day}`).toBe(on("runs", day));
      for (const [name, value] of Object.entries(line)) expect(value, `${name} on ${day}`).toBe(on(name, day));
      expect(successRate).toBe(rate(on("completed", day), on("failed", day)));
    }
    const secondsIn = (rows: typeof inRange) =>
      rows("completed")
        .map((row) => (at(row.ended_at) - at(row.started_at)) / 1_000)
        .sort((a, b) => a - b);
    const share = (part: number) => (seconds: number[]) => {
      const place = (seconds.length - 1) * part;
      const low = seconds[Math.floor(place)] ?? 0;
      return low + ((seconds[Math.ceil(place)] ?? 0) - low) * (place % 1);
    };
    for (const [name, of] of Object.entries({
      p50Seconds: share(0.5),
      p95Seconds: share(0.95),
      averageSeconds: (seconds: number[]) => seconds.reduce((sum, each) => sum + each, 0) / seconds.length,
    })) {
      const { value = 0, previous = 0, change } = figures.durations[name] ?? {};
      for (const [told, seconds] of [
        [value, secondsIn(inRange)],
        [previous, secondsIn(before)],
      ] as const)
        if (seconds.length === 0) expect(told, name).toBeNull();
        else expect(Math.abs(Number(told) - of(seconds)), name).toBeLessThan(0.051);
      expect(change, name).toBe(difference(value, previous));
    }
    for (const { tenant, ...usage } of figures.tenants.items) {
      const of = (name: string) => inRange(name).filter(({ tenant_id }) => tenant_id === tenant.id);
      expect(tenant.name).toBe(["Ann", "Bea", "Cleo"][tenants.indexOf(tenant.id)]);
      expect(usage, tenant.id).toEqual({
        ...{ runs: of("runs").length, completed: of("completed").length, failed: of("failed").length },
        ...{ cancelled: of("cancelled").length, codes: of("codesGenerated").length },
        ...{ devices: of("devicesActivated").length, costMicros: spent(of("calls")) },
      });
    }
    for (const names of [["provider"], ["provider", "model"], ["agent"]]) {
      const table = figures.cost[names.length === 2 ? "byModel" : names[0] === "agent" ? "byAgent" : "byProvider"];
      const groups = Map.groupBy(inRange("calls"), (row) => names.map((name) => row[name]).join());
      expect(table.length).toBe(groups.size);
      const nameOf = (line: Row) => names.map((name) => line[name]).join();
      const byCost = (a: Row, b: Row) =>
        Number(b.costMicros) - Number(a.costMicros) || (nameOf(a) < nameOf(b) ? -1 : 1);
      expect(table.map(nameOf), "the dearest first").toEqual([...table].sort(byCost).map(nameOf));
      for (const line of table) {
        const calls = groups.get(names.map((name) => line[name]).join()) ?? [];
        expect(line).toMatchObject({
          calls: calls.length,
          failed: calls.filter(({ status }) => status !== "succeeded").length,
          costMicros: spent(calls),
          inputTokens: sum(calls, "input_tokens"),
          outputTokens: sum(calls, "output_tokens"),
          unpriced: calls.filter(({ cost_micros }) => cost_micros === null).length,
        });
      }
    }
  }

  it.each(["7d", "30d", "90d", "12m"])(
    "of %s are what one counts by hand, of all, of a tenant and of a project",
    async (range) => {
      const [, , , { id = "", tenantId = "" } = {}] = projects;
      for (const scope of [{}, { tenant: tenants[0] ?? "" }, { project: id }, { project: id, tenant: tenantId }]) {
        const reply = await ask(`${new URLSearchParams(Object.entries({ range, ...scope }))}`);
        expect(reply.status, reply.text).toBe(200);
        expectCounted(reply.body as Figures, scope);
      }
    },
  );

  it("of a range of one's own are so too, over months and over a single day", async () => {
    const day = (ago: number) => new Date(now - ago * dayMs).toISOString().slice(0, 10);
    for (const [from, to] of [
      [day(1), day(1)],
      [day(5), day(0)],
      [day(70), day(2)],
      [day(700), day(20)],
    ]) {
      const reply = await ask(`range=custom&from=${from}&to=${to}`);
      expectCounted(reply.body as Figures, {});
      expect((reply.body as Figures).totals.runs?.value).toBeGreaterThan(0);
    }
    const ahead = (await ask(`range=custom&from=${day(-1)}&to=${day(-10)}`)).body as Figures;
    expectCounted(ahead, {});
    expect(ahead.totals.successRate).toEqual({ value: null, previous: expect.any(Number), change: null });
  });

  it("of nothing are nothing, and of nobody too", async () => {
    for (const query of [
      // As early and as long as a range may be.
      "range=custom&from=2000-01-01&to=2005-01-04",
      "project=prj_01JQZ3M8S4T6V8X0Z2B4D6F8H0",
      `project=${projects[0]?.id}&tenant=${tenants[2]}`,
    ]) {
      const { totals, tenants, durations } = (await ask(query)).body as Figures;
      expect(totals.runs).toMatchObject({ value: 0 });
      expect(totals.successRate).toEqual({ value: null, previous: null, change: null });
      expect(durations.p50Seconds?.value).toBeNull();
      expect(tenants.items).toEqual([]);
    }
  });

  it("of revenue are active subscriptions by the month, a year's as a twelfth, and trials as nothing", async () => {
    const { mrrCents, subscriptions } = (await ask("")).body as Figures;
    const alone = (await ask(`tenant=${tenants[1]}`)).body as Figures;
    expect(alone.subscriptions.map(({ mrrCents }) => mrrCents)).toEqual([alone.mrrCents]);
    const [{ yearly_cents: yearly } = {}] = await w.asOwner(
      "select yearly_cents from plan where id = 'pln_enterprise'",
    );
    const twelfth = Math.round(Number(yearly) / 12);
    expect(mrrCents).toBe(19_900 + twelfth);
    expect(alone.mrrCents).toBe(twelfth);
    expect(subscriptions).toEqual([
      { plan: { id: "pln_pro", name: "Pro" }, status: "active", interval: "month", tenants: 1, mrrCents: 19_900 },
      { plan: { id: "pln_pro", name: "Pro" }, status: "trialing", interval: "month", tenants: 1, mrrCents: 0 },
      ...[
        {
          plan: { id: "pln_enterprise", name: "Enterprise" },
          status: "active",
          interval: "year",
          tenants: 1,
          mrrCents: twelfth,
        },
      ],
    ]);
  });

  it.each([
    ["range=custom", ["from", "to"]],
    ["range=custom&from=2026-01-01", ["to"]],
    ["range=custom&from=1999-12-31&to=2000-01-02", ["from"]],
    ["range=custom&from=2199-12-31&to=2200-01-01", ["to"]],
    ["range=custom&from=2000-01-01&to=2005-01-05", ["to"]],
    ["range=custom&from=2026-02-02&to=2026-02-01", ["to"]],
    ["range=custom&from=2026-02-30&to=2026-03-01", ["from"]],
    ["range=1d", ["range"]],
  ])("are refused for ?%s, saying where", async (query, paths) => {
    const reply = await ask(query);
    expect(reply).toMatchObject({ status: 400, body: { code: "input.invalid" } });
    expect((reply.body.errors as { path: string }[]).map(({ path }) => path)).toEqual(paths);
  });

  it("leave as files that say the same, cut into pages and harmless in a spreadsheet", async () => {
    const get = (query: string) => w.ask("GET", `/api/admin/export?${query}`, { cookie: admin });
    const file = await get("kind=analytics&table=runs&range=30d");
    expect(file.headers.get("content-type")).toContain("text/csv");
    expect(file.headers.get("content-disposition")).toContain("attachment");
    const lines = file.text.trim().split("\r\n");
    const { runs } = (await ask("range=30d")).body as Figures;
    expect(lines.slice(1)).toEqual(
      runs.map(({ at, started, completed, failed, cancelled, successRate }) =>
        [`"${at}"`, started, completed, failed, cancelled, successRate ?? ""].join(","),
      ),
    );
    for (const [kind, table] of [
      ["codes", rows.code],
      ["devices", rows.device],
      ["runs", rows.run],
      ["projects", projects],
      ["tenants", tenants],
    ] as const) {
      const reply = await get(`kind=${kind}`);
      expect(reply.text.trim().split("\r\n").length, kind).toBe(table.length + 1);
      expect(reply.headers.get("x-total-count"), kind).toBe(String(table.length));
      expect((await get(`kind=${kind}&page=2`)).text.trim().split("\r\n").length).toBe(1);
      expect(reply.text).not.toMatch(/sealed\d|f\d+"/);
    }
    const [tenantId] = tenants;
    const of = rows.run.filter((row) => row.tenant_id === tenantId);
    expect((await get(`kind=runs&tenantId=${tenantId}`)).headers.get("x-total-count")).toBe(String(of.length));
    await w.asOwner(`update tenant set name = '=HYPERLINK("http://x")' where id = $1`, [tenantId]);
    expect((await get("kind=tenants")).text).toContain(`"'=HYPERLINK(""http://x"")"`);
    for (const kind of ["audit", "webhook-events"]) expect((await get(`kind=${kind}`)).status, kind).toBe(200);
    expect(await get("kind=sessions")).toMatchObject({ status: 400, body: { errors: [{ path: "kind" }] } });
  });

  it("of the dashboard agree with the rows, day by day", async () => {
    const { body } = await w.ask("GET", "/api/admin/dashboard", { cookie: admin });
    const dashboard = body as unknown as Record<"codes" | "devices", { total: number; daily: number[] }> & {
      successRate: { daily: (number | null)[] };
      activation: { day: string; codesAssigned: number; clientSignIns: number; devicesActivated: number }[];
      share: { projects: Record<string, number>; devices: { active: number; revoked: number } };
    };
    const days = Array.from({ length: 14 }, (_, ago) => new Date(now - (13 - ago) * dayMs).toISOString().slice(0, 10));
    const perDay = (list: Row[], column: string) =>
      days.map((day) => list.filter((row) => (row[column] as Date).toISOString().startsWith(day)).length);
    expect(dashboard.codes).toMatchObject({ total: rows.code.length, daily: perDay(rows.code, "created_at") });
    expect(dashboard.devices).toMatchObject({ total: rows.device.length, daily: perDay(rows.device, "created_at") });
    expect(dashboard.activation.map(({ day }) => day)).toEqual(days);
    const assigned = rows.event.filter(({ type }) => type === "code.assigned");
    expect(dashboard.activation.map(({ codesAssigned }) => codesAssigned)).toEqual(perDay(assigned, "at"));
    const ended = (status: string) =>
      perDay(
        rows.run.filter((row) => row.status === status),
        "ended_at",
      );
    const failed = ended("failed");
    expect(dashboard.successRate.daily).toEqual(ended("completed").map((count, at) => rate(count, failed[at] ?? 0)));
    expect(dashboard.share.devices).toEqual({ active: rows.device.length, revoked: 0 });
    const shared = Object.values(dashboard.share.projects).reduce((sum, count) => sum + count, 0);
    expect(shared).toBe(projects.length);
  });

  it("name the ten tenants that did most, and add the others up", async () => {
    const id = "'ten_' || lpad(n::text, 26, '0')";
    const studios = "from generate_series(1, 12) n";
    await w.asOwner(
      `insert into tenant (id, slug, name, email) select ${id}, 'studio-' || n, 'Studio ' || n, 's@example.test' ${studios}`,
    );
    await w.asOwner(
      `insert into activation_code (tenant_id, id, sealed, last5, source, scopes) select ${id}, 'cod_s' || n, 's' || n, 'AAAAA', 'quota', '{watch}' ${studios} where n <> 2`,
    );
    // Two of them have paid for answers in runs of long ago, and one has had an answer for nothing, and nothing else.
    const paying = `${studios} where n in (2, 7, 9)`;
    await w.asOwner(
      `insert into project (tenant_id, id, name, description, objectives) select ${id}, 'prj_s', 'P', 'd', 'o' ${paying}`,
    );
    await w.asOwner(
      `insert into run (tenant_id, id, project_id, number, brief, config, is_trial, status, created_at)
       select ${id}, 'run_s', 'prj_s', 1, '{}', '{}', false, 'failed', '2020-01-01' ${paying}`,
    );
    await w.asOwner(
      `insert into llm_call (tenant_id, id, run_id, project_id, agent, provider, model, prompt_versions, input_tokens, cached_tokens, output_tokens,
         cost_micros, saved_micros, latency_ms, cache, status) select ${id}, 'llq_s', 'run_s', 'prj_s', 'qa', 'openai', 'a', '{}', 1, 0, 1, n - 2, 0, 1, 'none', 'succeeded' ${paying}`,
    );
    // One plan at the price of another, and subscriptions that differ in one thing.
    await w.asOwner(
      `insert into plan select (jsonb_populate_record(p, '{"id": "pln_a", "name": "As Pro"}')).* from plan p where id = 'pln_pro'`,
    );
    await w.asOwner(
      `insert into subscription (tenant_id, plan_id, status, interval) select ${id}, (array['pln_pro', 'pln_a', 'pln_starter', 'pln_pro'])[n],
         (array['active', 'active', 'active', 'past_due'])[n], (array['year', 'month', 'month', 'month'])[n] from generate_series(1, 4) n`,
    );
    const { totals, tenants: shown, subscriptions } = (await ask("range=7d")).body as Figures;
    expect(subscriptions.map(({ plan, status, interval }) => [(plan as Row).id, status, interval].join(" "))).toEqual([
      "pln_starter active month",
      "pln_a active month",
      "pln_pro active month",
      "pln_pro active year",
      "pln_pro past_due month",
      "pln_pro trialing month",
      "pln_enterprise active year",
    ]);
    const runsOf = (tenantId: string) => shown.items.find(({ tenant }) => tenant.id === tenantId)?.runs ?? 0;
    const first = [...tenants].sort((a, b) => runsOf(b) - runsOf(a));
    const others = [9, 7, 1, 2, 3, 4, 5].map((n) => `ten_${String(n).padStart(26, "0")}`);
    expect(shown.items.map(({ tenant }) => tenant.id)).toEqual([...first, ...others]);
    const names = { codes: "codesGenerated", devices: "devicesActivated" } as Record<string, string>;
    for (const [name, value] of Object.entries(shown.rest)) {
      const named = shown.items.reduce((sum, item) => sum + Number(item[name]), 0);
      if (name !== "tenants") expect(named + value, name).toBe(totals[names[name] ?? name]?.value);
    }
    expect(shown.rest).toMatchObject({ tenants: 5, codes: 5 });
    const file = await w.ask("GET", "/api/admin/export?kind=analytics&table=tenants&range=7d", { cookie: admin });
    expect(file.headers.get("x-total-count")).toBe("15");
  });

  it("leave as files of a time, of a tenant and of as many rows as a file has", async () => {
    const get = async (query: string) => {
      await w.asOwner("delete from throttle");
      const { status, headers, text } = await w.ask("GET", `/api/admin/export?${query}`, { cookie: admin });
      expect(status, text).toBe(200);
      const lines = text.replace("\ufeff", "").split("\r\n").slice(0, -1);
      return {
        total: Number(headers.get("x-total-count")),
        names: lines[0],
        ids: lines.slice(1).map((line) => line.split('"')[1]),
      };
    };
    const day = (ago: number) => now - (now % dayMs) - ago * dayMs;
    const span = (from: number, to: number) => `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
    const [from, to] = [day(30), day(3)];
    const wanted = rows.run
      .filter((row) => at(row.created_at) >= from && at(row.created_at) < to)
      .sort((a, b) => at(a.created_at) - at(b.created_at) || (String(a.id) < String(b.id) ? -1 : 1));
    // Some of them at the very edges.
    for (const edge of [from, to])
      expect(
        rows.run.some((row) => at(row.created_at) === edge),
        `${edge}`,
      ).toBe(true);
    expect(await get(`kind=runs&${span(from, to)}`)).toMatchObject({
      total: wanted.length,
      ids: wanted.map(({ id }) => id),
    });
    expect((await get(`kind=runs&from=${new Date(from).toISOString()}`)).total).toBeGreaterThan(wanted.length);

    await w.asOwner(
      "insert into webhook_event (id, provider, type, payload, received_at) select 'evt_' || lpad(n::text, 5, '0'), 'stripe', 't', '{}', '2026-01-01' from generate_series(10001, 1, -1) n",
    );
    const pages = [await get("kind=webhook-events"), await get("kind=webhook-events&page=2")];
    expect(pages.map(({ ids }) => ids.length)).toEqual([10_000, 1]);
    expect(pages[1]).toMatchObject({ total: 10_001, ids: ["evt_10001"] });
    expect(await get(`kind=webhook-events&tenantId=${tenants[0]}`)).toMatchObject({ total: 0, ids: [] });

    expect((await get("kind=analytics&table=activation&range=custom&from=2026-01-01&to=2026-01-31")).ids).toEqual(
      Array.from({ length: 31 }, (_, at) => `2026-01-${String(at + 1).padStart(2, "0")}`),
    );
    expect((await get(`kind=analytics&table=runs&range=custom&${span(day(4), day(2))}`)).ids).toEqual(
      [4, 3].map((ago) => new Date(day(ago)).toISOString().slice(0, 10)),
    );
    expect(await get("kind=analytics&table=cost&range=custom&from=2001-01-01&to=2001-01-31")).toMatchObject({
      total: 0,
      names: "",
    });
    expect((await get("kind=audit&type=tenant")).names).toContain("actorEmail");
    for (const query of [
      "kind=codes&page=0",
      "kind=codes&page=1001",
      "kind=codes&page=1.5",
      "kind=analytics&range=custom",
    ])
      expect(await w.ask("GET", `/api/admin/export?${query}`, { cookie: admin }), query).toMatchObject({ status: 400 });
  });
});
