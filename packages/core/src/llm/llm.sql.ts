import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { clock, instant, owned } from "../db/columns.ts";
import { projectTable } from "../project/project.sql.ts";
import { runTable } from "../run/run.sql.ts";
import { alertKinds, cacheStates, callStatuses, type LlmValues, type PromptVersions } from "./llm.schema.ts";

/** One saved version of one level of the configuration. Rows are never changed; the highest version is in force. */
export const llmConfigTable = pgTable(
  "llm_config",
  {
    id: text("id").notNull().unique(),
    /** `system`, `project:prj_…` or `agent:prj_…:coder`. */
    level: text("level").notNull(),
    version: integer("version").notNull(),
    tenantId: text("tenant_id"),
    projectId: text("project_id"),
    agent: text("agent"),
    values: jsonb("values").$type<LlmValues>().notNull(),
    reason: text("reason").notNull(),
    authorId: text("author_id").notNull(),
    createdAt: instant("created_at").notNull().default(clock),
  },
  (t) => [
    primaryKey({ columns: [t.level, t.version] }),
    foreignKey({ columns: [t.tenantId, t.projectId], foreignColumns: [projectTable.tenantId, projectTable.id] }),
    index("llm_config_newest").on(t.createdAt),
    // The history, narrowed.
    index("llm_config_of_level").on(sql`split_part(${t.level}, ':', 1)`, t.id),
    index("llm_config_history_of_project").on(t.projectId, t.id),
    index("llm_config_of_agent").on(t.agent, t.id),
    index("llm_config_by_author").on(t.authorId, t.id),
    index("llm_config_of_project").on(t.tenantId, t.projectId),
  ],
);

/** One question to a model, as the runner reports it. Money in micros; null when the price is not known. */
export const llmCallTable = pgTable(
  "llm_call",
  {
    ...owned(),
    runId: text("run_id").notNull(),
    projectId: text("project_id").notNull(),
    agent: text("agent").notNull(),
    taskId: text("task_id"),
    provider: text("provider").notNull(),
    /** As the provider returned it. */
    model: text("model").notNull(),
    promptVersions: jsonb("prompt_versions").$type<PromptVersions>().notNull(),
    inputTokens: integer("input_tokens").notNull(),
    cachedTokens: integer("cached_tokens").notNull(),
    outputTokens: integer("output_tokens").notNull(),
    costMicros: bigint("cost_micros", { mode: "number" }),
    /** What budgets count where the price is not known: what was set aside for it. */
    heldMicros: bigint("held_micros", { mode: "number" }),
    /** Of the table of prices that the cost was worked out with. */
    priceVersion: text("price_version"),
    /** What the response store spared. */
    savedMicros: bigint("saved_micros", { mode: "number" }).notNull().default(0),
    latencyMs: integer("latency_ms").notNull(),
    cache: text("cache", { enum: cacheStates }).notNull(),
    status: text("status", { enum: callStatuses }).notNull(),
    errorCode: text("error_code"),
    createdAt: instant("created_at").notNull().default(clock),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.runId], foreignColumns: [runTable.tenantId, runTable.id] }),
    // Newest first, whatever they are narrowed by.
    index("llm_call_newest").on(t.createdAt, t.id),
    index("llm_call_of_tenant").on(t.tenantId, t.createdAt, t.id),
    index("llm_call_of_project").on(t.projectId, t.createdAt, t.id),
    index("llm_call_of_run").on(t.runId, t.createdAt, t.id),
    index("llm_call_of_agent").on(t.agent, t.createdAt, t.id),
    index("llm_call_of_provider").on(t.provider, t.createdAt, t.id),
    index("llm_call_of_model").on(t.model, t.createdAt, t.id),
    index("llm_call_of_status").on(t.status, t.createdAt, t.id),
    index("llm_call_of_cache").on(t.cache, t.createdAt, t.id),
  ],
);

/**
 * What calls came to by month in UTC, for each tenant and (without one) for the platform, and for the platform by day,
 * too; as differences, which a trigger adds with each change of calls and the sweeper adds up.
 */
export const llmSumTable = pgTable(
  "llm_sum",
  {
    tenantId: text("tenant_id"),
    span: text("span", { enum: ["day", "month"] }).notNull(),
    /** The first day of it. */
    since: date("since").notNull(),
    agent: text("agent").notNull(),
    provider: text("provider").notNull(),
    model: text("model").notNull(),
    status: text("status", { enum: callStatuses }).notNull(),
    cache: text("cache", { enum: cacheStates }).notNull(),
    calls: bigint("calls", { mode: "number" }).notNull(),
    unpriced: bigint("unpriced", { mode: "number" }).notNull(),
    inputTokens: bigint("input_tokens", { mode: "number" }).notNull(),
    cachedTokens: bigint("cached_tokens", { mode: "number" }).notNull(),
    outputTokens: bigint("output_tokens", { mode: "number" }).notNull(),
    costMicros: bigint("cost_micros", { mode: "number" }).notNull(),
    savedMicros: bigint("saved_micros", { mode: "number" }).notNull(),
    latencyMs: bigint("latency_ms", { mode: "number" }).notNull(),
    /** Added up already. */
    isFolded: boolean("is_folded").notNull().default(false),
  },
  (t) => [
    index("llm_sum_of").on(t.tenantId, t.span, t.since),
    index("llm_sum_loose").on(t.tenantId, t.span, t.since).where(sql`not is_folded`),
  ],
);

/** Money that is set aside for a question on its way: gone when what it cost is told, or with the task that asked. */
export const llmReservationTable = pgTable(
  "llm_reservation",
  {
    ...owned(),
    runId: text("run_id").notNull(),
    projectId: text("project_id").notNull(),
    agent: text("agent").notNull(),
    provider: text("provider").notNull(),
    model: text("model").notNull(),
    /** What it can cost at most. */
    mostMicros: bigint("most_micros", { mode: "number" }).notNull(),
    createdAt: instant("created_at").notNull().default(clock),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.runId], foreignColumns: [runTable.tenantId, runTable.id] }),
    index("llm_reservation_oldest").on(t.createdAt),
  ],
);

/** Something an admin should look at. One of a kind, subject and period is open at a time. */
export const llmAlertTable = pgTable(
  "llm_alert",
  {
    id: text("id").primaryKey(),
    kind: text("kind", { enum: alertKinds }).notNull(),
    /** What it is about: `platform`, a provider, or a tenant's or project's id. */
    subject: text("subject").notNull(),
    /** The month, day or hour it is about, so that a resolved alert does not come again for it. */
    period: text("period").notNull(),
    message: text("message").notNull(),
    createdAt: instant("created_at").notNull().default(clock),
    resolvedAt: instant("resolved_at"),
    resolvedBy: text("resolved_by"),
  },
  (t) => [
    uniqueIndex("llm_alert_once").on(t.kind, t.subject, t.period),
    index("llm_alert_newest").on(t.createdAt, t.id),
    index("llm_alert_open").on(t.createdAt, t.id).where(sql`resolved_at is null`),
    index("llm_alert_resolved").on(t.createdAt, t.id).where(sql`resolved_at is not null`),
    index("llm_alert_of_kind").on(t.kind, t.createdAt, t.id),
  ],
);

/** A blueprint that the admins took out of use. Those not listed are in use. */
export const disabledBlueprintTable = pgTable("disabled_blueprint", {
  id: text("id").primaryKey(),
  disabledAt: instant("disabled_at").notNull().default(clock),
  adminId: text("admin_id").notNull(),
});
