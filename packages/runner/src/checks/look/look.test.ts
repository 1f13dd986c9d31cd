import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Sandbox } from "../../sandbox/index.ts";
import { type Bench, joined } from "../check.ts";
import { accountOf, findBrowser, look } from "./index.ts";

/** A list with a record, a form, and an entrance that is closed until one signs in. */
const server = `
const page = (heading, main) => '<!doctype html><html lang="en"><head><title>' + heading + '</title></head><body><nav><a href="/">Home</a> <a href="/reports/all">Report</a> <a href="/bikes">Bikes</a></nav><main><h1>' + heading + '</h1>' + main + '</main></body></html>';
const pages = {
  "/": page("Bike hire", '<img src="/none.png">'),
  "/reports/all": page("All", "<p>7</p>"),
  "/bikes": page("Bikes", '<a href="/bikes/new">New</a> <a href="/bikes/6">Racing bike</a> <a href="https://example.com/bikes/7">Elsewhere</a>'),
  "/bikes/6": page("Racing bike", "<p>Fast.</p>"),
  "/bikes/new": page("New bike", '<form method="post"><label>Name <input name="name"></label></form>'),
};
const entrance = page("Sign in", '<form method="post" action="/sign-in"><label>E-mail <input name="email" type="email"></label><label>Password <input name="password" type="password"></label><button>Sign in</button></form>');
require("node:http").createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    if (request.url === "/sign-in" && body === "email=ann%40example.com&password=demo-password")
      return response.writeHead(303, { location: "/", "set-cookie": "in=1" }).end();
    const isIn = request.headers.cookie?.includes("in=1");
    response.writeHead(200, { "content-type": "text/html", "content-security-policy": "default-src 'self'" });
    response.end(isIn ? (pages[request.url] ?? page("Nothing", "")) : entrance);
  });
}).listen(Number(process.argv[1]), "127.0.0.1", () => console.log("ready"));
`;

describe("a browser that looks at what was built", { timeout: 90_000 }, () => {
  let work: string;
  let bench: Bench;
  let port: number;
  let browser: string;
  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), "q2o-look-"));
    const box = await Sandbox.open(work);
    bench = { files: new Map(), box, signal: new AbortController().signal };
    port = await box.freePort();
    await new Promise<void>(
      (ready) => void box.start("node", ["-e", server, String(port)], { onOutput: () => ready() }),
    );
    const { CHROME_PATH: _, ...environment } = process.env;
    browser = findBrowser(environment) ?? (await (await import("@sparticuz/chromium")).default.executablePath());
  });
  afterAll(async () => {
    await bench.box.destroy();
    rmSync(work, { recursive: true, force: true });
  });

  it("signs in, finds a list with a record and a form, and shows each on a desk and on a phone", async () => {
    const who = { email: "ann@example.com", password: "demo-password" };
    const { pictures, bars, said } = await look(bench, port, who, browser);
    expect(said).toBe("4 pages looked at in a browser, wide and 360 px");
    expect(pictures.map(({ page, screen, path, heading }) => `${page} ${screen} ${path} ${heading}`)).toEqual([
      "start wide / Bike hire",
      "start narrow / Bike hire",
      "list wide /bikes Bikes",
      "list narrow /bikes Bikes",
      "detail wide /bikes/6 Racing bike",
      "detail narrow /bikes/6 Racing bike",
      "form wide /bikes/new New bike",
      "form narrow /bikes/new New bike",
    ]);
    for (const { bytes, screen, width, height } of pictures) {
      const picture = Buffer.from(bytes);
      expect(picture.subarray(0, 4).toString() + picture.subarray(8, 12).toString()).toBe("RIFFWEBP");
      expect([width, height]).toEqual(screen === "wide" ? [1280, 800] : [720, 1480]);
    }
    // A picture without words bars who cannot see it; the page's own policy does not bar axe.
    expect(bars).toEqual([expect.stringMatching(/^\/: Images must have alternative text \(axe image-alt at img\)$/)]);
  });

  it("sees of what it is not let into the entrance alone", async () => {
    const { pictures, said } = await look(bench, port, undefined, browser);
    expect(pictures.map(({ page, heading }) => `${page} ${heading}`)).toEqual(["start Sign in", "start Sign in"]);
    expect(said).toBe("one page looked at in a browser, wide and 360 px");
  });

  it("says nothing of the software where it is not there or does not do its work", async () => {
    expect(findBrowser({ CHROME_PATH: "", PATH: process.env.PATH })).toBeUndefined();
    expect(findBrowser({ CHROME_PATH: "/a/browser" })).toBe("/a/browser");
    expect(await look(bench, port, undefined)).toEqual({
      pictures: [],
      bars: [],
      said: "No browser here, no pictures",
    });
    expect(await look(bench, port, undefined, "/bin/false")).toEqual({
      pictures: [],
      bars: [],
      said: expect.stringContaining("The browser here did not do its work"),
    });
  });
});

describe("what a browser found", () => {
  const check = {
    check: "V6",
    name: "x",
    status: "passed",
    requirementIds: ["R1"],
    summary: "1 holds",
    durationMs: 1,
  } as const;
  it("is part of the check: what bars people fails it", () => {
    expect(joined({ ...check, requirementIds: ["R1"] }, { problems: [], said: "4 pages" })).toMatchObject({
      status: "passed",
      summary: "1 holds; 4 pages",
    });
    expect(joined({ ...check, requirementIds: ["R1"] }, { problems: ["no label"], said: "4 pages" })).toMatchObject({
      status: "failed",
      summary: "1 holds; no label",
    });
    const failed = { ...check, requirementIds: [], status: "failed" as const };
    expect(joined(failed, { problems: [], said: "4 pages" })).toMatchObject({ status: "failed" });
  });

  it("is of who is let in by the README and the settings", () => {
    const files = new Map([
      ["README.md", "| e-mail | role |\n|---|---|\n| `ann@example.com` | Manager |\n| `bea@example.com` | Staff |\n"],
      [".env.example", "SEED=demo\nDEMO_PASSWORD=demo-password\n"],
    ]);
    expect(accountOf({ files } as never)).toEqual({ email: "ann@example.com", password: "demo-password" });
    expect(accountOf({ files: new Map() } as never)).toBeUndefined();
  });
});
