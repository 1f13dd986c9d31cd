import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "../db/database.ts";
import { type FieldError, invalid } from "./problem.ts";

const pageSizes = { usual: 25, most: 100 };

/** A list that can be paged through, searched, narrowed and put in order. */
export type Listing = {
  table: SQLiteTable & { id: SQLiteColumn };
  sortable: Readonly<Record<string, SQLiteColumn>>;
  /** Parameters that narrow the list, with the values they may have. */
  filters: Readonly<Record<string, { column: SQLiteColumn; values: readonly string[] }>>;
  search: readonly SQLiteColumn[];
  /** What the list is limited to in any case. */
  within?: { column: SQLiteColumn; values: readonly string[] };
};

export type Page<Item> = { items: Item[]; total: number; page: number; pageSize: number; totalPages: number };

/**
 * One page of a list as asked for in the address, the newest first unless told otherwise.
 *
 * @throws Problem `input.invalid` naming every parameter that is wrong or unknown
 */
export function list<Row>(db: Database, listing: Listing, given: Readonly<Record<string, string>>): Page<Row> {
  const errors: FieldError[] = [];
  const page = whole("page", given.page, 1_000_000, 1, errors);
  const pageSize = whole("pageSize", given.pageSize, pageSizes.most, pageSizes.usual, errors);
  const order = orderOf(listing, given.sort, errors);
  const conditions = conditionsOf(listing, given, errors);
  if (errors.length > 0) throw invalid(errors, "Some of the parameters are not valid.");

  const where = and(...conditions);
  const total = db.select({ count: sql<number>`count(*)` }).from(listing.table).where(where).get()?.count ?? 0;
  const items = db
    .select()
    .from(listing.table)
    .where(where)
    .orderBy(...order)
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .all() as Row[];
  return { items, total, page, pageSize, totalPages: Math.max(1, Math.ceil(total / pageSize)) };
}

function conditionsOf(listing: Listing, given: Readonly<Record<string, string>>, errors: FieldError[]): SQL[] {
  const { filters, search, within } = listing;
  const conditions: SQL[] = within ? [inArray(within.column, [...within.values])] : [];
  for (const [name, value] of Object.entries(given)) {
    if (["page", "pageSize", "sort", "search"].includes(name) || value === "") continue;
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
    if (!filter) errors.push({ path: name, message: "There is no such parameter." });
    else if (!filter.values.includes(value))
      errors.push({ path: name, message: `Use one of: ${filter.values.join(", ")}.` });
    else conditions.push(eq(filter.column, value));
  }
  const words = (given.search ?? "").trim();
  if (words.length > 200) errors.push({ path: "search", message: "Use at most 200 characters." });
  for (const word of words.split(/\s+/).filter(Boolean).slice(0, 10)) {
    const pattern = `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    const places = search.map((column) => sql`fold(${column}) like fold(${pattern}) escape '\\'`);
    conditions.push(places.length === 0 ? sql`0` : sql`(${sql.join(places, sql` or `)})`);
  }
  return conditions;
}

function orderOf({ sortable, table }: Listing, sort: string | undefined, errors: FieldError[]): SQL[] {
  if (!sort) return [desc(table.id)];
  const [field = "", direction = "asc", ...rest] = sort.split(":");
  const column = Object.hasOwn(sortable, field) ? sortable[field] : undefined;
  if (column && rest.length === 0 && ["asc", "desc"].includes(direction))
    return direction === "asc" ? [asc(column), asc(table.id)] : [desc(column), desc(table.id)];
  errors.push({
    path: "sort",
    message: `Use field:asc or field:desc, with one of: ${Object.keys(sortable).join(", ")}.`,
  });
  return [];
}

function whole(path: string, value: string | undefined, most: number, usual: number, errors: FieldError[]): number {
  if (value === undefined || value === "") return usual;
  const number = /^\d{1,7}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= 1 && number <= most) return number;
  errors.push({ path, message: `Use a whole number from 1 to ${most}.` });
  return usual;
}
