import type { Check } from "../artefacts.ts";
import { type Bench, finding, inWorkshop, observe, short } from "./check.ts";

const compiler = ["node_modules/typescript/bin/tsc", "--noEmit", "--pretty", "false"];

/** V2: the project's own TypeScript finds nothing wrong. */
export const checkTypes = (bench: Bench): Promise<Check> =>
  observe("V2", "Types", async () =>
    finding(
      (await typeErrorsOf(bench)).map((line) => short(line, 200)),
      "tsc --noEmit finds nothing wrong",
    ),
  );

/** What TypeScript finds wrong, a line each; at least one when it does not end well. */
export async function typeErrorsOf(bench: Bench): Promise<string[]> {
  const { code, ending, stdout, stderr } = await inWorkshop(bench, "node", compiler, { maxMs: 120_000 });
  if (code === 0) return [];
  const errors = stdout.split("\n").filter((line) => /error TS\d+/.test(line));
  return errors.length > 0 ? errors : [`tsc ${ending}: ${short(stdout + stderr, 300)}`];
}
