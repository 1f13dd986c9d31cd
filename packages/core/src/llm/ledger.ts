import { and, desc, eq, gte, or, sql } from "drizzle-orm";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import type { Level } from "./llm.schema.ts";
import { llmCallTable as calls, llmConfigTable as t } from "./llm.sql.ts";
import { resolve, type Said, settingsOf, silent } from "./resolve.ts";

/** A budget and how much of it is used. */
export type Ledger = {
  name: "month" | "day" | "total";
  /** `platform` or a project's id. */
  subject: string;
  /** 2026-01, 2026-01-31, or `total`. */
  period: string;
  usedMicros: number;
  limitMicros: number;
};

/** The platform's: what all calls of the month and of the day cost, in UTC. */
export async function platformLedgers(): Promise<[month: Ledger, day: Ledger]> {
  const limits = settingsOf(resolve(silent, await said()));
  const { month, day, periods } = await spent();
  return [
    {
      name: "month",
      subject: "platform",
      period: periods.month,
      usedMicros: month,
      limitMicros: limits.monthlyBudgetMicros,
    },
    { name: "day", subject: "platform", period: periods.day, usedMicros: day, limitMicros: limits.dailyBudgetMicros },
  ];
}

/** A project's: all it ever cost, and of a month and a day where its own level sets that. */
export async function projectLedgers(projectId: string): Promise<Ledger[]> {
  const levels = await said(projectId);
  const own = levels.find(({ level }) => level === "project")?.values ?? {};
  const { month, day, total, periods } = await spent(projectId);
  const { projectBudgetMicros } = settingsOf(resolve(silent, levels));
  const of = (name: Ledger["name"], period: string, usedMicros: number, limitMicros: number | undefined): Ledger[] =>
    limitMicros === undefined ? [] : [{ name, subject: projectId, period, usedMicros, limitMicros }];
  return [
    ...of("total", "total", total, projectBudgetMicros),
    ...of("month", periods.month, month, own.monthlyBudgetMicros),
    ...of("day", periods.day, day, own.dailyBudgetMicros),
  ];
}

/** The system's level and the project's, in their versions in force. */
export async function said(projectId?: string): Promise<Said[]> {
  const rows = await Db.use()
    .selectDistinctOn([t.level])
    .from(t)
    .where(or(eq(t.level, "system"), projectId === undefined ? undefined : eq(t.level, `project:${projectId}`)))
    .orderBy(t.level, desc(t.version));
  return rows.map(({ level, version, values }) => ({ level: level.split(":")[0] as Level, version, values }));
}

export const monthStart = sql`date_trunc('month', ${clock}, 'UTC')`;
export const dayStart = sql`date_trunc('day', ${clock}, 'UTC')`;

/** What counts for a call: its cost, or where that is not known what was set aside for it. */
export const charged = sql`coalesce(${calls.costMicros}, ${calls.heldMicros}, 0)`;

async function spent(projectId?: string) {
  const { createdAt } = calls;
  const since = (start: typeof dayStart) =>
    sql<number>`coalesce(sum(${charged}) filter (where ${createdAt} >= ${start}), 0)::bigint`.mapWith(Number);
  const [row] = await Db.use()
    .select({
      month: since(monthStart),
      day: since(dayStart),
      total: sql<number>`coalesce(sum(${charged}), 0)::bigint`.mapWith(Number),
      periods: {
        month: sql<string>`to_char(${clock} at time zone 'utc', 'YYYY-MM')`,
        day: sql<string>`to_char(${clock} at time zone 'utc', 'YYYY-MM-DD')`,
      },
    })
    .from(calls)
    .where(and(projectId === undefined ? gte(createdAt, monthStart) : eq(calls.projectId, projectId)));
  if (!row) throw new Error("A sum gave no row.");
  return row;
}
