import { Failure } from "@q2o/core/base";
import type { Facts, InvoiceFact, SubscriptionFact } from "@q2o/core/billing/facts";
import type { Ports } from "@q2o/core/ports";
import Stripe from "stripe";
import type { Settings } from "./settings.ts";

const apiVersion = "2026-10-28.endive";

/** Stripe by its own SDK, in the version that is pinned here and not the account's. */
export const openStripe = (place: Settings<"stripe">): Ports["stripe"] => inOurWords(open(place));

function open(place: Settings<"stripe">): Ports["stripe"] {
  const base = place.STRIPE_API_BASE === undefined ? undefined : new URL(place.STRIPE_API_BASE);
  const stripe = new Stripe(place.STRIPE_SECRET_KEY, {
    apiVersion,
    maxNetworkRetries: 2,
    timeout: 15_000,
    ...(base ? { host: base.hostname, port: base.port, protocol: base.protocol === "http:" ? "http" : "https" } : {}),
  });
  return {
    createCustomer: async ({ key, tenantId, name, email }) =>
      (await stripe.customers.create({ name, email, metadata: { tenantId } }, { idempotencyKey: key })).id,
    createPrice: async ({ key, planId, name, interval, cents, productId }) => {
      const product =
        productId ??
        (await stripe.products.create({ name, metadata: { planId } }, { idempotencyKey: `product-${planId}-${name}` }))
          .id;
      const price = await stripe.prices.create(
        { product, currency: "usd", unit_amount: cents, recurring: { interval }, metadata: { planId } },
        { idempotencyKey: `${key}-${product}` },
      );
      return { priceId: price.id, productId: product };
    },
    nameProduct: async (id, name) => {
      await stripe.products.update(id, { name });
    },
    openCheckout: async ({ key, customerId, item, backTo }) => {
      const line =
        "priceId" in item
          ? { price: item.priceId, quantity: 1 }
          : {
              quantity: 1,
              price_data: { currency: "usd", unit_amount: item.cents, product_data: { name: item.name } },
            };
      const session = await stripe.checkout.sessions.create(
        {
          mode: "priceId" in item ? "subscription" : "payment",
          customer: customerId,
          client_reference_id: key,
          line_items: [line],
          success_url: `${backTo}{CHECKOUT_SESSION_ID}`,
          cancel_url: backTo.replace(/\?.*$/, "?paid=no"),
          ...(place.STRIPE_TAX === "automatic"
            ? { automatic_tax: { enabled: true }, customer_update: { address: "auto" as const } }
            : {}),
        },
        { idempotencyKey: key },
      );
      return { sessionId: session.id, url: session.url ?? backTo };
    },
    openPortal: async ({ customerId, backTo }) =>
      (await stripe.billingPortal.sessions.create({ customer: customerId, return_url: backTo })).url,
    changePrice: async ({ key, subscriptionId, priceId, when }) => {
      const { items, schedule } = await stripe.subscriptions.retrieve(subscriptionId);
      const item = items.data[0];
      if (!item) throw new Error("A subscription without an item.");
      const arranged = idOf(schedule);
      if (when === "next_period") return arrange(stripe, { key, subscriptionId, item, priceId, arranged });
      // What was arranged for later is overtaken.
      if (arranged) await stripe.subscriptionSchedules.release(arranged);
      await stripe.subscriptions.update(
        subscriptionId,
        { items: [{ id: item.id, price: priceId }], proration_behavior: "always_invoice" },
        { idempotencyKey: key },
      );
    },
    keepPrice: async (id) => {
      const arranged = idOf((await stripe.subscriptions.retrieve(id)).schedule);
      if (arranged) await stripe.subscriptionSchedules.release(arranged);
    },
    endSubscription: async (id) => {
      await orNothing(stripe.subscriptions.cancel(id));
    },
    factsOf: async (customer) => {
      const [subscriptions, invoices] = await Promise.all([
        stripe.subscriptions.list({ customer, status: "all", limit: 100 }),
        stripe.invoices.list({ customer, limit: 50 }),
      ]);
      const told = subscriptions.data.map(async (each) => toSubscription(each, await scheduleOf(stripe, each)));
      return {
        subscriptions: await Promise.all(told),
        invoices: invoices.data.map(toInvoice),
      } satisfies Facts;
    },
    sessionOf: async (id) => {
      const session = await orNothing(
        stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent.latest_charge"] }),
      );
      return (
        session && {
          customerId: idOf(session.customer) ?? "",
          // A session stays paid when the payment was given back.
          isPaid: session.payment_status === "paid" && !isUndone(chargeIn(session.payment_intent)),
          paymentId: idOf(session.payment_intent) ?? null,
        }
      );
    },
    chargeOf: async (id) => {
      const charge = await orNothing(stripe.charges.retrieve(id));
      return (
        charge && {
          customerId: idOf(charge.customer) ?? null,
          paymentId: idOf(charge.payment_intent) ?? null,
          isUndone: isUndone(charge),
        }
      );
    },
  };
}

