import { pgTable, text } from "drizzle-orm/pg-core";
import { times } from "../db/columns.ts";

export const adminTable = pgTable("admin", {
  id: text("id").primaryKey(),
  ...times(),
  email: text("email").notNull().unique(),
});
