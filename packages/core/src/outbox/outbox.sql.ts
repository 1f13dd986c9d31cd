import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { clock, instant } from "../db/columns.ts";
import { queues } from "./outbox.schema.ts";

/** What must be said to a queue, written with the change that causes it, so that neither exists without the other. */
export const outboxTable = pgTable(
  "outbox",
  {
    id: text("id").primaryKey(),
    queue: text("queue", { enum: queues }).notNull(),
    body: jsonb("body").notNull(),
    createdAt: instant("created_at").notNull().default(clock),
    /** Whoever sends it has until then; after that anybody may try again. */
    claimedUntil: instant("claimed_until"),
    tries: integer("tries").notNull().default(0),
    sentAt: instant("sent_at"),
    /** To whom a mail has gone, so that a queue that says it again does not send it again. */
    delivered: text("delivered").array().notNull().default([]),
  },
  (t) => [index("outbox_unsent").on(t.createdAt).where(sql`sent_at is null`)],
);
