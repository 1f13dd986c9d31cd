import { open } from "@q2o/core/db/open";
import { Mail } from "@q2o/core/mail";
import { MailMessage } from "@q2o/core/outbox/schema";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { cookieOf, type Reply, type World, world } from "./world.ts";

type Sent = { to: string; subject: string; text: string };
const said = ({ status, body, headers }: Reply) => ({
  status,
  ...body,
  requestId: undefined,
  headers: [...headers].filter(([name]) => name !== "x-request-id"),
});

describe("signing in", () => {
  let w: World;
  beforeAll(async () => {
    w = await world();
  });
  afterAll(() => w.close());

  const request = (realm: string, email: string) => w.ask("POST", `/api/${realm}/auth/otp`, { body: { email } });
  const show = (realm: string, email: string, code: string) =>
    w.ask("POST", `/api/${realm}/auth/session`, { body: { email, code } });
  const session = (realm: string, cookie: string) => w.ask("GET", `/api/${realm}/auth/session`, { cookie });
  const gone = { status: 401, body: { code: "session.missing" } };

  describe("by guessing", () => {
    it("gives five tries for a code, however many guess at once over however many connections", async () => {
      const { email } = await w.tenant("Crowd");
      await request("tenant", email);
      const code = w.newestCode(email);
      const guesses = Array.from({ length: 120 }, (_, index) => String((Number(code) + 1 + index) % 1_000_000));
      const own = w.ports.db;
      const pools = Array.from({ length: 4 }, () => open({ url: w.loginUrl, max: 10 }));
      let next = 0;
      w.ports.db = { ...own, connect: () => (pools[next++ % pools.length] ?? own).connect() };
      const replies = await Promise.all(guesses.map((guess) => show("tenant", email, guess.padStart(6, "0"))));
      w.ports.db = own;
      await Promise.all(pools.map((pool) => pool.end()));
      expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([401, 429]));
      // Thirty wrong ones are counted for an address; what came after was refused unread.
      expect(replies.filter(({ status }) => status === 401)).toHaveLength(30);
      const [otp] = await w.asOwner(
        "select tries, used_at from otp where email = $1 order by created_at desc limit 1",
        [email],
      );
      expect(otp).toEqual({ tries: 5, used_at: null });
      expect((await show("tenant", email, code)).status).toBe(429);
    });

    it("reads thirty guesses an hour for an address and no more, when codes are asked for in between", async () => {
      const { email } = await w.tenant("Patient");
      let read = 0;
      for (let round = 0; round < 12; round++) {
        await request("tenant", email);
        const code = w.newestCode(email);
        const replies = await Promise.all(
          Array.from({ length: 8 }, (_, index) =>
            show("tenant", email, String((Number(code) + 1 + index) % 1_000_000).padStart(6, "0")),
          ),
        );
        read += replies.filter(({ status }) => status === 401).length;
      }
      expect(read).toBe(30);
      await request("tenant", email);
      expect((await show("tenant", email, w.newestCode(email))).status).toBe(429);
    });
  });

  describe("by asking who is here", () => {
    /** Every statement that one request sends, without its values. */
    const statements = async (work: () => Promise<Reply>) => {
      const seen: string[] = [];
      const query = pg.Client.prototype.query;
      const spy = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (
        this: pg.Client,
        ...sent: unknown[]
      ) {
        const [first] = sent as [string | { text: string }];
        seen.push((typeof first === "string" ? first : first.text).replace(/'[^']*'/g, "'?'"));
        return (query as (...all: unknown[]) => unknown).apply(this, sent) as never;
      });
      const reply = await work().finally(() => spy.mockRestore());
      return { seen, reply };
    };
    const asOneWould = async (one: () => Promise<Reply>, other: () => Promise<Reply>) => {
      // The first of either may have to open what the second finds open.
      await one();
      await other();
      const [known, unknown] = [await statements(one), await statements(other)];
      expect(known.seen.length).toBeGreaterThan(3);
      expect(unknown.seen).toEqual(known.seen);
      const { expiresInSeconds } = known.reply.body;
      expect(unknown.reply.body.expiresInSeconds).toBe(expiresInSeconds);
      expect(said(unknown.reply)).toEqual(said(known.reply));
    };

    it.each(["tenant", "admin"])(
      "is told the same by the same statements when a code is asked for at %s",
      async (realm) => {
        const { email } = await w.tenant(`Known${realm}`);
        const known = realm === "admin" ? "admin@example.com" : email;
        await asOneWould(
          () => request(realm, known),
          () => request(realm, `nobody.${realm}@example.test`),
        );
      },
    );

    it("is told the same by the same statements when an address that is here signs up", async () => {
      const { email } = await w.tenant("Twice");
      const signUp = (address: string) =>
        w.ask("POST", "/api/tenant/signup", { body: { companyName: "Again", email: address } });
      await asOneWould(
        () => signUp(email),
        () => signUp("fresh@example.test"),
      );
    });

    it.each(["tenant", "admin"])("is told the same by the same statements for a wrong code at %s", async (realm) => {
      const { email } = await w.tenant(`Wrong${realm}`);
      const known = realm === "admin" ? "admin@example.com" : email;
      const unknown = `noone.${realm}@example.test`;
      const wrong = () => (w.newestCode(known) === "123456" ? "654321" : "123456");
      // Codes were asked for both, as whoever tries this would.
      for (const address of [unknown, known]) await request(realm, address);
      await asOneWould(
        () => show(realm, known, wrong()),
        () => show(realm, unknown, wrong()),
      );
    });

    it("writes to nobody whom it does not know", async () => {
      const box: Sent[] = [];
      w.ports.mail.send = async (mail) => void box.push(mail);
      await request("tenant", "stranger@example.test");
      const message = MailMessage.parse(w.sent.findLast(({ body }) => body.kind === "one_time_code")?.body);
      await w.inside({ type: "platform" }, () => Mail.deliver(message));
      expect(box).toEqual([]);
    });
  });

  describe("signing up for a trial", () => {
    it("founds nothing before the address is proved, and then all of it", async () => {
      const box: Sent[] = [];
      w.ports.mail.send = async (mail) => void box.push(mail);
      const deliver = async (kind: string) => {
        const message = MailMessage.parse(w.sent.findLast(({ body }) => body.kind === kind)?.body);
        await w.inside({ type: "platform" }, () => Mail.deliver(message));
      };
      const body = { companyName: "Fern & Sons", email: "fern@example.test", slug: "fern" };
      expect(await w.ask("POST", "/api/tenant/signup", { body })).toMatchObject({
        status: 202,
        body: { expiresInSeconds: 600 },
      });
      await deliver("one_time_code");
      expect(box).toMatchObject([{ to: "fern@example.test", subject: "Confirm your address" }]);
      expect(box[0]?.text).toContain(w.newestCode("fern@example.test"));
      expect(await w.asOwner("select id from tenant where slug = 'fern'")).toEqual([]);
      const reply = await show("tenant", "fern@example.test", w.newestCode("fern@example.test"));
      expect(reply).toMatchObject({
        status: 200,
        body: { tenant: { slug: "fern", name: "Fern & Sons" }, member: { role: "owner" } },
      });
      const cookie = cookieOf(reply);
      const profile = await w.ask("GET", "/api/tenant/profile", { cookie });
      expect(profile.body).toMatchObject({
        plan: { name: "Starter" },
        subscription: { status: "trialing", access: "trial" },
      });
      const { trialEndsAt } = profile.body.subscription as { trialEndsAt: string };
      const [left] = await w.asOwner(
        "select extract(epoch from $1::timestamptz - app.clock())::float / 86400 as days",
        [trialEndsAt],
      );
      expect(left?.days).toBeGreaterThan(13.9);
      expect(left?.days).toBeLessThanOrEqual(14);
      const codes = await w.ask("GET", "/api/tenant/activation-codes", { cookie });
      expect(codes.body).toMatchObject({ total: 1, items: [{ label: "Starter", status: "active" }] });
      box.length = 0;
      await deliver("welcome");
      expect(box).toMatchObject([{ to: "fern@example.test", subject: "Fern & Sons is ready" }]);
      expect(box[0]?.text).toMatch(/([0-9A-Z]{5}-){4}[0-9A-Z]{5}/);
      expect((await w.ask("GET", "/api/tenant/members", { cookie })).body).toMatchObject({
        items: [{ email: "fern@example.test", status: "active" }],
      });
    });

    it("gives the nearest free name when somebody was quicker, and says so before", async () => {
      const ask = (email: string) =>
        w.ask("POST", "/api/tenant/signup", { body: { companyName: "Oak", email, slug: "oak" } });
      for (const email of ["a@oak.test", "b@oak.test"]) {
        expect((await ask(email)).status).toBe(202);
      }
      const second = w.newestCode("b@oak.test");
      await ask("a@oak.test");
      const first = await show("tenant", "a@oak.test", w.newestCode("a@oak.test"));
      expect(first.body).toMatchObject({ tenant: { slug: "oak" } });
      expect((await show("tenant", "b@oak.test", second)).body).toMatchObject({ tenant: { slug: "oak-2" } });
      expect(await ask("c@oak.test")).toMatchObject({ status: 409, body: { code: "slug.taken" } });
      expect(
        await w.ask("POST", "/api/tenant/signup", { body: { companyName: "X", email: "c@oak.test", slug: "admin" } }),
      ).toMatchObject({ status: 400, body: { code: "slug.refused" } });
    });

    it("founds one trial for an address, however often it is wished for", async () => {
      const body = { companyName: "Elm", email: "elm@example.test" };
      await w.ask("POST", "/api/tenant/signup", { body });
      const code = w.newestCode("elm@example.test");
      const replies = await Promise.all(Array.from({ length: 6 }, () => show("tenant", "elm@example.test", code)));
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      await w.ask("POST", "/api/tenant/signup", { body: { ...body, companyName: "Elm Two" } });
      const again = await show("tenant", "elm@example.test", w.newestCode("elm@example.test"));
      expect(again.body).toMatchObject({ tenant: { name: "Elm" } });
    });
  });

  describe("sessions", () => {
    const client = async () => {
      const { cookie } = await w.tenant(`Clients${Math.floor(Math.random() * 1e9)}`);
      const brief = { name: "Hire", description: "A shop.", objectives: "Customers hire bikes." };
      const project = await w.ask("POST", "/api/tenant/projects", { cookie, body: brief });
      const made = await w.ask("POST", "/api/tenant/activation-codes/generate", { cookie, body: { count: 1 } });
      const [code] = made.body.codes as { code: string }[];
      await w.ask("POST", `/api/tenant/projects/${project.body.id}/assign-activation-code`, { cookie, body: code });
      return {
        path: `/api/public/projects/${project.body.id}`,
        cookie: cookieOf(await w.ask("POST", "/api/public/activate-project", { body: code })),
      };
    };
    const begin = {
      admin: async () => ({
        path: "/api/admin/auth/session",
        cookie: (await w.signIn("admin", "admin@example.com")).cookie,
      }),
      client,
      tenant: async () => {
        const { email } = await w.tenant(`Ends${Math.floor(Math.random() * 1e9)}`);
        return { path: "/api/tenant/auth/session", cookie: (await w.signIn("tenant", email)).cookie };
      },
    };

    it.each<[keyof typeof begin, number]>([
      ["admin", 12],
      ["client", 24],
      ["tenant", 24],
    ])("of the realm %s end after half an hour of silence and after %i hours of work", async (realm, hours) => {
      const idle = await begin[realm]();
      const look = ({ path, cookie }: { path: string; cookie: string }) => w.ask("GET", path, { cookie });
      await w.advance(29 * 60);
      expect((await look(idle)).status).toBe(200);
      await w.advance(30 * 60 + 1);
      expect(await look(idle)).toMatchObject(gone);

      const [busy, silent] = [await begin[realm](), await begin[realm]()];
      const quarters = hours * 4 - 1;
      for (let quarter = 0; quarter < quarters; quarter++) {
        await w.advance(15 * 60);
        expect((await look(busy)).status, `after ${(quarter + 1) / 4} hours`).toBe(200);
        // Who works keeps nobody else's open.
        if (quarter === 2) expect(await look(silent)).toMatchObject(gone);
      }
      await w.advance(15 * 60 + 1);
      expect(await look(busy)).toMatchObject(gone);
    });

    it("that wait for a passkey end after a quarter of an hour, busy or not", async () => {
      w.ports.adminPasskey = "required";
      const { cookie } = await begin.admin();
      w.ports.adminPasskey = "optional";
      await w.advance(14 * 60);
      expect((await session("admin", cookie)).body).toMatchObject({ needs: "enrolment" });
      await w.advance(61);
      expect(await session("admin", cookie)).toMatchObject(gone);
    });

    it("are new at every sign-in, whatever cookie the browser came with", async () => {
      const { email } = await w.tenant("Fixed");
      const { cookie: own } = await w.signIn("tenant", email);
      for (const planted of [own, `q2o_tenant=${"A".repeat(43)}`]) {
        await request("tenant", email);
        const reply = await w.ask("POST", "/api/tenant/auth/session", {
          cookie: planted,
          body: { email, code: w.newestCode(email) },
        });
        expect(cookieOf(reply)).toMatch(/^q2o_tenant=[\w-]{43}$/);
        expect(cookieOf(reply)).not.toBe(planted);
      }
      expect(await session("tenant", `q2o_tenant=${"A".repeat(43)}`)).toMatchObject(gone);
      expect((await session("tenant", own)).status).toBe(200);
    });

    it("are named to their owner by the browser's own words, cut short", async () => {
      const { email } = await w.tenant("Agent");
      await request("tenant", email);
      const reply = await w.ask("POST", "/api/tenant/auth/session", {
        body: { email, code: w.newestCode(email) },
        headers: { "user-agent": `Netscape ${"x".repeat(500)}` },
      });
      const list = await w.ask("GET", "/api/tenant/auth/sessions", { cookie: cookieOf(reply) });
      const [here] = (list.body.items as { isCurrent: boolean; agent: string }[]).filter(({ isCurrent }) => isCurrent);
      expect(here?.agent).toMatch(/^Netscape x{191}$/);
      expect(list.text).not.toMatch(/token|hash/i);
    });
  });
});
