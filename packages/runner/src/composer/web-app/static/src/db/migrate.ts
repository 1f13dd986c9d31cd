import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { log } from "../log.ts";
import type { Database } from "./database.ts";

/**
 * Applies every file of `folder` that the database has not seen, in the order of their names, each in its own
 * transaction.
 *
 * @throws Error when an applied file has been edited since: the data would no longer match the code
 */
export function migrate(db: Database, folder: string): void {
  db.exec(
    "create table if not exists schema_migration (name text primary key, sha256 text not null, applied_at text not null)",
  );
  const applied = new Map(
    db
      .all<{ name: string; sha256: string }>(sql`select name, sha256 from schema_migration`)
      .map((row) => [row.name, row.sha256]),
  );

  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort()) {
    const statements = readFileSync(join(folder, name), "utf8");
    const sha256 = createHash("sha256").update(statements).digest("hex");
    const known = applied.get(name);
    if (known === sha256) continue;
    if (known !== undefined)
      throw new Error(`Migration ${name} was changed after it was applied; add a new file instead.`);

    db.exec("begin immediate");
    try {
      db.exec(statements);
      db.run(sql`insert into schema_migration values (${name}, ${sha256}, ${new Date().toISOString()})`);
      db.exec("commit");
    } catch (error) {
      db.exec("rollback");
      throw error;
    }
    log.info("migration.applied", { name });
  }
}
