import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { Db } from "../db/index.ts";
import { llmCallTable as call } from "../llm/llm.sql.ts";
import { planTable } from "../plan/plan.sql.ts";
import { subscriptionTable } from "../subscription/subscription.sql.ts";
import type { Range } from "./range.ts";
import { rowsOf, type Scope, sources } from "./source.ts";

const number = (value: SQL) => value.mapWith(Number);

const figures = {
  calls: number(sql`count(*)`),
  failed: number(sql`count(*) filter (where ${call.status} <> 'succeeded')`),
  inputTokens: number(sql`sum(${call.inputTokens})`),
  outputTokens: number(sql`sum(${call.outputTokens})`),
  costMicros: number(sql`coalesce(sum(${call.costMicros}), 0)`),
  unpriced: number(sql`count(*) filter (where ${call.costMicros} is null)`),
};

/** What calls of models cost, the dearest first. */
export async function costsOf(scope: Scope, range: Range) {
  const by = <T extends Record<string, PgColumn>>(names: T) =>
    Db.use()
      .select({ ...names, ...figures })
      .from(call)
      .where(rowsOf(sources.calls, scope, range))
      .groupBy(...Object.values(names))
      .orderBy(desc(figures.costMicros), ...Object.values(names).map((name) => asc(name)));
  return {
    byProvider: await by({ provider: call.provider }),
    byModel: await by({ provider: call.provider, model: call.model }),
    byAgent: await by({ agent: call.agent }),
  };
}

type Row = { status: string; interval: "month" | "year"; tenants: number; monthlyCents: number; yearlyCents: number };

/**
 * What such subscriptions bring in a month, in cents: the plan's price for active ones, a twelfth of the yearly price
 * where a year is paid at once. Trials, and what is not paid, bring nothing.
 */
function mrrCents({ status, interval, tenants, monthlyCents, yearlyCents }: Row): number {
  if (status !== "active") return 0;
  return tenants * (interval === "year" ? Math.round(yearlyCents / 12) : monthlyCents);
}

/** Stripe's subscriptions as mirrored, by plan and status. */
export async function subscriptionsOf({ tenantId }: Scope) {
  const { status, interval } = subscriptionTable;
  const { id, name, monthlyCents, yearlyCents } = planTable;
  const rows = await Db.use()
    .select({ plan: { id, name }, status, interval, monthlyCents, yearlyCents, tenants: number(sql`count(*)`) })
    .from(subscriptionTable)
    .innerJoin(planTable, eq(planTable.id, subscriptionTable.planId))
    .where(and(tenantId === undefined ? undefined : eq(subscriptionTable.tenantId, tenantId)))
    .groupBy(id, status, interval)
    .orderBy(asc(monthlyCents), asc(id), asc(status), asc(interval));
  return rows.map((row) => ({
    plan: row.plan,
    status: row.status,
    interval: row.interval,
    tenants: row.tenants,
    mrrCents: mrrCents(row),
  }));
}
