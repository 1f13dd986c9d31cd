import { isBlank } from "../records/resource.ts";
import type { Measure, Row, Table } from "./shape.ts";

const lengths = { day: 10, month: 7, year: 4 } as const;

/** One line a group, in the order of the groups. */
export function linesOf(table: Table, rows: readonly Row[]): Record<string, unknown>[] {
  const groups = new Map<string, { key: string[]; rows: Row[] }>();
  for (const row of rows) {
    const key = table.groupBy.map(({ field, each }) => {
      const value = row.values[field];
      return isBlank(value) ? "" : each ? String(value).slice(0, lengths[each]) : String(value);
    });
    const group = groups.get(JSON.stringify(key)) ?? { key, rows: [] };
    group.rows.push(row);
    groups.set(JSON.stringify(key), group);
  }
  const sorted = [...groups.values()].sort((a, b) => compare(a.key, b.key));
  const lines = sorted.map((group): Record<string, unknown> => ({
    ...Object.fromEntries(table.groupBy.map(({ field, each }, index) => [each ?? field, group.key[index]])),
    ...Object.fromEntries(table.measures.map(({ name, fn, field }) => [name, worth(fn, field, group.rows)])),
  }));
  const { order } = table;
  // Groups with the same figure stay in the order of their names.
  if (order)
    lines.sort((a, b) => (Number(a[order.measure] ?? 0) - Number(b[order.measure] ?? 0)) * (order.isReversed ? -1 : 1));
  return lines.slice(0, table.limit);
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [index, word] of a.entries()) {
    const order = word.localeCompare(b[index] ?? "", "en", { numeric: true });
    if (order !== 0) return order;
  }
  return 0;
}

function worth(fn: Measure["fn"], field: string | undefined, rows: readonly Row[]): number | null {
  if (fn === "count") return rows.length;
  const numbers = rows.map(({ values }) => values[field ?? ""]).filter((value) => typeof value === "number");
  if (fn === "lowest" || fn === "highest")
    return numbers.length === 0 ? null : numbers.reduce((one, other) => Math[fn === "lowest" ? "min" : "max"](one, other));
  const sum = numbers.reduce((total, each) => total + each, 0);
  if (fn === "sum") return Number(sum.toFixed(6));
  return numbers.length === 0 ? null : sum / numbers.length;
}
