import { bigint, boolean, pgTable, text } from "drizzle-orm/pg-core";
import { instant, times } from "../db/columns.ts";
import { planTable } from "../plan/plan.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";

/** What Stripe says of a tenant, mirrored; a trial without a card is the same row without Stripe's ids. */
export const subscriptionTable = pgTable("subscription", {
  tenantId: text("tenant_id")
    .primaryKey()
    .references(() => tenantTable.id),
  ...times(),
  planId: text("plan_id")
    .notNull()
    .references(() => planTable.id),
  status: text("status").notNull(),
  /** How much is paid at once. */
  interval: text("interval", { enum: ["month", "year"] })
    .notNull()
    .default("month"),
  trialEndsAt: instant("trial_ends_at"),
  currentPeriodEndsAt: instant("current_period_ends_at"),
  pastDueSince: instant("past_due_since"),
  cancelsAtPeriodEnd: boolean("cancels_at_period_end").notNull().default(false),
  /** When it ends, however that was arranged; null while it renews. */
  cancelsAt: instant("cancels_at"),
  /** What begins when the present period is over, where another plan was chosen for then. */
  nextPlanId: text("next_plan_id").references(() => planTable.id),
  nextInterval: text("next_interval", { enum: ["month", "year"] }),
  nextPlanFrom: instant("next_plan_from"),
  /** Drawn before Stripe was asked: of two answers the one that was asked for later counts. */
  mirrorSeq: bigint("mirror_seq", { mode: "number" }).notNull().default(0),
  mirroredAt: instant("mirrored_at"),
  stripeCustomerId: text("stripe_customer_id").unique(),
  stripeSubscriptionId: text("stripe_subscription_id").unique(),
});
