import { sql } from "drizzle-orm";
import { check, index, pgTable, text } from "drizzle-orm/pg-core";
import { clock, instant } from "../db/columns.ts";
import { sessionRealms } from "./session.schema.ts";

/** Who is signed in, at which door. The token is in the cookie alone; here is its hash. */
export const sessionTable = pgTable(
  "session",
  {
    id: text("id").primaryKey(),
    realm: text("realm", { enum: sessionRealms }).notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    tenantId: text("tenant_id"),
    memberId: text("member_id"),
    adminId: text("admin_id"),
    codeId: text("code_id"),
    projectId: text("project_id"),
    createdAt: instant("created_at").notNull().default(clock),
    seenAt: instant("seen_at").notNull().default(clock),
    expiresAt: instant("expires_at").notNull(),
    endedAt: instant("ended_at"),
    /** What an admin must still show before the session is worth anything. */
    needs: text("needs", { enum: ["passkey", "enrolment"] }),
    /** When an admin last proved who they are. */
    provedAt: instant("proved_at").notNull().default(clock),
    /** The browser, in its own words, shortened; for its owner to recognise. */
    agent: text("agent"),
  },
  (t) => [
    index("session_by_code").on(t.tenantId, t.codeId),
    index("session_by_member").on(t.tenantId, t.memberId),
    index("session_by_admin").on(t.adminId),
    check(
      "session_of_its_realm",
      sql`case ${t.realm}
        when 'tenant' then ${t.tenantId} is not null and ${t.memberId} is not null
        when 'client' then ${t.tenantId} is not null and ${t.codeId} is not null and ${t.projectId} is not null
        else ${t.adminId} is not null and ${t.tenantId} is null end`,
    ),
  ],
);
