import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { routes } from "../src/api/index.ts";
import type { Route } from "../src/edge/route.ts";
import { market } from "./money.ts";
import { cookieOf, type World } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };
const nul = "a\u0000b";
const half = "\ud800";

/** What a field may be given that it was not made for. */
const odd: unknown[] = [
  null,
  true,
  -1,
  1e308,
  1.5,
  "",
  " ",
  nul,
  half,
  "\u202e\u200b",
  "x".repeat(60_000),
  "'; drop table tenant; --",
  "<script>alert(1)</script>",
  "../../etc/passwd",
  "NaN",
  [],
  [null],
  {},
  { $ne: 1 },
  { __proto__: { admin: true }, constructor: 1 },
];

/** Bodies that are not what any route takes. */
const raw: [string, string][] = [
  ["nothing", ""],
  ["half an object", '{"name":'],
  ["a number", "42"],
  ["null", "null"],
  ["a list", "[1,2,3]"],
  ["text", '"hello"'],
  ["a byte order mark", "\ufeff{}"],
  ["a form", "name=x&email=y"],
  ["a doubled name", '{"name":"a","name":"b","__proto__":{"x":1}}'],
  ["a deep nest", `{"name":${"[".repeat(20_000)}${"]".repeat(20_000)}}`],
  ["a number beyond all bounds", '{"count":1e999,"seq":1e999,"bytes":-1e999}'],
];

const withBody = routes.filter(({ method }) => method === "post" || method === "put");
const reading = routes.filter(({ method }) => method === "get");

