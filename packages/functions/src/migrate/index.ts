import { createHash } from "node:crypto";
import { Actor } from "@q2o/core/actor";
import { Admin } from "@q2o/core/admin";
import { log } from "@q2o/core/base";
import { Db } from "@q2o/core/db";
import { Plan } from "@q2o/core/plan";
import { Ports } from "@q2o/core/ports";
import { withPorts } from "../edge/ports.ts";
import { migrations } from "./migrations.generated.ts";
import { makeRoles } from "./roles.ts";

/**
 * Brings the database to this version: roles, migrations in their order, and the rows nothing works without.
 * Two at once wait for each other; a migration is applied whole or not at all, and once.
 */
export async function migrate() {
  const client = await Ports.use().db.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('q2o.migrate'))");
    await makeRoles(client);
    await client.query("create schema if not exists app");
    await client.query(
      "create table if not exists app.migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())",
    );
    const { rows } = await client.query<{ name: string; sha256: string }>("select name, sha256 from app.migration");
    const applied = new Map(rows.map(({ name, sha256 }) => [name, sha256]));
    for (const { name, statements } of migrations) {
      const sha256 = createHash("sha256").update(statements.join("\n")).digest("hex");
      const before = applied.get(name);
      if (before === sha256) continue;
      // History that was rewritten would leave databases that look alike and are not.
      if (before !== undefined) throw new Error(`Migration ${name} was changed after it was applied.`);
      await client.query("begin");
      for (const statement of statements) await client.query(statement);
      await client.query("insert into app.migration (name, sha256) values ($1, $2)", [name, sha256]);
      await client.query("commit");
      log.info("migration.applied", { name });
    }
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    await client.query("select pg_advisory_unlock_all()").catch(() => undefined);
    client.release();
  }
  await Actor.provide({ type: "platform" }, () =>
    Db.tx(async () => {
      await Plan.seed();
      await Admin.seed();
    }),
  );
  return { migrations: migrations.length };
}

export const handler = withPorts(["owner", "admin"], migrate);
