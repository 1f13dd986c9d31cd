import { type Change, type Happening, type Life, type Moved, maxFailures, type move, wallSeconds } from "./moves.ts";

/** An instant, as far as it decides anything. */
type When = "none" | "ahead" | "past";
type Instants = "leaseUntil" | "launchDeadline" | "notBefore" | "atWorkSince";

/** A run as the explorer tells it from others, with what an observer remembers of it. */
export type Known = {
  life: Pick<Life, "status" | "desired" | "pausedBy" | "failures"> &
    Record<Instants, When> & { taskArn: "none" | "now" | "old" };
  /** How often its quota was given back, and whose fault its failing was. */
  givenBack: number;
  fault: "ours" | "theirs" | "none";
};

export type Accepted = {
  after: Known;
  change: Change;
  says: string | undefined;
  effects: readonly string[];
  hasNewEpoch: boolean;
  hasNewAttempt: boolean;
};

export const before = (): Known => ({
  life: {
    ...{ status: "queued", desired: "run", pausedBy: null, failures: 0, taskArn: "none" },
    ...{ leaseUntil: "none", launchDeadline: "none", notBefore: "none", atWorkSince: "none" },
  },
  givenBack: 0,
  fault: "none",
});

const finals: readonly string[] = ["completed", "failed", "cancelled"];
export const open = ({ life }: Known) => !finals.includes(life.status);

const now = new Date("2026-03-01T12:00:00Z");
export const ownEpoch = 5;
const away = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const instantOf = (when: When) => (when === "none" ? null : away(when === "ahead" ? 10 : -10));
const whenOf = (instant: Date | null) => (instant === null ? "none" : instant > now ? "ahead" : "past");

/** What `move` makes of it, in the explorer's terms; undefined when it is refused. */
export function normal(by: typeof move, run: Known, happening: Happening): Accepted | undefined {
  const { life } = run;
  const moved: Moved = by(
    {
      ...{ status: life.status, desired: life.desired, pausedBy: life.pausedBy, failures: life.failures },
      ...{ epoch: ownEpoch, attempt: 5, interruptions: 0, startedAt: null },
      taskArn: life.taskArn === "none" ? null : life.taskArn,
      leaseUntil: instantOf(life.leaseUntil),
      launchDeadline: instantOf(life.launchDeadline),
      notBefore: instantOf(life.notBefore),
      atWorkSince: life.atWorkSince === "none" ? null : away(life.atWorkSince === "past" ? -wallSeconds : -10),
    },
    happening,
    now,
  );
  if ("refused" in moved) return undefined;
  const { change, effects } = moved;
  const { status = life.status, desired = life.desired, failures = life.failures } = change;
  const pausedBy = change.pausedBy === undefined ? life.pausedBy : change.pausedBy;
  const when = (name: Exclude<Instants, "atWorkSince">) => {
    const instant = change[name];
    return instant === undefined ? life[name] : whenOf(instant);
  };
  const since = change.atWorkSince;
  const isTheirs = happening.type === "failed" && happening.code.startsWith("brief.");
  return {
    change,
    effects,
    says: moved.says,
    hasNewEpoch: (change.epoch ?? ownEpoch) !== ownEpoch,
    hasNewAttempt: (change.attempt ?? 5) !== 5,
    after: {
      life: {
        ...{ status, desired, pausedBy, failures },
        taskArn: change.taskArn === undefined ? life.taskArn : ((change.taskArn ?? "none") as "none" | "now" | "old"),
        leaseUntil: when("leaseUntil"),
        launchDeadline: when("launchDeadline"),
        notBefore: when("notBefore"),
        atWorkSince: since === undefined ? life.atWorkSince : since === null ? "none" : "ahead",
      },
      givenBack: run.givenBack + effects.filter((each) => each === "give_back").length,
      fault: status !== "failed" ? "none" : isTheirs ? "theirs" : "ours",
    },
  };
}

type Case = Accepted & { was: Known["life"]; is: Known["life"]; happening: Happening; wasOpen: boolean };

const wishes: readonly string[] = ["pause", "cancel", "access_ended", "overlong"];
const losses: readonly string[] = ["launch_overdue", "lease_expired", "task_stopped"];
const isLive = ({ status }: Known["life"]) => status === "launching" || status === "running";