/** What Stripe says no to, or does not say at all, as a refusal of ours. */
function inOurWords<T extends Record<string, (...args: never[]) => Promise<unknown>>>(port: T): T {
  const entries = Object.entries(port).map(([name, ask]) => [
    name,
    (...args: never[]) =>
      ask(...args).catch((cause: unknown) => {
        if (cause instanceof Stripe.errors.StripeCardError)
          throw new Failure(
            "conflict",
            "payment.declined",
            "The card was declined. Use another in the billing portal.",
            {
              cause,
            },
          );
        if (cause instanceof Stripe.errors.StripeError)
          throw new Failure(
            "upstream",
            "stripe.unavailable",
            "Stripe does not answer as it should. Try again in a moment.",
            {
              cause,
            },
          );
        throw cause;
      }),
  ]);
  return Object.fromEntries(entries) as T;
}

type Arranged = {
  key: string;
  subscriptionId: string;
  item: Stripe.SubscriptionItem;
  priceId: string;
  /** The schedule that the subscription has already. */
  arranged: string | undefined;
};

/**
 * The present price to the end of its period, then the other; then the subscription is its own again. An update of the
 * subscription itself would change the price at once, whatever is said of proration.
 *
 * https://docs.stripe.com/billing/subscriptions/subscription-schedules
 */
async function arrange(stripe: Stripe, { key, subscriptionId, item, priceId, arranged }: Arranged): Promise<void> {
  const { subscriptionSchedules: schedules } = stripe;
  const { id, current_phase: phase } = arranged
    ? await schedules.retrieve(arranged)
    : await schedules.create({ from_subscription: subscriptionId }, { idempotencyKey: `${key}-schedule` });
  const phases = [
    {
      start_date: phase?.start_date ?? item.current_period_start,
      end_date: item.current_period_end,
      items: [{ price: item.price.id, quantity: 1 }],
    },
    { duration: { interval: "month" as const, interval_count: 1 }, items: [{ price: priceId, quantity: 1 }] },
  ];
  await schedules.update(id, { end_behavior: "release", proration_behavior: "none", phases }, { idempotencyKey: key });
}

const isUndone = (charge: Stripe.Charge | undefined) => charge !== undefined && (charge.refunded || charge.disputed);

const chargeIn = (payment: Stripe.Checkout.Session["payment_intent"]): Stripe.Charge | undefined => {
  const charge = typeof payment === "object" ? payment?.latest_charge : undefined;
  return typeof charge === "object" ? (charge ?? undefined) : undefined;
};

const idOf = (told: string | { id: string } | null | undefined) => (typeof told === "string" ? told : told?.id);
const at = (seconds: number | null | undefined) => (typeof seconds === "number" ? new Date(seconds * 1_000) : null);

/** What Stripe has never heard of is no failure. */
const orNothing = <T>(asked: Promise<T>): Promise<T | undefined> =>
  asked.catch((error: unknown) => {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) return undefined;
    throw error;
  });

async function scheduleOf(stripe: Stripe, { schedule }: Stripe.Subscription) {
  const id = idOf(schedule);
  return id === undefined ? undefined : orNothing(stripe.subscriptionSchedules.retrieve(id));
}

/** The phase after the present one. */
function nextOf(schedule: Stripe.SubscriptionSchedule | undefined): SubscriptionFact["next"] {
  const ends = schedule?.current_phase?.end_date;
  if (!schedule || ends === undefined || schedule.status !== "active") return null;
  const phase = schedule.phases.find(({ start_date: starts }) => starts >= ends);
  const priceId = idOf(phase?.items[0]?.price);
  return phase && priceId ? { priceId, from: new Date(phase.start_date * 1_000) } : null;
}

function toSubscription(
  subscription: Stripe.Subscription,
  schedule: Stripe.SubscriptionSchedule | undefined,
): SubscriptionFact {
  // Since 2025-03-31 the period is the item's. https://docs.stripe.com/changelog/basil
  const item = subscription.items.data[0];
  const periodEndsAt = at(item?.current_period_end);
  return {
    id: subscription.id,
    status: subscription.status,
    priceId: item?.price.id ?? null,
    createdAt: at(subscription.created) ?? new Date(0),
    trialEndsAt: at(subscription.trial_end),
    periodEndsAt,
    // Since 2025-09-30 the portal sets the date and leaves the flag.
    endsAt: at(subscription.cancel_at) ?? (subscription.cancel_at_period_end ? periodEndsAt : null),
    isCollectionPaused: subscription.pause_collection !== null,
    next: nextOf(schedule),
  };
}

const toInvoice = (invoice: Stripe.Invoice): InvoiceFact => ({
  id: invoice.id,
  subscriptionId: idOf(invoice.parent?.subscription_details?.subscription) ?? null,
  number: invoice.number,
  status: invoice.status ?? "draft",
  dueCents: invoice.amount_due,
  paidCents: invoice.amount_paid,
  currency: invoice.currency,
  reason: invoice.billing_reason,
  url: invoice.hosted_invoice_url ?? null,
  pdfUrl: invoice.invoice_pdf ?? null,
  attempts: invoice.attempt_count,
  createdAt: at(invoice.created) ?? new Date(0),
  paidAt: at(invoice.status_transitions.paid_at),
});
