export * as Billing from "./index.ts";

import { and, eq, isNull } from "drizzle-orm";
import * as z from "zod";
import { Failure, newId, verb } from "../base/index.ts";
import { mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { Outbox } from "../outbox/index.ts";
import { planTable } from "../plan/plan.sql.ts";
import { Ports } from "../ports/index.ts";
import { Subscription } from "../subscription/index.ts";
import { subscriptionTable } from "../subscription/subscription.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { PurchaseCodes, packs, Upgrade } from "./billing.schema.ts";
import { checkoutTable } from "./billing.sql.ts";
import { priceOf } from "./prices.ts";

/** Subscriptions that Stripe still bills: their plan is changed; the others are begun anew. */
const billed = ["active", "trialing", "past_due"];

const backTo = (what: string) => `${Ports.use().siteUrl}/app/billing?${what}`;

/**
 * Leads to where a plan is paid for. Opening the page grants nothing. Who pays for a plan already moves to a dearer one
 * at once, charged for what is left of the period, and to a cheaper one when the period ends.
 *
 * @throws Failure `plan.missing`, `plan.retired`, `plan.same`
 */
export const upgrade = verb({ as: ["tenant"], may: "bill", input: Upgrade }, async ({ planId, interval }, actor) => {
  const { plan, held, current } = await Db.tx(async () => {
    const [plan] = await Db.use().select().from(planTable).where(eq(planTable.id, planId));
    if (!plan) throw at("planId", "plan.missing", "No such plan.");
    if (plan.retiredAt) throw at("planId", "plan.retired", "This plan is no longer offered.");
    const [held] = await Db.use()
      .select()
      .from(subscriptionTable)
      .where(eq(subscriptionTable.tenantId, actor.tenantId));
    const [current] = await Db.use()
      .select()
      .from(planTable)
      .where(eq(planTable.id, held?.planId ?? ""));
    return { plan, held, current };
  });
  const cents = interval === "year" ? plan.yearlyCents : plan.monthlyCents;
  if (held?.stripeSubscriptionId && billed.includes(held.status)) {
    const now = held.interval === "year" ? (current?.yearlyCents ?? 0) : (current?.monthlyCents ?? 0);
    if (held.planId === plan.id && held.interval === interval && cents === now)
      throw new Failure("conflict", "plan.same", "This is your plan already.");
    const price = await priceOf(plan, interval);
    const perYear = (amount: number, of: string | null) => (of === "year" ? amount : amount * 12);
    const when = perYear(cents, interval) >= perYear(now, held.interval) ? "now" : "next_period";
    const change = await order(
      actor,
      { kind: "plan", planId, interval, cents },
      "billing.plan_change_asked",
      plan.name,
    );
    await Ports.use().stripe.changePrice({
      key: change,
      subscriptionId: held.stripeSubscriptionId,
      priceId: price,
      when,
    });
    await lookAgain(held.stripeCustomerId);
    return { url: backTo(`changed=${when === "now" ? "now" : "later"}`) };
  }
  const priceId = await priceOf(plan, interval);
  return toPay(actor, { kind: "plan", planId, interval, cents }, { priceId }, plan.name);
});

/**
 * Lets the present plan go on when its period ends, although another was chosen for then.
 *
 * @throws Failure `plan.nothing_pending`
 */
export const keepPlan = verb({ as: ["tenant"], may: "bill", input: z.object({}) }, async (_, { tenantId }) => {
  const [held] = await Db.tx(() =>
    Db.use().select().from(subscriptionTable).where(eq(subscriptionTable.tenantId, tenantId)),
  );
  if (!held?.stripeSubscriptionId || held.nextPlanId === null)
    throw new Failure("conflict", "plan.nothing_pending", "No other plan is to begin; yours goes on.");
  await Ports.use().stripe.keepPrice(held.stripeSubscriptionId);
  await Db.tx(() => Event.record("billing.plan_change_withdrawn"));
  await lookAgain(held.stripeCustomerId);
  return { url: backTo("changed=kept") };
});

/** Leads to where a pack of activation codes is paid for. The codes are made once, when it is paid. @throws Failure `subscription.inactive` */
export const purchaseCodes = verb(
  { as: ["tenant"], may: "bill", input: PurchaseCodes },
  async ({ quantity }, actor) => {
    const pack = packs.find((each) => each.quantity === quantity);
    if (!pack) throw at("quantity", "pack.missing", "There is no such pack.");
    await Db.tx(() => Subscription.entitled(actor.tenantId));
    const name = `${quantity} activation ${quantity === 1 ? "code" : "codes"}`;
    return toPay(actor, { kind: "codes", ...pack }, { name, cents: pack.cents }, name);
  },
);

/** Leads to Stripe's own pages for cards, invoices and leaving. */
export const portal = verb({ as: ["tenant"], may: "bill", input: z.object({}) }, async (_, actor) => {
  const customerId = await customerOf(actor.tenantId);
  const url = await Ports.use().stripe.openPortal({ customerId, backTo: backTo("portal=closed") });
  await Db.tx(() => Event.record("billing.portal_opened"));
  return { url };
});

type Who = { tenantId: string; memberId: string };
type Order = Pick<typeof checkoutTable.$inferInsert, "kind" | "planId" | "interval" | "quantity" | "cents">;

async function toPay(
  actor: Who,
  what: Order,
  item: { priceId: string } | { name: string; cents: number },
  name: string,
) {
  const customerId = await customerOf(actor.tenantId);
  const id = await order(actor, what, "billing.checkout_opened", name);
  const { sessionId, url } = await Ports.use().stripe.openCheckout({
    key: id,
    customerId,
    item,
    backTo: backTo("paid="),
  });
  await Db.tx(() =>
    Db.use()
      .update(checkoutTable)
      .set({ stripeSessionId: sessionId })
      .where(mine(checkoutTable, actor, id)),
  );
  return { url };
}

/** Our own row comes first: what is made at Stripe carries its id as the key, so a repeat makes it once. */
const order = (actor: Who, what: Order, says: "billing.checkout_opened" | "billing.plan_change_asked", name: string) =>
  Db.tx(async () => {
    const id = newId("checkout");
    await Db.use()
      .insert(checkoutTable)
      .values({ ...what, tenantId: actor.tenantId, memberId: actor.memberId, id });
    await Event.record(says, { subjectId: id }, { name });
    return id;
  });

/** What is arranged for later changes nothing now, so Stripe may tell nobody; the worker asks. */
const lookAgain = (customerId: string | null) =>
  Db.tx(async () => {
    if (customerId) await Outbox.put({ queue: "billing", body: { v: 1, customerId } });
  });

/** The one customer of a tenant, made before its first checkout. */
async function customerOf(tenantId: string): Promise<string> {
  const own = eq(subscriptionTable.tenantId, tenantId);
  const [held] = await Db.tx(() =>
    Db.use()
      .select({ id: subscriptionTable.stripeCustomerId, name: tenantTable.name, email: tenantTable.email })
      .from(subscriptionTable)
      .innerJoin(tenantTable, eq(tenantTable.id, subscriptionTable.tenantId))
      .where(own),
  );
  if (held?.id) return held.id;
  // Two who ask at once ask with one key, and so get one customer.
  const { name = "", email = "" } = held ?? {};
  const made = await Ports.use().stripe.createCustomer({ key: `customer-${tenantId}`, tenantId, name, email });
  await Db.tx(() =>
    Db.use()
      .update(subscriptionTable)
      .set({ stripeCustomerId: made })
      .where(and(own, isNull(subscriptionTable.stripeCustomerId))),
  );
  return made;
}

const at = (path: string, code: `${string}.${string}`, message: string) =>
  new Failure("invalid", code, message, { errors: [{ path, message }] });
