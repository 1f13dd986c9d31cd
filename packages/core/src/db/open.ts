import { neonConfig, Pool, type PoolClient } from "@neondatabase/serverless";
import { drizzle, type NeonDatabase } from "drizzle-orm/neon-serverless";
import { log } from "../base/log.ts";

export type Handle = NeonDatabase<Record<string, never>>;
export type Database = {
  connect: () => Promise<PoolClient>;
  handle: (client: PoolClient) => Handle;
  end: () => Promise<void>;
};

/**
 * Neon's driver over WebSocket.
 *
 * @param maxUses how often a connection serves before it is closed; without it, for as long as it is busy enough
 * @param wsProxy `host:port/path` of a proxy in plain WebSocket that stands where Neon's own would
 */
export function open(options: { url: string; wsProxy: string | undefined; max?: number; maxUses?: number }): Database {
  const { wsProxy } = options;
  if (wsProxy !== undefined) {
    neonConfig.wsProxy = () => wsProxy;
    neonConfig.useSecureWebSocket = false;
    neonConfig.pipelineTLS = false;
    neonConfig.pipelineConnect = false;
  }
  const pool = new Pool({
    connectionString: options.url,
    max: options.max ?? 10,
    idleTimeoutMillis: 60_000,
    ...(options.maxUses === undefined ? {} : { maxUses: options.maxUses }),
  });
  // A dropped idle connection would else end the process.
  pool.on("error", (error: Error) => log.warn("database.connection_lost", { error: error.name }));
  return { connect: () => pool.connect(), handle: (client) => drizzle(client), end: () => pool.end() };
}
