import { sql } from "drizzle-orm";
import { openDatabase } from "../../src/db/database.ts";

/** Puts a value where it would be by now if time had gone by, or others had been at work, since the record was made. */
export function overwrite(dataDir: string, table: string, column: string, id: number, value: string): void {
  const db = openDatabase(dataDir);
  db.run(sql`update ${sql.identifier(table)} set ${sql.identifier(column)} = ${value} where id = ${id}`);
  db.close();
}
