import { describe, expect, it } from "vitest";
import type { ClientProject, ProjectState, Run } from "../../lib/shapes.ts";
import { chapters, headline } from "./story.ts";

const project = (state: ProjectState): ClientProject => ({ id: "prj_1", name: "Bike hire", state });
const run = (over: Partial<Run> = {}): Run => ({
  id: "run_1",
  projectId: "prj_1",
  number: 1,
  status: "running",
  progress: 0,
  createdAt: "2026-11-24T12:00:00Z",
  requirements: [
    { id: "R1", text: "Hire", status: "verified" },
    { id: "R2", text: "Return", status: "open" },
  ],
  ...over,
});
const states = (of: ClientProject, at?: Run) => chapters(of, at).map((chapter) => chapter.state);

describe("a client's story", () => {
  it("counts what is built and checked", () =>
    expect(headline(project("running"), run())).toBe("1 of 2 things you asked for are built and checked."));

  it("begins with reading", () => expect(headline(project("running"), undefined)).toMatch(/reading/));

  it.each<[string, ProjectState, Run | undefined, string[]]>([
    ["not begun", "pending", undefined, ["later", "later", "later", "later"]],
    ["reading", "running", undefined, ["now", "later", "later", "later"]],
    ["building", "running", run(), ["done", "now", "later", "later"]],
    ["checking", "running", run({ progress: 40 }), ["done", "done", "now", "later"]],
    ["stopped", "failed", run({ progress: 40 }), ["done", "done", "stopped", "later"]],
    ["delivered", "completed", run({ progress: 100 }), ["done", "done", "done", "done"]],
  ])("shows where it is: %s", (_, state, at, expected) => expect(states(project(state), at)).toEqual(expected));
});
