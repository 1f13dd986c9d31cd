import { describe, expect, it } from "vitest";
import {
  type Happening,
  isFinal,
  type Life,
  leaseSeconds,
  type Moved,
  maxFailures,
  move,
  wallSeconds,
} from "./moves.ts";
import { desires, runStatuses } from "./run.schema.ts";

const now = new Date("2026-03-01T12:00:00Z");
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1_000);

const life = (changes: Partial<Life> = {}): Life => ({
  status: "queued",
  desired: "run",
  pausedBy: null,
  epoch: 4,
  attempt: 2,
  failures: 0,
  leaseUntil: null,
  launchDeadline: null,
  notBefore: null,
  taskArn: null,
  startedAt: null,
  interruptions: 0,
  atWorkSince: null,
  ...changes,
});
const launching = (changes: Partial<Life> = {}) =>
  life({ status: "launching", launchDeadline: inSeconds(60), ...changes });
const running = (changes: Partial<Life> = {}) =>
  life({
    status: "running",
    leaseUntil: inSeconds(60),
    taskArn: "arn:1",
    startedAt: inSeconds(-60),
    atWorkSince: inSeconds(-60),
    ...changes,
  });

const changeOf = (moved: Moved) => {
  if ("refused" in moved) throw new Error(`refused: ${moved.refused}`);
  return moved;
};

const everything: Happening[] = [
  ...[true, false].map((isEntitled) => ({ type: "claimed", isEntitled, isTurn: true }) as const),
  ...[4, 3].flatMap((epoch) => [
    { type: "task_started", epoch, taskArn: "arn:2" } as const,
    { type: "task_refused", epoch } as const,
    { type: "task_impossible", epoch } as const,
    { type: "booted", epoch } as const,
    { type: "heartbeat", epoch } as const,
    { type: "reported", epoch } as const,
    { type: "completed", epoch } as const,
    ...[true, false].map(
      (isRetryable) => ({ type: "failed", epoch, isRetryable, code: "engine.crashed", message: "m" }) as const,
    ),
    ...(["pause", "cancel", "sigterm"] as const).map((reason) => ({ type: "released", epoch, reason }) as const),
  ]),
  { type: "launch_overdue" },
  { type: "lease_expired" },
  { type: "task_stopped", taskArn: "arn:1" },
  { type: "pause" },
  ...[true, false].map((isEntitled) => ({ type: "resume", isEntitled }) as const),
  { type: "cancel" },
  { type: "access_ended" },
  { type: "access_restored" },
  { type: "overlong" },
];

/** Every combination that can be; that no other comes about, the explorer shows. */
const everyLife: Life[] = runStatuses
  .flatMap((status) =>
    desires.flatMap((desired) =>
      [null, "person", "access"].flatMap((pausedBy) =>
        [null, "arn:1"].flatMap((taskArn) =>
          [-10, 10].flatMap((seconds) =>
            [0, maxFailures - 1].map((failures) =>
              life({
                ...{ status, desired, failures, pausedBy: pausedBy as Life["pausedBy"] },
                taskArn: status === "launching" || status === "running" ? taskArn : null,
                leaseUntil: status === "running" ? inSeconds(seconds) : null,
                launchDeadline: status === "launching" ? inSeconds(seconds) : null,
                notBefore: status === "queued" ? inSeconds(seconds) : null,
                atWorkSince: status === "paused" ? null : inSeconds(seconds < 0 ? -wallSeconds - 1 : -1),
              }),
            ),
          ),
        ),
      ),
    ),
  )
  .filter(
    ({ status, desired, pausedBy }) =>
      (desired === "run" || status !== "queued") &&
      (desired === "pause" || status !== "paused") &&
      (desired === "cancel" || (desired === "pause") === (pausedBy !== null)),
  );

