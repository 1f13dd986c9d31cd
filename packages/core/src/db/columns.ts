import { and, eq, type SQL, sql } from "drizzle-orm";
import { type PgColumn, text, timestamp } from "drizzle-orm/pg-core";

/** The product's clock in SQL: the database's `now()`, unless the machine's clock was moved. */
export const clock = sql`app.clock()`;

/** Every table a tenant owns starts with these two and takes (tenant_id, id) as its primary key. */
export const owned = () => ({ tenantId: text("tenant_id").notNull(), id: text("id").notNull() });

export const instant = (name: string) => timestamp(name, { withTimezone: true });

export const times = () => ({
  createdAt: instant("created_at").notNull().default(clock),
  updatedAt: instant("updated_at")
    .notNull()
    .default(clock)
    .$onUpdate(() => clock),
});

/** The one way to say "this row, and it is yours". */
export const mine = (table: { tenantId: PgColumn; id: PgColumn }, actor: { tenantId: string }, id: string): SQL =>
  and(eq(table.tenantId, actor.tenantId), eq(table.id, id)) as SQL;

const patternOf = (typed: string) => `%${typed.replace(/[\\%_]/g, "\\$&")}%`;

/** A text that contains what was typed, whatever signs it has. */
export const contains = (column: PgColumn, typed: string): SQL => sql`${column} ilike ${patternOf(typed)}`;

/** As `contains`, of a text in small letters, which costs a third. */
export const holds = (lowered: SQL, typed: string): SQL => sql`${lowered} like ${patternOf(typed.toLowerCase())}`;

/** The calendar month that quotas count, in UTC: 2026-01. */
export const thisMonth = sql<string>`to_char(${clock} at time zone 'utc', 'YYYY-MM')`;

/** A moment of the product's clock, so many seconds from now; negative is past. */
export const fromNow = (seconds: number) => sql`${clock} + make_interval(secs => ${seconds})`;
