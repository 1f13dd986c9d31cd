import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, owned, times } from "../db/columns.ts";
import { overridableLimits } from "../subscription/limits.schema.ts";

/** The one table whose own id is the tenant. */
export const tenantTable = pgTable(
  "tenant",
  {
    id: text("id").primaryKey(),
    ...times(),
    slug: text("slug").notNull().unique(),
    name: text("name").notNull(),
    email: text("email").notNull(),
    phone: text("phone"),
    logoUrl: text("logo_url"),
    primaryColor: text("primary_color"),
    domain: text("domain").unique(),
    /** Whether clients are told on whose platform their project runs. */
    namesPlatform: boolean("names_platform").notNull().default(false),
    suspendedAt: instant("suspended_at"),
    /** For the tenant to read. */
    suspendedReason: text("suspended_reason"),
    // What a list goes by. A trigger on subscriptions keeps the first two.
    subscriptionStatus: text("subscription_status"),
    trialEndsAt: instant("trial_ends_at"),
    /** What of its status no clock changes. */
    stage: text("stage").generatedAlwaysAs(
      sql`case when suspended_at is null then subscription_status else 'suspended' end`,
    ),
  },
  (t) => [
    index("tenant_by_created").on(t.createdAt, t.id),
    index("tenant_by_name").on(sql`lower(${t.name})`, t.id),
    index("tenant_of_stage").on(t.stage, t.createdAt, t.id, t.trialEndsAt),
  ],
);

/** A limit of the plan that is otherwise for one tenant, for a time or for good. The newest that counts wins. */
export const overrideTable = pgTable(
  "tenant_override",
  {
    ...owned(),
    ...times(),
    limit: text("limit", { enum: overridableLimits }).notNull(),
    /** Null is unlimited. */
    value: integer("value"),
    expiresAt: instant("expires_at"),
    endedAt: instant("ended_at"),
    reason: text("reason").notNull(),
    adminId: text("admin_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenantTable.id] }),
    index("tenant_override_newest").on(t.tenantId, t.createdAt),
  ],
);
