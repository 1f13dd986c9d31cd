import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import * as z from "zod";
import { verb } from "../base/index.ts";
import { codeTable } from "../code/code.sql.ts";
import { clock, fromNow } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { deviceTable } from "../device/device.sql.ts";
import { eventTable } from "../event/event.sql.ts";
import { projectStates } from "../project/project.schema.ts";
import { projectTable } from "../project/project.sql.ts";
import { runTable } from "../run/run.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";

const week = 7 * 86_400;
const month = 30 * 86_400;
const shownDays = 14;

export const dashboard = verb({ as: ["admin"], input: z.object({}) }, () =>
  Db.tx(async () => {
    const days = await lastDays();
    const devices = await figure(deviceTable, days);
    return {
      tenants: await figure(tenantTable, days),
      projects: await figure(projectTable, days),
      codes: await figure(codeTable, days),
      devices,
      successRate: { ...(await successRate()), daily: await dailyRate(days) },
      activation: await activation(days, devices.daily),
      share: { projects: await projectShare(), devices: await deviceShare() },
    };
  }),
);

/** The last days of UTC as 2026-01-31, today the last. */
async function lastDays(): Promise<string[]> {
  const { rows } = await Db.use().execute<{ day: string }>(
    sql`select to_char(d, 'YYYY-MM-DD') as day from generate_series(
      (${clock} at time zone 'utc')::date - ${shownDays - 1}::int, (${clock} at time zone 'utc')::date, interval '1 day') as d`,
  );
  return rows.map(({ day }) => day);
}

const dayOf = (at: PgColumn) => sql<string>`to_char(${at} at time zone 'utc', 'YYYY-MM-DD')`;

/** The first moment of the first day that is shown. */
const begin = sql`((${clock} at time zone 'utc')::date - ${shownDays - 1}::int)::timestamp at time zone 'utc'`;

async function perDay(table: PgTable, at: PgColumn, days: string[], where?: SQL): Promise<number[]> {
  const rows = await Db.use()
    .select({ day: dayOf(at).as("day"), count: sql<number>`count(*)::int` })
    .from(table)
    .where(and(sql`${at} >= ${begin}`, where))
    .groupBy(sql`day`);
  const counts = new Map(rows.map(({ day, count }) => [day, count]));
  return days.map((day) => counts.get(day) ?? 0);
}

async function figure(table: PgTable & { createdAt: PgColumn }, days: string[]) {
  const [row] = await Db.use()
    .select({
      total: sql<number>`count(*)::int`,
      change: sql<number>`count(*) filter (where ${gt(table.createdAt, fromNow(-week))})::int`,
    })
    .from(table);
  return { total: row?.total ?? 0, change: row?.change ?? 0, daily: await perDay(table, table.createdAt, days) };
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
    .from(runTable)
    .where(gt(endedAt, fromNow(-month - week)));
  const { total = null, before = null } = row ?? {};
  return { total, change: total === null || before === null ? null : Math.round((total - before) * 10) / 10 };
}

async function dailyRate(days: string[]): Promise<(number | null)[]> {
  const completed = await perDay(runTable, runTable.endedAt, days, eq(runTable.status, "completed"));
  const failed = await perDay(runTable, runTable.endedAt, days, eq(runTable.status, "failed"));
  return completed.map((count, at) => {
    const all = count + (failed[at] ?? 0);
    return all === 0 ? null : Math.round((1_000 * count) / all) / 10;
  });
}

async function activation(days: string[], devices: number[]) {
  const assigned = await perDay(eventTable, eventTable.at, days, sql`${eventTable.type} = 'code.assigned'`);
  const signIns = await perDay(eventTable, eventTable.at, days, sql`${eventTable.type} = 'client.signed_in'`);
  return days.map((day, at) => ({
    day,
    codesAssigned: assigned[at] ?? 0,
    devicesActivated: devices[at] ?? 0,
    clientSignIns: signIns[at] ?? 0,
  }));
}

async function projectShare() {
  const rows = await Db.use()
    .select({ state: projectTable.state, count: sql<number>`count(*)::int` })
    .from(projectTable)
    .where(isNull(projectTable.archivedAt))
    .groupBy(projectTable.state);
  const counts = new Map(rows.map(({ state, count }) => [state, count]));
  return Object.fromEntries(projectStates.map((state) => [state, counts.get(state) ?? 0]));
}

async function deviceShare() {
  const [row] = await Db.use()
    .select({
      active: sql<number>`count(*) filter (where ${deviceTable.revokedAt} is null)::int`,
      revoked: sql<number>`count(*) filter (where ${deviceTable.revokedAt} is not null)::int`,
    })
    .from(deviceTable);
  return row ?? { active: 0, revoked: 0 };
}
