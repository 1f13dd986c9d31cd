import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownersEnvironment } from "./fixtures/owner.ts";
import { analysis, brief } from "./fixtures/service-visits.ts";
import { compose } from "./index.ts";

// Rights as they are delivered: their tests pass, and each fails when the line is gone that it is about.
const folder = mkdtempSync(join(tmpdir(), "rights-"));
const run = (command: string, ...args: string[]) =>
  spawnSync(command, args, { cwd: folder, env: ownersEnvironment, encoding: "utf8" });
const test = (...files: string[]) => run("node", "--test", "--test-isolation=none", ...files);

/** An application in which nobody may do everything: tests are then carried out by several people. */
function withoutFullRole() {
  const split = structuredClone(analysis);
  const rightsOf = (name: string) => split.contract.entities.find((each) => each.name === name);
  const [visit, salary] = [rightsOf("Visit"), rightsOf("Salary")];
  if (!visit || !salary) throw new Error("The fixture lost its visits or salaries");
  visit.rights = { ...visit.rights, delete: ["clerk"] };
  salary.rights = { see: ["clerk"], create: ["clerk"], change: ["clerk"], delete: ["clerk"] };
  return split;
}

function lay(files: ReadonlyMap<string, string>): void {
  for (const part of ["src", "test", "migrations"]) rmSync(join(folder, part), { recursive: true, force: true });
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

beforeAll(() => {
  lay(compose(brief, analysis).files);
  const installed = run("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund");
  expect(installed.status, installed.stderr).toBe(0);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ["somebody may do everything", analysis],
  ["nobody may do everything", withoutFullRole()],
])(
  "checks its types and passes its tests where %s",
  (_, told) => {
    lay(compose(brief, told).files);
    if (told === analysis) expect(run("npm", "run", "check").stdout).not.toMatch(/error TS/);
    const tested = test("test/*.test.ts");
    expect(tested.stdout).toMatch(/pass [1-9]\d*\n[^\n]*fail 0/);
  },
  120_000,
);

describe("a delivered test fails when", () => {
  beforeAll(() => lay(compose(brief, analysis).files));

  it.each([
    ["a list holds what is others'", "resource/query.ts", ", visible(resource, row, now));", ");"],
    ["a record that is another's is shown", "resource/store.ts", ", visible(resource, row, work.now))}`);", ")}`);"],
    ["anybody may file", "resource/store.ts", '  demand(work.now, resource, "create");', ""],
    ["anybody may change and delete", "resource/store.ts", "  demand(work.now, resource, verb);", ""],
    ["one files for others", "resource/store.ts", "  refuseForeign(work, resource, id);\n  settled", "  settled"],
  ])(
    "%s",
    (_, file, line, instead) => {
      const path = join(folder, "src", file);
      const before = readFileSync(path, "utf8");
      expect(before).toContain(line);
      writeFileSync(path, before.replace(line, instead));
      const tested = test("test/visit.test.ts", "test/salary.test.ts");
      writeFileSync(path, before);
      expect(tested.stdout).toMatch(/fail [1-9]/);
    },
    60_000,
  );
});
