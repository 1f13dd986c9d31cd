import type { Now } from "../now.ts";
import type { Field, Fields } from "./fields.ts";

/** A record as commands print it. */
export type Shown = { id: number; label: string; [field: string]: unknown };

/** All records of a kind, for values that look at others. */
export type All = <R = Shown>(path: string) => readonly R[];

/** A value nobody types in: it is worked out whenever a record is read. */
export type Computed = {
  label: string;
  kind: "boolean" | "integer" | "decimal" | "money";
  value(record: Shown, now: Now, all: All): unknown;
};

/** A verb that takes a record from one state to another. */
export type Move = {
  action: string;
  label: string;
  from: readonly string[];
  to: string;
  /** Options the verb cannot do without in some cases. */
  asks: readonly string[];
  /** What the move itself writes down, such as the day it happened. */
  stamps?(now: Now): Record<string, unknown>;
};

/** What must hold for every record, checked before a change is kept. */
export type Rule = {
  /** The field the message belongs to. */
  path: string;
  message: string;
  broken(record: Shown, now: Now): boolean;
};

/** At most one record may match `when` for the same values of `fields`; with a period, at most one at any time. */
export type Exclusive = {
  fields: readonly string[];
  /** The values a record begins and ends with. One that ends when the next begins is not in its way. */
  period?: { from: string; to: string };
  /** How many there may be; one unless told. */
  most?: number;
  message: string;
  when(record: Shown, now: Now): boolean;
};

/** A list with a name of its own: `list --only <name>`, and what `due` shows. */
export type NamedList = { name: string; label: string; sort?: string; when(record: Shown, now: Now): boolean };

export type Resource = {
  label: string;
  plural: string;
  /** The noun in commands, `hires`. */
  path: string;
  fields: Fields;
  /** The field or computed value that names a record to people. */
  display: string;
  computed: Record<string, Computed>;
  /** Own fields, or `referenceId.field` one or two references away. */
  search: readonly string[];
  state?: { field: string; moves: readonly Move[] };
  rules: readonly Rule[];
  exclusives: readonly Exclusive[];
  lists: readonly NamedList[];
};

export type Measure = { name: string; label: string; fn: "count" | "sum" | "average"; field?: string };

/** What is added up, and for whom. */
export type Report = {
  name: string;
  label: string;
  resource: Resource;
  groupBy: string;
  each?: "day" | "month" | "year";
  measures: readonly Measure[];
  when?(record: Shown, now: Now): boolean;
};

/** Whether there is nothing in a field. */
export const isBlank = (value: unknown): boolean => value === null || value === undefined || value === "";

/** A field or computed value by its name. */
export const partOf = (resource: Resource, name: string): Pick<Field, "kind" | "label"> | undefined =>
  resource.fields[name] ?? resource.computed[name];
