import { and, count, eq, inArray, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Outbox } from "../outbox/index.ts";
import { planTable } from "../plan/plan.sql.ts";
import { Ports } from "../ports/index.ts";
import { withOverrides } from "../subscription/limits.ts";
import { subscriptionTable } from "../subscription/subscription.sql.ts";
import { overridesOf } from "../tenant/in-force.ts";
import { runTable as t } from "./run.sql.ts";
import { type Room, turnsOf } from "./turn.ts";

const isAtWork = inArray(t.status, ["launching", "running"]);
export const isWaiting = and(eq(t.status, "queued"), eq(t.desired, "run"));
const isDue = or(isNull(t.notBefore), lte(t.notBefore, clock));

/** Its poke did not come through: none since it became due, or none for a minute. A poke by the sweeper touches the row. */
export const waitsLong = sql<boolean>`(${t.updatedAt} + interval '1 minute' <= ${clock} or coalesce(${t.updatedAt} < ${t.notBefore} and ${t.notBefore} <= ${clock}, false))`;

/** Of two launchers one decides after the other, so that no place is given twice. Taken before any run is held. */
export const holdLine = () => Db.use().execute(sql`select pg_advisory_xact_lock(hashtext('q2o.line'))`);

/** The runs whose turn it is now, of all tenants. */
export const whoseTurn = () =>
  Db.as({ type: "platform" }, async () => {
    const waiting = await Db.use()
      .select({ tenantId: t.tenantId, id: t.id, waitsLong })
      .from(t)
      .where(and(isWaiting, isDue));
    return waiting.length === 0 ? [] : turnsOf(waiting, await roomFor(waiting.map(({ tenantId }) => tenantId)));
  });

/**
 * Pokes for those whose turn it became and for whom none is under way. Lost if we die before; the sweeper finds them.
 * Under the line's lock: a poke that is under way is heard before this, and then sent anew, or after it.
 */
export const wakeNext = (but: string) =>
  Db.tx(async () => {
    await holdLine();
    const turns = (await whoseTurn()).filter(({ id }) => id !== but);
    if (turns.length === 0) return;
    const called = await Db.use()
      .update(t)
      .set({ calledAt: clock })
      .where(
        and(
          inArray(
            t.id,
            turns.map(({ id }) => id),
          ),
          isWaiting,
          isNull(t.calledAt),
        ),
      )
      .returning({ tenantId: t.tenantId, runId: t.id });
    for (const run of called) await Outbox.put({ queue: "runs", body: { v: 1, ...run } });
  });

/** A poke for this run was heard, and came too early: there is to be another when its turn comes. */
export const heardInVain = ({ tenantId, runId }: { tenantId: string; runId: string }) =>
  Db.use()
    .update(t)
    .set({ calledAt: null })
    .where(and(eq(t.tenantId, tenantId), eq(t.id, runId), isNotNull(t.calledAt)));

async function roomFor(tenantIds: string[]): Promise<Room> {
  const [busy, plans, overrides] = await Promise.all([
    Db.use().select({ tenantId: t.tenantId, runs: count() }).from(t).where(isAtWork).groupBy(t.tenantId),
    Db.use()
      .select({ tenantId: subscriptionTable.tenantId, plan: planTable })
      .from(subscriptionTable)
      .innerJoin(planTable, eq(planTable.id, subscriptionTable.planId))
      .where(inArray(subscriptionTable.tenantId, tenantIds)),
    overridesOf(tenantIds),
  ]);
  const limitOf = ({ tenantId, plan }: (typeof plans)[number]) =>
    withOverrides(
      plan,
      overrides.filter((each) => each.tenantId === tenantId),
    ).concurrentRuns;
  return {
    places: Ports.use().tasks.places,
    busy: new Map(busy.map(({ tenantId, runs }) => [tenantId, runs])),
    limits: new Map(plans.map((each) => [each.tenantId, limitOf(each)])),
  };
}

type Row = typeof t.$inferSelect;
type Standing = { queuePosition: number | null; waitingFor: string | null };

/** Where a run stands in its tenant's line, and what it waits for, in a sentence. */
export async function standingOf(row: Row): Promise<Standing> {
  if (row.status === "paused") return { queuePosition: null, waitingFor: pausedFor[row.pausedBy ?? "person"] };
  if (row.status !== "queued") return { queuePosition: null, waitingFor: null };
  // What others have at work is the platform's to see.
  const [[place], room] = await Db.as({ type: "platform" }, () =>
    Promise.all([
      Db.use()
        .select({
          before: count(),
          isBackingOff: sql<boolean>`coalesce(${row.notBefore?.toISOString() ?? null}::timestamptz > ${clock}, false)`,
        })
        .from(t)
        .where(and(eq(t.tenantId, row.tenantId), isWaiting, sql`${t.id} < ${row.id}`)),
      roomFor([row.tenantId]),
    ]),
  );
  const queuePosition = (place?.before ?? 0) + 1;
  return {
    queuePosition,
    waitingFor: place?.isBackingOff ? backingOff : sentenceFor(row.tenantId, queuePosition, room),
  };
}

const pausedFor = {
  person: "It is paused and goes on when somebody resumes it.",
  access: "It goes on by itself as soon as the subscription is active again.",
};
const backingOff = "Its last start did not work out. It is tried again within minutes.";

function sentenceFor(tenantId: string, position: number, { places, busy, limits }: Room): string {
  const limit = limits.get(tenantId) ?? null;
  const mine = busy.get(tenantId) ?? 0;
  if (limit !== null && mine + position > limit)
    return position === 1
      ? `The plan runs ${limit} at a time. It starts when one of them ends.`
      : `The plan runs ${limit} at a time. It starts after ${position - 1} that wait longer.`;
  const isFull = [...busy.values()].reduce((sum, each) => sum + each, 0) >= places;
  return isFull ? "All machines are busy. It starts as soon as one is free." : "It starts in a moment.";
}
