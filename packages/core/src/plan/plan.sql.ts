import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { instant, times } from "../db/columns.ts";

/** What a tenant may buy. Null means unlimited. */
export const planTable = pgTable("plan", {
  id: text("id").primaryKey(),
  ...times(),
  name: text("name").notNull().unique(),
  monthlyCents: integer("monthly_cents").notNull(),
  yearlyCents: integer("yearly_cents").notNull(),
  runsPerMonth: integer("runs_per_month"),
  codesPerMonth: integer("codes_per_month"),
  concurrentRuns: integer("concurrent_runs"),
  maxDevices: integer("max_devices"),
  pastDueGraceDays: integer("past_due_grace_days").notNull().default(0),
  retiredAt: instant("retired_at"),
});
