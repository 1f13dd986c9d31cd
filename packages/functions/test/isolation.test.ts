import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cookieOf, type Reply, type World, world } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };

describe("nobody sees another's", () => {
  let w: World;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  let bea: typeof ann;
  let clientOfAnn: string;
  const ofAnn: Record<string, string> = {};
  const ofBea: Record<string, string> = {};

  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
    bea = await w.tenant("Bea");
    for (const [who, found] of [
      [ann, ofAnn],
      [bea, ofBea],
    ] as const) {
      const project = await w.ask("POST", "/api/tenant/projects", { cookie: who.cookie, body: brief });
      found.projects = String(project.body.id);
      const generated = await w.ask("POST", "/api/tenant/activation-codes/generate", {
        cookie: who.cookie,
        body: { count: 2 },
      });
      const [first, second] = generated.body.codes as { id: string; code: string }[];
      found.code = first?.code ?? "";
      found["activation-codes"] = second?.id ?? "";
      await w.ask("POST", `/api/tenant/projects/${found.projects}/assign-activation-code`, {
        cookie: who.cookie,
        body: { code: found.code },
      });
      const run = await w.ask("POST", `/api/tenant/projects/${found.projects}/run`, { cookie: who.cookie, body: {} });
      found.runs = String(run.body.id);
    }
    clientOfAnn = cookieOf(await w.ask("POST", "/api/public/activate-project", { body: { code: ofAnn.code } }));
  });
  afterAll(() => w.close());

  it("has something of its own to be kept apart", () => {
    for (const found of [ofAnn, ofBea])
      expect(Object.values(found)).toEqual(Object.values(found).filter((id) => id.length > 20));
    expect(clientOfAnn).toMatch(/=/);
  });

  const said = ({ status, body }: Reply) => ({ status, ...body, requestId: undefined });

  it("gives a foreign code to a project no more than an invented one", async () => {
    const project = await w.ask("POST", "/api/tenant/projects", { cookie: ann.cookie, body: brief });
    const assign = (body: object) =>
      w.ask("POST", `/api/tenant/projects/${project.body.id}/assign-activation-code`, { cookie: ann.cookie, body });
    const invented = await assign({ code: "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA" });
    expect(invented).toMatchObject({ status: 400, body: { code: "code.refused" } });
    expect(said(await assign({ code: ofBea.code }))).toEqual(said(invented));
    expect(await assign({ codeId: ofBea["activation-codes"] })).toMatchObject({
      status: 400,
      body: { code: "code.refused" },
    });
  });

  it("lists only what is one's own, whatever is searched for", async () => {
    for (const path of ["projects", "projects/status", "activation-codes"]) {
      const list = await w.ask("GET", `/api/tenant/${path}?pageSize=50&search=`, { cookie: ann.cookie });
      expect((list.body.items as unknown[]).length, path).toBeGreaterThan(0);
      for (const id of Object.values(ofBea)) expect(list.text).not.toContain(id);
    }
  });

  it("lets a client see one project, not even another of the same tenant", async () => {
    const other = await w.ask("POST", "/api/tenant/projects", { cookie: ann.cookie, body: brief });
    expect((await w.ask("GET", `/api/public/projects/${ofAnn.projects}`, { cookie: clientOfAnn })).status).toBe(200);
    for (const path of ["", "/events", "/download"])
      expect(await w.ask("GET", `/api/public/projects/${other.body.id}${path}`, { cookie: clientOfAnn })).toMatchObject(
        { status: 404, body: { code: "project.missing" } },
      );
  });

  it("shuts a client out the moment the code is revoked", async () => {
    const project = await w.ask("POST", "/api/tenant/projects", { cookie: ann.cookie, body: brief });
    const generated = await w.ask("POST", "/api/tenant/activation-codes/generate", {
      cookie: ann.cookie,
      body: { count: 1 },
    });
    const [code] = generated.body.codes as { id: string; code: string }[];
    await w.ask("POST", `/api/tenant/projects/${project.body.id}/assign-activation-code`, {
      cookie: ann.cookie,
      body: { codeId: code?.id },
    });
    const cookie = cookieOf(await w.ask("POST", "/api/public/activate-project", { body: { code: code?.code } }));
    const look = () => w.ask("GET", `/api/public/projects/${project.body.id}`, { cookie });
    expect((await look()).status).toBe(200);
    expect((await w.ask("DELETE", `/api/tenant/activation-codes/${code?.id}`, { cookie: ann.cookie })).status).toBe(
      204,
    );
    expect(await look()).toMatchObject({ status: 401, body: { code: "session.missing" } });
    expect(await w.ask("POST", "/api/public/activate-project", { body: { code: code?.code } })).toMatchObject({
      status: 401,
      body: { code: "code.refused" },
    });
  });
});

