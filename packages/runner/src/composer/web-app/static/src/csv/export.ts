import { filesOf } from "../resource/files.ts";
import type { ListQuery } from "../resource/query.ts";
import type { ApiRecord, Resource } from "../resource/resource.ts";
import { list, type Work } from "../resource/store.ts";
import { writeCsv } from "./text.ts";

const pageSize = 500;

/** Every record of a list, not only a page of it: a row a record, a column a value, named as people see them. */
export function exportCsv(work: Work, resource: Resource, query: ListQuery): string {
  const columns = [...Object.keys(resource.fields), ...Object.keys(resource.computed)];
  const labels = columns.map((name) => resource.fields[name]?.label ?? resource.computed[name]?.label ?? name);
  const rows: (string | number)[][] = [["id", ...labels]];
  for (let page = 1; ; page += 1) {
    const { items, totalPages } = list(work, resource, { ...query, page, pageSize });
    for (const record of items) rows.push([record.id, ...columns.map((name) => valueOf(resource, record, name))]);
    if (page >= totalPages) return writeCsv(rows);
  }
}

function valueOf(resource: Resource, record: ApiRecord, name: string): string | number {
  const kind = resource.fields[name]?.kind ?? resource.computed[name]?.kind;
  const value = record[name];
  if (value === null || value === undefined) return "";
  if (kind === "money") return Number((Number(value) / 100).toFixed(2));
  if (kind === "boolean") return value === true ? "yes" : "no";
  if (kind === "reference") {
    const to = record[name.replace(/Id$/, "")] as { label: string } | null;
    return to?.label ?? "";
  }
  if (kind === "file")
    return filesOf(record, name)
      .map((file) => file.name)
      .join("; ");
  return typeof value === "number" ? value : String(value);
}
