import type { EventType } from "../event/event.schema.ts";
import type { Desired, RunStatus } from "./run.schema.ts";

/** What decides about a run's next move. */
export type Life = {
  status: RunStatus;
  desired: Desired;
  pausedBy: "person" | "access" | null;
  epoch: number;
  attempt: number;
  failures: number;
  /** Tasks that were taken away or lost; after some the run gets a machine that nobody takes away. */
  interruptions: number;
  leaseUntil: Date | null;
  launchDeadline: Date | null;
  notBefore: Date | null;
  taskArn: string | null;
  startedAt: Date | null;
  /** Since when it is at work without a pause; what the wall clock counts. */
  atWorkSince: Date | null;
};

type Fault = { code: string; message: string };

/** Everything that can happen to a run. `epoch` is the one that the sender believes in. */
export type Happening =
  /** `isTurn`: there is a free place, and nobody comes before it. */
  | { type: "claimed"; isEntitled: boolean; isTurn: boolean }
  | { type: "task_started"; epoch: number; taskArn: string }
  | { type: "task_refused"; epoch: number }
  | { type: "task_impossible"; epoch: number }
  | { type: "booted"; epoch: number }
  | { type: "heartbeat"; epoch: number }
  | { type: "reported"; epoch: number }
  | { type: "completed"; epoch: number }
  | ({ type: "failed"; epoch: number; isRetryable: boolean } & Fault)
  | { type: "released"; epoch: number; reason: "pause" | "cancel" | "sigterm" }
  | { type: "launch_overdue" }
  | { type: "lease_expired" }
  | { type: "task_stopped"; taskArn: string }
  | { type: "pause" }
  | { type: "resume"; isEntitled: boolean }
  | { type: "cancel" }
  | { type: "access_ended" }
  | { type: "access_restored" }
  | { type: "overlong" };

/**
 * What must be done besides the change itself, in its transaction (`stop_task` and `wake_next` after it). `wake` pokes
 * for this run, `wake_next` for those whose turn it becomes by the place that this one leaves; `tidy` has the files
 * removed that its attempts left and it does not name.
 */
type Effect = "wake" | "wake_next" | "stop_task" | "give_back" | "mail" | "tidy";

export type Change = Partial<Omit<Life, "attempt">> & {
  attempt?: number;
  endedAt?: Date;
  desiredAt?: Date;
  error?: Fault | null;
  isBoot?: boolean;
};

export type Refusal =
  /** Somebody else has the run: stop. */
  | "run.superseded"
  | "run.ended"
  | "run.not_paused"
  | "run.cancelling"
  | "subscription.inactive"
  /** Not yet, or already so: nothing to do. */
  | "run.not_due";

export type Moved = { change: Change; says?: EventType; effects: Effect[] } | { refused: Refusal };

export const leaseSeconds = 90;
export const heartbeatSeconds = 20;
const launchSeconds = 600;
/** Of work without a pause; longer than any engine's own limit, so that it ends only what hangs. */
export const wallSeconds = 7_200;
/** Tasks taken away or lost, after which a run gets a machine that costs more and stays. */
export const patientInterruptions = 2;
/** Lost attempts after which a run fails; pausing, stopping and refused launches do not count. */
export const maxFailures = 3;

export const isFinal = (status: RunStatus) => status === "completed" || status === "failed" || status === "cancelled";

/**
 * The whole life of a run: what happens to it, given what it is. What is not here cannot happen.
 *
 * Pure, and used by the SQL layer as it is. A test walks through everything that launchers, tasks, people and time can
 * do to a run, and fails when any one of the conditions here is taken away.
 *
 * @param now of the database, as all leases are
 */
export function move(run: Life, happening: Happening, now: Date): Moved {
  const moved = decide(run, happening, now);
  if ("refused" in moved) return moved;
  const { status = run.status } = moved.change;
  const effects = [...moved.effects];
  if (status !== run.status && !isLive({ status })) effects.push("wake_next");
  if (isFinal(status)) effects.push("tidy");
  return { ...moved, effects };
}

function decide(run: Life, happening: Happening, now: Date): Moved {
  if (isFinal(run.status)) return { refused: "run.ended" };
  switch (happening.type) {
    case "claimed":
      return claim(run, happening, now);
    case "task_started":
    case "task_refused":
    case "task_impossible":
      return launched(run, happening, now);
    case "booted":
    case "heartbeat":
    case "reported":
    case "completed":
    case "failed":
    case "released":
      return told(run, happening, now);
    // Only a launching run has a deadline, only a running one a lease, and only these two a task.
    case "launch_overdue":
      return isPast(run.launchDeadline, now) ? lose(run, now, overdue) : notDue;
    case "lease_expired":
      return isPast(run.leaseUntil, now) ? lose(run, now, silent) : notDue;
    case "task_stopped":
      return run.taskArn === happening.taskArn ? lose(run, now, stopped) : notDue;
    default:
      return wished(run, happening, now);
  }
}