describe("every move", () => {
  const each = function* () {
    for (const run of everyLife)
      for (const happening of everything) yield { run, happening, moved: move(run, happening, now) };
  };
  const describeCase = (run: Life, happening: Happening) => JSON.stringify({ run, happening });

  it("leaves what has ended as it ended", () => {
    for (const { run, moved } of each()) if (isFinal(run.status)) expect(moved).toEqual({ refused: "run.ended" });
  });

  it("never lowers epoch, attempt or failures, and raises them by one at most", () => {
    for (const { run, happening, moved } of each()) {
      if ("refused" in moved) continue;
      for (const name of ["epoch", "attempt", "failures"] as const) {
        const difference = (moved.change[name] ?? run[name]) - run[name];
        expect([0, 1], describeCase(run, happening)).toContain(difference);
      }
    }
  });

  it("never completes what somebody cancelled", () => {
    for (const { run, moved } of each())
      if (run.desired === "cancel" && !("refused" in moved)) expect(moved.change.status).not.toBe("completed");
  });

  it("believes nothing of another epoch", () => {
    for (const { run, happening, moved } of each())
      if ("epoch" in happening && happening.epoch !== run.epoch && !isFinal(run.status))
        expect(moved).toEqual({ refused: "run.superseded" });
  });

  it("takes the epoch away whenever a task at work loses its run", () => {
    for (const { run, happening, moved } of each()) {
      if ("refused" in moved || run.status !== "running") continue;
      const { status = run.status, epoch = run.epoch } = moved.change;
      if (status !== "running" && status !== "completed")
        expect(epoch, describeCase(run, happening)).toBe(run.epoch + 1);
    }
  });

  it("wakes the launcher whenever it queues, and leaves no trace of the task that was", () => {
    for (const { run, happening, moved } of each()) {
      if ("refused" in moved || moved.change.status !== "queued") continue;
      expect(moved.effects, describeCase(run, happening)).toContain("wake");
      const after = { ...run, ...moved.change };
      expect(after).toMatchObject({ taskArn: null, leaseUntil: null, launchDeadline: null });
    }
  });

  it("gives back exactly the runs that fail through our fault", () => {
    for (const { run, happening, moved } of each()) {
      if ("refused" in moved) continue;
      expect(moved.effects.includes("give_back"), describeCase(run, happening)).toBe(moved.change.status === "failed");
    }
    const theirs = changeOf(
      move(running(), { type: "failed", epoch: 4, isRetryable: false, code: "brief.unclear", message: "m" }, now),
    );
    expect(theirs.change.status).toBe("failed");
    expect(theirs.effects).not.toContain("give_back");
  });

  it("says when it ended, and why, if it failed", () => {
    for (const { moved } of each()) {
      if ("refused" in moved || !moved.change.status || !isFinal(moved.change.status)) continue;
      expect(moved.change.endedAt).toEqual(now);
      if (moved.change.status === "failed") expect(moved.change.error?.message).toBeTruthy();
    }
  });

  it("runs only when a person wants it to", () => {
    for (const { run, moved } of each())
      if (!("refused" in moved) && run.desired !== "run")
        expect(["running", "launching"]).not.toContain(moved.change.status);
  });
});

