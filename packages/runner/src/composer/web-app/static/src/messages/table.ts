import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * waiting: it leaves as soon as the mail server takes it. sent: the mail server has taken it. failed: it will not be
 * tried again by itself. kept: no mail server was set when it was written, so it never left.
 */
export const statuses = ["waiting", "sent", "failed", "kept"] as const;

/** Messages, written in the transaction of what they tell of. */
export const messages = sqliteTable("mail_message", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  /** Names the message to mail servers, the same at every try. */
  key: text("key").notNull(),
  notification: text("notification").notNull(),
  resource: text("resource").notNull(),
  recordId: integer("record_id").notNull(),
  /** Empty when no address is known. */
  recipient: text("recipient").notNull(),
  subject: text("subject").notNull(),
  body: text("body").notNull(),
  status: text("status", { enum: statuses }).notNull(),
  tries: integer("tries").notNull(),
  nextTryAt: text("next_try_at"),
  /** Why it has not left, in words. */
  problem: text("problem"),
  /** What there may be only one message about. */
  once: text("once"),
  createdAt: text("created_at").notNull(),
  sentAt: text("sent_at"),
});
