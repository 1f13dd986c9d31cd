import { setTimeout as sleep } from "node:timers/promises";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import * as z from "zod";
import { call, Superseded } from "./call.ts";
import { crashpoint } from "./crashpoint.ts";
import { type Desired, HeartbeatReply } from "./schema.ts";

/** How long before the lease ends the task is gone, in seconds: time for its last write to be refused or done. */
const marginSeconds = 15;
/** How long the task may take to stop by itself before it is ended. */
const graceMs = 5_000;

const Setup = z.object({
  q2o: z.literal("heartbeat"),
  apiUrl: z.string(),
  token: z.string(),
  everySeconds: z.number(),
  leaseSeconds: z.number(),
});
type Setup = z.infer<typeof Setup>;

export type Beat = { kind: "desired"; desired: Desired } | { kind: "superseded" } | { kind: "fenced" };

export type Heartbeat = { stop(): Promise<void> };

/**
 * Keeps the lease from a thread of its own, so that no work, however heavy, can let it lapse.
 *
 * The thread runs this file again, or the one bundle that it became part of: an entry file must call
 * `beatIfWorker` before it does anything else.
 */
export function startHeartbeat(setup: Omit<Setup, "q2o">, onBeat: (beat: Beat) => void): Heartbeat {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { q2o: "heartbeat", ...setup } satisfies Setup,
    env: process.env.CRASH_AT === undefined ? {} : { CRASH_AT: process.env.CRASH_AT },
    // Ours may name a program of its own (`node -e`), which the thread would run instead.
    execArgv: [],
  });
  worker.on("message", onBeat);
  worker.on("error", () => onBeat({ kind: "fenced" }));
  worker.unref();
  return { stop: async () => void (await worker.terminate()) };
}

/** True when this thread is the heartbeat, which then has started. */
export function beatIfWorker(): boolean {
  const setup = isMainThread ? undefined : Setup.safeParse(workerData);
  if (!setup?.success) return false;
  void beat(setup.data, (message) => parentPort?.postMessage(message));
  return true;
}

/**
 * Beats until it is told that the run is somebody else's, or until it was not answered for too long on this machine's
 * own clock. Then the task has five seconds to stop, and is killed with everything in it.
 */
async function beat(setup: Setup, say: (beat: Beat) => void) {
  let confirmedAt = performance.now();
  let leaseSeconds = setup.leaseSeconds;
  const deadline = () => confirmedAt + (leaseSeconds - marginSeconds) * 1_000;
  for (;;) {
    await sleep(Math.max(0, Math.min(setup.everySeconds * 1_000, deadline() - performance.now())));
    crashpoint("CP-task-between-heartbeats");
    const askedAt = performance.now();
    const patience = AbortSignal.timeout(Math.max(1, Math.ceil(deadline() - askedAt)));
    try {
      const reply = await call({ ...setup, signal: patience }, "heartbeat", {}, HeartbeatReply);
      // Confirmed when we asked, not when we were answered: the lease runs from some moment between.
      confirmedAt = askedAt;
      leaseSeconds = reply.leaseSeconds;
      say({ kind: "desired", desired: reply.desired });
    } catch (error) {
      say({ kind: error instanceof Superseded ? "superseded" : "fenced" });
      await sleep(graceMs);
      process.kill(process.pid, "SIGKILL");
    }
  }
}

if (!isMainThread) beatIfWorker();
