import { and, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Now } from "../now.ts";
import { column } from "../resource/column.ts";
import { aliased, fieldValue, labelOf, type Resource, type Target, targetOf, through } from "../resource/resource.ts";
import { demand, visible } from "../resource/rights.ts";
import type { Work } from "../resource/store.ts";

export type Span = "day" | "week" | "month" | "quarter" | "year";

/** One number of a group. */
export type Measure = { name: string; label: string; fn: "count" | "sum" | "average"; field?: string };

/**
 * `GET /api/reports/<name>`: one row a group, worked out by the database whenever it is asked for, from the records that
 * whoever asks may see.
 */
export type Report = {
  name: string;
  label: string;
  resource: Resource;
  /** A field; a reference groups by the record it points at. */
  groupBy: string;
  /** A reference: what is grouped by is a field of the record that it points at. */
  via?: string;
  /** With a date to group by: one row a day, week, month, quarter or year of it. */
  each?: Span;
  /** One row for each group and each day, week, month, quarter or year of this date. */
  over?: { field: string; each: Span };
  /** One row for each group and each value of this field. */
  and?: string;
  measures: readonly Measure[];
  /** The rows with the most of this measure come first; `top` says how many of them are shown unless told otherwise. */
  ranked?: { measure: string; top?: number };
  when?(row: SQLiteTable, now: Now): SQL;
};

export type ReportRow = {
  group: string | number | boolean | null;
  groupId?: number | null;
  /** The day, month, quarter or year, or the Monday of the week, when the report has one beside its group: `2026-03`. */
  period?: string | null;
  /** The value of the second field, when the report is by two. */
  and?: string | number | boolean | null;
  andId?: number | null;
  [measure: string]: unknown;
};

/**
 * @param top how many rows at most, of a report that shows the first few
 * @throws Problem `right.missing` when its records are nothing for the person
 */
export function run(work: Work, report: Report, top = report.ranked?.top): { name: string; label: string; items: ReportRow[] } {
  const { resource } = report;
  demand(work.now, resource, "see");
  const row = resource.table;
  const holder = holderOf(work, report);
  const whole = report.via ? throughVia(work, report, report.via) : fieldValue(resource, row, report.groupBy, work.now);
  const key = report.each ? spanOf(whole, report.each) : whole;
  const span = report.over ? spanOf(fieldValue(resource, row, report.over.field, work.now), report.over.each) : sql`null`;
  const measures = report.measures.map(
    (measure) => sql`${total(work, report, measure)} as ${sql.identifier(`m:${measure.name}`)}`,
  );
  const second = report.and ? fieldValue(resource, row, report.and, work.now) : sql`null`;
  const counted = and(report.when && sql`(${report.when(row, work.now)})`, visible(resource, row, work.now));
  const filter = counted ? sql`where ${counted}` : sql``;
  const groups = sql`select ${key} as group_key, ${span} as span, ${second} as and_key, ${sql.join(measures, sql`, `)} from ${row} ${filter} group by 1, 2, 3`;
  const label = nameOf(work, holder, report.groupBy, sql`group_key`);
  const andLabel = report.and ? nameOf(work, resource, report.and, sql`and_key`) : sql`null`;
  const rows = work.db.all<Record<string, unknown>>(
    sql`select groups.*, ${label} as group_label, ${andLabel} as and_label from (${groups}) as groups
      order by group_label is null, ${ranking(report)} fold(group_label), group_key, and_label is null, fold(and_label), and_key, span
      ${report.ranked && top !== undefined ? sql`limit ${top}` : sql``}`,
  );
  return { name: report.name, label: report.label, items: rows.map((each) => shown(report, holder, each)) };
}

/** What has the value that rows are grouped by: the records themselves, or what they point at. */
export function holderOf(work: Work, { resource, via }: Report): Target {
  const field = via === undefined ? undefined : resource.fields[via];
  return field ? targetOf(work.model, field) : resource;
}

function throughVia(work: Work, { resource, groupBy }: Report, via: string): SQL {
  const field = resource.fields[via];
  if (!field) throw new Error(`No field ${via}`);
  return through(work.model, field, resource.table, via, work.now, 20, (target, other) =>
    fieldValue(target, other, groupBy, work.now),
  );
}

/** What people call the value that a row is grouped by: the name of the record that a reference points at. */
function nameOf(work: Work, resource: Target, name: string, key: SQL): SQL {
  const field = resource.fields[name];
  if (field?.kind !== "reference") return key;
  const target = targetOf(work.model, field);
  const other = aliased(target.table, `called_${name}`);
  return sql`(select ${labelOf(work.model, target, other, work.now)} from ${target.table} ${other} where ${and(sql`${column(other, "id")} = ${key}`, visible(target, other, work.now))})`;
}

const ranking = ({ ranked }: Report): SQL => (ranked ? sql`${sql.identifier(`m:${ranked.measure}`)} desc, ` : sql``);

function spanOf(date: SQL, each: Span): SQL {
  // The Monday that it begins with.
  if (each === "week") return sql`date(substr(${date}, 1, 10), 'weekday 0', '-6 days')`;
  if (each === "quarter")
    return sql`substr(${date}, 1, 4) || '-Q' || ((cast(substr(${date}, 6, 2) as integer) + 2) / 3)`;
  return sql`substr(${date}, 1, ${sql.raw(String(digits[each]))})`;
}

/** How much of `2026-03-09` says which day, month or year it is. */
const digits = { day: 10, month: 7, year: 4 };

function total(work: Work, report: Report, measure: Measure): SQL {
  if (measure.fn === "count" || measure.field === undefined) return sql`count(*)`;
  const value = fieldValue(report.resource, report.resource.table, measure.field, work.now);
  return measure.fn === "sum" ? sql`coalesce(sum(${value}), 0)` : sql`avg(${value})`;
}

function shown(report: Report, holder: Target, row: Record<string, unknown>): ReportRow {
  const kindOf = (name: string, owner: Target = report.resource) => (owner.fields[name] ?? owner.computed[name])?.kind;
  const valueOf = (name: string, label: unknown, owner?: Target) =>
    (kindOf(name, owner) === "boolean" && label !== null ? label === 1 : (label ?? null)) as string | number | boolean | null;
  const result: ReportRow = { group: valueOf(report.groupBy, row.group_label, holder) };
  if (kindOf(report.groupBy, holder) === "reference") result.groupId = row.group_key as number | null;
  if (report.and) {
    result.and = valueOf(report.and, row.and_label);
    if (kindOf(report.and) === "reference") result.andId = row.and_key as number | null;
  }
  if (report.over) result.period = (row.span ?? null) as string | null;
  for (const measure of report.measures) result[measure.name] = row[`m:${measure.name}`];
  return result;
}
