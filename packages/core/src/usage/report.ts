import { and, eq, gte, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import { verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { runTable } from "../run/run.sql.ts";
import { Subscription } from "../subscription/index.ts";
import { metersOf } from "./meters.ts";
import { usageTable as t } from "./usage.sql.ts";

const months = 12;

/** What the tenant may take and has taken, this month and in the eleven before. */
export const usage = verb({ as: ["tenant"], input: z.object({}) }, (_, { tenantId }) =>
  Db.tx(async () => {
    const { plan, now } = await Subscription.rights(tenantId);
    const history = await historyOf(tenantId, now);
    return {
      month: monthOf(now),
      resetsAt: monthsBefore(now, -1).toISOString(),
      plan: { id: plan.id, name: plan.name },
      quotas: await metersOf(tenantId, plan),
      costMicros: history[0]?.costMicros ?? 0,
      history,
    };
  }),
);

/** Also months in which nothing happened, so that a chart has no holes. */
async function historyOf(tenantId: string, now: Date) {
  const first = monthsBefore(now, months - 1);
  const taken = await Db.use()
    .select({ month: t.month, kind: t.kind, amount: sql<number>`sum(${t.amount})::int` })
    .from(t)
    .where(and(eq(t.tenantId, tenantId), gte(t.month, monthOf(first)), isNull(t.givenBackAt)))
    .groupBy(t.month, t.kind);
  const month = sql<string>`to_char(${runTable.createdAt} at time zone 'utc', 'YYYY-MM')`;
  const runs = await Db.use()
    .select({
      month,
      completed: sql<number>`count(*) filter (where ${runTable.status} = 'completed')::int`,
      failed: sql<number>`count(*) filter (where ${runTable.status} = 'failed')::int`,
      costMicros: sql<number>`sum(${runTable.costMicros})::bigint`.mapWith(Number),
    })
    .from(runTable)
    .where(and(eq(runTable.tenantId, tenantId), gte(runTable.createdAt, first)))
    .groupBy(sql`1`);
  return Array.from({ length: months }, (_, back) => {
    const name = monthOf(monthsBefore(now, back));
    const amount = (kind: "run" | "code") => taken.find((row) => row.month === name && row.kind === kind)?.amount ?? 0;
    const { completed = 0, failed = 0, costMicros = 0 } = runs.find((row) => row.month === name) ?? {};
    return { month: name, runs: amount("run"), codes: amount("code"), completed, failed, costMicros };
  });
}

const monthOf = (instant: Date) => instant.toISOString().slice(0, 7);
const monthsBefore = (now: Date, back: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back));
