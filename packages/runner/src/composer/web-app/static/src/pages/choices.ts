import { and, sql } from "drizzle-orm";
import { column } from "../resource/column.ts";
import { labelOf, type Resource, targetOf } from "../resource/resource.ts";
import { limitsOf, selves, visible } from "../resource/rights.ts";
import type { Work } from "../resource/store.ts";

/** More than this nobody scrolls through. */
const most = 500;

/**
 * The records that a reference may point at and the person may see, by name; whoever keeps only what is their own is
 * asked for nobody else. The present one is always among them, without its name where that is out of sight.
 */
export function choicesOf(
  work: Work,
  resource: Resource,
  name: string,
  present: unknown,
): { id: number; label: string }[] {
  const field = resource.fields[name];
  if (!field) return [];
  const target = targetOf(work.model, field);
  const id = column(target.table, "id");
  const label = labelOf(work.model, target, target.table, work.now);
  const own = limitsOf(work.now, resource.rights)?.find((each) => each.field === name);
  const where = and(visible(target, target.table, work.now), own && sql`${id} in ${selves(work.now, own)}`);
  const rows = work.db.all<{ id: number; label: string }>(
    sql`select ${id} as id, ${label} as label from ${target.table} where ${where ?? sql`1`} order by fold(label), id limit ${most}`,
  );
  if (typeof present !== "number" || rows.some((row) => row.id === present)) return rows;
  const named = work.db.all<{ id: number; label: string }>(
    sql`select ${id} as id, ${label} as label from ${target.table} where ${and(sql`${id} = ${present}`, visible(target, target.table, work.now))}`,
  );
  return [...(named.length > 0 ? named : [{ id: present, label: `${target.label} ${present}` }]), ...rows];
}
