import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type World, world } from "./world.ts";

/** The most that a plan may allow in a month; a tenth of it are more codes than one statement takes. */
const most = 100_000;

const studio = {
  name: "Studio",
  monthlyCents: 9_900,
  runsPerMonth: 20,
  codesPerMonth: null,
  concurrentRuns: 2,
  maxDevices: 5,
};

describe("plans", () => {
  let w: World;
  let admin: string;
  beforeAll(async () => {
    w = await world();
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
  });
  afterAll(() => w.close());

  const ask = (method: string, path: string, body?: object, more: { isRepeat?: true } = {}) =>
    w.ask(method, `/api/admin/${path}`, { cookie: admin, ...(body ? { body } : {}), ...more });
  const offered = async () =>
    ((await w.ask("GET", "/api/public/plans")).body.items as { name: string }[]).map(({ name }) => name);

  it("are made, changed, retired and offered again, and those who have one keep it", async () => {
    const made = await ask("POST", "plans", studio);
    expect(made).toMatchObject({
      status: 201,
      body: { ...studio, yearlyCents: 98_604, pastDueGraceDays: 0, retiredAt: null, tenants: 0 },
    });
    const id = String(made.body.id);
    expect(await offered()).toEqual(["Starter", "Studio", "Pro", "Enterprise"]);
    const tenant = await ask("POST", "tenants", { name: "Ann", ownerEmail: "ann@example.test", planId: id });
    expect(tenant.body).toMatchObject({ plan: { id }, limits: { runsPerMonth: 20, codesPerMonth: null } });

    expect(await ask("PUT", `plans/${id}`, { runsPerMonth: 21, pastDueGraceDays: 7 })).toMatchObject({
      status: 200,
      body: { ...studio, runsPerMonth: 21, pastDueGraceDays: 7, tenants: 1 },
    });
    expect((await ask("GET", `tenants/${tenant.body.id}`)).body).toMatchObject({ limits: { runsPerMonth: 21 } });

    const retired = await ask("POST", `plans/${id}/retire`, {});
    expect(retired.body.retiredAt).not.toBeNull();
    expect((await ask("POST", `plans/${id}/retire`, {}, { isRepeat: true })).body).toEqual(retired.body);
    expect(await offered()).toEqual(["Starter", "Pro", "Enterprise"]);
    const refused = { status: 400, body: { code: "plan.retired", errors: [{ path: "planId" }] } };
    expect(await ask("POST", "tenants", { name: "Bea", ownerEmail: "bea@example.test", planId: id })).toMatchObject(
      refused,
    );
    const other = await ask("POST", "tenants", { name: "Cy", ownerEmail: "cy@example.test" });
    expect(other.body).toMatchObject({ plan: { id: "pln_starter" } });
    expect(await ask("PUT", `tenants/${other.body.id}`, { planId: id })).toMatchObject(refused);
    expect(await ask("PUT", `tenants/${tenant.body.id}`, { planId: id, name: "Ann & Co" })).toMatchObject({
      status: 200,
      body: { plan: { id } },
    });
    expect((await ask("GET", "plans")).body).toMatchObject({
      items: [{ name: "Starter", tenants: 1 }, { name: "Studio", tenants: 1 }, { name: "Pro" }, { name: "Enterprise" }],
    });

    expect((await ask("POST", `plans/${id}/restore`, {})).body).toMatchObject({ retiredAt: null });
    await ask("POST", `plans/${id}/restore`, {}, { isRepeat: true });
    expect(await offered()).toContain("Studio");
  });

  it("have names of their own, also when two are made at once", async () => {
    const twins = await Promise.all([1, 2, 3].map(() => ask("POST", "plans", { ...studio, name: "Twin" })));
    expect(twins.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const id = String(twins.find(({ status }) => status === 201)?.body.id);
    expect(await ask("PUT", `plans/${id}`, { name: "Pro" })).toMatchObject({
      status: 409,
      body: { code: "plan.name_taken", errors: [{ path: "name" }] },
    });
  });

  it.each([
    ["monthlyCents", -1],
    ["monthlyCents", 49.5],
    ["runsPerMonth", -1],
    ["maxDevices", "many"],
    ["pastDueGraceDays", 1_000],
    ["name", " "],
  ])("refuse %s of %j", async (field, value) => {
    expect(await ask("POST", "plans", { ...studio, name: "Odd", [field]: value })).toMatchObject({
      status: 400,
      body: { errors: [{ path: field }] },
    });
    expect(await ask("PUT", "plans/pln_pro", { [field]: value })).toMatchObject({
      status: 400,
      body: { errors: [{ path: field }] },
    });
  });

  it("give a tenth of their runs as starter codes, however many those are", async () => {
    const factory = { ...studio, name: "Factory", runsPerMonth: most };
    expect(await ask("POST", "plans", { ...factory, runsPerMonth: most + 1 })).toMatchObject({
      status: 400,
      body: { errors: [{ path: "runsPerMonth" }] },
    });
    const { body: plan } = await ask("POST", "plans", factory);
    const made = await ask("POST", "tenants", { name: "Dan", ownerEmail: "dan@example.test", planId: plan.id });
    expect(made.status).toBe(201);
    const [codes] = await w.asOwner(
      "select count(*)::int as n, count(distinct sealed)::int as different from activation_code where tenant_id = $1",
      [made.body.id],
    );
    expect(codes).toEqual({ n: most / 10, different: most / 10 });
  });

  it("that nobody made cannot be changed", async () => {
    for (const [method, path] of [
      ["PUT", "plans/pln_none"],
      ["POST", "plans/pln_none/retire"],
      ["POST", "plans/pln_none/restore"],
    ] as const)
      expect(await ask(method, path, {})).toMatchObject({ status: 404, body: { code: "plan.missing" } });
  });
});
