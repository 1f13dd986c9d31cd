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
    /** How often an admin asked for it to be handled again. */
    replays: integer("replays").notNull().default(0),
    replayedAt: instant("replayed_at"),
  },
  (t) => [index("webhook_event_newest").on(t.receivedAt)],
);
