import { and, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import { Failure, missing, verb } from "../base/index.ts";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { Plan } from "../plan/index.ts";
import { followAccess } from "../run/access.ts";
import { subscriptionTable } from "../subscription/subscription.sql.ts";
import { readDetail } from "./detail.ts";
import { mustBeGoodSlug, takenOr } from "./found.ts";
import { SuspendTenant, TenantId, UpdateTenant } from "./tenant.schema.ts";
import { tenantTable as t } from "./tenant.sql.ts";

/**
 * Changes what was given and leaves the rest.
 *
 * @throws Failure `tenant.missing`, `slug.refused`, `slug.taken`, `domain.taken`, `plan.missing`, `plan.retired`;
 *   `plan.at_stripe` when the tenant pays through Stripe, whose word on the plan would undo ours
 */
export const update = verb({ as: ["admin"], input: UpdateTenant }, ({ id, planId, ...changes }, admin) =>
  Db.tx(async () => {
    await hold(id);
    if (changes.slug !== undefined) mustBeGoodSlug(changes.slug);
    const hasChanges = Object.values(changes).some((value) => value !== undefined);
    if (hasChanges)
      await Db.use()
        .update(t)
        .set(changes)
        .where(eq(t.id, id))
        .catch((error: unknown) => takenOr(error, changes.slug));
    if (planId !== undefined) await changePlan(id, planId);
    if (hasChanges || planId !== undefined) await say(id, "tenant.updated", admin);
    return readDetail(id);
  }),
);

async function changePlan(tenantId: string, planId: string): Promise<void> {
  const [now] = await Db.use().select().from(subscriptionTable).where(eq(subscriptionTable.tenantId, tenantId));
  if (!now || now.planId === planId) return;
  await Plan.mustBeOffered(planId);
  if (now.stripeSubscriptionId)
    throw new Failure("conflict", "plan.at_stripe", "This tenant pays for its plan through Stripe; it changes there.");
  await Db.use().update(subscriptionTable).set({ planId }).where(eq(subscriptionTable.tenantId, tenantId));
}

/** Takes all access at once: what runs pauses at its next step. Nothing is ended. Twice is as once. @throws Failure `tenant.missing` */
export const suspend = verb({ as: ["admin"], input: SuspendTenant }, ({ id, reason }, admin) =>
  Db.tx(async () => {
    await hold(id);
    // A second suspension with another reason corrects the reason.
    const isOther = reason ? sql`${t.suspendedReason} is distinct from ${reason}` : undefined;
    const changed = await Db.use()
      .update(t)
      .set({ suspendedAt: sql`coalesce(${t.suspendedAt}, ${clock})`, suspendedReason: reason || null })
      .where(and(eq(t.id, id), or(isNull(t.suspendedAt), isOther)))
      .returning({ id: t.id });
    if (changed.length > 0) await say(id, "tenant.suspended", admin);
    await followAccess(id);
    return readDetail(id);
  }),
);

/** Gives access back; what paused for it goes on by itself. Twice is as once. @throws Failure `tenant.missing` */
export const reinstate = verb({ as: ["admin"], input: TenantId }, ({ id }, admin) =>
  Db.tx(async () => {
    await hold(id);
    const changed = await Db.use()
      .update(t)
      .set({ suspendedAt: null, suspendedReason: null })
      .where(and(eq(t.id, id), isNotNull(t.suspendedAt)))
      .returning({ id: t.id });
    if (changed.length > 0) await say(id, "tenant.reinstated", admin);
    await followAccess(id);
    return readDetail(id);
  }),
);

type Admin = { type: "admin"; adminId: string };

const say = (tenantId: string, type: "tenant.updated" | "tenant.suspended" | "tenant.reinstated", admin: Admin) =>
  Db.as({ type: "system", tenantId }, () => Event.record(type, {}, {}, admin));

/** Before anything that hangs on it, as everybody does. @throws Failure `tenant.missing` */
async function hold(id: string): Promise<void> {
  const [row] = await Db.use().select({ id: t.id }).from(t).where(eq(t.id, id)).for("update");
  if (!row) throw missing("tenant");
}
