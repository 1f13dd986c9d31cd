import { bigint, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { clock, instant } from "../db/columns.ts";
import type { EventData } from "./event.schema.ts";

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
    data: jsonb("data").$type<EventData>().notNull().default({}),
  },
  (t) => [
    index("event_of_run").on(t.tenantId, t.runId, t.id),
    index("event_newest").on(t.at),
    index("event_of_tenant").on(t.tenantId, t.at),
  ],
);