describe("the database keeps tenants apart by itself", () => {
  let w: World;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  let bea: typeof ann;
  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
    bea = await w.tenant("Bea");
    for (const { cookie } of [ann, bea]) await w.ask("POST", "/api/tenant/projects", { cookie, body: brief });
  });
  afterAll(() => w.close());

  it("forces row-level security on every table", async () => {
    const tables = await w.asOwner(
      `select relname, relrowsecurity, relforcerowsecurity from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`,
    );
    expect(tables.length).toBeGreaterThan(18);
    expect(tables.filter((table) => !(table.relrowsecurity && table.relforcerowsecurity))).toEqual([]);
  });

  it("has the tenant first in the key of every table that is a tenant's", async () => {
    const keys = await w.asOwner(
      `select c.relname, (select attname from pg_attribute where attrelid = c.oid and attnum = i.indkey[0]) as first
       from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
       where c.relnamespace = 'public'::regnamespace and exists (
         select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull)`,
    );
    expect(keys.length).toBeGreaterThan(8);
    expect(keys.filter(({ first }) => first !== "tenant_id")).toEqual([]);
  });

  it("runs as roles that own nothing and may not step past the policies", async () => {
    const roles = await w.asOwner(
      `select rolname, rolsuper, rolbypassrls, exists (select 1 from pg_class where relowner = r.oid) as owns
       from pg_roles r where rolname like 'q2o_%' and rolname <> 'q2o_owner'`,
    );
    expect(roles.length).toBeGreaterThanOrEqual(4);
    expect(roles.filter(({ rolsuper, rolbypassrls, owns }) => rolsuper || rolbypassrls || owns)).toEqual([]);
  });

  it("shows a tenant its own rows, to no condition at all", async () => {
    const actor = { type: "tenant", tenantId: ann.tenantId, memberId: "m", role: "owner", sessionId: "s" } as const;
    for (const table of ["project", "activation_code", "member", "event", "run", "usage", "subscription"]) {
      const rows = await w.query(actor, `select tenant_id from "${table}"`);
      expect(new Set(rows.map((row) => (row as { tenant_id: string }).tenant_id)), table).toEqual(
        table === "run" || rows.length === 0 ? new Set() : new Set([ann.tenantId]),
      );
    }
    expect(await w.query(actor, "select id from tenant")).toEqual([{ id: ann.tenantId }]);
    expect(await w.query(actor, "select tenant_id from project")).toHaveLength(1);
  });

  it("takes no row for another and lets none be changed or moved", async () => {
    const actor = { type: "tenant", tenantId: ann.tenantId, memberId: "m", role: "owner", sessionId: "s" } as const;
    expect(
      await w.query(actor, `update project set name = 'mine' where tenant_id = '${bea.tenantId}' returning id`),
    ).toEqual([]);
    await expect(w.query(actor, `update project set tenant_id = '${bea.tenantId}'`)).rejects.toThrow();
    await expect(w.query(actor, `delete from event`)).rejects.toThrow();
    await expect(w.query(actor, `select * from admin`)).rejects.toThrow();
    await expect(w.query(actor, `select * from webhook_event`)).rejects.toThrow();
  });
});
