import { sql } from "drizzle-orm";
import { foreignKey, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { clock, instant } from "../db/columns.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";

/** What was taken of a month's quota. The key is what it was taken for, so nothing is counted twice. */
export const usageTable = pgTable(
  "usage",
  {
    tenantId: text("tenant_id").notNull(),
    kind: text("kind", { enum: ["run", "code"] }).notNull(),
    key: text("key").notNull(),
    /** The calendar month in UTC, as 2026-01. */
    month: text("month").notNull(),
    amount: integer("amount").notNull(),
    createdAt: instant("created_at").notNull().default(clock),
    givenBackAt: instant("given_back_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.kind, t.key] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenantTable.id] }),
    index("usage_of_month").on(t.tenantId, t.month),
    // What each tenant used of a month, answered from the index alone.
    index("usage_of_all_of_month").on(t.kind, t.month, t.tenantId, t.amount).where(sql`given_back_at is null`),
  ],
);
