export * as Postgres from "./index.ts";
export { cloneDatabase, ensureTemplate, type TestCluster, type TestDatabase, testCluster } from "./test-cluster.ts";

import pg from "pg";
import { type Server, type ServerOptions, startServer } from "./server.ts";

export type Passwords = { superuser: string; owner: string; login: string };
export type Cluster = Server & { url: (role: "superuser" | "owner" | "login", database?: string) => string };

const roles = { superuser: "postgres", owner: "q2o_owner", login: "q2o_login" } as const;

/**
 * PostgreSQL with the two roles and the database that Neon will hold for us: `q2o_owner` migrates and owns,
 * `q2o_login` connects and may do nothing until migrations grant it a role to become.
 */
export async function start(
  options: Omit<ServerOptions, "password" | "durable"> & { passwords: Passwords; durable?: boolean },
): Promise<Cluster> {
  const { passwords } = options;
  const server = await startServer({ durable: true, ...options, password: passwords.superuser });
  const cluster: Cluster = {
    ...server,
    url: (role, database = "q2o") =>
      `postgres://${roles[role]}:${encodeURIComponent(passwords[role])}@${server.host}:${server.port}/${database}`,
  };
  try {
    await prepare(cluster, passwords);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return cluster;
}

/** Runs statements one after the other on a connection of their own. */
export async function execute(url: string, statements: string[]): Promise<pg.QueryResult[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const results: pg.QueryResult[] = [];
    for (const statement of statements) results.push(await client.query(statement));
    return results;
  } finally {
    await client.end();
  }
}

/** Who may enter a database, which PostgreSQL does not copy from a template. */
export const admit = (database: string) => [
  `REVOKE ALL ON DATABASE ${database} FROM PUBLIC`,
  `GRANT CONNECT ON DATABASE ${database} TO q2o_login`,
];

/** Idempotent, so that a start killed half-way is completed by the next one. */
async function prepare(cluster: Cluster, passwords: Passwords): Promise<void> {
  const system = cluster.url("superuser", "postgres");
  const [found] = await execute(system, ["SELECT 1 FROM pg_database WHERE datname = 'q2o'"]);
  if (found?.rowCount === 1) return;
  const owner = pg.escapeLiteral(passwords.owner);
  const login = pg.escapeLiteral(passwords.login);
  await execute(system, [
    "DROP DATABASE IF EXISTS q2o_making",
    "DROP ROLE IF EXISTS q2o_owner",
    "DROP ROLE IF EXISTS q2o_login",
    // The rights that a role made in Neon's console has.
    `CREATE ROLE q2o_owner LOGIN CREATEROLE CREATEDB BYPASSRLS PASSWORD ${owner}`,
    `CREATE ROLE q2o_login LOGIN NOINHERIT PASSWORD ${login}`,
    "GRANT q2o_login TO q2o_owner WITH ADMIN TRUE, INHERIT FALSE, SET FALSE",
    "CREATE DATABASE q2o_making OWNER q2o_owner",
    ...admit("q2o_making"),
    "ALTER DATABASE q2o_making RENAME TO q2o",
  ]);
}
