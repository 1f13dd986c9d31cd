import type { Brief } from "../artefacts.ts";
import type { Packages } from "../checks/dependencies.ts";
import type { Packed } from "../pack/index.ts";
import { PlatformRefused, Superseded } from "../platform/call.ts";
import { crashpoint } from "../platform/crashpoint.ts";
import { startHeartbeat } from "../platform/heartbeat.ts";
import { Platform } from "../platform/index.ts";
import { log } from "../platform/log.ts";
import { startReporter } from "../platform/reporter.ts";
import type { BootReply, Desired } from "../platform/schema.ts";
import type { Models } from "./better.ts";
import { load, type State, save } from "./checkpoint.ts";
import type { Engine } from "./engine.ts";
import { type Outcome, Pipeline } from "./index.ts";
import { setupOf } from "./setup.ts";

/** How a task ends, for the log of the machine; the run itself has been told by then. */
export const exitCodes = { completed: 0, crashed: 1, lost: 3, failed: 4, released: 5 } as const;
export type Ending = keyof typeof exitCodes;

export type TaskSettings = {
  apiUrl: string;
  token: string;
  work: string;
  packages: Packages;
  /** Who can be asked besides the engine; absent without any key. */
  ports?: Models["ports"] | undefined;
};

/** Why the work was interrupted while the run is still ours. */
class Interrupted extends Error {
  readonly why: "sigterm" | "cancel" | "overlong";
  constructor(why: "sigterm" | "cancel" | "overlong") {
    super(why);
    this.why = why;
  }
}

const lastWordMs = 20_000;

/**
 * One attempt of one run, from boot to its last word.
 *
 * Two things can end it early. Losing the run (superseded, or the lease not confirmed) ends work and calls at once:
 * nothing may be written any more. SIGTERM, cancel and the wall clock end the work only, and the platform is told.
 *
 * @param runPipeline what makes the software; tests of crashes have a short one
 */
export async function runTask(
  settings: TaskSettings,
  engine: Engine,
  sigterm: AbortSignal,
  runPipeline = Pipeline.runPipeline,
): Promise<Ending> {
  const lost = new AbortController();
  const work = new AbortController();
  const interrupt = (why: Interrupted["why"]) => work.abort(new Interrupted(why));
  const lose = (why: string) => {
    if (!lost.signal.aborted) log.warn("run.lost", { why });
    lost.abort(new Superseded(why));
    work.abort(lost.signal.reason);
  };
  sigterm.addEventListener("abort", () => interrupt("sigterm"), { once: true });
  const platform = Platform.connect({ ...settings, signal: lost.signal });

  crashpoint("CP-task-before-boot");
  const booted = await platform.boot().catch(whenLost);
  if (!booted) return "lost";
  crashpoint("CP-task-boot-answered");
  log.info("run.booted", { runId: booted.run.id, attempt: booted.run.attempt, epoch: booted.run.epoch });

  const wanted = { desired: booted.desired };
  const obey = (desired: Desired) => {
    wanted.desired = desired;
    if (desired === "cancel") interrupt("cancel");
  };
  const { heartbeatSeconds, leaseSeconds, wallSeconds } = booted.limits;
  const { apiUrl, token } = settings;
  const beats = startHeartbeat({ apiUrl, token, everySeconds: heartbeatSeconds, leaseSeconds }, (beat) =>
    beat.kind === "desired" ? obey(beat.desired) : lose(beat.kind),
  );
  const wall = setTimeout(() => interrupt("overlong"), wallSeconds * 1_000);
  if (sigterm.aborted) interrupt("sigterm");
  try {
    return await attempt({ runPipeline, settings, engine, platform, booted, wanted, obey, signal: work.signal, lose });
  } catch (error) {
    if (error instanceof Superseded || lost.signal.aborted) return whenLost(error) ?? "lost";
    throw error;
  } finally {
    clearTimeout(wall);
    await beats.stop();
  }
}

function whenLost(error: unknown): undefined {
  if (!(error instanceof Superseded)) throw error;
  log.warn("run.superseded", {});
  return undefined;
}

type Attempt = {
  runPipeline: typeof Pipeline.runPipeline;
  settings: TaskSettings;
  engine: Engine;
  platform: Platform.Platform;
  booted: BootReply;
  wanted: { desired: Desired };
  obey(desired: Desired): void;
  signal: AbortSignal;
  lose(why: string): void;
};

