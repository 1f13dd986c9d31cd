import { index, integer, pgTable, text } from "drizzle-orm/pg-core";

/**
 * How many there are, as differences: each change of a counted row adds one line for its tenant and one for the
 * platform (without a tenant), and a total is their sum. Nobody waits for a counter, and a total fits what a reader sees.
 */
export const tallyTable = pgTable(
  "tally",
  {
    tenantId: text("tenant_id"),
    noun: text("noun", { enum: ["project", "code", "device"] }).notNull(),
    /** Of a project its state, with `+` if it ever ran; of a code and a device nothing. */
    bucket: text("bucket").notNull(),
    difference: integer("difference").notNull(),
  },
  (t) => [index("tally_of").on(t.tenantId, t.noun, t.bucket, t.difference)],
);
