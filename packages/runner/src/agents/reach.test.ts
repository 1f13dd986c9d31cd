import { expect, it } from "vitest";
import { fixtureAnalysis, fixtureBrief, fixtureComposition, fixtureEngine, fixtureFiles } from "../checks/fixture.ts";
import type { Asker } from "../models/ask.ts";
import type { StepsReport } from "../platform/schema.ts";
import { type Improvement, improve } from "./improve.ts";

const files = fixtureFiles();
const { evidence } = fixtureComposition(files);

/** The fixture as it was verified: two requirements met, the third a gap. */
const begin = (): Improvement => ({
  analysis: structuredClone(fixtureAnalysis),
  composition: { files: [...files], evidence },
  verification: {
    standings: (["verified", "verified", "gap"] as const).map((status, i) => ({ id: `R${i + 1}`, status, tests: [] })),
    checks: [],
    pictures: [],
  },
  isReviewed: true,
  tried: [],
  writers: [],
  isOver: false,
});

/** Writes a test for whatever is asked, and a file that says which requirement it is for. */
const asker: Asker = {
  chainOf: () => [{ provider: "openai", model: "m" }],
  async ask({ agent, taskId, read }) {
    const id = taskId.split("-")[1] ?? "";
    const test = `import assert from "node:assert/strict";\nimport { test } from "node:test";\ntest("${id}: more", () => assert.equal(1, 2));\n`;
    const patch = `FILE: src/features/${id.toLowerCase()}/more.ts\n<<<<<<< SEARCH\n=======\nexport const more = 1;\n>>>>>>> REPLACE`;
    const text = agent === "testing" ? `\`\`\`ts\n${test}\`\`\`` : patch;
    return { value: read(text), choice: { provider: "openai", model: "m" } };
  },
};

async function bettered(reach: "gaps" | "all") {
  const told: StepsReport[] = [];
  const state = await improve({
    brief: fixtureBrief,
    engine: fixtureEngine(files),
    asker,
    reach,
    state: begin(),
    openWorkshop: async () => ({
      // Only the first requirement can do already what its new test asks for.
      trial: async (tree) => {
        const titles = [...tree.keys()].flatMap((path) => path.match(/^test\/(r\d+)\.test\.ts$/)?.[1] ?? []);
        const isMet = (id: string) => id === "r1" || tree.has(`src/features/${id}/more.ts`);
        const named = (which: boolean) =>
          titles.filter((id) => isMet(id) === which).map((id) => `test: ${id.toUpperCase()}: more`);
        return { failing: named(false), passing: named(true), evidence: [] };
      },
      close: async () => undefined,
    }),
    verify: async (analysis) => ({
      standings: analysis.requirements.map(({ id }) => ({ id, status: "verified", tests: [] })),
      checks: [],
      pictures: [],
    }),
    keep: async () => undefined,
    mayGoOn: async () => undefined,
    isTimeUp: () => false,
    tell: (report) => told.push(report),
  });
  const tasks = new Map(told.flatMap((report) => report.tasks ?? []).map(({ id, status }) => [id, status]));
  return { state, tasks };
}

it("works on the gaps alone unless it is told to work on all", async () => {
  const { state, tasks } = await bettered("gaps");
  expect(state.tried).toEqual(["R3"]);
  expect(Object.fromEntries(tasks)).toEqual({ "test-R3": "done", "build-R3": "done" });
  expect(state.analysis.requirements[2]).toMatchObject({
    targets: expect.arrayContaining(["file:src/features/r3/more.ts"]),
  });
  expect(state.analysis.requirements[2]?.gap).toBeUndefined();
});

it("goes on to what is met when it is told to, and builds only what a stricter test finds missing", async () => {
  const { state, tasks } = await bettered("all");
  expect(state.tried).toEqual(["R3", "R1", "R2"]);
  expect(Object.fromEntries(tasks)).toEqual({
    "test-R3": "done",
    "build-R3": "done",
    "test-R1": "nothing_to_do",
    "build-R1": "nothing_to_do",
    "test-R2": "done",
    "build-R2": "done",
  });
  expect(state.composition.evidence.find(({ requirementId }) => requirementId === "R2")?.tests).toEqual([
    "R2: a long note is refused",
    "R2: more",
  ]);
  expect(new Map(state.composition.files).has("test/r1.test.ts")).toBe(false);
});
