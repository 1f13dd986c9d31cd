import { type Account, charge, get, type Invoice, type Price, type Subscription } from "./account.ts";

export type Line = { description: string; amount: number; price?: Price };
type Wanted = {
  customer: string;
  subscription?: Subscription;
  reason: string;
  lines: Line[];
  period: [number, number];
};

const day = 86_400;
/** After how many days a failed payment is tried again; after the last the subscription ends. */
const retryDays = [3, 5, 7];

/** Makes an invoice, finalises it and has it paid, if the card allows. */
export function bill(account: Account, { customer, subscription, reason, lines, period }: Wanted): Invoice {
  const { store, seconds, tell } = account;
  const amount = Math.max(
    0,
    lines.reduce((sum, line) => sum + line.amount, 0),
  );
  const id = store.newId("in");
  const now = seconds();
  const invoice = store.save<Invoice>({
    id,
    object: "invoice",
    created: now,
    customer,
    status: "open",
    number: `Q2O-${String(store.list("invoice").length + 1).padStart(6, "0")}`,
    currency: "usd",
    livemode: false,
    billing_reason: reason,
    subtotal: amount,
    total: amount,
    amount_due: amount,
    amount_paid: 0,
    amount_remaining: amount,
    attempt_count: 0,
    next_payment_attempt: null,
    period_start: period[0],
    period_end: period[1],
    hosted_invoice_url: `${account.site}/_local/stripe/invoice/${id}`,
    invoice_pdf: null,
    lines: {
      object: "list",
      has_more: false,
      data: lines.map(({ description, amount: lineAmount, price }) => ({
        id: store.newId("il"),
        object: "line_item",
        amount: lineAmount,
        currency: "usd",
        description,
        pricing: price ? { price_details: { price: price.id, product: price.product }, type: "price_details" } : null,
      })),
    },
    parent: subscription
      ? {
          type: "subscription_details",
          subscription_details: { subscription: subscription.id, metadata: subscription.metadata },
        }
      : null,
    metadata: {},
    status_transitions: { finalized_at: now, paid_at: null },
  });
  tell("invoice.created", { ...invoice, status: "draft" });
  tell("invoice.finalized", invoice);
  return settle(account, invoice);
}

/** Tries to have an open invoice paid, and plans the next try when it is not. */
export function settle(account: Account, invoice: Invoice): Invoice {
  const { store, seconds, tell } = account;
  const tries = Number(invoice.attempt_count) + 1;
  const made =
    invoice.amount_due > 0
      ? charge(account, { customer: invoice.customer, amount: invoice.amount_due, description: String(invoice.number) })
      : undefined;
  if (made?.isPaid === false) {
    const days = retryDays[tries - 1];
    const next = days === undefined ? null : seconds() + days * day;
    const failed = store.save({ ...invoice, attempt_count: tries, next_payment_attempt: next });
    tell("invoice.payment_failed", failed);
    return failed;
  }
  const paid = store.save({
    ...invoice,
    status: "paid",
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    attempt_count: tries,
    next_payment_attempt: null,
    charge: made?.charge ?? null,
    status_transitions: { ...(invoice.status_transitions as object), paid_at: seconds() },
  });
  tell("invoice.paid", paid);
  tell("invoice.payment_succeeded", paid);
  return paid;
}

export const subscriptionOf = (account: Account, invoice: Invoice): Subscription | undefined => {
  const id = (invoice.parent as { subscription_details?: { subscription?: string } } | null)?.subscription_details
    ?.subscription;
  return id === undefined ? undefined : get<Subscription>(account.store, id, "subscription");
};