const notDue: Moved = { refused: "run.not_due" };
const superseded: Moved = { refused: "run.superseded" };
const isPast = (instant: Date | null, now: Date) => instant !== null && instant <= now;
const isLive = ({ status }: Pick<Life, "status">) => status === "launching" || status === "running";
const later = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1_000);

/** What belongs to an attempt, or to the wait for one. */
const noTask = { leaseUntil: null, launchDeadline: null, taskArn: null, notBefore: null } as const;
const paused = { ...noTask, status: "paused", atWorkSince: null } as const;

const overdue = {
  code: "run.not_started",
  message: "The task that should do the work did not start, several times. The run was not charged.",
};
const silent = {
  code: "run.lost",
  message: "The task that did the work was lost, several times. The run was not charged.",
};
const stopped = {
  code: "run.stopped",
  message: "The task that did the work stopped before its time, several times. The run was not charged.",
};
const impossible = {
  code: "run.launch_config",
  message: "Our task engine refuses to start this run. We have been told; the run was not charged.",
};
const overlong = {
  code: "run.overlong",
  message: "The run took longer than any run may and was ended. Split the objectives and try again.",
};

function claim(run: Life, { isEntitled, isTurn }: Extract<Happening, { type: "claimed" }>, now: Date): Moved {
  // A queued run is one that somebody wants to run: wanted otherwise, it would not be queued.
  if (run.status !== "queued") return notDue;
  if (!isEntitled) return { refused: "subscription.inactive" };
  if (run.notBefore && run.notBefore > now) return notDue;
  if (!isTurn) return notDue;
  const change = {
    status: "launching",
    attempt: run.attempt + 1,
    epoch: run.epoch + 1,
    launchDeadline: later(now, launchSeconds),
    notBefore: null,
  } as const;
  return { change, says: "run.launching", effects: [] };
}

type Launch = Extract<Happening, { type: `task_${string}`; epoch: number }>;

function launched(run: Life, happening: Launch, now: Date): Moved {
  const isSame = isLive(run) && run.epoch === happening.epoch && run.taskArn === null;
  if (!isSame) return superseded;
  // The task may have booted before its own start was recorded.
  if (happening.type === "task_started") return { change: { taskArn: happening.taskArn }, effects: [] };
  if (run.status !== "launching") return superseded;
  const asWished = obey(run, now);
  if (asWished) return asWished;
  if (happening.type === "task_impossible") return end(run, "failed", now, impossible, ["give_back", "mail"]);
  const seconds = Math.min(300, 5 * 2 ** Math.min(run.attempt, 6));
  return {
    change: { ...noTask, status: "queued", notBefore: later(now, seconds) },
    says: "run.waiting",
    effects: ["wake"],
  };
}

type Told = Extract<Happening, { type: "booted" | "heartbeat" | "reported" | "completed" | "failed" | "released" }>;

/** What the run's own task says. Of another epoch it is a ghost. */
function told(run: Life, happening: Told, now: Date): Moved {
  if (!isLive(run) || run.epoch !== happening.epoch) return superseded;
  const lease = { leaseUntil: later(now, leaseSeconds) };
  if (happening.type === "booted") {
    // A repeat, because the answer was lost, finds it running already.
    if (run.status === "running") return { change: lease, effects: [] };
    const change = {
      ...lease,
      status: "running",
      launchDeadline: null,
      startedAt: run.startedAt ?? now,
      atWorkSince: run.atWorkSince ?? now,
      isBoot: true,
    } as const;
    return obey(run, now) ?? { change, says: "run.started", effects: [] };
  }
  if (run.status !== "running") return superseded;
  switch (happening.type) {
    case "heartbeat":
      return { change: lease, effects: [] };
    case "reported":
      return { change: {}, effects: [] };
    case "completed":
      // Cancel, once acknowledged, never becomes completed.
      if (run.desired === "cancel") return { refused: "run.cancelling" };
      return {
        change: { ...noTask, status: "completed", desired: "run", endedAt: now, error: null },
        says: "run.completed",
        effects: ["mail"],
      };
    case "released":
      return obey(run, now) ?? requeue(run, {});
    case "failed": {
      const { code, message, isRetryable } = happening;
      if (isRetryable) return lose(run, now, { code, message });
      const isTheirs = code.startsWith("brief.");
      return (
        (run.desired === "cancel" ? obey(run, now) : undefined) ??
        end(run, "failed", now, { code, message }, isTheirs ? ["mail"] : ["give_back", "mail"])
      );
    }
  }
}

