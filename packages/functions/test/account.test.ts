import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type World, world } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };
type Rows = Record<string, unknown>[];

describe("what a tenant has, takes and pays", () => {
  let w: World;
  let admin: string;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  let bea: typeof ann;
  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
    bea = await w.tenant("Bea");
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
  });
  afterAll(() => w.close());

  const get = (path: string, cookie = ann.cookie) => w.ask("GET", `/api/tenant/${path}`, { cookie });
  const put = (body: object) => w.ask("PUT", "/api/tenant/profile", { cookie: ann.cookie, body });
  const look = (query: string) => w.ask("GET", `/api/public/branding?${query}`);

  it("is shown to its clients as it wants, by slug and by domain, and nothing else of it is", async () => {
    const set = await put({
      name: "Ann & Co",
      primaryColor: "#FA3",
      logoUrl: "https://cdn.example.com/logo.svg",
      domain: "HTTPS://Projects.Ann.example.com:8443/",
      namesPlatform: true,
    });
    expect(set.body).toMatchObject({
      primaryColor: "#ffaa33",
      domain: "projects.ann.example.com",
      namesPlatform: true,
    });
    const shown = {
      name: "Ann & Co",
      slug: "ann",
      logoUrl: "https://cdn.example.com/logo.svg",
      primaryColor: "#ffaa33",
      namesPlatform: true,
    };
    for (const query of [
      "slug=ann",
      "slug=%20ANN",
      "domain=projects.ann.example.com",
      "domain=Projects.Ann.Example.com:443",
    ]) {
      const reply = await look(query);
      expect(reply.status, query).toBe(200);
      expect(reply.body).toEqual(shown);
    }
    expect((await look("slug=bea")).body).toMatchObject({ name: "Bea", primaryColor: null, namesPlatform: false });
    await w.ask("POST", `/api/admin/tenants/${ann.tenantId}/suspend`, { cookie: admin, body: {} });
    expect((await look("slug=ann")).body).toEqual(shown);
    await w.ask("POST", `/api/admin/tenants/${ann.tenantId}/reinstate`, { cookie: admin, body: {} });
  });

  it("is missing where nobody is, and asked for by one of the two", async () => {
    for (const query of ["slug=nobody", "domain=nobody.example.com", "domain=no%20domain", "domain=%27;--"])
      expect(await look(query)).toMatchObject({ status: 404, body: { code: "branding.missing" } });
    for (const query of ["", "slug=&domain=", "slug=ann&domain=projects.ann.example.com"])
      expect(await look(query)).toMatchObject({ status: 400, body: { code: "input.invalid" } });
  });

  it("counts this month and the eleven before, each run and code once", async () => {
    const months = Array.from({ length: 12 }, (_, back) => {
      const now = new Date();
      return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back)).toISOString().slice(0, 7);
    });
    const [now, before, , , , , , , , , , last] = months;
    for (const [kind, key, month, amount, back] of [
      ["run", "a", now, 1, null],
      ["run", "b", now, 1, "now()"],
      ["code", "c", now, 7, null],
      ["run", "d", before, 3, null],
      ["run", "e", last, 2, null],
      ["run", "f", "2001-01", 9, null],
    ])
      await w.asOwner(
        `insert into usage (tenant_id, kind, key, month, amount, given_back_at) values ($1, $2, $3, $4, $5, ${back ?? "null"})`,
        [bea.tenantId, kind, key, month, amount],
      );
    await w.asOwner(
      "insert into project (tenant_id, id, name, description, objectives) values ($1, 'prj_x', 'X', 'X', 'X')",
      [bea.tenantId],
    );
    const runs = [
      ["run_1", 1, "failed", now, 500],
      ["run_2", 2, "failed", now, 700],
      ["run_3", 3, "cancelled", before, 11],
    ] as const;
    for (const [id, number, status, month, cost] of runs)
      await w.asOwner(
        `insert into run (tenant_id, id, project_id, number, brief, config, is_trial, status, created_at, cost_micros)
         values ($1, $2, 'prj_x', $3, '{"name":"X","description":"X","objectives":"X"}', '{}', false, $4, $5, $6)`,
        [bea.tenantId, id, number, status, `${month}-01T00:00:00Z`, cost],
      );
    const reply = await get("usage", bea.cookie);
    expect(reply.body).toMatchObject({
      month: now,
      plan: { name: "Pro" },
      costMicros: 1_200,
      quotas: {
        runs: { used: 1, limit: 50 },
        codes: { used: 7, limit: 50 },
        concurrentRuns: { used: 0, limit: 3 },
        devices: { used: 0, limit: 10 },
      },
    });
    const history = reply.body.history as Rows;
    expect(history.map(({ month }) => month)).toEqual(months);
    expect(history[0]).toEqual({ month: now, runs: 1, codes: 7, completed: 0, failed: 2, costMicros: 1_200 });
    expect(history[1]).toEqual({ month: before, runs: 3, codes: 0, completed: 0, failed: 0, costMicros: 11 });
    expect(history[11]).toMatchObject({ month: last, runs: 2 });
    expect(new Date(String(reply.body.resetsAt)).getTime()).toBeGreaterThan(Date.now());
    expect((await get("usage")).body).toMatchObject({
      costMicros: 0,
      quotas: { runs: { used: 0 }, codes: { used: 0 } },
    });
  });

  it("pays for a plan, as the mirror says", async () => {
    expect((await get("billing")).body).toMatchObject({
      plan: { id: "pln_pro", monthlyCents: 19_900 },
      status: "active",
      access: "full",
      cancelsAtPeriodEnd: false,
      currentPeriodEndsAt: null,
      graceEndsAt: null,
      usage: { runs: { limit: 50 } },
    });
    await w.asOwner("update plan set past_due_grace_days = 3 where id = 'pln_pro'");
    await w.asOwner(
      `update subscription set status = 'past_due', past_due_since = now(), current_period_ends_at = '2030-01-01T00:00:00Z', cancels_at_period_end = true where tenant_id = $1`,
      [ann.tenantId],
    );
    const overdue = (await get("billing")).body;
    expect(overdue).toMatchObject({
      status: "past_due",
      access: "grace",
      cancelsAtPeriodEnd: true,
      currentPeriodEndsAt: "2030-01-01T00:00:00.000Z",
    });
    const days = (Date.parse(String(overdue.graceEndsAt)) - Date.parse(String(overdue.pastDueSince))) / 86_400_000;
    expect(days).toBe(3);
    await w.asOwner("update subscription set status = 'active', past_due_since = null where tenant_id = $1", [
      ann.tenantId,
    ]);
    const { items, codePacks } = (await get("billing/plans")).body;
    expect((items as Rows).map(({ name, isCurrent }) => [name, isCurrent])).toEqual([
      ["Starter", false],
      ["Pro", true],
      ["Enterprise", false],
    ]);
    expect(codePacks).toEqual([
      { quantity: 1, cents: 500 },
      { quantity: 5, cents: 2_000 },
      { quantity: 10, cents: 3_500 },
      { quantity: 20, cents: 6_000 },
      { quantity: 50, cents: 12_500 },
    ]);
    await w.ask("POST", "/api/admin/plans/pln_pro/retire", { cookie: admin, body: {} });
    expect((await get("billing/plans")).body.items).toHaveLength(3);
    await w.ask("POST", "/api/admin/plans/pln_pro/restore", { cookie: admin, body: {} });
    for (const [who, id] of [
      [ann, "in_1"],
      [bea, "in_2"],
    ] as const)
      await w.asOwner(
        `insert into invoice (tenant_id, id, mirror_seq, number, status, due_cents, paid_cents, currency, created_at)
         values ($1, $2, 1, 'A-1', 'paid', 4900, 4900, 'usd', '2026-01-01T00:00:00Z')`,
        [who.tenantId, id],
      );
    expect((await get("billing/invoices")).body).toEqual({
      items: [
        {
          id: "in_1",
          number: "A-1",
          status: "paid",
          dueCents: 4_900,
          paidCents: 4_900,
          currency: "usd",
          createdAt: "2026-01-01T00:00:00.000Z",
          paidAt: null,
          url: null,
          pdfUrl: null,
        },
      ],
    });
  });

  describe("given away as a document", () => {
    const parts = async (first: string, cookie: string) => {
      const all: Record<string, unknown>[] = [];
      for (let after = ""; ; ) {
        const reply = await w.ask("GET", `${first}${after && `?after=${after}`}`, { cookie });
        expect(reply.status, reply.text.slice(0, 300)).toBe(200);
        expect(reply.text.length).toBeLessThan(3_500_000);
        all.push(reply.body);
        if (reply.body.next === null) return all;
        after = String(reply.body.next);
      }
    };
    const joined = (all: Record<string, unknown>[], name: string) => all.flatMap((part) => part[name] as Rows);

    it("has everything, no secret, and nothing of anybody else", async () => {
      const made = await w.ask("POST", "/api/tenant/projects", { cookie: ann.cookie, body: brief });
      const generated = await w.ask("POST", "/api/tenant/activation-codes/generate", {
        cookie: ann.cookie,
        body: { count: 2, label: "Shop" },
      });
      const [{ id: codeId, code }] = generated.body.codes as [{ id: string; code: string }];
      await w.ask("POST", `/api/tenant/projects/${made.body.id}/assign-activation-code`, {
        cookie: ann.cookie,
        body: { codeId },
      });
      const run = await w.ask("POST", `/api/tenant/projects/${made.body.id}/run`, { cookie: ann.cookie, body: {} });
      const insert = (statement: string) => w.asOwner(statement, [ann.tenantId]);
      await insert(
        "insert into run_requirement (tenant_id, run_id, id, position, text, kind, priority, status) select tenant_id, id, 'R1', 0, 'Hire bikes', 'function', 'must', 'verified' from run where tenant_id = $1",
      );
      await insert(
        `insert into comment (tenant_id, id, project_id, author_type, author_id, author_name, text) values ($1, 'cmt_1', '${made.body.id}', 'client', 'c', 'Zed', 'Nice work')`,
      );
      await insert(
        `insert into device (tenant_id, id, code_id, fingerprint, refresh_expires_at) values ($1, 'dev_1', '${codeId}', 'finger-print', now())`,
      );
      const reply = await get("export");
      expect(reply).toMatchObject({ status: 200, body: { next: null, tenant: { id: ann.tenantId, slug: "ann" } } });
      expect(reply.headers.get("content-disposition")).toMatch(/^attachment; filename="ann-\d{4}-\d\d-\d\d\.json"$/);
      expect(reply.body).toMatchObject({
        tenant: { subscription: { planId: "pln_pro", status: "active" } },
        members: [{ email: ann.email, role: "owner" }],
        projects: [{ id: made.body.id, ...brief, codeId }],
        runs: [{ id: run.body.id, brief, requirements: [{ id: "R1", status: "verified" }], tasks: [], checks: [] }],
        comments: [{ text: "Nice work", authorName: "Zed" }],
        devices: [{ id: "dev_1", codeId }],
      });
      expect(reply.body.activationCodes).toHaveLength(7);
      expect((reply.body.usage as Rows).map(({ kind }) => kind).sort()).toEqual(["code", "run"]);
      const events = reply.body.events as Rows;
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      const [sealed] = await w.asOwner("select sealed from activation_code where id = $1", [codeId]);
      for (const secret of [code, String(sealed?.sealed), "finger-print", bea.tenantId, bea.email])
        expect(reply.text).not.toContain(secret);
    });

    it("comes in parts that together are the whole when it is large", async () => {
      await w.asOwner(
        `insert into project (tenant_id, id, name, description, objectives)
         select $1, 'prj_' || lpad(n::text, 26, '0'), 'P' || n, 'D', repeat('é', 20000) from generate_series(1, 130) n`,
        [bea.tenantId],
      );
      await w.asOwner(
        `insert into usage (tenant_id, kind, key, month, amount) select $1, 'code', 'k:' || n, '2020-01', 1 from generate_series(1, 450) n`,
        [bea.tenantId],
      );
      const all = await parts("/api/tenant/export", bea.cookie);
      expect(all.length).toBeGreaterThan(1);
      const count = async (table: string) =>
        (await w.asOwner(`select count(*)::int as n from "${table}" where tenant_id = $1`, [bea.tenantId]))[0]?.n;
      for (const [name, table, key] of [
        ["projects", "project", "id"],
        ["usage", "usage", "key"],
        ["activationCodes", "activation_code", "id"],
        ["runs", "run", "id"],
      ] as const) {
        const rows = joined(all, name);
        expect(rows.length, name).toBe(await count(table));
        expect(new Set(rows.map((row) => `${row.kind}${row[key]}`)).size, name).toBe(rows.length);
      }
      const said = await w.asOwner(
        "select count(*)::int as n from event where tenant_id = $1 and type = 'tenant.exported' and is_audit",
        [bea.tenantId],
      );
      expect(said).toEqual([{ n: 1 }]);
    });

    it("takes no cursor but its own", async () => {
      for (const after of ["secrets.x", "projects", "../x", "events.x'; drop", "x".repeat(500)])
        expect(await get(`export?after=${encodeURIComponent(after)}`)).toMatchObject({
          status: 400,
          body: { errors: [{ path: "after" }] },
        });
    });

    it("is the owner's to ask for, or that of an admin who has just proved who they are", async () => {
      const path = `/api/admin/tenants/${ann.tenantId}/export`;
      const reply = await w.ask("GET", path, { cookie: admin });
      expect(reply).toMatchObject({ status: 200, body: { tenant: { id: ann.tenantId } } });
      expect(reply.text).not.toContain(bea.tenantId);
      const said = await w.asOwner(
        "select actor_type from event where tenant_id = $1 and type = 'tenant.exported' order by id",
        [ann.tenantId],
      );
      expect(said.at(-1)).toEqual({ actor_type: "admin" });
      const gone = await w.ask("GET", "/api/admin/tenants/ten_01JQZ3M8S4T6V8X0Z2B4D6F8H0/export", { cookie: admin });
      expect(gone).toMatchObject({ status: 404, body: { code: "tenant.missing" } });
      await w.asOwner("update session set proved_at = now() - interval '11 minutes' where realm = 'admin'");
      expect(await w.ask("GET", path, { cookie: admin })).toMatchObject({
        status: 403,
        body: { code: "step_up.required" },
      });
      await w.asOwner("update member set role = 'viewer' where tenant_id = $1", [ann.tenantId]);
      expect(await get("export")).toMatchObject({ status: 403, body: { code: "role.not_allowed" } });
    });
  });
});
