import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Task } from "./shapes.ts";

/** The tasks of this machine's engine, on disk so that a restart knows what it had started. */
export function openTasks(folder: string) {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, "tasks.sqlite"));
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS task (
      arn TEXT PRIMARY KEY, cluster TEXT NOT NULL, client_token TEXT, is_stopped INTEGER NOT NULL,
      created_at INTEGER NOT NULL, body TEXT NOT NULL, UNIQUE (cluster, client_token)) STRICT;`);
  const tasks = (rows: Record<string, unknown>[]) => rows.map((row) => JSON.parse(String(row.body)) as Task);
  return {
    save: (task: Task): void => {
      database
        .prepare(
          `INSERT INTO task VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (arn) DO UPDATE SET is_stopped = excluded.is_stopped, body = excluded.body`,
        )
        .run(
          ...[task.arn, task.cluster, task.clientToken ?? null],
          ...[task.lastStatus === "STOPPED" ? 1 : 0, task.createdAt, JSON.stringify(task)],
        );
    },
    /** By whole name or by its last part, as the API takes both. */
    find: (cluster: string, name: string): Task | undefined =>
      tasks(
        database.prepare("SELECT body FROM task WHERE cluster = ? AND (arn = ? OR arn LIKE ?)").all(
          cluster,
          name,
          // An id is hexadecimal, so that it cannot carry a wildcard.
          /^[0-9a-f]{32}$/.test(name) ? `%/${name}` : "-",
        ),
      )[0],
    findByToken: (cluster: string, token: string): Task | undefined =>
      tasks(database.prepare("SELECT body FROM task WHERE cluster = ? AND client_token = ?").all(cluster, token))[0],
    list: (cluster: string): Task[] =>
      tasks(
        database.prepare("SELECT body FROM task WHERE cluster = ? ORDER BY created_at DESC LIMIT 10000").all(cluster),
      ),
    unfinished: (): Task[] => tasks(database.prepare("SELECT body FROM task WHERE is_stopped = 0").all()),
    forgetBefore: (instant: number): void => {
      database.prepare("DELETE FROM task WHERE is_stopped = 1 AND created_at < ?").run(instant);
    },
    close: () => database.close(),
  };
}
