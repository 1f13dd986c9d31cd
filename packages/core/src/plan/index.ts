export * as Plan from "./index.ts";

import { asc, eq, isNull } from "drizzle-orm";
import * as z from "zod";
import { Failure, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import type { Plan as Info } from "./plan.schema.ts";
import { planTable as t } from "./plan.sql.ts";

/** Twelve months less 17 %. */
export const yearlyOf = (monthlyCents: number) => Math.round(monthlyCents * 12 * 0.83);

/** The plans a new installation begins with. Later changes belong to the admins. */
const first = [
  {
    id: "pln_starter",
    name: "Starter",
    monthlyCents: 4_900,
    runsPerMonth: 10,
    codesPerMonth: 10,
    concurrentRuns: 1,
    maxDevices: 3,
  },
  {
    id: "pln_pro",
    name: "Pro",
    monthlyCents: 19_900,
    runsPerMonth: 50,
    codesPerMonth: 50,
    concurrentRuns: 3,
    maxDevices: 10,
  },
  {
    id: "pln_enterprise",
    name: "Enterprise",
    monthlyCents: 69_900,
    runsPerMonth: 200,
    codesPerMonth: 200,
    concurrentRuns: 10,
    maxDevices: null,
  },
] as const;

export type FirstPlan = (typeof first)[number]["id"];

/** What a trial gives. */
export const trialPlanId: FirstPlan = "pln_starter";

export async function seed(): Promise<void> {
  const rows = first.map((plan) => ({ ...plan, yearlyCents: yearlyOf(plan.monthlyCents) }));
  await Db.use().insert(t).values(rows).onConflictDoNothing();
}

/** What can be bought today, cheapest first. */
export const list = verb({ as: ["public", "tenant", "client", "admin"], input: z.object({}) }, () =>
  Db.tx(async () => {
    const rows = await Db.use().select().from(t).where(isNull(t.retiredAt)).orderBy(asc(t.monthlyCents));
    return { items: rows.map(toPlan) };
  }),
);

/** @throws Failure `plan.missing`, `plan.retired` */
export async function mustBeOffered(id: string): Promise<void> {
  const [plan] = await Db.use().select({ retiredAt: t.retiredAt }).from(t).where(eq(t.id, id));
  if (plan && !plan.retiredAt) return;
  const message = plan ? "This plan is offered no more." : "No such plan.";
  throw new Failure("invalid", plan ? "plan.retired" : "plan.missing", message, {
    errors: [{ path: "planId", message }],
  });
}

/** What a tenant gets when nobody says which. */
export async function cheapest(): Promise<string> {
  const [plan] = await Db.use()
    .select({ id: t.id })
    .from(t)
    .where(isNull(t.retiredAt))
    .orderBy(asc(t.monthlyCents))
    .limit(1);
  return plan?.id ?? "";
}

export const toPlan = (row: typeof t.$inferSelect): Info => ({
  id: row.id,
  name: row.name,
  monthlyCents: row.monthlyCents,
  yearlyCents: row.yearlyCents,
  runsPerMonth: row.runsPerMonth,
  codesPerMonth: row.codesPerMonth,
  concurrentRuns: row.concurrentRuns,
  maxDevices: row.maxDevices,
});
