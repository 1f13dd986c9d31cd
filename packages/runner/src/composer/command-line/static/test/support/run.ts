import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** A folder for the files of one test file; it goes when the tests are over. */
export const folder = mkdtempSync(join(tmpdir(), "tool-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

/** A record as a test reads it. */
export type Item = { id: number; label: string; [field: string]: unknown };

export type Answer = { code: number | null; out: string; err: string };

/**
 * Runs the tool as its users do, in a process of its own (what TEST_BOOTED asks of servers, always), with a data file
 * that only this test file has.
 *
 * @param input what stands on standard input
 */
export function run(words: readonly (string | number)[], input = ""): Promise<Answer> {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...environment } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, "bin/run.mjs"), ...words.map(String)], {
      cwd: folder,
      env: { ...environment, DATA_FILE: join(folder, "data.json"), TIME_ZONE: "UTC" },
    });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    // A command that reads nothing may be gone before it is written to.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, err }));
  });
}

/** A command that prints JSON. */
export const tool = (...words: (string | number)[]): Promise<Answer> => run([...words, "--json"]);

/** The record of a command that must succeed. */
export function ok(answer: Answer): Item {
  assert.equal(answer.code, 0, answer.err);
  return JSON.parse(answer.out) as Item;
}

/** That a command is refused for this reason and, when given, names this field; what is asked for wrongly is `usage`. */
export function refused(answer: Answer, why: "invalid" | "missing" | "conflict" | "file" | "usage", field?: string): void {
  assert.equal(answer.code, why === "usage" ? 2 : 1, answer.err + answer.out);
  assert.equal(answer.out, "");
  const { error } = JSON.parse(answer.err) as {
    error: { code: string; message: string; fields: { field: string; message: string }[] };
  };
  assert.equal(error.code, why, error.message);
  assert.notEqual(error.message, "");
  const fields = error.fields.map((each) => each.field);
  if (field !== undefined) assert.ok(fields.includes(field), `${field} is not among ${JSON.stringify(fields)}`);
}
