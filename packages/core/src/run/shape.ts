import { and, asc, eq } from "drizzle-orm";
import { Db } from "../db/index.ts";
import { standingOf } from "./line.ts";
import { picturesOf } from "./picture.ts";
import type { Run, RunSummary } from "./run.schema.ts";
import { checkTable, requirementTable, runTable as t, taskTable } from "./run.sql.ts";
import { etaOf } from "./usual.ts";

type Row = typeof t.$inferSelect;

/** As much of a run as lists show: a brief and a configuration are long. */
export const summaryColumns = {
  id: t.id,
  projectId: t.projectId,
  number: t.number,
  status: t.status,
  desired: t.desired,
  phase: t.phase,
  progress: t.progress,
  etaSeconds: t.etaSeconds,
  usualSeconds: t.usualSeconds,
  attempt: t.attempt,
  createdAt: t.createdAt,
  startedAt: t.startedAt,
  endedAt: t.endedAt,
  errorCode: t.errorCode,
  errorMessage: t.errorMessage,
  resultBytes: t.resultBytes,
  resultSha256: t.resultSha256,
  deliveredVerified: t.deliveredVerified,
  deliveredGaps: t.deliveredGaps,
  costMicros: t.costMicros,
};

export const toSummary = (row: Pick<Row, keyof typeof summaryColumns>): RunSummary => ({
  id: row.id,
  projectId: row.projectId,
  number: row.number,
  status: row.status,
  desired: row.desired,
  phase: row.phase,
  progress: row.progress,
  etaSeconds: etaOf(row),
  attempt: row.attempt,
  createdAt: row.createdAt.toISOString(),
  startedAt: row.startedAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null,
  error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? "" },
  artifact:
    row.resultBytes === null || row.resultSha256 === null ? null : { bytes: row.resultBytes, sha256: row.resultSha256 },
  delivered:
    row.deliveredVerified === null || row.deliveredGaps === null
      ? null
      : { verified: row.deliveredVerified, gaps: row.deliveredGaps },
  costMicros: row.costMicros,
});

/** With its requirements, tasks and checks in the order in which the engine named them. */
export async function toRun(row: Row): Promise<Run> {
  // One that no task has begun has none of these, and the press of RUN is to be answered at once.
  const parts = row.attempt === 0 ? { requirements: [], tasks: [], checks: [] } : await partsOf(row);
  return { ...toSummary(row), ...(await standingOf(row)), ...parts, pictures: picturesOf(row) };
}

async function partsOf(row: Row): Promise<Pick<Run, "requirements" | "tasks" | "checks">> {
  const ofRun = (table: typeof requirementTable | typeof taskTable | typeof checkTable) =>
    and(eq(table.tenantId, row.tenantId), eq(table.runId, row.id));
  const requirements = await Db.use()
    .select()
    .from(requirementTable)
    .where(ofRun(requirementTable))
    .orderBy(asc(requirementTable.position));
  const tasks = await Db.use().select().from(taskTable).where(ofRun(taskTable)).orderBy(asc(taskTable.position));
  const checks = await Db.use().select().from(checkTable).where(ofRun(checkTable)).orderBy(asc(checkTable.position));
  return {
    requirements: requirements.map(({ id, text, kind, priority, status, reason }) => ({
      id,
      text,
      kind,
      priority,
      status,
      reason,
    })),
    tasks: tasks.map(({ id, agent, title, status, summary, dependsOn, startedAt, endedAt }) => ({
      id,
      agent,
      title,
      status,
      summary,
      dependsOn,
      startedAt: startedAt?.toISOString() ?? null,
      endedAt: endedAt?.toISOString() ?? null,
    })),
    checks: checks.map(({ check, name, status, requirementIds, summary, durationMs }) => ({
      check,
      name,
      status,
      requirementIds,
      summary,
      durationMs,
    })),
  };
}
