import type { Files } from "../../artefacts.ts";
import { type AppEntity, type AppField, nameIn } from "../app.ts";
import { wordsFor } from "../words.ts";

export type Values = Record<string, string | number | boolean | null>;

/** Rows of several groups and months, each unlike the others; as words, their numbers would stand in another order. */
export function rowsOf(entity: AppEntity, reading: Files): Values[] {
  const grouped = new Set(reading.tables.flatMap(({ groupBy }) => groupBy.map(({ field }) => nameIn(entity, field))));
  const rows = Array.from({ length: 6 }, (_, index) =>
    Object.fromEntries(
      entity.fields.map((field) => [field.name, exampleOf(entity, field, index, grouped.has(field.name))]),
    ),
  );
  return rows.map((row) => kept(entity, reading, row));
}

/** The same row, within what the tool keeps. */
function kept(entity: AppEntity, { keeps }: Files, row: Values): Values {
  const changed = { ...row };
  for (const { field, op, to } of keeps) {
    const name = nameIn(entity, field) ?? field;
    const value = to && "literal" in to ? to.literal : null;
    if (op === "eq") changed[name] = value;
    if (typeof value === "number" && typeof changed[name] === "number") {
      const present = Number(changed[name]);
      if (op === "gt" || op === "gte") changed[name] = present > value ? present : value + 100 + present;
      if (op === "lt" || op === "lte") changed[name] = Math.min(present, value - 1);
    }
  }
  return changed;
}

function exampleOf(entity: AppEntity, field: AppField, index: number, isGroup: boolean): Values[string] {
  switch (field.kind) {
    case "integer":
      return Math.max(field.min ?? 8, 8) + index * 3;
    case "decimal":
    case "percent":
      return 8.5 + index;
    case "money":
      return 950 + index * 1475;
    case "boolean":
      return index % 2 === 0;
    case "date":
      return `2025-0${1 + Math.floor(index / 2)}-1${index}`;
    case "dateTime":
      return `2025-0${1 + Math.floor(index / 2)}-1${index}T12:00:00.000Z`;
    case "time":
      return `1${index}:30`;
    case "email":
      return `person${index + 1}@example.com`;
    case "phone":
      return `+44 20 7946 0${120 + index}`;
    case "url":
      return `https://example.com/${index + 1}`;
    case "choice":
      return field.values?.[index % (field.values.length || 1)] ?? "";
    default: {
      const words =
        categories.find(([pattern]) => pattern.test(field.name.toLowerCase()))?.[1] ??
        wordsFor(entity.label, field.label);
      return words[index % (isGroup ? 2 : words.length)] ?? field.label;
    }
  }
}

const categories: readonly (readonly [RegExp, readonly string[]])[] = [
  [/categor/, ["Groceries", "Rent", "Travel", "Insurance", "Repairs", "Books"]],
  [
    /customer|client/,
    ["Alder & Sons", "Brightwater Ltd", "Cobalt Works", "Dunmore Supplies", "Evergreen Partners", "Granite House"],
  ],
  [/product|article|item/, ["Hinge set", "Copper pipe", "Oak board", "LED strip", "Door handle", "Cable"]],
  [/region|country|city|shop|store|branch/, ["North", "South", "East", "West", "Centre", "Coast"]],
  [/status|level/, ["ok", "error", "warning", "info", "open", "closed"]],
];

/** A value as somebody would write it in a file. */
export function cell(field: AppField | undefined, value: Values[string]): string {
  if (value === null) return "";
  const text =
    field?.kind === "money" && typeof value === "number"
      ? (value / 100).toFixed(2)
      : typeof value === "boolean"
        ? value
          ? "yes"
          : "no"
        : String(value);
  return /[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csv = (entity: AppEntity, rows: readonly Values[], separator = ","): string =>
  [
    entity.fields.map(({ name }) => name).join(separator),
    ...rows.map((row) => entity.fields.map((field) => cell(field, row[field.name] ?? null)).join(separator)),
    "",
  ].join("\n");
