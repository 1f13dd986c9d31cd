import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, owned, times } from "../db/columns.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { codeScopes, codeSources } from "./code.schema.ts";

/** Named as people say it. The code itself is nowhere: a keyed hash finds it, five characters recall it. */
export const codeTable = pgTable(
  "activation_code",
  {
    ...owned(),
    ...times(),
    sealed: text("sealed").notNull().unique(),
    last5: text("last5").notNull(),
    label: text("label"),
    source: text("source", { enum: codeSources }).notNull(),
    scopes: text("scopes", { enum: codeScopes }).array().notNull(),
    /** The checkout that it was bought by. */
    packId: text("pack_id"),
    uses: integer("uses").notNull().default(0),
    maxUses: integer("max_uses").notNull().default(1),
    maxDevices: integer("max_devices"),
    expiresAt: instant("expires_at"),
    revokedAt: instant("revoked_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenantTable.id] }),
    index("activation_code_by_created").on(t.tenantId, t.createdAt, t.id),
    index("activation_code_by_label").on(t.tenantId, t.label, t.id),
    index("activation_code_by_expiry").on(t.tenantId, t.expiresAt, t.id),
    index("activation_code_of_all_by_created").on(t.createdAt, t.id),
    index("activation_code_of_all_by_label").on(t.label, t.id),
    index("activation_code_of_all_by_expiry").on(t.expiresAt, t.id),
    index("activation_code_open").on(t.tenantId, t.createdAt, t.id).where(sql`revoked_at is null and uses < max_uses`),
    index("activation_code_revoked").on(t.tenantId, t.createdAt, t.id).where(sql`revoked_at is not null`),
    // The last use cannot be given twice, whatever the code above believes.
    check("activation_code_uses", sql`${t.uses} between 0 and ${t.maxUses}`),
  ],
);
