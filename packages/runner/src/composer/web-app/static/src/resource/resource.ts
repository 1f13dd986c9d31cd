import { and, type SQL, sql } from "drizzle-orm";
import { alias, type SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Now } from "../now.ts";
import { column } from "./column.ts";
import type { Field, Fields } from "./fields.ts";
import { type Rights, visible } from "./rights.ts";

/** A record as the API shows it. */
export type ApiRecord = { id: number; [field: string]: unknown };

/** A value nobody types in: the database works it out whenever a record is read. */
export type Computed = {
  label: string;
  kind: "boolean" | "integer" | "decimal" | "money" | "percent" | "date" | "dateTime";
  /** The reference and the field of its record that it repeats. */
  from?: { via: string; field: string };
  value(row: SQLiteTable, now: Now): SQL;
};

/** A person's verb that takes a record from one state to another. */
export type Move = {
  action: string;
  label: string;
  from: readonly string[];
  to: string;
  /** Who may do it; everybody when empty. */
  roles: readonly string[];
  /** Fields the verb cannot do without in some cases; the page asks for them beside the button. */
  asks: readonly string[];
  /** What the move itself writes down, such as the day it happened. */
  stamps?(now: Now): Record<string, unknown>;
  /** Cases in which the move takes more than the roles above. */
  needs: readonly RoleNeed[];
  /** What follows in other records, whoever makes the move. */
  follows?: readonly Follow[];
};

/** The record that `via` points at is put into a state, or a record of `path` is made with values of this one. */
export type Follow = { path: string; message: string } & (
  | { via: string; field: string; to: string }
  | { values: readonly (readonly [field: string, from: string | { is: "itself" | "today" }])[] }
);

export type RoleNeed = { roles: readonly string[]; message: string; when(record: ApiRecord, now: Now): boolean };

/** What must hold for every record, checked on the stored record before the change is kept. */
export type Rule = {
  /** The field the message belongs to. */
  path: string;
  message: string;
  broken(record: ApiRecord, now: Now): boolean;
  /** Of a rule that speaks of today, its values: it is asked when one of them changes, and what time has overtaken stays. */
  asked?: readonly string[];
};

/** At most one record may match `when` for the same values of `fields`; with a period, at most one at any time. */
export type Exclusive = {
  fields: readonly string[];
  /**
   * The values a record begins and ends with, the first a time of the day `on` where that is given. One that ends when
   * the next begins is not in its way.
   */
  period?: { from: string; on?: string; to: string };
  /** Counted apart for each day, week (from Monday), month or year of this date. */
  each?: { field: string; span: "day" | "week" | "month" | "year" };
  /** How many there may be; one unless told. */
  most?: number;
  message: string;
  when(row: SQLiteTable, now: Now): SQL;
};

/** When a record may no longer be changed, or deleted. Its moves stay possible. */
export type Lock = {
  verbs: readonly ("change" | "delete")[];
  message: string;
  when(record: ApiRecord, now: Now): boolean;
};

/** What refuses a new record, or one that is put elsewhere: something that holds of what it is for. */
export type Block = {
  /** The reference, and the day if there is one: only when one of them is new is it asked. */
  fields: readonly string[];
  message: string;
  when(record: ApiRecord, now: Now): SQL;
};

/** A list with a name of its own: `?list=<name>`, a page, a card on the dashboard. */
export type NamedList = {
  name: string;
  label: string;
  sort?: string;
  /** From high to low. */
  descending?: boolean;
  when(row: SQLiteTable, now: Now): SQL;
};

export type Resource = {
  /** `Hire`, as OpenAPI names its schema. */
  name: string;
  label: string;
  plural: string;
  /** `hires`, as in `/api/hires`. */
  path: string;
  table: SQLiteTable;
  fields: Fields;
  /** The field or computed value that names a record to people. */
  display: string;
  computed: Record<string, Computed>;
  /** Own fields, or `referenceId.field` one or two references away. */
  search: readonly string[];
  state?: { field: string; moves: readonly Move[] };
  rules: readonly Rule[];
  exclusives: readonly Exclusive[];
  locks?: readonly Lock[];
  blocks?: readonly Block[];
  lists: readonly NamedList[];
  /** The order that its list has by itself; with `first`, only what has this value before all others. */
  order?: readonly { field: string; descending?: boolean; first?: string | boolean }[];
  /** Whether its list leaves as a file for spreadsheets, and whether rows of one come in. */
  csv?: readonly ("export" | "import")[];
  rights?: Rights;
};

/** The part of the resource that other records may point at. */
export type Target = Pick<Resource, "label" | "path" | "table" | "fields" | "display" | "computed" | "rights">;

/** Everything the application keeps, found by path. */
export type Model = {
  resources: readonly Resource[];
  targets: ReadonlyMap<string, Target>;
};

export function createModel(resources: readonly Resource[], others: readonly Target[] = []): Model {
  return { resources, targets: new Map([...others, ...resources].map((target) => [target.path, target])) };
}

export function targetOf(model: Model, field: Field): Target {
  const target = model.targets.get(field.target ?? "");
  if (!target) throw new Error(`No records under ${field.target}`);
  return target;
}

/** The same table under another name, for a query that needs it twice. */
export const aliased = <T extends SQLiteTable>(table: T, name: string): T => alias(table, name) as unknown as T;

/** Whether there is nothing in a field. */
export const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** A stored field or a computed value of one record, as SQL. */
export function fieldValue(target: Target, row: SQLiteTable, name: string, now: Now): SQL {
  const computed = target.computed[name];
  return computed ? sql`(${computed.value(row, now)})` : sql`${column(row, name)}`;
}

/**
 * What a record is called, as SQL. A record named by another one (a hire by its customer) takes that one's name;
 * two steps are enough for people, and end any circle.
 */
export function labelOf(model: Model, target: Target, row: SQLiteTable, now: Now, depth = 0): SQL {
  const number = sql`(${`${target.label} `} || ${column(row, "id")})`;
  const field = target.fields[target.display];
  if (field?.kind === "reference") {
    if (depth >= 2) return number;
    return sql`coalesce(${through(model, field, row, target.display, now, depth, (next, to) => labelOf(model, next, to, now, depth + 1))}, ${number})`;
  }
  return sql`coalesce(nullif(cast(${fieldValue(target, row, target.display, now)} as text), ''), ${number})`;
}

/** A value of the record that a reference points at, as SQL; nothing when the person may not see that record. */
export function through(
  model: Model,
  field: Field,
  row: SQLiteTable,
  name: string,
  now: Now,
  depth: number,
  pick: (target: Target, row: SQLiteTable) => SQL,
): SQL {
  const target = targetOf(model, field);
  const other = aliased(target.table, `to_${depth}_${target.path.replaceAll("-", "_")}`);
  const where = and(sql`${column(other, "id")} = ${column(row, name)}`, visible(target, other, now));
  return sql`(select ${pick(target, other)} from ${target.table} ${other} where ${where})`;
}
