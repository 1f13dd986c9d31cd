import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { routes } from "../src/api/index.ts";
import { cookieOf, type Reply, type World, world } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };
const said = ({ status, body }: Reply) => ({ status, ...body, requestId: undefined });

type Code = { id: string; code: string };
type Item = { id: string; status: string; uses: number; source: string; revokedAt: string | null };

describe("activation codes", () => {
  let w: World;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  let admin: string;
  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
    await w.asOwner("update plan set codes_per_month = 1000 where id = 'pln_enterprise'");
    await w.asOwner("update subscription set plan_id = 'pln_enterprise' where tenant_id = $1", [ann.tenantId]);
  });
  afterAll(() => w.close());

  const generate = async (body: object = {}, cookie = ann.cookie) => {
    const reply = await w.ask("POST", "/api/tenant/activation-codes/generate", { cookie, body: { count: 1, ...body } });
    expect(reply.status).toBe(201);
    return reply.body.codes as Code[];
  };
  const one = async (body: object = {}) => (await generate(body))[0] as Code;
  const project = async (cookie = ann.cookie) =>
    String((await w.ask("POST", "/api/tenant/projects", { cookie, body: brief })).body.id);
  const assign = (projectId: string, body: object) =>
    w.ask("POST", `/api/tenant/projects/${projectId}/assign-activation-code`, { cookie: ann.cookie, body });
  const show = (code: string, headers: Record<string, string> = {}) =>
    w.ask("POST", "/api/public/activate-project", { body: { code }, headers });
  const from = (address: string) => ({ "cloudfront-viewer-address": `${address}:443` });
  const details = (id: string) => w.ask("GET", `/api/tenant/activation-codes/${id}`, { cookie: ann.cookie });
  const revoke = (id: string) => w.ask("DELETE", `/api/tenant/activation-codes/${id}`, { cookie: ann.cookie });
  /** A project with a code of its own and somebody who came with it. */
  const opened = async (body: object = {}) => {
    const code = await one(body);
    const projectId = await project();
    expect((await assign(projectId, { codeId: code.id })).status).toBe(200);
    return { ...code, projectId, cookie: cookieOf(await show(code.code)) };
  };

  it("gives the last uses of a code to as many projects as it has, of fifty that ask at once", async () => {
    const projects = await Promise.all(Array.from({ length: 50 }, () => project()));
    for (const maxUses of [1, 3]) {
      const { id, code } = await one({ maxUses });
      const free = projects.splice(0, 25);
      const replies = await Promise.all(
        free.flatMap((projectId) => [assign(projectId, { code }), assign(projectId, { codeId: id })]),
      );
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(maxUses);
      const refusals = new Set(replies.filter(({ status }) => status !== 200).map(({ body }) => body.code));
      expect([...refusals].filter((refusal) => refusal !== "project.has_code")).toEqual(["code.refused"]);
      expect((await details(id)).body).toMatchObject({ uses: maxUses, maxUses, status: "used" });
    }
  });

  it("gives a month's codes and not one more, of sixty that ask at once", async () => {
    const cay = await w.tenant("Cay");
    const replies = await Promise.all(
      Array.from({ length: 60 }, () =>
        w.ask("POST", "/api/tenant/activation-codes/generate", { cookie: cay.cookie, body: { count: 1 } }),
      ),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(50);
    for (const reply of replies.filter(({ status }) => status !== 201))
      expect(reply).toMatchObject({ status: 403, body: { code: "quota.exhausted" } });
    const given = await w.ask("POST", "/api/admin/codes/generate", {
      cookie: admin,
      body: { tenantId: cay.tenantId, count: 100, label: "Gift", expiresInDays: 30, maxUses: 2, maxDevices: 4 },
    });
    expect(given.status).toBe(201);
    const [gift] = given.body.codes as Code[];
    expect((await w.ask("GET", `/api/admin/codes/${gift?.id}`, { cookie: admin })).body).toMatchObject({
      ...{ label: "Gift", source: "admin", maxUses: 2, maxDevices: 4, status: "active" },
      tenant: { id: cay.tenantId },
    });
    const month = "expires_at - created_at = interval '30 days' as a_month";
    expect(await w.asOwner(`select ${month} from activation_code where id = $1`, [gift?.id])).toEqual([
      { a_month: true },
    ]);
    const [event] = await w.asOwner(
      "select actor_type, data from event where tenant_id = $1 and type = 'code.generated' order by id desc limit 1",
      [cay.tenantId],
    );
    expect(event).toEqual({ actor_type: "admin", data: { count: 100 } });
    const nobody = { tenantId: "ten_01JQZ3M8S4T6V8X0Z2B4D6F8H0", count: 1 };
    expect(await w.ask("POST", "/api/admin/codes/generate", { cookie: admin, body: nobody })).toMatchObject({
      status: 404,
      body: { code: "tenant.missing" },
    });
    for (const count of [0, 101, 1.5])
      expect(
        await w.ask("POST", "/api/admin/codes/generate", { cookie: admin, body: { tenantId: cay.tenantId, count } }),
      ).toMatchObject({ status: 400, body: { errors: [{ path: "count" }] } });
  });

  it("gives no codes to a tenant that may begin nothing, whoever asks", async () => {
    const dot = await w.tenant("Dot");
    await w.asOwner("update tenant set suspended_at = now() where id = $1", [dot.tenantId]);
    const refused = { status: 403, body: { code: "subscription.inactive" } };
    const body = { tenantId: dot.tenantId, count: 1 };
    expect(await w.ask("POST", "/api/admin/codes/generate", { cookie: admin, body })).toMatchObject(refused);
    expect(
      await w.ask("POST", "/api/tenant/activation-codes/generate", { cookie: dot.cookie, body: { count: 1 } }),
    ).toMatchObject(refused);
  });

  it("says one status of a code in every list, filter and detail, revoked before expired before used", async () => {
    const eve = await w.tenant("Eve");
    const codes = await generate({ count: 8, maxUses: 1 }, eve.cookie);
    const combinations = codes.map(({ id }, index) => ({
      id,
      used: index & 1,
      expired: index & 2,
      revoked: index & 4,
    }));
    for (const { id, used, expired, revoked } of combinations)
      await w.asOwner(
        `update activation_code set uses = $2, expires_at = case when $3 then app.clock() else app.clock() + interval '1 day' end,
           revoked_at = case when $4 then app.clock() end where id = $1`,
        [id, used, expired > 0, revoked > 0],
      );
    const seen = new Map<string, string>();
    for (const status of ["active", "used", "expired", "revoked"]) {
      const list = await w.ask("GET", `/api/tenant/activation-codes?status=${status}`, { cookie: eve.cookie });
      expect(list.body.total).toBe((list.body.items as Item[]).length);
      for (const item of list.body.items as Item[]) {
        expect(item.status).toBe(status);
        expect(seen.has(item.id)).toBe(false);
        seen.set(item.id, status);
      }
    }
    const projectId = await project(eve.cookie);
    for (const { id } of combinations.filter(({ used, expired, revoked }) => used || expired || revoked))
      expect(
        await w.ask("POST", `/api/tenant/projects/${projectId}/assign-activation-code`, {
          cookie: eve.cookie,
          body: { codeId: id },
        }),
      ).toMatchObject({ status: 400, body: { code: "code.refused" } });
    for (const { id, used, expired, revoked } of combinations)
      expect(seen.get(id)).toBe(revoked ? "revoked" : expired ? "expired" : used ? "used" : "active");
    const starters = await w.ask("GET", "/api/tenant/activation-codes?search=Starter&status=active", {
      cookie: eve.cookie,
    });
    expect(starters.body).toMatchObject({ total: 5, items: [{ source: "starter" }, {}, {}, {}, {}] });
  });

  it("tells what stands on a code, to its tenant and to admins", async () => {
    const { id, projectId } = await opened({ label: "Shop" });
    for (const [path, cookie] of [
      ["/api/tenant/activation-codes/", ann.cookie],
      ["/api/admin/codes/", admin],
    ] as const)
      expect((await w.ask("GET", `${path}${id}`, { cookie })).body).toMatchObject({
        ...{ id, label: "Shop", status: "used", source: "quota", revokedAt: null },
        projects: [{ id: projectId, name: brief.name, archivedAt: null }],
        devices: [],
        lastSeenAt: expect.any(String),
      });
    const standsNothing = { projects: [], devices: [], lastSeenAt: null };
    const bare = { label: null, expiresAt: null, maxDevices: null, ...standsNothing };
    expect((await details((await one({ label: " " })).id)).body).toMatchObject(bare);
    expect((await details((await one({ expiresInDays: 1 })).id)).body).toMatchObject({ expiresAt: expect.any(String) });
    // Of more than anybody looks at, the newest.
    await w.asOwner(
      `insert into project (tenant_id, id, name, description, objectives, code_id, created_at, archived_at)
       select $1, 'prj_' || lpad(n::text, 26, '0'), 'P', 'd', 'o', $2, now() - n * interval '1 day', now() from generate_series(100, 1, -1) n`,
      [ann.tenantId, id],
    );
    await w.asOwner(
      `insert into device (tenant_id, id, code_id, fingerprint, refresh_expires_at, seen_at)
       select $1, 'dev_' || lpad(n::text, 26, '0'), $2, n::text, now() + interval '1 day', now() - n * interval '1 day' from generate_series(101, 1, -1) n`,
      [ann.tenantId, id],
    );
    const newest = (noun: string, many: number) =>
      Array.from({ length: many }, (_, at) => `${noun}_${String(at + 1).padStart(26, "0")}`);
    type Standing = { projects: Item[]; devices: Item[]; lastSeenAt: string };
    const standing = (await details(id)).body as Standing;
    expect(standing.projects.map(({ id }) => id)).toEqual([projectId, ...newest("prj", 99)]);
    expect(standing.projects[1]).toMatchObject({ archivedAt: expect.any(String) });
    expect(standing.devices.map(({ id }) => id)).toEqual(newest("dev", 100));
    expect(standing.devices[0]).toMatchObject({ status: "active" });
    expect((await details((await one()).id)).body).toMatchObject(standsNothing);
    const lastSeen = async (question: string) => {
      const { lastSeenAt } = (await details(id)).body;
      expect(await w.asOwner(`${question} where code_id = $1`, [id])).toEqual([{ at: new Date(String(lastSeenAt)) }]);
    };
    await w.asOwner(
      "insert into session (id, realm, token_hash, tenant_id, code_id, project_id, seen_at, expires_at) select 'ses_old', realm, 'old', tenant_id, code_id, project_id, seen_at - interval '1 day', expires_at from session where code_id = $1",
      [id],
    );
    await lastSeen("select max(seen_at) as at from session");
    await w.asOwner("update device set seen_at = app.clock() + interval '1 minute' where fingerprint = '50'");
    await lastSeen("select max(seen_at) as at from device");
  });

  it("shows codes in each order that can be asked for, to their tenant and to admins", async () => {
    const fay = await w.tenant("Fay");
    for (const [label, expiresInDays] of [
      ["Rowing z", 3],
      ["Rowing a", 9],
      ["Rowing m", undefined],
    ] as const)
      await generate({ label, expiresInDays }, fay.cookie);
    for (const [sort, order] of [
      ["createdAt:asc", "created_at, id"],
      ["createdAt:desc", "created_at desc, id desc"],
      ["label:asc", "label, id"],
      ["expiresAt:desc", "expires_at desc, id desc"],
    ])
      for (const [path, cookie, where] of [
        ["tenant/activation-codes?search=rowing", fay.cookie, "label like 'Rowing%'"],
        ["tenant/activation-codes?", fay.cookie, `tenant_id = '${fay.tenantId}'`],
        ["tenant/activation-codes?status=active", fay.cookie, `tenant_id = '${fay.tenantId}'`],
        ["admin/codes?search=rowing", admin, "label like 'Rowing%'"],
        [`admin/codes?tenantId=${fay.tenantId}`, admin, `tenant_id = '${fay.tenantId}'`],
        ["admin/codes?pageSize=50", admin, "true"],
      ]) {
        const wanted = await w.asOwner(`select id from activation_code where ${where} order by ${order} limit 50`);
        const { items } = (await w.ask("GET", `/api/${path}&sort=${sort}`, { cookie: String(cookie) })).body;
        expect(
          (items as Item[]).map(({ id }) => ({ id })),
          `${path}&sort=${sort}`,
        ).toEqual(wanted);
      }
  });

  it("opens the newest project that it was given to and that is still there", async () => {
    const { id, code } = await one({ maxUses: 3 });
    const projects = [await project(), await project(), await project()];
    for (const projectId of projects) await assign(projectId, { codeId: id });
    for (const projectId of projects.reverse()) {
      expect((await show(code)).body).toMatchObject({ project: { id: projectId } });
      await w.ask("DELETE", `/api/tenant/projects/${projectId}`, { cookie: ann.cookie });
    }
    expect(await show(code)).toMatchObject({ status: 401, body: { code: "code.refused" } });
  });

  it("checks at every door for clients what their code allows", async () => {
    const behind = routes.filter(({ door, path }) => door === "client" && path.includes("{id}"));
    expect(behind.length).toBeGreaterThan(2);
    for (const { scope, method, path } of behind) expect(scope, `${method} ${path}`).toBeDefined();
    const { projectId, cookie } = await opened({ scopes: ["watch"] });
    const look = (path: string) => w.ask("GET", `/api/public/projects/${projectId}${path}`, { cookie });
    expect((await look("")).body).toMatchObject({ scopes: ["watch"] });
    expect((await look("/events")).status).toBe(200);
    expect(await look("/download")).toMatchObject({ status: 403, body: { code: "scope.not_allowed" } });
    const blind = await opened({ scopes: ["comment", "download"] });
    expect(blind.cookie).toBe("");
  });

  it("ends sessions with the code, and says so", async () => {
    const { id, projectId, cookie } = await opened();
    const other = await opened();
    const look = (path = "") => w.ask("GET", `/api/public/projects/${projectId}${path}`, { cookie });
    expect((await look()).status).toBe(200);
    const bea = await w.tenant("Bea");
    expect((await w.ask("DELETE", `/api/tenant/activation-codes/${id}`, { cookie: bea.cookie })).status).toBe(404);
    expect((await look()).status).toBe(200);
    expect((await revoke(id)).status).toBe(204);
    for (const path of ["", "/events", "/download"])
      expect(await look(path)).toMatchObject({ status: 401, body: { code: "session.missing" } });
    expect((await details(id)).body).toMatchObject({ status: "revoked", revokedAt: expect.any(String) });
    const open = await w.asOwner("select code_id from session where code_id in ($1, $2) and ended_at is null", [
      id,
      other.id,
    ]);
    expect(open).toEqual([{ code_id: other.id }]);
    expect(
      (await w.ask("DELETE", `/api/tenant/activation-codes/${id}`, { cookie: ann.cookie, isRepeat: true })).status,
    ).toBe(204);
    const events = await w.asOwner("select actor_type from event where type = 'code.revoked' and code_id = $1", [id]);
    expect(events).toEqual([{ actor_type: "tenant" }]);
  });

  it("lets an admin revoke any, in the chain of its tenant", async () => {
    const { id, projectId, cookie } = await opened();
    expect((await w.ask("DELETE", `/api/admin/codes/${id}`, { cookie: admin })).status).toBe(204);
    expect((await w.ask("GET", `/api/public/projects/${projectId}`, { cookie })).status).toBe(401);
    const [event] = await w.asOwner(
      "select tenant_id, actor_type from event where type = 'code.revoked' and code_id = $1",
      [id],
    );
    expect(event).toEqual({ tenant_id: ann.tenantId, actor_type: "admin" });
  });

  it("ends sessions when the code expires or the project is archived", async () => {
    const late = await opened({ expiresInDays: 1 });
    await w.asOwner("update activation_code set expires_at = app.clock() where id = $1", [late.id]);
    const archived = await opened();
    await w.ask("DELETE", `/api/tenant/projects/${archived.projectId}`, { cookie: ann.cookie });
    for (const { projectId, cookie } of [late, archived])
      expect((await w.ask("GET", `/api/public/projects/${projectId}`, { cookie })).status).toBe(401);
  });

  it("refuses in one way and after the same statements, whatever the reason", async () => {
    const unassigned = await one();
    const expired = await opened();
    const revoked = await opened();
    const blind = await opened({ scopes: ["download"] });
    const archived = await opened();
    await w.asOwner("update activation_code set expires_at = app.clock() where id = $1", [expired.id]);
    await revoke(revoked.id);
    await w.ask("DELETE", `/api/tenant/projects/${archived.projectId}`, { cookie: ann.cookie });
    const typed = [unassigned, expired, revoked, blind, archived].map(({ code }) => code);
    const answers = [];
    for (const [index, code] of [...typed, "00000-00000-00000-00000-00000", "hello", " ", "🚲"].entries()) {
      const statements: string[] = [];
      const listening = listen(statements);
      answers.push({ ...said(await show(code, from(`198.51.100.${index}`))), statements });
      listening();
    }
    expect(answers[0]).toMatchObject({ status: 401, code: "code.refused" });
    expect(answers[0]?.statements.length).toBeGreaterThan(5);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  /** Notes the text of every statement, without what was given to it. */
  function listen(statements: string[]): () => void {
    const { connect } = w.ports.db;
    w.ports.db.connect = async () => {
      const client = await connect();
      const query = client.query.bind(client) as (...given: unknown[]) => unknown;
      const note = (...given: unknown[]) => {
        const [what] = given as [string | { text: string }];
        statements.push(typeof what === "string" ? what : what.text);
        return query(...given);
      };
      const release = client.release.bind(client);
      return Object.assign(client, {
        query: note,
        release: (isBroken?: boolean) => {
          Object.assign(client, { query, release });
          release(isBroken);
        },
      });
    };
    return () => Object.assign(w.ports.db, { connect });
  }

  it("counts guesses of a whole /64 together, even all at once, and gives a right one back", async () => {
    const right = await opened();
    await w.asOwner("delete from throttle");
    const guess = (address: string) => show("00000-00000-00000-00000-00000", from(address));
    const replies = await Promise.all(Array.from({ length: 50 }, (_, index) => guess(`2001:db8:7:7::${index + 1}`)));
    expect(replies.filter(({ status }) => status === 401)).toHaveLength(30);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(20);
    const everywhere = [w.ports.seal("throttle", "code.wrong.all\n")];
    expect(await w.asOwner("select count from throttle where key = $1", everywhere)).toEqual([{ count: 30 }]);
    expect(await show(right.code, from("2001:db8:7:7:ffff::1"))).toMatchObject({ status: 429 });
    const other = from("2001:db8:7:8::1");
    for (let times = 0; times < 40; times++) expect((await show(right.code, other)).status).toBe(200);
    await w.advance(601);
    expect((await show(right.code, from("2001:db8:7:7::1"))).status).toBe(200);
    ann = { ...ann, ...(await w.signIn("tenant", ann.email)) };
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
  });

  it("gives each network three tries while somebody guesses from everywhere, and nobody none", async () => {
    const right = await opened();
    await w.asOwner(
      "insert into throttle (key, count, window_ends_at) values ($1, 3000, app.clock() + interval '10 minutes') on conflict (key) do update set count = 3000, window_ends_at = excluded.window_ends_at",
      [w.ports.seal("throttle", "code.wrong.all\n")],
    );
    const guess = (code: string) => show(code, from("203.0.113.9"));
    expect((await guess(right.code)).status).toBe(200);
    for (let times = 0; times < 3; times++) expect((await guess("hello")).status).toBe(401);
    expect((await guess(right.code)).status).toBe(429);
    await w.asOwner("delete from throttle");
  });

  it("never writes a code into a log", async () => {
    const lines: string[] = [];
    const spy = vi.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
    const { code, id } = await opened();
    await show(`${code}0`);
    await show(code.toLowerCase().replaceAll("-", ""));
    await revoke(id);
    await show(code);
    spy.mockRestore();
    const log = lines.join("").toUpperCase();
    expect(lines.length).toBeGreaterThan(8);
    expect(log).toContain("CODE.REFUSED");
    for (const form of [code, code.replaceAll("-", ""), code.slice(0, 11)]) expect(log).not.toContain(form);
  });
});
