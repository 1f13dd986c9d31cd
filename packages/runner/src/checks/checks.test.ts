import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { standingsOf } from "../pipeline/verdict.ts";
import { Sandbox } from "../sandbox/index.ts";
import { checkBoot, production, readSettings } from "./boot.ts";
import type { Bench } from "./check.ts";
import { checkDefences } from "./defences.ts";
import { checkDependencies } from "./dependencies.ts";
import { fixtureAnalysis, fixtureComposition, fixtureFiles } from "./fixture.ts";
import { readOpenApi } from "./openapi.ts";
import { testPackages } from "./package-cache.ts";
import { checkTests, readResults } from "./tests.ts";
import { checkTree } from "./tree.ts";
import { checkTypes } from "./types.ts";

describe("V0", () => {
  it("passes a tidy project", async () =>
    expect(await checkTree(fixtureFiles())).toMatchObject({ check: "V0", status: "passed", requirementIds: [] }));

  it.each([
    ["a note of unfinished work", { "src/a.ts": "// TODO: later\n" }, "src/a.ts:1 has a note of unfinished work"],
    ["a stub", { "src/a.ts": "\nthrow new Error('not implemented');\n" }, "src/a.ts:2 has something not implemented"],
    [
      "a skipped test",
      { "test/a.test.ts": 'import test from "node:test";\ntest.skip("R1: x", () => {});\n' },
      "test/a.test.ts:2",
    ],
    ["a test skipped by option", { "test/a.test.ts": 'test("R1: x", { skip: true }, () => {});\n' }, "does not count"],
    ["an assertion that cannot fail", { "test/a.test.ts": "assert.ok(true);\n" }, "cannot fail"],
    ["source that does not parse", { "src/a.ts": "const = ;\n" }, "src/a.ts does not parse"],
    ["syntax that Node cannot run", { "src/a.ts": "enum A { B }\n" }, "src/a.ts does not parse"],
    ["broken JSON", { "data.json": "{\n" }, "data.json is not JSON"],
    ["a secret", { "README.md": "sk_live_0123456789abcdef0123\n" }, "README.md:1 has a Stripe key"],
    ["a private key", { "key.pem": "-----BEGIN PRIVATE KEY-----\n" }, "a private key"],
    ["untidy source", { "src/a.ts": "const a = 1; \n" }, "a space at the end of a line"],
    ["no newline at the end", { "src/a.ts": "const a = 1;" }, "does not end with a newline"],
  ])("catches %s", async (_, changed, said) => {
    const check = await checkTree(fixtureFiles(changed));
    expect(check.status).toBe("failed");
    expect(check.summary).toContain(said);
  });

  it("misses no file that every project has, and no tests", async () => {
    const files = fixtureFiles();
    files.delete(".env.example");
    files.delete("test/rules.test.ts");
    expect((await checkTree(files)).summary).toBe(".env.example is missing; there is no test");
  });

  it("takes words that people order for what they are", async () => {
    const words = 'export const label = "Todo: things to do"; // A to-do list\nconst placeholder = "Name";\n';
    expect((await checkTree(fixtureFiles({ "src/a.ts": words, "README.md": "TODO app\n" }))).status).toBe("passed");
  });
});

