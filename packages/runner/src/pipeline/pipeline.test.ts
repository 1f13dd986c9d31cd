import { describe, expect, it } from "vitest";
import { fixtureAnalysis, fixtureBrief, fixtureComposition, fixtureEngine, fixtureFiles } from "../checks/fixture.ts";
import { testPackages } from "../checks/package-cache.ts";
import type { StepsReport } from "../platform/schema.ts";
import { Pipeline } from "./index.ts";

/** Stopped before its first new step, and so quick. */
async function resume(isResumed: boolean, hasDone: boolean) {
  const told: StepsReport[] = [];
  const tree = fixtureFiles();
  const { files, evidence } = fixtureComposition(tree);
  const agent = { provider: "openai", model: "m", temperature: 0, maxTokens: 1, enabled: false, prompt: "" };
  const outcome = await Pipeline.runPipeline({
    brief: fixtureBrief,
    engine: fixtureEngine(tree),
    setup: { agents: new Map([["researcher", agent as never]]), disabledBlueprints: new Set() },
    state: hasDone ? { analysis: fixtureAnalysis, composition: { files: [...files], evidence } } : {},
    isResumed,
    place: { work: "/nowhere", packages: testPackages },
    watch: {
      before: async () => "pause",
      after: async () => undefined,
      tell: (report) => told.push(report),
      sign: () => Promise.reject(new Error("Nothing is signed.")),
      keepPicture: async () => undefined,
      secondsLeft: () => 600,
      signal: new AbortController().signal,
    },
  });
  expect(outcome).toEqual({ status: "stopped", reason: "pause" });
  return told;
}

describe("a resumed run", () => {
  it("tells where things stand in one piece, in which nothing goes back to where it was", async () => {
    const told = await resume(true, true);
    expect(told).toHaveLength(1);
    const statuses = new Map(told[0]?.tasks?.map(({ id, status }) => [id, status]));
    expect(told[0]?.tasks).toHaveLength(statuses.size);
    expect([statuses.get("contract"), statuses.get("application"), statuses.get("quality")]).toEqual([
      "done",
      "done",
      "waiting",
    ]);
    expect(told[0]?.requirements?.map(({ id }) => id)).toEqual(["R1", "R2", "R3"]);
    expect(told[0]).toMatchObject({ progress: 20, log: [] });
  });

  it("is warned of its configuration once: by the first attempt, also when that goes on from another run", async () => {
    for (const [isResumed, hasDone, lines] of [
      [false, false, 1],
      [false, true, 1],
      [true, false, 1],
      [true, true, 0],
    ] as const)
      expect((await resume(isResumed, hasDone))[0]?.log, `${isResumed} ${hasDone}`).toHaveLength(lines);
  });
});