type Wish = Extract<
  Happening,
  { type: "pause" | "resume" | "cancel" | "access_ended" | "access_restored" | "overlong" }
>;

/** What people want of it, or the product on their behalf. */
function wished(run: Life, happening: Wish, now: Date): Moved {
  switch (happening.type) {
    case "pause":
      return pause(run, "person", now);
    case "access_ended":
      return pause(run, "access", now);
    case "access_restored":
      return run.pausedBy === "access" ? resume(run, true) : notDue;
    case "resume":
      return resume(run, happening.isEntitled);
    case "cancel":
      return cancel(run, now);
    case "overlong":
      if (!run.atWorkSince || later(run.atWorkSince, wallSeconds) > now) return notDue;
      return run.desired === "cancel" ? notDue : withError(cancel(run, now), overlong);
  }
}

const withError = (moved: Moved, error: Fault): Moved =>
  "refused" in moved ? moved : { ...moved, change: { ...moved.change, error } };

function pause(run: Life, pausedBy: "person" | "access", now: Date): Moved {
  if (run.desired === "cancel") return { refused: "run.cancelling" };
  if (run.desired === "pause") {
    // A person's pause outlasts the return of access; the other way round it stays a person's.
    return pausedBy === "person" && run.pausedBy === "access"
      ? { change: { pausedBy }, effects: [] }
      : { change: {}, effects: [] };
  }
  const wish = { desired: "pause", pausedBy, desiredAt: now } as const;
  return run.status === "queued"
    ? { change: { ...paused, ...wish }, says: "run.paused", effects: [] }
    : { change: wish, says: "run.pausing", effects: [] };
}

function resume(run: Life, isEntitled: boolean): Moved {
  if (run.desired === "cancel") return { refused: "run.cancelling" };
  if (run.desired === "run") return { refused: "run.not_paused" };
  if (!isEntitled) return { refused: "subscription.inactive" };
  const wish = { desired: "run", pausedBy: null } as const;
  // It has not stopped yet, so it simply goes on.
  if (run.status !== "paused") return { change: wish, says: "run.resumed", effects: [] };
  return { change: { ...wish, status: "queued" }, says: "run.resumed", effects: ["wake"] };
}

function cancel(run: Life, now: Date): Moved {
  if (run.desired === "cancel") return { change: {}, effects: [] };
  if (!isLive(run)) return end(run, "cancelled", now, undefined, []);
  const change = { desired: "cancel", desiredAt: now } as const;
  return { change, says: "run.cancelling", effects: run.status === "launching" ? ["stop_task"] : [] };
}

/** The attempt is over and a person wanted something else than to go on. */
function obey(run: Life, now: Date): Moved | undefined {
  if (run.desired === "cancel") return end(run, "cancelled", now, undefined, []);
  if (run.desired === "pause")
    return { change: { ...paused, epoch: run.epoch + 1 }, says: "run.paused", effects: ["mail"] };
  return undefined;
}

/** The attempt is lost. After the last one the run fails, through our fault. */
function lose(run: Life, now: Date, fault: Fault): Moved {
  const asWished = obey(run, now);
  const stop: Effect[] = run.taskArn === null ? [] : ["stop_task"];
  if (asWished) return "refused" in asWished ? asWished : { ...asWished, effects: [...asWished.effects, ...stop] };
  const failures = run.failures + 1;
  if (failures >= maxFailures) {
    const ended = end(run, "failed", now, fault, ["give_back", "mail", ...stop]);
    return "refused" in ended ? ended : { ...ended, change: { ...ended.change, failures } };
  }
  // The first loss is nobody's pattern: it goes on at once. Then it takes its time.
  const notBefore = failures === 1 ? null : later(now, 30);
  const again = requeue(run, { failures, notBefore });
  return "refused" in again ? again : { ...again, effects: [...again.effects, ...stop] };
}

const requeue = (run: Life, more: Pick<Change, "failures" | "notBefore">): Moved => ({
  change: {
    ...noTask,
    status: "queued",
    epoch: run.epoch + 1,
    interruptions: run.interruptions + 1,
    ...more,
  },
  says: "run.requeued",
  effects: ["wake"],
});

const end = (
  run: Life,
  status: "failed" | "cancelled",
  now: Date,
  error: Fault | undefined,
  effects: Effect[],
): Moved => ({
  // The task that may still work learns at its next call that it does so for nobody.
  change: {
    ...noTask,
    status,
    epoch: isLive(run) ? run.epoch + 1 : run.epoch,
    endedAt: now,
    ...(status === "cancelled" ? { desired: "cancel" } : {}),
    ...(error ? { error } : {}),
  },
  says: status === "failed" ? "run.failed" : "run.cancelled",
  effects,
});
