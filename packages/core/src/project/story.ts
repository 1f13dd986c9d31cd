import type { Run } from "../run/run.schema.ts";
import type { Stage } from "./client.schema.ts";

type Facts = Pick<Run, "status" | "phase" | "startedAt" | "requirements">;

const stageOfPhase: Record<string, Stage> = {
  analyse: "understanding",
  compose: "building",
  verify: "checking",
  prove: "proving",
};

/** A phase that we do not know is work, so it is building. */
export function stageOf(run: Facts | undefined): Stage {
  switch (run?.status) {
    case undefined:
    case "queued":
    case "launching":
      return "waiting";
    case "running":
      return run.phase === null ? "understanding" : (stageOfPhase[run.phase] ?? "building");
    case "paused":
      return "paused";
    case "completed":
      return "ready";
    case "failed":
    case "cancelled":
      return "stopped";
  }
}

/** Where the work stands, for somebody who wants the software and not to know how it is made. */
export function sentenceOf(run: Facts | undefined): string {
  const requirements = run?.requirements ?? [];
  const has = (status: "verified" | "gap") => requirements.filter((each) => each.status === status).length;
  const all = requirements.length;
  switch (stageOf(run)) {
    case "waiting":
      if (!run) return "Everything is prepared. Work has not started yet.";
      return run.startedAt === null
        ? "The work begins as soon as it is its turn."
        : "The work was interrupted and goes on from where it was.";
    case "understanding":
      return "We are reading what you asked for.";
    case "building":
      return all === 0
        ? "Your software is being built."
        : `Your software is being built from ${all === 1 ? "one requirement" : `${all} requirements`}.`;
    case "checking":
      return has("verified") === 0
        ? "Your software is built and is being checked."
        : `${has("verified")} of ${all} things you asked for are built and checked.`;
    case "proving":
      return "Your software is finished and is tried once more in an empty place, as you will first see it.";
    case "ready":
      return has("gap") === 0
        ? "Your software is ready."
        : `Your software is ready, without ${has("gap")} of the ${all} things you asked for.`;
    case "paused":
      return "Work is paused. Everything done so far is kept.";
    case "stopped":
      return run?.status === "cancelled"
        ? "The work was stopped before it was finished."
        : "The last attempt could not be finished. What was done so far is kept for the next one.";
  }
}
