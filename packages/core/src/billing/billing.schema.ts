import * as z from "zod";
import { text } from "../base/base.schema.ts";

export const intervals = ["month", "year"] as const;
export const Interval = z.enum(intervals);
export type Interval = z.infer<typeof Interval>;

export const checkoutKinds = ["plan", "codes"] as const;

/** Activation codes by the pack, at exactly these prices. */
export const packs = [
  { quantity: 1, cents: 500 },
  { quantity: 5, cents: 2_000 },
  { quantity: 10, cents: 3_500 },
  { quantity: 20, cents: 6_000 },
  { quantity: 50, cents: 12_500 },
] as const;

export const Upgrade = z.object({ planId: text(64), interval: Interval.default("month") });
export const PurchaseCodes = z.object({
  quantity: z.literal(
    packs.map(({ quantity }) => quantity),
    `Packs have ${packs.map(({ quantity }) => quantity).join(", ")} codes.`,
  ),
});

/** Where the browser goes next. */
export const Leads = z.object({ url: z.string() });

/**
 * A poke about an event in the inbox, of which the worker decides from Stripe's present state; a subscription whose
 * tenant is no more, to be ended so that nobody is charged for it; a plan that was changed, to be offered as it is now; or a
 * customer for whom something was arranged of which no event may speak.
 */
export const BillingMessage = z.union([
  z.object({ v: z.literal(1), eventId: z.string().max(250) }),
  z.object({ v: z.literal(1), endSubscription: z.string().max(250) }),
  z.object({ v: z.literal(1), planId: z.string().max(40) }),
  z.object({ v: z.literal(1), customerId: z.string().max(250) }),
]);
export type BillingMessage = z.infer<typeof BillingMessage>;
