import { Mail } from "@q2o/core/mail";
import { MailMessage } from "@q2o/core/outbox/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type World, world } from "./world.ts";

describe("admins", () => {
  let w: World;
  let cookie: string;
  beforeAll(async () => {
    w = await world();
    cookie = (await w.signIn("admin", "admin@example.com")).cookie;
  });
  afterAll(() => w.close());

  const add = (email: string, by = cookie) => w.ask("POST", "/api/admin/admins", { cookie: by, body: { email } });
  const remove = (id: unknown, by = cookie) => w.ask("DELETE", `/api/admin/admins/${id}`, { cookie: by });
  const list = async (query = "") => (await w.ask("GET", `/api/admin/admins${query}`, { cookie })).body;
  const session = (by: string) => w.ask("GET", "/api/admin/auth/session", { cookie: by });
  const gone = { status: 401, body: { code: "session.missing" } };

  it("begin with the one that the installation names", async () => {
    expect(await list()).toMatchObject({
      total: 1,
      items: [{ email: "admin@example.com", isSelf: true, passkeys: 0 }],
    });
  });

  it("are added once, told by mail, and sign in with a code", async () => {
    const added = await add(" Ann@Admins.test");
    expect(added).toMatchObject({ status: 201, body: { email: "ann@admins.test", isSelf: false, lastSeenAt: null } });
    expect(await add("ann@admins.test")).toMatchObject({ status: 409, body: { code: "admin.exists" } });
    const box: { to: string; text: string }[] = [];
    w.ports.mail.send = async (mail) => void box.push(mail);
    const message = MailMessage.parse(w.sent.findLast(({ body }) => body.kind === "admin_added")?.body);
    await w.inside({ type: "platform" }, () => Mail.deliver(message));
    expect(box).toMatchObject([{ to: "ann@admins.test" }]);
    expect(box[0]?.text).not.toMatch(/\b\d{6}\b|adm_/);
    const ann = await w.signIn("admin", "ann@admins.test");
    expect((await w.ask("GET", "/api/admin/tenants", { cookie: ann.cookie })).status).toBe(200);
    expect(await list("?search=ann&sort=email:desc")).toMatchObject({
      total: 1,
      items: [{ email: "ann@admins.test", lastSeenAt: expect.any(String) }],
    });
  });

  it("are removed with their sessions at once, but never by themselves", async () => {
    const { body } = await add("bob@admins.test");
    const bob = await w.signIn("admin", "bob@admins.test");
    expect(await remove(body.id, bob.cookie)).toMatchObject({ status: 409, body: { code: "admin.self" } });
    expect((await remove(body.id)).status).toBe(204);
    expect(await session(bob.cookie)).toMatchObject(gone);
    expect(await remove(body.id)).toMatchObject({ status: 404, body: { code: "admin.missing" } });
    await w.ask("POST", "/api/admin/auth/otp", { body: { email: "bob@admins.test" } });
    const reply = await w.ask("POST", "/api/admin/auth/session", {
      body: { email: "bob@admins.test", code: w.newestCode("bob@admins.test") },
    });
    expect(reply).toMatchObject({ status: 401, body: { code: "otp.refused" } });
  });

  it("stay one at least when two remove each other at once", async () => {
    for (let round = 0; round < 5; round++) {
      await w.asOwner("delete from admin where email <> 'admin@example.com'");
      const { body } = await add(`cat${round}@admins.test`);
      const other = await w.signIn("admin", `cat${round}@admins.test`);
      const [self] = (await list("?search=admin@example")).items as { id: string }[];
      const replies = await Promise.all([remove(body.id), remove(self?.id, other.cookie)]);
      expect(replies.map(({ status }) => status).sort()).toEqual([204, 401]);
      if (replies[1]?.status === 204) {
        await w.asOwner("delete from admin");
        await w.asOwner("insert into admin (id, email) values ($1, 'admin@example.com')", [self?.id]);
        cookie = (await w.signIn("admin", "admin@example.com")).cookie;
      }
    }
  });

  it("are added and removed only by who has just shown who they are", async () => {
    const { body } = await add("dee@admins.test");
    await w.advance(601);
    const stale = { status: 403, body: { code: "step_up.required" } };
    expect(await add("eve@admins.test")).toMatchObject(stale);
    expect(await remove(body.id)).toMatchObject(stale);
    expect((await session(cookie)).status).toBe(200);
  });

  it("see their own sessions and no other admin's", async () => {
    cookie = (await w.signIn("admin", "admin@example.com")).cookie;
    const { body } = await add("fay@admins.test");
    const [one, two] = [await w.signIn("admin", "fay@admins.test"), await w.signIn("admin", "fay@admins.test")];
    const open = async (by: string) =>
      (await w.ask("GET", "/api/admin/auth/sessions", { cookie: by })).body.items as {
        id: string;
        isCurrent: boolean;
      }[];
    expect(await open(one.cookie)).toHaveLength(2);
    const [here] = (await open(one.cookie)).filter(({ isCurrent }) => isCurrent);
    expect(await w.ask("DELETE", `/api/admin/auth/sessions/${here?.id}`, { cookie })).toMatchObject({
      status: 404,
      body: { code: "session.missing" },
    });
    expect((await w.ask("DELETE", "/api/admin/auth/sessions", { cookie: two.cookie })).body).toEqual({ ended: 1 });
    expect(await session(one.cookie)).toMatchObject(gone);
    const [last] = await open(two.cookie);
    expect((await w.ask("DELETE", `/api/admin/auth/sessions/${last?.id}`, { cookie: two.cookie })).status).toBe(204);
    expect(await session(two.cookie)).toMatchObject(gone);
    expect((await remove(body.id)).status).toBe(204);
  });
});
