import { and, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { type FieldError, invalid } from "../http/problem.ts";
import type { Now } from "../now.ts";
import { column } from "./column.ts";
import { fieldValue, labelOf, type Model, type NamedList, type Resource, type Target, through } from "./resource.ts";
import { visible } from "./rights.ts";

export const pageSizes = { usual: 25, most: 100 };

/** One page of a list, as asked for in the address. */
export type ListQuery = {
  page: number;
  pageSize: number;
  search: string;
  sort?: { field: string; descending: boolean };
  list?: NamedList;
  filters: { name: string; value: string | number | boolean; side?: "from" | "to" }[];
};

/** The parameters every list understands; whatever else is given filters by a field. */
const general = ["page", "pageSize", "search", "sort", "list"];

/** @throws Problem `input.invalid` naming every parameter that is wrong or unknown */
export function parseListQuery(resource: Resource, given: Record<string, string>): ListQuery {
  const errors: FieldError[] = [];
  const query: ListQuery = {
    page: whole("page", given.page, 1, 1_000_000, 1, errors),
    pageSize: whole("pageSize", given.pageSize, 1, pageSizes.most, pageSizes.usual, errors),
    search: (given.search ?? "").trim(),
    filters: [],
  };
  if (query.search.length > 200) errors.push({ path: "search", message: "Use at most 200 characters." });

  if (given.sort) {
    const [field = "", direction = "asc", ...rest] = given.sort.split(":");
    if (!sortable(resource).includes(field))
      errors.push({ path: "sort", message: `Sort by one of: ${sortable(resource).join(", ")}.` });
    else if (rest.length > 0 || !["asc", "desc"].includes(direction))
      errors.push({ path: "sort", message: "Use field:asc or field:desc." });
    else query.sort = { field, descending: direction === "desc" };
  }

  if (given.list) {
    query.list = resource.lists.find((list) => list.name === given.list);
    if (!query.list) {
      const names = resource.lists.map((list) => list.name).join(", ") || "none";
      errors.push({ path: "list", message: `There is no such list. Known: ${names}.` });
    }
  }

  for (const [name, value] of Object.entries(given)) {
    if (general.includes(name) || value === "") continue;
    const filter = parseFilter(resource, name, value);
    if (filter === undefined) errors.push({ path: name, message: "There is no such parameter." });
    else if (filter === null) errors.push({ path: name, message: "This is not a value of that field." });
    else query.filters.push(filter);
  }
  if (errors.length > 0) throw invalid(errors, "Some of the parameters are not valid.");
  return query;
}

export const sortable = (resource: Resource) => [
  "id",
  ...Object.keys(resource.fields).filter((name) => resource.fields[name]?.kind !== "file"),
  ...Object.keys(resource.computed),
  ...["createdAt", "updatedAt"].filter((name) => !Object.hasOwn(resource.fields, name)),
];

function whole(
  path: string,
  value: string | undefined,
  least: number,
  most: number,
  usual: number,
  errors: FieldError[],
) {
  if (value === undefined || value === "") return usual;
  const number = /^\d{1,7}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  errors.push({ path, message: `Use a whole number from ${least} to ${most}.` });
  return usual;
}

/** `undefined` when there is no such field, `null` when the value can't be one of it. */
function parseFilter(resource: Resource, name: string, value: string) {
  const own = Object.hasOwn(resource.fields, name) ? resource.fields[name] : undefined;
  const computed = Object.hasOwn(resource.computed, name) ? resource.computed[name] : undefined;
  const kind = own?.kind ?? computed?.kind;
  if (kind === "file") return undefined;
  if (kind === undefined) return parseDayFilter(resource, name, value);
  if (kind === "boolean") return value === "true" || value === "false" ? { name, value: value === "true" } : null;
  if (["integer", "decimal", "money", "percent", "reference"].includes(kind)) {
    const number = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
    return Number.isNaN(number) ? null : { name, value: number };
  }
  if (kind === "choice" && !own?.options?.includes(value)) return null;
  return { name, value };
}

/** `dateFrom=2026-03-01&dateTo=2026-03-31`: the records of some days, the first and the last among them. */
function parseDayFilter(resource: Resource, name: string, value: string) {
  const [, field = "", side] = name.match(/^(.+)(From|To)$/) ?? [];
  if (!hasDay(resource, field)) return undefined;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
  return isDay ? { name: field, value, side: side === "From" ? ("from" as const) : ("to" as const) } : null;
}

/** Whether a field is a day or a moment, so that a list can be narrowed to some days. */
export const hasDay = (resource: Resource, name: string): boolean =>
  Object.hasOwn(resource.fields, name) && ["date", "dateTime"].includes(resource.fields[name]?.kind ?? "");

/** The condition of a list as SQL, what the person may not see left out; undefined when everything belongs to it. */
export function where(model: Model, resource: Resource, query: ListQuery, now: Now): SQL | undefined {
  const row = resource.table;
  const parts: SQL[] = query.filters.map(({ name, value, side }) => {
    const own = fieldValue(resource, row, name, now);
    if (side === undefined) return sql`${own} = ${value}`;
    return side === "from" ? sql`substr(${own}, 1, 10) >= ${value}` : sql`substr(${own}, 1, 10) <= ${value}`;
  });
  if (query.list) parts.push(sql`(${query.list.when(row, now)})`);
  for (const word of query.search.split(/\s+/).filter(Boolean).slice(0, 10))
    parts.push(contains(model, resource, row, word, now));
  return and(...parts, visible(resource, row, now));
}

/** Every word must be somewhere in the record, without regard to case and accents. */
function contains(model: Model, resource: Resource, row: SQLiteTable, word: string, now: Now): SQL {
  const pattern = `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const places = resource.search.map(
    (path) => sql`fold(${valueAt(model, resource, row, path.split("."), now)}) like fold(${pattern}) escape '\\'`,
  );
  return places.length === 0 ? sql`0` : sql`(${sql.join(places, sql` or `)})`;
}

/** A value of the record itself, or of one that its references lead to. */
function valueAt(model: Model, target: Target, row: SQLiteTable, path: readonly string[], now: Now): SQL {
  const [name = "", ...rest] = path;
  if (rest.length === 0) return fieldValue(target, row, name, now);
  const field = target.fields[name];
  if (!field) throw new Error(`No field ${name}`);
  // What is left of the path tells the tables of its steps apart.
  return through(model, field, row, name, now, 10 + rest.length, (next, other) => valueAt(model, next, other, rest, now));
}

/**
 * The order of a list as SQL: as asked for, else as the list or all records are ordered; empty values last, text as
 * people sort it, references by what they are called, choices as they are told, and never by chance.
 */
export function orderBy(model: Model, resource: Resource, query: ListQuery, now: Now): SQL {
  const row = resource.table;
  const own = resource.order ?? [];
  const usual = query.list?.sort
    ? [{ field: query.list.sort, descending: query.list.descending ?? false }]
    : own.filter(({ first }) => first === undefined);
  const firsts = query.sort ? [] : own.filter(({ first }) => first !== undefined);
  const sorts = query.sort ? [query.sort] : usual.length > 0 ? usual : [{ field: "id", descending: true }];
  const parts = firsts.map(({ field, first }) => {
    const value = typeof first === "boolean" ? Number(first) : first;
    return sql`${fieldValue(resource, row, field, now)} is not ${value}`;
  });
  for (const { field, descending } of sorts) {
    const value = shownValue(model, resource, field, now);
    parts.push(sql`${value} is null, ${value} ${descending ? sql`desc` : sql`asc`}`);
  }
  return sql`${sql.join(parts, sql`, `)}, ${column(row, "id")} ${sorts.at(-1)?.descending ? sql`desc` : sql`asc`}`;
}

/** A value as people sort it. */
function shownValue(model: Model, resource: Resource, name: string, now: Now): SQL {
  const field = resource.fields[name];
  if (field?.kind === "reference")
    return sql`fold(${through(model, field, resource.table, name, now, 0, (target, other) => labelOf(model, target, other, now, 1))})`;
  const value = fieldValue(resource, resource.table, name, now);
  const options = field?.kind === "choice" ? (field.options ?? []) : [];
  if (options.length > 0)
    return sql`case ${value} ${sql.join(options.map((option, place) => sql`when ${option} then ${place}`), sql` `)} end`;
  return ["text", "longText", "email"].includes(field?.kind ?? "") ? sql`fold(${value})` : value;
}
