import { index, pgTable, text } from "drizzle-orm/pg-core";
import { clock, instant } from "../db/columns.ts";

/** An answer already given, for whoever repeats the question with the same key. */
export const idempotencyTable = pgTable(
  "idempotency",
  {
    /** Keyed hash of who asked, what, and the key sent. */
    id: text("id").primaryKey(),
    tenantId: text("tenant_id"),
    requestHash: text("request_hash").notNull(),
    /** Sealed with the key that the caller sent, which is not stored: an answer may hold a new activation code. */
    reply: text("reply"),
    createdAt: instant("created_at").notNull().default(clock),
  },
  (t) => [index("idempotency_oldest").on(t.createdAt)],
);
