import { and, eq, sql } from "drizzle-orm";
import { Actor } from "../actor/index.ts";
import { Failure, missing } from "../base/index.ts";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Erasure } from "../erasure/index.ts";
import { Event } from "../event/index.ts";
import { Outbox } from "../outbox/index.ts";
import { Ports } from "../ports/index.ts";
import { Usage } from "../usage/index.ts";
import { folderOf } from "./files.ts";
import { wakeNext } from "./line.ts";
import { type Change, type Happening, type Life, move, type Refusal } from "./moves.ts";
import { runTable as t } from "./run.sql.ts";

export type Row = typeof t.$inferSelect;
type Columns = Partial<typeof t.$inferInsert>;

/**
 * Lets something happen to a run: the decision of `move`, as one conditional UPDATE with its event, outbox and usage
 * in the same transaction.
 *
 * @param also further columns of the same change
 * @returns the run as it now is, or why nothing happened
 * @throws Failure `run.missing`
 */
export async function advance(
  key: { tenantId: string; runId: string },
  happening: Happening,
  also: Columns | ((row: Row) => Columns) = {},
): Promise<{ run: Row; refused?: undefined } | { run: Row; refused: Refusal }> {
  const { run, now } = await hold(key);
  const moved = move(run, happening, now);
  if ("refused" in moved) return { run, refused: moved.refused };
  const [changed] = await Db.use()
    .update(t)
    .set({
      ...columnsOf(moved.change),
      ...(typeof also === "function" ? also(run) : also),
      // Whatever it was called for is over: it is at work, or waits anew with a poke of its own.
      ...(moved.change.status === undefined ? {} : { calledAt: moved.effects.includes("wake") ? clock : null }),
      updatedAt: clock,
    })
    .where(and(isRun(key), eq(t.epoch, run.epoch), eq(t.status, run.status), eq(t.desired, run.desired)))
    .returning();
  if (!changed) return { run, refused: "run.superseded" };
  const subject = { runId: run.id, projectId: run.projectId };
  Event.touch(run.tenantId);
  if (moved.says) {
    const { error } = moved.change;
    const seconds = changed.notBefore ? Math.round((changed.notBefore.getTime() - now.getTime()) / 1_000) : undefined;
    await Event.record(moved.says, subject, {
      number: run.number,
      attempt: changed.attempt,
      ...(seconds ? { count: seconds } : {}),
      ...(error ? { code: error.code, text: error.message } : {}),
    });
  }
  for (const effect of moved.effects) await effects[effect](run, changed);
  return { run: changed };
}

/** Each is given the run as it was before, and as it now is. */
const effects = {
  wake: (run: Row) => Outbox.put({ queue: "runs", body: { v: 1, tenantId: run.tenantId, runId: run.id } }),
  wake_next: ({ id }: Row) =>
    // In a transaction of its own: one that still holds a run must not wait for the whole line.
    Db.afterCommit(() => Actor.provide({ type: "platform" }, () => wakeNext(id))),
  mail: (_: Row, { tenantId, id, status }: Row) =>
    Outbox.put({ queue: "mail", body: { v: 1, kind: "run_ended", tenantId, runId: id, status } }),
  give_back: (run: Row) => Usage.giveBack({ tenantId: run.tenantId, kind: "run", key: run.id }),
  tidy: ({ tenantId, id }: Row) =>
    Db.as({ type: "platform" }, () => Erasure.order(folderOf(tenantId, id), { unnamedBy: id })),
  stop_task: async ({ taskArn }: Row) => {
    // Lost if we die here; the sweeper stops tasks whose run no longer wants them.
    if (taskArn) await Db.afterCommit(() => Ports.use().tasks.stop(taskArn, "The run no longer needs this task."));
  },
};

/** Locks a run, so that what is decided about it is decided one after the other. @throws Failure `run.missing` */
export async function hold(key: { tenantId: string; runId: string }): Promise<{ run: Row; now: Date }> {
  const [found] = await Db.use()
    .select({ run: t, now: sql<Date>`${clock}`.mapWith(t.createdAt) })
    .from(t)
    .where(isRun(key))
    .for("update");
  if (!found) throw missing("run");
  return found;
}

const isRun = (key: { tenantId: string; runId: string }) => and(eq(t.tenantId, key.tenantId), eq(t.id, key.runId));

function columnsOf({ error, isBoot, ...life }: Change): Columns {
  const said = error === undefined ? {} : { errorCode: error?.code ?? null, errorMessage: error?.message ?? null };
  // Each attempt counts its reports from one.
  return { ...(life satisfies Partial<Life> & Columns), ...said, ...(isBoot ? { lastSeq: 0 } : {}) };
}

type Word = { kind: "conflict" | "forbidden"; message: (status: string) => string };
const words: Record<Refusal, Word> = {
  "run.superseded": { kind: "conflict", message: () => "This run has been taken over. Stop." },
  "run.ended": { kind: "conflict", message: (status) => `This run has ended: it is ${status}.` },
  "run.not_paused": { kind: "conflict", message: (status) => `This run is not paused: it is ${status}.` },
  "run.cancelling": { kind: "conflict", message: (status) => `This run is ${status} and being cancelled.` },
  "run.not_due": { kind: "conflict", message: (status) => `There is nothing to do for this run now: it is ${status}.` },
  "subscription.inactive": { kind: "forbidden", message: () => "Your subscription is not active." },
};

/** @param status what the run is, for whoever asked to read */
export const failureOf = (refused: Refusal, status = "taken over") =>
  new Failure(words[refused].kind, refused, words[refused].message(status));

/** For a task: a run that was deleted with its project or tenant is nobody's to work on. @throws `run.superseded` */
export function stopIfGone(error: unknown): never {
  throw error instanceof Failure && error.code === "run.missing" ? failureOf("run.superseded") : error;
}

/** As the product itself within the run's tenant. */
export const asSystem = <T>(tenantId: string, work: () => Promise<T>): Promise<T> =>
  Actor.provide({ type: "system", tenantId }, () => Db.tx(work));
