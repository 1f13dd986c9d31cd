import { and, eq, sql } from "drizzle-orm";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import type { Row } from "../run/advance.ts";
import { checkTable, requirementTable, runTable, taskTable } from "../run/run.sql.ts";
import type { Steps } from "./runner.schema.ts";
import { checksBefore, type Times, tasksBefore, tell, timesOf } from "./tell.ts";

type Report = (typeof Steps)["_output"];

/** Writes what a task reports. The run's row is held, so reports come one after the other. */
export async function writeReport(run: Row, report: Report): Promise<void> {
  const key = { tenantId: run.tenantId, runId: run.id };
  const log = withinLimit(run.logBytes, report.log);
  const before = await tasksBefore(run);
  const verdicts = report.checks.length > 0 ? await checksBefore(run) : new Map<string, string>();
  const tasks = newest(report.tasks, ({ id }) => id);
  const checks = newest(report.checks, idOf);
  // The run was touched just now by this same transaction, at the product's time.
  const timed = tasks.map((task) => ({ ...task, ...timesOf(task, before.get(task.id), run.updatedAt) }));
  await writeParts(key, { requirements: report.requirements, tasks: timed, checks });
  await tell(run, {
    tasks: tasks.filter(({ id, status }) => before.get(id)?.status !== status),
    checks: checks.filter((check) => verdicts.get(idOf(check)) !== check.status),
    files: report.files,
    log: log.lines,
  });
  await Db.use()
    .update(runTable)
    .set({
      lastSeq: report.seq,
      logBytes: log.bytes,
      updatedAt: clock,
      ...(report.phase === undefined ? {} : { phase: report.phase }),
      // Only `complete` says 100, and what was verified stays verified.
      ...(report.progress === undefined
        ? {}
        : { progress: Math.max(run.progress, Math.min(99, Math.floor(report.progress))) }),
      ...(report.pictures === undefined ? {} : { pictures: report.pictures }),
      ...(report.etaSeconds === undefined ? {} : { etaSeconds: Math.ceil(report.etaSeconds) }),
    })
    .where(and(eq(runTable.tenantId, run.tenantId), eq(runTable.id, run.id)));
}

async function writeParts(
  key: { tenantId: string; runId: string },
  {
    requirements,
    tasks,
    checks,
  }: Pick<Report, "requirements" | "checks"> & { tasks: (Report["tasks"][number] & Times)[] },
): Promise<void> {
  const excluded = (column: string) => sql.raw(`excluded.${column}`);
  const rows = <T>(items: T[]) => items.map((item, position) => ({ ...key, position, ...item }));
  if (requirements.length > 0)
    await Db.use()
      .insert(requirementTable)
      .values(
        rows(newest(requirements, ({ id }) => id).map(({ reason, ...rest }) => ({ ...rest, reason: reason ?? null }))),
      )
      .onConflictDoUpdate({
        target: [requirementTable.tenantId, requirementTable.runId, requirementTable.id],
        set: {
          text: excluded("text"),
          kind: excluded("kind"),
          priority: excluded("priority"),
          status: excluded("status"),
          reason: excluded("reason"),
        },
      });
  if (tasks.length > 0)
    await Db.use()
      .insert(taskTable)
      .values(rows(tasks.map(({ summary, ...rest }) => ({ ...rest, summary: summary ?? null }))))
      .onConflictDoUpdate({
        target: [taskTable.tenantId, taskTable.runId, taskTable.id],
        set: {
          agent: excluded("agent"),
          title: excluded("title"),
          status: excluded("status"),
          summary: excluded("summary"),
          dependsOn: excluded("depends_on"),
          startedAt: excluded("started_at"),
          endedAt: excluded("ended_at"),
        },
      });
  if (checks.length > 0)
    await Db.use()
      .insert(checkTable)
      .values(
        rows(
          checks.map((check) => ({
            ...check,
            id: idOf(check),
            durationMs: Math.round(check.durationMs),
          })),
        ),
      )
      .onConflictDoUpdate({
        target: [checkTable.tenantId, checkTable.runId, checkTable.id],
        set: {
          status: excluded("status"),
          requirementIds: excluded("requirement_ids"),
          summary: excluded("summary"),
          durationMs: excluded("duration_ms"),
        },
      });
}

/** How much of a run's log is kept, in bytes. */
const maxLogBytes = 2_000_000;

/** What of these lines still fits. The line that does not is replaced by one that says so, once. */
function withinLimit(kept: number, lines: Report["log"]): { lines: Report["log"]; bytes: number } {
  const fitting: Report["log"] = [];
  let bytes = kept;
  for (const line of lines) {
    if (bytes > maxLogBytes) break;
    bytes += Buffer.byteLength(line.text);
    fitting.push(
      bytes > maxLogBytes
        ? { level: "warn", text: "The log is full: what the run says from here on is not kept." }
        : line,
    );
  }
  return { lines: fitting, bytes };
}

const idOf = ({ check, name }: { check: string; name: string }) => `${check}:${name}`;

/** One statement may not touch a row twice, so of several about one thing the last counts. */
const newest = <T>(items: T[], keyOf: (item: T) => string): T[] => [
  ...new Map(items.map((item) => [keyOf(item), item])).values(),
];
