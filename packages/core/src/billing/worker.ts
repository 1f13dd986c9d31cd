import { and, asc, eq, gt, isNotNull, isNull, lt, sql } from "drizzle-orm";
import * as z from "zod";
import { Actor } from "../actor/index.ts";
import { Failure, log, verb } from "../base/index.ts";
import { clock, fromNow } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Outbox } from "../outbox/index.ts";
import { Ports } from "../ports/index.ts";
import { subscriptionTable } from "../subscription/subscription.sql.ts";
import { webhookEventTable as t } from "../webhook/webhook.sql.ts";
import { BillingMessage } from "./billing.schema.ts";
import { checkoutTable } from "./billing.sql.ts";
import { writeMirror } from "./mirror.ts";
import { fulfil, undo } from "./pack.ts";
import { offer } from "./prices.ts";

/** As much of an event as is believed: which things it is about. What they are now, Stripe is asked. */
const About = z.object({
  data: z.object({
    object: z.looseObject({
      id: z.string().optional(),
      object: z.string(),
      customer: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
      charge: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
    }),
  }),
});

/**
 * Does what a message is about. An event of the inbox: asks Stripe what is true now and writes that. Order, repeats and gaps cannot matter,
 * because nothing of the event is believed but ids.
 */
export const handleMessage = verb({ as: ["platform"], input: BillingMessage }, (message) => {
  if ("eventId" in message) return handleEvent(message.eventId);
  if ("planId" in message) return offer(message.planId);
  if ("customerId" in message) return refresh(message.customerId);
  return Ports.use().stripe.endSubscription(message.endSubscription);
});

async function handleEvent(eventId: string): Promise<void> {
  const [event] = await Db.tx(() => Db.use().select().from(t).where(eq(t.id, eventId)));
  // One that is not there was never ours; one that is handled was told twice.
  if (!event || event.handledAt) return;
  try {
    await handle(event.payload);
    await Db.tx(() =>
      Db.use()
        .update(t)
        .set({ handledAt: clock, failure: null, tries: sql`${t.tries} + 1` })
        .where(eq(t.id, eventId)),
    );
    log.info("webhook.handled", { type: event.type });
  } catch (error) {
    const failure = error instanceof Failure ? error.code : error instanceof Error ? error.name : "unknown";
    await Db.tx(() =>
      Db.use()
        .update(t)
        .set({ failure, tries: sql`${t.tries} + 1` })
        .where(eq(t.id, eventId)),
    );
    throw error;
  }
}

async function handle(payload: unknown): Promise<void> {
  const { object } = About.parse(payload).data;
  const isSession = object.object === "checkout.session";
  const chargeId = object.object === "charge" ? object.id : idOf(object.charge);
  if (isSession && object.id) await fulfil(object.id);
  const charge = chargeId ? await Ports.use().stripe.chargeOf(chargeId) : undefined;
  if (charge?.paymentId && charge.isUndone) await undo(charge.paymentId);
  const customerId = (object.object === "customer" ? object.id : idOf(object.customer)) ?? charge?.customerId;
  if (customerId) await refresh(customerId);
}

const idOf = (told: string | { id: string } | null | undefined) => (typeof told === "string" ? told : told?.id);

/** Writes what Stripe says of a customer now; of somebody who is no customer of ours, nothing. */
export async function refresh(customerId: string): Promise<void> {
  const [row] = await Db.tx(() =>
    Db.use()
      .select({ tenantId: subscriptionTable.tenantId })
      .from(subscriptionTable)
      .where(eq(subscriptionTable.stripeCustomerId, customerId)),
  );
  if (!row) {
    log.warn("billing.customer_unknown");
    return;
  }
  // Drawn before asking: who asked later knows better, whoever writes first.
  const seq = await Db.tx(async () => {
    const { rows } = await Db.use().execute<{ seq: string }>(sql`select nextval('app.billing_seq') as seq`);
    return Number(rows[0]?.seq);
  });
  const { stripe, crash } = Ports.use();
  const facts = await stripe.factsOf(customerId);
  crash("CP-webhook-fetched");
  await Actor.provide({ type: "system", tenantId: row.tenantId }, () =>
    Db.tx(() => writeMirror(row.tenantId, seq, facts)),
  );
  crash("CP-webhook-written");
}

const forgottenSeconds = 120;
const staleSeconds = 6 * 3_600;
/** A payment that takes its time may take some days. */
const visitSeconds = 14 * 86_400;
const batch = 100;

/** Visits to the payment page that may have been paid without our hearing of it; very old ones only when all are asked for. */
async function openVisits(all: boolean): Promise<string[]> {
  const rows = await Db.tx(() =>
    Db.use()
      .select({ sessionId: checkoutTable.stripeSessionId })
      .from(checkoutTable)
      .where(
        and(
          eq(checkoutTable.kind, "codes"),
          isNull(checkoutTable.fulfilledAt),
          isNotNull(checkoutTable.stripeSessionId),
          all
            ? undefined
            : and(
                gt(checkoutTable.createdAt, fromNow(-visitSeconds)),
                lt(checkoutTable.createdAt, fromNow(-staleSeconds)),
              ),
        ),
      )
      .orderBy(asc(checkoutTable.createdAt))
      .limit(all ? 100_000 : batch),
  );
  return rows.flatMap(({ sessionId }) => sessionId ?? []);
}

/**
 * Does what no message led to: events that wait too long are told to the worker again, and customers whom no event
 * spoke of for hours are looked at, so that what was never delivered is made good.
 *
 * @returns how many customers were looked at
 */
export const reconcile = verb(
  { as: ["platform"], input: z.object({ all: z.boolean().default(false) }) },
  async ({ all }) => {
    await Db.tx(async () => {
      const waiting = await Db.use()
        .select({ id: t.id })
        .from(t)
        .where(and(isNull(t.handledAt), lt(t.receivedAt, fromNow(-forgottenSeconds)), lt(t.tries, 50)))
        .orderBy(asc(t.receivedAt))
        .limit(batch);
      for (const { id } of waiting) await Outbox.put({ queue: "billing", body: { v: 1, eventId: id } });
    });
    const stale = await Db.tx(() =>
      Db.use()
        .select({ customerId: subscriptionTable.stripeCustomerId })
        .from(subscriptionTable)
        .where(
          and(
            isNotNull(subscriptionTable.stripeCustomerId),
            all ? undefined : sql`coalesce(${subscriptionTable.mirroredAt}, 'epoch') < ${fromNow(-staleSeconds)}`,
          ),
        )
        .orderBy(asc(subscriptionTable.mirroredAt))
        .limit(all ? 100_000 : batch),
    );
    // One that Stripe cannot be asked about must not keep back the others.
    const unlost = (error: unknown) => log.error("billing.unreconciled", error);
    for (const { customerId } of stale) await refresh(customerId ?? "").catch(unlost);
    for (const sessionId of await openVisits(all)) await fulfil(sessionId).catch(unlost);
    return stale.length;
  },
);
