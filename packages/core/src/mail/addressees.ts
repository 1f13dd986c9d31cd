import { and, asc, eq, inArray, isNotNull, isNull, not, or, sql } from "drizzle-orm";
import { Db } from "../db/index.ts";
import { concerns } from "../member/concerns.ts";
import type { NotificationKind } from "../member/member.schema.ts";
import { memberTable as t } from "../member/member.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";

/**
 * Who gets a mail of this kind: the members whom it concerns and who have not muted it. Nobody of a suspended tenant,
 * and nobody who was invited and has not come.
 */
export async function addressees(tenantId: string, kind: NotificationKind): Promise<string[]> {
  const rows = await Db.use()
    .select({ email: t.email })
    .from(t)
    .innerJoin(tenantTable, eq(tenantTable.id, t.tenantId))
    .where(
      and(
        eq(t.tenantId, tenantId),
        isNull(tenantTable.suspendedAt),
        inArray(t.role, [...concerns[kind]]),
        or(isNotNull(t.joinedAt), isNull(t.invitedBy)),
        not(sql`${kind} = any(${t.muted})`),
      ),
    )
    .orderBy(asc(t.id));
  return rows.map(({ email }) => email);
}
