import { type Account, change, get, itemOf, type Price, type Subscription } from "./account.ts";
import type { StripeObject } from "./catalogue.ts";
import { type Form, formsOf, textOf } from "./form.ts";
import { wrong } from "./refusal.ts";

type Phase = { start_date: number; end_date: number };
type Schedule = StripeObject & { subscription: string; status: string; current_phase: Phase };

/** Takes a subscription's price as its first phase. https://docs.stripe.com/api/subscription_schedules */
export function openSchedule(account: Account, form: Form): Schedule {
  const subscription = get<Subscription>(account.store, textOf(form, "from_subscription"), "subscription");
  if (subscription.schedule) throw wrong("from_subscription", "The subscription has a schedule already.");
  const { price, quantity, current_period_start: start, current_period_end: end } = itemOf(subscription);
  const phase = { start_date: start, end_date: end };
  const made = account.store.save<Schedule>({
    id: account.store.newId("sub_sched"),
    object: "subscription_schedule",
    created: account.seconds(),
    customer: subscription.customer,
    subscription: subscription.id,
    status: "active",
    end_behavior: "release",
    livemode: false,
    current_phase: phase,
    phases: [{ ...phase, items: [{ price: price.id, quantity }] }],
  });
  change(account, subscription, { schedule: made.id });
  return made;
}

/** As much as a change of price at the end of the period: the present phase, and one after it. */
export function arrange(account: Account, id: string, form: Form): Schedule {
  const schedule = active(account, id);
  const subscription = get<Subscription>(account.store, schedule.subscription, "subscription");
  const [present, next, ...more] = formsOf(form, "phases");
  if (!present || !next || more.length > 0) throw wrong("phases", "The stand-in takes two phases.");
  if (Number(textOf(present, "start_date")) !== schedule.current_phase.start_date)
    throw wrong("phases[0][start_date]", "The start of the current phase cannot be changed.");
  const end = Number(textOf(present, "end_date"));
  if (end !== itemOf(subscription).current_period_end)
    throw wrong("phases[0][end_date]", "The stand-in changes prices when a period ends.");
  const priceOf = (phase: Form) =>
    get<Price>(account.store, textOf(formsOf(phase, "items")[0] ?? {}, "price"), "price").id;
  if (priceOf(present) !== itemOf(subscription).price.id)
    throw wrong("phases[0][items]", "The stand-in keeps the price of the current phase.");
  const phases = [
    { ...schedule.current_phase, items: [{ price: priceOf(present), quantity: 1 }] },
    { start_date: end, items: [{ price: priceOf(next), quantity: 1 }] },
  ];
  change(account, subscription, { next_price: priceOf(next) });
  return account.store.save<Schedule>({ ...schedule, phases });
}

/** From here on the subscription is its own again, with the price that it has. */
export function release(account: Account, id: string): Schedule {
  const schedule = active(account, id);
  const subscription = get<Subscription>(account.store, schedule.subscription, "subscription");
  change(account, subscription, { schedule: null, next_price: null });
  return account.store.save<Schedule>({ ...schedule, status: "released", released_subscription: subscription.id });
}

function active(account: Account, id: string): Schedule {
  const schedule = get<Schedule>(account.store, id, "subscription_schedule");
  if (schedule.status !== "active") throw wrong("schedule", `The schedule is ${schedule.status}.`);
  return schedule;
}
