import { gapsIn } from "../../lib/delivered.ts";
import { isMoving } from "../../lib/run-gate.ts";
import type { Run } from "../../lib/shapes.ts";
import { eta } from "../../lib/time.ts";
import { Progress, ProofStrip } from "../../ui/Progress.tsx";

const phases: Readonly<Record<string, string>> = {
  queued: "Waiting for a place to run",
  launching: "Starting an isolated task",
  running: "Working",
  paused: "Paused at its last checkpoint",
  completed: "Delivered and verified",
  failed: "Ended without delivery",
  cancelled: "Cancelled",
};

/** What the run is doing, in a sentence. */
export const phaseOf = (run: Pick<Run, "status" | "phase" | "delivered"> & Partial<Pick<Run, "waitingFor">>): string =>
  run.status === "running" && run.phase
    ? run.phase[0]?.toUpperCase() + run.phase.slice(1).replace(/_/g, " ")
    : (gapsIn(run.delivered) ?? run.waitingFor ?? phases[run.status] ?? run.status);

/** The bar, what it means and how long it will take. */
export function RunProgress({ run, name }: { run: Run; name: string }) {
  const moving = isMoving(run.status);
  const items = run.requirements ?? [];
  const verified = items.filter((item) => item.status === "verified").length;
  const isShort = gapsIn(run.delivered) !== undefined;
  return (
    <div class="run-progress">
      <p class="run-progress-head">
        {/* All of the work is done, and not all that was asked for. */}
        <strong>{isShort ? "Delivered" : `${Math.round(run.progress)} %`}</strong>
        <span>{phaseOf(run)}</span>
        {moving && run.etaSeconds != null && <span class="soft">{eta(run.etaSeconds)}</span>}
        {items.length > 0 && (
          <span class="number soft end">
            {verified} of {items.length} verified
          </span>
        )}
      </p>
      {items.length > 0 ? (
        <ProofStrip requirements={items} label={`${name}, requirements`} live={moving} />
      ) : (
        <Progress value={run.progress} label={`${name}, share verified`} live={moving} />
      )}
    </div>
  );
}
