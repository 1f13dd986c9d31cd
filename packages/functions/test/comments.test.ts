import { Mail } from "@q2o/core/mail";
import { MailMessage } from "@q2o/core/outbox/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cookieOf, type Reply, type World, world } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };
const said = ({ status, body }: Reply) => ({ status, ...body, requestId: undefined });

type Item = { id: string; text: string; author: { type: string; name: string; isSelf: boolean } };
const itemsOf = (reply: Reply) => reply.body.items as Item[];

describe("comments", () => {
  let w: World;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  let bea: typeof ann;
  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
    bea = await w.tenant("Bea");
  });
  afterAll(() => w.close());

  /** A project with a client who came with its code. */
  const opened = async (tenant = ann, { scopes, ...over }: { scopes?: string[]; clientName?: string } = {}) => {
    const { cookie } = tenant;
    const project = await w.ask("POST", "/api/tenant/projects", { cookie, body: { ...brief, ...over } });
    const made = await w.ask("POST", "/api/tenant/activation-codes/generate", {
      cookie,
      body: { count: 1, ...(scopes ? { scopes } : {}) },
    });
    const [code] = made.body.codes as { id: string; code: string }[];
    const projectId = String(project.body.id);
    const path = `/api/tenant/projects/${projectId}`;
    await w.ask("POST", `${path}/assign-activation-code`, { cookie, body: { codeId: code?.id } });
    const arrived = await w.ask("POST", "/api/public/activate-project", { body: { code: code?.code } });
    return { projectId, codeId: code?.id ?? "", client: cookieOf(arrived), member: cookie };
  };
  type Opened = Awaited<ReturnType<typeof opened>>;
  const ofClient = (id: string) => `/api/public/projects/${id}/comments`;
  const ofTenant = (id: string) => `/api/tenant/projects/${id}/comments`;
  const say = ({ projectId, client }: Opened, text: string, name?: string) =>
    w.ask("POST", ofClient(projectId), { cookie: client, body: { text, ...(name === undefined ? {} : { name }) } });
  const answer = ({ projectId, member }: Opened, text: string, cookie = member) =>
    w.ask("POST", ofTenant(projectId), { cookie, body: { text } });
  const read = ({ projectId, client }: Opened, query = "") =>
    w.ask("GET", `${ofClient(projectId)}${query}`, { cookie: client });
  const join = async (email: string, role: string) => {
    await w.ask("POST", "/api/tenant/members", { cookie: ann.cookie, body: { email, role } });
    return (await w.signIn("tenant", email)).cookie;
  };

  it("go between a client and the members, each in the order in which they were said", async () => {
    const shop = await opened(ann, { clientName: "The shop" });
    const first = await say(shop, "  Could it be <b>blue</b>?\n\nThanks. ");
    expect(first).toMatchObject({
      status: 201,
      body: { text: "Could it be <b>blue</b>?\n\nThanks.", author: { type: "client", name: "The shop", isSelf: true } },
    });
    expect((await say(shop, "And fast?", "Zoë")).body).toMatchObject({ author: { name: "Zoë" } });
    expect(await answer(shop, "It can.")).toMatchObject({ status: 201, body: { author: { type: "tenant" } } });
    const seen = await read(shop);
    expect(itemsOf(seen).map(({ text, author }) => [text, author.type, author.isSelf])).toEqual([
      ["Could it be <b>blue</b>?\n\nThanks.", "client", true],
      ["And fast?", "client", true],
      ["It can.", "tenant", false],
    ]);
    const tenants = await w.ask("GET", ofTenant(shop.projectId), { cookie: ann.cookie });
    expect(itemsOf(tenants).map(({ author }) => author.isSelf)).toEqual([false, false, true]);
    expect(await opened().then((other) => read(other))).toMatchObject({ body: { items: [], next: null } });
  });

  it("are one's own to who wrote them alone, and are shown only while the code allows to watch", async () => {
    const shop = await opened();
    await answer(shop, "From the owner.");
    await answer(shop, "From a builder.", await join("another-builder@example.test", "builder"));
    const seen = await w.ask("GET", ofTenant(shop.projectId), { cookie: ann.cookie });
    expect(itemsOf(seen).map(({ text, author }) => [text, author.isSelf])).toEqual([
      ["From the owner.", true],
      ["From a builder.", false],
    ]);
    await w.asOwner("update activation_code set scopes = $2 where id = $1", [shop.codeId, ["comment"]]);
    expect(await read(shop)).toMatchObject({ status: 403, body: { code: "scope.not_allowed" } });
  });

  it("never tell a client a member's address, nor any id of who wrote", async () => {
    const shop = await opened();
    await answer(shop, "Hello.");
    await say(shop, "Hello back.");
    const seen = await read(shop);
    expect(itemsOf(seen)[0]?.author.name).toBe("Ann");
    expect(itemsOf(seen)[1]?.author.name).toBe("Client");
    expect(seen.text).not.toMatch(/@|mem_|cod_|ten_/);
  });

  it("are refused from who may not, without a trace", async () => {
    const shop = await opened();
    const mute = await opened(ann, { scopes: ["watch", "download"] });
    expect(await say(mute, "Hello")).toMatchObject({ status: 403, body: { code: "scope.not_allowed" } });
    expect((await read(mute)).status).toBe(200);
    const viewer = await join("looks@ann.test", "viewer");
    expect(await answer(shop, "Hello", viewer)).toMatchObject({ status: 403, body: { code: "role.not_allowed" } });
    expect((await w.ask("GET", ofTenant(shop.projectId), { cookie: viewer })).status).toBe(200);
    for (const { projectId } of [shop, mute])
      expect(await w.asOwner("select id from comment where project_id = $1", [projectId])).toEqual([]);
  });

  it("of another tenant's project, of another client's and of an archived one are unknown", async () => {
    const [mine, sisters, theirs] = [await opened(), await opened(), await opened(bea)];
    await say(sisters, "For sisters alone");
    await say(theirs, "For Bea alone");
    const unknown = "prj_01JQZ3M8S4T6V8X0Z2B4D6F8H0";
    const ask = (method: string, path: string, cookie: string) =>
      w.ask(method, path, { cookie, ...(method === "POST" ? { body: { text: "Hello" } } : {}) });
    for (const method of ["GET", "POST"]) {
      const asClient = said(await ask(method, ofClient(unknown), mine.client));
      const asMember = said(await ask(method, ofTenant(unknown), ann.cookie));
      for (const reply of [asClient, asMember]) expect(reply).toMatchObject({ status: 404, code: "project.missing" });
      for (const { projectId } of [sisters, theirs])
        expect(said(await ask(method, ofClient(projectId), mine.client))).toEqual(asClient);
      expect(said(await ask(method, ofTenant(theirs.projectId), ann.cookie))).toEqual(asMember);
    }
    await w.ask("DELETE", `/api/tenant/projects/${mine.projectId}`, { cookie: ann.cookie });
    for (const method of ["GET", "POST"])
      expect((await ask(method, ofTenant(mine.projectId), ann.cookie)).status).toBe(404);
    const count = await w.asOwner("select count(*)::int as count from comment where project_id = any($1)", [
      [mine.projectId, sisters.projectId, theirs.projectId],
    ]);
    expect(count).toEqual([{ count: 2 }]);
  });

  it("end with the code", async () => {
    const shop = await opened();
    await say(shop, "Still here");
    await w.ask("DELETE", `/api/tenant/activation-codes/${shop.codeId}`, { cookie: ann.cookie });
    for (const reply of [await say(shop, "And now?"), await read(shop)])
      expect(reply).toMatchObject({ status: 401, body: { code: "session.missing" } });
    expect(itemsOf(await w.ask("GET", ofTenant(shop.projectId), { cookie: ann.cookie }))).toHaveLength(1);
  });

  it.each([
    ["nothing", "text", { text: "" }],
    ["blanks", "text", { text: " \n " }],
    ["no text", "text", {}],
    ["a number", "text", { text: 4 }],
    ["4,001 characters", "text", { text: "x".repeat(4_001) }],
    ["a NUL", "text", { text: "a\u0000b" }],
    ["a name of 101 characters", "name", { text: "Hello", name: "x".repeat(101) }],
  ])("that cannot be are told by their fault: %s", async (_, path, body) => {
    const shop = await opened();
    const reply = await w.ask("POST", ofClient(shop.projectId), { cookie: shop.client, body });
    expect(reply).toMatchObject({ status: 400, body: { code: "input.invalid", errors: [{ path }] } });
  });

  it("are ten a minute of each author and not one more, of thirty sent at once to two projects", async () => {
    const shop = await opened();
    const second = await opened();
    const others = await opened(bea);
    await w.advance(61);
    // One code, two projects: it is one author still.
    await w.asOwner("update project set code_id = $1 where id = $2", [shop.codeId, second.projectId]);
    await w.asOwner("update session set code_id = $1 where project_id = $2", [shop.codeId, second.projectId]);
    const replies = await Promise.all(
      Array.from({ length: 30 }, (_, at) => say(at % 2 ? shop : second, `Number ${at}`)),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(10);
    const refused = replies.filter(({ status }) => status !== 201);
    for (const reply of refused) {
      expect(reply).toMatchObject({ status: 429, body: { code: "rate.limited" } });
      expect(Number(reply.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      expect(Number(reply.headers.get("retry-after"))).toBeLessThanOrEqual(60);
    }
    // Nobody else is held up by it.
    expect((await say(others, "Hello")).status).toBe(201);
    expect((await answer(shop, "Slowly, please.")).status).toBe(201);
    const wait = Math.max(...refused.map(({ headers }) => Number(headers.get("retry-after"))));
    await w.advance(wait);
    expect((await say(shop, "Now?")).status).toBe(201);
    await w.advance(61);
    const members = await Promise.all(Array.from({ length: 14 }, () => answer(shop, "Too eager.")));
    expect(members.filter(({ status }) => status === 201)).toHaveLength(10);
  });

  it("are read on from a cursor while many write: each once and in its order", async () => {
    const shop = await opened();
    const cookies = [ann.cookie];
    for (const name of ["one", "two", "three"]) cookies.push(await join(`${name}@ann.test`, "builder"));
    await w.advance(61);
    let isWriting = true;
    const writing = Promise.all([
      ...cookies.map(async (cookie, who) => {
        for (let at = 0; at < 10; at++) expect((await answer(shop, `${who}:${at}`, cookie)).status).toBe(201);
      }),
      ...Array.from({ length: 10 }, (_, at) => say(shop, `client:${at}`)),
    ]).finally(() => {
      isWriting = false;
    });
    const seen: Item[] = [];
    let after = "";
    const poll = async () => {
      const reply = await read(shop, `?limit=3&after=${after}`);
      seen.push(...itemsOf(reply));
      after = String(reply.body.next ?? after);
      return itemsOf(reply).length;
    };
    while (isWriting) await poll();
    await writing;
    while ((await poll()) > 0);
    const written = await w.asOwner("select id from comment where project_id = $1 order by seq", [shop.projectId]);
    expect(written).toHaveLength(50);
    expect(seen.map(({ id }) => id)).toEqual(written.map(({ id }) => id));
    expect((await read(shop, `?after=${after}`)).body).toEqual({ items: [], next: after });
  });

  it("are signed with a member's own name, where there is one", async () => {
    await w.advance(61);
    const shop = await opened();
    const named = await join("named@ann.test", "builder");
    await w.asOwner("update member set name = 'Nina' where email = 'named@ann.test'");
    for (const cookie of [ann.cookie, named]) await answer(shop, "Hello", cookie);
    expect(itemsOf(await read(shop)).map(({ author }) => author.name)).toEqual(["Ann", "Nina"]);
  });

  it("come in the order of their numbers, so many as are asked for", async () => {
    const shop = await opened();
    await w.asOwner(
      `insert into comment (tenant_id, id, project_id, author_type, author_id, author_name, text, seq) overriding system value
       select $1, 'cmt_' || lpad(n::text, 26, '0'), $2, 'client', 'cod_x', 'Client', n::text, 1000000 - n from generate_series(1, 5) n`,
      [ann.tenantId, shop.projectId],
    );
    const texts = (reply: Reply) => itemsOf(reply).map(({ text }) => text);
    const first = await read(shop, "?limit=3");
    expect(texts(first)).toEqual(["5", "4", "3"]);
    expect(texts(await read(shop, `?limit=3&after=${first.body.next}`))).toEqual(["2", "1"]);
  });

  it("wait until the first of the last minute's ten has passed", async () => {
    const shop = await opened();
    for (let at = 0; at < 10; at++) await say(shop, `Number ${at}`);
    const moved =
      "update comment set created_at = app.clock() - make_interval(secs => $2) where project_id = $1 and text = $3";
    await w.asOwner(moved, [shop.projectId, 50, "Number 0"]);
    await w.asOwner(moved, [shop.projectId, 20, "Number 1"]);
    const refused = await say(shop, "Now?");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(10);
  });

  it("are in the log without a word of them", async () => {
    await w.advance(61);
    const shop = await opened();
    await say(shop, "A secret wish", "Zoë Quickly");
    await answer(shop, "A secret wish, too");
    const events = await w.asOwner("select * from event where type = 'comment.added' and project_id = $1 order by id", [
      shop.projectId,
    ]);
    expect(
      events.map(({ actor_type, actor_id, is_audit }) => [actor_type, actor_id === shop.codeId, is_audit]),
    ).toEqual([
      ["client", true, true],
      ["tenant", false, true],
    ]);
    expect(JSON.stringify(events, (_, value) => (typeof value === "bigint" ? String(value) : value))).not.toMatch(
      /secret|Quickly/,
    );
  });

  it("of a client are mailed to who builds and wants it; a member's to nobody", async () => {
    const box: { to: string; subject: string; text: string }[] = [];
    w.ports.mail.send = async (mail) => void box.push(mail);
    const kim = await w.tenant("Kim");
    const shop = await opened(kim);
    const queued = () =>
      w.sent
        .filter(({ body }) => body.kind === "comment_added" && body.tenantId === kim.tenantId)
        .map(({ body }) => body);
    const deliver = () =>
      w.inside({ type: "platform" }, () =>
        Mail.deliver(MailMessage.parse({ ...queued().at(-1), outboxId: undefined })),
      );
    await answer(shop, "Anything to add?");
    expect(queued()).toEqual([]);
    await say(shop, "Make it blue.", "Zoë");
    expect(queued()).toHaveLength(1);
    expect(JSON.stringify(queued())).not.toMatch(/blue|Zoë/);
    await deliver();
    expect(box).toMatchObject([{ to: "kim@example.test", subject: `A comment on ${brief.name}` }]);
    expect(box[0]?.text).toContain("Zoë commented on Bike hire:\n\n“Make it blue.”");
    expect(box[0]?.text).toContain(`/app/projects/${shop.projectId}`);
    const mute = (isOn: boolean) =>
      w.ask("PUT", "/api/tenant/notifications", {
        cookie: kim.cookie,
        body: { items: [{ kind: "comment_added", isOn }] },
      });
    await mute(false);
    await deliver();
    await mute(true);
    await w.ask("DELETE", `/api/tenant/projects/${shop.projectId}`, { cookie: kim.cookie });
    await deliver();
    expect(box).toHaveLength(1);
  });
});
