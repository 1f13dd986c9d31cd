import { type Cell, toCsv } from "../base/csv.ts";

/** A table before it is a file; `total` counts the rows of all its pages together. */
export type Sheet = { columns: string[]; rows: Cell[][]; total: number };
export type File = { name: string; text: string; total: number };

export const toFile = (name: string, { columns, rows, total }: Sheet): File => ({
  name: `${name}.csv`,
  text: toCsv(columns, rows),
  total,
});
