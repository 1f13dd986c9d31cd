import { index, pgTable, text } from "drizzle-orm/pg-core";
import { clock, instant } from "../db/columns.ts";

/**
 * Files that must go, written with the deletion of the rows that named them. It stays until nobody can put another file
 * there any more.
 */
export const erasureTable = pgTable(
  "erasure",
  {
    id: text("id").primaryKey(),
    /** Everything whose key begins so. */
    prefix: text("prefix").notNull(),
    /** Only what this run does not name: what its lost and earlier attempts left. */
    unnamedBy: text("unnamed_by"),
    createdAt: instant("created_at").notNull().default(clock),
    /** When to look next. */
    dueAt: instant("due_at").notNull().default(clock),
  },
  (t) => [index("erasure_due").on(t.dueAt)],
);
