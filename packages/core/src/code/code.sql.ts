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
    /** What of its status no clock changes. */
    stage: text("stage", { enum: ["revoked", "used", "open"] })
      .notNull()
      .generatedAlwaysAs(
        sql`case when revoked_at is not null then 'revoked' when uses >= max_uses then 'used' else 'open' end`,
      ),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenantTable.id] }),
    index("activation_code_by_created").on(t.tenantId, t.createdAt, t.id),
    // For a client's session and for admins, who know a code and not its tenant.
    index("activation_code_by_id").on(t.id),
    index("activation_code_by_label").on(t.tenantId, t.label, t.id),
    index("activation_code_by_expiry").on(t.tenantId, t.expiresAt, t.id),
    index("activation_code_of_all_by_created").on(t.createdAt, t.id),
    index("activation_code_of_all_by_label").on(t.label, t.id),
    index("activation_code_of_all_by_expiry").on(t.expiresAt, t.id),
    // Of a status: by what stays true of it, and in the index whether its hour has come.
    index("activation_code_of_stage").on(t.tenantId, t.stage, t.createdAt, t.id, t.expiresAt),
    index("activation_code_of_all_of_stage").on(t.stage, t.createdAt, t.id, t.expiresAt),
    index("activation_code_expiring").on(t.tenantId, t.expiresAt, t.stage, t.id),
    index("activation_code_of_all_expiring").on(t.expiresAt, t.stage, t.id),
    // The last use cannot be given twice, whatever the code above believes.
    check("activation_code_uses", sql`${t.uses} between 0 and ${t.maxUses}`),
  ],
);