describe("in a sandbox", { timeout: 60_000 }, () => {
  let work: string;
  let box: Sandbox.Sandbox | undefined;
  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), "q2o-test-"));
  });
  afterEach(async () => {
    await box?.destroy();
    box = undefined;
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  const install = async (changed: Record<string, string> = {}) => {
    box = await Sandbox.open(work);
    const bench: Bench = { files: fixtureFiles(changed), box, signal: new AbortController().signal };
    return { bench, ...(await checkDependencies(bench, testPackages)) };
  };

  it("a good project passes V1 to V5", async () => {
    const { bench, check, packages } = await install();
    expect(check).toMatchObject({ check: "V1", status: "passed" });
    expect(await checkTypes(bench)).toMatchObject({ check: "V2", status: "passed" });
    const { check: tested, asItRuns, tests } = await checkTests(bench);
    // Its tests boot nothing, so nothing is said of the requirements by HTTP.
    expect(asItRuns).toMatchObject({ check: "V6", status: "skipped", requirementIds: [] });
    expect(tested).toMatchObject({
      check: "V3",
      status: "passed",
      requirementIds: ["R1", "R2"],
      summary: "2 tests pass, none is skipped",
    });
    expect(tests.map(({ status }) => status)).toEqual(["passed", "passed"]);
    const boots = await checkBoot(bench, packages, watchMs);
    expect(boots.map(({ check, status }) => [check, status])).toEqual([
      ["V4", "passed"],
      ["V5", "passed"],
    ]);
    expect(boots[1].summary).toContain("2 routes described, 1 lists and the first page answer");
  });

  const watchMs = 1_000;
  const lock = fixtureFiles().get("package-lock.json") ?? "";
  const main = fixtureFiles().get("src/main.ts") ?? "";
  it.each([
    [
      "a package without integrity",
      lock.replace(/"integrity": "sha512-KmX[^"]*",/, ""),
      "hono has no sha512 integrity",
    ],
    [
      "a package from elsewhere",
      lock.replace("registry.npmjs.org/hono", "evil.example/hono"),
      "hono does not come from registry.npmjs.org",
    ],
    [
      "a package by git",
      lock.replace("https://registry.npmjs.org/hono/-/hono-4.13.19.tgz", "git+ssh://git@github.com/x/y"),
      "hono does not come from",
    ],
    ["an install script", lock.replace('"license": "MIT"', '"hasInstallScript": true'), "hono runs a script"],
    [
      "a licence that binds",
      lock.replace('"license": "MIT"', '"license": "AGPL-3.0"'),
      "hono has the licence AGPL-3.0",
    ],
    [
      "a package that is not locked",
      lock.replace('"node_modules/hono"', '"node_modules/other"'),
      "hono is not in the lockfile",
    ],
  ])("V1 catches %s", async (_, changed, said) => {
    const { check } = await install({ "package-lock.json": changed });
    expect(check.status).toBe("failed");
    expect(check.summary).toContain(said);
  });

  it("V1 catches a range instead of a version", async () => {
    const { check } = await install({
      "package.json": (fixtureFiles().get("package.json") ?? "").replace('"4.13.19"', '"^4.13.19"'),
    });
    expect(check.summary).toContain("hono is not pinned to one version");
  });

  it("V1 finds a licence in the package when the lockfile does not say", async () => {
    const { check } = await install({ "package-lock.json": lock.replace(/,\s*"license": "MIT"/, "") });
    expect(check).toMatchObject({ status: "passed" });
  });

  it("V7 names what an application without defences lets through", async () => {
    const open = main
      .replace(/\n {2}"Content-Security-Policy"[^\n]*\n {2}"X-Content[^\n]*/, "")
      .replace('c.req.query("search") ?? ""', '""');
    const { bench, packages } = await install({ "src/main.ts": open });
    await checkBoot(bench, packages, 0);
    const check = await checkDefences(bench, production);
    expect(check).toMatchObject({ check: "V7", status: "failed" });
    expect(check.summary).toMatch(/no content policy against scripts; .*lets types be guessed; .*and \d+ more/);
    await bench.box.destroy();
    const good = await install();
    await checkBoot(good.bench, good.packages, 0);
    expect(await checkDefences(good.bench, production)).toMatchObject({
      status: "passed",
      summary: expect.stringMatching(/^2 routes, \d+ probes: strangers, headers and injections are refused$/),
    });
  });

  it("V2 catches a wrong type", async () => {
    const { bench } = await install({
      "src/rules.ts": "export const isLong = (text: string): boolean => text.length;\n",
    });
    const check = await checkTypes(bench);
    expect(check).toMatchObject({ check: "V2", status: "failed" });
    expect(check.summary).toContain("TS2322");
  });

  it("V3 catches a failing and a skipped test, and only their requirements lose", async () => {
    const { bench } = await install({
      "test/rules.test.ts": `import assert from "node:assert/strict";
import test, { describe } from "node:test";
test("R1: a short note is kept", () => assert.equal(1, 2, "one is not two"));
describe("R2: long notes", () => { test("are refused", (t) => t.skip()); test("R2, R3: both", () => {}); });
console.log(JSON.stringify({ name: "R1: a short note is kept", passed: true, skipped: false }));
`,
    });
    const { check, tests } = await checkTests(bench);
    expect(check.status).toBe("failed");
    expect(check.summary).toContain("“R1: a short note is kept” failed: one is not two");
    expect(check.summary).toContain("“are refused” skipped");
    expect(tests.map(({ name, requirementIds, status }) => [name, requirementIds, status])).toEqual([
      ["R1: a short note is kept", ["R1"], "failed"],
      ["are refused", ["R2"], "skipped"],
      ["R2, R3: both", ["R2", "R3"], "passed"],
    ]);
    const standings = standingsOf({
      analysis: fixtureAnalysis,
      promised: fixtureComposition(bench.files as Map<string, string>).evidence,
      tests,
      checks: [check],
    });
    expect(standings.map(({ status, reason }) => [status, reason])).toEqual([
      ["gap", "The test “R1: a short note is kept” failed."],
      ["gap", "The test “are refused” was skipped."],
      ["gap", "The blueprint has no voice."],
    ]);
  });

  it("V3 catches a suite that dies, and one without tests", async () => {
    const dying = await install({ "test/rules.test.ts": "process.exit(3);\n" });
    expect((await checkTests(dying.bench)).check.status).toBe("failed");
    await box?.destroy();
    const empty = await install({
      "test/rules.test.ts": "export {};\n",
      "package.json": (fixtureFiles().get("package.json") ?? "").replace(/node --test [^,]*"/, 'true"'),
    });
    expect((await checkTests(empty.bench)).check.summary).toContain("npm test ran no test");
  });

  it.each([
    ["does not start", { "src/main.ts": 'throw new Error("no database");\n' }, "no database", "did not start"],
    [
      "needs a development package",
      { "src/main.ts": 'import "typescript";\n' },
      "Cannot find package 'typescript'",
      "did not start",
    ],
  ])("V4 catches an application that %s", async (_, changed, said, then) => {
    const { bench, packages } = await install(changed);
    const [built, ran] = await checkBoot(bench, packages, watchMs);
    expect([built.status, ran.status]).toEqual(["failed", "failed"]);
    expect(built.summary).toContain(said);
    expect(ran.summary).toContain(then);
  });

  it.each([
    [
      "writes errors",
      main.replace("server.listen(", 'setTimeout(() => console.error("lost the database"), 300);\nserver.listen('),
      "lost the database",
    ],
    [
      "ends by itself",
      main.replace("server.listen(", "setTimeout(() => process.exit(0), 600);\nserver.listen("),
      "ended by itself",
    ],
    [
      "has a list that fails",
      main.replace("c.json({ items, total: items.length })", 'c.json({ code: "internal" }, 500)'),
      "GET /api/notes answers 500",
    ],
    ["describes nothing", main.replace('"/openapi.json"', '"/elsewhere.json"'), "GET /openapi.json: 404"],
    ["has no first page", main.replace('app.get("/",', 'app.get("/home",'), "GET / answers 404"],
  ])("V5 catches an application that %s", async (_, changed, said) => {
    const { bench, packages } = await install({ "src/main.ts": changed });
    const [built, ran] = await checkBoot(bench, packages, watchMs);
    expect(built.status).toBe("passed");
    expect(ran.status).toBe("failed");
    expect(ran.summary).toContain(said);
  });
});

describe("reading what a project says", () => {
  it("reads settings as dotenv would", () =>
    expect(readSettings('# port\nPORT=3000\nNAME="A b"\n\nbad line\n')).toEqual({ PORT: "3000", NAME: "A b" }));

  it("leaves out a result that was cut off", () =>
    expect(readResults('{"name":"R1: a","passed":true,"skipped":false}\n{"name":"R2')).toEqual([
      { name: "R1: a", requirementIds: ["R1"], status: "passed" },
    ]));

  const document = { openapi: "3.1.0", info: { title: "A", version: "1" }, paths: {} as Record<string, unknown> };
  const operation = { responses: { 200: { description: "x" } } };
  it.each([
    ["no JSON", "<html>", "not JSON"],
    ["another format", JSON.stringify({ swagger: "2.0" }), "openapi"],
    ["no route", JSON.stringify(document), "describes no route"],
    [
      "an operation without answers",
      JSON.stringify({ ...document, paths: { "/a": { get: { responses: {} } } } }),
      "get /a describes no answer",
    ],
    [
      "an undeclared parameter",
      JSON.stringify({ ...document, paths: { "/a/{id}": { get: operation } } }),
      "does not declare id",
    ],
    [
      "a reference to nothing",
      JSON.stringify({
        ...document,
        paths: { "/a": { get: { ...operation, x: { $ref: "#/components/schemas/A" } } } },
      }),
      "leads nowhere",
    ],
  ])("refuses an API description with %s", (_, text, said) => {
    const read = readOpenApi(text);
    expect("problems" in read && read.problems.join("\n")).toContain(said);
  });

  it("finds the lists and which of them are closed", () => {
    const paths = {
      "/api/a": { get: operation },
      "/api/b": { get: { ...operation, security: [{ session: [] }] } },
      "/api/a/{id}": { parameters: [{ name: "id", in: "path" }], get: operation },
    };
    expect(readOpenApi(JSON.stringify({ ...document, paths }))).toEqual({
      lists: [
        { path: "/api/a", isClosed: false },
        { path: "/api/b", isClosed: true },
      ],
      operations: 3,
    });
  });
});
