import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cookieOf, type Reply, type World, world } from "./world.ts";

const said = ({ status, body }: Reply) => ({ status, ...body, requestId: undefined });

describe("one-time codes and sessions", () => {
  let w: World;
  beforeAll(async () => {
    w = await world();
  });
  afterAll(() => w.close());

  const request = (email: string) => w.ask("POST", "/api/tenant/auth/otp", { body: { email } });
  const show = (email: string, code: string) => w.ask("POST", "/api/tenant/auth/session", { body: { email, code } });
  const session = (cookie: string) => w.ask("GET", "/api/tenant/auth/session", { cookie });
  const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");
  const refused = { status: 401, body: { code: "otp.refused" } };

  it("lets a member in once per code, however it is typed", async () => {
    const { email } = await w.tenant("Once");
    await request(email);
    const code = w.newestCode(email);
    expect(code).toMatch(/^\d{6}$/);
    const spaced = ` ${code.slice(0, 3)} ${code.slice(3)} `;
    expect((await show(` ${email.toUpperCase()} `, spaced)).status).toBe(200);
    expect(await show(email, code)).toMatchObject(refused);
  });

  it("lets two who show one code at the same moment in once", async () => {
    const { email } = await w.tenant("Twice");
    await request(email);
    const code = w.newestCode(email);
    const replies = await Promise.all(Array.from({ length: 10 }, () => show(email, code)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(401)]);
  });

  it("takes five tries and not a sixth, even of the right code", async () => {
    const { email } = await w.tenant("Five");
    await request(email);
    const code = w.newestCode(email);
    for (let tried = 0; tried < 4; tried++) expect(await show(email, wrong(code))).toMatchObject(refused);
    expect((await show(email, code)).status).toBe(200);
    await request(email);
    const next = w.newestCode(email);
    for (let tried = 0; tried < 5; tried++) expect(await show(email, wrong(next))).toMatchObject(refused);
    expect(await show(email, next)).toMatchObject(refused);
  });

  it("counts tries that come all at once", async () => {
    const { email } = await w.tenant("Burst");
    await request(email);
    const code = w.newestCode(email);
    await Promise.all(Array.from({ length: 20 }, () => show(email, wrong(code))));
    expect(await show(email, code)).toMatchObject(refused);
  });

  it("takes only the newest code, and only for ten minutes", async () => {
    const { email } = await w.tenant("Late");
    await request(email);
    const old = w.newestCode(email);
    await request(email);
    const code = w.newestCode(email);
    expect(await show(email, old)).toMatchObject(refused);
    await w.advance(601);
    expect(await show(email, code)).toMatchObject(refused);
  });

  it("says the same of an address nobody has", async () => {
    const { email } = await w.tenant("Known");
    const [known, unknown] = [await request(email), await request("nobody@example.test")];
    expect(known.status).toBe(202);
    expect(said(unknown)).toEqual(said(known));
    expect(said(await show("nobody@example.test", "123456"))).toEqual(said(await show(email, "123456")));
    expect(said(await w.ask("POST", "/api/admin/auth/otp", { body: { email } }))).toEqual(said(known));
    expect(
      await w.ask("POST", "/api/admin/auth/session", { body: { email, code: w.newestCode(email) } }),
    ).toMatchObject(refused);
  });

  it("does not let a tenant's code open the admins' door", async () => {
    const { email } = await w.tenant("Crossing");
    await request(email);
    expect(
      await w.ask("POST", "/api/admin/auth/session", { body: { email, code: w.newestCode(email) } }),
    ).toMatchObject(refused);
  });

  it("asks for patience after thirty requests for one address, and says how long", async () => {
    const email = "often@example.test";
    for (let times = 0; times < 30; times++) expect((await request(email)).status).toBe(202);
    const reply = await request(email);
    expect(reply).toMatchObject({ status: 429, body: { code: "rate.limited" } });
    expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(500);
    await w.advance(601);
    expect((await request(email)).status).toBe(202);
  });

  it("buys no more guesses by asking for another code", async () => {
    const { email } = await w.tenant("Guessed");
    for (let codes = 0; codes < 6; codes++) {
      await request(email);
      const wrong = w.newestCode(email) === "123456" ? "654321" : "123456";
      for (let tries = 0; tries < 5; tries++) expect(await show(email, wrong)).toMatchObject(refused);
    }
    await request(email);
    expect(await show(email, w.newestCode(email))).toMatchObject({ status: 429, body: { code: "rate.limited" } });
    await w.advance(3_601);
    await request(email);
    expect((await show(email, w.newestCode(email))).status).toBe(200);
  });

  it("keeps neither code nor token nor address-bound secret in clear", async () => {
    const { email, cookie } = await w.tenant("Clear");
    await request(email);
    const code = w.newestCode(email);
    const token = cookie.split("=")[1] ?? "";
    const stored = JSON.stringify([
      ...(await w.asOwner("select to_jsonb(o) - 'created_at' as row from otp o where email = $1", [email])),
      ...(await w.asOwner("select to_jsonb(s) as row from session s")),
      ...(await w.asOwner("select to_jsonb(o) as row from outbox o")),
      ...(await w.asOwner("select to_jsonb(e) as row from event e")),
    ]);
    expect(stored).not.toContain(`"${code}"`);
    expect(token.length).toBeGreaterThanOrEqual(43);
    expect(stored).not.toContain(token);
  });

  it("gives a cookie that no script reads and no other site sends", async () => {
    const { reply } = await w.signIn("tenant", (await w.tenant("Cookie")).email);
    const cookie = reply.headers.getSetCookie()[0] ?? "";
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=(Lax|Strict)/i);
    expect(cookie).toMatch(/; Path=\//i);
  });

  it("ends a session on request, after half an hour of silence and after a day", async () => {
    const { email } = await w.tenant("Ends");
    const begin = async () => (await w.signIn("tenant", email)).cookie;
    const first = await begin();
    expect((await session(first)).status).toBe(200);
    expect((await w.ask("DELETE", "/api/tenant/auth/session", { cookie: first })).status).toBe(204);
    expect(await session(first)).toMatchObject({ status: 401, body: { code: "session.missing" } });

    const idle = await begin();
    await w.advance(29 * 60);
    expect((await session(idle)).status).toBe(200);
    await w.advance(29 * 60);
    expect((await session(idle)).status).toBe(200);
    await w.advance(31 * 60);
    expect((await session(idle)).status).toBe(401);

    const busy = await begin();
    for (let half = 0; half < 2 * 24 * 2 - 2; half++) {
      await w.advance(15 * 60);
      if (half < 94) expect((await session(busy)).status, `after ${(half + 1) / 4} hours`).toBe(200);
    }
    await w.advance(45 * 60);
    expect((await session(busy)).status).toBe(401);
  });

  it("makes a new token at every sign-in", async () => {
    const { email, cookie } = await w.tenant("Rotates");
    const { reply } = await w.signIn("tenant", email);
    expect(cookieOf(reply)).not.toBe(cookie);
  });
});

