import { isBlank, type Measure, type Report, type Shown } from "./resource.ts";
import { all, type Work } from "./store.ts";

/** One row of a report: its group, and each measure by its name. */
export type Row = { group: string; groupId: number | null; [measure: string]: unknown };

const lengths = { day: 10, month: 7, year: 4 } as const;

/** What is added up, one row a group, in the order of the groups' names. */
export function rowsOf(work: Work, report: Report): Row[] {
  const groups = new Map<string, Shown[]>();
  for (const record of all(work, report.resource)) {
    if (report.when && !report.when(record, work.now)) continue;
    const key = keyOf(report, record);
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  const rows = [...groups.values()].map((records): Row => {
    const [first] = records;
    const row: Row = first ? { ...groupOf(report, first) } : { group: "", groupId: null };
    for (const measure of report.measures) row[measure.name] = worth(measure, records);
    return row;
  });
  return rows.sort((a, b) => a.group.localeCompare(b.group, "en"));
}

function keyOf({ groupBy, each }: Report, record: Shown): string {
  const value = record[groupBy];
  if (isBlank(value)) return "";
  return each ? String(value).slice(0, lengths[each]) : String(value);
}

function groupOf(report: Report, record: Shown): Pick<Row, "group" | "groupId"> {
  const field = report.resource.fields[report.groupBy];
  if (field?.kind !== "reference") return { group: keyOf(report, record), groupId: null };
  const other = record[report.groupBy.replace(/Id$/, "")] as { id: number; label: string } | null;
  return { group: other?.label ?? "", groupId: other?.id ?? null };
}

function worth({ fn, field }: Measure, records: readonly Shown[]): number | null {
  if (fn === "count") return records.length;
  const numbers = records.map((record) => record[field ?? ""]).filter((value) => typeof value === "number");
  const sum = numbers.reduce((total, each) => total + each, 0);
  if (fn === "sum") return sum;
  return numbers.length === 0 ? null : sum / numbers.length;
}
