import { and, eq } from "drizzle-orm";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import type { Row } from "../run/advance.ts";
import { checkTable, taskTable } from "../run/run.sql.ts";
import type { Steps } from "./runner.schema.ts";

type Report = (typeof Steps)["_output"];
type Task = Report["tasks"][number];
export type Times = { startedAt: Date | null; endedAt: Date | null };
type Before = Times & { status: Task["status"] };

/** How long an agent was at it, seen from its reports: work too quick for a report of its own took no time. */
export function timesOf({ status }: Task, before: Before | undefined, now: Date): Times {
  if (status === "waiting") return { startedAt: null, endedAt: null };
  if (before?.status === status) return before;
  if (status === "running") return { startedAt: now, endedAt: null };
  const isWork = status === "done" || status === "failed";
  return { startedAt: before?.startedAt ?? (isWork ? now : null), endedAt: now };
}

/** How the run's tasks stood before a report. */
export async function tasksBefore({ tenantId, id }: Row): Promise<Map<string, Before>> {
  const { id: taskId, status, startedAt, endedAt } = taskTable;
  const rows = await Db.use()
    .select({ id: taskId, status, startedAt, endedAt })
    .from(taskTable)
    .where(and(eq(taskTable.tenantId, tenantId), eq(taskTable.runId, id)));
  return new Map(rows.map(({ id, ...before }) => [id, before]));
}

/** The verdicts of the run's checks before a report. */
export async function checksBefore({ tenantId, id }: Row): Promise<Map<string, string>> {
  const rows = await Db.use()
    .select({ id: checkTable.id, status: checkTable.status })
    .from(checkTable)
    .where(and(eq(checkTable.tenantId, tenantId), eq(checkTable.runId, id)));
  return new Map(rows.map(({ id, status }) => [id, status]));
}

/** Says in the run's log what a report has changed, in the order in which such things come about. */
export async function tell(
  run: Row,
  { tasks, checks, files, log }: Pick<Report, "tasks" | "checks" | "files" | "log">,
): Promise<void> {
  const subject = { runId: run.id, projectId: run.projectId };
  const ofTask = ({ id, agent, title, status }: Task) => ({ taskId: id, agent, name: title, status });
  for (const task of tasks.filter(({ status }) => status === "running"))
    await Event.record("run.task_started", subject, ofTask(task));
  for (const { path, bytes } of files) await Event.record("run.file_written", subject, { path, bytes });
  for (const { check, name, status, summary } of checks) {
    const level = status === "failed" ? "error" : "info";
    await Event.record("run.check_ended", subject, {
      check,
      name,
      status,
      level,
      text: `${check} ${name}: ${summary}`,
    });
  }
  for (const task of tasks.filter(({ status }) => status !== "running" && status !== "waiting")) {
    const level = task.status === "failed" ? "warn" : "info";
    await Event.record("run.task_ended", subject, { ...ofTask(task), level });
  }
  for (const { level, text } of log) await Event.record("run.log", subject, { level, text });
}
