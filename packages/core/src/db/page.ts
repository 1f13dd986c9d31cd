import { count, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { holds } from "./columns.ts";
import { Db } from "./index.ts";

type Way = "asc" | "desc";
type Query = { page: number; pageSize: number; search: string; sort: string };

/** How many there are in a list; capped when counting on would cost more than anybody looks through. */
export type Total = { total: number; isTotalCapped: boolean };

/** Whose rows a page shows, in its order. */
export type Found = Total & { ids: string[] };

/** Counts to ten thousand, or as far as it is told, and says whether there are more. */
export async function countUpTo(table: PgTable, where: SQL | undefined, cap = 10_000): Promise<Total> {
  const some = Db.use()
    .select({ one: sql`1`.as("one") })
    .from(table)
    .where(where)
    .limit(cap + 1)
    .as("some");
  const [row] = await Db.use().select({ n: count() }).from(some);
  const n = row?.n ?? 0;
  return { total: Math.min(n, cap), isTotalCapped: n > cap };
}

/** More than so many of what was searched for are common enough to be met on a walk in the wanted order. */
export const manyFound = 1_000;

/**
 * As `holds`, of a text with an index of its trigrams, when it is known how often: what is rare is looked up there. Of
 * what is common the planner is told no pattern, for it would take that for rare and sort all of it.
 */
export const holdsAsOften = (lowered: SQL, typed: string, { isTotalCapped }: Total): SQL =>
  isTotalCapped ? sql`strpos(${lowered}, ${typed.toLowerCase()}) > 0` : holds(lowered, typed);

/** `createdAt:desc` as the column and the way. */
export function orderOf<Names extends string>(sort: string): { name: Names; way: Way } {
  const [name, way] = sort.split(":");
  return { name: name as Names, way: way === "asc" ? "asc" : "desc" };
}

type Slice = { limit: number | Placeholder; offset: number | Placeholder };

/** The page's keys, from an index alone; what goes with them is fetched for these and no others. */
export const pageKeys = (
  table: PgTable & { id: PgColumn },
  where: SQL | undefined,
  by: SQL[],
  { limit, offset }: Slice,
) =>
  Db.use()
    .select({ key: sql<string>`${table.id}`.as("key") })
    .from(table as PgTable)
    .where(where)
    .orderBy(...by)
    .limit(limit)
    .offset(offset)
    .as("keys");

export const offsetOf = ({ page, pageSize }: Pick<Query, "page" | "pageSize">): number => (page - 1) * pageSize;

export const sliceOf = (query: Pick<Query, "page" | "pageSize">) => ({
  limit: query.pageSize,
  offset: offsetOf(query),
});

type Search = {
  noun: "project" | "code" | "device" | "run" | "tenant" | "webhook";
  /** Whose; without it, everybody's, for the platform alone. */
  tenantId: string | undefined;
  /** A state or a status. */
  only: string | undefined;
  /** Projects that have run. */
  ran?: boolean;
  /** The column's name in the database. */
  column: string;
  query: Query;
};

/**
 * What contains the words searched for, in the order and of the page that were asked for. The database function keeps
 * tenants apart by itself; see it for how it finds both the common and the rare at once.
 */
export async function search({ noun, tenantId, only, ran, column, query }: Search): Promise<Found> {
  const isDesc = orderOf(query.sort).way === "desc";
  const { rows } = await Db.use().execute<{ found: Total & { keys: [tenantId: string, id: string][] } }>(
    sql`select app.search(${noun}, ${tenantId ?? null}, ${query.search}, ${only ?? null}, ${ran ?? false}, ${column},
      ${isDesc}, ${offsetOf(query)}, ${query.pageSize}) as found`,
  );
  const { total = 0, isTotalCapped = false, keys = [] } = rows[0]?.found ?? {};
  return { total, isTotalCapped, ids: keys.map(([, id]) => id) };
}
