import { and, eq } from "drizzle-orm";
import { Db } from "../db/index.ts";
import { planTable } from "../plan/plan.sql.ts";
import { Ports } from "../ports/index.ts";
import { type Interval, intervals } from "./billing.schema.ts";
import { planPriceTable as t } from "./billing.sql.ts";

type Plan = typeof planTable.$inferSelect;

/**
 * Has at Stripe what a plan costs now, under its present name. Prices of before stay for who still pays them. Any number
 * of times is as once.
 */
export async function offer(planId: string): Promise<void> {
  const [plan] = await Db.tx(() => Db.use().select().from(planTable).where(eq(planTable.id, planId)));
  if (!plan) return;
  for (const interval of intervals) await priceOf(plan, interval);
  for (const { id } of await productsOf(planId)) await Ports.use().stripe.nameProduct(id, plan.name);
}

const productsOf = (planId: string) =>
  Db.tx(() => Db.use().selectDistinct({ id: t.stripeProductId }).from(t).where(eq(t.planId, planId)));

/** Stripe's price of a plan as it is today, made when there is none. Those of before stay for who still pays them. */
export async function priceOf(plan: Plan, interval: Interval): Promise<string> {
  const cents = interval === "year" ? plan.yearlyCents : plan.monthlyCents;
  const [known] = await Db.tx(() =>
    Db.use()
      .select({ id: t.stripePriceId })
      .from(t)
      .where(and(eq(t.planId, plan.id), eq(t.interval, interval), eq(t.cents, cents))),
  );
  if (known) return known.id;
  const key = `price-${plan.id}-${interval}-${cents}`;
  const [product] = await productsOf(plan.id);
  const { id: planId, name } = plan;
  const made = await Ports.use().stripe.createPrice({ key, planId, name, interval, cents, productId: product?.id });
  await Db.as({ type: "platform" }, () =>
    Db.tx(() =>
      Db.use()
        .insert(t)
        .values({ stripePriceId: made.priceId, stripeProductId: made.productId, planId: plan.id, interval, cents })
        .onConflictDoNothing(),
    ),
  );
  return made.priceId;
}
