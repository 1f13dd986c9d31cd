import { bigint, foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { clock, instant, owned } from "../db/columns.ts";
import { projectTable } from "../project/project.sql.ts";
import { authorTypes } from "./comment.schema.ts";

/** What a client and the tenant's members say to each other about a project. */
export const commentTable = pgTable(
  "comment",
  {
    ...owned(),
    projectId: text("project_id").notNull(),
    authorType: text("author_type", { enum: authorTypes }).notNull(),
    /** The code's id of a client, the member's of a tenant. */
    authorId: text("author_id").notNull(),
    authorName: text("author_name").notNull(),
    text: text("text").notNull(),
    /** In a project later comments have higher numbers: they are given while the project is held. */
    seq: bigint("seq", { mode: "bigint" }).generatedAlwaysAsIdentity(),
    createdAt: instant("created_at").notNull().default(clock),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.projectId], foreignColumns: [projectTable.tenantId, projectTable.id] }),
    index("comment_of_project").on(t.tenantId, t.projectId, t.seq),
    // How much an author said in the last minute.
    index("comment_of_author").on(t.tenantId, t.authorId, t.createdAt),
  ],
);
