import { and, eq, sql } from "drizzle-orm";
import type * as z from "zod";
import type { checkStatuses, requirementStatuses, taskStatuses } from "../run/run.schema.ts";
import { checkTable, requirementTable, runTable, taskTable } from "../run/run.sql.ts";
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

type Task = { id: string; agent: string; title: string; status: TaskStatus; startedAt: string | null };
type Facts = {
  tasks: Task[];
  requirements: Partial<Record<(typeof requirementStatuses)[number], number>>;
  checks: Partial<Record<(typeof checkStatuses)[number], number>>;
};

const isOfRun = (table: typeof taskTable | typeof requirementTable | typeof checkTable) =>
  and(eq(table.tenantId, runTable.tenantId), eq(table.runId, runTable.id));

const countsOf = (table: typeof requirementTable | typeof checkTable) =>
  sql`(select coalesce(json_object_agg(status, n), '{}')
    from (select ${table.status} as status, count(*)::int as n from ${table} where ${isOfRun(table)} group by 1) counts)`;

/** What a row of the run's table has to do with it, asked for within the question for that row. */
export const factsOfRun = sql<Facts | null>`case when ${runTable.id} is not null then json_build_object(
  'tasks', (select coalesce(json_agg(json_build_object('id', ${taskTable.id}, 'agent', ${taskTable.agent},
      'title', ${taskTable.title}, 'status', ${taskTable.status}, 'startedAt', ${taskTable.startedAt})
      order by ${taskTable.position}), '[]') from ${taskTable} where ${isOfRun(taskTable)}),
  'requirements', ${countsOf(requirementTable)},
  'checks', ${countsOf(checkTable)}) end`;

/** How far a run is, in numbers. */
export function workOf({ tasks, requirements, checks }: Facts): z.infer<typeof Work> {
  const has = (status: TaskStatus) => tasks.filter((task) => task.status === status).length;
  const { open = 0, verified = 0, gap = 0 } = requirements;
  const { passed = 0, failed = 0, skipped = 0 } = checks;
  return {
    agents: agentsOf(tasks),
    current: tasks
      .filter(({ status }) => status === "running")
      .map(({ id, agent, title, startedAt }) => ({
        ...{ id, agent, title },
        startedAt: startedAt && new Date(startedAt).toISOString(),
      })),
    tasks: {
      total: tasks.length,
      ...{ waiting: has("waiting"), running: has("running"), done: has("done") },
      ...{ failed: has("failed"), skipped: has("skipped"), nothingToDo: has("nothing_to_do") },
    },
    requirements: { total: open + verified + gap, open, verified, gap },
    checks: { total: passed + failed + skipped, passed, failed, skipped },
  };
}
