import { sql } from "drizzle-orm";
import { openDatabase } from "../../src/db/database.ts";

/** Puts a stored day where it would be by now if time had gone by since the record was made. */
export function elapse(dataDir: string, table: string, column: string, id: number, day: string): void {
  const db = openDatabase(dataDir);
  db.run(sql`update ${sql.identifier(table)} set ${sql.identifier(column)} = ${day} where id = ${id}`);
  db.close();
}
