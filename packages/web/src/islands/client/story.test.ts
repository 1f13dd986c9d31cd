import { describe, expect, it } from "vitest";
import type { ClientProject } from "../../lib/shapes.ts";
import { chapters } from "./story.ts";

const run = (over: Partial<NonNullable<ClientProject["run"]>> = {}): ClientProject["run"] => ({
  ...{ progress: 0, etaSeconds: null, startedAt: null, endedAt: null },
  requirements: [{ id: "R1", text: "Hire", status: "verified" }],
  checks: { passed: 0, failed: 0, items: [] },
  ...over,
});

describe("a client's story", () => {
  it.each<[ClientProject["stage"], ClientProject["run"], string[]]>([
    ["waiting", null, ["later", "later", "later", "later"]],
    ["understanding", run({ requirements: [] }), ["now", "later", "later", "later"]],
    ["building", run(), ["done", "now", "later", "later"]],
    ["checking", run(), ["done", "done", "now", "later"]],
    ["proving", run(), ["done", "done", "now", "later"]],
    ["paused", run(), ["done", "stopped", "later", "later"]],
    ["stopped", run({ progress: 40 }), ["done", "done", "stopped", "later"]],
    ["stopped", run({ requirements: [] }), ["stopped", "later", "later", "later"]],
    ["ready", run({ progress: 100 }), ["done", "done", "done", "done"]],
  ])("shows where it is: %s", (stage, at, expected) =>
    expect(chapters({ stage, run: at }).map(({ state }) => state)).toEqual(expected),
  );
});
