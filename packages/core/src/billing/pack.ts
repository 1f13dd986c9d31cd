import { and, eq, isNull } from "drizzle-orm";
import { Actor } from "../actor/index.ts";
import { log } from "../base/index.ts";
import { Code } from "../code/index.ts";
import { clock, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { Outbox } from "../outbox/index.ts";
import { Ports } from "../ports/index.ts";
import { subscriptionTable } from "../subscription/subscription.sql.ts";
import { checkoutTable as t } from "./billing.sql.ts";

/**
 * Delivers what was bought on a payment page, once and only when Stripe says that it is paid. Whose it is, our own
 * row says; the customer who paid must be that tenant's.
 */
export async function fulfil(sessionId: string): Promise<void> {
  const session = await Ports.use().stripe.sessionOf(sessionId);
  const [row] = await Db.tx(() =>
    Db.use()
      .select({ checkout: t, customerId: subscriptionTable.stripeCustomerId })
      .from(t)
      .innerJoin(subscriptionTable, eq(subscriptionTable.tenantId, t.tenantId))
      .where(eq(t.stripeSessionId, sessionId)),
  );
  if (row?.checkout.kind !== "codes" || !session?.isPaid) return;
  if (session.customerId !== row.customerId) {
    log.warn("billing.customer_mismatch");
    return;
  }
  const { tenantId, id, quantity } = row.checkout;
  await asTenant(tenantId, async () => {
    const [first] = await Db.use()
      .update(t)
      .set({ fulfilledAt: clock, stripePaymentId: session.paymentId })
      .where(and(mine(t, { tenantId }, id), isNull(t.fulfilledAt)))
      .returning({ id: t.id });
    if (!first) return;
    await Code.insertPack(tenantId, id, quantity ?? 0);
    await Event.record("billing.pack_delivered", { subjectId: id }, { count: quantity ?? 0 });
    await Outbox.put({ queue: "mail", body: { v: 1, kind: "pack_delivered", tenantId, checkoutId: id } });
  });
}

/** Takes back what was paid back or is disputed, as far as nobody has used it yet. Once. */
export async function undo(paymentId: string): Promise<void> {
  const [row] = await Db.tx(() => Db.use().select().from(t).where(eq(t.stripePaymentId, paymentId)));
  if (!row || row.undoneAt) return;
  const { tenantId, id } = row;
  await asTenant(tenantId, async () => {
    const [first] = await Db.use()
      .update(t)
      .set({ undoneAt: clock })
      .where(and(mine(t, { tenantId }, id), isNull(t.undoneAt)))
      .returning({ id: t.id });
    if (!first) return;
    const count = await Code.revokeUnusedOfPack(tenantId, id);
    await Event.record("billing.pack_undone", { subjectId: id }, { count });
  });
}

const asTenant = <T>(tenantId: string, work: () => Promise<T>) =>
  Actor.provide({ type: "system", tenantId }, () => Db.tx(work));
