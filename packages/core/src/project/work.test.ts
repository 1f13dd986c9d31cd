import { describe, expect, it } from "vitest";
import { agentsOf } from "./work.ts";

describe("the agents of a run", () => {
  it("are each there once, in their order, as busy as their busiest task", () => {
    expect(
      agentsOf([
        { agent: "researcher", status: "nothing_to_do" },
        { agent: "orchestrator", status: "done" },
        { agent: "qa", status: "done" },
        { agent: "writer", status: "skipped" },
        { agent: "orchestrator", status: "waiting" },
        { agent: "qa", status: "running" },
        { agent: "writer", status: "failed" },
      ]),
    ).toEqual([
      { agent: "researcher", status: "nothing_to_do" },
      { agent: "orchestrator", status: "waiting" },
      { agent: "qa", status: "running" },
      { agent: "writer", status: "failed" },
    ]);
    expect(agentsOf([])).toEqual([]);
  });
});
