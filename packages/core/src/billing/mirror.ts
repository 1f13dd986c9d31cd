import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { log } from "../base/index.ts";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { Outbox } from "../outbox/index.ts";
import { planTable } from "../plan/plan.sql.ts";
import { followAccess } from "../run/access.ts";
import { knownStatuses, mayGoOn } from "../subscription/access.ts";
import { Subscription } from "../subscription/index.ts";
import { subscriptionTable as t } from "../subscription/subscription.sql.ts";
import { invoiceTable, planPriceTable } from "./billing.sql.ts";
import { type Facts, type InvoiceFact, mirrorOf } from "./facts.ts";

/**
 * Writes the present state under a higher number only, so that an answer that was asked for earlier and arrives later
 * changes nothing; says what it means for the tenant, once.
 */
export async function writeMirror(tenantId: string, seq: number, facts: Facts): Promise<void> {
  const before = await Subscription.rights(tenantId, "lock");
  const mirror = mirrorOf(facts);
  const { priceId = null, next = null, ...columns } = mirror ?? {};
  const plan = priceId === null ? undefined : await planOf(priceId);
  const nextPlan = next === null ? undefined : await planOf(next.priceId);
  if (priceId !== null && !plan)
    log.error("billing.price_unknown", new Error("A price of no plan of ours."), { tenantId });
  if (mirror && !knownStatuses.includes(mirror.status))
    log.error("billing.status_unknown", new Error("A status that nobody decided about."), {
      tenantId,
      status: mirror.status,
    });
  const [written] = await Db.use()
    .update(t)
    .set({
      ...columns,
      ...(mirror
        ? {
            cancelsAtPeriodEnd: mirror.cancelsAt !== null,
            nextPlanId: nextPlan?.planId ?? null,
            nextInterval: nextPlan?.interval ?? null,
            nextPlanFrom: nextPlan && next ? next.from : null,
          }
        : {}),
      // An unknown price changes nothing of what the tenant has.
      ...(plan ? { planId: plan.planId, interval: plan.interval } : {}),
      mirrorSeq: seq,
      mirroredAt: clock,
    })
    .where(and(eq(t.tenantId, tenantId), lt(t.mirrorSeq, seq)))
    .returning({ tenantId: t.tenantId });
  if (!written) return;
  await writeInvoices(tenantId, seq, facts.invoices);
  const after = await Subscription.rights(tenantId);
  if (after.status !== before.status || after.plan.id !== before.plan.id)
    await Event.record("billing.changed", {}, { status: after.status, name: after.plan.name });
  if (mayGoOn(before.access) === mayGoOn(after.access)) return;
  await followAccess(tenantId);
  const isLost = !mayGoOn(after.access);
  await Event.record(isLost ? "billing.access_lost" : "billing.access_regained", {}, { status: after.status });
  await Outbox.put({ queue: "mail", body: { v: 1, kind: "access_changed", tenantId, isLost } });
}

async function planOf(priceId: string) {
  const [found] = await Db.use()
    .select({ planId: planPriceTable.planId, interval: planPriceTable.interval })
    .from(planPriceTable)
    .innerJoin(planTable, eq(planTable.id, planPriceTable.planId))
    .where(eq(planPriceTable.stripePriceId, priceId));
  return found;
}

async function writeInvoices(tenantId: string, seq: number, invoices: InvoiceFact[]): Promise<void> {
  if (invoices.length === 0) return;
  const excluded = (column: string) => sql.raw(`excluded.${column}`);
  const failedBefore = await Db.use()
    .select({ id: invoiceTable.id, status: invoiceTable.status })
    .from(invoiceTable)
    .where(
      and(
        eq(invoiceTable.tenantId, tenantId),
        inArray(
          invoiceTable.id,
          invoices.map(({ id }) => id),
        ),
      ),
    );
  await Db.use()
    .insert(invoiceTable)
    .values(
      invoices.map(({ subscriptionId: _, attempts: __, ...invoice }) => ({ ...invoice, tenantId, mirrorSeq: seq })),
    )
    .onConflictDoUpdate({
      target: [invoiceTable.tenantId, invoiceTable.id],
      set: {
        mirrorSeq: excluded("mirror_seq"),
        number: excluded("number"),
        status: excluded("status"),
        dueCents: excluded("due_cents"),
        paidCents: excluded("paid_cents"),
        url: excluded("url"),
        pdfUrl: excluded("pdf_url"),
        paidAt: excluded("paid_at"),
      },
      setWhere: sql`${invoiceTable.mirrorSeq} < excluded.mirror_seq`,
    });
  const known = new Map(failedBefore.map(({ id, status }) => [id, status]));
  for (const { id, status, attempts } of invoices)
    if (status === "open" && attempts > 0 && !known.has(id))
      await Outbox.put({ queue: "mail", body: { v: 1, kind: "payment_failed", tenantId, invoiceId: id } });
}
