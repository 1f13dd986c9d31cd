import { open } from "@q2o/core/db/open";
import { Ports } from "@q2o/core/ports";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "../src/api/index.ts";
import { application } from "../src/edge/http.ts";
import { type World, world } from "./world.ts";

describe("the manners of the API", () => {
  let w: World;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
  });
  afterAll(() => w.close());

  const post = (raw: string) => w.ask("POST", "/api/tenant/projects", { cookie: ann.cookie, raw });

  it("takes nothing that is nested without end, and counts no sign inside a text", async () => {
    const nested = (depth: number) => `{"name":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    expect(await post(nested(15))).toMatchObject({ status: 400, body: { code: "input.invalid" } });
    for (const depth of [16, 500_000])
      expect(await post(nested(depth))).toMatchObject({ status: 400, body: { code: "input.too_deep" } });
    expect(
      await post(`{"name":"${"[{".repeat(30)} \\" ${"[".repeat(20)}","description":"d","objectives":"o"}`),
    ).toMatchObject({
      status: 201,
    });
  });

  it("answers HEAD as GET, without the body", async () => {
    const options = { cookie: ann.cookie };
    const [got, asked] = [
      await w.ask("GET", "/api/tenant/projects", options),
      await w.ask("HEAD", "/api/tenant/projects", options),
    ];
    expect(asked).toMatchObject({ status: 200, text: "" });
    expect(asked.headers.get("etag")).toBe(got.headers.get("etag"));
  });

  it("says what can be done, and lets no other site's page do it", async () => {
    const reply = await w.ask("OPTIONS", "/api/tenant/projects", { headers: { origin: "https://evil.example" } });
    expect(reply.status).toBe(204);
    expect(reply.headers.get("allow")).toBe("GET, POST, HEAD, OPTIONS");
    for (const { headers } of [reply, await w.ask("GET", "/api/health")])
      expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    expect((await w.ask("OPTIONS", "/api/nothing")).status).toBe(404);
  });

  it("answers with data that nothing runs, frames or keeps", async () => {
    for (const path of ["/api/health", "/api/tenant/projects", "/api/nothing"]) {
      const { headers } = await w.ask("GET", path, { cookie: ann.cookie });
      expect(headers.get("content-security-policy"), path).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get("x-content-type-options"), path).toBe("nosniff");
      expect(headers.get("referrer-policy"), path).toBe("no-referrer");
      expect(headers.get("cross-origin-resource-policy"), path).toBe("same-origin");
      expect(headers.get("strict-transport-security"), path).toMatch(/max-age=\d{8}/);
      expect(headers.get("cache-control"), path).toMatch(/no-store|private, no-cache/);
    }
  });
});

describe("how much one account may do", () => {
  let w: World;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  let bea: typeof ann;
  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
    bea = await w.tenant("Bea");
  });
  afterAll(() => w.close());

  const change = (cookie: string) => w.ask("PUT", "/api/tenant/profile", { cookie, body: {}, isRepeat: true });

  it("is six hundred changes a minute over all processes, and each as much as it likes of reading", async () => {
    const db = open({ url: w.url, max: 5 });
    const other = application(routes);
    const elsewhere = (cookie: string) =>
      Ports.provide(Object.assign(Object.create(w.ports) as typeof w.ports, { db }), async () =>
        other.request(`${w.site}/api/tenant/profile`, {
          method: "PUT",
          headers: { origin: w.site, cookie, "content-type": "application/json" },
          body: "{}",
        }),
      );
    const statuses: number[] = [];
    for (let round = 0; round < 65; round++) {
      const replies = await Promise.all([
        ...Array.from({ length: 5 }, () => change(ann.cookie)),
        ...Array.from({ length: 5 }, () => elsewhere(ann.cookie)),
      ]);
      statuses.push(...replies.map(({ status }) => status));
    }
    await db.end();
    expect(statuses.filter((status) => status === 200)).toHaveLength(600);
    expect(statuses.filter((status) => status === 429)).toHaveLength(50);
    const late = await change(ann.cookie);
    expect(late).toMatchObject({ status: 429, body: { code: "rate.limited" } });
    expect(Number(late.headers.get("retry-after"))).toBeLessThanOrEqual(60);
    expect((await w.ask("GET", "/api/tenant/profile", { cookie: ann.cookie })).status).toBe(200);
    expect((await change(bea.cookie)).status).toBe(200);
    await w.advance(61);
    expect((await change(ann.cookie)).status).toBe(200);
  });

  it("is sixty a minute of what is much work to read", async () => {
    const read = () => w.ask("GET", "/api/tenant/audit/export", { cookie: bea.cookie });
    for (let times = 0; times < 60; times++) expect((await read()).status).toBe(200);
    expect((await read()).status).toBe(429);
    expect((await change(bea.cookie)).status).toBe(200);
  });
});
