import type { ClientProject } from "../../lib/shapes.ts";

export type Chapter = { id: string; title: string; text: string; state: "done" | "now" | "later" | "stopped" };

type Facts = Pick<ClientProject, "stage" | "run">;

/** The way from a brief to a download in four steps, and which of them it is at. */
export function chapters(project: Facts): Chapter[] {
  const steps: readonly (readonly [string, string, string])[] = [
    ["read", "Understand", "What you asked for becomes a list of requirements."],
    ["build", "Build", "The software is written, piece by piece."],
    ["check", "Check", "Every requirement is tried, in a clean place."],
    ["deliver", "Deliver", "You download it, with the evidence."],
  ];
  const at = position(project);
  const here = standing[project.stage] ?? "now";
  return steps.map(([id, title, text], index) => ({
    id,
    title,
    text,
    state: index < at ? "done" : index > at ? "later" : here,
  }));
}

const standing: Partial<Record<ClientProject["stage"], Chapter["state"]>> = {
  waiting: "later",
  paused: "stopped",
  stopped: "stopped",
};

const positions: Partial<Record<ClientProject["stage"], number>> = {
  waiting: 0,
  understanding: 0,
  building: 1,
  checking: 2,
  proving: 2,
  ready: 4,
};

/** Where it was when it came to rest is seen from what is there. */
function position({ stage, run }: Facts): number {
  const known = positions[stage];
  if (known !== undefined) return known;
  if (!run || run.requirements.length === 0) return 0;
  return run.checks.items.length > 0 || run.progress > 0 ? 2 : 1;
}
