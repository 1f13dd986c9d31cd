import type { ClientProject, Run } from "../../lib/shapes.ts";

export type Chapter = { id: string; title: string; text: string; state: "done" | "now" | "later" | "stopped" };

/** A client's words for where the work stands. */
export function headline(project: ClientProject, run: Run | undefined): string {
  const requirements = run?.requirements ?? [];
  const verified = requirements.filter((item) => item.status === "verified").length;
  switch (project.state) {
    case "completed":
      return "Your software is ready.";
    case "failed":
      return "The last attempt did not pass its checks.";
    case "paused":
      return "Work is paused. Everything done so far is kept.";
    case "running":
      return requirements.length > 0
        ? `${verified} of ${requirements.length} things you asked for are built and checked.`
        : "We are reading what you asked for.";
    case "pending":
      return "Everything is prepared. Work has not started yet.";
  }
}

/** The way from a brief to a download in four steps, and which of them it is at. */
export function chapters(project: ClientProject, run: Run | undefined): Chapter[] {
  const steps: readonly (readonly [string, string, string])[] = [
    ["read", "Understand", "What you asked for becomes a list of requirements."],
    ["build", "Build", "The software is written, piece by piece."],
    ["check", "Check", "Every requirement is tried, in a clean place."],
    ["deliver", "Deliver", "You download it, with the evidence."],
  ];
  const at = position(project, run);
  const stopped = project.state === "failed" || project.state === "paused";
  return steps.map(([id, title, text], index) => ({
    id,
    title,
    text,
    state:
      index < at ? "done" : index > at ? "later" : stopped ? "stopped" : project.state === "pending" ? "later" : "now",
  }));
}

function position(project: ClientProject, run: Run | undefined): number {
  if (project.state === "completed") return 4;
  if (!run || (run.requirements ?? []).length === 0) return 0;
  if ((run.checks ?? []).length > 0 || run.progress > 0) return 2;
  return 1;
}
