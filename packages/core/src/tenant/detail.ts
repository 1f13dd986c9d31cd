import { and, count, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { missing, verb } from "../base/index.ts";
import { codeTable } from "../code/code.sql.ts";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { deviceTable } from "../device/device.sql.ts";
import { memberTable } from "../member/member.sql.ts";
import { projectTable } from "../project/project.sql.ts";
import { runTable } from "../run/run.sql.ts";
import { mayGoOn } from "../subscription/access.ts";
import { Subscription } from "../subscription/index.ts";
import { subscriptionTable } from "../subscription/subscription.sql.ts";
import { metersOf } from "../usage/meters.ts";
import { canRun, gatesOf } from "./gates.ts";
import { overridesOf } from "./in-force.ts";
import { readTenant } from "./list.ts";
import { toOverride } from "./override.ts";
import { TenantId } from "./tenant.schema.ts";
import { tenantTable as t } from "./tenant.sql.ts";

/** All that an admin is shown of one tenant. @throws Failure `tenant.missing` */
export const getTenant = verb({ as: ["admin"], input: TenantId }, ({ id }) => Db.tx(() => readDetail(id)));

export async function readDetail(id: string) {
  const listed = await readTenant(id);
  const { tenant, subscription, owner } = await rowsOf(id);
  const { plan, access } = await Subscription.rights(id);
  const { runsPerMonth, codesPerMonth, concurrentRuns, maxDevices } = plan;
  return {
    ...listed,
    email: tenant.email,
    phone: tenant.phone,
    logoUrl: tenant.logoUrl,
    primaryColor: tenant.primaryColor,
    domain: tenant.domain,
    namesPlatform: tenant.namesPlatform,
    suspendedAt: tenant.suspendedAt?.toISOString() ?? null,
    suspendedReason: tenant.suspendedReason,
    owner,
    subscription: {
      status: subscription.status,
      access,
      trialEndsAt: subscription.trialEndsAt?.toISOString() ?? null,
      currentPeriodEndsAt: subscription.currentPeriodEndsAt?.toISOString() ?? null,
      pastDueSince: subscription.pastDueSince?.toISOString() ?? null,
      cancelsAtPeriodEnd: subscription.cancelsAtPeriodEnd,
    },
    limits: { runsPerMonth, codesPerMonth, concurrentRuns, maxDevices },
    usage: await metersOf(id, plan),
    counts: await countsOf(id),
    overrides: (await overridesOf([id])).map(toOverride),
  };
}

/** Why a tenant can run, or cannot: every gate with its reason and what to do. @throws Failure `tenant.missing` */
export const explain = verb({ as: ["admin"], input: TenantId }, ({ id }) =>
  Db.tx(async () => {
    const { tenant, subscription, now } = await rowsOf(id);
    const { plan, access } = await Subscription.rights(id);
    const { status, trialEndsAt, pastDueSince } = subscription;
    const { suspendedAt, suspendedReason } = tenant;
    const { pastDueGraceDays } = plan;
    const facts = {
      standing: { status, trialEndsAt, pastDueSince, suspendedAt, suspendedReason, pastDueGraceDays },
      meters: await metersOf(id, plan),
    };
    return {
      canRun: canRun(facts, now),
      goesOn: mayGoOn(access),
      access,
      gates: gatesOf(facts, now),
      overrides: (await overridesOf([id])).map(toOverride),
    };
  }),
);

async function rowsOf(id: string) {
  const [row] = await Db.use()
    .select({ tenant: t, subscription: subscriptionTable, now: sql<Date>`${clock}`.mapWith(t.createdAt) })
    .from(t)
    .innerJoin(subscriptionTable, eq(subscriptionTable.tenantId, t.id))
    .where(eq(t.id, id));
  if (!row) throw missing("tenant");
  const [owner = null] = await Db.use()
    .select({ id: memberTable.id, email: memberTable.email, name: memberTable.name })
    .from(memberTable)
    .where(and(eq(memberTable.tenantId, id), eq(memberTable.role, "owner")))
    .orderBy(memberTable.createdAt, desc(memberTable.id))
    .limit(1);
  return { ...row, owner };
}

async function countsOf(id: string) {
  const many = (table: typeof memberTable | typeof runTable | typeof codeTable) =>
    Db.use().$count(table, eq(table.tenantId, id));
  const [projects] = await Db.use()
    .select({
      projects: sql<number>`count(*) filter (where ${isNull(projectTable.archivedAt)})::int`,
      archivedProjects: sql<number>`count(*) filter (where ${isNotNull(projectTable.archivedAt)})::int`,
    })
    .from(projectTable)
    .where(eq(projectTable.tenantId, id));
  const [devices] = await Db.use()
    .select({ devices: count() })
    .from(deviceTable)
    .where(and(eq(deviceTable.tenantId, id), isNull(deviceTable.revokedAt)));
  return {
    members: await many(memberTable),
    projects: projects?.projects ?? 0,
    archivedProjects: projects?.archivedProjects ?? 0,
    runs: await many(runTable),
    codes: await many(codeTable),
    devices: devices?.devices ?? 0,
  };
}
