import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { codeTable } from "../code/code.sql.ts";
import { clock, instant, owned, times } from "../db/columns.ts";
import { revokedReasons } from "./device.schema.ts";

/** A machine that somebody bound to an activation code. Its fingerprint is kept as a keyed hash. */
export const deviceTable = pgTable(
  "device",
  {
    ...owned(),
    ...times(),
    codeId: text("code_id").notNull(),
    fingerprint: text("fingerprint").notNull(),
    label: text("label"),
    /** How often it was activated. Refresh tokens of an earlier activation are void, and no sign of theft. */
    family: integer("family").notNull().default(0),
    /** How often its refresh token was exchanged since: the token names the generation, so an older one is known as reused. */
    generation: integer("generation").notNull().default(0),
    /** When that was last. */
    exchangedAt: instant("exchanged_at"),
    refreshExpiresAt: instant("refresh_expires_at").notNull(),
    seenAt: instant("seen_at").notNull().default(clock),
    revokedAt: instant("revoked_at"),
    revokedReason: text("revoked_reason", { enum: revokedReasons }),
    // What a list goes by. Triggers on devices and codes keep them, whoever changes what.
    /** It was, or its code. */
    isRevoked: boolean("is_revoked").notNull().default(false),
    /** When it ends by itself or with its code. */
    endsAt: instant("ends_at").notNull().default(sql`'-infinity'`),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.codeId], foreignColumns: [codeTable.tenantId, codeTable.id] }),
    unique("device_once").on(t.tenantId, t.codeId, t.fingerprint),
    index("device_newest").on(t.tenantId, t.createdAt, t.id),
    index("device_by_seen").on(t.tenantId, t.seenAt, t.id),
    index("device_by_label").on(t.tenantId, t.label, t.id),
    index("device_of_stage").on(t.tenantId, t.isRevoked, t.createdAt, t.id, t.endsAt),
    index("device_ending").on(t.tenantId, t.isRevoked, t.endsAt, t.id),
    index("device_newest_of_all").on(t.createdAt, t.id),
    index("device_of_all_by_seen").on(t.seenAt, t.id),
    index("device_of_all_by_label").on(t.label, t.id),
    index("device_of_all_of_stage").on(t.isRevoked, t.createdAt, t.id, t.endsAt),
    index("device_of_all_ending").on(t.isRevoked, t.endsAt, t.id),
  ],
);
