import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Reply, type World, world } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };

type Entry = {
  at: string;
  id: string;
  type: string;
  text: string;
  actor: { type: string; id: string | null; name: string | null; email: string | null };
  tenant: { id: string; name: string } | null;
  projectId: string | null;
  codeId: string | null;
  requestId: string | null;
  seq: number;
};
const itemsOf = (reply: Reply) => reply.body.items as Entry[];

describe("the audit log", () => {
  let w: World;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  let bea: typeof ann;
  let admin: string;
  let projectId: string;
  let codeId: string;
  let assigned: Reply;
  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
    bea = await w.tenant("Bea");
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
    for (const { cookie } of [bea, ann]) {
      projectId = String((await w.ask("POST", "/api/tenant/projects", { cookie, body: brief })).body.id);
      const codes = await w.ask("POST", "/api/tenant/activation-codes/generate", { cookie, body: { count: 2 } });
      codeId = (codes.body.codes as { id: string }[])[0]?.id ?? "";
      assigned = await w.ask("POST", `/api/tenant/projects/${projectId}/assign-activation-code`, {
        cookie,
        body: { codeId },
      });
    }
  });
  afterAll(() => w.close());

  const all = (query = "") => w.ask("GET", `/api/admin/audit?limit=200&${query}`, { cookie: admin });
  const own = (query = "", cookie = ann.cookie) => w.ask("GET", `/api/tenant/audit?${query}`, { cookie });
  const typesOf = (reply: Reply) => itemsOf(reply).map(({ type }) => type);

  it("says who did what to what, newest first, with the request it came by", async () => {
    const [newest] = itemsOf(await all(`tenantId=${ann.tenantId}`));
    expect(newest).toMatchObject({
      type: "code.assigned",
      text: "An activation code was assigned to a project",
      actor: { type: "tenant", email: "ann@example.test" },
      tenant: { id: ann.tenantId, name: "Ann" },
      projectId,
      codeId,
      requestId: assigned.headers.get("x-request-id"),
    });
    const ids = itemsOf(await all()).map(({ id }) => Number(id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
  });

  it("names an admin to admins, and to tenants only the platform", async () => {
    const created = `type=tenant.created&search=`;
    const [seen] = itemsOf(await all(`${created}&tenantId=${ann.tenantId}`));
    expect(seen?.actor).toMatchObject({ type: "admin", email: "admin@example.com" });
    const reply = await own(created);
    expect(itemsOf(reply)[0]?.actor).toEqual({ type: "admin", id: null, name: "The platform", email: null });
    expect(reply.text).not.toContain("admin@example.com");
    expect(reply.text).not.toContain(String(seen?.actor.id));
  });

  it("names clients by their code, devices and members by their name, to admins and to their tenant", async () => {
    const made = await w.ask("POST", "/api/tenant/activation-codes/generate", {
      cookie: ann.cookie,
      body: { count: 1, label: "Shop", maxUses: 2 },
    });
    const [{ id = "", code = "" } = {}] = made.body.codes as { id: string; code: string }[];
    const project = await w.ask("POST", "/api/tenant/projects", { cookie: ann.cookie, body: brief });
    await w.ask("POST", `/api/tenant/projects/${project.body.id}/assign-activation-code`, {
      cookie: ann.cookie,
      body: { codeId: id },
    });
    const device = { code, fingerprint: "a till like others", label: "Till" };
    expect((await w.ask("POST", "/api/device/activate", { body: device })).status).toBe(200);
    const enter = () => w.ask("POST", "/api/public/activate-project", { body: { code } });
    expect((await enter()).status).toBe(200);
    await w.asOwner("update activation_code set label = null where id = $1", [id]);
    await w.asOwner("update member set name = 'Ann A.' where tenant_id = $1", [ann.tenantId]);
    const client = { type: "client", id, name: `…${code.slice(-5)}`, email: null };
    for (const read of [() => all(`tenantId=${ann.tenantId}`), () => own("limit=200")]) {
      const actors = new Map(itemsOf(await read()).map(({ type, actor }) => [type, actor]));
      expect(actors.get("device.activated")).toMatchObject({ type: "device", name: "Till", email: null });
      expect(actors.get("client.signed_in")).toEqual(client);
      expect(actors.get("code.assigned")).toMatchObject({ type: "tenant", name: "Ann A.", email: ann.email });
    }
    await w.asOwner("update activation_code set label = 'Shop' where id = $1", [id]);
    const [named] = itemsOf(await all("type=client.signed_in"));
    expect(named?.actor).toEqual({ ...client, name: "Shop" });
  });

  it("still says what somebody did who is no more", async () => {
    const [member] = await w.asOwner(
      "insert into member (tenant_id, id, email, role) values ($1, 'mem_gone', 'gone@example.test', 'owner') returning id",
      [bea.tenantId],
    );
    const { cookie } = await w.signIn("tenant", "gone@example.test");
    await w.ask("POST", "/api/tenant/projects", { cookie, body: brief });
    const last = async () => itemsOf(await all(`tenantId=${bea.tenantId}&type=project.created`))[0]?.actor;
    expect(await last()).toMatchObject({ id: member?.id, email: "gone@example.test" });
    await w.asOwner("delete from session where member_id = 'mem_gone'");
    await w.asOwner("delete from member where id = 'mem_gone'");
    expect(await last()).toEqual({ type: "tenant", id: "mem_gone", name: null, email: null });
  });

  it("is narrowed by tenant, kind of person, type or its beginning, time and any id", async () => {
    expect(new Set(itemsOf(await all(`tenantId=${ann.tenantId}`)).map(({ tenant }) => tenant?.id))).toEqual(
      new Set([ann.tenantId]),
    );
    expect(new Set(itemsOf(await all("actorType=admin")).map(({ actor }) => actor.type))).toEqual(new Set(["admin"]));
    expect(new Set(typesOf(await all("type=code")))).toEqual(new Set(["code.generated", "code.assigned"]));
    expect(new Set(typesOf(await all("type=code.gen")))).toEqual(new Set(["code.generated"]));
    expect(typesOf(await all("type=cod"))).toEqual([]);
    for (const id of [projectId, codeId, assigned.headers.get("x-request-id")])
      expect(typesOf(await all(`search=${id}`)), String(id)).toContain("code.assigned");
    expect(typesOf(await all(`search=${projectId.slice(0, -1)}`))).toEqual([]);
    // The days of the entries themselves, since midnight may have passed meanwhile.
    const days = itemsOf(await all()).map(({ at }) => at.slice(0, 10));
    const today = days[0] ?? "";
    const yesterday = new Date(Date.parse(days.at(-1) ?? "") - 86_400_000).toISOString().slice(0, 10);
    expect(itemsOf(await all(`from=${yesterday}&to=${today}`)).length).toBeGreaterThan(5);
    expect(itemsOf(await all(`from=${yesterday}&to=${yesterday}`))).toEqual([]);
    expect(itemsOf(await all(`from=${new Date(Date.now() + 60_000).toISOString()}`))).toEqual([]);
  });

  it.each(["from=soon", "to=2026-02-30", "from=0000-01-01", "type=Code", "actorType=system", "after=x", "limit=0"])(
    "says what is wrong with ?%s",
    async (query) => {
      const reply = await all(query.startsWith("limit") ? "" : query);
      if (query.startsWith("limit"))
        expect(await w.ask("GET", `/api/admin/audit?${query}`, { cookie: admin })).toMatchObject({ status: 400 });
      else
        expect(reply).toMatchObject({
          status: 400,
          body: { code: "input.invalid", errors: [{ path: query.split("=")[0] }] },
        });
    },
  );

  it("gives pages that pass over none and repeat none", async () => {
    for (const narrowed of ["", "type=code", "actorType=tenant", `search=${projectId}`]) {
      const whole = itemsOf(await all(narrowed)).map(({ id }) => id);
      expect(whole.length, narrowed).toBeGreaterThan(1);
      const page = (after: string, limit: number) =>
        w.ask("GET", `/api/admin/audit?${narrowed}&limit=${limit}&after=${after}`, { cookie: admin });
      const paged: string[] = [];
      for (let after: string | null = ""; after !== null; ) {
        const reply: Reply = await page(after, 2);
        expect(itemsOf(reply).length, narrowed).toBeLessThanOrEqual(2);
        paged.push(...itemsOf(reply).map(({ id }) => id));
        after = reply.body.next as string | null;
      }
      expect(paged, narrowed).toEqual(whole);
      expect((await page("", whole.length)).body.next, "after the last there is nothing").toBeNull();
    }
  });

  it("shows a tenant its own, whatever it asks for, and viewers nothing", async () => {
    for (const query of ["limit=200", `tenantId=${bea.tenantId}`, `search=${bea.tenantId}`]) {
      const reply = await own(query);
      expect(reply.status).toBe(200);
      expect(reply.text).not.toContain(bea.tenantId);
    }
    for (const [role, status] of [
      ["viewer", 403],
      ["billing", 200],
      ["builder", 200],
      ["owner", 200],
    ] as const) {
      await w.asOwner("update member set role = $1 where tenant_id = $2", [role, ann.tenantId]);
      expect((await own()).status, role).toBe(status);
      expect((await w.ask("GET", "/api/tenant/audit/export", { cookie: ann.cookie })).status, role).toBe(status);
    }
    const file = (page: string) => w.ask("GET", `/api/tenant/audit/export?page=${page}`, { cookie: ann.cookie });
    const [first, second] = [await file("1"), await file("2")];
    const { items } = (await own("limit=200")).body as { items: object[] };
    expect([first, second].map(({ text }) => text.split("\r\n").length - 2)).toEqual([items.length, 0]);
    expect([first, second].map(({ headers }) => headers.get("x-total-count"))).toEqual(
      Array(2).fill(`${items.length}`),
    );
    for (const page of ["0", "1001", "1.5"]) expect((await file(page)).status, page).toBe(400);
    const later = new Date(Date.now() + 60_000).toISOString();
    expect((await file(`1&from=${later}`)).headers.get("x-total-count")).toBe("0");
  });

  it("is verified link by link, for a tenant and for the platform", async () => {
    const verify = async (query = "") => w.ask("GET", `/api/admin/audit/verify${query}`, { cookie: admin });
    const whole = await verify(`?tenantId=${ann.tenantId}`);
    const [head] = await w.asOwner("select seq::int from event_head where chain = $1", [ann.tenantId]);
    expect(whole).toMatchObject({ status: 200, body: { ok: true, brokenAt: null, entries: head?.seq } });
    expect((await verify()).body).toMatchObject({ ok: true, brokenAt: null });
    await w.asOwner(`update event set type = 'code.revoked' where tenant_id = $1 and seq = 3`, [bea.tenantId]);
    expect((await verify(`?tenantId=${bea.tenantId}`)).body).toMatchObject({ ok: false, brokenAt: 3 });
    expect((await verify(`?tenantId=${ann.tenantId}`)).body).toMatchObject({ ok: true });
    await w.asOwner("delete from event where tenant_id = $1", [bea.tenantId]);
    expect((await verify(`?tenantId=${bea.tenantId}`)).body).toMatchObject({ ok: false });
    expect(await verify("?tenantId=ten_01JQZ3M8S4T6V8X0Z2B4D6F8H0")).toMatchObject({
      status: 404,
      body: { code: "tenant.missing" },
    });
  });
});
