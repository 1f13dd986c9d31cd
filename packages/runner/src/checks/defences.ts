import { join } from "node:path";
import type { Check } from "../artefacts.ts";
import { verifyModule } from "../pack/verify/module.ts";
import { type Bench, finding, observe, short } from "./check.ts";

/** Beside the project, not in it. */
const moduleFile = "evidence/verify.mjs";

/**
 * V7: strangers and foreign people on every route, the headers of every answer, and the injections that are tried
 * first, against `npm start` in its production tree. The very probes that `verify.sh` repeats.
 *
 * @param folder where the production tree lies
 */
export const checkDefences = ({ box, signal }: Bench, folder: string): Promise<Check> =>
  observe("V7", "Defences", async () => {
    await box.put(new Map([[moduleFile, verifyModule("web-app")]]));
    const result = await box.exec("node", [`${box.folder}/${moduleFile}`, "try", `${box.folder}/evidence/data`], {
      cwd: join(box.folder, folder),
      limits: { maxMs: 120_000 },
      signal,
    });
    const lines = result.stdout.split("\n");
    const said = (word: string) =>
      lines.flatMap((line) => (line.startsWith(`${word} `) ? line.slice(5).replace(/^probes\s+/, "") : []));
    const passed = lines.filter((line) => /^PASS probes /.test(line));
    const failed = said("FAIL");
    if (failed.length > 0) return finding(failed, "");
    return passed.length === 1
      ? finding([], said("PASS").at(-1) ?? "")
      : finding([`the probes ${result.ending}: ${short(result.stdout + result.stderr, 300)}`], "");
  });
