import { desc, eq } from "drizzle-orm";
import * as z from "zod";
import { missing, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { Plan, toPlan } from "../plan/index.ts";
import { planTable } from "../plan/plan.sql.ts";
import { graceEndsAt } from "../subscription/access.ts";
import { Subscription } from "../subscription/index.ts";
import { subscriptionTable } from "../subscription/subscription.sql.ts";
import { metersOf } from "../usage/meters.ts";
import { packs } from "./billing.schema.ts";
import { invoiceTable } from "./billing.sql.ts";

const Nothing = z.object({});

/** From the mirror alone: Stripe need not be asked, and may be away. */
export const billingState = verb({ as: ["tenant"], input: Nothing }, (_, { tenantId }) =>
  Db.tx(async () => {
    const { subscription, plan } = await read(tenantId);
    const rights = await Subscription.rights(tenantId);
    const grace = graceEndsAt({ ...subscription, pastDueGraceDays: plan.pastDueGraceDays });
    return {
      plan: toPlan(plan),
      interval: subscription.interval,
      status: subscription.status,
      access: rights.access,
      trialEndsAt: subscription.trialEndsAt?.toISOString() ?? null,
      currentPeriodEndsAt: subscription.currentPeriodEndsAt?.toISOString() ?? null,
      cancelsAtPeriodEnd: subscription.cancelsAtPeriodEnd,
      cancelsAt: subscription.cancelsAt?.toISOString() ?? null,
      pendingPlan: await pendingOf(subscription),
      pastDueSince: subscription.pastDueSince?.toISOString() ?? null,
      graceEndsAt: grace?.toISOString() ?? null,
      usage: await metersOf(tenantId, rights.plan),
    };
  }),
);

/** What can be bought, and which of it the tenant has; its own plan also when it is offered no more. */
export const billingPlans = verb({ as: ["tenant"], input: Nothing }, (_, { tenantId }) =>
  Db.tx(async () => {
    const { plan } = await read(tenantId);
    const { items } = await Plan.list({});
    const all = items.some(({ id }) => id === plan.id) ? items : [toPlan(plan), ...items];
    return { items: all.map((each) => ({ ...each, isCurrent: each.id === plan.id })), codePacks: [...packs] };
  }),
);

/** The newest hundred. */
export const invoices = verb({ as: ["tenant"], input: Nothing }, (_, { tenantId }) =>
  Db.tx(async () => {
    const rows = await Db.use()
      .select()
      .from(invoiceTable)
      .where(eq(invoiceTable.tenantId, tenantId))
      .orderBy(desc(invoiceTable.createdAt), desc(invoiceTable.id))
      .limit(100);
    const items = rows.map(({ id, number, status, dueCents, paidCents, currency, url, pdfUrl, createdAt, paidAt }) => ({
      ...{ id, number, status, dueCents, paidCents, currency, url, pdfUrl },
      createdAt: createdAt.toISOString(),
      paidAt: paidAt?.toISOString() ?? null,
    }));
    return { items };
  }),
);

async function pendingOf({ nextPlanId, nextInterval, nextPlanFrom }: typeof subscriptionTable.$inferSelect) {
  if (!nextPlanId || !nextInterval || !nextPlanFrom) return null;
  const [plan] = await Db.use().select().from(planTable).where(eq(planTable.id, nextPlanId));
  return plan ? { plan: toPlan(plan), interval: nextInterval, startsAt: nextPlanFrom.toISOString() } : null;
}

async function read(tenantId: string) {
  const [row] = await Db.use()
    .select({ subscription: subscriptionTable, plan: planTable })
    .from(subscriptionTable)
    .innerJoin(planTable, eq(planTable.id, subscriptionTable.planId))
    .where(eq(subscriptionTable.tenantId, tenantId));
  if (!row) throw missing("subscription");
  return row;
}
