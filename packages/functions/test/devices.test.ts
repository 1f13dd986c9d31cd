import { createLocalJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { routes } from "../src/api/index.ts";
import { type Reply, type World, world } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };
const said = ({ status, body }: Reply) => ({ status, ...body, requestId: undefined });

type Code = { id: string; code: string };
type Tokens = { device: { id: string; label: string | null }; accessToken: string; refreshToken: string };

describe("devices", () => {
  let w: World;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  let bea: typeof ann;
  let admin: string;
  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
    bea = await w.tenant("Bea");
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
    for (const { tenantId } of [ann, bea]) await onPlan(tenantId, "pln_enterprise");
  });
  afterAll(() => w.close());

  const onPlan = (tenantId: string, planId: string) =>
    w.asOwner("update subscription set plan_id = $2 where tenant_id = $1", [tenantId, planId]);
  const generate = async (body: object = {}, { cookie } = ann) => {
    const reply = await w.ask("POST", "/api/tenant/activation-codes/generate", { cookie, body: { count: 1, ...body } });
    return (reply.body.codes as Code[])[0] as Code;
  };
  const activate = (code: string, fingerprint: string, label?: string, address = "192.0.2.1") =>
    w.ask("POST", "/api/device/activate", {
      body: { code, fingerprint, ...(label ? { label } : {}) },
      headers: { "cloudfront-viewer-address": `${address}:443` },
    });
  const activated = async (code: string, fingerprint = "a machine like others", label?: string): Promise<Tokens> => {
    const reply = await activate(code, fingerprint, label);
    expect(reply.status, reply.text).toBe(200);
    return reply.body as Tokens;
  };
  const refresh = (refreshToken: string, headers: Record<string, string> = {}) =>
    w.ask("POST", "/api/device/refresh", { body: { refreshToken }, headers });
  const policy = (token: string) => w.ask("GET", "/api/device/policy", { token });
  const beat = (token: string) => w.ask("POST", "/api/device/heartbeat", { token });
  const list = async (query = "", { cookie } = ann) =>
    (await w.ask("GET", `/api/tenant/devices?pageSize=50${query}`, { cookie })).body.items as {
      id: string;
      status: string;
      label: string | null;
      revokedReason: string | null;
    }[];
  const refused = { status: 401, body: { code: "device.token_refused" } };

  it("are shown the projects of their own code, and none that is archived or another code's", async () => {
    const [own, other] = [await generate({ maxUses: 2, expiresInDays: 5 }), await generate()];
    const given = async ({ id: codeId }: Code) => {
      const { body } = await w.ask("POST", "/api/tenant/projects", { cookie: ann.cookie, body: brief });
      const path = `/api/tenant/projects/${body.id}`;
      await w.ask("POST", `${path}/assign-activation-code`, { cookie: ann.cookie, body: { codeId } });
      return { id: String(body.id), path };
    };
    const [kept, gone] = [await given(own), await given(own)];
    await given(other);
    const { accessToken } = await activated(own.code);
    const { expiresAt } = (await w.ask("GET", `/api/tenant/activation-codes/${own.id}`, { cookie: ann.cookie })).body;
    expect((await policy(accessToken)).body.limits).toEqual({ maxDevices: null, expiresAt });
    const shown = async () => ((await policy(accessToken)).body.projects as { id: string }[]).map(({ id }) => id);
    expect((await shown()).sort()).toEqual([kept.id, gone.id].sort());
    expect((await w.ask("DELETE", gone.path, { cookie: ann.cookie })).status).toBe(204);
    expect(await shown()).toEqual([kept.id]);
    await w.asOwner(
      `insert into project (tenant_id, id, name, description, objectives, code_id, created_at)
       select $1, 'prj_' || lpad(n::text, 26, '0'), 'P', 'd', 'o', $2, now() - n * interval '1 day' from generate_series(100, 1, -1) n`,
      [ann.tenantId, own.id],
    );
    const newest = Array.from({ length: 99 }, (_, at) => `prj_${String(at + 1).padStart(26, "0")}`);
    expect(await shown()).toEqual([kept.id, ...newest]);
  });

  it("go from a code to a token, a policy and a heartbeat", async () => {
    const { id, code } = await generate({ label: "Counter", maxUses: 2, maxDevices: 5 });
    const { device, accessToken, ...rest } = await activated(
      code.toLowerCase().replaceAll("-", " "),
      "till no1",
      "Till",
    );
    expect(device).toEqual({ id: expect.stringMatching(/^dev_/), label: "Till" });
    expect(rest).toEqual({ expiresInSeconds: 900, refreshToken: expect.any(String) });
    const before = await policy(accessToken);
    expect(before).toMatchObject({
      status: 200,
      body: {
        ...{
          device,
          scopes: ["watch", "comment", "download"],
          projects: [],
          limits: { maxDevices: 5, expiresAt: null },
        },
        tenant: { name: "Ann", logoUrl: null, primaryColor: null, namesPlatform: false },
        intervals: { heartbeatSeconds: 300, refreshSeconds: 840 },
      },
    });
    await w.asOwner("update device set seen_at = seen_at - interval '1 hour'");
    expect((await beat(accessToken)).body).toEqual({ policyVersion: before.body.version, heartbeatSeconds: 300 });
    const heard = await w.asOwner("select id from device where seen_at > app.clock() - interval '1 minute'");
    expect(heard).toEqual([{ id: device.id }]);
    const project = await w.ask("POST", "/api/tenant/projects", { cookie: ann.cookie, body: brief });
    await w.ask("POST", `/api/tenant/projects/${project.body.id}/assign-activation-code`, {
      cookie: ann.cookie,
      body: { codeId: id },
    });
    const { version, projects } = (await policy(accessToken)).body;
    expect(projects).toEqual([{ id: project.body.id, name: brief.name, state: "pending" }]);
    expect((await beat(accessToken)).body.policyVersion).toBe(version);
    expect(version).not.toBe(before.body.version);
    const [shown] = await list("&search=counter");
    expect(shown).toMatchObject({ id: device.id, label: "Till", status: "active", code: { id, label: "Counter" } });
    const details = await w.ask("GET", `/api/tenant/activation-codes/${id}`, { cookie: ann.cookie });
    expect(details.body).toMatchObject({
      devices: [{ id: device.id, status: "active" }],
      lastSeenAt: expect.any(String),
    });
  });

  it("are the same again on the same code, and void what they had before without harm", async () => {
    const { code } = await generate({ maxDevices: 1 });
    const first = await activated(code, "the one machine");
    const last = (await refresh(first.refreshToken)).body as Tokens;
    const named = await activated(code, "the one machine", " Named ");
    const again = await activated(code, " the one machine ", " ");
    for (const { device } of [named, again]) expect(device).toEqual({ id: first.device.id, label: "Named" });
    // Activated twice more, and not exchanged since.
    expect(again.refreshToken.split(".").slice(2, 4)).toEqual(["2", "0"]);
    for (const { refreshToken } of [last, named]) expect(await refresh(refreshToken)).toMatchObject(refused);
    expect((await refresh(again.refreshToken)).status).toBe(200);
    const other = await generate();
    expect((await activated(other.code, "the one machine")).device.id).not.toBe(first.device.id);
  });

  it("get in by a live code alone, and every refusal is one", async () => {
    const [expired, revoked, blind] = [await generate(), await generate(), await generate({ scopes: ["download"] })];
    await w.asOwner("update activation_code set expires_at = app.clock() where id = $1", [expired.id]);
    await w.ask("DELETE", `/api/tenant/activation-codes/${revoked.id}`, { cookie: ann.cookie });
    const answers = [];
    for (const code of [expired.code, revoked.code, blind.code, "00000-00000-00000-00000-00000", "hello"])
      answers.push(said(await activate(code, "some machine", undefined, "192.0.2.77")));
    expect(answers[0]).toMatchObject({ status: 401, code: "code.refused" });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const client = await w.ask("POST", "/api/public/activate-project", { body: { code: "hello" } });
    expect(said(client)).toEqual(answers[0]);
    for (let times = 5; times < 30; times++) await activate("hello", "some machine", undefined, "192.0.2.77");
    // One limit for both doors.
    expect(await activate("hello", "some machine", undefined, "192.0.2.77")).toMatchObject({ status: 429 });
    const headers = { "cloudfront-viewer-address": "192.0.2.77:443" };
    expect(await w.ask("POST", "/api/public/activate-project", { body: { code: "hello" }, headers })).toMatchObject({
      status: 429,
    });
  });

  it("say where an input is wrong", async () => {
    const reply = await w.ask("POST", "/api/device/activate", {
      body: { fingerprint: " 7 signs ", label: "x".repeat(101) },
    });
    expect(reply).toMatchObject({ status: 400, body: { code: "input.invalid" } });
    expect((reply.body.errors as { path: string }[]).map(({ path }) => path).sort()).toEqual([
      "code",
      "fingerprint",
      "label",
    ]);
    for (const token of ["", "x".repeat(501)])
      expect(await refresh(token)).toMatchObject({ status: 400, body: { errors: [{ path: "refreshToken" }] } });
  });

  it("are as many as their code says and not one more, of thirty that come at once", async () => {
    const { id, code } = await generate({ maxDevices: 3 });
    const replies = await Promise.all(Array.from({ length: 30 }, (_, index) => activate(code, `machine no. ${index}`)));
    const letIn = replies.filter(({ status }) => status === 200);
    expect(letIn).toHaveLength(3);
    for (const reply of replies.filter(({ status }) => status !== 200))
      expect(reply).toMatchObject({ status: 403, body: { code: "quota.devices" } });
    const [one] = letIn.map(({ body }) => (body as Tokens).device.id);
    expect((await w.ask("DELETE", `/api/tenant/devices/${one}`, { cookie: ann.cookie })).status).toBe(204);
    const next = await Promise.all(Array.from({ length: 10 }, (_, index) => activate(code, `later machine ${index}`)));
    expect(next.filter(({ status }) => status === 200)).toHaveLength(1);
    const alive = await w.asOwner("select id from device where code_id = $1 and revoked_at is null", [id]);
    expect(alive).toHaveLength(3);
  });

  it("are as many as the plan has over all codes, of twenty that come at once", async () => {
    const cay = await w.tenant("Cay");
    await onPlan(cay.tenantId, "pln_starter");
    const codes = [await generate({}, cay), await generate({}, cay), await generate({}, cay)];
    const replies = await Promise.all(
      Array.from({ length: 21 }, (_, index) => activate(codes[index % 3]?.code ?? "", `machine no. ${index}`)),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(replies.filter(({ body }) => body.code === "quota.devices")).toHaveLength(18);
    // What ends with its code leaves its place to another.
    for (const { id } of codes.slice(1))
      await w.ask("DELETE", `/api/tenant/activation-codes/${id}`, { cookie: cay.cookie });
    const kept = (await list("&status=active", cay)).length;
    const later = await Promise.all(
      Array.from({ length: 6 }, (_, index) => activate(codes[0]?.code ?? "", `later machine ${index}`)),
    );
    expect(later.filter(({ status }) => status === 200)).toHaveLength(3 - kept);
  });

  /** Changes something, but not for others to see until somebody waits for it, who is asked meanwhile. */
  const askedDuring = async (change: string, ask: () => Promise<Reply>) => {
    const mine = "from pg_stat_activity where datname = current_database()";
    const changed = w.asOwner(`do $$ begin
      ${change};
      for i in 1..2000 loop
        perform pg_sleep(0.01), pg_stat_clear_snapshot();
        exit when exists (select 1 from pg_locks where not granted and pid in (select pid ${mine}));
      end loop; end $$`);
    const hasBegun = async () => (await w.asOwner(`select 1 ${mine} and wait_event = 'PgSleep'`)).length > 0;
    await vi.waitUntil(hasBegun, { timeout: 20_000 });
    const reply = await ask();
    await changed;
    return reply;
  };

  it("do not get in with a code that is being revoked at that moment", async () => {
    const { id, code } = await generate();
    const reply = await askedDuring(`update activation_code set revoked_at = now() where id = '${id}'`, () =>
      activate(code, "a late machine"),
    );
    expect(reply).toMatchObject({ status: 401, body: { code: "code.refused" } });
    expect(await w.asOwner("select id from device where code_id = $1", [id])).toEqual([]);
  });

  it.each(["revoked_at = now(), revoked_reason = 'member'", "family = family + 1"])(
    "get no further pair while they end or begin anew: %s",
    async (change) => {
      const { device, refreshToken } = await activated((await generate()).code);
      const reply = await askedDuring(`update device set ${change} where id = '${device.id}'`, () =>
        refresh(refreshToken),
      );
      expect(reply).toMatchObject(refused);
      expect(await w.asOwner("select generation from device where id = $1", [device.id])).toEqual([{ generation: 0 }]);
    },
  );

  it("come once, however often the same one comes at the same moment", async () => {
    const { id, code } = await generate({ maxDevices: 1 });
    const replies = await Promise.all(Array.from({ length: 8 }, () => activate(code, "a hurried machine")));
    expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(await w.asOwner("select family from device where code_id = $1", [id])).toEqual([{ family: 7 }]);
  });

  it("exchange a refresh token once; who comes with an old one ends the device", async () => {
    const { code } = await generate();
    const first = await activated(code);
    const second = (await refresh(first.refreshToken)).body as Tokens;
    expect(second.device).toEqual(first.device);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const third = (await refresh(second.refreshToken)).body as Tokens;
    expect((await policy(third.accessToken)).status).toBe(200);
    expect(await refresh(first.refreshToken)).toMatchObject(refused);
    for (const { accessToken } of [first, second, third]) expect(await policy(accessToken)).toMatchObject(refused);
    expect(await refresh(third.refreshToken)).toMatchObject(refused);
    const [shown] = await list(`&search=${code.slice(-5)}`);
    expect(shown).toMatchObject({ id: first.device.id, status: "revoked", revokedReason: "reuse" });
    const events = await w.asOwner("select type, actor_type, is_audit from event where subject_id = $1 order by id", [
      first.device.id,
    ]);
    expect(events.map(({ type }) => type)).toEqual([
      "device.activated",
      "device.refreshed",
      "device.refreshed",
      "device.reused",
    ]);
    for (const event of events) expect(event).toMatchObject({ actor_type: "device", is_audit: true });
    expect(await activate(code, "a machine like others")).toMatchObject({
      status: 403,
      body: { code: "device.revoked" },
    });
  });

  it("that are right away copied are found out at the very next exchange", async () => {
    const first = await activated((await generate()).code);
    const second = (await refresh(first.refreshToken)).body as Tokens;
    expect(await refresh(first.refreshToken)).toMatchObject(refused);
    expect(await refresh(second.refreshToken)).toMatchObject(refused);
  });

  it("of ten exchanges at once get one, and live on with it", async () => {
    for (let round = 0; round < 3; round++) {
      const { refreshToken } = await activated((await generate()).code);
      const replies = await Promise.all(Array.from({ length: 10 }, () => refresh(refreshToken)));
      expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(401)]);
      const won = replies.find(({ status }) => status === 200)?.body as Tokens;
      expect((await policy(won.accessToken)).status).toBe(200);
      expect((await refresh(won.refreshToken)).status).toBe(200);
    }
  });

  it("live on when the token just exchanged comes while that was at work, and end when an older one does", async () => {
    const { id, code } = await generate();
    const first = await activated(code);
    const second = (await refresh(first.refreshToken)).body as Tokens;
    const third = (await refresh(second.refreshToken)).body as Tokens;
    expect([first, second, third].map(({ refreshToken }) => refreshToken.split(".")[3])).toEqual(["0", "1", "2"]);
    const later = "exchanged_at > seen_at as later from device where code_id = $1";
    expect(await w.asOwner(`select ${later}`, [id]), "not when its transaction began").toEqual([{ later: true }]);
    // Whoever comes now came before that was done.
    await w.asOwner("update device set exchanged_at = exchanged_at + interval '1 hour' where code_id = $1", [id]);
    expect(await refresh(second.refreshToken)).toMatchObject(refused);
    expect((await policy(third.accessToken)).status).toBe(200);
    expect(await refresh(first.refreshToken)).toMatchObject(refused);
    expect(await policy(third.accessToken)).toMatchObject(refused);
  });

  it("get a lost answer again with the key that they asked with", async () => {
    const { refreshToken } = await activated((await generate()).code);
    const headers = { "idempotency-key": `once-${refreshToken.slice(-8)}` };
    const [first, again] = [await refresh(refreshToken, headers), await refresh(refreshToken, headers)];
    expect(again.body).toEqual(first.body);
    expect((await refresh((first.body as Tokens).refreshToken)).status).toBe(200);
  });

  it("are refused with refresh tokens that were never given", async () => {
    const { refreshToken } = await activated((await generate()).code);
    const [tenantId, deviceId, family, generation, mac] = refreshToken.split(".");
    const forged = [
      [bea.tenantId, deviceId, family, generation, mac],
      [tenantId, deviceId, family, "1", mac],
      [tenantId, deviceId, "1", generation, mac],
      [tenantId, deviceId, family, generation, mac?.replace(/.$/, (last) => (last === "0" ? "1" : "0"))],
      [tenantId, deviceId, family, generation],
    ].map((parts) => parts.join("."));
    for (const token of [...forged, "x", `${refreshToken} `]) expect(await refresh(token)).toMatchObject(refused);
    expect((await refresh(refreshToken)).status).toBe(200);
  });

  it("end at once with their code, by a member, by an admin, and with the code's time", async () => {
    const ends: [string, (id: string, codeId: string) => Promise<unknown>, string, string | null][] = [
      [
        "code",
        (_, codeId) => w.ask("DELETE", `/api/tenant/activation-codes/${codeId}`, { cookie: ann.cookie }),
        "revoked",
        "code",
      ],
      ["member", (id) => w.ask("DELETE", `/api/tenant/devices/${id}`, { cookie: ann.cookie }), "revoked", "member"],
      ["admin", (id) => w.ask("DELETE", `/api/admin/devices/${id}`, { cookie: admin }), "revoked", "admin"],
      [
        "time",
        (_, codeId) => w.asOwner("update activation_code set expires_at = app.clock() where id = $1", [codeId]),
        "expired",
        null,
      ],
    ];
    const bystander = await activated((await generate()).code);
    for (const [what, end, status, revokedReason] of ends) {
      const { id, code } = await generate();
      const { device, accessToken, refreshToken } = await activated(code, `ends by ${what}`);
      expect((await beat(accessToken)).status).toBe(200);
      await end(device.id, id);
      expect(await beat(accessToken), what).toMatchObject(refused);
      expect(await policy(accessToken), what).toMatchObject(refused);
      expect(await refresh(refreshToken), what).toMatchObject(refused);
      expect((await beat(bystander.accessToken)).status, what).toBe(200);
      const [shown] = await list(`&search=${code.slice(-5)}&status=${status}`);
      const revokedAt = status === "revoked" ? expect.any(String) : null;
      expect(shown, what).toMatchObject({ id: device.id, status, revokedReason, revokedAt });
    }
  });

  it("are revoked once, by who may, and stay so", async () => {
    const { id, code } = await generate();
    const { device } = await activated(code, "to be revoked");
    const remove = (cookie: string, isRepeat?: true) =>
      w.ask("DELETE", `/api/tenant/devices/${device.id}`, { cookie, ...(isRepeat ? { isRepeat } : {}) });
    expect(await remove(bea.cookie)).toMatchObject({ status: 404, body: { code: "device.missing" } });
    await w.asOwner("update member set role = 'viewer' where tenant_id = $1", [ann.tenantId]);
    expect(await remove(ann.cookie)).toMatchObject({ status: 403, body: { code: "role.not_allowed" } });
    await w.asOwner("update member set role = 'owner' where tenant_id = $1", [ann.tenantId]);
    expect((await remove(ann.cookie)).status).toBe(204);
    expect((await remove(ann.cookie, true)).status).toBe(204);
    const again = await w.ask("DELETE", `/api/admin/devices/${device.id}`, { cookie: admin, isRepeat: true });
    expect(again.status).toBe(204);
    expect(await list(`&search=${code.slice(-5)}`)).toMatchObject([{ revokedReason: "member" }]);
    const ended = "select actor_type from event where subject_id = $1 and type = 'device.revoked'";
    expect(await w.asOwner(ended, [device.id])).toEqual([{ actor_type: "tenant" }]);
    expect(await activate(code, "to be revoked")).toMatchObject({ status: 403, body: { code: "device.revoked" } });
    await w.ask("DELETE", `/api/tenant/activation-codes/${id}`, { cookie: ann.cookie });
    expect(await list(`&search=${code.slice(-5)}`)).toMatchObject([{ revokedReason: "member" }]);
    const missing = await w.ask("DELETE", "/api/admin/devices/dev_01JQZ3M8S4T6V8X0Z2B4D6F8H0", { cookie: admin });
    expect(missing).toMatchObject({ status: 404, body: { code: "device.missing" } });
  });

  it("that were silent for thirty days come again as the same, if there is room", async () => {
    const { id, code } = await generate({ maxDevices: 1 });
    const first = await activated(code, "a silent machine");
    const lives = `select refresh_expires_at - seen_at = interval '30 days' as a_month, seen_at > app.clock() - interval '1 hour' as now from device`;
    const isHeard = async () =>
      expect(await w.asOwner(`${lives} where code_id = $1`, [id])).toEqual([{ a_month: true, now: true }]);
    await isHeard();
    const silent = "update device set seen_at = seen_at - interval '9 days', refresh_expires_at = app.clock()";
    await w.asOwner(`${silent} + interval '1 minute' where code_id = $1`, [id]);
    const next = (await refresh(first.refreshToken)).body as Tokens;
    await isHeard();
    await w.asOwner(`${silent} where code_id = $1`, [id]);
    expect(await refresh(next.refreshToken)).toMatchObject(refused);
    const silentOnes = [{ id: first.device.id, status: "expired" }];
    expect(await list(`&status=expired&search=${code.slice(-5)}`)).toMatchObject(silentOnes);
    const other = await activated(code, "another machine");
    expect(await activate(code, "a silent machine")).toMatchObject({ status: 403, body: { code: "quota.devices" } });
    await w.ask("DELETE", `/api/tenant/devices/${other.device.id}`, { cookie: ann.cookie });
    expect((await activated(code, "a silent machine")).device.id).toBe(first.device.id);
  });

  it("are listed to admins by tenant, status and words, and counted on the dashboard", async () => {
    const { code } = await generate({}, bea);
    const { device } = await activated(code, "the machine of Bea", "Bea's till");
    const all = (query: string) => w.ask("GET", `/api/admin/devices?${query}`, { cookie: admin });
    const found = await all(`tenantId=${bea.tenantId}&status=active&search=bea%27s`);
    expect(found.body).toMatchObject({
      total: 1,
      items: [{ id: device.id, tenant: { id: bea.tenantId, name: "Bea" } }],
    });
    expect((await all(`tenantId=${bea.tenantId}&status=revoked`)).body).toMatchObject({ total: 0 });
    expect((await all("search=nothing+like+it")).body).toMatchObject({ total: 0, items: [] });
    const { code: row } = await generate({ label: "Rowing" }, bea);
    for (const label of ["Zeta", "Alpha", "Mid"]) await activated(row, `a machine called ${label}`, label);
    for (const [sort, order] of [
      ["createdAt:asc", "created_at, id"],
      ["createdAt:desc", "created_at desc, id desc"],
      ["seenAt:desc", "seen_at desc, id desc"],
      ["label:asc", "label, id"],
    ])
      for (const [question, where] of [
        ["search=rowing", "label in ('Zeta', 'Alpha', 'Mid')"],
        ["pageSize=50", "true"],
        [`tenantId=${bea.tenantId}`, `tenant_id = '${bea.tenantId}'`],
      ]) {
        const wanted = await w.asOwner(`select id from device where ${where} order by ${order} limit 50`);
        const { items } = (await all(`${question}&sort=${sort}`)).body as { items: { id: string }[] };
        expect(
          items.map(({ id }) => ({ id })),
          `${question}&sort=${sort}`,
        ).toEqual(wanted);
      }
    const [counted] = await w.asOwner("select count(*)::int as total from device");
    expect((await all("pageSize=10&page=2&sort=seenAt:asc")).body).toMatchObject({ total: counted?.total, page: 2 });
    expect((await w.ask("GET", "/api/admin/dashboard", { cookie: admin })).body).toMatchObject({ devices: counted });
  });

  it("leave no fingerprint, token or code in the database or a log", async () => {
    const lines: string[] = [];
    const spy = vi.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
    const { code } = await generate();
    const { accessToken, refreshToken } = await activated(code, "fingerprint-4711");
    const next = (await refresh(refreshToken)).body as Tokens;
    await refresh(refreshToken);
    spy.mockRestore();
    const stored = JSON.stringify([
      ...(await w.asOwner("select to_jsonb(d) as row from device d")),
      ...(await w.asOwner("select to_jsonb(e) as row from event e")),
    ]);
    const macs = [refreshToken, next.refreshToken].map((token) => token.split(".")[4] ?? "");
    for (const secret of ["fingerprint-4711", code, accessToken, ...macs])
      for (const place of [stored, lines.join("")]) expect(place).not.toContain(secret);
  });

  it("open no door but their own with what they hold", async () => {
    const { accessToken, refreshToken } = await activated((await generate()).code);
    const closed = routes.filter(({ door, method }) => !["public", "device"].includes(door) && method === "get");
    expect(closed.length).toBeGreaterThan(20);
    for (const { path } of closed)
      for (const token of [accessToken, refreshToken])
        expect(await w.ask("GET", path, { token, cookie: `q2o_tenant=${token}` }), path).toMatchObject({ status: 401 });
    for (const token of [refreshToken, ann.cookie.split("=")[1] ?? ""])
      expect(await policy(token)).toMatchObject(refused);
    expect(await w.ask("POST", "/api/runner/heartbeat", { token: accessToken })).toMatchObject({ status: 401 });
  });

  it("show tokens that anybody can check with the published keys, for fifteen minutes", async () => {
    const { device, accessToken } = await activated((await generate()).code);
    const { body, text } = await w.ask("GET", "/api/device/keys");
    expect(Object.keys((body.keys as object[])[0] ?? {}).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
    const keys = createLocalJWKSet(JSON.parse(text));
    const checked = await jwtVerify(accessToken, keys, { issuer: w.site, audience: `${w.site}/api/device` });
    expect(checked.protectedHeader).toMatchObject({ alg: "EdDSA" });
    expect(checked.payload).toMatchObject({ sub: device.id, tenant: ann.tenantId });
    expect((checked.payload.exp ?? 0) - (checked.payload.iat ?? 0)).toBe(900);
    expect(checked.payload.iat).toBe(Math.trunc(checked.payload.iat ?? 0));
    for (const token of ["", "x", `${accessToken}x`, accessToken.split(".").slice(0, 2).join(".")])
      expect(await policy(token)).toMatchObject(refused);
    await w.advance(890);
    expect((await beat(accessToken)).status).toBe(200);
    await w.advance(20);
    expect(await beat(accessToken)).toMatchObject(refused);
  });
});
