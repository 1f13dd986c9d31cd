import { pgTable, text } from "drizzle-orm/pg-core";
import { instant, times } from "../db/columns.ts";

/** The one table whose own id is the tenant. */
export const tenantTable = pgTable("tenant", {
  id: text("id").primaryKey(),
  ...times(),
  slug: text("slug").notNull().unique(),
  name: text("name").notNull(),
  email: text("email").notNull(),
  phone: text("phone"),
  logoUrl: text("logo_url"),
  primaryColor: text("primary_color"),
  domain: text("domain").unique(),
  suspendedAt: instant("suspended_at"),
});
