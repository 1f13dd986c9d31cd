import { sql } from "drizzle-orm";
import { foreignKey, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { codeTable } from "../code/code.sql.ts";
import { instant, owned, times } from "../db/columns.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { projectStates } from "./project.schema.ts";

const isListed = sql`archived_at is null`;
const isConfigured = sql`configured_at is not null`;

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
    /** What people are told of its newest run. A trigger on runs keeps it, so the two cannot disagree. */
    state: text("state", { enum: projectStates }).notNull().default("pending"),
    archivedAt: instant("archived_at"),
    /** When it last said otherwise how models are to be asked; null when it does not. A trigger on configurations keeps it. */
    configuredAt: instant("configured_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenantTable.id] }),
    foreignKey({ columns: [t.tenantId, t.codeId], foreignColumns: [codeTable.tenantId, codeTable.id] }),
    // A list in each of its orders, of one state or of all; that it has run is answered from the index, too.
    index("project_by_created").on(t.tenantId, t.createdAt, t.id, t.runCount).where(isListed),
    index("project_by_updated").on(t.tenantId, t.updatedAt, t.id, t.runCount).where(isListed),
    index("project_by_name").on(t.tenantId, t.name, t.id, t.runCount).where(isListed),
    index("project_of_state_by_created").on(t.tenantId, t.state, t.createdAt, t.id, t.runCount).where(isListed),
    index("project_of_state_by_updated").on(t.tenantId, t.state, t.updatedAt, t.id, t.runCount).where(isListed),
    index("project_of_state_by_name").on(t.tenantId, t.state, t.name, t.id, t.runCount).where(isListed),
    index("project_of_all_by_created").on(t.createdAt, t.id).where(isListed),
    index("project_of_all_by_updated").on(t.updatedAt, t.id).where(isListed),
    index("project_of_all_by_name").on(t.name, t.id).where(isListed),
    index("project_of_all_of_state_by_created").on(t.state, t.createdAt, t.id).where(isListed),
    index("project_of_all_of_state_by_updated").on(t.state, t.updatedAt, t.id).where(isListed),
    index("project_of_all_of_state_by_name").on(t.state, t.name, t.id).where(isListed),
    index("project_of_code").on(t.tenantId, t.codeId),
    // For admins, who know a project and not its tenant.
    index("project_by_id").on(t.id),
    // Those that say otherwise how models are to be asked.
    index("project_configured").on(t.configuredAt, t.id).where(isConfigured),
    index("project_configured_by_name").on(sql`lower(${t.name})`, t.id).where(isConfigured),
    index("project_configured_of_tenant").on(t.tenantId).where(isConfigured),
    index("project_configured_words").using("gin", sql`lower(${t.name}) gin_trgm_ops`).where(isConfigured),
    index("project_archived").on(t.tenantId, t.createdAt, t.id).where(sql`archived_at is not null`),
  ],
);
