import type { Fields } from "../records/fields.ts";

/** A figure of a group of rows. */
export type Measure = { name: string; label: string; fn: "count" | "sum" | "average" | "lowest" | "highest"; field?: string };

/** One row that was read, with the line it stands on. */
export type Row = { line: number; values: Record<string, unknown> };

/** What is added up: one line a group, where rows of a group agree in all of `groupBy`. */
export type Table = {
  name: string;
  label: string;
  groupBy: readonly { field: string; each?: "day" | "month" | "year" }[];
  measures: readonly Measure[];
  /** By a figure instead of the groups. */
  order?: { measure: string; isReversed: boolean };
  /** At most so many groups. */
  limit?: number;
};

/** What the files hold that the tool reads, and what it makes of them. */
export type Shape = {
  label: string;
  plural: string;
  fields: Fields;
  tables: readonly Table[];
  /** Rows that agree in these are one row written twice. Absent when nobody asked. */
  duplicates?: { fields: readonly string[]; areLeftOut: boolean };
  /** Rows that are meant at all. */
  keeps?(values: Record<string, unknown>): boolean;
  sort?: { field: string; isReversed: boolean };
};