describe("whatever comes in", () => {
  let m: Awaited<ReturnType<typeof market>>;
  let w: World;
  let cookies: Record<Route["door"], string>;
  let projectId: string;
  let deviceToken: string;
  beforeAll(async () => {
    m = await market();
    w = m.w;
    const ann = await w.tenant("Ann");
    const admin = await w.signIn("admin", "admin@example.com");
    const project = await w.ask("POST", "/api/tenant/projects", { cookie: ann.cookie, body: brief });
    projectId = String(project.body.id);
    const generated = await w.ask("POST", "/api/tenant/activation-codes/generate", {
      cookie: ann.cookie,
      body: { count: 1 },
    });
    const [code] = generated.body.codes as { code: string }[];
    await w.ask("POST", `/api/tenant/projects/${projectId}/assign-activation-code`, {
      cookie: ann.cookie,
      body: { code: code?.code },
    });
    const client = await w.ask("POST", "/api/public/activate-project", { body: { code: code?.code } });
    const device = await w.ask("POST", "/api/device/activate", {
      body: { code: code?.code, fingerprint: "a machine of somebody" },
    });
    deviceToken = String(device.body.accessToken);
    cookies = { tenant: ann.cookie, admin: admin.cookie, client: cookieOf(client), public: "", runner: "", device: "" };
  });
  // Nobody sends so much by hand; what limits it is another test's.
  beforeEach(() => w.asOwner("delete from throttle"));
  afterAll(() => m.close());

  const knock = (route: Route, options: { body?: unknown; raw?: string; query?: string }) =>
    w.ask(route.method.toUpperCase(), route.path.replace("{id}", projectId) + (options.query ?? ""), {
      cookie: cookies[route.door],
      ...(route.door === "device" ? { token: deviceToken } : {}),
      // Much of this changes nothing.
      isRepeat: true,
      ...options,
    });

  it.each(withBody)("gets an answer of ours and never a fault at $method $path", async (route) => {
    for (const [what, text] of raw) {
      const reply = await knock(route, { raw: text });
      expect(reply.status, `${what}: ${reply.text}`).toBeLessThan(500);
      if (reply.status >= 400) expect(reply.headers.get("content-type"), what).toBe("application/problem+json");
    }
    const shape = (route.input as { shape?: object }).shape ?? {};
    const fields = Object.keys(shape).filter((name) => !route.path.includes(`{${name}}`));
    for (const name of [...fields, "unheardOf"])
      for (const value of odd) {
        const reply = await knock(route, { body: { [name]: value } });
        expect(reply.status, `${name}: ${JSON.stringify(value)?.slice(0, 60)} → ${reply.text}`).toBeLessThan(500);
      }
  });

  it.each(routes.filter(({ path }) => path.includes("{")))(
    "knows nothing of odd names at $method $path",
    async (route) => {
      const places = [...route.path.matchAll(/\{(\w+)\}/g)].map(([place]) => place);
      for (const place of places)
        for (const odd of [
          "%00",
          "a%00b",
          "%ED%A0%80",
          "%E0%A4%A",
          "%F0%9F%9A%B2",
          "..%2F..",
          "'",
          "%",
          "x".repeat(3_000),
        ]) {
          const reply = await w.ask(
            route.method.toUpperCase(),
            route.path.replace(place, odd).replace(/\{\w+\}/g, projectId),
            { cookie: cookies[route.door], isRepeat: true, ...(route.method === "get" ? {} : { body: {} }) },
          );
          expect([400, 401, 403, 404], `${place}: ${odd.slice(0, 20)} → ${reply.text}`).toContain(reply.status);
        }
    },
  );

  it.each(reading)("reads odd questions calmly at $path", async (route) => {
    const questions = [
      "?page=0",
      "?page=99999999999999999999",
      "?page=-1&pageSize=1000000",
      "?page=1&page=2",
      "?sort=password:asc",
      "?sort=createdAt;drop%20table",
      "?search=%00",
      "?search=%ED%A0%80",
      "?search=%25%25__%5C",
      `?search=${"x".repeat(5_000)}`,
      "?after=-1",
      "?after=99999999999999999999999999",
      "?after=%27&limit=0",
      "?state=asleep&status=x&days=0",
      "?slug=&domain=",
      "?%E0%A4%A=1",
      "?__proto__[x]=1&constructor=1",
    ];
    for (const query of questions) {
      const reply = await knock(route, { query });
      expect(reply.status, `${query}: ${reply.text}`).toBeLessThan(500);
    }
  });

  it("says where each fault is, all of them at once", async () => {
    const reply = await w.ask("POST", "/api/tenant/projects", {
      cookie: cookies.tenant,
      body: { name: "x".repeat(101), description: 7, objectives: nul },
    });
    expect(reply).toMatchObject({ status: 400, body: { code: "input.invalid" } });
    const errors = reply.body.errors as { path: string; message: string }[];
    expect(errors.map(({ path }) => path).sort()).toEqual(["description", "name", "objectives"]);
    for (const { message } of errors) expect(message.length).toBeGreaterThan(5);
  });

  it.each([
    [nul, "a NUL"],
    [half, "half a surrogate pair"],
    ["   ", "only spaces"],
  ])("takes no name of %j, for it is %s", async (name) => {
    const reply = await w.ask("POST", "/api/tenant/projects", { cookie: cookies.tenant, body: { ...brief, name } });
    expect(reply).toMatchObject({ status: 400, body: { errors: [{ path: "name" }] } });
  });

  it("keeps what people really write, to the letter", async () => {
    const name = "Zoë’s “Café” <b>&amp;</b> 🚲 ראש";
    const made = await w.ask("POST", "/api/tenant/projects", { cookie: cookies.tenant, body: { ...brief, name } });
    expect(made).toMatchObject({ status: 201, body: { name } });
    const found = await w.ask("GET", `/api/tenant/projects?search=${encodeURIComponent("zoë’s “café”")}`, {
      cookie: cookies.tenant,
    });
    expect(found.body).toMatchObject({ total: 1, items: [{ name }] });
  });

  it("searches for a percent sign and not for anything", async () => {
    for (const search of ["%", "_", "\\"])
      expect(
        (await w.ask("GET", `/api/tenant/projects?search=${encodeURIComponent(search)}`, { cookie: cookies.tenant }))
          .body,
      ).toMatchObject({ total: 0, items: [] });
  });

  it("refuses what is too large without reading it as anything else", async () => {
    const reply = await w.ask("POST", "/api/tenant/projects", {
      cookie: cookies.tenant,
      body: { ...brief, objectives: "x".repeat(1_300_000) },
    });
    expect(reply).toMatchObject({ status: 413, body: { code: "input.too_large" } });
  });

  it("says what is not there and what cannot be done there", async () => {
    expect(await w.ask("GET", "/api/nothing")).toMatchObject({ status: 404, body: { code: "route.missing" } });
    const wrong = await w.ask("DELETE", "/api/tenant/projects", { cookie: cookies.tenant });
    expect(wrong).toMatchObject({ status: 405, body: { code: "route.method" } });
    expect(wrong.headers.get("allow")).toBe("GET, POST");
  });

  it.each(["https://evil.example", "null", "http://127.0.0.1:4322", "http://127.0.0.1:4321.evil.example"])(
    "does nothing for a page of %s",
    async (origin) => {
      const reply = await w.ask("POST", "/api/tenant/projects", {
        cookie: cookies.tenant,
        body: brief,
        headers: { origin },
      });
      expect(reply).toMatchObject({ status: 403, body: { code: "origin.refused" } });
    },
  );

  it("answers the same question with the same key once, and another question not at all", async () => {
    const headers = { "idempotency-key": "once-1" };
    const ask = (body: object) => w.ask("POST", "/api/tenant/projects", { cookie: cookies.tenant, body, headers });
    const [first, again] = [await ask(brief), await ask(brief)];
    expect(first.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(await ask({ ...brief, name: "Other" })).toMatchObject({
      status: 422,
      body: { code: "idempotency.mismatch" },
    });
    const together = await Promise.all(
      Array.from({ length: 10 }, () =>
        w.ask("POST", "/api/tenant/activation-codes/generate", {
          cookie: cookies.tenant,
          body: { count: 1 },
          headers: { "idempotency-key": "once-2" },
        }),
      ),
    );
    expect(new Set(together.map(({ text }) => text)).size).toBe(1);
    expect(together[0]?.status).toBe(201);
    expect(
      await w.ask("POST", "/api/tenant/projects", {
        cookie: cookies.tenant,
        body: brief,
        headers: { "idempotency-key": "x".repeat(201) },
      }),
    ).toMatchObject({ status: 400, body: { code: "idempotency.malformed" } });
  });

  it("costs a watcher nothing while nothing changes", async () => {
    const first = await w.ask("GET", `/api/tenant/projects/${projectId}`, { cookie: cookies.tenant });
    const etag = first.headers.get("etag") ?? "";
    const again = (known: string) =>
      w.ask("GET", `/api/tenant/projects/${projectId}`, {
        cookie: cookies.tenant,
        headers: { "if-none-match": known },
      });
    expect((await again(etag)).status).toBe(304);
    await w.ask("PUT", `/api/tenant/projects/${projectId}`, { cookie: cookies.tenant, body: { clientName: "Zed" } });
    expect((await again(etag)).status).toBe(200);
  });
});
