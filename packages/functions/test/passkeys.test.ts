import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { routes } from "../src/api/index.ts";
import { authenticator } from "./authenticator.ts";
import { cookieOf, type Reply, type World, world } from "./world.ts";

type Key = ReturnType<typeof authenticator>;

describe("an admin's passkeys", () => {
  let w: World;
  let number = 0;
  let first: string;
  beforeAll(async () => {
    w = await world();
    first = (await w.signIn("admin", "admin@example.com")).cookie;
  });
  beforeEach(() => {
    w.ports.adminPasskey = "optional";
  });
  afterAll(() => w.close());

  /** An admin of this test's own. */
  const newAdmin = async () => {
    number += 1;
    const email = `admin${number}@example.test`;
    const id = `adm_01JQZ3M8S4T6V8X0Z2B4D6F${String(number).padStart(3, "0")}`;
    await w.asOwner("insert into admin (id, email) values ($1, $2)", [id, email]);
    return { id, email };
  };
  const post = (path: string, cookie: string, body: object = {}) =>
    w.ask("POST", `/api/admin/auth/${path}`, { cookie, body });
  const session = (cookie: string) => w.ask("GET", "/api/admin/auth/session", { cookie });
  const enrol = async (cookie: string, key: Key, bent: Parameters<Key["create"]>[1] = {}) => {
    const { body: options } = await post("passkeys/options", cookie);
    return post("passkeys", cookie, { name: "A key", credential: key.create(options, bent) });
  };
  const show = async (cookie: string, key: Key, bent: Parameters<Key["get"]>[1] = {}) => {
    const { body: options } = await post("passkeys/proof/options", cookie);
    return post("passkeys/proof", cookie, { credential: key.get(options, bent) });
  };
  /** An admin with a passkey, signed in with it. */
  const keyed = async () => {
    const admin = await newAdmin();
    const key = authenticator(w.site);
    const { cookie } = await w.signIn("admin", admin.email);
    expect((await enrol(cookie, key)).status).toBe(201);
    return { ...admin, key, cookie };
  };
  const arrive = async (email: string) => {
    const { cookie, reply } = await w.signIn("admin", email);
    expect(reply.body).toMatchObject({ admin: { email }, needs: "passkey" });
    return cookie;
  };
  const refused = { status: 403, body: { code: "passkey.refused" } };
  const gone = { status: 401, body: { code: "session.missing" } };
  const isDone = async (cookie: string) => (await w.ask("GET", "/api/admin/tenants", { cookie })).status === 200;

  it("are enrolled, listed without their keys, and finish a sign-in with a new token", async () => {
    const ann = await keyed();
    const list = await w.ask("GET", "/api/admin/auth/passkeys", { cookie: ann.cookie });
    expect(list.body).toMatchObject({ items: [{ id: ann.key.id, name: "A key", usedAt: null }] });
    const arriving = await arrive(ann.email);
    expect(await isDone(arriving)).toBe(false);
    const shown = await show(arriving, ann.key);
    expect(shown).toMatchObject({ status: 200, body: { admin: { email: ann.email } } });
    expect(shown.body.needs).toBeUndefined();
    const cookie = cookieOf(shown);
    expect(cookie).not.toBe(arriving);
    expect(await session(arriving)).toMatchObject(gone);
    expect(await isDone(cookie)).toBe(true);
    const after = await w.ask("GET", "/api/admin/auth/passkeys", { cookie });
    expect((after.body.items as { usedAt: string }[])[0]?.usedAt).toMatch(/^20/);
  });

  it("are bound to the site and demand the person, whatever a client asks for", async () => {
    const { email } = await newAdmin();
    const { cookie } = await w.signIn("admin", email);
    const { body } = await post("passkeys/options", cookie);
    expect(body).toMatchObject({
      rp: { id: new URL(w.site).hostname },
      user: { name: email },
      attestation: "none",
      authenticatorSelection: { userVerification: "required" },
    });
  });

  it("must be enrolled to sign in where that is required, and are then enough", async () => {
    w.ports.adminPasskey = "required";
    const { email } = await newAdmin();
    const { cookie, reply } = await w.signIn("admin", email);
    expect(reply.body).toMatchObject({ needs: "enrolment" });
    expect((await session(cookie)).body).toMatchObject({ needs: "enrolment" });
    expect(await w.ask("GET", "/api/admin/tenants", { cookie })).toMatchObject({
      status: 403,
      body: { code: "passkey.enrolment_required" },
    });
    expect(await post("passkeys/proof/options", cookie)).toMatchObject({ status: 409, body: { code: "passkey.none" } });
    const key = authenticator(w.site);
    const enrolled = await enrol(cookie, key);
    expect(enrolled.status).toBe(201);
    expect(cookieOf(enrolled)).not.toBe(cookie);
    expect(await session(cookie)).toMatchObject(gone);
    expect(await isDone(cookieOf(enrolled))).toBe(true);
    expect(await isDone(cookieOf(await show(await arrive(email), key)))).toBe(true);
  });

  it("let an arriving session do nothing but arrive, look and leave", async () => {
    const { email } = await keyed();
    const cookie = await arrive(email);
    const shut = routes.filter(({ door, isForArriving }) => door === "admin" && !isForArriving);
    expect(shut.length).toBeGreaterThan(10);
    for (const { method, path } of shut)
      expect(
        await w.ask(method.toUpperCase(), path.replace("{id}", "adm_x"), {
          cookie,
          ...(method === "get" ? {} : { body: {} }),
        }),
        `${method} ${path}`,
      ).toMatchObject({ status: 403, body: { code: "passkey.required" } });
    expect(
      routes
        .filter(({ isForArriving }) => isForArriving)
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    ).toEqual([
      "delete /api/admin/auth/session",
      "get /api/admin/auth/session",
      "post /api/admin/auth/passkeys",
      "post /api/admin/auth/passkeys/options",
      "post /api/admin/auth/passkeys/proof",
      "post /api/admin/auth/passkeys/proof/options",
    ]);
    expect((await w.ask("DELETE", "/api/admin/auth/session", { cookie })).status).toBe(204);
    expect(await session(cookie)).toMatchObject(gone);
  });

  it("cannot be got around by enrolling another one with a code alone", async () => {
    const { email } = await keyed();
    const cookie = await arrive(email);
    expect(await post("passkeys/options", cookie)).toMatchObject({ status: 403, body: { code: "passkey.required" } });
    const credential = authenticator(w.site).create({ challenge: "x".repeat(43), rp: { id: "127.0.0.1" } });
    expect(await post("passkeys", cookie, { name: "Mine", credential })).toMatchObject({
      status: 403,
      body: { code: "passkey.required" },
    });
  });

  it("are enrolled first by one of two who arrive together, and end the other's session", async () => {
    w.ports.adminPasskey = "required";
    const { email } = await newAdmin();
    const cookies = [(await w.signIn("admin", email)).cookie, (await w.signIn("admin", email)).cookie];
    const replies = await Promise.all(cookies.map((cookie) => enrol(cookie, authenticator(w.site))));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    // The other finds a passkey that it would have to show, or its session gone.
    expect(replies.filter(({ status }) => [401, 403].includes(status))).toHaveLength(1);
    const [row] = await w.asOwner(
      "select count(*)::int as keys from passkey p join admin a on a.id = p.admin_id where a.email = $1",
      [email],
    );
    expect(row).toEqual({ keys: 1 });
    for (const cookie of cookies) expect(await session(cookie)).toMatchObject(gone);
  });

  it("take a challenge once, and not after it failed", async () => {
    const ann = await keyed();
    const cookie = await arrive(ann.email);
    const { body: options } = await post("passkeys/proof/options", cookie);
    const bad = ann.key.get(options, { origin: "https://evil.example" });
    expect(await post("passkeys/proof", cookie, { credential: bad })).toMatchObject(refused);
    expect(await post("passkeys/proof", cookie, { credential: ann.key.get(options) })).toMatchObject(refused);
    const { body: others } = await post("passkeys/proof/options", cookie);
    const credential = ann.key.get(others);
    const shown = await post("passkeys/proof", cookie, { credential });
    expect(shown.status).toBe(200);
    expect(await post("passkeys/proof", cookieOf(shown), { credential })).toMatchObject(refused);
  });

  it("take one of many proofs that come with the same challenge at once", async () => {
    const ann = await keyed();
    const { body: options } = await post("passkeys/proof/options", ann.cookie);
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => post("passkeys/proof", ann.cookie, { credential: ann.key.get(options) })),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it("take no challenge that is another admin's, another purpose's, invented or five minutes old", async () => {
    const [ann, bea] = [await keyed(), await keyed()];
    const cookie = await arrive(ann.email);
    const { body: ofBea } = await post("passkeys/proof/options", bea.cookie);
    expect(await post("passkeys/proof", cookie, { credential: ann.key.get(ofBea) })).toMatchObject(refused);
    // It is still Bea's to use.
    expect((await post("passkeys/proof", bea.cookie, { credential: bea.key.get(ofBea) })).status).toBe(200);
    const { body: enrolment } = await post("passkeys/options", ann.cookie);
    const forOther = { challenge: enrolment.challenge, rpId: "127.0.0.1" };
    expect(await post("passkeys/proof", cookie, { credential: ann.key.get(forOther) })).toMatchObject(refused);
    for (const challenge of ["A".repeat(43), "", "x\u0000y", 7, null, { a: 1 }])
      expect(
        await post("passkeys/proof", cookie, { credential: ann.key.get({ challenge, rpId: "127.0.0.1" }) }),
      ).toMatchObject(refused);
    const { body: options } = await post("passkeys/proof/options", cookie);
    await w.advance(301);
    expect(await post("passkeys/proof", cookie, { credential: ann.key.get(options) })).toMatchObject(refused);
    expect(await isDone(cookie)).toBe(false);
  });

  it.each<[string, Parameters<Key["get"]>[1]]>([
    ["another origin", { origin: "https://evil.example" }],
    ["another port of this host", { origin: "http://127.0.0.1:4322" }],
    ["another site's key", { rpId: "evil.example" }],
    ["an enrolment's words", { type: "webauthn.create" }],
    ["nobody who was asked to show themselves", { isVerified: false }],
    ["a passkey nobody has", { id: "A".repeat(43) }],
  ])("take no proof for %s", async (_, bent) => {
    const ann = await keyed();
    const cookie = await arrive(ann.email);
    expect(await show(cookie, ann.key, bent)).toMatchObject(refused);
    expect(await isDone(cookie)).toBe(false);
  });

  it("take no altered signature and nothing signed by another's key", async () => {
    const [ann, bea] = [await keyed(), await keyed()];
    const cookie = await arrive(ann.email);
    const { body: options } = await post("passkeys/proof/options", cookie);
    const credential = ann.key.get(options);
    const signature = Buffer.from(credential.response.signature, "base64url");
    signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1;
    const altered = { ...credential.response, signature: signature.toString("base64url") };
    expect(await post("passkeys/proof", cookie, { credential: { ...credential, response: altered } })).toMatchObject(
      refused,
    );
    // Bea's own passkey is good, but not for Ann; and under the name of Ann's it does not fit.
    expect(await show(cookie, bea.key)).toMatchObject(refused);
    expect(await show(cookie, bea.key, { id: ann.key.id })).toMatchObject(refused);
    expect(await isDone(cookie)).toBe(false);
    expect((await show(cookie, ann.key)).status).toBe(200);
  });

  it("take no counter that stands still or goes back: there would be a copy", async () => {
    const ann = await keyed();
    let { cookie } = ann;
    const used = await show(cookie, ann.key, { counter: 10 });
    expect(used.status).toBe(200);
    cookie = cookieOf(used);
    expect(await show(cookie, ann.key, { counter: 10 })).toMatchObject(refused);
    expect(await show(cookie, ann.key, { counter: 3 })).toMatchObject(refused);
    expect((await show(cookie, ann.key, { counter: 11 })).status).toBe(200);
  });

  it.each<[string, Parameters<Key["create"]>[1]]>([
    ["another origin", { origin: "https://evil.example" }],
    ["another site", { rpId: "evil.example" }],
    ["a proof's words", { type: "webauthn.get" }],
    ["nobody who was asked to show themselves", { isVerified: false }],
    ["an invented challenge", { challenge: "A".repeat(43) }],
    ["a statement that lacks its signature", { format: "packed" }],
    ["a format that was not asked for", { format: "tpm" }],
    [
      "a maker's certificate that was not asked for",
      {
        format: "packed",
        attestation: new Map<string, unknown>([
          ["alg", -7],
          ["sig", Buffer.alloc(70)],
          ["x5c", [Buffer.alloc(300)]],
        ]),
      },
    ],
  ])("are not enrolled with %s", async (_, bent) => {
    const { email } = await newAdmin();
    const { cookie } = await w.signIn("admin", email);
    expect(await enrol(cookie, authenticator(w.site), bent)).toMatchObject({
      status: 400,
      body: { code: "passkey.refused" },
    });
    expect((await w.ask("GET", "/api/admin/auth/passkeys", { cookie })).body).toEqual({ items: [] });
  });

  it("may be signed by themselves, as some authenticators do unasked", async () => {
    const { email } = await newAdmin();
    const { cookie } = await w.signIn("admin", email);
    expect((await enrol(cookie, authenticator(w.site), { format: "self" })).status).toBe(201);
    expect(await enrol(cookie, authenticator(w.site), { format: "self, badly" })).toMatchObject({ status: 400 });
  });

  it("belong to one admin: another cannot enrol the same", async () => {
    const ann = await keyed();
    const { email } = await newAdmin();
    const { cookie } = await w.signIn("admin", email);
    expect(await enrol(cookie, ann.key)).toMatchObject({ status: 400, body: { code: "passkey.refused" } });
  });

  it("are removed by who is fresh; another's reads as unknown, and other sessions end", async () => {
    const [ann, bea] = [await keyed(), await keyed()];
    const second = authenticator(w.site);
    expect((await enrol(ann.cookie, second)).status).toBe(201);
    const elsewhere = cookieOf(await show(await arrive(ann.email), ann.key));
    const remove = (id: string, cookie = ann.cookie) => w.ask("DELETE", `/api/admin/auth/passkeys/${id}`, { cookie });
    const said = ({ status, body }: Reply) => ({ status, ...body, requestId: undefined });
    const foreign = await remove(bea.key.id);
    expect(foreign).toMatchObject({ status: 404, body: { code: "passkey.missing" } });
    expect(said(await remove("A".repeat(43)))).toEqual(said(foreign));
    expect(said(await remove("%00"))).toEqual(said(foreign));
    expect((await remove(second.id)).status).toBe(204);
    expect(await session(elsewhere)).toMatchObject(gone);
    expect((await session(ann.cookie)).status).toBe(200);
    await w.advance(601);
    expect(await remove(ann.key.id)).toMatchObject({ status: 403, body: { code: "step_up.required" } });
    const fresh = cookieOf(await show(ann.cookie, ann.key));
    expect((await remove(ann.key.id, fresh)).status).toBe(204);
  });

  it("keep one where they are required, however many are removed at once", async () => {
    const ann = await keyed();
    const second = authenticator(w.site);
    expect((await enrol(ann.cookie, second)).status).toBe(201);
    w.ports.adminPasskey = "required";
    const replies = await Promise.all(
      [ann.key.id, second.id].map((id) => w.ask("DELETE", `/api/admin/auth/passkeys/${id}`, { cookie: ann.cookie })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(replies.find(({ status }) => status === 409)?.body.code).toBe("passkey.last");
  });

  describe("stepping up", () => {
    const add = (cookie: string) =>
      w.ask("POST", "/api/admin/admins", { cookie, body: { email: `new${Math.random()}@example.test` } });
    const code = async (email: string) => {
      await w.ask("POST", "/api/admin/auth/otp", { body: { email } });
      return w.newestCode(email);
    };

    it("serves ten minutes, gives a new token and keeps the session's own end", async () => {
      const { email, key, cookie } = await keyed();
      expect((await add(cookie)).status).toBe(201);
      await w.advance(601);
      expect(await add(cookie)).toMatchObject({ status: 403, body: { code: "step_up.required" } });
      const shown = await show(cookie, key);
      expect(shown).toMatchObject({ status: 200, body: { admin: { email } } });
      expect(await session(cookie)).toMatchObject(gone);
      expect((await add(cookieOf(shown))).status).toBe(201);
      const [row] = await w.asOwner(
        "select extract(epoch from s.expires_at - s.created_at)::int as seconds from session s join admin a on a.id = s.admin_id where a.email = $1 and ended_at is null",
        [email],
      );
      expect(row).toEqual({ seconds: 12 * 3_600 });
    });

    it("takes a code only from who has no passkey, and one's own", async () => {
      const { email } = await newAdmin();
      const { cookie } = await w.signIn("admin", email);
      await w.advance(601);
      expect(await add(cookie)).toMatchObject({ status: 403, body: { code: "step_up.required" } });
      const others = await code("admin@example.com");
      expect(await post("step-up", cookie, { code: others })).toMatchObject({
        status: 403,
        body: { code: "otp.refused" },
      });
      const stepped = await post("step-up", cookie, { code: await code(email) });
      expect(stepped).toMatchObject({ status: 200, body: { admin: { email } } });
      expect(cookieOf(stepped)).not.toBe(cookie);
      expect(await session(cookie)).toMatchObject(gone);
      expect((await add(cookieOf(stepped))).status).toBe(201);

      const keyedAdmin = await keyed();
      expect(await post("step-up", keyedAdmin.cookie, { code: await code(keyedAdmin.email) })).toMatchObject({
        status: 403,
        body: { code: "passkey.required" },
      });
    });

    it("counts wrong codes as any sign-in does", async () => {
      const { email } = await newAdmin();
      const { cookie } = await w.signIn("admin", email);
      const right = await code(email);
      const wrong = right === "123456" ? "654321" : "123456";
      for (let tries = 0; tries < 5; tries++)
        expect(await post("step-up", cookie, { code: wrong })).toMatchObject({ status: 403 });
      expect(await post("step-up", cookie, { code: right })).toMatchObject({
        status: 403,
        body: { code: "otp.refused" },
      });
      expect((await session(cookie)).status).toBe(200);
    });
  });

  it("slow down who asks for challenges without end", async () => {
    const { cookie } = await keyed();
    let reply = await post("passkeys/proof/options", cookie);
    for (let times = 0; times < 70 && reply.status === 200; times++)
      reply = await post("passkeys/proof/options", cookie);
    expect(reply).toMatchObject({ status: 429, body: { code: "rate.limited" } });
    expect((await w.ask("GET", "/api/admin/auth/session", { cookie: first })).status).toBeLessThan(500);
  });
});
