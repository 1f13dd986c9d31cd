import { jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { clock, instant } from "../db/columns.ts";

/** The inbox: every event of a provider as it came, once. */
export const webhookEventTable = pgTable("webhook_event", {
  /** The provider's own id, so that a redelivery meets itself. */
  id: text("id").primaryKey(),
  provider: text("provider", { enum: ["stripe"] }).notNull(),
  type: text("type").notNull(),
  payload: jsonb("payload").notNull(),
  receivedAt: instant("received_at").notNull().default(clock),
  handledAt: instant("handled_at"),
});
