export * as Throttle from "./index.ts";

import { eq, sql } from "drizzle-orm";
import { Failure, only } from "../base/index.ts";
import { clock, fromNow } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Ports } from "../ports/index.ts";
import { throttleTable as t } from "./throttle.sql.ts";

/** What is limited, for whom, and how often in which time. */
export type Limit = { what: string; who: string; times: number; perSeconds: number };

/** Counts one more. @throws Failure `rate.limited`, with the seconds after which to come again */
export async function take(limit: Limit): Promise<void> {
  const { count, waits: seconds } = await note(limit);
  if (count > limit.times) throw tooMany(seconds);
}

/** Counts one more and refuses nothing. */
export async function note(limit: Limit): Promise<{ count: number; waits: number }> {
  const isOver = sql`${t.windowEndsAt} <= ${clock}`;
  const rows = await Db.use()
    .insert(t)
    .values({ key: keyOf(limit), count: 1, windowEndsAt: fromNow(limit.perSeconds) })
    .onConflictDoUpdate({
      target: t.key,
      set: {
        count: sql`case when ${isOver} then 1 else ${t.count} + 1 end`,
        windowEndsAt: sql`case when ${isOver} then excluded.window_ends_at else ${t.windowEndsAt} end`,
      },
    })
    .returning({ count: t.count, waits });
  return only(rows);
}

/** Takes back what `take` counted: it was no try that the limit is for. */
export const giveBack = (limit: Limit) =>
  Db.use()
    .update(t)
    .set({ count: sql`greatest(${t.count} - 1, 0)` })
    .where(eq(t.key, keyOf(limit)));

/** Refuses without counting: for what costs a try only when it fails. @throws Failure `rate.limited` */
export async function check(limit: Limit): Promise<void> {
  const seconds = await waitsFor(limit);
  if (seconds > 0) throw tooMany(seconds);
}

/** For how many seconds a limit is reached; 0 when it is not. */
export async function waitsFor(limit: Limit): Promise<number> {
  const [row] = await Db.use()
    .select({ count: t.count, waits })
    .from(t)
    .where(eq(t.key, keyOf(limit)));
  return row && row.count >= limit.times ? Math.max(0, row.waits) : 0;
}

const waits = sql<number>`ceil(extract(epoch from ${t.windowEndsAt} - ${clock}))::int`;

const keyOf = ({ what, who }: Limit) => Ports.use().seal("throttle", `${what}\n${who}`);

const tooMany = (seconds: number) =>
  new Failure("limited", "rate.limited", "That was too often. Wait a little and try again.", {
    retryAfterSeconds: Math.max(1, seconds),
    keepsChanges: true,
  });
