import { and, eq } from "drizzle-orm";
import { Db } from "../db/index.ts";
import type { planTable } from "../plan/plan.sql.ts";
import { Ports } from "../ports/index.ts";
import type { Interval } from "./billing.schema.ts";
import { planPriceTable as t } from "./billing.sql.ts";

type Plan = typeof planTable.$inferSelect;

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
  const made = await Ports.use().stripe.createPrice({ key, planId: plan.id, name: plan.name, interval, cents });
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
