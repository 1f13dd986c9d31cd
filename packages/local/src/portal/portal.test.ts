import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BadCall, type Portal, start } from "./index.ts";

describe("the portal", () => {
  const folder = mkdtempSync(join(tmpdir(), "q2o-portal-"));
  const long = "x".repeat(2_000);
  let portal: Portal;

  beforeAll(async () => {
    const files: Record<string, string> = {
      "web/index.html": "home",
      "web/app/index.html": `app ${long}`,
      "web/app/projects/detail/index.html": "detail",
      "web/_astro/a.js": "1",
      "web/404.html": "lost",
      "secret.txt": "secret",
      "rewrites.json": '[{"from":"^/app/projects/[^/]+/?$","to":"/app/projects/detail/index.html"}]',
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    portal = await start(0);
  });
  afterAll(async () => {
    await portal.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** By hand, because fetch tidies paths and hosts up. */
  const ask = (path: string, headers: Record<string, string> = {}, method = "GET", body = "") =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
      const outgoing = request({ host: "127.0.0.1", port: portal.port, path, method, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString() }),
        );
      });
      outgoing.once("error", reject);
      outgoing.end(body);
    });

  it("answers 503 until it is open", async () => {
    expect((await ask("/")).status).toBe(503);
    portal.open({
      web: join(folder, "web"),
      rewrites: join(folder, "rewrites.json"),
      api: (_, response) => void response.writeHead(200).end("api"),
      local: {
        "GET /_local/mail": (query) => ({ to: query.get("to") }),
        "POST /_local/clock": () => {
          throw new BadCall("Never back.");
        },
      },
    });
  });

  it("finds index pages, rewritten pages and the page for what is lost", async () => {
    const bodies = await Promise.all(["/", "/app/projects/prj_1", "/app/projects/prj_1/?a=1"].map((path) => ask(path)));
    expect(bodies.map(({ status, body }) => [status, body])).toEqual([
      [200, "home"],
      [200, "detail"],
      [200, "detail"],
    ]);
    expect((await ask("/app")).body).toContain("app x");
    expect((await ask("/app/")).body).toContain("app x");
    const lost = await ask("/nowhere/");
    expect([lost.status, lost.body]).toEqual([404, "lost"]);
    expect((await ask("/api/x")).body).toBe("api");
  });

  it("leads nowhere outside its folder", async () => {
    for (const path of [
      "/../secret.txt",
      "/%2e%2e/secret.txt",
      "/app/..%2f..%2fsecret.txt",
      "/..\\secret.txt",
      "/%00",
      "/%",
    ])
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
  });

  it("validates, caches and compresses as the cloud does", async () => {
    const plain = await ask("/app/");
    expect(plain.headers["cache-control"]).toBe("public, max-age=0, must-revalidate");
    expect((await ask("/app/", { "if-none-match": String(plain.headers.etag) })).status).toBe(304);
    const squeezed = await ask("/app/", { "accept-encoding": "gzip, br" });
    expect(squeezed.headers).toMatchObject({ "content-encoding": "br", vary: "Accept-Encoding" });
    expect(
      (await ask("/app/", { "if-none-match": String(squeezed.headers.etag), "accept-encoding": "br" })).status,
    ).toBe(304);
    expect((await ask("/_astro/a.js")).headers["cache-control"]).toContain("immutable");
    expect((await ask("/", {}, "POST")).status).toBe(405);
  });

  it("sets the site's headers on every file", async () => {
    for (const path of ["/", "/nowhere"])
      expect((await ask(path)).headers).toMatchObject({
        "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
        "x-content-type-options": "nosniff",
      });
  });

  it("helps callers on this machine, and no page under another name", async () => {
    const port = portal.port;
    expect(JSON.parse((await ask("/_local/mail?to=a@b.c", { host: `localhost:${port}` })).body)).toEqual({
      to: "a@b.c",
    });
    expect((await ask("/_local/mail", { host: `evil.test:${port}` })).status).toBe(403);
    expect((await ask("/_local/mail", { host: `127.0.0.1.evil.test:${port}` })).status).toBe(403);
    expect((await ask("/_local/mail", { origin: "http://evil.test" })).status).toBe(403);
    const json = { "content-type": "application/json" };
    expect((await ask("/_local/clock", { "content-type": "text/plain" }, "POST", "{}")).status).toBe(403);
    expect((await ask("/_local/clock", json, "POST", "{}")).status).toBe(400);
    expect((await ask("/_local/clock", json, "POST", "{")).status).toBe(400);
    expect((await ask("/_local/unknown")).status).toBe(404);
  });

  it("moves pages asked for as localhost to the site's own name", async () => {
    const answer = await ask("/app/?a=1", { host: `localhost:${portal.port}` });
    expect([answer.status, answer.headers.location]).toEqual([307, `http://127.0.0.1:${portal.port}/app/?a=1`]);
  });
});
