import { type Account, change, get, type Invoice, isOver, type Price, type Subscription } from "./account.ts";
import type { StripeObject } from "./catalogue.ts";
import { expire, openSession, type Session } from "./checkout.ts";
import { type Form, formOf, formsOf, textOf } from "./form.ts";
import { missing, Refusal, unknown, wrong } from "./refusal.ts";
import { arrange, openSchedule, release } from "./schedules.ts";
import { begin, end, payNow, reprice } from "./subscriptions.ts";

type Call = { account: Account; id: string; form: Form };
type Handler = (call: Call) => StripeObject;

const kinds: Readonly<Record<string, string>> = {
  customers: "customer",
  products: "product",
  prices: "price",
  subscriptions: "subscription",
  invoices: "invoice",
  charges: "charge",
  payment_intents: "payment_intent",
  events: "event",
  refunds: "refund",
  subscription_schedules: "subscription_schedule",
  "checkout/sessions": "checkout.session",
};

/** What the account can be asked for, beyond reading. Names are Stripe's own. */
const handlers: Readonly<Record<string, Handler>> = {
  "POST customers": ({ account, form }) => {
    const made = { ...fields(form, ["email", "name", "description", "phone"]), metadata: formOf(form, "metadata") };
    const base = { id: account.store.newId("cus"), object: "customer", created: account.seconds(), livemode: false };
    const customer = account.store.save({ ...base, ...made, card: "ok" });
    account.tell("customer.created", customer);
    return customer;
  },
  "POST customers/ID": ({ account, id, form }) =>
    update(account, id, "customer", form, ["email", "name", "description", "phone"]),
  "POST products": ({ account, form }) => {
    const name = textOf(form, "name");
    if (name === undefined) throw missing("name");
    const base = {
      id: textOf(form, "id") ?? account.store.newId("prod"),
      object: "product",
      created: account.seconds(),
    };
    return account.store.save({ ...base, active: true, livemode: false, name, metadata: formOf(form, "metadata") });
  },
  "POST products/ID": ({ account, id, form }) => update(account, id, "product", form, ["name", "active"]),
  "POST prices": ({ account, form }) => {
    const product = get(account.store, textOf(form, "product") ?? "", "product").id;
    const cents = Number(textOf(form, "unit_amount"));
    if (!Number.isInteger(cents) || cents < 0) throw wrong("unit_amount", "An amount in cents.");
    const interval = textOf(formOf(form, "recurring"), "interval");
    if (interval !== undefined && interval !== "month" && interval !== "year")
      throw wrong("recurring[interval]", "month or year.");
    return account.store.save<Price>({
      id: account.store.newId("price"),
      object: "price",
      created: account.seconds(),
      active: true,
      billing_scheme: "per_unit",
      currency: textOf(form, "currency") ?? "usd",
      livemode: false,
      lookup_key: textOf(form, "lookup_key") ?? null,
      metadata: formOf(form, "metadata"),
      product,
      recurring: interval === undefined ? null : { interval },
      type: interval === undefined ? "one_time" : "recurring",
      unit_amount: cents,
      unit_amount_decimal: String(cents),
    });
  },
  "POST prices/ID": ({ account, id, form }) => update(account, id, "price", form, ["active", "nickname"]),
  "POST checkout/sessions": ({ account, form }) => openSession(account, form),
  "POST checkout/sessions/ID/expire": ({ account, id }) =>
    expire(account, get<Session>(account.store, id, "checkout.session")),
  "POST subscriptions": ({ account, form }) =>
    begin(account, {
      customer: get(account.store, textOf(form, "customer"), "customer").id,
      price: get<Price>(account.store, textOf(formsOf(form, "items")[0] ?? {}, "price"), "price"),
      metadata: formOf(form, "metadata"),
      trialEnd: textOf(form, "trial_end") === undefined ? null : Number(textOf(form, "trial_end")),
    }),
  "POST subscriptions/ID": ({ account, id, form }) => updateSubscription(account, id, form),
  "DELETE subscriptions/ID": ({ account, id }) => {
    const subscription = get<Subscription>(account.store, id, "subscription");
    if (isOver(subscription)) throw unknown("subscription", id);
    return end(account, subscription);
  },
  "POST subscription_schedules": ({ account, form }) => openSchedule(account, form),
  "POST subscription_schedules/ID": ({ account, id, form }) => arrange(account, id, form),
  "POST subscription_schedules/ID/release": ({ account, id }) => release(account, id),
  "POST invoices/ID/pay": ({ account, id }) => payNow(account, get<Invoice>(account.store, id, "invoice")),
  "POST refunds": ({ account, form }) => refund(account, form),
  "POST billing_portal/sessions": ({ account, form }) => {
    const customer = get(account.store, textOf(form, "customer"), "customer").id;
    const id = account.store.newId("bps");
    const url = `${account.site}/_local/stripe/portal/${id}`;
    const base = { id, object: "billing_portal.session", created: account.seconds(), livemode: false };
    return account.store.save({ ...base, customer, url, return_url: textOf(form, "return_url") ?? account.site });
  },
};

