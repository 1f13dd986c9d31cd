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
  }

  type Figures = {
    range: { from: string; to: string; bucket: "day" | "month"; previous: { from: string; to: string } };
    totals: Record<string, { value: number | null; previous: number | null; change: number | null }>;
    durations: Record<string, { value: number | null }>;
    activation: ({ at: string } & Record<string, number>)[];
    runs: ({ at: string; successRate: number | null } & Record<string, number>)[];
    tenants: { items: ({ tenant: { id: string } } & Record<string, number>)[]; rest: Record<string, number> };
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
    const spent = (calls: Row[]) => calls.reduce((sum, { cost_micros }) => sum + Number(cost_micros ?? 0), 0);
    expect(figures.totals.costMicros).toMatchObject({
      value: spent(inRange("calls")),
      previous: spent(before("calls")),
    });
    expect(figures.totals.successRate?.value).toBe(rate(inRange("completed").length, inRange("failed").length));
    const nameOf = (when: number) => new Date(when).toISOString().slice(0, bucket === "day" ? 10 : 7);
    const on = (name: string, day: string) => inRange(name).filter(({ when }) => nameOf(when) === day).length;
    for (const { at: day, ...line } of figures.activation)
      for (const [name, value] of Object.entries(line)) expect(value, `${name} on ${day}`).toBe(on(name, day));
    for (const { at: day, started, successRate, ...line } of figures.runs) {
      expect(started, `started on ${day}`).toBe(on("runs", day));
      for (const [name, value] of Object.entries(line)) expect(value, `${name} on ${day}`).toBe(on(name, day));
      expect(successRate).toBe(rate(on("completed", day), on("failed", day)));
    }
    const seconds = inRange("completed")
      .map((row) => (at(row.ended_at) - at(row.started_at)) / 1_000)
      .sort((a, b) => a - b);
    const share = (part: number) => {
      const place = (seconds.length - 1) * part;
      const low = seconds[Math.floor(place)] ?? 0;
      return low + ((seconds[Math.ceil(place)] ?? 0) - low) * (place % 1);
    };
    if (seconds.length === 0) expect(figures.durations.p50Seconds?.value).toBeNull();
    else {
      expect(figures.durations.p50Seconds?.value).toBeCloseTo(share(0.5), 0);
      expect(figures.durations.p95Seconds?.value).toBeCloseTo(share(0.95), 0);
      const average = seconds.reduce((sum, each) => sum + each, 0) / seconds.length;
      expect(figures.durations.averageSeconds?.value).toBeCloseTo(average, 0);
    }
    for (const { tenant, ...usage } of figures.tenants.items) {
      const of = (name: string) => inRange(name).filter(({ tenant_id }) => tenant_id === tenant.id);
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
      for (const line of table) {
        const calls = groups.get(names.map((name) => line[name]).join()) ?? [];
        expect(line).toMatchObject({
          calls: calls.length,
          failed: calls.filter(({ status }) => status !== "succeeded").length,
          costMicros: spent(calls),
          unpriced: calls.filter(({ cost_micros }) => cost_micros === null).length,
        });
      }
    }
  }

  it.each(["7d", "30d", "90d", "12m"])(
    "of %s are what one counts by hand, of all, of a tenant and of a project",
    async (range) => {
      for (const scope of [{}, { tenant: tenants[0] ?? "" }, { project: projects[3]?.id ?? "" }]) {
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
  });

  it("of nothing are nothing, and of nobody too", async () => {
    for (const query of [
      "range=custom&from=2001-01-01&to=2001-01-31",
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
    const [{ yearly_cents: yearly } = {}] = await w.asOwner(
      "select yearly_cents from plan where id = 'pln_enterprise'",
    );
    const twelfth = Math.round(Number(yearly) / 12);
    expect(mrrCents).toBe(19_900 + twelfth);
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
    ["range=custom&from=2026-02-02&to=2026-02-01", ["to"]],
    ["range=custom&from=2010-01-01&to=2026-02-01", ["to"]],
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
});
