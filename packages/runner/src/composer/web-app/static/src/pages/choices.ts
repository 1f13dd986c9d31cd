import { sql } from "drizzle-orm";
import type { Field } from "../resource/fields.ts";
import { column, labelOf, targetOf } from "../resource/resource.ts";
import type { Work } from "../resource/store.ts";

/** More than this nobody scrolls through. */
const most = 500;

/** The records a reference may point at, by name; the present one is always among them. */
export function choicesOf(work: Work, field: Field, present: unknown): { id: number; label: string }[] {
  const target = targetOf(work.model, field);
  const id = column(target.table, "id");
  const label = labelOf(work.model, target, target.table, work.now);
  const rows = work.db.all<{ id: number; label: string }>(
    sql`select ${id} as id, ${label} as label from ${target.table} order by fold(label), id limit ${most}`,
  );
  if (typeof present !== "number" || rows.some((row) => row.id === present)) return rows;
  return [
    ...work.db.all<{ id: number; label: string }>(
      sql`select ${id} as id, ${label} as label from ${target.table} where ${id} = ${present}`,
    ),
    ...rows,
  ];
}
