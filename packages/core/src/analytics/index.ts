export * as Analytics from "./index.ts";

import { eq, sql } from "drizzle-orm";
import type * as z from "zod";
import { only, verb } from "../base/index.ts";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { llmCallTable } from "../llm/llm.sql.ts";
import { projectTable } from "../project/project.sql.ts";
import { runTable } from "../run/run.sql.ts";
import { AnalyticsQuery, type Analytics as Shape } from "./analytics.schema.ts";
import { costsOf, subscriptionsOf } from "./money.ts";
import { type Period, type Range, rangeOf } from "./range.ts";
import { rowsOf, type Scope, sources, type Tally, tally } from "./source.ts";
import { topOf, usageByTenant } from "./tenants.ts";

const topTenants = 10;

/** What happened in a range and how it compares with the one before. Every figure is a count of rows as they are now. */
export const read = verb({ as: ["admin"], input: AnalyticsQuery }, (query) => Db.tx(() => compute(query)));

/** @param tenants how many tenants are named before the rest is added up */
export async function compute(
  query: z.output<typeof AnalyticsQuery>,
  tenants: number = topTenants,
): Promise<z.infer<typeof Shape>> {
  const range = rangeOf(query, await now());
  const scope = await scopeOf(query);
  const count = (name: keyof typeof sources) => tally(sources[name], scope, range);
  const ended = (status: string) => tally(sources.ended, scope, range, sql`${runTable.status} = ${status}`);

  const codesGenerated = await count("codesGenerated");
  const codesAssigned = await count("codesAssigned");
  const devicesActivated = await count("devicesActivated");
  const clientSignIns = await count("clientSignIns");
  const runs = await count("runs");
  const completed = await ended("completed");
  const failed = await ended("failed");
  const cancelled = await ended("cancelled");
  const spent = sql`coalesce(sum(${llmCallTable.costMicros}), 0)`;
  const cost = await tally(sources.calls, scope, range, undefined, spent);
  const subscriptions = await subscriptionsOf(scope);

  const of = ({ by }: Tally, at: string) => by.get(at) ?? 0;
  const { from, to, bucket, previous, buckets } = range;
  return {
    range: { ...instants({ from, to }), bucket, previous: instants(previous) },
    totals: {
      codesGenerated: compared(codesGenerated),
      codesAssigned: compared(codesAssigned),
      devicesActivated: compared(devicesActivated),
      clientSignIns: compared(clientSignIns),
      runs: compared(runs),
      completed: compared(completed),
      failed: compared(failed),
      cancelled: compared(cancelled),
      successRate: compared({
        value: rateOf(completed.value, failed.value),
        previous: rateOf(completed.previous, failed.previous),
      }),
      costMicros: compared(cost),
    },
    activation: buckets.map((at) => ({
      at,
      codesGenerated: of(codesGenerated, at),
      codesAssigned: of(codesAssigned, at),
      devicesActivated: of(devicesActivated, at),
      clientSignIns: of(clientSignIns, at),
    })),
    runs: buckets.map((at) => ({
      at,
      started: of(runs, at),
      completed: of(completed, at),
      failed: of(failed, at),
      cancelled: of(cancelled, at),
      successRate: rateOf(of(completed, at), of(failed, at)),
    })),
    durations: await durationsOf(scope, range),
    tenants: await topOf(await usageByTenant(scope, range), tenants),
    cost: await costsOf(scope, range),
    subscriptions,
    mrrCents: subscriptions.reduce((total, { mrrCents }) => total + mrrCents, 0),
  };
}

async function now(): Promise<Date> {
  const { rows } = await Db.use().execute<{ ms: string }>(sql`select extract(epoch from ${clock}) * 1000 as ms`);
  return new Date(Number(rows[0]?.ms));
}

/** A project brings its tenant along; one that nobody has is nobody's. */
async function scopeOf({
  project,
  tenant,
}: {
  project?: string | undefined;
  tenant?: string | undefined;
}): Promise<Scope> {
  if (project === undefined) return { tenantId: tenant };
  const [row] = await Db.use()
    .select({ tenantId: projectTable.tenantId })
    .from(projectTable)
    .where(eq(projectTable.id, project));
  const tenantId = row?.tenantId ?? "nobody";
  return { projectId: project, tenantId: tenant === undefined || tenant === tenantId ? tenantId : "nobody" };
}

async function durationsOf(scope: Scope, range: Range) {
  const ofPeriod = async (period: Period) => {
    const seconds = sql`extract(epoch from ${runTable.endedAt} - ${runTable.startedAt})`;
    const at = (share: number) =>
      sql<number | null>`round(percentile_cont(${share}) within group (order by ${seconds})::numeric, 1)::float`;
    const rows = await Db.use()
      .select({ p50: at(0.5), p95: at(0.95), average: sql<number | null>`round(avg(${seconds}), 1)::float` })
      .from(runTable)
      .where(sql`${rowsOf(sources.ended, scope, period)} and ${runTable.status} = 'completed'`);
    return only(rows);
  };
  const [value, previous] = [await ofPeriod(range), await ofPeriod(range.previous)];
  const of = (name: keyof typeof value) => compared({ value: value[name], previous: previous[name] });
  return { p50Seconds: of("p50"), p95Seconds: of("p95"), averageSeconds: of("average") };
}

/** Percent, to one decimal. A run that somebody cancelled is neither a success nor a failure. */
const rateOf = (completed: number, failed: number): number | null =>
  completed + failed === 0 ? null : Math.round((1_000 * completed) / (completed + failed)) / 10;

const compared = ({ value, previous }: { value: number | null; previous: number | null }) => ({
  value,
  previous,
  change: value === null || previous === null ? null : Math.round((value - previous) * 10) / 10,
});

const instants = ({ from, to }: Period) => ({ from: from.toISOString(), to: to.toISOString() });
