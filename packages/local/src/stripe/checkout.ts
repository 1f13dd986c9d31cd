import { type Account, charge, declined, get, type Price } from "./account.ts";
import type { StripeObject } from "./catalogue.ts";
import { type Form, formOf, formsOf, textOf } from "./form.ts";
import { missing, Refusal, wrong } from "./refusal.ts";
import { begin } from "./subscriptions.ts";

type Bought = { price: Price; quantity: number };
export type Session = StripeObject & {
  customer: string;
  mode: "subscription" | "payment";
  status: "open" | "complete" | "expired";
  payment_status: "unpaid" | "paid" | "no_payment_required";
  success_url: string;
  cancel_url: string;
  metadata: object;
  amount_total: number;
  bought: { price: string; quantity: number }[];
  expires_at: number;
};

const daySeconds = 86_400;

/** https://docs.stripe.com/api/checkout/sessions/create */
export function openSession({ store, seconds, site }: Account, form: Form): Session {
  const mode = textOf(form, "mode");
  if (mode !== "subscription" && mode !== "payment") throw wrong("mode", "mode must be subscription or payment.");
  const customer = textOf(form, "customer");
  if (customer === undefined) throw missing("customer");
  get(store, customer, "customer");
  const success = textOf(form, "success_url");
  if (success === undefined) throw missing("success_url");
  const bought = formsOf(form, "line_items").map((line) => boughtBy(store, line, seconds));
  if (bought.length === 0) throw missing("line_items");
  const id = store.newId("cs_test");
  return store.save<Session>({
    id,
    object: "checkout.session",
    created: seconds(),
    customer,
    mode,
    status: "open",
    payment_status: "unpaid",
    currency: "usd",
    livemode: false,
    url: `${site}/_local/stripe/checkout/${id}`,
    success_url: success,
    cancel_url: textOf(form, "cancel_url") ?? success,
    client_reference_id: textOf(form, "client_reference_id") ?? null,
    metadata: formOf(form, "metadata"),
    subscription_metadata: formOf(formOf(form, "subscription_data"), "metadata"),
    amount_total: bought.reduce((sum, { price, quantity }) => sum + price.unit_amount * quantity, 0),
    bought: bought.map(({ price, quantity }) => ({ price: price.id, quantity })),
    subscription: null,
    invoice: null,
    payment_intent: null,
    expires_at: seconds() + daySeconds,
  });
}

function boughtBy(store: Account["store"], line: Form, seconds: () => number): Bought {
  const quantity = Number(textOf(line, "quantity") ?? "1");
  if (!Number.isInteger(quantity) || quantity < 1) throw wrong("line_items[quantity]", "A quantity is at least 1.");
  const id = textOf(line, "price");
  if (id !== undefined) return { price: get<Price>(store, id, "price"), quantity };
  const data = formOf(line, "price_data");
  const amount = Number(textOf(data, "unit_amount"));
  if (!Number.isInteger(amount) || amount < 0)
    throw wrong("line_items[price_data][unit_amount]", "An amount in cents.");
  const price = store.save<Price>({
    id: store.newId("price"),
    object: "price",
    created: seconds(),
    active: false,
    currency: textOf(data, "currency") ?? "usd",
    livemode: false,
    metadata: {},
    nickname: textOf(formOf(data, "product_data"), "name") ?? null,
    product: textOf(data, "product") ?? store.newId("prod"),
    recurring: null,
    type: "one_time",
    unit_amount: amount,
    unit_amount_decimal: String(amount),
  });
  return { price, quantity };
}

/** How somebody leaves the payment page; `later` is a payment that takes its time and is confirmed afterwards. */
export type Leaving = "pay" | "later" | "decline" | "cancel";

/**
 * What the payment page does. @returns where the browser goes
 * @throws Refusal when the session is over, or 402 when the card is declined
 */
export function leave(account: Account, id: string, how: Leaving): string {
  const { store } = account;
  const session = get<Session>(store, id, "checkout.session");
  if (how === "cancel") return session.cancel_url;
  if (session.status !== "open" || session.expires_at <= account.seconds())
    throw new Refusal(400, { type: "invalid_request_error", message: "This page is over. Go back and begin again." });
  const customer = get(store, session.customer, "customer");
  store.save({ ...customer, card: how === "decline" ? "declines" : "ok" });
  if (how === "decline") {
    charge(account, { customer: session.customer, amount: session.amount_total, description: "Checkout" });
    throw declined();
  }
  if (how === "later") {
    const complete = store.save({ ...session, status: "complete", payment_status: "unpaid" });
    account.tell("checkout.session.completed", complete);
  } else pay(account, session);
  return session.success_url.replace("{CHECKOUT_SESSION_ID}", session.id);
}

function pay(account: Account, session: Session, event = "checkout.session.completed"): void {
  const { store, tell } = account;
  const paid = { ...session, status: "complete", payment_status: "paid" } as const;
  if (session.mode === "payment") {
    const { customer, amount_total: amount, metadata } = session;
    const made = charge(account, { customer, amount, metadata, description: "Checkout" });
    tell(event, store.save({ ...paid, payment_intent: made.intent }));
    return;
  }
  const price = get<Price>(store, session.bought[0]?.price, "price");
  const subscription = begin(account, {
    customer: session.customer,
    price,
    metadata: session.subscription_metadata as object,
  });
  tell(event, store.save({ ...paid, subscription: subscription.id, invoice: subscription.latest_invoice }));
}

/** What a payment that takes its time comes to. */
export function settleLater(account: Account, id: string, isPaid: boolean): void {
  const session = get<Session>(account.store, id, "checkout.session");
  if (session.status !== "complete" || session.payment_status !== "unpaid") return;
  if (isPaid) pay(account, session, "checkout.session.async_payment_succeeded");
  else account.tell("checkout.session.async_payment_failed", session);
}

/** Nobody paid in time. */
export function expire(account: Account, session: Session): Session {
  const expired = account.store.save<Session>({ ...session, status: "expired" });
  account.tell("checkout.session.expired", expired);
  return expired;
}
