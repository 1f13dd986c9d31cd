import { join } from "node:path";
import type { Check, Kind } from "../artefacts.ts";
import { verifyModule } from "../pack/verify/module.ts";
import type { LockedPackage } from "../sandbox/packages.ts";
import { laySources, production } from "./boot.ts";
import { type Bench, type Finding, finding, observe, short } from "./check.ts";

/** Beside the project, not in it. */
const moduleFile = "evidence/verify.mjs";

/**
 * V4, V5 and V7 of software that `verify.sh` tries out as a whole, by the very probes it repeats: it starts without
 * development packages, what it says it can do it does, and mistakes and attacks are refused.
 */
export async function tryByScript(
  bench: Bench,
  packages: readonly LockedPackage[],
  kind: Kind,
  tell: (check: Check) => void,
): Promise<void> {
  const { box, signal } = bench;
  let said: string[] = [];
  let whole = "";
  const lines = (fits: (item: string) => boolean): Finding => {
    const own = said.filter((line) => fits(line.split(" ")[1] ?? ""));
    const bad = own.flatMap((line) => line.match(/^FAIL \S+\s+(.*)$/)?.[1] ?? []);
    const good = own.flatMap((line) => line.match(/^PASS \S+\s+(.*)$/)?.[1] ?? []);
    if (bad.length > 0 || good.length > 0) return finding(bad, good.join("; "));
    return finding([`nothing was seen: ${short(whole, 300)}`], "");
  };
  tell(
    await observe("V4", "Production start", async () => {
      await laySources(bench, packages);
      await box.put(new Map([[moduleFile, verifyModule(kind)]]));
      await box.exec("mkdir", ["-p", `${box.folder}/evidence/data`]);
      const result = await box.exec("node", [`${box.folder}/${moduleFile}`, "try", `${box.folder}/evidence/data`], {
        cwd: join(box.folder, production),
        limits: { maxMs: 180_000 },
        signal,
      });
      said = result.stdout.split("\n").filter((line) => /^(PASS|FAIL) /.test(line));
      whole = `${result.ending} ${result.stdout}${result.stderr}`;
      return lines((item) => item === "start");
    }),
  );
  tell(await observe("V5", "Running software", () => lines((item) => item !== "start" && item !== "probes")));
  tell(await observe("V7", "Defences", () => lines((item) => item === "probes")));
}
