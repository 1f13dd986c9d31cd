import { Code } from "@q2o/core/code";
import { launch } from "@q2o/core/run/launch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type World, world } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };
const day = 86_400;

describe("tenants, as admins look after them", () => {
  let w: World;
  let admin: string;
  let names = 0;
  beforeAll(async () => {
    w = await world();
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
  });
  afterAll(() => w.close());

  const ask = (method: string, path: string, body?: object, more: { isRepeat?: true } = {}) =>
    w.ask(method, `/api/admin/${path}`, { cookie: admin, ...(body ? { body } : {}), ...more });
  const newTenant = async () => {
    names += 1;
    return w.tenant(`Tenant${names}`);
  };
  type Who = Awaited<ReturnType<typeof newTenant>>;
  const newProject = async ({ cookie, tenantId }: Who) => {
    const { body } = await w.ask("POST", "/api/tenant/projects", { cookie, body: brief });
    const id = String(body.id);
    const [code] = await w.asOwner(
      "select id from activation_code where tenant_id = $1 and uses = 0 and source = 'starter' limit 1",
      [tenantId],
    );
    await w.ask("POST", `/api/tenant/projects/${id}/assign-activation-code`, { cookie, body: { codeId: code?.id } });
    return id;
  };
  const press = ({ cookie }: Who, id: string) => w.ask("POST", `/api/tenant/projects/${id}/run`, { cookie, body: {} });
  const override = (who: Who, body: object) =>
    ask("POST", `tenants/${who.tenantId}/overrides`, { reason: "They asked", ...body });

  it("shows everything of one tenant, as it is now", async () => {
    const who = await newTenant();
    const id = await newProject(who);
    await press(who, id);
    const { body } = await ask("GET", `tenants/${who.tenantId}`);
    expect(body).toMatchObject({
      name: who.name,
      email: who.email,
      ownerEmail: who.email,
      owner: { email: who.email },
      status: "active",
      plan: { id: "pln_pro" },
      subscription: { status: "active", access: "full", trialEndsAt: null, cancelsAtPeriodEnd: false },
      limits: { runsPerMonth: 50, codesPerMonth: 50, concurrentRuns: 3, maxDevices: 10 },
      usage: {
        runs: { used: 1, limit: 50 },
        codes: { used: 0, limit: 50 },
        concurrentRuns: { used: 1, limit: 3 },
        devices: { used: 0, limit: 10 },
      },
      counts: { members: 1, projects: 1, archivedProjects: 0, runs: 1, codes: 5, devices: 0 },
      overrides: [],
    });
    expect(await ask("GET", "tenants/ten_01JQZ3M8S4T6V8X0Z2B4D6F8H0")).toMatchObject({
      status: 404,
      body: { code: "tenant.missing" },
    });
  });

  it("changes what is given, in one form however it was typed, and leaves the rest", async () => {
    const who = await newTenant();
    const changed = await ask("PUT", `tenants/${who.tenantId}`, {
      name: "New name",
      email: "Office@Example.test",
      phone: "+44 20 7946 0000",
      primaryColor: "#AbC",
      logoUrl: "https://cdn.example.com/logo.svg",
      domain: "https://Projects.Example-One.com:443/x",
      namesPlatform: true,
      slug: "new-slug",
      planId: "pln_enterprise",
    });
    expect(changed).toMatchObject({
      status: 200,
      body: {
        name: "New name",
        email: "office@example.test",
        primaryColor: "#aabbcc",
        domain: "projects.example-one.com",
        namesPlatform: true,
        slug: "new-slug",
        plan: { id: "pln_enterprise" },
        limits: { maxDevices: null },
      },
    });
    const again = await ask("PUT", `tenants/${who.tenantId}`, { phone: null });
    expect(again.body).toMatchObject({ ...changed.body, phone: null });
    const profile = await w.ask("GET", "/api/tenant/profile", { cookie: who.cookie });
    expect(profile.body).toMatchObject({ slug: "new-slug", primaryColor: "#aabbcc", namesPlatform: true });
    expect((await ask("GET", "tenants?search=projects.example-one")).body).toMatchObject({
      total: 1,
      items: [{ id: who.tenantId }],
    });
  });

  it.each([
    [{ slug: "admin" }, 400, "slug.refused"],
    [{ slug: "demo_x" }, 400, "input.invalid"],
    [{ logoUrl: "http://cdn.example.com/logo.svg" }, 400, "input.invalid"],
    [{ primaryColor: "#12345" }, 400, "input.invalid"],
    [{ domain: "localhost" }, 400, "input.invalid"],
    [{ planId: "pln_none" }, 400, "plan.missing"],
  ])("refuses %j", async (body, status, code) => {
    const who = await newTenant();
    const before = await ask("GET", `tenants/${who.tenantId}`);
    const reply = await ask("PUT", `tenants/${who.tenantId}`, body);
    expect(reply).toMatchObject({ status, body: { code, errors: [{ path: Object.keys(body)[0] }] } });
    expect((await ask("GET", `tenants/${who.tenantId}`)).body).toEqual(before.body);
  });

  it("gives a slug and a domain to one tenant only, also when several ask at once", async () => {
    const all: Who[] = [];
    while (all.length < 6) all.push(await newTenant());
    const race = async (body: object) =>
      (await Promise.all(all.map(({ tenantId }) => ask("PUT", `tenants/${tenantId}`, body)))).map(
        ({ status, body: said }) => (status === 200 ? "won" : said.code),
      );
    expect((await race({ slug: "one-of-us" })).sort()).toEqual([...Array(5).fill("slug.taken"), "won"]);
    expect((await race({ domain: "one.example.com" })).sort()).toEqual([...Array(5).fill("domain.taken"), "won"]);
    const made = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        ask("POST", "tenants", { name: "Twin", slug: "twin", ownerEmail: `twin${index}@example.test` }),
      ),
    );
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    const twins = await w.asOwner("select count(*)::int as n from tenant where slug = 'twin'");
    expect(twins).toEqual([{ n: 1 }]);
    const orphans = await w.asOwner(
      "select 1 from member where email like 'twin%' and tenant_id not in (select id from tenant)",
    );
    expect(orphans).toEqual([]);
    const domains = await Promise.all(
      Array.from({ length: 4 }, (_, index) =>
        ask("POST", "tenants", {
          name: `Dom ${index}`,
          ownerEmail: `dom${index}@example.test`,
          domain: "Four.example.com",
        }),
      ),
    );
    expect(domains.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  it("checks a slug while it is typed", async () => {
    const check = async (slug: string) =>
      (await ask("GET", `tenants/slug-check?slug=${encodeURIComponent(slug)}`)).body;
    expect(await check("  Fresh-One ")).toEqual({ slug: "fresh-one", available: true, suggestions: [] });
    await ask("POST", "tenants", { name: "Fresh One", slug: "fresh-one", ownerEmail: "fresh@example.test" });
    const taken = await check("fresh-one");
    expect(taken).toMatchObject({ available: false, reason: "This name is taken." });
    expect(taken.suggestions).toHaveLength(3);
    for (const suggestion of taken.suggestions as string[])
      expect(await check(suggestion)).toMatchObject({ available: true });
    for (const [typed, reason] of [
      ["admin", /reserved/],
      ["no", /3 characters/],
      ["Café Noir", /letters/],
    ] as const) {
      const answer = await check(typed);
      expect(answer).toMatchObject({ available: false, reason: expect.stringMatching(reason) });
      for (const suggestion of answer.suggestions as string[])
        expect(await check(suggestion)).toMatchObject({ available: true });
    }
    expect((await check("Café Noir")).suggestions).toContain("cafe-noir");
  });

  it("suspends at once and ends nothing; reinstated, what paused goes on by itself", async () => {
    const who = await newTenant();
    const [queued, running, paused] = [await newProject(who), await newProject(who), await newProject(who)];
    const runs = await Promise.all([queued, running, paused].map((id) => press(who, id)));
    const [queuedRun, runningRun, pausedRun] = runs.map(({ body }) => String(body.id));
    await w.ask("POST", `/api/tenant/runs/${pausedRun}/pause`, { cookie: who.cookie, body: {} });
    await w.inside({ type: "platform" }, () => launch({ v: 1, tenantId: who.tenantId, runId: runningRun ?? "" }));
    const token = w.launches.at(-1)?.environment.Q2O_RUN_TOKEN ?? "";
    expect((await w.ask("POST", "/api/runner/boot", { token, body: {} })).status).toBe(200);
    const other = await newTenant();
    const otherRun = String((await press(other, await newProject(other))).body.id);

    const suspended = await ask("POST", `tenants/${who.tenantId}/suspend`, { reason: "Unpaid since May" });
    expect(suspended.body).toMatchObject({
      status: "suspended",
      suspendedReason: "Unpaid since May",
      subscription: { access: "none" },
    });
    const read = async (id: string | undefined, cookie = who.cookie) =>
      (await w.ask("GET", `/api/tenant/runs/${id}`, { cookie })).body;
    expect(await read(queuedRun)).toMatchObject({ status: "paused" });
    expect(await read(runningRun)).toMatchObject({ status: "running", desired: "pause" });
    expect(await read(otherRun, other.cookie)).toMatchObject({ status: "queued", desired: "run" });
    expect((await w.ask("POST", "/api/runner/heartbeat", { token, body: {} })).body).toMatchObject({
      desired: "pause",
    });
    expect(await press(who, queued)).toMatchObject({ status: 403, body: { code: "subscription.inactive" } });
    const profile = await w.ask("GET", "/api/tenant/profile", { cookie: who.cookie });
    expect(profile.body).toMatchObject({
      suspendedReason: "Unpaid since May",
      subscription: { status: "suspended", access: "none" },
    });
    expect((await w.ask("POST", `/api/runner/released`, { token, body: { reason: "pause" } })).status).toBe(200);

    const since = suspended.body.suspendedAt;
    expect((await ask("POST", `tenants/${who.tenantId}/suspend`, {}, { isRepeat: true })).body).toMatchObject({
      suspendedAt: since,
      suspendedReason: "Unpaid since May",
    });
    expect((await ask("POST", `tenants/${who.tenantId}/suspend`, { reason: "Fraud" })).body).toMatchObject({
      suspendedAt: since,
      suspendedReason: "Fraud",
    });

    const reinstated = await ask("POST", `tenants/${who.tenantId}/reinstate`, {});
    expect(reinstated.body).toMatchObject({ status: "active", suspendedAt: null, suspendedReason: null });
    for (const id of [queuedRun, runningRun])
      expect(await read(id)).toMatchObject({ status: "queued", desired: "run" });
    expect(await read(pausedRun)).toMatchObject({ status: "paused" });
    await ask("POST", `tenants/${who.tenantId}/reinstate`, {}, { isRepeat: true });
    const said = await w.asOwner(
      "select type, actor_type from event where tenant_id = $1 and type like 'tenant.%s%ed' and is_audit order by id",
      [who.tenantId],
    );
    expect(said.filter(({ type }) => /suspended|reinstated/.test(String(type)))).toEqual([
      { type: "tenant.suspended", actor_type: "admin" },
      { type: "tenant.suspended", actor_type: "admin" },
      { type: "tenant.reinstated", actor_type: "admin" },
    ]);
  });

  it("counts an override in everything that is limited, until it is ended or expires by the product's clock", async () => {
    const who = await newTenant();
    const [first, second] = [await newProject(who), await newProject(who)];
    const runs = await override(who, { limit: "runsPerMonth", value: 1 });
    expect(runs).toMatchObject({ status: 201, body: { limit: "runsPerMonth", value: 1, inForce: true } });
    expect((await press(who, first)).status).toBe(202);
    expect(await press(who, second)).toMatchObject({ status: 403, body: { code: "quota.exhausted" } });
    const profile = async () => (await w.ask("GET", "/api/tenant/profile", { cookie: who.cookie })).body.quotas;
    expect(await profile()).toMatchObject({ runs: { used: 1, limit: 1 } });
    const [listed] = (await ask("GET", `tenants?search=${who.name}`)).body.items as { usage: object }[];
    expect(listed?.usage).toMatchObject({ runs: { used: 1, limit: 1 } });

    await override(who, { limit: "runsPerMonth", value: null });
    expect(await profile()).toMatchObject({ runs: { limit: null } });
    await override(who, { limit: "concurrentRuns", value: 1 });
    const waiting = await press(who, second);
    expect(waiting).toMatchObject({
      status: 202,
      body: { queuePosition: 2, waitingFor: "The plan runs 1 at a time. It starts after 1 that wait longer." },
    });

    const generate = (count: number) =>
      w.ask("POST", "/api/tenant/activation-codes/generate", { cookie: who.cookie, body: { count } });
    const expiresAt = new Date(Date.now() + 2 * day * 1_000).toISOString();
    await override(who, { limit: "codesPerMonth", value: 0, expiresAt });
    expect(await generate(1)).toMatchObject({ status: 403, body: { code: "quota.exhausted" } });
    await w.asOwner("update tenant_override set expires_at = app.clock() where tenant_id = $1 and expires_at = $2", [
      who.tenantId,
      expiresAt,
    ]);
    expect((await generate(1)).status).toBe(201);

    const list = (await ask("GET", `tenants/${who.tenantId}/overrides`)).body.items as {
      id: string;
      inForce: boolean;
    }[];
    expect(list.map(({ inForce }) => inForce)).toEqual([false, true, true, true]);
    const end = (id: unknown, more: { isRepeat?: true } = {}) =>
      ask("DELETE", `tenants/${who.tenantId}/overrides/${id}`, undefined, more);
    expect((await end(list[1]?.id)).status).toBe(204);
    expect((await end(list[1]?.id, { isRepeat: true })).status).toBe(204);
    const freed = await w.ask("GET", `/api/tenant/runs/${waiting.body.id}`, { cookie: who.cookie });
    expect(freed.body).toMatchObject({ queuePosition: 2, waitingFor: "It starts in a moment." });
    expect(await end("ovr_01JQZ3M8S4T6V8X0Z2B4D6F8H0")).toMatchObject({
      status: 404,
      body: { code: "override.missing" },
    });
    const other = await newTenant();
    expect(await ask("DELETE", `tenants/${other.tenantId}/overrides/${list[2]?.id}`)).toMatchObject({ status: 404 });
    expect((await w.ask("GET", "/api/tenant/profile", { cookie: other.cookie })).body.quotas).toMatchObject({
      runs: { limit: 50 },
    });
  });

  it("takes no override that is over before it begins, has no reason or is of no limit", async () => {
    const who = await newTenant();
    for (const [body, path] of [
      [{ limit: "runsPerMonth", value: 5, expiresAt: "2020-01-01T00:00:00.000Z" }, "expiresAt"],
      [{ limit: "runsPerMonth", value: 5, reason: " " }, "reason"],
      [{ limit: "monthlyCents", value: 5 }, "limit"],
      [{ limit: "runsPerMonth", value: -1 }, "value"],
      [{ limit: "runsPerMonth" }, "value"],
    ] as const)
      expect(await override(who, body)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
    expect((await ask("GET", `tenants/${who.tenantId}/overrides`)).body).toEqual({ items: [] });
  });

  describe("asked why a tenant cannot run", () => {
    type Explained = {
      canRun: boolean;
      goesOn: boolean;
      gates: { gate: string; ok: boolean; blocksRun: boolean; reason: string; remedy: string | null }[];
    };
    const explain = async (who: Who) => (await ask("GET", `tenants/${who.tenantId}/explain`)).body as Explained;
    const faults = ({ gates }: Explained) => gates.filter(({ ok }) => !ok).map(({ gate }) => gate);

    it("finds nothing in the way of one that can", async () => {
      const who = await newTenant();
      const id = await newProject(who);
      const said = await explain(who);
      expect(said).toMatchObject({ canRun: true, goesOn: true, overrides: [] });
      expect(said.gates.map(({ gate }) => gate)).toEqual([
        "suspension",
        "subscription",
        "trial",
        "grace",
        "runs",
        "concurrency",
        "codes",
        "devices",
      ]);
      for (const { ok, remedy, reason } of said.gates) {
        expect({ ok, remedy }).toEqual({ ok: true, remedy: null });
        expect(reason.length).toBeGreaterThan(5);
      }
      expect((await press(who, id)).status).toBe(202);
    });

    it.each([
      [
        "it is suspended",
        "update tenant set suspended_at = now(), suspended_reason = 'Fraud' where id = $1",
        ["suspension"],
      ],
      [
        "its subscription is cancelled",
        "update subscription set status = 'canceled' where tenant_id = $1",
        ["subscription"],
      ],
      [
        "Stripe says a new word",
        "update subscription set status = 'of_tomorrow' where tenant_id = $1",
        ["subscription"],
      ],
      [
        "its trial is over",
        "update subscription set status = 'trialing', trial_ends_at = now() - interval '1 hour' where tenant_id = $1",
        ["trial"],
      ],
      [
        "a payment is overdue",
        "update subscription set status = 'past_due', past_due_since = now() - interval '1 day' where tenant_id = $1",
        ["subscription", "grace"],
      ],
      [
        "its runs are used up",
        "insert into usage (tenant_id, kind, key, month, amount) values ($1, 'run', 'x', to_char(now() at time zone 'utc', 'YYYY-MM'), 50)",
        ["runs"],
      ],
    ])("says that %s, and RUN is indeed refused", async (_, harm, expected) => {
      const who = await newTenant();
      const id = await newProject(who);
      await w.asOwner(harm, [who.tenantId]);
      const said = await explain(who);
      expect(said.canRun).toBe(false);
      expect(faults(said)).toEqual(expected);
      for (const { remedy } of said.gates.filter(({ ok }) => !ok)) expect(remedy?.length).toBeGreaterThan(10);
      expect((await press(who, id)).status).toBe(403);
    });

    it("knows the trial's one run at a time and overrides in force", async () => {
      const who = await newTenant();
      const id = await newProject(who);
      await w.asOwner(
        "update subscription set status = 'trialing', trial_ends_at = now() + interval '1 day' where tenant_id = $1",
        [who.tenantId],
      );
      await override(who, { limit: "codesPerMonth", value: 0 });
      expect(await explain(who)).toMatchObject({ canRun: true, overrides: [{ limit: "codesPerMonth", value: 0 }] });
      expect(faults(await explain(who))).toEqual(["codes"]);
      await press(who, id);
      expect(await explain(who)).toMatchObject({ canRun: false, goesOn: true });
      expect(faults(await explain(who))).toEqual(["concurrency", "codes"]);
    });
  });

  it("invites the owner with the starter codes", async () => {
    const made = await ask("POST", "tenants", {
      name: "Invited",
      ownerEmail: "invited@example.test",
      planId: "pln_pro",
    });
    await w.relay();
    expect(w.sent).toContainEqual({
      queue: "mail",
      body: expect.objectContaining({ v: 1, kind: "welcome", tenantId: made.body.id }),
    });
    const codes = await w.asOwner("select id, last5 from activation_code where tenant_id = $1", [made.body.id]);
    expect(codes).toHaveLength(5);
    for (const { id, last5 } of codes)
      expect(await w.inside({ type: "platform" }, async () => Code.starter(String(id)).slice(-5))).toBe(last5);
  });
});
