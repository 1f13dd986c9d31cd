import type { StripeObject } from "./catalogue.ts";
import { Refusal, unknown } from "./refusal.ts";
import type { Store } from "./store.ts";

/** What happens in the account is told as an event, in the order in which it happens. */
type Tell = (type: string, object: StripeObject, before?: object) => void;

export type Account = { store: Store; seconds: () => number; tell: Tell; site: string };

type Recurring = { interval: "month" | "year" };
export type Price = StripeObject & { unit_amount: number; product: string; recurring: Recurring | null };
type Item = {
  id: string;
  object: "subscription_item";
  price: Price;
  quantity: number;
  current_period_start: number;
  current_period_end: number;
};
export type Subscription = StripeObject & {
  customer: string;
  status: string;
  items: { object: "list"; data: [Item] };
  cancel_at: number | null;
  cancel_at_period_end: boolean;
  trial_end: number | null;
  pause_collection: object | null;
  latest_invoice: string | null;
  schedule: string | null;
  /** Ours: the price that the next period begins with, when that was arranged ahead. */
  next_price: string | null;
};
export type Invoice = StripeObject & { customer: string; status: string; amount_due: number; parent: unknown };

export function get<T extends StripeObject>(store: Store, id: unknown, kind: string): T {
  const found = typeof id === "string" ? store.find(id, kind) : undefined;
  if (!found) throw unknown(kind, String(id));
  return found as T;
}

export const itemOf = (subscription: Subscription): Item => subscription.items.data[0];
export const isOver = ({ status }: Subscription) => status === "canceled" || status === "incomplete_expired";

/** The same day of the next month or year; where there is none, the last day of it. */
export function periodEnd(start: number, { interval }: Recurring): number {
  const from = new Date(start * 1_000);
  const to = new Date(from);
  to.setUTCDate(1);
  if (interval === "year") to.setUTCFullYear(from.getUTCFullYear() + 1);
  else to.setUTCMonth(from.getUTCMonth() + 1);
  const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(from.getUTCDate(), last));
  return Math.floor(to.getTime() / 1_000);
}

/** Saves a change of a subscription and tells of it, with what it was before. */
export function change(account: Account, subscription: Subscription, changes: Partial<Subscription>): Subscription {
  const changed = { ...subscription, ...changes } as Subscription;
  const before = Object.fromEntries(Object.keys(changes).map((name) => [name, subscription[name]]));
  account.store.save(changed);
  account.tell(isOver(changed) ? "customer.subscription.deleted" : "customer.subscription.updated", changed, before);
  return changed;
}

type Charge = { customer: string; amount: number; description: string; metadata?: object };

/** Charges the card; a declined charge is an object of the account, too. */
export function charge({ store, seconds, tell }: Account, { customer, amount, description, metadata = {} }: Charge) {
  const base = { created: seconds(), customer, amount, currency: "usd", livemode: false, metadata, description };
  const intent = store.newId("pi");
  const isPaid = get(store, customer, "customer").card !== "declines";
  const made = store.save({
    ...base,
    id: store.newId("ch"),
    object: "charge",
    payment_intent: intent,
    paid: isPaid,
    status: isPaid ? "succeeded" : "failed",
    refunded: false,
    amount_refunded: 0,
    disputed: false,
  });
  const status = isPaid ? "succeeded" : "requires_payment_method";
  store.save({ ...base, id: intent, object: "payment_intent", latest_charge: made.id, status });
  tell(isPaid ? "charge.succeeded" : "charge.failed", made);
  return { isPaid, intent, charge: made.id };
}

/** The bank of a customer takes back what it paid last. https://docs.stripe.com/api/disputes/object */
export function dispute({ store, seconds, tell }: Account, customer: string): void {
  const [last] = store.list("charge", customer).filter(({ paid, disputed }) => paid && !disputed);
  if (!last)
    throw new Refusal(400, { type: "invalid_request_error", message: "Nothing was paid that could be disputed." });
  store.save({ ...last, disputed: true });
  const { id: charge, amount, payment_intent } = last;
  const base = { id: store.newId("dp"), object: "dispute", created: seconds(), livemode: false, currency: "usd" };
  const about = { charge, amount, payment_intent, reason: "fraudulent", status: "needs_response" };
  tell("charge.dispute.created", store.save({ ...base, ...about }));
}

export const declined = () =>
  new Refusal(402, {
    type: "card_error",
    code: "card_declined",
    decline_code: "generic_decline",
    message: "Your card was declined.",
  });
