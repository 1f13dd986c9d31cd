import { sql } from "drizzle-orm";
import { bigint, boolean, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { clock, instant } from "../db/columns.ts";
import { type EventData, noise } from "./event.schema.ts";

/** Of a run all but the lines of its log, which are most of it. */
export const isNoLog = sql.raw("type <> 'run.log'");

/** Whatever happens not too often to be told of. */
export const isNews = sql.raw(`type not in (${noise.map((type) => `'${type}'`).join(", ")})`);

/** The one append-only log: audit, progress, notification and analytics read it. Without a tenant it is the platform's. */
export const eventTable = pgTable(
  "event",
  {
    id: bigint("id", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: text("tenant_id"),
    at: instant("at").notNull().default(clock),
    type: text("type").notNull(),
    actorType: text("actor_type").notNull(),
    actorId: text("actor_id"),
    projectId: text("project_id"),
    runId: text("run_id"),
    codeId: text("code_id"),
    subjectId: text("subject_id"),
    /** A person wanted it; else the product did it by itself. */
    isAudit: boolean("is_audit").notNull(),
    requestId: text("request_id"),
    data: jsonb("data").$type<EventData>().notNull().default({}),
    /** Its place in the chain of its tenant, or of the platform, from 1 and without a gap. */
    seq: bigint("seq", { mode: "number" }).notNull(),
    /** SHA-256, hex, of what the event says and of the hash before it. */
    hash: text("hash").notNull(),
  },
  (t) => [
    index("event_of_run").on(t.tenantId, t.runId, t.id),
    index("event_of_run_but_log").on(t.tenantId, t.runId, t.id).where(isNoLog),
    index("event_newest").on(t.at),
    index("event_of_tenant").on(t.tenantId, t.at),
    index("event_audit").on(t.tenantId, t.id).where(sql`is_audit`),
    index("event_audit_of_all").on(t.id).where(sql`is_audit`),
    // Of a kind, and about an id: each in the order in which it is read.
    index("event_audit_of_kind").on(t.tenantId, t.type, t.actorType, t.id).where(sql`is_audit`),
    index("event_audit_of_all_of_kind").on(t.type, t.actorType, t.id).where(sql`is_audit`),
    index("event_audit_by_actor").on(t.actorId, t.id).where(sql`is_audit and actor_id is not null`),
    index("event_audit_of_project").on(t.projectId, t.id).where(sql`is_audit and project_id is not null`),
    index("event_audit_of_run").on(t.runId, t.id).where(sql`is_audit and run_id is not null`),
    index("event_audit_of_code").on(t.codeId, t.id).where(sql`is_audit and code_id is not null`),
    index("event_audit_of_subject").on(t.subjectId, t.id).where(sql`is_audit and subject_id is not null`),
    index("event_news").on(t.id).where(isNews),
    index("event_activation").on(t.type, t.at).where(sql`type in ('code.assigned', 'client.signed_in')`),
    index("event_of_request").on(t.requestId).where(sql`request_id is not null`),
  ],
);

/** Where each chain ends. Locked while events are appended, by the one function that may append. */
export const eventHeadTable = pgTable("event_head", {
  /** The tenant's id, or `platform`. */
  chain: text("chain").primaryKey(),
  seq: bigint("seq", { mode: "number" }).notNull(),
  hash: text("hash").notNull(),
  /** Grows with every change of what live views show, also with those that are no event. */
  turn: bigint("turn", { mode: "number" }).notNull().default(0),
});
