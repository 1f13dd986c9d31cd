import type { Writable } from "node:stream";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg, { type PoolClient } from "pg";
import { log } from "../base/log.ts";

export type Handle = NodePgDatabase<Record<string, never>>;
export type Database = {
  connect: () => Promise<PoolClient>;
  handle: (client: PoolClient) => Handle;
  /** Whether a statement that was prepared under a name is found again by it. */
  keepsPrepared: boolean;
  end: () => Promise<void>;
};

/**
 * An address with `pgbouncer=true` leads to a pooler that gives the next transaction another connection and does not
 * prepare there what it has seen prepared elsewhere, as PgBouncer does since 1.21 (and Neon's).
 *
 * @param maxUses how often a connection serves before it is closed; without it, for as long as it is busy enough
 */
export function open(options: { url: string; max?: number; maxUses?: number }): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 10,
    idleTimeoutMillis: 60_000,
    // What does not depend on the answer before is sent without waiting for it.
    pipeline: true,
    ...(options.maxUses === undefined ? {} : { maxUses: options.maxUses }),
  });
  // A connection that is dropped, idle or between two statements of a transaction, would else end the process. Whoever
  // holds it hears of it from the next statement.
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("error", (error: Error) => log.warn("database.connection_lost", { error: error.name }));
  const handles = new WeakMap<PoolClient, Handle>();
  const handle = (client: PoolClient) => {
    const known = handles.get(client) ?? drizzle(client);
    handles.set(client, known);
    return known;
  };
  const keepsPrepared = new URL(options.url).searchParams.get("pgbouncer") !== "true";
  return { connect: () => pool.connect(), handle, keepsPrepared, end: () => pool.end() };
}

/** Sends what is asked in this turn in one message: one for each costs more, here and there, than a short answer. */
export function inOneMessage(client: PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}
