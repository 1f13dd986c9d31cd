import { describe, expect, it } from "vitest";
import { fixtureAnalysis, fixtureFiles } from "../checks/fixture.ts";
import { type Asker, NoAnswer } from "../models/ask.ts";
import { buildUntilGreen, type Judge, MetAlready, writeTests } from "./build-slice.ts";
import { sliceOf } from "./slice.ts";
import type { Trial, Workshop } from "./workshop.ts";

const requirement = fixtureAnalysis.requirements[2] as (typeof fixtureAnalysis.requirements)[number];
const files = fixtureFiles();
const slice = sliceOf(requirement, fixtureAnalysis.contract, files);
const { contract } = fixtureAnalysis;

/** A trial of which these tests fail and these pass; `types` are errors of the compiler. */
const trial = (failing: string[], passing: string[] = [], types: string[] = []): Trial => ({
  failing: [...types.map((line) => `types: ${line}`), ...failing.map((name) => `test: ${name}`)],
  passing: passing.map((name) => `test: ${name}`),
  evidence: [...types, ...failing.map((name) => `The test “${name}” fails`)],
});

const patch = (text: string) =>
  `FILE: src/features/r3/aloud.ts\n<<<<<<< SEARCH\n=======\nexport const v = ${JSON.stringify(text)};\n>>>>>>> REPLACE`;
const test = (body: string) =>
  `\`\`\`ts\nimport assert from "node:assert/strict";\nimport { test } from "node:test";\ntest("R3: ${body}", () => assert.equal(1, 2));\n\`\`\``;

/** Answers in order, for two models; each question is kept. */
function scripted(answers: Record<string, string[]>) {
  const asked: { agent: string; prompt: string; passOver: number }[] = [];
  const asker: Asker = {
    chainOf: () => [
      { provider: "openai", model: "small" },
      { provider: "openai", model: "large" },
    ],
    async ask({ agent, prompt, read, passOver = 0 }) {
      asked.push({ agent, prompt, passOver });
      const text = answers[`${agent}${passOver}`]?.shift();
      if (text === undefined) throw new NoAnswer("nobody is left");
      return { value: read(text), choice: { provider: "openai", model: passOver === 0 ? "small" : "large" } };
    },
  };
  return { asker, asked };
}

/** What a tree comes to, by the one value that patches write. */
function workshopOf(trials: Record<string, Trial>): Workshop & { tried: string[] } {
  const tried: string[] = [];
  return {
    tried,
    async trial(tree) {
      const value =
        tree.get("src/features/r3/aloud.ts")?.match(/"(.*)"/)?.[1] ?? tree.get(slice.testFile)?.match(/R3: (\w+)/)?.[1];
      tried.push(value ?? "");
      return trials[value ?? ""] ?? trial([]);
    },
    close: async () => undefined,
  };
}

const before = trial(["old failure"], ["a", "b"]);
const tests = { text: "the tests", titles: ["R3: x"], before };
const fine: Judge = async () => [];
const build = (asker: Asker, workshop: Workshop, judge = fine) =>
  buildUntilGreen({ slice, contract, files, tests, asker, workshop, judge, onRepair: () => undefined });

describe("tests that come first", () => {
  it("have to fail, to run and to pass the compiler; the model is told why not", async () => {
    const { asker, asked } = scripted({ testing0: [test("green"), test("broken"), test("red")] });
    const workshop = workshopOf({
      green: trial([], ["a", "R3: green"]),
      broken: trial(["a"], [], [`${slice.testFile}(3,1): error TS2304`]),
      red: trial(["R3: red", "old failure"], ["a"]),
    });
    const written = await writeTests({ slice, contract, files, asker, workshop });
    expect(written.titles).toEqual(["R3: red"]);
    expect(written.before).toMatchObject({ failing: ["test: old failure"], passing: ["test: a"] });
    expect(asked[1]?.prompt).toContain("These pass already, so they show nothing: R3: green.");
    expect(asked[2]?.prompt).toContain("error TS2304");
  });

  it("show that there is nothing to build when they pass for what is verified already", async () => {
    const { gap: _, ...met } = requirement;
    const { asker } = scripted({ testing0: [test("green")] });
    const workshop = workshopOf({ green: trial([], ["R3: green"]) });
    const writing = writeTests({ slice: { ...slice, requirement: met }, contract, files, asker, workshop });
    await expect(writing).rejects.toBeInstanceOf(MetAlready);
  });

  it("are given up when they never do", async () => {
    const { asker } = scripted({ testing0: [test("green"), test("gone"), test("green")] });
    const workshop = workshopOf({ green: trial([], ["R3: green"]), gone: trial([], ["a"]) });
    await expect(writeTests({ slice, contract, files, asker, workshop })).rejects.toThrow(/No test shows it/);
  });
});

