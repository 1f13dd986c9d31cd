import { html } from "hono/html";
import type { Field } from "../resource/fields.ts";
import type { ApiRecord, Computed, Resource } from "../resource/resource.ts";
import { showFiles } from "./files.ts";
import type { Html } from "./layout.ts";

type Shown = Pick<Field, "kind" | "label"> | Computed;

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const minute = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
const amount = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const plain = new Intl.NumberFormat("en", { maximumFractionDigits: 6 });

/** A field or a computed value of a record, for reading. */
export function show(resource: Resource, record: ApiRecord, name: string, isWhole = false): Html | string {
  const shown: Shown | undefined = resource.fields[name] ?? resource.computed[name];
  const value = record[name];
  if (shown?.kind === "file") return showFiles(shown, record, name, isWhole);
  if (shown?.kind === "reference") {
    const target = resource.fields[name]?.target;
    const to = record[name.replace(/Id$/, "")] as { id: number; label: string } | null;
    if (!to) return "–";
    return resource.fields[name]?.account ? to.label : html`<a href="/${target}/${to.id}">${to.label}</a>`;
  }
  if (name === resource.state?.field || shown?.kind === "choice")
    return value ? badge(String(value), toneOf(String(value))) : "–";
  if (shown?.kind === "boolean" && name in resource.computed) return value === true ? badge(shown.label, toneOf(shown.label) === "bad" ? "bad" : "warn") : "No";
  return showValue(shown?.kind ?? "text", value);
}

/** A value as words. */
export function sayValue(kind: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  switch (kind) {
    case "boolean":
      return value === true ? "Yes" : "No";
    case "date":
      return day.format(new Date(`${String(value)}T00:00:00Z`));
    case "dateTime":
      return minute.format(new Date(/Z$/.test(String(value)) ? String(value) : `${value}Z`));
    case "money":
      return amount.format(Number(value) / 100);
    case "percent":
      return `${plain.format(Number(value))} %`;
    case "integer":
    case "decimal":
      return plain.format(Number(value));
    default:
      return String(value);
  }
}

/** A value as a part of a page. */
export function showValue(kind: string, value: unknown): Html | string {
  const words = sayValue(kind, value);
  if (value === null || value === undefined || value === "") return words;
  switch (kind) {
    case "date":
    case "dateTime":
      return html`<time datetime="${String(value)}">${words}</time>`;
    case "email":
      return html`<a href="mailto:${String(value)}">${String(value)}</a>`;
    case "phone":
      return html`<a href="tel:${String(value).replace(/[^+\d]/g, "")}">${String(value)}</a>`;
    case "url":
      return html`<a href="${String(value)}" rel="noreferrer">${String(value)}</a>`;
    case "longText":
      return html`<span class="long">${String(value)}</span>`;
    default:
      return words;
  }
}

export const badge = (label: string, tone: string) => html`<span class="badge ${tone}">${humane(label)}</span>`;

/** `in-repair` as people read it: In repair. */
export function humane(value: string): string {
  const words = value.replace(/[-_]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Colour follows meaning where a word has one; the word itself always stands there too. */
export function toneOf(state: string): string {
  if (/approv|complet|done|paid|activ|return|closed|resolved|deliver|finish|pass|accept|confirm/i.test(state))
    return "good";
  if (/reject|cancel|fail|overdue|lost|declin|expire|refus|broken/i.test(state)) return "bad";
  if (/submit|pend|wait|review|progress|hold|out|due|repair|open/i.test(state)) return "warn";
  return "calm";
}

export const isNumber = (kind: string | undefined) => ["integer", "decimal", "money", "percent"].includes(kind ?? "");

/** The columns of a table: what names the record first, then what fits, the state always. */
export function columnsOf(resource: Resource, most = 7): string[] {
  const fields = Object.entries(resource.fields)
    .filter(([, field]) => field.kind !== "longText")
    .map(([name]) => name);
  const wanted = [
    resource.display,
    ...(resource.state ? [resource.state.field] : []),
    ...resource.lists.flatMap((list) => list.sort ?? []),
    ...Object.keys(resource.computed),
    ...fields,
  ];
  const kept = [...new Set(wanted)].slice(0, most);
  const order = [resource.display, ...fields, ...Object.keys(resource.computed)];
  return kept.sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

export const labelIn = (resource: Pick<Resource, "fields" | "computed">, name: string) =>
  resource.fields[name]?.label ?? resource.computed[name]?.label ?? humane(name);
