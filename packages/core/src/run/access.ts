import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { planTable } from "../plan/plan.sql.ts";
import { accessOf, mayGoOn } from "../subscription/access.ts";
import { standing } from "../subscription/index.ts";
import { subscriptionTable } from "../subscription/subscription.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { advance } from "./advance.ts";
import { runTable as t } from "./run.sql.ts";

export type Found = { tenantId: string; runId: string };

export const isOpen = inArray(t.status, ["queued", "launching", "running", "paused"]);

/** Runs whose tenant lost its access while they went, and those that paused for it and may go on. */
export async function accessChanges(whose?: SQL): Promise<{ ended: Found[]; restored: Found[] }> {
  const rows = await Db.use()
    .select({
      tenantId: t.tenantId,
      runId: t.id,
      pausedBy: t.pausedBy,
      graceDays: planTable.pastDueGraceDays,
      standing,
      now: sql<Date>`${clock}`.mapWith(t.createdAt),
    })
    .from(t)
    .innerJoin(subscriptionTable, eq(subscriptionTable.tenantId, t.tenantId))
    .innerJoin(planTable, eq(planTable.id, subscriptionTable.planId))
    .innerJoin(tenantTable, eq(tenantTable.id, t.tenantId))
    .where(and(isOpen, or(eq(t.desired, "run"), eq(t.pausedBy, "access")), whose));
  const may = (row: (typeof rows)[number]) =>
    mayGoOn(accessOf({ ...row.standing, pastDueGraceDays: row.graceDays }, row.now));
  const toFound = ({ tenantId, runId }: Found) => ({ tenantId, runId });
  return {
    ended: rows.filter((row) => row.pausedBy === null && !may(row)).map(toFound),
    restored: rows.filter((row) => row.pausedBy === "access" && may(row)).map(toFound),
  };
}

/** Does for one tenant's open runs at once what the sweeper would do within the minute, in the transaction of the change. */
export async function followAccess(tenantId: string): Promise<void> {
  await Db.as({ type: "system", tenantId }, async () => {
    const { ended, restored } = await accessChanges(eq(t.tenantId, tenantId));
    for (const run of ended) await advance(run, { type: "access_ended" });
    for (const run of restored) await advance(run, { type: "access_restored" });
  });
}
