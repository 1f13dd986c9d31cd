import { foreignKey, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { codeTable } from "../code/code.sql.ts";
import { instant, owned, times } from "../db/columns.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";

export const projectTable = pgTable(
  "project",
  {
    ...owned(),
    ...times(),
    name: text("name").notNull(),
    clientName: text("client_name"),
    description: text("description").notNull(),
    objectives: text("objectives").notNull(),
    codeId: text("code_id"),
    /** How many runs it had; the newest has this number. */
    runCount: integer("run_count").notNull().default(0),
    archivedAt: instant("archived_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenantTable.id] }),
    foreignKey({ columns: [t.tenantId, t.codeId], foreignColumns: [codeTable.tenantId, codeTable.id] }),
    index("project_newest").on(t.tenantId, t.createdAt),
  ],
);
