import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { explore } from "./explorer.ts";
import { move } from "./moves.ts";

const source = readFileSync(join(import.meta.dirname, "moves.ts"), "utf8");

/** Each condition of the protocol, as it is written, and how it reads when somebody took it away. */
const guards: [name: string, written: string, without: string][] = [
  ["what has ended moves no more", "if (isFinal(run.status)) return", "if (false) return"],
  ["overdue only after the deadline", "isPast(run.launchDeadline, now) ? lose", "true ? lose"],
  ["lost only after the lease", "isPast(run.leaseUntil, now) ? lose", "true ? lose"],
  ["stopped only by its own task", "run.taskArn === happening.taskArn ?", "true ?"],
  ["claimed only when queued", 'if (run.status !== "queued") return notDue;', ""],
  [
    "claimed only with access",
    'if (!isEntitled) return { refused: "subscription.inactive" };\n  if (run.notBefore',
    "if (run.notBefore",
  ],
  ["claimed only when due", "if (run.notBefore && run.notBefore > now) return notDue;", ""],
  ["claimed only in turn", "if (!isTurn) return notDue;", ""],
  ["a claim raises the epoch", "attempt: run.attempt + 1,\n    epoch: run.epoch + 1,", "attempt: run.attempt + 1,"],
  [
    "an answer counts while it is launched",
    "isLive(run) && run.epoch === happening.epoch && run.taskArn === null",
    "run.epoch === happening.epoch && run.taskArn === null",
  ],
  [
    "an answer counts in its epoch",
    "isLive(run) && run.epoch === happening.epoch && run.taskArn",
    "isLive(run) && run.taskArn",
  ],
  ["an answer counts once", "run.epoch === happening.epoch && run.taskArn === null", "run.epoch === happening.epoch"],
  ["a refusal counts before the boot", 'if (run.status !== "launching") return superseded;', ""],
  ["a refused launch obeys", "if (asWished) return asWished;\n  if (happening", "if (happening"],
  [
    "a task speaks while its run is live",
    "if (!isLive(run) || run.epoch !== happening.epoch)",
    "if (run.epoch !== happening.epoch)",
  ],
  ["a task speaks in its epoch", "if (!isLive(run) || run.epoch !== happening.epoch)", "if (!isLive(run))"],
  ["an ended run is tidied", 'if (isFinal(status)) effects.push("tidy");', ""],
  ["only an ended run is tidied", 'if (isFinal(status)) effects.push("tidy");', 'effects.push("tidy");'],
  ["a repeated boot is a heartbeat", 'if (run.status === "running") return { change: lease, effects: [] };', ""],
  ["a boot obeys", "return obey(run, now) ?? { change,", "return { change,"],
  ["a task speaks after its boot", 'if (run.status !== "running") return superseded;', ""],
  [
    "what is cancelled never completes",
    'if (run.desired === "cancel") return { refused: "run.cancelling" };\n      return',
    "return",
  ],
  ["a released run obeys", "return obey(run, now) ?? requeue(run, {});", "return requeue(run, {});"],
  ["a retryable failure is a loss", "if (isRetryable) return lose(", "if (false) return lose("],
  ["a failure obeys a cancel", '(run.desired === "cancel" ? obey(run, now) : undefined) ??', "undefined ??"],
  ["their fault is charged", 'isTheirs ? ["mail"] :', 'false ? ["mail"] :'],
  ["access resumes what paused for it", 'run.pausedBy === "access" ? resume(run, true) : notDue', "resume(run, true)"],
  ["overlong after work", "if (!run.atWorkSince ||", "if (run.atWorkSince === undefined ||"],
  ["overlong after its time", "|| later(run.atWorkSince, wallSeconds) > now) return notDue", ") return notDue"],
  ["overlong once", 'return run.desired === "cancel" ? notDue : withError', "return withError"],
  [
    "what is cancelled does not pause",
    'function pause(run: Life, pausedBy: "person" | "access", now: Date): Moved {\n  if (run.desired === "cancel") return { refused: "run.cancelling" };',
    'function pause(run: Life, pausedBy: "person" | "access", now: Date): Moved {',
  ],
  ["a pause is one pause", 'if (run.desired === "pause") {', "if (false) {"],
  [
    "a person's pause stays a person's",
    'return pausedBy === "person" && run.pausedBy === "access"\n      ?',
    "return true\n      ?",
  ],
  [
    "a queued run pauses at once",
    'return run.status === "queued"\n    ? { change: { ...paused',
    "return false\n    ? { change: { ...paused",
  ],
  [
    "what is cancelled does not resume",
    'function resume(run: Life, isEntitled: boolean): Moved {\n  if (run.desired === "cancel") return { refused: "run.cancelling" };',
    "function resume(run: Life, isEntitled: boolean): Moved {",
  ],
  ["resumed only when paused", 'if (run.desired === "run") return { refused: "run.not_paused" };', ""],
  [
    "resumed only with access",
    'if (!isEntitled) return { refused: "subscription.inactive" };\n  const wish',
    "const wish",
  ],
  [
    "resumed in place before it stopped",
    'if (run.status !== "paused") return { change: wish',
    "if (false) return { change: wish",
  ],
  ["a cancel is one cancel", 'if (run.desired === "cancel") return { change: {}, effects: [] };', ""],
  ["what is not at work is cancelled at once", "if (!isLive(run)) return end(", "if (false) return end("],
  ["a cancelled launch is stopped", 'run.status === "launching" ? ["stop_task"] : []', "[]"],
  [
    "who obeys a cancel ends",
    'if (run.desired === "cancel") return end(run, "cancelled", now, undefined, []);\n  if',
    "if",
  ],
  ["who obeys a pause pauses", 'if (run.desired === "pause")\n    return', "if (false)\n    return"],
  ["a pause fences", "{ ...paused, epoch: run.epoch + 1 }", "{ ...paused }"],
  ["a lost run obeys", 'if (asWished) return "refused" in asWished', 'if (false) return "refused" in asWished'],
  ["what is lost is stopped", 'run.taskArn === null ? [] : ["stop_task"]', "[]"],
  ["it is lost three times at most", "if (failures >= maxFailures) {", "if (false) {"],
  ["queueing fences", 'status: "queued",\n    epoch: run.epoch + 1,', 'status: "queued",'],
  ["an end fences", "epoch: isLive(run) ? run.epoch + 1 : run.epoch,", "epoch: run.epoch,"],
  ["who leaves wakes the next", 'effects.push("wake_next")', ""],
];

/** The module as it would be, loaded for itself. */
async function withoutGuard(written: string, without: string): Promise<typeof move> {
  const parts = source.split(written);
  if (parts.length !== 2) throw new Error(`Found ${parts.length - 1} times: ${written}`);
  const code = stripTypeScriptTypes(parts.join(without));
  const loaded = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { move: typeof move };
  return loaded.move;
}

describe("everything that can happen to one run", { timeout: 300_000 }, () => {
  it("breaks no rule, and leaves no state without a way to its end though every task stays silent", () => {
    const { fault, states, edges, runs } = explore(move, 2);
    process.stdout.write(`explored ${states} states of one run's world, ${edges} steps, ${runs} lives\n`);
    expect(fault).toBeUndefined();
    expect(states).toBeGreaterThan(100_000);
  });

  it.each(guards)("would be seen to break without: %s", async (_, written, without) => {
    const other = await withoutGuard(written, without);
    // Most show with one launcher already; some only where two have the same message.
    expect(explore(other, 1).fault ?? explore(other, 2).fault).toBeTruthy();
  });
});
