import { join } from "node:path";
import type { Check, FileTree } from "../artefacts.ts";
import type { Result } from "../sandbox/exec.ts";
import type { Sandbox } from "../sandbox/index.ts";

/** Where in the sandbox the project lies, with all its packages. */
export const workshop = "app";

/** What every check works with. `signal` ends its commands when the run is stopped. */
export type Bench = { files: FileTree; box: Sandbox.Sandbox; signal: AbortSignal };

/** Runs a command where the project lies. */
export const inWorkshop = (
  { box, signal }: Bench,
  command: string,
  args: readonly string[],
  options: { maxMs: number; env?: Record<string, string> },
): Promise<Result> =>
  box.exec(command, args, {
    cwd: join(box.folder, workshop),
    limits: { maxMs: options.maxMs },
    signal,
    ...(options.env ? { env: options.env } : {}),
  });

/** The same files in a folder of the sandbox. */
export const under = <Body>(folder: string, files: ReadonlyMap<string, Body>): Map<string, Body> =>
  new Map([...files].map(([path, body]) => [`${folder}/${path}`, body]));

/** What a check found: nothing wrong, with what was seen, or the first things that are. */
export type Finding = { status: Check["status"]; summary: string };

const maxSummary = 500;

/** Runs one check and writes down what it saw and how long it took. A crash of the check itself is not caught. */
export async function observe(
  check: Check["check"],
  name: string,
  look: () => Finding | Promise<Finding>,
  requirementIds: string[] = [],
): Promise<Check> {
  const startedAt = performance.now();
  const { status, summary } = await look();
  const durationMs = Math.round(performance.now() - startedAt);
  return { check, name, status, requirementIds, summary: short(summary), durationMs };
}

/** The same check, with one more thing that was looked at. */
export function joined(check: Check, { problems, said }: { problems: readonly string[]; said: string }): Check {
  const more = finding(problems, said);
  const isBad = check.status === "failed" || more.status === "failed";
  return { ...check, status: isBad ? "failed" : check.status, summary: short(`${check.summary}; ${more.summary}`) };
}

/** One line of at most 500 characters. */
export const short = (text: string, most = maxSummary): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
};

/** Passed with a sentence, or failed with the first problems and how many there are. */
export const finding = (problems: readonly string[], passed: string): Finding =>
  problems.length === 0
    ? { status: "passed", summary: passed }
    : {
        status: "failed",
        summary: `${problems.slice(0, 3).join("; ")}${problems.length > 3 ? `; and ${problems.length - 3} more` : ""}`,
      };
