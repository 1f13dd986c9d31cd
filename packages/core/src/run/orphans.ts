import { inArray } from "drizzle-orm";
import { Db } from "../db/index.ts";
import { Ports, type RunningTask } from "../ports/index.ts";
import { runTable as t } from "./run.sql.ts";

type Orphan = { taskArn: string; runId: string };
type Run = { status: string; taskArn: string | null };

/** Pages of a hundred; a cluster of ours holds far fewer. */
const mostPages = 20;

/**
 * Tasks that work for nobody: their run is gone, has ended, waits, or has another task. Who was superseded stops by
 * itself; this is for the one that hangs, and for the one whose launcher died before it could say that it started.
 *
 * The tasks are listed before the rows are read. A task is asked for after its claim was written, so that a row which
 * does not know of it is never merely late.
 *
 * @param patienceSeconds younger ones are left alone: whoever started them may be about to stop them, too
 */
export async function orphans(patienceSeconds: number): Promise<Orphan[]> {
  const oldest = Ports.use().now().getTime() - patienceSeconds * 1_000;
  const found = (await allTasks()).flatMap(({ taskArn, startedBy, createdAt }) =>
    startedBy?.startsWith("run_") && createdAt && createdAt.getTime() <= oldest ? [{ taskArn, runId: startedBy }] : [],
  );
  if (found.length === 0) return [];
  const runs = await runsOf([...new Set(found.map(({ runId }) => runId))]);
  return found.filter((task) => !isOwned(task, runs.get(task.runId)));
}

/** A run at work that knows of no task yet may mean this one: its launch is repeated, and names it. */
const isOwned = ({ taskArn }: Orphan, run: Run | undefined): boolean =>
  (run?.status === "launching" || run?.status === "running") && (run.taskArn === null || run.taskArn === taskArn);

async function allTasks(): Promise<RunningTask[]> {
  const tasks: RunningTask[] = [];
  let after: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const { items, next } = await Ports.use().tasks.list(after);
    tasks.push(...items);
    if (next === undefined) break;
    after = next;
  }
  return tasks;
}

async function runsOf(ids: string[]): Promise<Map<string, Run>> {
  const rows = await Db.tx(() =>
    Db.use().select({ id: t.id, status: t.status, taskArn: t.taskArn }).from(t).where(inArray(t.id, ids)),
  );
  return new Map(rows.map(({ id, ...run }) => [id, run]));
}
