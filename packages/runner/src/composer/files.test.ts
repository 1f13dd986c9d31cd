import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analysis, brief } from "./fixtures/expense-claims.ts";
import { ownersEnvironment } from "./fixtures/owner.ts";
import { compose } from "./index.ts";

// Files as they are delivered: their tests pass, and each fails when the line is gone that it is about.
const folder = mkdtempSync(join(tmpdir(), "files-"));
const run = (command: string, ...args: string[]) =>
  spawnSync(command, args, { cwd: folder, env: ownersEnvironment, encoding: "utf8" });
const test = (...files: string[]) => run("node", "--test", "--test-isolation=none", ...files);

beforeAll(() => {
  for (const [path, content] of compose(brief, analysis).files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const installed = run("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund");
  expect(installed.status, installed.stderr).toBe(0);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("checks its types and passes its tests", () => {
  expect(run("npm", "run", "check").stdout).not.toMatch(/error TS/);
  expect(test("test/*.test.ts").stdout).toMatch(/pass [1-9]\d*\n[^\n]*fail 0/);
}, 120_000);

describe("a delivered test fails when", () => {
  it.each([
    [
      "whoever knows an address reads the file",
      "files/index.ts",
      "get(workOf(c), resource, idOf(c)), c)",
      'get({ ...workOf(c), now: { ...workOf(c).now, user: { id: 0, name: "", email: "", role: "(system)" } } }, resource, idOf(c)), c)',
    ],
    ["bytes are not looked at", "files/kinds.ts", "  if (!isText(bytes)) return undefined;", ""],
    ["a document is taken for a picture", "files/field.ts", "(!pictures || value.kind.isPicture)", "true", "member"],
    ["an empty file is kept", "files/field.ts", "value.bytes.length > 0", "true"],
    ["a file may be of any size", "http/security.ts", "return withFiles(c, next);", "return next();"],
    ["what was replaced stays", "files/shelf.ts", "if (!kept.some((each) => each.id === id)) release(id);", ";"],
    ["what was deleted stays", "resource/store.ts", "    work.files?.clear(resource, before);\n", ""],
    ["what was refused stays", "files/shelf.ts", "    } finally {\n      sweep();", "    } finally {"],
    ["a name leads out of the folder", "files/kinds.ts", '.split(/[/\\\\]/).at(-1) ?? ""', '.concat("")'],
    ["a form loses what it has", "files/body.ts", "removed.includes(id) ? [] : [{ id }]", "[]"],
  ])(
    "%s",
    (_, file, line, instead, about = "claim") => {
      const path = join(folder, "src", file);
      const before = readFileSync(path, "utf8");
      expect(before).toContain(line);
      writeFileSync(path, before.replace(line, instead));
      const tested = test(`test/${about}.test.ts`);
      writeFileSync(path, before);
      expect(tested.stdout).toMatch(/fail [1-9]/);
    },
    60_000,
  );
});
