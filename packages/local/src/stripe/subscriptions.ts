import {
  type Account,
  change,
  get,
  type Invoice,
  isOver,
  itemOf,
  type Price,
  periodEnd,
  type Subscription,
} from "./account.ts";
import { bill, type Line, settle, subscriptionOf } from "./invoices.ts";

type Begin = { customer: string; price: Price; metadata: object; trialEnd?: number | null };

/** Begins a subscription with its first invoice. Without a payment it is incomplete. */
export function begin(account: Account, { customer, price, metadata, trialEnd = null }: Begin): Subscription {
  const { store, seconds, tell } = account;
  const now = seconds();
  const recurring = price.recurring ?? { interval: "month" };
  const end = trialEnd ?? periodEnd(now, recurring);
  const made = store.save<Subscription>({
    id: store.newId("sub"),
    object: "subscription",
    created: now,
    start_date: now,
    billing_cycle_anchor: now,
    customer,
    status: "incomplete",
    currency: "usd",
    livemode: false,
    collection_method: "charge_automatically",
    items: {
      object: "list",
      data: [
        {
          id: store.newId("si"),
          object: "subscription_item",
          price,
          quantity: 1,
          current_period_start: now,
          current_period_end: end,
        },
      ],
    },
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    ended_at: null,
    trial_start: trialEnd === null ? null : now,
    trial_end: trialEnd,
    pause_collection: null,
    latest_invoice: null,
    metadata,
    next_price: null,
    schedule: null,
  });
  tell("customer.subscription.created", made);
  if (trialEnd !== null) return change(account, made, { status: "trialing" });
  return collect(account, made, "subscription_create", [
    { description: `1 × ${price.id}`, amount: price.unit_amount, price },
  ]);
}

/** Bills a subscription and gives it the status that the payment earns. */
function collect(account: Account, subscription: Subscription, reason: string, lines: Line[]): Subscription {
  const { current_period_start: start, current_period_end: end } = itemOf(subscription);
  const invoice = bill(account, { customer: subscription.customer, subscription, reason, lines, period: [start, end] });
  const isPaid = invoice.status === "paid";
  const status = isPaid ? "active" : reason === "subscription_create" ? "incomplete" : "past_due";
  return change(account, subscription, { status, latest_invoice: invoice.id });
}

/**
 * Changes the price at once. With proration what is left of the old one is credited and the rest of the new one charged;
 * without, the next period costs the new one.
 */
export function reprice(account: Account, subscription: Subscription, price: Price, isProrated: boolean): Subscription {
  const now = account.seconds();
  const item = itemOf(subscription);
  const isOtherInterval = price.recurring?.interval !== item.price.recurring?.interval;
  const share = Math.max(0, item.current_period_end - now) / (item.current_period_end - item.current_period_start);
  const credit = { description: "Unused time", amount: -Math.round(item.price.unit_amount * share), price: item.price };
  const rest = {
    description: "Remaining time",
    amount: Math.round(price.unit_amount * (isOtherInterval ? 1 : share)),
    price,
  };
  const period = isOtherInterval
    ? { current_period_start: now, current_period_end: periodEnd(now, price.recurring ?? { interval: "month" }) }
    : {};
  const changed = change(account, subscription, {
    items: { object: "list", data: [{ ...item, price, ...period }] },
    next_price: null,
  });
  if (!isProrated) return changed;
  return collect(account, changed, "subscription_update", [credit, rest]);
}

export function end(account: Account, subscription: Subscription): Subscription {
  const now = account.seconds();
  return change(account, subscription, { status: "canceled", canceled_at: now, ended_at: now });
}

/** Lets time pass for everything that is due: trials, periods, cancellations and failed payments. */
export function tick(account: Account): void {
  for (const subscription of account.store.list("subscription") as Subscription[])
    if (!isOver(subscription)) account.store.together(() => age(account, subscription));
  for (const invoice of account.store.list("invoice") as Invoice[])
    if (invoice.status === "open") account.store.together(() => retry(account, invoice));
}

const trialNoticeSeconds = 3 * 86_400;

function age(account: Account, subscription: Subscription): void {
  const now = account.seconds();
  const { current_period_end: periodEndsAt, price } = itemOf(subscription);
  const leavesAt = subscription.cancel_at ?? (subscription.cancel_at_period_end ? periodEndsAt : null);
  if (leavesAt !== null && leavesAt <= now) return void end(account, subscription);
  if (subscription.status === "trialing" && subscription.trial_end && !subscription.told_trial_end) {
    if (subscription.trial_end - trialNoticeSeconds <= now) {
      const told = account.store.save({ ...subscription, told_trial_end: true } as Subscription);
      account.tell("customer.subscription.trial_will_end", told);
      age(account, told);
      return;
    }
  }
  if (periodEndsAt > now || !["active", "trialing"].includes(subscription.status)) return;
  const next = subscription.next_price ? get<Price>(account.store, subscription.next_price, "price") : price;
  const renewed = change(account, subscription, {
    items: {
      object: "list",
      data: [
        {
          ...itemOf(subscription),
          price: next,
          current_period_start: periodEndsAt,
          current_period_end: periodEnd(periodEndsAt, next.recurring ?? { interval: "month" }),
        },
      ],
    },
    next_price: null,
    schedule: null,
    trial_end: subscription.status === "trialing" ? periodEndsAt : subscription.trial_end,
  });
  const schedule = subscription.schedule && account.store.find(subscription.schedule, "subscription_schedule");
  // Stripe keeps it to the end of its last phase, which changes nothing any more.
  if (schedule) account.store.save({ ...schedule, status: "released" });
  const paid = collect(account, renewed, "subscription_cycle", [
    { description: `1 × ${next.id}`, amount: next.unit_amount, price: next },
  ]);
  // A clock that was moved far has several periods to catch up with.
  age(account, paid);
}

function retry(account: Account, invoice: Invoice): void {
  const next = invoice.next_payment_attempt as number | null;
  const subscription = subscriptionOf(account, invoice);
  if (next === null) {
    if (subscription?.status === "past_due" && Number(invoice.attempt_count) > 3) end(account, subscription);
  } else if (next <= account.seconds()) payNow(account, invoice);
}

/** Has an open invoice paid, and its subscription be active again. */
export function payNow(account: Account, invoice: Invoice): Invoice {
  const tried = settle(account, invoice);
  const subscription = subscriptionOf(account, tried);
  if (tried.status === "paid" && subscription && ["past_due", "unpaid", "incomplete"].includes(subscription.status))
    change(account, subscription, { status: "active" });
  return tried;
}
