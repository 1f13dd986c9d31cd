export * as Subscription from "./index.ts";

import { eq, sql } from "drizzle-orm";
import { Failure } from "../base/index.ts";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { planTable } from "../plan/plan.sql.ts";
import { overridesOf } from "../tenant/in-force.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { type Access, accessOf, mayBegin } from "./access.ts";
import { withOverrides } from "./limits.ts";
import { subscriptionTable as t } from "./subscription.sql.ts";

export type Rights = {
  access: Access;
  status: string;
  trialEndsAt: Date | null;
  /** With the limits as they are for this tenant now: what an admin set otherwise counts. */
  plan: typeof planTable.$inferSelect;
  now: Date;
};

/** Holds the tenant's row, so that of two that count before they write one waits for the other. */
export const hold = (tenantId: string) =>
  Db.use().select({ id: tenantTable.id }).from(tenantTable).where(eq(tenantTable.id, tenantId)).for("update");

/**
 * What a tenant may do now.
 *
 * @param lock `"lock"` holds the tenant's row first
 */
export async function rights(tenantId: string, lock?: "lock"): Promise<Rights> {
  if (lock) await hold(tenantId);
  const [[row], overrides] = await Promise.all([
    Db.use()
      .select({ standing, plan: planTable, now: sql<Date>`${clock}`.mapWith(t.createdAt) })
      .from(t)
      .innerJoin(planTable, eq(planTable.id, t.planId))
      .innerJoin(tenantTable, eq(tenantTable.id, t.tenantId))
      .where(eq(t.tenantId, tenantId)),
    overridesOf([tenantId]),
  ]);
  if (!row) throw inactive("none");
  const access = accessOf({ ...row.standing, pastDueGraceDays: row.plan.pastDueGraceDays }, row.now);
  return {
    access,
    status: row.standing.suspendedAt ? "suspended" : row.standing.status,
    trialEndsAt: row.standing.trialEndsAt,
    plan: withOverrides(row.plan, overrides),
    now: row.now,
  };
}

export const standing = {
  status: t.status,
  trialEndsAt: t.trialEndsAt,
  pastDueSince: t.pastDueSince,
  suspendedAt: tenantTable.suspendedAt,
};

/** As `rights`, of a tenant that may begin something new. @throws Failure `subscription.inactive` */
export async function entitled(tenantId: string, lock?: "lock"): Promise<Rights> {
  const found = await rights(tenantId, lock);
  if (!mayBegin(found.access)) throw inactive(found.status);
  return found;
}

const remedies: Record<string, string> = {
  trialing: "Your trial has ended. Choose a plan to go on.",
  past_due: "Your last payment failed. Update the payment method to go on.",
  unpaid: "Your invoices are unpaid. Pay them to go on.",
  canceled: "Your subscription was cancelled. Choose a plan to go on.",
  incomplete: "Your first payment is not complete. Finish it to go on.",
  paused: "Your subscription is paused. Resume it to go on.",
  suspended: "Your account is suspended. Write to us to have it opened again.",
};

export const inactive = (status: string) =>
  new Failure("forbidden", "subscription.inactive", remedies[status] ?? "Your subscription is not active.");
