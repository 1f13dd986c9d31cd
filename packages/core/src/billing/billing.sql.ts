import { bigint, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant, owned, times } from "../db/columns.ts";
import { planTable } from "../plan/plan.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { checkoutKinds, intervals } from "./billing.schema.ts";

/** What a plan costs at Stripe. A changed price is a new row; the old ones stay for those who still pay them. */
export const planPriceTable = pgTable(
  "plan_price",
  {
    stripePriceId: text("stripe_price_id").primaryKey(),
    ...times(),
    planId: text("plan_id")
      .notNull()
      .references(() => planTable.id),
    interval: text("interval", { enum: intervals }).notNull(),
    cents: integer("cents").notNull(),
    stripeProductId: text("stripe_product_id").notNull(),
  },
  (t) => [uniqueIndex("plan_price_once").on(t.planId, t.interval, t.cents)],
);

/** A visit to the payment page. It grants nothing; what was paid does. Its id is the idempotency key of all it causes. */
export const checkoutTable = pgTable(
  "checkout",
  {
    ...owned(),
    ...times(),
    memberId: text("member_id").notNull(),
    kind: text("kind", { enum: checkoutKinds }).notNull(),
    planId: text("plan_id"),
    interval: text("interval", { enum: intervals }),
    /** Of codes. */
    quantity: integer("quantity"),
    cents: integer("cents").notNull(),
    stripeSessionId: text("stripe_session_id").unique(),
    stripePaymentId: text("stripe_payment_id").unique(),
    /** When the codes of a pack were made: once, when they were paid. */
    fulfilledAt: instant("fulfilled_at"),
    /** When what was paid was paid back or disputed. */
    undoneAt: instant("undone_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenantTable.id] }),
    index("checkout_newest").on(t.tenantId, t.createdAt),
  ],
);

/** Stripe's invoices, mirrored. */
export const invoiceTable = pgTable(
  "invoice",
  {
    tenantId: text("tenant_id").notNull(),
    /** Stripe's own id. */
    id: text("id").notNull(),
    mirrorSeq: bigint("mirror_seq", { mode: "number" }).notNull(),
    number: text("number"),
    status: text("status").notNull(),
    dueCents: bigint("due_cents", { mode: "number" }).notNull(),
    paidCents: bigint("paid_cents", { mode: "number" }).notNull(),
    currency: text("currency").notNull(),
    reason: text("reason"),
    url: text("url"),
    pdfUrl: text("pdf_url"),
    createdAt: instant("created_at").notNull(),
    paidAt: instant("paid_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenantTable.id] }),
    index("invoice_newest").on(t.tenantId, t.createdAt),
  ],
);