async function attempt(task: Attempt): Promise<Ending> {
  const { platform, booted, wanted, obey, signal } = task;
  const reporter = startReporter(
    async (report) => obey(await platform.steps(report)),
    (error) => (error instanceof Superseded ? task.lose("superseded") : log.error("report.lost", error)),
  );
  const brief: Brief = booted.project;
  const startedAt = performance.now();
  let outcome: Outcome;
  try {
    outcome = await task.runPipeline({
      brief,
      engine: task.engine,
      models: task.settings.ports && { ports: task.settings.ports, till: platform },
      setup: setupOf(booted.config),
      state: await stateOf(task),
      isResumed: booted.run.attempt > 1,
      place: task.settings,
      watch: {
        signal,
        tell: (report) => reporter.tell(report),
        sign: platform.sign,
        keepPicture: (bytes) => keepPicture(platform, bytes),
        secondsLeft: () => booted.limits.wallSeconds - (performance.now() - startedAt) / 1_000,
        before: async (step) => {
          signal.throwIfAborted();
          log.info("step.started", { runId: booted.run.id, step });
          return wanted.desired === "run" ? "go" : wanted.desired;
        },
        after: async (step, state) => {
          log.info("step.ended", {
            runId: booted.run.id,
            step,
            sinceStartMs: Math.round(performance.now() - startedAt),
          });
          const saved = platform.upload("checkpoint", save(state), "application/gzip");
          const [stored] = await Promise.all([saved, reporter.flush()]);
          crashpoint("CP-task-checkpoint-uploaded");
          obey(await platform.checkpoint(step, stored));
          crashpoint("CP-task-checkpoint-recorded");
        },
      },
    });
  } catch (error) {
    // What else broke was ended with it, in its own words: a command that was killed, a wait that was cut short.
    return interrupted(task, signal.aborted ? signal.reason : error);
  }
  // And what was ended in the middle of its proof has proved nothing.
  if (outcome.status === "failed" && signal.aborted) return interrupted(task, signal.reason);
  return conclude(task, outcome, () => reporter.flush());
}

async function stateOf({ platform, booted }: Attempt): Promise<State> {
  if (!booted.checkpoint) return {};
  const bytes = await platform.download(booted.checkpoint.url, booted.checkpoint.sha256);
  const state = bytes && load(bytes);
  log.info(state ? "checkpoint.loaded" : "checkpoint.unusable", { runId: booted.run.id, step: booted.checkpoint.step });
  return state ?? {};
}

/** The work was ended from outside, or it crashed: says so to whom it may concern. */
async function interrupted({ platform, booted }: Attempt, error: unknown): Promise<Ending> {
  const runId = booted.run.id;
  if (error instanceof Superseded) throw error;
  if (!(error instanceof Interrupted)) {
    log.error("run.crashed", error, { runId });
    await platform.fail({
      code: "engine.crashed",
      message: "Something broke on our side while building.",
      retryable: true,
    });
    return "crashed";
  }
  log.info("run.interrupted", { runId, why: error.why });
  if (error.why === "overlong") {
    const message = "The run took longer than a run may take.";
    await platform.fail({ code: "run.overlong", message, retryable: false });
    return "failed";
  }
  if (error.why === "sigterm") crashpoint("CP-task-in-sigterm");
  await platform.released(error.why, AbortSignal.timeout(lastWordMs));
  return "released";
}

async function conclude(task: Attempt, outcome: Outcome, flush: () => Promise<void>): Promise<Ending> {
  const { platform, booted } = task;
  const runId = booted.run.id;
  await flush();
  if (outcome.status === "stopped") {
    crashpoint("CP-task-in-pause");
    log.info("run.stopped", { runId, reason: outcome.reason });
    await platform.released(outcome.reason);
    return "released";
  }
  const delivered = outcome.packed && (await deliver(platform, outcome.packed));
  if (outcome.status === "failed") {
    const { code, message, retryable } = outcome;
    await platform.fail({ code, message, retryable, ...delivered });
    log.info("run.failed", { runId, code });
    return "failed";
  }
  if (!delivered) throw new Error("A completed run has an archive.");
  return complete(task, delivered);
}

/** A picture that the store refuses is no reason to deliver nothing. */
async function keepPicture(platform: Platform.Platform, bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  try {
    return (await platform.upload("picture", bytes, "image/webp")).key;
  } catch (error) {
    if (!(error instanceof PlatformRefused)) throw error;
    log.error("picture.lost", error);
    return undefined;
  }
}

/** The manifest last: where it is, everything else is too. */
async function deliver(platform: Platform.Platform, packed: Packed): Promise<Platform.Delivered> {
  const zip = await platform.upload("zip", Buffer.from(packed.zip), "application/zip");
  crashpoint("CP-task-zip-uploaded");
  const manifest = await platform.upload("manifest", Buffer.from(packed.manifestText), "application/json");
  crashpoint("CP-task-manifest-uploaded");
  return { zipKey: zip.key, manifestKey: manifest.key, sha256: zip.sha256, bytes: zip.bytes };
}

async function complete({ platform, booted, wanted, signal }: Attempt, delivered: Platform.Delivered): Promise<Ending> {
  const runId = booted.run.id;
  try {
    await platform.complete(delivered);
    crashpoint("CP-task-completed");
    log.info("run.completed", { runId, bytes: delivered.bytes });
    return "completed";
  } catch (error) {
    // A cancel that came while the archive was on its way goes first: once acknowledged, nothing completes.
    const isRefused = error instanceof PlatformRefused && error.status === 409;
    if (!isRefused) throw error;
    const reason = signal.aborted || wanted.desired !== "pause" ? "cancel" : "pause";
    log.info("run.stopped", { runId, reason });
    await platform.released(reason);
    return "released";
  }
}
