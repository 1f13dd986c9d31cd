import { foreignKey, index, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { instant, owned, times } from "../db/columns.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { memberRoles } from "./member.schema.ts";

export const memberTable = pgTable(
  "member",
  {
    ...owned(),
    ...times(),
    email: text("email").notNull(),
    role: text("role", { enum: memberRoles }).notNull(),
    name: text("name"),
    invitedBy: text("invited_by"),
    /** The first sign-in; until then the member is invited. */
    joinedAt: instant("joined_at"),
    /** Kinds of mail that this member does not want. */
    muted: text("muted").array().notNull().default([]),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenantTable.id] }),
    unique("member_once").on(t.tenantId, t.email),
    index("member_by_email").on(t.email),
    index("member_newest").on(t.tenantId, t.createdAt, t.id),
  ],
);
