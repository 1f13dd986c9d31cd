import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { BetterSQLiteSession } from "drizzle-orm/better-sqlite3/session";
import { BaseSQLiteDatabase, SQLiteSyncDialect } from "drizzle-orm/sqlite-core";

type Session = ConstructorParameters<typeof BetterSQLiteSession>[0];

export type Database = BaseSQLiteDatabase<"sync", unknown> & { close(): void; exec(statements: string): void };

/**
 * The application's one database: a file in `folder`, made when it is not there.
 *
 * Write-ahead logging lets readers go on while a change is written; foreign keys are what keeps a
 * record from being deleted while others point at it.
 */
export function openDatabase(folder: string): Database {
  mkdirSync(folder, { recursive: true });
  const sqlite = new DatabaseSync(join(folder, "app.sqlite"));
  sqlite.exec(
    "pragma journal_mode = wal; pragma foreign_keys = on; pragma busy_timeout = 5000; pragma synchronous = normal",
  );
  sqlite.function("fold", { deterministic: true }, (value) => fold(value));

  const dialect = new SQLiteSyncDialect();
  const session = new BetterSQLiteSession(asClient(sqlite), dialect, undefined);
  return Object.assign(
    new BaseSQLiteDatabase("sync", dialect, session, undefined) as BaseSQLiteDatabase<"sync", unknown>,
    {
      close: () => sqlite.close(),
      exec: (statements: string) => sqlite.exec(statements),
    },
  );
}

/** Text as search and sorting see it: without case and without accents. */
function fold(value: unknown): string | null {
  if (value === null) return null;
  return String(value).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * Node's own SQLite in the shape Drizzle's synchronous session expects, so that the application needs no
 * native module and no build step.
 */
function asClient(sqlite: DatabaseSync): Session {
  let depth = 0;
  const client = {
    prepare(query: string) {
      const statement = sqlite.prepare(query);
      const rows = () => {
        const arrays = sqlite.prepare(query);
        arrays.setReturnArrays(true);
        return {
          all: (...values: unknown[]) => arrays.all(...values.map(bindable)),
          get: (...values: unknown[]) => arrays.get(...values.map(bindable)),
        };
      };
      return {
        run: (...values: unknown[]) => statement.run(...values.map(bindable)),
        all: (...values: unknown[]) => statement.all(...values.map(bindable)),
        get: (...values: unknown[]) => statement.get(...values.map(bindable)),
        raw: rows,
      };
    },
    transaction<T>(work: (transaction: unknown) => T) {
      const within = (mode: string) => (transaction: unknown) => {
        // One inside another becomes a savepoint, so that verbs can be combined.
        const [begin, commit, rollback] = depth === 0 ? [`begin ${mode}`, "commit", "rollback"] : nested(depth);
        sqlite.exec(begin);
        depth += 1;
        try {
          const result = work(transaction);
          sqlite.exec(commit);
          return result;
        } catch (error) {
          sqlite.exec(rollback);
          throw error;
        } finally {
          depth -= 1;
        }
      };
      return { deferred: within("immediate"), immediate: within("immediate"), exclusive: within("exclusive") };
    },
  };
  // The session calls exactly these five functions; the full class of another driver is not needed.
  return client as unknown as Session;
}

const nested = (depth: number) =>
  [`savepoint s${depth}`, `release s${depth}`, `rollback to s${depth}; release s${depth}`] as const;

function bindable(value: unknown): SQLInputValue {
  if (typeof value === "boolean") return value ? 1 : 0;
  return value as SQLInputValue;
}
