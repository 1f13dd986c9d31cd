import { and, type SQL, sql } from "drizzle-orm";
import { column } from "../resource/column.ts";
import { fieldValue, type Resource, through } from "../resource/resource.ts";
import { unlimited } from "../resource/rights.ts";
import type { Work } from "../resource/store.ts";
import type { Notification } from "./notification.ts";
import { type Desk, write } from "./write.ts";

/** How long after its day a message still makes sense, when the application did not run on that day. */
const lateDays = 7;

/** Writes what is to be told today, once for each record and day of it, however often it is asked. */
export function remind(work: Work, desk: Desk, notifications: readonly Notification[]): void {
  for (const notification of notifications) {
    const { resource, when } = notification;
    if (!("day" in when)) continue;
    const row = resource.table;
    const now = unlimited(work.now);
    const day = sql`substr(${valueAt(work, resource, when.day)}, 1, 10)`;
    const records = work.db.all<{ id: number; day: string }>(
      sql`select ${column(row, "id")} as id, ${day} as day from ${row} where ${and(isTime(day, when.plus, now.today), notification.only?.(row, now))}`,
    );
    work.db.transaction(() => {
      for (const record of records) write(work, desk, notification, record.id, record.day);
    });
  }
}

/** A date of the record, or of what its first step points at. */
function valueAt({ model, ...work }: Work, resource: Resource, [first = "", then]: readonly string[]): SQL {
  const row = resource.table;
  const now = unlimited(work.now);
  const field = resource.fields[first];
  if (then === undefined || !field) return fieldValue(resource, row, first, now);
  return through(model, field, row, first, now, 0, (target, other) => fieldValue(target, other, then, now));
}

/** From so many days before until the day itself; from so many days after for a week. */
function isTime(day: SQL, plus: number, today: string): SQL {
  const begins = sql`date(${day}, ${`${plus} days`}) <= ${today}`;
  const ends = plus < 0 ? day : sql`date(${day}, ${`${plus + lateDays} days`})`;
  return sql`${begins} and ${ends} >= ${today}`;
}
