import { UsageError } from "../cli/problem.ts";
import type { Field } from "./fields.ts";
import { isBlank, partOf, type Resource, type Shown } from "./resource.ts";
import { all, searched, type Work } from "./store.ts";
import { fromText, wrongWith } from "./values.ts";

/** Which records, in which order: what `list`, `find` and `export` understand. */
export type Query = {
  only?: string | undefined;
  search?: string | undefined;
  sort?: string | undefined;
  reverse?: boolean | undefined;
  limit?: number | undefined;
  /** Values by the field's name; `<name>From` and `<name>To` narrow a day. */
  values: Record<string, string>;
};

/** @throws UsageError when it speaks of a list, a field or a value that can't be */
export function query(work: Work, resource: Resource, wanted: Query): Shown[] {
  const list = resource.lists.find(({ name }) => name === wanted.only);
  if (wanted.only !== undefined && !list)
    throw new UsageError(`There is no list ${wanted.only}. Use one of: ${namesOf(resource.lists) || "none is defined"}.`);
  const filters = Object.entries(wanted.values).map(([name, text]) => filterBy(work, resource, name, text));
  const words = fold(wanted.search ?? "").split(/\s+/).filter(Boolean);
  const fits = (record: Shown) => {
    if (list && !list.when(record, work.now)) return false;
    if (!filters.every((filter) => filter(record))) return false;
    const text = words.length === 0 ? "" : resource.search.map((place) => fold(searched(work, resource, record, place))).join("\n");
    return words.every((word) => text.includes(word));
  };
  const order = wanted.sort ?? list?.sort ?? "id";
  if (order !== "id" && !partOf(resource, order))
    throw new UsageError(`There is nothing called ${order} to sort by.`);
  const found = all(work, resource).filter(fits).sort((a, b) => compare(a[order], b[order]) || a.id - b.id);
  if (wanted.reverse) found.reverse();
  return found.slice(0, wanted.limit);
}

function filterBy(work: Work, resource: Resource, name: string, text: string): (record: Shown) => boolean {
  const ranged = name.match(/^(.+)(From|To)$/);
  const [, inner = "", end] = ranged && !partOf(resource, name) ? ranged : [];
  const source = inner || name;
  const part = partOf(resource, source);
  if (!part) throw new UsageError(`There is nothing called ${name} to filter by.`);
  if (end) {
    const wrong = wrongWith({ ...dateField, label: part.label }, text);
    if (wrong) throw new UsageError(`${name}: ${wrong}`);
    const day = (record: Shown) => String(record[source] ?? "").slice(0, 10);
    return end === "From" ? (record) => day(record) >= text : (record) => day(record) !== "" && day(record) <= text;
  }
  const field: Field = resource.fields[name] ?? { ...dateField, kind: part.kind, label: part.label };
  const value = field.kind === "reference" ? referred(work, field, text) : fromText(field, text);
  const wrong = isBlank(value) ? undefined : wrongWith(field, value);
  if (wrong) throw new UsageError(`${name}: ${wrong}`);
  return (record) => (isBlank(value) ? isBlank(record[name]) : record[name] === value);
}

const dateField: Field = { kind: "date", label: "", required: false, unique: false };

/**
 * The number of the record that somebody names, by its number or by what it is called.
 *
 * @throws UsageError when none or several are called so
 */
export function referred(work: Work, field: Field, text: string): unknown {
  const target = work.resources.find(({ path }) => path === field.target);
  if (!target || text.trim() === "" || /^\d+$/.test(text.trim())) return fromText(field, text);
  const named = all(work, target).filter(({ label }) => fold(label) === fold(text.trim()));
  const [only, another] = named;
  if (only && !another) return only.id;
  const many = another ? `Several ${target.plural.toLowerCase()} are called` : `No ${target.label.toLowerCase()} is called`;
  throw new UsageError(`${field.label}: ${many} “${text}”. Use its number, as in the first column of \`${target.path} list\`.`);
}

const namesOf = (all: readonly { name: string }[]): string => all.map(({ name }) => name).join(", ");

/** Without accents and capitals, as people search. */
const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function compare(a: unknown, b: unknown): number {
  if (isBlank(a) || isBlank(b)) return Number(isBlank(a)) - Number(isBlank(b));
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en");
}
