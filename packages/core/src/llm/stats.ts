import { and, desc, eq, gte, isNull, type SQL, sql } from "drizzle-orm";
import { verb } from "../base/index.ts";
import { clock, fromNow } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { runTable } from "../run/run.sql.ts";
import { percentOf } from "./budget.ts";
import { AskStats, statsRanges } from "./calls.schema.ts";
import { type Ledger, platformLedgers } from "./ledger.ts";
import { llmAlertTable, llmCallTable as t } from "./llm.sql.ts";
import { totalsOf } from "./totals.ts";

/** What models cost and how they did, and how near the budgets are. */
export const stats = verb({ as: ["admin"], input: AskStats }, ({ range }) =>
  Db.tx(async () => {
    const seconds = statsRanges[range];
    const where = gte(t.createdAt, fromNow(-seconds));
    const [moment] = await Db.use()
      .select({ to: sql<Date>`${clock}`.mapWith(t.createdAt), ...asked, ...stored })
      .from(t)
      .where(where);
    if (!moment) throw new Error("A sum gave no row.");
    const { to, reached, failed, p50, p95, cacheHits } = moment;
    const [month, day] = await platformLedgers();
    const all = await totalsOf(where);
    return {
      range,
      from: new Date(to.getTime() - seconds * 1_000).toISOString(),
      to: to.toISOString(),
      budgets: { month: toBudget(month), day: toBudget(day) },
      totals: all,
      errorRate: reached === 0 ? null : Math.round((failed / reached) * 1_000) / 10,
      latencyMs: { p50, p95 },
      savings: { cacheHits, cacheMicros: all.savedMicros, ...(await blueprints(seconds)) },
      byProvider: await shares(t.provider, where),
      byModel: await shares(t.model, where),
      byAgent: await shares(t.agent, where),
      openAlerts: await Db.use().$count(llmAlertTable, isNull(llmAlertTable.resolvedAt)),
    };
  }),
);

/** Of the calls that reached a provider: a stored answer takes no time and cannot fail. */
const isAsked = sql`${t.cache} <> 'hit'`;
const percentile = (share: number) =>
  sql<number | null>`(percentile_cont(${share}) within group (order by ${t.latencyMs}) filter (where ${isAsked}))::int`;
const asked = {
  reached: sql<number>`count(*) filter (where ${isAsked})::int`,
  failed: sql<number>`count(*) filter (where ${isAsked} and ${t.status} <> 'succeeded')::int`,
  p50: percentile(0.5),
  p95: percentile(0.95),
};
const stored = { cacheHits: sql<number>`count(*) filter (where ${t.cache} = 'hit')::int` };

const toBudget = ({ usedMicros, limitMicros }: Ledger) => ({
  usedMicros,
  limitMicros,
  percent: percentOf(usedMicros, limitMicros),
});

async function shares(by: typeof t.provider | typeof t.model | typeof t.agent, where: SQL) {
  const costMicros = sql<number>`coalesce(sum(${t.costMicros}), 0)::bigint`.mapWith(Number);
  const calls = sql<number>`count(*)::int`;
  return Db.use()
    .select({
      name: by,
      calls,
      failed: sql<number>`count(*) filter (where ${t.status} <> 'succeeded')::int`,
      costMicros,
      averageLatencyMs: sql<number | null>`round(avg(${t.latencyMs}))::int`,
    })
    .from(t)
    .where(where)
    .groupBy(by)
    .orderBy(desc(costMicros), desc(calls), by)
    .limit(50);
}

/** Runs that were completed without asking any model, at what the others cost on average. */
async function blueprints(seconds: number) {
  const isAsking = sql`exists (select 1 from ${t} where ${t.tenantId} = ${runTable.tenantId} and ${t.runId} = ${runTable.id})`;
  const [row] = await Db.use()
    .select({
      blueprintRuns: sql<number>`count(*) filter (where not ${isAsking})::int`,
      average: sql<string | null>`floor(avg(${runTable.costMicros}) filter (where ${isAsking}))`,
    })
    .from(runTable)
    .where(and(eq(runTable.status, "completed"), gte(runTable.endedAt, fromNow(-seconds))));
  const { blueprintRuns = 0, average = null } = row ?? {};
  return { blueprintRuns, blueprintMicros: average === null ? null : blueprintRuns * Number(average) };
}
