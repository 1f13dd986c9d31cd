import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type * as z from "zod";
import { Db } from "../db/index.ts";
import type { checkStatuses, requirementStatuses, taskStatuses } from "../run/run.schema.ts";
import { checkTable, requirementTable, taskTable } from "../run/run.sql.ts";
import type { Work } from "./project.schema.ts";

type TaskStatus = (typeof taskStatuses)[number];

/** Strongest first: an agent with several tasks is shown as the first of these that one of them is. */
const strength = [
  "running",
  "failed",
  "waiting",
  "done",
  "skipped",
  "nothing_to_do",
] as const satisfies readonly TaskStatus[];

/** Each agent once, in the order in which they come in. */
export function agentsOf(tasks: readonly { agent: string; status: TaskStatus }[]) {
  const statuses = Map.groupBy(tasks, ({ agent }) => agent);
  return [...statuses].map(([agent, own]) => ({
    agent,
    status: strength.find((status) => own.some((task) => task.status === status)) ?? "waiting",
  }));
}

/** How far runs are, in numbers: three questions for all of them together. */
export async function workOf(tenantId: string, runIds: string[]): Promise<Map<string, z.infer<typeof Work>>> {
  if (runIds.length === 0) return new Map();
  const tasks = await Db.use()
    .select({
      runId: taskTable.runId,
      id: taskTable.id,
      agent: taskTable.agent,
      title: taskTable.title,
      status: taskTable.status,
      startedAt: taskTable.startedAt,
    })
    .from(taskTable)
    .where(and(eq(taskTable.tenantId, tenantId), inArray(taskTable.runId, runIds)))
    .orderBy(asc(taskTable.runId), asc(taskTable.position));
  const requirements = await countsOf<(typeof requirementStatuses)[number]>(requirementTable, tenantId, runIds);
  const checks = await countsOf<(typeof checkStatuses)[number]>(checkTable, tenantId, runIds);
  return new Map(
    runIds.map((runId) => {
      const own = tasks.filter((task) => task.runId === runId);
      const has = (status: TaskStatus) => own.filter((task) => task.status === status).length;
      const required = requirements(runId);
      const checked = checks(runId);
      const work = {
        agents: agentsOf(own),
        current: own
          .filter(({ status }) => status === "running")
          .map(({ id, agent, title, startedAt }) => ({
            ...{ id, agent, title },
            startedAt: startedAt?.toISOString() ?? null,
          })),
        tasks: {
          total: own.length,
          ...{ waiting: has("waiting"), running: has("running"), done: has("done") },
          ...{ failed: has("failed"), skipped: has("skipped"), nothingToDo: has("nothing_to_do") },
        },
        requirements: {
          total: required("open") + required("verified") + required("gap"),
          ...{ open: required("open"), verified: required("verified"), gap: required("gap") },
        },
        checks: {
          total: checked("passed") + checked("failed") + checked("skipped"),
          ...{ passed: checked("passed"), failed: checked("failed"), skipped: checked("skipped") },
        },
      };
      return [runId, work];
    }),
  );
}

async function countsOf<Status extends string>(
  table: typeof requirementTable | typeof checkTable,
  tenantId: string,
  runIds: string[],
): Promise<(runId: string) => (status: Status) => number> {
  const rows = await Db.use()
    .select({ runId: table.runId, status: table.status, count: sql<number>`count(*)::int` })
    .from(table)
    .where(and(eq(table.tenantId, tenantId), inArray(table.runId, runIds)))
    .groupBy(table.runId, table.status);
  return (runId) => (status) => rows.find((row) => row.runId === runId && row.status === status)?.count ?? 0;
}
