import { createHash } from "node:crypto";
import type { Contract, FileTree } from "../artefacts.ts";
import { type Asker, NoAnswer } from "../models/ask.ts";
import type { Choice } from "../models/port.ts";
import { buildQuestion, repairQuestion } from "./builder.ts";
import type { Slice } from "./slice.ts";
import { type Round, stuckOf } from "./stuck.ts";
import { testQuestion, type Written } from "./tester.ts";
import type { Trial, Workshop } from "./workshop.ts";

/** The slice could not be built; its message says why, in words for people. */
export class Unbuilt extends Error {
  override readonly name = "Unbuilt";
}

/** Every test that could be thought of passes already: there is nothing to build. */
export class MetAlready extends Error {
  override readonly name = "MetAlready";
}

const testRounds = 3;
const repairsOfOne = 6;

/**
 * The tests of a requirement, written before anything is built for it: each of them runs and fails on the application
 * as it is.
 *
 * @throws Unbuilt, NoAnswer, BudgetSpent; MetAlready for a requirement that is verified, when its new tests pass
 */
export async function writeTests(given: {
  slice: Slice;
  contract: Contract;
  files: FileTree;
  asker: Asker;
  workshop: Workshop;
}): Promise<Written & { before: Trial }> {
  const { slice, contract, files, asker, workshop } = given;
  let complaint: { text: string; why: string } | undefined;
  for (let round = 0; round < testRounds; round++) {
    const { value: written } = await asker.ask(testQuestion(slice, contract, files, complaint));
    const red = await workshop.trial(new Map(files).set(slice.testFile, written.text));
    const isMet =
      slice.requirement.gap === undefined && written.titles.every((title) => red.passing.includes(`test: ${title}`));
    if (isMet) throw new MetAlready("Its tests pass already.");
    const why = notRed(slice, written, red);
    if (why === undefined) return { ...written, before: without(red, written.titles) };
    complaint = { text: written.text, why };
  }
  throw new Unbuilt(`No test shows it before it is built: ${complaint?.why ?? ""}`);
}

/** What keeps tests from being evidence; undefined when each of them fails as it should. */
function notRed(slice: Slice, { titles }: Written, now: Trial): string | undefined {
  const types = now.evidence.filter((line) => line.startsWith(slice.testFile));
  if (types.length > 0) return types.slice(0, 5).join("\n");
  const green = titles.filter((title) => now.passing.includes(`test: ${title}`));
  if (green.length > 0) return `These pass already, so they show nothing: ${green.join("; ")}.`;
  const absent = titles.filter((title) => !now.failing.includes(`test: ${title}`));
  return absent.length > 0
    ? `These do not run: ${absent.join("; ")}. ${now.evidence.filter((line) => line.includes(slice.testFile)).join(" ")}`
    : undefined;
}

/** The same without what these tests say: how the application was before it had them. */
const without = (trial: Trial, titles: readonly string[]): Trial => ({
  ...trial,
  failing: trial.failing.filter((name) => !titles.some((title) => name === `test: ${title}`)),
});

/** What the whole application has against a tree whose tests pass; empty when it may be kept. */
export type Judge = (files: FileTree) => Promise<string[]>;

/**
 * Builds and repairs until nothing fails that did not fail before, and `judge` has nothing against it either.
 *
 * A repair is taken only when fewer things fail and nothing fails that passed. A model that is stuck is followed by
 * the next of the chain, which begins anew.
 *
 * @throws Unbuilt with the reason of the last one, NoAnswer, BudgetSpent
 */
export async function buildUntilGreen(given: {
  slice: Slice;
  contract: Contract;
  files: FileTree;
  /** With what failed and passed before them. */
  tests: Written & { before: Trial };
  asker: Asker;
  workshop: Workshop;
  judge: Judge;
  onRepair: () => void;
}): Promise<{ files: FileTree; choice: Choice }> {
  const { slice, contract, tests, asker, workshop, judge } = given;
  const base = new Map(given.files).set(slice.testFile, tests.text);
  let why = "";
  const models = Math.max(1, asker.chainOf(slice.agent).length);
  for (let passOver = 0; passOver < models; passOver++) {
    const rounds: Round[] = [];
    let best: { files: FileTree; looked: Trial } | undefined;
    let refused: string | undefined;
    for (let round = 0; round <= repairsOfOne; round++) {
      if (round > 0) given.onRepair();
      const question =
        best === undefined
          ? { ...buildQuestion(slice, contract, base, tests.text), passOver }
          : repairWith(slice, best, tests, refused, Math.min(passOver, asker.chainOf("qa").length - 1));
      let answered: { value: FileTree; choice: Choice };
      try {
        answered = await asker.ask(question);
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        why = error.message;
        break;
      }
      const { value: files, choice } = answered;
      const looked = await look(files, tests.before, workshop, judge);
      if (looked.failing.length === 0) return { files, choice };
      const isTaken = best === undefined || isBetter(best.looked, looked);
      rounds.push({ tree: digest(files), failing: looked.failing, isTaken });
      refused = isTaken ? undefined : looked.evidence.slice(0, 10).join("\n").slice(0, 3_000);
      if (isTaken) best = { files, looked };
      why = stuckOf(rounds) ?? "";
      if (why !== "") break;
    }
  }
  throw new Unbuilt(why === "" ? "What was built did not pass its tests." : `What was built did not pass: ${why}.`);
}

const repairWith = (
  slice: Slice,
  best: { files: FileTree; looked: Trial },
  tests: Written,
  refused: string | undefined,
  passOver: number,
) => ({
  ...repairQuestion(slice, best.files, tests.text, best.looked.evidence, refused),
  passOver: Math.max(0, passOver),
});

/** Tries a tree; once its own tests have nothing against it, the whole application is asked. */
async function look(files: FileTree, before: Trial, workshop: Workshop, judge: Judge): Promise<Trial> {
  const seen = await workshop.trial(files);
  const isNew = (name: string) => !before.failing.includes(name);
  const failing = seen.failing.filter(isNew);
  const lost = before.passing.filter((name) => !seen.passing.includes(name) && !failing.includes(name));
  const all = [...failing, ...lost];
  if (all.length > 0)
    return {
      ...seen,
      failing: all,
      evidence: [...seen.evidence, ...lost.map((name) => `${name} does not run any more`)],
    };
  const problems = await judge(files);
  return { ...seen, failing: problems.map((each) => `whole: ${each}`), evidence: problems };
}

/** Fewer things fail, and none that passed. */
const isBetter = (best: Trial, now: Trial): boolean =>
  now.failing.length < best.failing.length && best.passing.every((name) => !now.failing.includes(name));

const digest = (files: FileTree): string =>
  createHash("sha256")
    .update(JSON.stringify([...files].sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest("hex");
