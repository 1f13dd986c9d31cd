import { type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Now } from "../now.ts";
import { aliased, column, labelOf, type Resource, targetOf, fieldValue } from "../resource/resource.ts";
import type { Work } from "../resource/store.ts";

/** One number of a group. */
export type Measure = { name: string; label: string; fn: "count" | "sum" | "average"; field?: string };

/** `GET /api/reports/<name>`: one row a group, worked out by the database whenever it is asked for. */
export type Report = {
  name: string;
  label: string;
  resource: Resource;
  /** A field; a reference groups by the record it points at. */
  groupBy: string;
  /** With a date to group by: one row a day, month or year of it. */
  each?: "day" | "month" | "year";
  /** One row for each group and each day, month or year of this date. */
  over?: { field: string; each: "day" | "month" | "year" };
  measures: readonly Measure[];
  when?(row: SQLiteTable, now: Now): SQL;
};

export type ReportRow = {
  group: string | number | boolean | null;
  groupId?: number | null;
  /** The day, month or year, when the report has one beside its group: `2026-03`. */
  period?: string | null;
  [measure: string]: unknown;
};

export function run(work: Work, report: Report): { name: string; label: string; items: ReportRow[] } {
  const { resource } = report;
  const row = resource.table;
  const field = resource.fields[report.groupBy];
  const whole = fieldValue(resource, row, report.groupBy, work.now);
  const key = report.each ? spanOf(whole, report.each) : whole;
  const span = report.over ? spanOf(fieldValue(resource, row, report.over.field, work.now), report.over.each) : sql`null`;
  const measures = report.measures.map(
    (measure) => sql`${total(work, report, measure)} as ${sql.identifier(`m:${measure.name}`)}`,
  );
  const filter = report.when ? sql`where ${report.when(row, work.now)}` : sql``;
  const groups = sql`select ${key} as group_key, ${span} as span, ${sql.join(measures, sql`, `)} from ${row} ${filter} group by 1, 2`;

  let label = sql`group_key`;
  if (field?.kind === "reference") {
    const target = targetOf(work.model, field);
    const other = aliased(target.table, "grouped_by");
    label = sql`(select ${labelOf(work.model, target, other, work.now)} from ${target.table} ${other} where ${column(other, "id")} = group_key)`;
  }
  const rows = work.db.all<Record<string, unknown>>(
    sql`select groups.*, ${label} as group_label from (${groups}) as groups order by group_label is null, fold(group_label), group_key, span`,
  );
  return { name: report.name, label: report.label, items: rows.map((each) => shown(report, each)) };
}

const spanOf = (date: SQL, each: "day" | "month" | "year"): SQL =>
  sql`substr(${date}, 1, ${sql.raw(String(digits[each]))})`;

/** How much of `2026-03-09` says which day, month or year it is. */
const digits = { day: 10, month: 7, year: 4 };

function total(work: Work, report: Report, measure: Measure): SQL {
  if (measure.fn === "count" || measure.field === undefined) return sql`count(*)`;
  const value = fieldValue(report.resource, report.resource.table, measure.field, work.now);
  return measure.fn === "sum" ? sql`coalesce(sum(${value}), 0)` : sql`avg(${value})`;
}

function shown(report: Report, row: Record<string, unknown>): ReportRow {
  const kind = report.resource.fields[report.groupBy]?.kind ?? report.resource.computed[report.groupBy]?.kind;
  const label = (row.group_label ?? null) as string | number | null;
  const result: ReportRow = { group: kind === "boolean" && label !== null ? label === 1 : label };
  if (kind === "reference") result.groupId = row.group_key as number | null;
  if (report.over) result.period = (row.span ?? null) as string | null;
  for (const measure of report.measures) result[measure.name] = row[`m:${measure.name}`];
  return result;
}
