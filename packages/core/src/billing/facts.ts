/** What Stripe says of a customer's subscription right now, as much as decides anything here. */
export type SubscriptionFact = {
  id: string;
  /** Stripe's word, or one that nobody here has heard of yet. */
  status: string;
  priceId: string | null;
  createdAt: Date;
  trialEndsAt: Date | null;
  periodEndsAt: Date | null;
  /** When it ends, by whichever way that was arranged. */
  endsAt: Date | null;
  isCollectionPaused: boolean;
  /** The price that follows the present one, where that was arranged ahead. */
  next: { priceId: string; from: Date } | null;
};

export type InvoiceFact = {
  id: string;
  subscriptionId: string | null;
  number: string | null;
  status: string;
  dueCents: number;
  paidCents: number;
  currency: string;
  reason: string | null;
  url: string | null;
  pdfUrl: string | null;
  attempts: number;
  createdAt: Date;
  paidAt: Date | null;
};

export type Facts = { subscriptions: SubscriptionFact[]; invoices: InvoiceFact[] };

/** The mirror of it, as the subscription's row keeps it. */
export type Mirror = {
  status: string;
  stripeSubscriptionId: string;
  priceId: string | null;
  trialEndsAt: Date | null;
  currentPeriodEndsAt: Date | null;
  cancelsAt: Date | null;
  pastDueSince: Date | null;
  next: { priceId: string; from: Date } | null;
};

/** The best first: of several subscriptions of one customer, the one that gives most is the one that counts. */
const rank = ["active", "trialing", "past_due", "unpaid", "paused", "incomplete", "canceled", "incomplete_expired"];

const rankOf = ({ status, isCollectionPaused }: SubscriptionFact) => {
  const place = rank.indexOf(isCollectionPaused ? "paused" : status);
  // A status that nobody has heard of yet counts only when there is nothing else.
  return place === -1 ? rank.length : place;
};

/**
 * What the facts come to. Pure and of the present state alone, so that it cannot matter in which order or how often
 * events came.
 *
 * @returns undefined when the customer never had a subscription: then what was there before stays, a trial for instance
 */
export function mirrorOf({ subscriptions, invoices }: Facts): Mirror | undefined {
  const [best] = [...subscriptions].sort(
    (one, other) =>
      rankOf(one) - rankOf(other) ||
      other.createdAt.getTime() - one.createdAt.getTime() ||
      (one.id < other.id ? 1 : -1),
  );
  if (!best) return undefined;
  const unpaid = invoices.filter(
    ({ subscriptionId, status, attempts }) => subscriptionId === best.id && status === "open" && attempts > 0,
  );
  const since = Math.min(...unpaid.map(({ createdAt }) => createdAt.getTime()));
  return {
    // Stripe leaves the status as it is while the collection is paused; nobody pays, so nobody builds.
    status: best.isCollectionPaused && best.status !== "canceled" ? "paused" : best.status,
    stripeSubscriptionId: best.id,
    priceId: best.priceId,
    trialEndsAt: best.status === "trialing" ? best.trialEndsAt : null,
    currentPeriodEndsAt: best.periodEndsAt,
    cancelsAt: best.endsAt,
    pastDueSince: best.status === "past_due" && Number.isFinite(since) ? new Date(since) : null,
    // What ends before has nothing to follow it, and the same price is no change.
    next: best.next && best.endsAt === null && best.next.priceId !== best.priceId ? best.next : null,
  };
}
