import type { Check } from "../artefacts.ts";
import { type Bench, finding, inWorkshop, observe, short } from "./check.ts";

const compiler = ["node_modules/typescript/bin/tsc", "--noEmit", "--pretty", "false"];

/** V2: the project's own TypeScript finds nothing wrong. */
export const checkTypes = (bench: Bench): Promise<Check> =>
  observe("V2", "Types", async () => {
    const { code, ending, stdout, stderr } = await inWorkshop(bench, "node", compiler, { maxMs: 120_000 });
    if (code === 0) return finding([], "tsc --noEmit finds nothing wrong");
    const errors = stdout.split("\n").filter((line) => /error TS\d+/.test(line));
    return finding(
      errors.length > 0 ? errors.map((line) => short(line, 200)) : [`tsc ${ending}: ${short(stdout + stderr, 300)}`],
      "",
    );
  });
