import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { instant, owned, times } from "../db/columns.ts";
import type { RunConfig } from "../llm/llm.schema.ts";
import type { LaunchSpec } from "../ports/index.ts";
import { projectTable } from "../project/project.sql.ts";
import {
  type Brief,
  checkStatuses,
  desires,
  type Picture,
  priorities,
  requirementStatuses,
  runStatuses,
  taskStatuses,
} from "./run.schema.ts";

type StoredPicture = Omit<Picture, "name"> & { key: string };

const isOpen = sql`status in ('queued', 'launching', 'running', 'paused')`;

/** The truth about a run; queue messages and task events are hints. */
export const runTable = pgTable(
  "run",
  {
    ...owned(),
    ...times(),
    projectId: text("project_id").notNull(),
    number: integer("number").notNull(),
    brief: jsonb("brief").$type<Brief>().notNull(),
    /** As it stood when the run started. Runs from before configurations were kept have the provider alone. */
    config: jsonb("config").$type<RunConfig>().notNull(),
    isTrial: boolean("is_trial").notNull(),

    status: text("status", { enum: runStatuses }).notNull().default("queued"),
    desired: text("desired", { enum: desires }).notNull().default("run"),
    /** Who paused it: access that ended resumes by itself, a person does not. */
    pausedBy: text("paused_by", { enum: ["person", "access"] }),
    epoch: integer("epoch").notNull().default(0),
    attempt: integer("attempt").notNull().default(0),
    failures: integer("failures").notNull().default(0),
    interruptions: integer("interruptions").notNull().default(0),
    leaseUntil: instant("lease_until"),
    launchDeadline: instant("launch_deadline"),
    notBefore: instant("not_before"),
    /** The exact RunTask input but for the run token, which follows from run and epoch. */
    launchSpec: jsonb("launch_spec").$type<LaunchSpec>(),
    taskArn: text("task_arn"),
    /** Since when a poke for it is under way that nobody has heard yet; a second one would say nothing more. */
    calledAt: instant("called_at"),
    desiredAt: instant("desired_at"),
    startedAt: instant("started_at"),
    atWorkSince: instant("at_work_since"),
    endedAt: instant("ended_at"),

    phase: text("phase"),
    progress: integer("progress").notNull().default(0),
    etaSeconds: integer("eta_seconds"),
    /** What runs like this one took, when it was accepted; null when there was none before. */
    usualSeconds: integer("usual_seconds"),
    lastSeq: integer("last_seq").notNull().default(0),
    /** How much of its log is kept already, in bytes. */
    logBytes: integer("log_bytes").notNull().default(0),
    checkpointStep: text("checkpoint_step"),
    checkpointKey: text("checkpoint_key"),
    checkpointSha256: text("checkpoint_sha256"),
    resultKey: text("result_key"),
    manifestKey: text("manifest_key"),
    resultSha256: text("result_sha256"),
    resultBytes: bigint("result_bytes", { mode: "number" }),
    deliveredVerified: integer("delivered_verified"),
    deliveredGaps: integer("delivered_gaps"),
    /** What a browser saw of it, each with the key of its file. */
    pictures: jsonb("pictures").$type<StoredPicture[]>().notNull().default([]),
    errorCode: text("error_code"),
    errorMessage: text("error_message"),
    costMicros: bigint("cost_micros", { mode: "number" }).notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.projectId], foreignColumns: [projectTable.tenantId, projectTable.id] }),
    uniqueIndex("run_number").on(t.tenantId, t.projectId, t.number),
    uniqueIndex("run_one_open").on(t.tenantId, t.projectId).where(isOpen),
    uniqueIndex("run_one_of_trial").on(t.tenantId).where(sql`is_trial and ${isOpen}`),
    index("run_newest").on(t.createdAt, t.id),
    index("run_of_status").on(t.status, t.createdAt, t.id),
    index("run_of_tenant").on(t.tenantId, t.createdAt, t.id),
    index("run_of_tenant_of_status").on(t.tenantId, t.status, t.createdAt, t.id),
    index("run_ended_newest").on(t.endedAt),
    // For those who know a run and not its tenant: admins and the task engine.
    index("run_by_id").on(t.id),
    index("run_open").on(t.status, t.notBefore).where(isOpen),
    check("run_completed_has_result", sql`${t.status} <> 'completed' or ${t.resultKey} is not null`),
  ],
);

/** What a run's parts hang on. */
const ofRun = () => ({
  tenantId: text("tenant_id").notNull(),
  runId: text("run_id").notNull(),
  id: text("id").notNull(),
});

export const requirementTable = pgTable(
  "run_requirement",
  {
    ...ofRun(),
    position: integer("position").notNull(),
    text: text("text").notNull(),
    kind: text("kind").notNull(),
    priority: text("priority", { enum: priorities }).notNull(),
    status: text("status", { enum: requirementStatuses }).notNull(),
    reason: text("reason"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.runId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.runId], foreignColumns: [runTable.tenantId, runTable.id] }),
  ],
);

export const taskTable = pgTable(
  "run_task",
  {
    ...ofRun(),
    position: integer("position").notNull(),
    agent: text("agent").notNull(),
    title: text("title").notNull(),
    status: text("status", { enum: taskStatuses }).notNull(),
    summary: text("summary"),
    dependsOn: text("depends_on").array().notNull(),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.runId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.runId], foreignColumns: [runTable.tenantId, runTable.id] }),
  ],
);

export const checkTable = pgTable(
  "run_check",
  {
    ...ofRun(),
    position: integer("position").notNull(),
    check: text("check").notNull(),
    name: text("name").notNull(),
    status: text("status", { enum: checkStatuses }).notNull(),
    requirementIds: text("requirement_ids").array().notNull(),
    summary: text("summary").notNull(),
    durationMs: integer("duration_ms").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.runId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.runId], foreignColumns: [runTable.tenantId, runTable.id] }),
  ],
);