describe("a run", () => {
  it("is claimed when due and entitled", () => {
    const { change } = changeOf(move(life(), { type: "claimed", isEntitled: true, isTurn: true }, now));
    expect(change).toMatchObject({ status: "launching", attempt: 3, epoch: 5, launchDeadline: inSeconds(600) });
    expect(move(life({ notBefore: inSeconds(1) }), { type: "claimed", isEntitled: true, isTurn: true }, now)).toEqual({
      refused: "run.not_due",
    });
    expect(move(life(), { type: "claimed", isEntitled: false, isTurn: true }, now)).toEqual({
      refused: "subscription.inactive",
    });
  });

  it("boots once, and hears the same again when the answer was lost", () => {
    const first = changeOf(move(launching(), { type: "booted", epoch: 4 }, now));
    expect(first.change).toMatchObject({
      status: "running",
      leaseUntil: inSeconds(leaseSeconds),
      startedAt: now,
      isBoot: true,
    });
    const again = changeOf(move(running(), { type: "booted", epoch: 4 }, now));
    expect(again).toEqual({ change: { leaseUntil: inSeconds(leaseSeconds) }, effects: [] });
  });

  it("obeys at boot what was wished while it started", () => {
    expect(changeOf(move(launching({ desired: "pause" }), { type: "booted", epoch: 4 }, now)).change).toMatchObject({
      status: "paused",
      epoch: 5,
    });
    expect(changeOf(move(launching({ desired: "cancel" }), { type: "booted", epoch: 4 }, now)).change).toMatchObject({
      status: "cancelled",
      epoch: 5,
    });
  });

  it("goes on at once after the first loss, later after the second, and fails after the last", () => {
    const lost = (failures: number) =>
      changeOf(move(running({ failures }), { type: "task_stopped", taskArn: "arn:1" }, now)).change;
    expect(lost(0)).toMatchObject({ status: "queued", failures: 1, notBefore: null });
    expect(lost(1)).toMatchObject({ status: "queued", failures: 2, notBefore: inSeconds(30) });
    expect(lost(2)).toMatchObject({ status: "failed", failures: 3, error: { code: "run.stopped" } });
  });

  it("does not count being stopped by us as a loss", () => {
    expect(
      changeOf(move(running({ failures: 2 }), { type: "released", epoch: 4, reason: "sigterm" }, now)).change,
    ).toEqual({
      ...{ status: "queued", epoch: 5, interruptions: 1, notBefore: null },
      ...{ leaseUntil: null, launchDeadline: null, taskArn: null },
    });
  });

  it("keeps its task until the lease is over", () => {
    expect(move(running(), { type: "lease_expired" }, now)).toEqual({ refused: "run.not_due" });
    expect(changeOf(move(running({ leaseUntil: now }), { type: "lease_expired" }, now)).effects).toEqual([
      "wake",
      "stop_task",
      "wake_next",
    ]);
  });

  it("has its files tidied when it ends, however it ends, and not before", () => {
    for (const happening of [
      { type: "completed", epoch: 4 },
      { type: "failed", epoch: 4, code: "x", message: "x", isRetryable: false },
    ] as const)
      expect(changeOf(move(running(), happening, now)).effects).toContain("tidy");
    expect(changeOf(move(life(), { type: "cancel" }, now)).effects).toContain("tidy");
    for (const happening of [{ type: "pause" }, { type: "released", epoch: 4, reason: "sigterm" }] as const)
      expect(changeOf(move(running(), happening, now)).effects).not.toContain("tidy");
  });

  it("counts what was taken from it, but not the time of a pause", () => {
    const lost = changeOf(move(running({ interruptions: 1 }), { type: "task_stopped", taskArn: "arn:1" }, now));
    expect(lost.change.interruptions).toBe(2);
    const old = { atWorkSince: inSeconds(-wallSeconds) };
    expect(changeOf(move(running(old), { type: "overlong" }, now)).change).toMatchObject({
      desired: "cancel",
      error: { code: "run.overlong" },
    });
    const pausing = running({ ...old, desired: "pause", pausedBy: "person" });
    expect(changeOf(move(pausing, { type: "released", epoch: 4, reason: "pause" }, now)).change.atWorkSince).toBeNull();
    const resumed = launching({ startedAt: inSeconds(-wallSeconds * 5) });
    expect(changeOf(move(resumed, { type: "booted", epoch: 4 }, now)).change).toMatchObject({
      startedAt: inSeconds(-wallSeconds * 5),
      atWorkSince: now,
    });
  });

  it("ignores the end of a task that is not its own", () => {
    expect(move(running(), { type: "task_stopped", taskArn: "arn:other" }, now)).toEqual({ refused: "run.not_due" });
  });

  it("pauses for access and resumes by itself, but not when a person paused it", () => {
    const paused = changeOf(move(life(), { type: "access_ended" }, now)).change;
    expect(paused).toMatchObject({ status: "paused", pausedBy: "access" });
    expect(
      changeOf(move(life({ status: "paused", desired: "pause", pausedBy: "access" }), { type: "access_restored" }, now))
        .change,
    ).toMatchObject({ status: "queued" });
    expect(
      move(life({ status: "paused", desired: "pause", pausedBy: "person" }), { type: "access_restored" }, now),
    ).toEqual({ refused: "run.not_due" });
  });

  it("goes on without a stop when it is resumed before it paused", () => {
    const resumed = changeOf(
      move(running({ desired: "pause", pausedBy: "person" }), { type: "resume", isEntitled: true }, now),
    );
    expect(resumed).toEqual({ change: { desired: "run", pausedBy: null }, says: "run.resumed", effects: [] });
  });
});
