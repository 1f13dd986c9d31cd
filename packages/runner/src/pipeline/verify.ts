import type { Analysis, Check } from "../artefacts.ts";
import { type Bench, joined } from "../checks/check.ts";
import { checkDependencies, type Packages } from "../checks/dependencies.ts";
import { checkTests } from "../checks/tests.ts";
import { checkTree } from "../checks/tree.ts";
import { trials } from "../checks/trials.ts";
import { checkTypes } from "../checks/types.ts";
import type { Composition } from "./engine.ts";
import { standingsOf } from "./verdict.ts";
import type { Verification } from "./verification.ts";

/** Stores a picture's bytes. @returns the key of its file; undefined when it could not be had, which ends nothing */
export type Keep = (picture: Uint8Array<ArrayBuffer>) => Promise<string | undefined>;

/**
 * V0 to V7 on a composition, each told as soon as it is there. One install serves all; types, tests and the running
 * software are looked at side by side.
 *
 * @throws PackagesUnreachable
 */
export async function verify(
  input: { analysis: Analysis; composition: Composition; packages: Packages; keep: Keep },
  bench: Bench,
  onCheck: (check: Check) => void,
): Promise<Verification> {
  const trial = trials[input.analysis.contract.kind];
  const checks: Check[] = [];
  // What strangers are refused is what sign-in asks for, and what any such software owes.
  const owed = input.analysis.requirements
    .filter(({ kind, targets, gap }) => gap === undefined && (kind === "quality" || targets.includes("access")))
    .map(({ id }) => id);
  const tell = <T extends Check>(check: T): T => {
    if (check.check === "V7" && check.status !== "skipped") check.requirementIds = owed;
    checks.push(check);
    onCheck(check);
    return check;
  };
  tell(await checkTree(bench.files));
  const installed = await checkDependencies(bench, input.packages);
  tell(installed.check);
  if (installed.check.status === "failed") {
    for (const [check, name] of unreached) tell(notReached(check, name ?? trial.byItsTests));
    const nothing = { analysis: input.analysis, promised: [], tests: [], checks };
    return { standings: standingsOf(nothing), checks, pictures: [] };
  }

  const [, tested, looked] = await Promise.all([
    checkTypes(bench).then(tell),
    checkTests(bench, trial.byItsTests).then((result) => {
      tell(result.check);
      return result;
    }),
    trial.run(bench, installed.packages, tell),
  ]);
  tell(joined(tested.asItRuns, { problems: looked.bars, said: looked.said }));
  checks.sort((a, b) => (a.check < b.check ? -1 : 1));
  const { analysis, composition } = input;
  const pictures = await Promise.all(
    looked.pictures.map(async ({ bytes, ...shown }) => {
      const key = await input.keep(bytes);
      return key === undefined ? [] : [{ ...shown, key }];
    }),
  );
  return {
    standings: standingsOf({ analysis, promised: composition.evidence, tests: tested.tests, checks }),
    checks,
    pictures: pictures.flat(),
  };
}

const unreached = [
  ["V2", "Types"],
  ["V3", "Tests"],
  ["V4", "Production start"],
  ["V5", "Running application"],
  ["V6", undefined],
  ["V7", "Defences"],
] as const;

const notReached = (check: Check["check"], name: string): Check => ({
  check,
  name,
  status: "skipped",
  requirementIds: [],
  summary: "Not reached: the dependencies did not install",
  durationMs: 0,
});
