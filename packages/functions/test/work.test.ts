import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type World, world } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };
type Item = { id: string; name: string; tenant: { id: string; name: string }; status: string };

describe("projects and runs", () => {
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

  const of =
    (who: typeof ann) =>
    (method: string, path: string, body?: object, more: { isRepeat?: true } = {}) =>
      w.ask(method, `/api/tenant/${path}`, { cookie: who.cookie, ...(body ? { body } : {}), ...more });
  const look = async (path: string) => (await w.ask("GET", `/api/admin/${path}`, { cookie: admin })).body;
  const make = async (who: typeof ann, name: string) => {
    const { body } = await of(who)("POST", "projects", { ...brief, name });
    return String(body.id);
  };
  const run = async (who: typeof ann, id: string) => {
    const [code] = await w.asOwner(
      "select id from activation_code where tenant_id = $1 and uses = 0 order by id limit 1",
      [who.tenantId],
    );
    await of(who)("POST", `projects/${id}/assign-activation-code`, { codeId: code?.id });
    return String((await of(who)("POST", `projects/${id}/run`, {})).body.id);
  };

  it("of all tenants are listed with whose they are, by tenant, state, words and order", async () => {
    const [alpha, beta, gamma] = [await make(ann, "Alpha"), await make(ann, "Beta"), await make(bea, "Gamma")];
    const first = await run(ann, alpha);
    const second = await run(bea, gamma);
    const names = async (query: string) =>
      ((await look(`projects?${query}`)).items as Item[]).map(({ name, tenant }) => `${name} of ${tenant.name}`);
    expect(await names("sort=name:asc")).toEqual(["Alpha of Ann", "Beta of Ann", "Gamma of Bea"]);
    expect(await names("sort=name:desc&search=a&pageSize=10")).toEqual(["Gamma of Bea", "Beta of Ann", "Alpha of Ann"]);
    expect(await names(`tenantId=${bea.tenantId}`)).toEqual(["Gamma of Bea"]);
    expect(await names("state=pending&search=beta")).toEqual(["Beta of Ann"]);
    expect(await names("state=completed")).toEqual([]);
    expect(await look("projects?tenantId=ten_01JQZ3M8S4T6V8X0Z2B4D6F8H0")).toMatchObject({ total: 0, items: [] });
    expect(await look("projects")).toMatchObject({ total: 3, page: 1, totalPages: 1 });

    const runs = async (query: string) => ((await look(`runs?${query}`)).items as Item[]).map(({ id }) => id);
    expect(await runs("")).toEqual([second, first]);
    expect(await runs("search=alph")).toEqual([first]);
    expect(await runs(`tenantId=${bea.tenantId}&status=queued`)).toEqual([second]);
    expect(await runs("status=completed")).toEqual([]);
    expect(await look("runs?pageSize=10&page=2")).toMatchObject({ total: 2, items: [] });
    expect(await look(`runs/${first}`)).toMatchObject({
      id: first,
      status: "queued",
      requirements: [],
      project: { id: alpha, name: "Alpha" },
      tenant: { id: ann.tenantId, name: "Ann" },
    });
    expect(await w.ask("GET", "/api/admin/runs/run_01JQZ3M8S4T6V8X0Z2B4D6F8H0", { cookie: admin })).toMatchObject({
      status: 404,
      body: { code: "run.missing" },
    });
    await of(ann)("DELETE", `projects/${beta}`);
  });

  it("taken out of sight can be listed and brought back, as they were", async () => {
    const asked = of(ann);
    const id = await make(ann, "Delta");
    const before = (await asked("GET", `projects/${id}`)).body;
    await asked("DELETE", `projects/${id}`);
    const found = async (query: string) =>
      ((await asked("GET", `projects?${query}`)).body.items as Item[]).map(({ name }) => name);
    expect(await found("search=delta")).toEqual([]);
    expect(await found("archived=true&search=DELTA")).toEqual(["Delta"]);
    expect(await found("archived=true&state=completed")).toEqual([]);
    expect((await look("projects?archived=true&sort=name:asc")).items).toMatchObject([
      { name: "Beta", archivedAt: expect.any(String) },
      { name: "Delta", tenant: { name: "Ann" } },
    ]);
    expect((await asked("GET", "projects?archived=false&sort=name:asc")).body).toMatchObject({
      total: 1,
      items: [{ name: "Alpha", archivedAt: null }],
    });
    expect(await asked("GET", "projects?archived=perhaps")).toMatchObject({ status: 400 });
    expect((await of(bea)("POST", `projects/${id}/restore`, {})).status).toBe(404);
    const restored = await asked("POST", `projects/${id}/restore`, {});
    expect(restored).toMatchObject({ status: 200, body: { ...before, updatedAt: expect.any(String) } });
    expect((await asked("POST", `projects/${id}/restore`, {}, { isRepeat: true })).status).toBe(200);
    expect(await found("search=delta")).toEqual(["Delta"]);
  });

  it("brought back do not give a trial a second one", async () => {
    const who = await w.tenant("Tria");
    await w.asOwner(
      "update subscription set status = 'trialing', trial_ends_at = now() + interval '1 day' where tenant_id = $1",
      [who.tenantId],
    );
    const first = await make(who, "First");
    await of(who)("DELETE", `projects/${first}`);
    await make(who, "Second");
    expect(await of(who)("POST", `projects/${first}/restore`, {})).toMatchObject({
      status: 403,
      body: { code: "trial.one_project" },
    });
  });
});