/** What must hold of everything that is accepted, whatever the code says. Each gives true when it is broken. */
const rules: Readonly<Record<string, (one: Case) => boolean>> = {
  "what has ended changes no more": ({ wasOpen }) => !wasOpen,
  "nothing is believed of another epoch": ({ happening }) => "epoch" in happening && happening.epoch !== ownEpoch,
  "a lease belongs to a running run, and each has one": ({ is }) =>
    (is.leaseUntil !== "none") !== (is.status === "running"),
  "a deadline belongs to a launching run, and each has one": ({ is }) =>
    (is.launchDeadline !== "none") !== (is.status === "launching"),
  "a task belongs to a launching or running run": ({ is }) => is.taskArn !== "none" && !isLive(is),
  "a task is of the present attempt": ({ is }) => is.taskArn === "old",
  "only a queued run waits": ({ is }) => is.notBefore !== "none" && is.status !== "queued",
  "a queued run is wanted to run": ({ is }) => is.status === "queued" && is.desired !== "run",
  "a paused run is wanted to pause, by somebody": ({ is }) =>
    is.status === "paused" && (is.desired !== "pause" || is.pausedBy === null),
  "who paused it is known as long as it is to pause": ({ is }) =>
    !finals.includes(is.status) && is.desired !== "cancel" && (is.desired === "pause") !== (is.pausedBy !== null),
  "what was told to cancel only cancels": ({ was, is }) =>
    was.desired === "cancel" &&
    (is.desired !== "cancel" || ["completed", "failed", "paused", "queued"].includes(is.status)),
  "the clock of the wall stands while it is paused": ({ is }) => is.status === "paused" && is.atWorkSince !== "none",
  "quota is given back once, for our faults alone": ({ after }) => after.givenBack !== (after.fault === "ours" ? 1 : 0),
  "it is claimed when it is queued, due, entitled and its turn": ({ was, happening }) =>
    happening.type === "claimed" &&
    !(was.status === "queued" && was.notBefore !== "ahead" && happening.isEntitled && happening.isTurn),
  "it begins once an attempt": ({ was, happening, change, says }) =>
    happening.type === "booted" && was.status !== "launching" && (change.isBoot === true || says !== undefined),
  "it works only when it is wanted to": ({ was, is }) =>
    was.status !== "running" && is.status === "running" && is.desired !== "run",
  "what a person paused, a person resumes": ({ was, is, happening }) =>
    was.pausedBy === "person" &&
    was.desired === "pause" &&
    !finals.includes(is.status) &&
    (is.pausedBy === "access" || (is.desired === "run" && happening.type !== "resume")),
  "access that returns resumes what paused for it": ({ was, happening }) =>
    happening.type === "access_restored" && was.pausedBy !== "access",
  "it is resumed when it was paused, with access": ({ was, happening }) =>
    happening.type === "resume" && !(happening.isEntitled && was.desired === "pause"),
  "a wish that is there already changes nothing": ({ was, is, says, change, happening }) =>
    wishes.includes(happening.type) &&
    (was.desired === "cancel" || (was.desired === "pause" && ["pause", "access_ended"].includes(happening.type))) &&
    (says !== undefined || is.status !== was.status || is.desired !== was.desired || change.error !== undefined),
  "a paused run ends by a person alone": ({ was, is, happening }) =>
    was.status === "paused" && finals.includes(is.status) && happening.type !== "cancel",
  "it is overlong after its time": ({ was, happening }) => happening.type === "overlong" && was.atWorkSince !== "past",
  "a launch is overdue after its deadline": ({ was, happening }) =>
    happening.type === "launch_overdue" && was.launchDeadline !== "past",
  "a lease is lost after its end": ({ was, happening }) =>
    happening.type === "lease_expired" && was.leaseUntil !== "past",
  "a task that stopped is its own": ({ was, happening }) =>
    happening.type === "task_stopped" && was.taskArn !== happening.taskArn,
  "it fails for losses after the last": ({ was, is, happening }) =>
    (losses.includes(happening.type) || (happening.type === "failed" && happening.isRetryable)) &&
    (is.status === "failed") !== (was.desired === "run" && was.failures === maxFailures - 1),
  "work taken away is fenced": ({ was, is, hasNewEpoch }) =>
    was.status === "running" && is.status !== "running" && is.status !== "completed" && !hasNewEpoch,
  "queueing wakes a launcher": ({ was, is, effects }) =>
    is.status === "queued" && was.status !== "queued" && !effects.includes("wake"),
  "whoever leaves a place wakes the next": ({ was, is, effects }) =>
    (was.status === "queued" || isLive(was)) &&
    was.status !== is.status &&
    !isLive(is) &&
    !effects.includes("wake_next"),
  "what an ended run leaves is tidied once": ({ was, is, effects }) =>
    (!finals.includes(was.status) && finals.includes(is.status)) !== effects.includes("tidy"),
  "a task that nobody waits for is stopped": ({ was, is, happening, effects }) =>
    was.taskArn !== "none" &&
    is.taskArn === "none" &&
    !("epoch" in happening && happening.type !== "task_refused" && happening.type !== "task_impossible") &&
    !effects.includes("stop_task"),
  "a launch that is cancelled is stopped": ({ was, is, happening, effects }) =>
    happening.type === "cancel" &&
    was.status === "launching" &&
    was.desired !== "cancel" &&
    is.status === "launching" &&
    !effects.includes("stop_task"),
};

/** The name of the first rule that an accepted change breaks. */
export function faultOf(run: Known, happening: Happening, accepted: Accepted): string | undefined {
  const one = { ...accepted, was: run.life, is: accepted.after.life, happening, wasOpen: open(run) };
  return Object.entries(rules).find(([, isBroken]) => isBroken(one))?.[0];
}
