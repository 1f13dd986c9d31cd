import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import StripeClient from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readBody } from "../http/index.ts";
import { type Standing, start } from "./index.ts";

const secret = "whsec_of_the_tests";
const day = 86_400_000;

describe("the stand-in for Stripe, through Stripe's own SDK", () => {
  const folder = mkdtempSync(join(tmpdir(), "q2o-stripe-"));
  let now = Date.UTC(2026, 0, 31);
  let heard: { id: string; type: string; object: Record<string, unknown> }[] = [];
  let answerWith = 200;
  let receiver: Server;
  let stand: Standing;
  let stripe: StripeClient;
  let customer: string;

  beforeEach(async () => {
    now = Date.UTC(2026, 0, 31);
    heard = [];
    answerWith = 200;
    receiver = createServer(async (request, response) => {
      const body = (await readBody(request, 1024 ** 2)) ?? Buffer.alloc(0);
      const header = String(request.headers["stripe-signature"]);
      const receivedAt = Math.floor(now / 1_000);
      const event = StripeClient.webhooks.constructEvent(body, header, secret, 300, undefined, receivedAt);
      if (answerWith === 200)
        heard.push({ id: event.id, type: event.type, object: event.data.object as unknown as Record<string, unknown> });
      response.writeHead(answerWith).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    rmSync(folder, { recursive: true, force: true });
    stand = await start({
      file: join(folder, "stripe.sqlite"),
      secretKey: "sk_test_1",
      now: () => new Date(now),
      site: "http://site.test",
      webhook: { url, secret },
    });
    const { port } = stand;
    stripe = new StripeClient("sk_test_1", { host: "127.0.0.1", port, protocol: "http", maxNetworkRetries: 0 });
    customer = (await stripe.customers.create({ email: "a@x.test" })).id;
  });
  afterEach(async () => {
    await stand.stop();
    receiver.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const checkout = (price = "price_pro_month") =>
    stripe.checkout.sessions.create({
      mode: "subscription",
      customer,
      line_items: [{ price, quantity: 1 }],
      success_url: "http://site.test/back?session={CHECKOUT_SESSION_ID}",
      cancel_url: "http://site.test/no",
    });
  const act = async (id: string, action: string) => {
    const url = stand.pages.checkout.act(id, action);
    await stand.settle();
    return url;
  };
  const subscriptions = async () => (await stripe.subscriptions.list({ customer, status: "all" })).data;
  const subscribed = async () => {
    await act((await checkout()).id, "pay");
    return (await subscriptions())[0]?.id ?? "";
  };
  const pass = async (days: number) => {
    now += days * day;
    stand.tick();
    await stand.settle();
  };
  const types = () => heard.map(({ type }) => type);

  it("takes a payment, begins the subscription and tells of it in signed events", async () => {
    const session = await checkout();
    expect(session.url).toBe(`http://site.test/_local/stripe/checkout/${session.id}`);
    expect(stand.pages.checkout.show(session.id).html).toContain("Pay $199.00");
    expect(await subscriptions()).toEqual([]);
    expect(await act(session.id, "pay")).toBe(`http://site.test/back?session=${session.id}`);
    const [made] = await subscriptions();
    expect(made).toMatchObject({ status: "active", items: { data: [{ price: { id: "price_pro_month" } }] } });
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: "complete",
      payment_status: "paid",
      subscription: made?.id,
    });
    const { data: invoices } = await stripe.invoices.list({ customer });
    expect(invoices).toMatchObject([
      { status: "paid", amount_paid: 19_900, parent: { subscription_details: { subscription: made?.id } } },
    ]);
    expect(types()).toEqual(
      expect.arrayContaining(["customer.subscription.created", "invoice.paid", "checkout.session.completed"]),
    );
    expect(() => stand.pages.checkout.act(session.id, "pay")).toThrow(/over/);
  });

  it("grants nothing for a page that was left, declined or never paid", async () => {
    expect(await act((await checkout()).id, "cancel")).toBe("http://site.test/no");
    const declined = await checkout();
    expect(() => stand.pages.checkout.act(declined.id, "decline")).toThrow("Your card was declined.");
    await stand.settle();
    expect(types()).toContain("charge.failed");
    expect(await subscriptions()).toEqual([]);
    await act(declined.id, "pay");
    expect(await subscriptions()).toMatchObject([{ status: "active" }]);
  });

  it("completes a payment that takes its time only when it arrives", async () => {
    const session = await checkout();
    await act(session.id, "later");
    expect(heard.at(-1)).toMatchObject({ type: "checkout.session.completed", object: { payment_status: "unpaid" } });
    expect(await subscriptions()).toEqual([]);
    await act(session.id, "confirm");
    expect(types()).toContain("checkout.session.async_payment_succeeded");
    expect(await subscriptions()).toMatchObject([{ status: "active" }]);
  });

  it("renews on the same day of the month, or the last of it", async () => {
    const id = await subscribed();
    await pass(28);
    const { items } = await stripe.subscriptions.retrieve(id);
    expect(items.data[0]).toMatchObject({
      current_period_start: Date.UTC(2026, 1, 28) / 1_000,
      current_period_end: Date.UTC(2026, 2, 28) / 1_000,
    });
    expect((await stripe.invoices.list({ customer })).data).toHaveLength(2);
    await pass(90);
    expect((await stripe.invoices.list({ customer })).data).toHaveLength(5);
  });

  it("is past due when the card is declined, recovers when it works again, and ends when it never does", async () => {
    const id = await subscribed();
    const portal = await stripe.billingPortal.sessions.create({ customer, return_url: "http://site.test/billing" });
    stand.pages.portal.act(portal.id, "card_declines");
    await pass(28);
    expect((await stripe.subscriptions.retrieve(id)).status).toBe("past_due");
    expect(types()).toContain("invoice.payment_failed");
    stand.pages.portal.act(portal.id, "card_ok");
    expect((await stripe.subscriptions.retrieve(id)).status).toBe("active");
    stand.pages.portal.act(portal.id, "card_declines");
    await pass(28);
    for (let step = 0; step < 4; step++) await pass(8);
    expect((await stripe.subscriptions.retrieve(id)).status).toBe("canceled");
    expect(types()).toContain("customer.subscription.deleted");
  });

  it("charges what is left of an upgrade now, and keeps a downgrade for the next period", async () => {
    const id = await subscribed();
    await pass(14);
    const item = (await stripe.subscriptions.retrieve(id)).items.data[0]?.id ?? "";
    const change = (price: string, proration_behavior: "always_invoice" | "none") =>
      stripe.subscriptions.update(id, { items: [{ id: item, price }], proration_behavior });
    await change("price_enterprise_month", "always_invoice");
    const [upgrade] = (await stripe.invoices.list({ customer })).data;
    expect(upgrade?.amount_paid).toBe(Math.round(69_900 / 2) - Math.round(19_900 / 2));
    const { items } = await stripe.subscriptions.retrieve(id);
    const { id: scheduleId, current_phase: phase } = await stripe.subscriptionSchedules.create({
      from_subscription: id,
    });
    const phases = [
      {
        start_date: phase?.start_date ?? 0,
        end_date: items.data[0]?.current_period_end ?? 0,
        items: [{ price: "price_enterprise_month", quantity: 1 }],
      },
      {
        duration: { interval: "month" as const, interval_count: 1 },
        items: [{ price: "price_starter_month", quantity: 1 }],
      },
    ];
    await stripe.subscriptionSchedules.update(scheduleId, { end_behavior: "release", phases });
    expect((await stripe.subscriptions.retrieve(id)).items.data[0]?.price.id).toBe("price_enterprise_month");
    await pass(14);
    expect((await stripe.subscriptions.retrieve(id)).items.data[0]?.price.id).toBe("price_starter_month");
    expect((await stripe.invoices.list({ customer })).data[0]?.amount_paid).toBe(4_900);
  });

  it("changes a price at once also without proration, which then costs nothing before the period ends", async () => {
    const id = await subscribed();
    const before = (await stripe.invoices.list({ customer })).data.length;
    const item = (await stripe.subscriptions.retrieve(id)).items.data[0]?.id ?? "";
    await stripe.subscriptions.update(id, {
      items: [{ id: item, price: "price_starter_month" }],
      proration_behavior: "none",
    });
    expect((await stripe.subscriptions.retrieve(id)).items.data[0]?.price.id).toBe("price_starter_month");
    expect((await stripe.invoices.list({ customer })).data).toHaveLength(before);
  });

  it("ends at the end of the period when the portal says so, unless the customer stays after all", async () => {
    const id = await subscribed();
    const portal = await stripe.billingPortal.sessions.create({ customer, return_url: "http://site.test/billing" });
    stand.pages.portal.act(portal.id, "cancel");
    // The date alone, not the flag: so does Stripe's portal since 2025-09-30.
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      cancel_at: Date.UTC(2026, 1, 28) / 1_000,
      cancel_at_period_end: false,
      status: "active",
    });
    stand.pages.portal.act(portal.id, "keep");
    stand.pages.portal.act(portal.id, "cancel");
    await pass(28);
    expect((await stripe.subscriptions.retrieve(id)).status).toBe("canceled");
  });

  it("tells an event until it is heard", async () => {
    answerWith = 500;
    await stripe.customers.create({ email: "b@x.test" });
    await stand.settle();
    expect(heard).toEqual([]);
    answerWith = 200;
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await stand.settle();
    expect(types().filter((type) => type === "customer.created")).toHaveLength(2);
  });

  it("does a repeated request once, and refuses another under the same key", async () => {
    const make = (email: string) => stripe.customers.create({ email }, { idempotencyKey: "key-1" });
    expect((await make("c@x.test")).id).toBe((await make("c@x.test")).id);
    await expect(make("d@x.test")).rejects.toMatchObject({ type: "StripeIdempotencyError" });
  });

  it("pays back what was paid, and no more", async () => {
    const session = await stripe.checkout.sessions.create({
      mode: "payment",
      customer,
      line_items: [
        { price_data: { currency: "usd", unit_amount: 2_000, product_data: { name: "5 codes" } }, quantity: 1 },
      ],
      success_url: "http://site.test/back",
      metadata: { order: "o1" },
    });
    expect(stand.pages.checkout.show(session.id).html).toContain("5 codes × 1: $20.00");
    await act(session.id, "pay");
    const { payment_intent: intent } = await stripe.checkout.sessions.retrieve(session.id);
    const refund = (amount: number) => stripe.refunds.create({ payment_intent: String(intent), amount });
    await refund(500);
    await expect(refund(1_501)).rejects.toMatchObject({ statusCode: 400 });
    await refund(1_500);
    await stand.settle();
    expect(heard.at(-1)).toMatchObject({ type: "charge.refunded", object: { refunded: true, amount_refunded: 2_000 } });
  });

  it("shows nobody what the account keeps for itself", async () => {
    await subscribed();
    const all = JSON.stringify([heard, await subscriptions(), await stripe.customers.retrieve(customer)]);
    expect(all).not.toMatch(/next_price|"card"|"bought"|told_trial_end/);
  });
});
