import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { clock, instant } from "../db/columns.ts";

/** The inbox: every event of a provider as it came, once. */
export const webhookEventTable = pgTable(
  "webhook_event",
  {
    /** The provider's own id, so that a redelivery meets itself. */
    id: text("id").primaryKey(),
    provider: text("provider", { enum: ["stripe"] }).notNull(),
    type: text("type").notNull(),
    payload: jsonb("payload").notNull(),
    receivedAt: instant("received_at").notNull().default(clock),
    handledAt: instant("handled_at"),
    /** Why handling it failed the last time; null once it is handled or to be handled again. */
    failure: text("failure"),
    /** How often handling it was tried. */
    tries: integer("tries").notNull().default(0),
    /** How often an admin asked for it to be handled again. */
    replays: integer("replays").notNull().default(0),
    replayedAt: instant("replayed_at"),
  },
  (t) => [
    index("webhook_event_newest").on(t.receivedAt, t.id),
    index("webhook_event_of_type").on(t.type, t.receivedAt, t.id),
    index("webhook_event_words").using("gin", sql`lower(${t.id}) gin_trgm_ops`),
    index("webhook_event_failed").on(t.receivedAt, t.id).where(sql`handled_at is null and failure is not null`),
    index("webhook_event_waiting").on(t.receivedAt).where(sql`handled_at is null`),
  ],
);
