import { and, sql } from "drizzle-orm";
import { type FieldError, invalid, Problem } from "../http/problem.ts";
import type { Field } from "../resource/fields.ts";
import { column } from "../resource/column.ts";
import { labelOf, type Resource, targetOf } from "../resource/resource.ts";
import { demand, visible } from "../resource/rights.ts";
import { create, type Work } from "../resource/store.ts";
import { readCsv } from "./text.ts";

/** More rows than this are another kind of work; a file of them is split. */
const mostRows = 5_000;
const mostErrors = 100;

/**
 * New records from a spreadsheet's rows, all of them or none. The first row names the columns, by the names or the
 * labels of the fields; what the application works out itself (`id`, computed values) is passed over. They come in
 * quietly: a file of what there was before is no news.
 *
 * @throws Problem `right.missing`, `input.invalid` naming each wrong row as a spreadsheet counts them: `row3.email`
 */
export function importCsv(work: Work, resource: Resource, text: string): { created: number; ids: number[] } {
  demand(work.now, resource, "create");
  const [header = [], ...rows] = readCsv(text);
  const columns = header.map((title) => fieldOf(resource, title));
  const unknown = header.filter((_, index) => columns[index] === undefined);
  if (unknown.length > 0 || columns.every((name) => name === undefined || name === ""))
    throw invalid(
      [
        {
          path: "header",
          message: `${unknown.length > 0 ? `Unknown: ${unknown.join(", ").slice(0, 200)}. ` : ""}The columns can be: ${usable(resource).join(", ")}.`,
        },
      ],
      "The first row must name the columns.",
    );
  if (rows.length === 0 || rows.length > mostRows)
    throw invalid([{ path: "", message: `Send 1 to ${mostRows} rows below the first.` }]);

  return work.db.transaction(() => {
    const errors: FieldError[] = [];
    const ids: number[] = [];
    for (const [index, row] of rows.entries()) {
      const at = `row${index + 2}`;
      try {
        ids.push(create({ ...work, kept: undefined }, resource, bodyOf(work, resource, columns, row)).id);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const named = error.errors.length > 0 ? error.errors : [{ path: "", message: error.message }];
        errors.push(...named.map(({ path, message }) => ({ path: path === "" ? at : `${at}.${path}`, message })));
      }
      if (errors.length > mostErrors) break;
    }
    if (errors.length > 0)
      throw invalid(errors.slice(0, mostErrors), "Nothing was imported: some of the rows are not valid.");
    return { created: ids.length, ids };
  });
}

const usable = (resource: Resource) =>
  Object.entries(resource.fields)
    .filter(([, field]) => !field.readOnly && field.kind !== "file")
    .map(([name]) => name);

const folded = (title: string) => title.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** The field a column fills; empty for what is passed over, undefined for what nothing knows. */
function fieldOf(resource: Resource, title: string): string | undefined {
  const wanted = folded(title);
  const own = Object.entries(resource.fields).find(
    ([name, field]) =>
      [folded(name), folded(field.label)].includes(wanted) ||
      (field.kind === "reference" && folded(name.replace(/Id$/, "")) === wanted),
  );
  // A cell can't hold a file; an exported one only names it.
  if (own) return own[1].kind === "file" ? "" : own[0];
  const isOurs =
    ["id", "label", "createdat", "updatedat"].includes(wanted) ||
    Object.entries(resource.computed).some(([name, { label }]) => [folded(name), folded(label)].includes(wanted));
  return isOurs ? "" : undefined;
}

function bodyOf(
  work: Work,
  resource: Resource,
  columns: readonly (string | undefined)[],
  row: readonly string[],
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const errors: FieldError[] = [];
  for (const [index, name] of columns.entries()) {
    const field = name ? resource.fields[name] : undefined;
    const text = row[index] ?? "";
    if (!name || !field || text === "") continue;
    const value = field.kind === "reference" ? idOf(work, field, text) : valueOf(field, text);
    if (value instanceof Error) errors.push({ path: name, message: value.message });
    else body[name] = value;
  }
  if (errors.length > 0) throw invalid(errors);
  return body;
}

/** A cell as the API takes it; what can't be understood is passed on, for the API's own words about it. */
function valueOf(field: Field, text: string): unknown {
  switch (field.kind) {
    case "boolean":
      if (/^(?:yes|true|1|x)$/i.test(text)) return true;
      return /^(?:no|false|0)$/i.test(text) ? false : text;
    case "integer":
    case "decimal":
    case "percent":
    case "money": {
      const number = Number(/^-?\d+,\d{1,2}$/.test(text) ? text.replace(",", ".") : text.replaceAll(",", ""));
      return Number.isFinite(number) ? Number((number * (field.kind === "money" ? 100 : 1)).toFixed(6)) : text;
    }
    default:
      return text;
  }
}

/** A record by its name, else by its id. */
function idOf(work: Work, field: Field, text: string): number | Error {
  const target = targetOf(work.model, field);
  const { table } = target;
  const where = and(sql`${labelOf(work.model, target, table, work.now)} = ${text}`, visible(target, table, work.now));
  const named = work.db.all<{ id: number }>(
    sql`select ${column(table, "id")} as id from ${table} where ${where} limit 2`,
  );
  if (named.length === 1 && named[0]) return named[0].id;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  const thing = target.label.toLowerCase();
  return new Error(named.length > 1 ? `More than one ${thing} has this name; use the id.` : `There is no such ${thing}.`);
}
