import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyse } from "../../analyst/index.ts";
import { Analysis } from "../../artefacts.ts";
import { checkTree } from "../../checks/tree.ts";
import { ownersEnvironment } from "../fixtures/owner.ts";
import { hostileWords } from "../fixtures/random.ts";
import { analysis, brief } from "../fixtures/shop-and-warehouse.ts";
import { compose } from "../index.ts";

const { files, evidence } = compose(brief, analysis);
const sources = [...files].filter(([path]) => path.endsWith(".ts"));

describe("the service for a shop and a warehouse", () => {
  it("comes from a sound analysis and is the same every time", () => {
    expect(Analysis.parse(analysis)).toEqual(analysis);
    expect([...compose(structuredClone(brief), structuredClone(analysis)).files]).toEqual([...files]);
  });

  it("parses, is tidy and leaves nothing open", async () =>
    expect(await checkTree(files)).toMatchObject({ status: "passed" }));

  it("has a test for each requirement, and no test of another's name", () => {
    const all = sources.map(([, content]) => content).join("\n");
    for (const { requirementId, tests } of evidence)
      for (const title of tests) {
        expect(title.startsWith(`${requirementId}: `)).toBe(true);
        expect(all.includes(JSON.stringify(title)) || all.includes(`'${title}'`), title).toBe(true);
      }
    const titles = evidence.flatMap(({ tests }) => tests);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it("keeps hostile words as words, in code, comments, settings and Markdown", async () => {
    for (const words of hostileWords) {
      const other = structuredClone(analysis);
      if (other.contract.kind !== "integration") throw new Error("The fixture is another kind");
      for (const each of [...other.contract.systems, ...other.contract.flows]) each.label = words.slice(0, 120);
      for (const flow of other.contract.flows)
        for (const rule of flow.skip) {
          rule.reason = words.slice(0, 120);
          if ("values" in rule.when) rule.when.values = [words.slice(0, 120)];
        }
      other.contract.title = words;
      for (const requirement of other.requirements) requirement.text = words;
      const made = compose({ ...brief, name: words, description: words }, other).files;
      const check = await checkTree(made);
      expect(
        check.summary.includes("does not parse") || check.summary.includes("is not JSON"),
        `${words}: ${check.summary}`,
      ).toBe(false);
    }
  });
});

describe("a service that tells two programs what one has", () => {
  const words = "Pull stock levels from the WMS once per hour and push them to Shopify and to our B2B portal.";
  const two = { name: "Levels", description: "A sync.", objectives: words };
  const made = compose(two, Analysis.parse(analyse(two)));

  it("begins with something to change at both", () => {
    const seed = made.files.get("test/support/samples.ts") ?? "";
    for (const target of ["shopify", "b2b"])
      expect(seed).toContain(`standIns.get("${target}")?.put("stock-levels", { sku:`);
  });

  it("shows by one test what two sentences ask for, under both their names", () => {
    const objectives =
      "System A pushes a webhook whenever the stock of an article changes. Forward article number and quantity to system B.";
    const told = compose({ ...two, objectives }, Analysis.parse(analyse({ ...two, objectives })));
    const titles = told.evidence.map(({ tests }) => tests);
    const shared = titles.flat().filter((title) => /^R\d+, R\d+: /.test(title));
    expect(shared.length).toBeGreaterThan(0);
    for (const title of shared) expect(titles.filter((tests) => tests.includes(title)).length).toBe(2);
    const all = [...told.files.values()].join("\n");
    for (const title of new Set(titles.flat()))
      expect(all.split(JSON.stringify(title)).length, title).toBeGreaterThan(1);
  });
});

// Installed and tried once; what all deliveries go through is told by the checks of a run.
describe("as its owner gets it", () => {
  const folder = mkdtempSync(join(tmpdir(), "integration-delivered-"));
  const run = (command: string, ...args: string[]) =>
    spawnSync(command, args, { cwd: folder, env: ownersEnvironment, encoding: "utf8" });

  beforeAll(() => {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const installed = run("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund");
    expect(installed.status, installed.stderr).toBe(0);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("compiles", () => expect(run("npm", "run", "check").stdout).not.toMatch(/error TS/), 120_000);

  it("moves records by its rules, by webhook and by schedule, and survives being killed", () => {
    const tested = run(process.execPath, "--test", "test/orders.test.ts", "test/reliability.test.ts");
    expect(tested.stdout).toMatch(/pass [1-9]\d*\n[^\n]*fail 0/);
    expect(tested.status).toBe(0);
  }, 240_000);
});