/** One call of the API. @throws Refusal */
export function answer(account: Account, method: string, path: string, form: Form): object {
  const parts = path.split("/").filter((part) => part !== "");
  const collection =
    parts[0] === "checkout" || parts[0] === "billing_portal" ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
  const [id, action] = parts.slice(collection.split("/").length);
  const kind = Object.hasOwn(kinds, collection) ? kinds[collection] : undefined;
  if (method === "GET" && kind && id === undefined) return list(account, kind, form, `/v1/${collection}`);
  if (method === "GET" && kind && action === undefined) return expanded(account, get(account.store, id, kind), form);
  const name = [
    `${method} ${collection}`,
    ...(id === undefined ? [] : ["ID"]),
    ...(action === undefined ? [] : [action]),
  ].join("/");
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (!handler)
    throw new Refusal(501, {
      type: "api_error",
      code: "not_implemented",
      message: `The stand-in for Stripe does not speak ${method} /v1/${path}.`,
    });
  return expanded(
    account,
    account.store.together(() => handler({ account, id: id ?? "", form })),
    form,
  );
}

function fields(form: Form, names: readonly string[]): Record<string, unknown> {
  const value = (text: string) => (text === "true" ? true : text === "false" ? false : text === "" ? null : text);
  return Object.fromEntries(
    names.flatMap((name) => (textOf(form, name) === undefined ? [] : [[name, value(textOf(form, name) ?? "")]])),
  );
}

function update(account: Account, id: string, kind: string, form: Form, names: readonly string[]): StripeObject {
  const found = get(account.store, id, kind);
  const metadata = { ...(found.metadata as object), ...formOf(form, "metadata") };
  const changed = account.store.save({ ...found, ...fields(form, names), metadata });
  account.tell(`${kind}.updated`, changed);
  return changed;
}

function updateSubscription(account: Account, id: string, form: Form): Subscription {
  let subscription = get<Subscription>(account.store, id, "subscription");
  if (isOver(subscription)) throw wrong("id", "A canceled subscription can only update its metadata.");
  const price = textOf(formsOf(form, "items")[0] ?? {}, "price");
  if (price !== undefined) {
    const isProrated = textOf(form, "proration_behavior") !== "none";
    subscription = reprice(account, subscription, get<Price>(account.store, price, "price"), isProrated);
  }
  const changes: Partial<Subscription> = {};
  const atEnd = textOf(form, "cancel_at_period_end");
  if (atEnd !== undefined) {
    changes.cancel_at_period_end = atEnd === "true";
    changes.canceled_at = atEnd === "true" ? account.seconds() : null;
  }
  const at = textOf(form, "cancel_at");
  if (at !== undefined) changes.cancel_at = at === "" ? null : Number(at);
  if (textOf(form, "pause_collection") === "") changes.pause_collection = null;
  else if (Object.keys(formOf(form, "pause_collection")).length > 0)
    changes.pause_collection = formOf(form, "pause_collection");
  const metadata = formOf(form, "metadata");
  if (Object.keys(metadata).length > 0) changes.metadata = { ...(subscription.metadata as object), ...metadata };
  return Object.keys(changes).length > 0 ? change(account, subscription, changes) : subscription;
}

function refund({ store, seconds, tell }: Account, form: Form): StripeObject {
  const intent = textOf(form, "payment_intent");
  const id = textOf(form, "charge") ?? (intent && String(get(store, intent, "payment_intent").latest_charge));
  const charged = get(store, id, "charge");
  const left = Number(charged.amount) - Number(charged.amount_refunded);
  const amount = Number(textOf(form, "amount") ?? left);
  if (!Number.isInteger(amount) || amount < 1 || amount > left) throw wrong("amount", "More than is left to refund.");
  const refunded = Number(charged.amount_refunded) + amount;
  const base = { id: store.newId("re"), object: "refund", created: seconds(), currency: "usd" };
  const made = store.save({ ...base, amount, charge: charged.id, customer: charged.customer, status: "succeeded" });
  tell("charge.refunded", store.save({ ...charged, amount_refunded: refunded, refunded: refunded === charged.amount }));
  return made;
}

/** Newest first, filtered by every parameter that names a field, as Stripe's lists are. */
function list({ store }: Account, kind: string, form: Form, url: string): object {
  const { limit, starting_after: after, expand: _, status, created, types, ...rest } = form;
  const filters = Object.entries(rest).filter((each): each is [string, string] => typeof each[1] === "string");
  const since = Number(textOf(typeof created === "object" && !Array.isArray(created) ? created : {}, "gte") ?? "0");
  const wanted = Array.isArray(types) ? types : undefined;
  const customer = textOf(form, "customer");
  const hasStatus = (one: StripeObject) =>
    status === undefined
      ? kind !== "subscription" || one.status !== "canceled"
      : status === "all" || one.status === status;
  const matching = store
    .list(kind, customer)
    .filter((one) => filters.every(([name, value]) => String(one[name]) === value) && hasStatus(one))
    .filter((one) => one.created >= since && (wanted === undefined || wanted.includes(String(one.type))));
  const from = typeof after === "string" ? matching.findIndex((one) => one.id === after) + 1 : 0;
  const to = from + Math.min(100, Math.max(1, Number.parseInt(String(limit ?? "10"), 10) || 10));
  return { object: "list", data: matching.slice(from, to), has_more: to < matching.length, url };
}

/** Ids become objects where the caller asked for them: `expand[]=latest_invoice`. */
function expanded({ store }: Account, object: StripeObject, form: Form): StripeObject {
  const paths = Array.isArray(form.expand)
    ? form.expand.filter((each): each is string => typeof each === "string")
    : [];
  const result = { ...object };
  for (const path of paths) {
    let at: Record<string, unknown> = result;
    for (const name of path.split(".")) {
      const held = at[name];
      const found = typeof held === "string" ? store.find(held) : held;
      if (typeof found !== "object" || found === null) break;
      // A copy, for what is kept must not grow by what is shown.
      at[name] = { ...found };
      at = at[name] as Record<string, unknown>;
    }
  }
  return result;
}
