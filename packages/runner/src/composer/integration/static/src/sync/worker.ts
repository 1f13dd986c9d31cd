import type { Flow } from "../flow/flow.ts";
import { nextRun } from "../flow/schedule.ts";
import { log } from "../log.ts";
import { sendAlerts } from "./alerts.ts";
import { workOnEvents } from "./events.ts";
import { createLease } from "./lease.ts";
import { retryFailed } from "./retries.ts";
import { enqueue, openSync, runSync, saveState, stateOf, takeUp } from "./sync.ts";
import type { Work } from "./work.ts";

const tickMs = 1000;

export type Worker = {
  /** Something new lies in the database: looked at now instead of at the next tick. */
  wake(): void;
  /** Ends once what is being done is at a place where it can go on later. */
  stop(): Promise<void>;
};

/**
 * Everything that happens by itself: schedules, what webhooks brought, what failed before, syncs that were asked for.
 * All of it is in the database, so a process that dies loses nothing but time.
 *
 * What belongs to the same records is done one after the other: a flow and the one that goes the other way never write
 * at once.
 */
export function startWorker(work: Work, stop: AbortController): Worker {
  const lease = createLease(work.db);
  const lanes = lanesOf(work.integration.flows);
  const busy = new Map<string, Promise<void>>();
  /** Lanes that somebody woke while they were busy. */
  const again = new Set<string>();
  let hasBegun = false;

  function tick(): void {
    if (work.stopping.aborted || !lease.hold()) return;
    if (!hasBegun) takeUp(work);
    hasBegun = true;
    for (const [name, flows] of lanes)
      start(name, async () => {
        for (const flow of flows) await workOnFlow(work, flow);
      });
    start("alerts", () => sendAlerts(work));
  }

  function start(name: string, task: () => Promise<void>): void {
    if (busy.has(name)) {
      again.add(name);
      return;
    }
    const done = task()
      .catch((error: unknown) => log.error("worker.failed", error, { name }))
      .finally(() => {
        busy.delete(name);
        if (again.delete(name)) setImmediate(tick);
      });
    busy.set(name, done);
  }

  const timer = setInterval(tick, tickMs);
  tick();
  return {
    wake: () => setImmediate(tick),
    async stop() {
      clearInterval(timer);
      stop.abort();
      await Promise.all(busy.values());
      lease.release();
    },
  };
}

async function workOnFlow(work: Work, flow: Flow): Promise<void> {
  await workOnEvents(work, flow);
  await retryFailed(work, flow);
  look(work, flow);
  const open = openSync(work, flow);
  if (open?.status === "queued" && !work.stopping.aborted) await runSync(work, flow, open);
}

/** Asks for a sync when the schedule says so. One that is still open counts for the next. */
function look(work: Work, flow: Flow): void {
  if (!flow.schedule || work.config.SCHEDULES === "off") return;
  const now = new Date();
  const due = stateOf(work, flow)?.nextRunAt;
  // A flow that has never run begins with what is there; one with a time of day waits for it.
  const isFirst = !due && flow.schedule.kind === "every";
  if (due && new Date(due) > now) return;
  saveState(work, flow, { nextRunAt: nextRun(flow.schedule, now, work.config.TIME_ZONE).toISOString() });
  if (due || isFirst) enqueue(work, flow, "schedule");
}

/** Flows that write to the same records share a lane. */
function lanesOf(flows: readonly Flow[]): Map<string, Flow[]> {
  const lanes = new Map<string, Flow[]>();
  for (const flow of flows) {
    const name = flow.back ? [flow.name, flow.back.flow].sort().join(" ") : flow.name;
    lanes.set(name, [...(lanes.get(name) ?? []), flow]);
  }
  return lanes;
}
