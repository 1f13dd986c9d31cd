import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../db/columns.ts";

/** How often something was done in its window. The key is a keyed hash: addresses are not kept. */
export const throttleTable = pgTable("throttle", {
  key: text("key").primaryKey(),
  count: integer("count").notNull(),
  windowEndsAt: instant("window_ends_at").notNull(),
});
