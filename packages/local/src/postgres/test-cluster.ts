import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import * as z from "zod";
import { admit, execute, start } from "./index.ts";

const Shared = z.object({ superuserUrl: z.string(), ownerUrl: z.string(), loginUrl: z.string() });

/** One PostgreSQL for all tests of a run. URLs lead to its database `q2o`, which nobody should change. */
export type TestCluster = z.infer<typeof Shared>;

/** A database of its own for one test file. `drop` ends its connections. */
export type TestDatabase = {
  name: string;
  ownerUrl: string;
  loginUrl: string;
  drop: () => Promise<void>;
};

const variable = "Q2O_TEST_CLUSTER";
let own: Promise<TestCluster & { stop: () => Promise<void> }> | undefined;

/** The run's cluster: the one `@q2o/local/postgres/vitest` started, else one for this process. */
export async function testCluster(): Promise<TestCluster> {
  const shared = process.env[variable];
  if (shared) return Shared.parse(JSON.parse(shared));
  own ??= startTestCluster();
  return own;
}

/**
 * Starts a cluster that forgets everything and tells later processes of this run about it.
 *
 * @param kept a folder where it forgets nothing, for data that takes long to make; whoever reaches the port may enter
 */
export async function startTestCluster(kept?: string): Promise<TestCluster & { stop: () => Promise<void> }> {
  const folder = kept ?? mkdtempSync(join(tmpdir(), "q2o-postgres-"));
  const secret = () => (kept === undefined ? randomBytes(12).toString("hex") : "kept");
  const passwords = { superuser: secret(), owner: secret(), login: secret() };
  const cluster = await start({ folder, passwords, durable: false });
  const forget = () => kept === undefined && rmSync(folder, { recursive: true, force: true });
  process.once("exit", forget);
  const shared: TestCluster = {
    superuserUrl: cluster.url("superuser"),
    ownerUrl: cluster.url("owner"),
    loginUrl: cluster.url("login"),
  };
  process.env[variable] = JSON.stringify(shared);
  const stop = async () => {
    delete process.env[variable];
    await cluster.stop();
    forget();
  };
  return { ...shared, stop };
}

/**
 * Makes a database once per run, whichever process comes first; the others wait. `build` gets the owner's URL and
 * must close its connections before it returns.
 *
 * @returns the name for `cloneDatabase`
 */
export async function ensureTemplate(key: string, build: (database: TestDatabase) => Promise<void>): Promise<string> {
  const name = `template_${key}`;
  const cluster = await testCluster();
  const lock = 7_261_031;
  const client = new pg.Client({ connectionString: at(cluster.superuserUrl, "postgres") });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [lock]);
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (found.rowCount === 0) {
      const draft = `draft_${key}`;
      await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
      await build(await create(cluster, draft, "template1"));
      await unlessBusy(() => client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`));
    }
    return name;
  } finally {
    await client.end();
  }
}

/** A copy of a template, in some 40 ms whatever its size. Without a template: an empty database. */
export async function cloneDatabase(template = "template1"): Promise<TestDatabase> {
  return create(await testCluster(), `test_${randomBytes(8).toString("hex")}`, template);
}

async function create(cluster: TestCluster, name: string, template: string): Promise<TestDatabase> {
  const system = at(cluster.superuserUrl, "postgres");
  await unlessBusy(() =>
    execute(system, [
      `CREATE DATABASE ${name} OWNER q2o_owner TEMPLATE ${template} STRATEGY file_copy`,
      ...admit(name),
    ]),
  );
  return addressOf(cluster, name);
}

/** A database that is there already, by its name. */
export const testDatabase = async (name: string): Promise<TestDatabase> => addressOf(await testCluster(), name);

function addressOf(cluster: TestCluster, name: string): TestDatabase {
  const system = at(cluster.superuserUrl, "postgres");
  return {
    name,
    ownerUrl: at(cluster.ownerUrl, name),
    loginUrl: at(cluster.loginUrl, name),
    drop: async () => {
      await execute(system, [`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`]);
    },
  };
}

function at(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** A connection that has just been closed is still counted for some milliseconds (55006, object in use). */
async function unlessBusy<T>(work: () => Promise<T>, tries = 100): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (tries === 0 || (error as { code?: string }).code !== "55006") throw error;
    await sleep(50);
    return unlessBusy(work, tries - 1);
  }
}