describe("activation codes at the client's door", () => {
  let w: World;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
  });
  afterAll(() => w.close());

  const show = (code: string) => w.ask("POST", "/api/public/activate-project", { body: { code } });
  const project = async () =>
    String(
      (
        await w.ask("POST", "/api/tenant/projects", {
          cookie: ann.cookie,
          body: { name: "Hire", description: "A shop.", objectives: "Customers hire bikes." },
        })
      ).body.id,
    );
  const generate = async (body: object = {}) => {
    const reply = await w.ask("POST", "/api/tenant/activation-codes/generate", {
      cookie: ann.cookie,
      body: { count: 1, ...body },
    });
    return (reply.body.codes as { id: string; code: string }[])[0] as { id: string; code: string };
  };
  const assign = (projectId: string, code: string) =>
    w.ask("POST", `/api/tenant/projects/${projectId}/assign-activation-code`, { cookie: ann.cookie, body: { code } });

  it("gives one answer for every reason to refuse", async () => {
    const unassigned = await generate();
    const expired = await generate({ expiresInDays: 1 });
    const revoked = await generate();
    for (const { code } of [expired, revoked]) expect((await assign(await project(), code)).status).toBe(200);
    await w.ask("DELETE", `/api/tenant/activation-codes/${revoked.id}`, { cookie: ann.cookie });
    await w.advance(86_401);
    const changed = `${unassigned.code.slice(0, -1)}${unassigned.code.endsWith("A") ? "B" : "A"}`;
    const answers = [];
    for (const code of [unassigned.code, expired.code, revoked.code, changed, "hello", "AAAAA-AAAAA", "🚲"])
      answers.push(said(await show(code)));
    expect(answers[0]).toMatchObject({ status: 401, code: "code.refused" });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    ann = { ...ann, ...(await w.signIn("tenant", ann.email)) };
  });

  it("reads a code as people type it", async () => {
    const { code } = await generate();
    await assign(await project(), code);
    const typed = code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l");
    expect((await show(typed)).status).toBe(200);
  });

  it("gives the last use of a code to exactly one of two projects", async () => {
    for (let round = 0; round < 5; round++) {
      const { code } = await generate();
      const projects = await Promise.all([project(), project(), project(), project()]);
      const replies = await Promise.all(projects.map((id) => assign(id, code)));
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400]);
    }
  });

  it("gives a project exactly one of two codes, for good", async () => {
    const id = await project();
    const codes = [await generate(), await generate()];
    const replies = await Promise.all(codes.map(({ code }) => assign(id, code)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(replies.find(({ status }) => status === 409)?.body.code).toBe("project.has_code");
    const lost = codes[replies.findIndex(({ status }) => status === 409)];
    const list = await w.ask("GET", "/api/tenant/activation-codes?pageSize=50", { cookie: ann.cookie });
    const items = list.body.items as { id: string; uses: number; status: string }[];
    expect(items.find((item) => item.id === lost?.id)).toMatchObject({ uses: 0, status: "active" });
  });

  it("keeps of a code its last five characters and nothing that gives the rest", async () => {
    const { code } = await generate();
    const stored = JSON.stringify(await w.asOwner("select to_jsonb(c) as row from activation_code c"));
    expect(stored).toContain(code.slice(-5));
    expect(stored).not.toContain(code);
    expect(stored).not.toContain(code.replaceAll("-", "").slice(0, 20));
  });

  it("takes no more codes than the month has, even asked all at once", async () => {
    const bea = await w.tenant("Bea");
    const replies = await Promise.all(
      Array.from({ length: 12 }, () =>
        w.ask("POST", "/api/tenant/activation-codes/generate", { cookie: bea.cookie, body: { count: 5 } }),
      ),
    );
    const made = replies.filter(({ status }) => status === 201).length;
    expect(made).toBe(10);
    for (const reply of replies.filter(({ status }) => status !== 201))
      expect(reply).toMatchObject({ status: 403, body: { code: "quota.exhausted" } });
  });

  it("slows down who guesses, and nobody else", async () => {
    const guess = (network: string) =>
      w.ask("POST", "/api/public/activate-project", {
        body: { code: "00000-00000-00000-00000-00000" },
        headers: { "cloudfront-viewer-address": `${network}:443` },
      });
    let reply = await guess("192.0.2.1");
    for (let times = 0; times < 200 && reply.status === 401; times++) reply = await guess("192.0.2.1");
    expect(reply).toMatchObject({ status: 429, body: { code: "rate.limited" } });
    expect((await guess("192.0.2.2")).status).toBe(401);
  });
});
