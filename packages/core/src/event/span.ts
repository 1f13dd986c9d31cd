import { and, asc, desc, eq, gt, gte, lt, type SQL, sql } from "drizzle-orm";
import { Db } from "../db/index.ts";
import { eventTable as t } from "./event.sql.ts";

/** No transaction is open for so long. */
const longest = sql.raw("interval '1 hour'");

type Span = { from?: Date | SQL | undefined; to?: Date | SQL | undefined };

/**
 * Events from a moment on, and until just before one, as a condition that a walk through ids ends at.
 *
 * They are read in the order of their ids, and nearly in that of their moments: an event has the moment at which its
 * transaction began, and its id from when it was written. So whatever is older by more than a transaction lasts has a
 * lower id. The ids are looked up first: under a policy PostgreSQL would not walk by the result of a question.
 *
 * @param tenantId of whom alone events are read, so that only they are looked at
 */
export async function during({ from, to }: Span, tenantId?: string): Promise<SQL | undefined> {
  const isTheirs = tenantId === undefined ? undefined : eq(t.tenantId, tenantId);
  const conditions: (SQL | undefined)[] = [];
  if (from) {
    const [before] = await Db.use()
      .select({ id: t.id })
      .from(t)
      .where(and(isTheirs, lt(t.at, sql`${at(from)} - ${longest}`)))
      .orderBy(desc(t.at))
      .limit(1);
    conditions.push(gte(t.at, at(from)), before && gt(t.id, before.id));
  }
  if (to) {
    const [after] = await Db.use()
      .select({ id: t.id })
      .from(t)
      .where(and(isTheirs, gte(t.at, sql`${at(to)} + ${longest}`)))
      .orderBy(asc(t.at))
      .limit(1);
    conditions.push(lt(t.at, at(to)), after && lt(t.id, after.id));
  }
  return and(...conditions);
}

const at = (moment: Date | SQL): SQL => (moment instanceof Date ? sql`${moment.toISOString()}::timestamptz` : moment);
