import { Mail } from "@q2o/core/mail";
import { MailMessage } from "@q2o/core/outbox/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Reply, type World, world } from "./world.ts";

type Sent = { to: string; subject: string; text: string };
type Line = { id: string; email: string; role: string; status: string };

describe("members of a tenant", () => {
  let w: World;
  let bea: Awaited<ReturnType<World["tenant"]>>;
  let box: Sent[] = [];
  beforeAll(async () => {
    w = await world();
    w.ports.mail.send = async (mail) => void box.push(mail);
    bea = await w.tenant("Bea");
  });
  afterAll(() => w.close());

  type Someone = { cookie: string };
  const list = async ({ cookie }: Someone, query = "") =>
    (await w.ask("GET", `/api/tenant/members${query}`, { cookie })).body.items as Line[];
  const invite = ({ cookie }: Someone, body: object) => w.ask("POST", "/api/tenant/members", { cookie, body });
  const change = ({ cookie }: Someone, id: string, body: object) =>
    w.ask("PUT", `/api/tenant/members/${id}`, { cookie, body });
  const remove = ({ cookie }: Someone, id: string) => w.ask("DELETE", `/api/tenant/members/${id}`, { cookie });
  const session = ({ cookie }: Someone) => w.ask("GET", "/api/tenant/auth/session", { cookie });
  /** Sends what waits for the mailer. @returns the mails */
  const deliver = async (kind: string): Promise<Sent[]> => {
    box = [];
    const message = MailMessage.parse(w.sent.findLast(({ body }) => body.kind === kind)?.body);
    await w.inside({ type: "platform" }, () => Mail.deliver(message));
    return box;
  };
  const join = async (owner: Someone, email: string, role: string) => {
    const invited = await invite(owner, { email, role });
    expect(invited.status).toBe(201);
    const { cookie } = await w.signIn("tenant", email);
    return { id: String(invited.body.id), email, cookie };
  };
  const said = ({ status, body }: Reply) => ({ status, ...body, requestId: undefined });
  const gone = { status: 401, body: { code: "session.missing" } };

  it("are invited by mail, join with their first code and are listed with where they stand", async () => {
    const ann = await w.tenant("Ann");
    const invited = await invite(ann, { email: " Cleo@Example.test ", role: "builder", name: "Cleo" });
    expect(invited).toMatchObject({
      status: 201,
      body: {
        email: "cleo@example.test",
        role: "builder",
        name: "Cleo",
        status: "invited",
        joinedAt: null,
        lastSeenAt: null,
      },
    });
    const [mail] = await deliver("invitation");
    expect(mail).toMatchObject({ to: "cleo@example.test", subject: "You are invited to Ann" });
    expect(mail?.text).toContain("ann@example.test invites you");
    expect(mail?.text).toContain(`${w.site}/app/sign-in?tenant=ann`);
    expect(mail?.text).not.toMatch(/\b\d{6}\b|([0-9A-Z]{5}-){2}|mem_|ten_/);
    const cleo = await w.signIn("tenant", "cleo@example.test");
    expect(cleo.reply.body).toMatchObject({ tenant: { id: ann.tenantId }, member: { role: "builder" } });
    const members = await list(cleo);
    expect(members).toMatchObject([
      { email: "ann@example.test", role: "owner", status: "active", isSelf: false, lastSeenAt: expect.any(String) },
      { email: "cleo@example.test", role: "builder", status: "active", isSelf: true, lastSeenAt: expect.any(String) },
    ]);
    expect(await list(ann, "?status=invited")).toEqual([]);
    expect(await list(ann, "?search=cle&role=builder")).toHaveLength(1);
    expect(await list(bea)).toHaveLength(1);
    // Who has joined needs no further invitation, and the mail of the first says nothing any more.
    expect(
      await w.ask("POST", `/api/tenant/members/${invited.body.id}/invite-again`, { cookie: ann.cookie, body: {} }),
    ).toMatchObject({ status: 409, body: { code: "member.joined" } });
    expect(await deliver("invitation")).toEqual([]);
  });

  it("are invited once, even by two at the same moment", async () => {
    const owner = await w.tenant("Once");
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => invite(owner, { email: "dan@example.test", role: "viewer" })),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const reply of replies.filter(({ status }) => status !== 201))
      expect(reply).toMatchObject({ status: 409, body: { code: "member.exists", errors: [{ path: "email" }] } });
    // Elsewhere the same address is somebody new.
    expect((await invite(bea, { email: "dan@example.test", role: "viewer" })).status).toBe(201);
    const dan = await w.ask("POST", "/api/tenant/auth/otp", { body: { email: "dan@example.test" } });
    expect(dan.status).toBe(202);
    const show = (tenantSlug?: string) =>
      w.ask("POST", "/api/tenant/auth/session", {
        body: { email: "dan@example.test", code: w.newestCode("dan@example.test"), tenantSlug },
      });
    expect(await show()).toMatchObject({ status: 409, body: { code: "tenant.ambiguous" } });
    expect(await show("bea")).toMatchObject({ status: 200, body: { tenant: { slug: "bea" } } });
  });

  it("are changed and removed by owners alone", async () => {
    const owner = await w.tenant("Roles");
    for (const role of ["builder", "billing", "viewer"]) {
      const other = await join(owner, `${role}@roles.test`, role);
      const refused = { status: 403, body: { code: "role.not_allowed" } };
      expect(await invite(other, { email: "x@roles.test", role: "viewer" })).toMatchObject(refused);
      expect(await change(other, other.id, { role: "owner" })).toMatchObject(refused);
      expect(await remove(other, other.id)).toMatchObject(refused);
      expect(await w.ask("GET", `/api/tenant/members/${other.id}/sessions`, { cookie: other.cookie })).toMatchObject(
        refused,
      );
      expect(
        await w.ask("POST", `/api/tenant/members/${other.id}/invite-again`, { cookie: other.cookie, body: {} }),
      ).toMatchObject(refused);
      expect(await list(other)).toHaveLength((await list(owner)).length);
    }
  });

  it("have their role from the very next request on", async () => {
    const owner = await w.tenant("Swift");
    const eve = await join(owner, "eve@swift.test", "builder");
    const generate = () =>
      w.ask("POST", "/api/tenant/activation-codes/generate", { cookie: eve.cookie, body: { count: 1 } });
    expect((await generate()).status).toBe(201);
    expect(await change(owner, eve.id, { role: "viewer" })).toMatchObject({ status: 200, body: { role: "viewer" } });
    expect(await generate()).toMatchObject({ status: 403, body: { code: "role.not_allowed" } });
    expect(await change(owner, eve.id, { name: "Eve" })).toMatchObject({ body: { role: "viewer", name: "Eve" } });
    expect(await change(owner, eve.id, { name: "" })).toMatchObject({ body: { name: null } });
  });

  it("are signed out everywhere the moment they are removed, and get no more mail", async () => {
    const owner = await w.tenant("Leaves");
    const fay = await join(owner, "fay@leaves.test", "builder");
    const again = await w.signIn("tenant", fay.email);
    const sessions = await w.ask("GET", `/api/tenant/members/${fay.id}/sessions`, { cookie: owner.cookie });
    expect(sessions.body.items).toHaveLength(2);
    expect((await remove(owner, fay.id)).status).toBe(204);
    for (const cookie of [fay.cookie, again.cookie]) expect(await session({ cookie })).toMatchObject(gone);
    expect(await remove(owner, fay.id)).toMatchObject({ status: 404, body: { code: "member.missing" } });
    await w.ask("POST", "/api/tenant/auth/otp", { body: { email: fay.email } });
    expect(await deliver("one_time_code")).toEqual([]);
    const [row] = await w.asOwner(
      "select count(*)::int as open from session where member_id = $1 and ended_at is null",
      [fay.id],
    );
    expect(row).toEqual({ open: 0 });
  });

  it("of another tenant read as unknown", async () => {
    const ann = await w.tenant("Apart");
    const [stranger] = await list(bea);
    const foreign = await change(ann, stranger?.id ?? "", { role: "viewer" });
    expect(foreign).toMatchObject({ status: 404, body: { code: "member.missing" } });
    expect(said(await change(ann, "mem_01JQZ3M8S4T6V8X0Z2B4D6F8H0", { role: "viewer" }))).toEqual(said(foreign));
    expect(said(await remove(ann, stranger?.id ?? ""))).toEqual(said(foreign));
    const theirs = await w.ask("GET", "/api/tenant/auth/sessions", { cookie: bea.cookie });
    const [open] = theirs.body.items as { id: string }[];
    expect(await w.ask("DELETE", `/api/tenant/auth/sessions/${open?.id}`, { cookie: ann.cookie })).toMatchObject({
      status: 404,
      body: { code: "session.missing" },
    });
    expect((await session(bea)).status).toBe(200);
  });

  it("keep one owner who has joined", async () => {
    const owner = await w.tenant("Last");
    const [self] = await list(owner);
    const id = self?.id ?? "";
    const kept = { status: 409, body: { code: "member.last_owner" } };
    expect(await remove(owner, id)).toMatchObject(kept);
    expect(await change(owner, id, { role: "viewer" })).toMatchObject(kept);
    const invited = await invite(owner, { email: "gus@last.test", role: "owner" });
    expect(await remove(owner, id)).toMatchObject(kept);
    const gus = await w.signIn("tenant", "gus@last.test");
    expect((await change(owner, id, { role: "viewer" })).status).toBe(200);
    expect(await remove(gus, String(invited.body.id))).toMatchObject(kept);
  });

  it("keep one owner when two remove or demote each other at once", async () => {
    for (let round = 0; round < 6; round++) {
      const one = await w.tenant(`Pair${round}`);
      const two = await join(one, `two${round}@pair.test`, "owner");
      const members = await list(one);
      const idOf = (email: string) => members.find((member) => member.email === email)?.id ?? "";
      const out = (who: Someone, id: string) => (round % 2 ? remove(who, id) : change(who, id, { role: "viewer" }));
      await Promise.all([out(one, idOf(two.email)), out(two, idOf(one.email)), out(one, idOf(one.email))]);
      const [row] = await w.asOwner(
        "select count(*)::int as owners from member where tenant_id = $1 and role = 'owner'",
        [one.tenantId],
      );
      expect(row).toEqual({ owners: 1 });
    }
  });

  it("are not invited without end, and a refused invitation leaves nobody behind", async () => {
    const owner = await w.tenant("Spam");
    const again = async (id: string) =>
      w.ask("POST", `/api/tenant/members/${id}/invite-again`, { cookie: owner.cookie, body: {} });
    const hal = String((await invite(owner, { email: "hal@spam.test", role: "viewer" })).body.id);
    for (let times = 0; times < 4; times++) expect((await again(hal)).status).toBe(200);
    expect(await again(hal)).toMatchObject({ status: 429, body: { code: "rate.limited" } });
    let reply: Reply | undefined;
    let asked = 0;
    for (; asked < 60 && reply?.status !== 429; asked++)
      reply = await invite(owner, { email: `guest${asked}@spam.test`, role: "viewer" });
    expect(reply).toMatchObject({ status: 429, body: { code: "rate.limited" } });
    expect(Number(reply?.headers.get("retry-after"))).toBeGreaterThan(3_600);
    expect(await list(owner, `?search=guest${asked - 1}`)).toEqual([]);
    expect((await invite(bea, { email: "guest@spam.test", role: "viewer" })).status).toBe(201);
  });

  it("see where they are signed in and end it there, one by one or all but here", async () => {
    const owner = await w.tenant("Sessions");
    const ivy = await join(owner, "ivy@sessions.test", "viewer");
    const second = await w.signIn("tenant", ivy.email);
    const third = await w.signIn("tenant", ivy.email);
    const open = async ({ cookie }: Someone) =>
      (await w.ask("GET", "/api/tenant/auth/sessions", { cookie })).body.items as { id: string; isCurrent: boolean }[];
    const end = ({ cookie }: Someone, id: string) => w.ask("DELETE", `/api/tenant/auth/sessions/${id}`, { cookie });
    expect(await open(ivy)).toHaveLength(3);
    expect((await open(ivy)).filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
    const here = (await open(second)).find(({ isCurrent }) => isCurrent)?.id ?? "";
    expect((await end(ivy, here)).status).toBe(204);
    expect(await session(second)).toMatchObject(gone);
    expect(await end(ivy, here)).toMatchObject({ status: 404, body: { code: "session.missing" } });
    // A member ends no one else's; an owner does.
    const ofOwner = (await open(owner))[0]?.id ?? "";
    expect(await end(ivy, ofOwner)).toMatchObject({ status: 404, body: { code: "session.missing" } });
    const ofThird = (await open(third)).find(({ isCurrent }) => isCurrent)?.id ?? "";
    expect((await end(owner, ofThird)).status).toBe(204);
    expect(await session(third)).toMatchObject(gone);
    const fourth = await w.signIn("tenant", ivy.email);
    expect(await w.ask("DELETE", "/api/tenant/auth/sessions", { cookie: ivy.cookie })).toMatchObject({
      status: 200,
      body: { ended: 1 },
    });
    expect(await session(fourth)).toMatchObject(gone);
    expect((await session(ivy)).status).toBe(200);
    expect((await session(owner)).status).toBe(200);

    // The latest of more than anybody looks at, and none that was silent for too long.
    await w.asOwner(
      `insert into session (id, realm, token_hash, tenant_id, member_id, seen_at, expires_at)
       select 'ses_' || lpad(n::text, 26, '0'), 'tenant', 'of ivy ' || n, tenant_id, id, app.clock() - n % 7 * interval '1 minute',
         app.clock() + interval '1 hour' from member, generate_series(1, 105) n where id = $1`,
      [ivy.id],
    );
    const ids = async (order: string) =>
      (
        await w.asOwner(`select id from session where member_id = $1 and ended_at is null order by ${order}`, [ivy.id])
      ).map(({ id }) => id);
    expect((await open(ivy)).map(({ id }) => id)).toEqual((await ids("seen_at desc, id desc")).slice(0, 100));
    await w.asOwner(
      "update session set seen_at = app.clock() - interval '30 minutes' where token_hash like 'of ivy %' and token_hash not like '%2'",
    );
    const silent = `ses_${"1".padStart(26, "0")}`;
    expect(await end(ivy, silent)).toMatchObject({ status: 404, body: { code: "session.missing" } });
    expect(await open(ivy)).toHaveLength(12);
    expect(await w.ask("DELETE", "/api/tenant/auth/sessions", { cookie: ivy.cookie })).toMatchObject({
      body: { ended: 11 },
    });
    // A client's is nobody's to end: its code is.
    await w.asOwner(
      `insert into session (id, realm, token_hash, tenant_id, code_id, project_id, expires_at)
       select 'ses_' || repeat('C', 26), 'client', 'c', tenant_id, 'cod', 'prj', app.clock() + interval '1 hour' from member where id = $1`,
      [ivy.id],
    );
    expect(await end(owner, `ses_${"C".repeat(26)}`)).toMatchObject({ status: 404, body: { code: "session.missing" } });
  });
});
