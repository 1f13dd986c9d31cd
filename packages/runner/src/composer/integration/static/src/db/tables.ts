import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const flowState = sqliteTable("flow_state", {
  flow: text("flow").primaryKey(),
  checkpoint: text("checkpoint"),
  resume: text("resume"),
  nextRunAt: text("next_run_at"),
  comparedAt: text("compared_at"),
});

export const syncStatuses = ["queued", "running", "completed", "failed", "interrupted"] as const;
export const syncCauses = ["schedule", "request", "resume"] as const;

export const sync = sqliteTable("sync", {
  id: integer("id").primaryKey(),
  flow: text("flow").notNull(),
  cause: text("cause", { enum: syncCauses }).notNull(),
  status: text("status", { enum: syncStatuses }).notNull(),
  createdAt: text("created_at").notNull(),
  startedAt: text("started_at"),
  endedAt: text("ended_at"),
  pages: integer("pages").notNull().default(0),
  read: integer("read").notNull().default(0),
  created: integer("created").notNull().default(0),
  updated: integer("updated").notNull().default(0),
  unchanged: integer("unchanged").notNull().default(0),
  skipped: integer("skipped").notNull().default(0),
  failed: integer("failed").notNull().default(0),
  error: text("error"),
});

export const recordStatuses = ["sending", "delivered", "ended", "skipped", "failed", "dead"] as const;

export const record = sqliteTable("record", {
  id: integer("id").primaryKey(),
  flow: text("flow").notNull(),
  sourceId: text("source_id").notNull(),
  targetId: text("target_id"),
  status: text("status", { enum: recordStatuses }).notNull(),
  reason: text("reason"),
  fingerprint: text("fingerprint"),
  sourceUpdatedAt: text("source_updated_at"),
  item: text("item").notNull(),
  tries: integer("tries").notNull().default(0),
  nextTryAt: text("next_try_at"),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
});

export const eventStatuses = ["pending", "done", "dead"] as const;

export const event = sqliteTable("event", {
  id: integer("id").primaryKey(),
  flow: text("flow").notNull(),
  eventId: text("event_id").notNull(),
  sourceId: text("source_id").notNull(),
  status: text("status", { enum: eventStatuses }).notNull(),
  reason: text("reason"),
  tries: integer("tries").notNull().default(0),
  nextTryAt: text("next_try_at").notNull(),
  receivedAt: text("received_at").notNull(),
  updatedAt: text("updated_at").notNull(),
});

export const credential = sqliteTable("credential", {
  system: text("system").primaryKey(),
  firstDigest: text("first_digest").notNull(),
  refreshToken: text("refresh_token").notNull(),
  updatedAt: text("updated_at").notNull(),
});

export const lease = sqliteTable("lease", {
  name: text("name").primaryKey(),
  owner: text("owner").notNull(),
  expiresAt: integer("expires_at").notNull(),
});

export const alert = sqliteTable("alert", {
  id: integer("id").primaryKey(),
  kind: text("kind", { enum: ["record.dead", "sync.failed"] }).notNull(),
  flow: text("flow").notNull(),
  subject: text("subject").notNull(),
  reason: text("reason").notNull(),
  createdAt: text("created_at").notNull(),
  sentAt: text("sent_at"),
  tries: integer("tries").notNull().default(0),
  nextTryAt: text("next_try_at").notNull(),
});
