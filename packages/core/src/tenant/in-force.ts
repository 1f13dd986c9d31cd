import { and, desc, gt, inArray, isNull, or } from "drizzle-orm";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { overrideTable as t } from "./tenant.sql.ts";

export const isInForce = and(isNull(t.endedAt), or(isNull(t.expiresAt), gt(t.expiresAt, clock)));

/** What counts now for these tenants instead of their plans, the newest first. */
export const overridesOf = (tenantIds: string[]) =>
  Db.use()
    .select()
    .from(t)
    .where(and(inArray(t.tenantId, tenantIds), isInForce))
    .orderBy(desc(t.createdAt), desc(t.id));
