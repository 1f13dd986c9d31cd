import * as z from "zod";
import { Instant } from "../base/base.schema.ts";
import { Plan } from "../plan/plan.schema.ts";
import { Meters } from "../usage/usage.schema.ts";
import { Interval, PurchaseCodes } from "./billing.schema.ts";

/** What a tenant pays for and until when, as Stripe last said. */
export const BillingState = z.object({
  plan: Plan,
  interval: Interval,
  status: z.string(),
  access: z.enum(["full", "trial", "grace", "none"]),
  trialEndsAt: Instant.nullable(),
  currentPeriodEndsAt: Instant.nullable(),
  cancelsAtPeriodEnd: z.boolean(),
  /** When it ends, however that was arranged; null while it renews. */
  cancelsAt: Instant.nullable(),
  /** The plan that begins with the next period, where another was chosen for then. */
  pendingPlan: z.object({ plan: Plan, interval: Interval, startsAt: Instant }).nullable(),
  pastDueSince: Instant.nullable(),
  /** Until then what runs goes on although a payment is overdue. */
  graceEndsAt: Instant.nullable(),
  usage: Meters,
});

export const BillingPlans = z.object({
  items: z.array(Plan.extend({ isCurrent: z.boolean() })),
  /** What packs of activation codes cost. */
  codePacks: z.array(PurchaseCodes.extend({ cents: z.int() })),
});

export const InvoiceList = z.object({
  items: z.array(
    z.object({
      /** Stripe's own. */
      id: z.string(),
      number: z.string().nullable(),
      status: z.string(),
      dueCents: z.int(),
      paidCents: z.int(),
      currency: z.string(),
      createdAt: Instant,
      paidAt: Instant.nullable(),
      url: z.string().nullable(),
      pdfUrl: z.string().nullable(),
    }),
  ),
});
