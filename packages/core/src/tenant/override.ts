import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { Failure, missing, newId, verb } from "../base/index.ts";
import { clock, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { isInForce } from "./in-force.ts";
import { EndOverride, SetOverride, TenantId } from "./tenant.schema.ts";
import { overrideTable as t, tenantTable } from "./tenant.sql.ts";

/** All there ever were, the newest first. @throws Failure `tenant.missing` */
export const listOverrides = verb({ as: ["admin"], input: TenantId }, ({ id }) =>
  Db.tx(async () => {
    await mustExist(id);
    return { items: await read(id) };
  }),
);

/**
 * Sets a limit of the plan otherwise for one tenant, from now until it expires or is ended.
 *
 * @throws Failure `tenant.missing`; `override.expired` when it would end before it begins
 */
export const setOverride = verb({ as: ["admin"], input: SetOverride }, ({ id: tenantId, ...input }, admin) =>
  Db.tx(async () => {
    await mustExist(tenantId);
    const id = newId("override");
    const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
    await Db.use()
      .insert(t)
      .values({ ...input, tenantId, id, expiresAt, adminId: admin.adminId });
    const [made] = await read(tenantId, id);
    if (!made) throw missing("override");
    if (!made.inForce)
      throw new Failure("invalid", "override.expired", "This would end before it begins.", {
        errors: [{ path: "expiresAt", message: "Choose an instant that is still to come." }],
      });
    await Db.as({ type: "system", tenantId }, () =>
      Event.record("tenant.override_set", { subjectId: id }, { name: input.limit }, admin),
    );
    return made;
  }),
);

/** From now on the limit is the plan's again, or an older override's. Twice is as once. @throws Failure `tenant.missing`, `override.missing` */
export const endOverride = verb({ as: ["admin"], input: EndOverride }, ({ id: tenantId, overrideId }, admin) =>
  Db.tx(async () => {
    await mustExist(tenantId);
    const one = mine(t, { tenantId }, overrideId);
    const [ended] = await Db.use()
      .update(t)
      .set({ endedAt: clock })
      .where(and(one, isNull(t.endedAt)))
      .returning({ limit: t.limit });
    if (ended)
      return Db.as({ type: "system", tenantId }, () =>
        Event.record("tenant.override_ended", { subjectId: overrideId }, { name: ended.limit }, admin),
      );
    const [found] = await Db.use().select({ id: t.id }).from(t).where(one);
    if (!found) throw missing("override");
  }),
);

async function read(tenantId: string, id?: string) {
  const rows = await Db.use()
    .select({ override: t, inForce: sql<boolean>`coalesce(${isInForce}, false)` })
    .from(t)
    .where(and(eq(t.tenantId, tenantId), id === undefined ? undefined : eq(t.id, id)))
    .orderBy(desc(t.createdAt), desc(t.id))
    .limit(500);
  return rows.map(({ override, inForce }) => ({ ...toOverride(override), inForce }));
}

async function mustExist(tenantId: string): Promise<void> {
  const [row] = await Db.use().select({ id: tenantTable.id }).from(tenantTable).where(eq(tenantTable.id, tenantId));
  if (!row) throw missing("tenant");
}

export const toOverride = ({ id, limit, value, reason, ...row }: typeof t.$inferSelect) => ({
  ...{ id, limit, value, reason },
  expiresAt: row.expiresAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});
