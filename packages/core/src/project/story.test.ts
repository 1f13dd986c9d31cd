import { describe, expect, it } from "vitest";
import type { Run, RunStatus } from "../run/run.schema.ts";
import { sentenceOf, stageOf } from "./story.ts";

type Facts = Parameters<typeof stageOf>[0];

const run = (
  status: RunStatus,
  phase: string | null = null,
  standings: ("open" | "verified" | "gap")[] = [],
): Facts => ({
  status,
  phase,
  startedAt: null,
  requirements: standings.map((each, at): Run["requirements"][number] => ({
    ...{ id: `R${at}`, text: "It works.", kind: "function", priority: "must", status: each, reason: null },
  })),
});

describe("what a client is told", () => {
  it.each<[string, Facts, string]>([
    ["waiting", undefined, "Everything is prepared. Work has not started yet."],
    ["waiting", run("queued"), "The work begins as soon as it is its turn."],
    [
      "waiting",
      { ...run("queued"), startedAt: "2026-01-01T00:00:00.000Z" } as Facts,
      "The work was interrupted and goes on from where it was.",
    ],
    ["understanding", run("running"), "We are reading what you asked for."],
    ["understanding", run("running", "analyse"), "We are reading what you asked for."],
    ["building", run("running", "compose", ["open", "open"]), "Your software is being built from 2 requirements."],
    ["building", run("running", "compose", ["open"]), "Your software is being built from one requirement."],
    ["building", run("running", "something new"), "Your software is being built."],
    ["checking", run("running", "verify", ["open", "gap"]), "Your software is built and is being checked."],
    ["checking", run("running", "verify", ["verified", "open"]), "1 of 2 things you asked for are built and checked."],
    [
      "proving",
      run("running", "prove", ["verified"]),
      "Your software is finished and is tried once more in an empty place, as you will first see it.",
    ],
    ["ready", run("completed", "prove", ["verified"]), "Your software is ready."],
    [
      "ready",
      run("completed", "prove", ["verified", "gap"]),
      "Your software is ready, without 1 of the 2 things you asked for.",
    ],
    ["paused", run("paused", "verify"), "Work is paused. Everything done so far is kept."],
    ["stopped", run("cancelled"), "The work was stopped before it was finished."],
    [
      "stopped",
      run("failed"),
      "The last attempt could not be finished. What was done so far is kept for the next one.",
    ],
  ])("%s", (stage, facts, sentence) => {
    expect(stageOf(facts)).toBe(stage);
    expect(sentenceOf(facts)).toBe(sentence);
  });
});
