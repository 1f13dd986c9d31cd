import { describe, expect, it } from "vitest";
import { type InvoiceFact, mirrorOf, type SubscriptionFact } from "./facts.ts";

const at = (day: number) => new Date(Date.UTC(2026, 2, day));
const subscription = (other: Partial<SubscriptionFact>): SubscriptionFact => ({
  id: "sub_1",
  status: "active",
  priceId: "price_1",
  createdAt: at(1),
  trialEndsAt: null,
  periodEndsAt: at(31),
  endsAt: null,
  isCollectionPaused: false,
  next: null,
  ...other,
});
const invoice = (other: Partial<InvoiceFact>): InvoiceFact => ({
  id: "in_1",
  subscriptionId: "sub_1",
  number: null,
  status: "open",
  dueCents: 4_900,
  paidCents: 0,
  currency: "usd",
  reason: null,
  url: null,
  pdfUrl: null,
  attempts: 1,
  createdAt: at(5),
  paidAt: null,
  ...other,
});
const of = (subscriptions: SubscriptionFact[], invoices: InvoiceFact[] = []) => mirrorOf({ subscriptions, invoices });

describe("what Stripe's facts come to", () => {
  it("is nothing for who never had a subscription, so that a trial of ours stays", () => {
    expect(of([], [invoice({})])).toBeUndefined();
  });

  it.each([
    [["canceled", "active"], "active"],
    [["past_due", "trialing"], "trialing"],
    [["unpaid", "past_due"], "past_due"],
    [["incomplete_expired", "canceled"], "canceled"],
    [["canceled", "a word of tomorrow"], "canceled"],
    [["a word of tomorrow"], "a word of tomorrow"],
  ])("is of %j %s, in whatever order they are listed", (statuses, best) => {
    const several = statuses.map((status, index) => subscription({ id: `sub_${index}`, status }));
    expect(of(several)?.status).toBe(best);
    expect(of(several.toReversed())).toEqual(of(several));
  });

  it("is of two that are alike the newer one, and of two of one moment always the same", () => {
    const [older, newer] = [subscription({ id: "sub_z" }), subscription({ id: "sub_a", createdAt: at(2) })];
    expect(of([older, newer])?.stripeSubscriptionId).toBe("sub_a");
    const twins = [subscription({ id: "sub_1" }), subscription({ id: "sub_2" })];
    expect(of(twins)).toEqual(of(twins.toReversed()));
  });

  it("is paused while nobody is asked to pay, and one that is paid counts before it", () => {
    const paused = subscription({ isCollectionPaused: true });
    expect(of([paused])?.status).toBe("paused");
    expect(of([paused, subscription({ id: "sub_2", status: "past_due" })])?.status).toBe("past_due");
    expect(of([subscription({ status: "canceled", isCollectionPaused: true })])?.status).toBe("canceled");
  });

  it("is overdue since the oldest invoice that was tried in vain, and only while it is overdue", () => {
    const invoices = [
      invoice({ id: "in_2", createdAt: at(9) }),
      invoice({ createdAt: at(7) }),
      invoice({ id: "in_3", createdAt: at(3), attempts: 0 }),
      invoice({ id: "in_4", createdAt: at(2), subscriptionId: "sub_other" }),
      invoice({ id: "in_5", createdAt: at(1), status: "paid" }),
    ];
    expect(of([subscription({ status: "past_due" })], invoices)?.pastDueSince).toEqual(at(7));
    expect(of([subscription({})], invoices)?.pastDueSince).toBeNull();
    expect(of([subscription({ status: "past_due" })])?.pastDueSince).toBeNull();
  });
});
