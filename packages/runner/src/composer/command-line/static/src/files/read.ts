import { readCsv } from "../cli/csv.ts";
import { type FieldError, Problem } from "../cli/problem.ts";
import type { Field } from "../records/fields.ts";
import { isBlank } from "../records/resource.ts";
import { fromText, normal, wrongWith } from "../records/values.ts";
import type { Row, Shape } from "./shape.ts";

/** Everything that a file held: its good rows, what is wrong with the others, and rows that were there before. */
export type Content = {
  rows: Row[];
  wrong: (FieldError & { line: number })[];
  duplicates: { line: number; of: number }[];
};

/**
 * Reads CSV, a JSON list of objects, or JSON lines; of several files one after the other, whose lines count on.
 *
 * @throws Problem `invalid` when one is none of them
 */
export function readRows(shape: Shape, texts: readonly string[]): Content {
  const content: Content = { rows: [], wrong: [], duplicates: [] };
  let before = 0;
  const given = texts.flatMap((text) => {
    const own: Content = { rows: [], wrong: [], duplicates: [] };
    const rows = rowsIn(shape, text, own).map((row) => ({ ...row, line: row.line + before }));
    content.wrong.push(...own.wrong.map((each) => ({ ...each, line: each.line + before })));
    before += text.replace(/\r?\n$/, "").split("\n").length;
    return rows;
  });
  const seen = new Map<string, number>();
  for (const row of given) {
    const errors = errorsIn(shape, row);
    content.wrong.push(...errors.map((error) => ({ line: row.line, ...error })));
    if (errors.length > 0 || (shape.keeps && !shape.keeps(row.values))) continue;
    const key = JSON.stringify(shape.duplicates?.fields.map((name) => row.values[name]));
    const first = shape.duplicates && seen.get(key);
    if (first !== undefined) content.duplicates.push({ line: row.line, of: first });
    else seen.set(key, row.line);
    if (first === undefined || !shape.duplicates?.areLeftOut) content.rows.push(row);
  }
  return content;
}

function rowsIn(shape: Shape, text: string, content: Content): Row[] {
  if (/^\s*\[/.test(text)) return fromJson(shape, text);
  return /^\s*\{/.test(text) ? fromJsonLines(shape, text, content) : fromCsv(shape, text);
}

function fromCsv(shape: Shape, text: string): Row[] {
  const [header = [], ...lines] = readCsv(text);
  const names = header.map((title) => columnOf(shape, title));
  const missing = Object.entries(shape.fields).filter(([name, { required }]) => required && !names.includes(name));
  if (missing.length > 0)
    throw new Problem(
      "invalid",
      `The file has no column for ${missing.map(([, { label }]) => label.toLowerCase()).join(", ")}. Its first line must name: ${Object.keys(shape.fields).join(", ")}.`,
      missing.map(([field]) => ({ field, message: "This column is missing." })),
    );
  return lines.map((cells, index) => {
    const values: Row["values"] = {};
    for (const [name, field] of Object.entries(shape.fields))
      values[name] = fromCell(field, cells[names.indexOf(name)] ?? "");
    return { line: index + 2, values };
  });
}

function fromJson(shape: Shape, text: string): Row[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Problem("invalid", "The file begins like JSON and is none.");
  }
  return (parsed as unknown[]).map((each, index) => ({ line: index + 1, values: valuesOf(shape, each) }));
}

/** An object a line. A line that is none is wrong, and the others still count. */
function fromJsonLines(shape: Shape, text: string, content: Content): Row[] {
  return text.split(/\r?\n/).flatMap((each, index) => {
    if (each.trim() === "") return [];
    const line = index + 1;
    try {
      return [{ line, values: valuesOf(shape, JSON.parse(each)) }];
    } catch {
      content.wrong.push({ line, field: "line", message: "This is no JSON." });
      return [];
    }
  });
}

function valuesOf(shape: Shape, each: unknown): Row["values"] {
  const given = typeof each === "object" && each !== null ? (each as Record<string, unknown>) : {};
  const values: Row["values"] = {};
  for (const [name, field] of Object.entries(shape.fields)) {
    const key = Object.keys(given).find((title) => columnOf(shape, title) === name);
    const value = key === undefined ? null : given[key];
    values[name] = isBlank(value) ? null : fromCell(field, String(value));
  }
  return values;
}

/** A column by its name or its label, whatever its capitals, blanks and dashes. */
function columnOf(shape: Shape, title: string): string | undefined {
  const bare = (words: string) => words.toLowerCase().replace(/[^a-z0-9]/g, "");
  return Object.entries(shape.fields).find(([name, { label }]) => [name, label].some((each) => bare(each) === bare(title)))?.[0];
}

/** A value as banks and spreadsheets write it: 1,234.50 and 1.234,50 EUR, 31/03/2026 and 31.03.2026. */
export function fromCell(field: Field, cell: string): unknown {
  const text = cell.trim();
  if (["money", "decimal", "percent", "integer"].includes(field.kind)) return fromText(field, plainNumber(text));
  if (field.kind === "date") {
    const [, day, month, year] = text.match(/^(\d{1,2})[./](\d{1,2})[./](\d{4})$/) ?? [];
    return day && month ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : fromText(field, text);
  }
  return fromText(field, text);
}

function plainNumber(text: string): string {
  const bare = text.replace(/[€$£%\s]|EUR|USD|GBP/g, "");
  const isComma = /,\d{1,2}$/.test(bare);
  return isComma ? bare.replaceAll(".", "").replace(",", ".") : bare.replaceAll(",", "");
}

function errorsIn({ fields }: Shape, { values }: Row): FieldError[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const value = normal(field, values[name]);
    if (isBlank(value)) return field.required ? [{ field: name, message: "This is missing." }] : [];
    const message = wrongWith(field, value);
    return message ? [{ field: name, message }] : [];
  });
}
