import { and, eq, gt, isNull, lte, sql } from "drizzle-orm";
import * as z from "zod";
import { Actor } from "../actor/index.ts";
import { log, verb } from "../base/index.ts";
import { clock, fromNow } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { eventTable } from "../event/event.sql.ts";
import { Event } from "../event/index.ts";
import { Outbox } from "../outbox/index.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { subscriptionTable as t } from "./subscription.sql.ts";

const day = 86_400;
/** How many days before its end a trial is spoken of. */
const daysBefore = [1, 3];
const batch = 500;

/** The reminder that is due now: the nearest, so that one that was missed is not sent beside it. */
const due = sql<number>`case when ${t.trialEndsAt} <= ${fromNow(day)} then 1 else 3 end`;

/** The log remembers which were sent. A trial that was prolonged is another end, and is spoken of again. */
const isSaid = sql`exists (select 1 from ${eventTable} where ${eventTable.tenantId} = ${t.tenantId}
  and ${eventTable.at} > ${fromNow(-4 * day)} and ${eventTable.type} = 'tenant.trial_ending'
  and (${eventTable.data} ->> 'count')::int <= ${due} and ${eventTable.data} ->> 'name' = to_char(${t.trialEndsAt} at time zone 'utc', 'YYYY-MM-DD'))`;

const isDue = and(
  eq(t.status, "trialing"),
  gt(t.trialEndsAt, clock),
  lte(t.trialEndsAt, fromNow(Math.max(...daysBefore) * day)),
  isNull(tenantTable.suspendedAt),
  sql`not ${isSaid}`,
);

/** Says three days and one day before that a trial ends, each once however many sweep. @returns how many were told */
export const remindTrials = verb({ as: ["platform"], input: z.object({}) }, async () => {
  const found = await Db.tx(() => trials().where(isDue).limit(batch));
  let told = 0;
  for (const { tenantId } of found)
    await Actor.provide({ type: "system", tenantId }, () => Db.tx(() => remind(tenantId))).then(
      (done) => (told += done ? 1 : 0),
      // One that fails must not keep back the others; it is met again in a minute.
      (error: unknown) => log.error("trial.unreminded", error, { tenantId }),
    );
  return told;
});

const trials = () =>
  Db.use()
    .select({
      tenantId: t.tenantId,
      days: due,
      endsOn: sql<string>`to_char(${t.trialEndsAt} at time zone 'utc', 'YYYY-MM-DD')`,
    })
    .from(t)
    .innerJoin(tenantTable, eq(tenantTable.id, t.tenantId));

async function remind(tenantId: string): Promise<boolean> {
  // Held before it is looked at again: whoever came second then sees what the first has said.
  await Db.use().select({ id: t.tenantId }).from(t).where(eq(t.tenantId, tenantId)).for("update");
  const [trial] = await trials().where(and(eq(t.tenantId, tenantId), isDue));
  if (!trial) return false;
  await Outbox.put({ queue: "mail", body: { v: 1, kind: "trial_ending", tenantId } });
  await Event.record("tenant.trial_ending", {}, { count: trial.days, name: trial.endsOn });
  return true;
}
