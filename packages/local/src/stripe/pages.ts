import {
  type Account,
  change,
  dispute,
  get,
  type Invoice,
  isOver,
  itemOf,
  type Price,
  type Subscription,
} from "./account.ts";
import { type Leaving, leave, type Session, settleLater } from "./checkout.ts";
import { Refusal } from "./refusal.ts";
import { payNow } from "./subscriptions.ts";

/** A page of Stripe's that a person sees. `script` is the one that may run in it. */
export type Page = { html: string; script: string };

const money = (cents: number) => `$${(cents / 100).toFixed(2)}`;
const day = (seconds: number) => new Date(seconds * 1_000).toISOString().slice(0, 10);

/** What is to be paid, and the ways to leave. @throws Refusal */
export function checkoutPage({ store }: Account, id: string): Page {
  const session = get<Session>(store, id, "checkout.session");
  const lines = session.bought.map(({ price: priceId, quantity }) => {
    const price = get<Price>(store, priceId, "price");
    const product = store.find(price.product, "product");
    const each = price.recurring ? ` per ${price.recurring.interval}` : "";
    return `<li>${encode(String(price.nickname ?? product?.name ?? price.product))} × ${quantity}: ${money(price.unit_amount * quantity)}${each}</li>`;
  });
  const isOpen = session.status === "open";
  const buttons = isOpen
    ? [
        button("pay", `Pay ${money(session.amount_total)}`),
        button("later", "Pay by a way that takes its time"),
        button("decline", "Pay with a card that is declined"),
        button("cancel", "Go back without paying"),
      ]
    : session.payment_status === "unpaid" && session.status === "complete"
      ? [button("confirm", "The payment arrives"), button("bounce", "The payment fails")]
      : [`<p>This page is over. <a href="${encode(session.success_url)}">Go back</a></p>`];
  return page(
    "Checkout",
    `<ul>${lines.join("")}</ul><p class="total">${money(session.amount_total)}</p>${buttons.join("")}`,
  );
}

/** @returns where the browser goes */
export function checkoutAction(account: Account, id: string, action: unknown): string {
  const ways: readonly unknown[] = ["pay", "later", "decline", "cancel"] satisfies Leaving[];
  if (ways.includes(action)) return inOne(account, () => leave(account, id, action as Leaving));
  if (action !== "confirm" && action !== "bounce") throw unheard();
  inOne(account, () => settleLater(account, id, action === "confirm"));
  return get<Session>(account.store, id, "checkout.session").success_url;
}

/** The customer's own view of plan, card and invoices. @throws Refusal */
export function portalPage({ store }: Account, id: string): Page {
  const session = get(store, id, "billing_portal.session");
  const customer = get(store, session.customer, "customer");
  const subscriptions = (store.list("subscription", customer.id) as Subscription[]).filter((each) => !isOver(each));
  const rows = subscriptions.map((each) => {
    const leaves = each.cancel_at ?? (each.cancel_at_period_end ? itemOf(each).current_period_end : null);
    const paused = each.pause_collection ? ", paused" : "";
    const ends = leaves === null ? `renews ${day(itemOf(each).current_period_end)}` : `ends ${day(leaves)}`;
    const change =
      leaves === null ? button("cancel", "Cancel at the end of the period") : button("keep", "Keep it after all");
    return `<p>${encode(each.status)}${paused}, ${money(itemOf(each).price.unit_amount)} per ${itemOf(each).price.recurring?.interval}, ${ends}</p>${change}`;
  });
  const invoices = (store.list("invoice", customer.id) as Invoice[]).map(
    (each) => `<li>${encode(String(each.number))}: ${money(each.amount_due)}, ${encode(each.status)}</li>`,
  );
  const card = customer.card === "declines" ? "The card on file is declined." : "The card on file works.";
  return page(
    "Billing",
    `${rows.join("") || "<p>No subscription.</p>"}<p>${card}</p>${button("card_ok", "Use a card that works")}${button("card_declines", "Use a card that is declined")}${button("dispute", "Have the bank dispute the last payment")}<ul>${invoices.join("")}</ul><p><a href="${encode(String(session.return_url))}">Back</a></p>`,
  );
}

/** @returns where the browser goes: the same page again */
export function portalAction(account: Account, id: string, action: unknown): string {
  const { store } = account;
  const session = get(store, id, "billing_portal.session");
  const customer = get(store, session.customer, "customer");
  const current = (store.list("subscription", customer.id) as Subscription[]).find((each) => !isOver(each));
  inOne(account, () => {
    if (action === "card_ok" || action === "card_declines") {
      store.save({ ...customer, card: action === "card_ok" ? "ok" : "declines" });
      if (action === "card_ok")
        for (const invoice of store.list("invoice", customer.id) as Invoice[])
          if (invoice.status === "open") payNow(account, invoice);
      // As Stripe's own portal does since 2025-09-30: the date alone, not the flag.
    } else if (action === "cancel" && current)
      change(account, current, { cancel_at: itemOf(current).current_period_end });
    else if (action === "dispute") dispute(account, customer.id);
    else if (action === "keep" && current) change(account, current, { cancel_at: null, cancel_at_period_end: false });
    else throw unheard();
  });
  return `${account.site}/_local/stripe/portal/${id}`;
}

/** A bill, and the way to pay it while it is open. @throws Refusal */
export function invoicePage({ store }: Account, id: string): Page {
  const invoice = get<Invoice>(store, id, "invoice");
  const pay = invoice.status === "open" ? button("pay", `Pay ${money(invoice.amount_due)}`) : "";
  return page(
    `Invoice ${encode(String(invoice.number))}`,
    `<p>${money(invoice.amount_due)}, ${encode(invoice.status)}</p>${pay}`,
  );
}

/** @returns where the browser goes: the same page again */
export function invoiceAction(account: Account, id: string, action: unknown): string {
  if (action !== "pay") throw unheard();
  inOne(account, () => {
    const invoice = get<Invoice>(account.store, id, "invoice");
    account.store.save({ ...get(account.store, invoice.customer, "customer"), card: "ok" });
    if (invoice.status === "open") payNow(account, invoice);
  });
  return `${account.site}/_local/stripe/invoice/${id}`;
}

/** A declined payment stays in the books, though the page says no. */
function inOne<T>(account: Account, work: () => T): T {
  const done = account.store.together(() => {
    try {
      return { value: work() };
    } catch (error) {
      if (error instanceof Refusal && error.status === 402) return { error };
      throw error;
    }
  });
  if (done.error) throw done.error;
  return done.value as T;
}

const unheard = () => new Refusal(400, { type: "invalid_request_error", message: "Nothing on this page does that." });

const button = (action: string, label: string) =>
  `<p><button type="button" data-action="${action}">${label}</button></p>`;

const script = `for (const button of document.querySelectorAll("button"))
  button.addEventListener("click", async () => {
    const answer = await fetch(location.pathname, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ action: button.dataset.action }) });
    const said = await answer.json();
    if (answer.ok) location.href = said.url;
    else document.querySelector("[role=alert]").textContent = said.detail;
  });`;

const page = (title: string, body: string): Page => ({
  script,
  html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} (stand-in for Stripe)</title></head><body><main><h1>${title}</h1><p>No money moves here: this page stands in for Stripe on one machine.</p>${body}<p role="alert"></p></main><script>${script}</script></body></html>`,
});

const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const encode = (text: string) => text.replace(/[&<>"]/g, (sign) => signs[sign] ?? "");
