import { sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import * as z from "zod";
import { verb } from "../base/index.ts";
import { codeTable } from "../code/code.sql.ts";
import { fromNow } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { projectTable } from "../project/project.sql.ts";
import { runTable } from "../run/run.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";

const week = 7 * 86_400;
const month = 30 * 86_400;

export const dashboard = verb({ as: ["admin"], input: z.object({}) }, () =>
  Db.tx(async () => ({
    tenants: await figure(tenantTable),
    projects: await figure(projectTable),
    codes: await figure(codeTable),
    // No device can be activated yet, so there is none to count.
    devices: { total: 0, change: 0 },
    successRate: await successRate(),
  })),
);

async function figure(table: PgTable & { createdAt: PgColumn }) {
  const [row] = await Db.use()
    .select({
      total: sql<number>`count(*)::int`,
      change: sql<number>`count(*) filter (where ${table.createdAt} > ${fromNow(-week)})::int`,
    })
    .from(table);
  return { total: row?.total ?? 0, change: row?.change ?? 0 };
}

/** Percent, to one decimal. A run that somebody cancelled is neither a success nor a failure. */
async function successRate() {
  const { status, endedAt } = runTable;
  const rate = (from: number, to: number) =>
    sql<
      number | null
    >`round(100.0 * count(*) filter (where ${status} = 'completed' and ${endedAt} > ${fromNow(-from)} and ${endedAt} <= ${fromNow(-to)})
      / nullif(count(*) filter (where ${status} in ('completed', 'failed') and ${endedAt} > ${fromNow(-from)} and ${endedAt} <= ${fromNow(-to)}), 0), 1)::float`;
  const [row] = await Db.use()
    .select({ total: rate(month, 0), before: rate(month + week, week) })
    .from(runTable);
  const { total = null, before = null } = row ?? {};
  return { total, change: total === null || before === null ? null : Math.round((total - before) * 10) / 10 };
}
