import type { FileTree } from "../artefacts.ts";
import { type Bench, under, workshop } from "../checks/check.ts";
import { checkDependencies, type Packages } from "../checks/dependencies.ts";
import { checkTests } from "../checks/tests.ts";
import { typeErrorsOf } from "../checks/types.ts";
import { Sandbox } from "../sandbox/index.ts";

/** What types and tests say of a tree: what fails (by a name that stays the same from trial to trial), and why. */
export type Trial = {
  failing: string[];
  passing: string[];
  /** A line for each failure, for whoever repairs it. */
  evidence: string[];
};

/** A sandbox with the project's packages in it, where trees are tried one after the other without installing again. */
export type Workshop = { trial(files: FileTree): Promise<Trial>; close(): Promise<void> };

/** @throws PackagesUnreachable, or an Error when the packages do not install */
export async function openWorkshop(given: {
  files: FileTree;
  packages: Packages;
  work: string;
  signal: AbortSignal;
}): Promise<Workshop> {
  const box = await Sandbox.open(given.work, 0);
  try {
    const first: Bench = { files: given.files, box, signal: given.signal };
    const { check } = await checkDependencies(first, given.packages);
    if (check.status !== "passed") throw new Error(`The workshop has no packages: ${check.summary}`);
    let laid = given.files;
    return {
      async trial(files) {
        const changed = [...files].filter(([path, text]) => laid.get(path) !== text);
        const gone = [...laid.keys()].filter((path) => !files.has(path)).map((path) => `${workshop}/${path}`);
        // What the last trial has left must not be read as this one's.
        await box.exec("rm", ["-rf", "--", "evidence", ...gone]);
        await box.put(under(workshop, new Map(changed)));
        laid = files;
        const bench: Bench = { files, box, signal: given.signal };
        const [types, { tests, check: tested }] = await Promise.all([typeErrorsOf(bench), checkTests(bench)]);
        given.signal.throwIfAborted();
        const bad = tests.filter(({ status }) => status !== "passed");
        const isSilent = tests.length === 0;
        return {
          failing: [
            ...types.map((line) => `types: ${line.replace(/\(\d+,\d+\)/, "")}`),
            ...bad.map(({ name }) => `test: ${name}`),
            ...(isSilent ? ["tests: none ran"] : []),
          ],
          passing: tests.filter(({ status }) => status === "passed").map(({ name }) => `test: ${name}`),
          evidence: [
            ...types,
            ...bad.map(({ name, reason }) => `The test “${name}” fails${reason ? `: ${reason}` : ""}`),
            ...(isSilent ? [tested.summary] : []),
          ],
        };
      },
      close: () => box.destroy(),
    };
  } catch (error) {
    await box.destroy();
    throw error;
  }
}