describe("building until nothing fails", () => {
  it("takes what passes, and blames nobody for what failed before", async () => {
    const { asker, asked } = scripted({ coder0: [patch("good")] });
    const workshop = workshopOf({ good: trial(["old failure"], ["a", "b", "R3: x"]) });
    const { files: built, choice } = await build(asker, workshop);
    expect(built.get("src/features/r3/aloud.ts")).toContain("good");
    expect(built.get(slice.testFile)).toBe("the tests");
    expect(choice.model).toBe("small");
    expect(asked[0]?.prompt).toContain("the tests");
  });

  it("does not take what makes another test fail or vanish", async () => {
    const { asker } = scripted({ coder0: [patch("bad")], qa0: [patch("gone")], coder1: [patch("good")] });
    const workshop = workshopOf({
      bad: trial(["a"], ["b", "R3: x"]),
      gone: trial([], ["b", "R3: x"]),
      good: trial([], ["a", "b", "R3: x"]),
    });
    const { files: built } = await build(asker, workshop);
    expect(built.get("src/features/r3/aloud.ts")).toContain("good");
  });

  it("takes a repair only when fewer things fail and nothing turns red, and goes on from the best", async () => {
    const { asker, asked } = scripted({
      coder0: [patch("draft")],
      qa0: [patch("turns"), patch("fewer"), patch("good")],
    });
    const workshop = workshopOf({
      draft: trial(["R3: x", "R3: y", "a"], ["b"]),
      turns: trial(["b"], ["a", "R3: x", "R3: y"]),
      fewer: trial(["R3: y"], ["a", "b", "R3: x"]),
      good: trial([], ["a", "b", "R3: x", "R3: y"]),
    });
    await build(asker, workshop);
    expect(workshop.tried).toEqual(["draft", "turns", "fewer", "good"]);
    const [, turns, fewer, good] = asked;
    expect(turns?.prompt).toContain('"draft"');
    // What was refused is told, and the next repair begins from what was best.
    expect(fewer?.prompt).toContain("why your repair before this was not taken");
    expect(fewer?.prompt).toContain('"draft"');
    expect(good?.prompt).toContain('"fewer"');
    expect(good?.prompt).not.toContain("was not taken");
  });

  it.each([
    ["the same fails three times", ["one", "two"], "same things failed"],
    ["changes undo one another", ["one", "draft"], "undo one another"],
  ])("goes on to the next model when %s", async (_, repairs, why) => {
    const red = trial(["R3: x", "R3: z"], ["a", "b"]);
    const workshop = workshopOf({
      draft: red,
      one: trial(["R3: x", why.startsWith("same") ? "R3: z" : "R3: w"], ["a", "b"]),
      two: red,
      good: trial([], ["a", "b", "R3: x"]),
    });
    const all = { coder0: [patch("draft")], qa0: repairs.map(patch) };
    const { asker, asked } = scripted({ ...all, coder1: [patch("good")] });
    expect((await build(asker, workshop)).choice.model).toBe("large");
    expect(asked.at(-1)).toMatchObject({ agent: "coder", passOver: 1 });
    // The second begins anew, from what was verified.
    expect(asked.at(-1)?.prompt).not.toContain('"draft"');
    const again = scripted({
      coder0: [patch("draft")],
      qa0: repairs.map(patch),
      coder1: [patch("draft")],
      qa1: repairs.map(patch),
    });
    await expect(build(again.asker, workshop)).rejects.toThrow(why);
  });

  it("asks the whole application once the tests pass, and has its complaints repaired", async () => {
    const { asker, asked } = scripted({ coder0: [patch("draft")], qa0: [patch("good")] });
    const workshop = workshopOf({ draft: trial([], ["a", "b", "R3: x"]), good: trial([], ["a", "b", "R3: x"]) });
    const judged: string[] = [];
    const judge: Judge = async (tree) => {
      const text = tree.get("src/features/r3/aloud.ts") ?? "";
      judged.push(text);
      return text.includes("good") ? [] : ["V5 Running application: GET / answers 500"];
    };
    await build(asker, workshop, judge);
    expect(judged).toHaveLength(2);
    expect(asked[1]?.prompt).toContain("GET / answers 500");
  });

  it("says what was the matter when nobody is left to ask", async () => {
    const { asker } = scripted({});
    await expect(build(asker, workshopOf({}))).rejects.toThrow("What was built did not pass: nobody is left.");
  });
});
