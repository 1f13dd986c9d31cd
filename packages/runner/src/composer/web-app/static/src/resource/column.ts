import { getTableColumns } from "drizzle-orm";
import type { AnySQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";

/** @throws Error when the table has no such column: a mistake in a definition, never in a request */
export function column(table: SQLiteTable, name: string): AnySQLiteColumn {
  const found = getTableColumns(table)[name];
  if (!found) throw new Error(`No column ${name}`);
  return found;
}
