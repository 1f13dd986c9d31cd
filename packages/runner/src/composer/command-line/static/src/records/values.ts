import type { Field } from "./fields.ts";

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

/** Text without the invisible characters that only ever come from accidents or attacks; line ends and tabs may stay. */
const isPlain = (value: string): boolean => !/(?![\t\n\r])\p{Cc}/u.test(value);

const isDay = (value: string): boolean => {
  const at = new Date(`${value}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
};

const isInstant = (value: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/.test(value) &&
  isDay(value.slice(0, 10)) &&
  !Number.isNaN(Date.parse(value));

const matches = (pattern: RegExp) => (value: string) => pattern.test(value);

/** What each kind of text must look like, and how that is said. */
const shapes: Partial<Record<Field["kind"], { fits(value: string): boolean; say: string }>> = {
  text: { fits: (value) => value.length <= 300 && isPlain(value), say: "Use at most 300 plain characters." },
  longText: { fits: (value) => value.length <= 10_000 && isPlain(value), say: "Use at most 10000 plain characters." },
  date: { fits: isDay, say: "Use a date such as 2026-03-31." },
  dateTime: { fits: isInstant, say: "Use a date and time such as 2026-03-31T14:30:00Z." },
  time: { fits: matches(/^([01]\d|2[0-3]):[0-5]\d$/), say: "Use a time such as 14:30." },
  email: {
    fits: matches(/^(?!.*\.\.)[^\s@.][^\s@]{0,62}@[^\s@.][^\s@]*\.[a-z]{2,}$/i),
    say: "Use an e-mail address such as ann@example.com.",
  },
  phone: {
    fits: matches(/^(?=(\D*\d){3})[+\d][\d ().\-/]{2,39}$/),
    say: "Use a phone number such as +44 20 7946 0000.",
  },
  url: {
    fits: (value) => value.length <= 2_000 && /^https?:\/\/[^\s/]+\.[^\s]+$/i.test(value) && URL.canParse(value),
    say: "Use a web address such as https://example.com.",
  },
};

/** What is wrong with a value of a field, in a sentence; undefined when nothing is. An empty value is not looked at. */
export function wrongWith(field: Field, value: unknown): string | undefined {
  switch (field.kind) {
    case "integer":
      return isNumber(value) && Number.isSafeInteger(value) ? outside(field, value) : "Use a whole number.";
    case "money":
      return isNumber(value) && Number.isSafeInteger(value)
        ? outside(field, value)
        : "Use an amount such as 12.50 (in JSON whole cents: 1250).";
    case "decimal":
    case "percent":
      return isNumber(value) ? outside(field, value) : "Use a number.";
    case "boolean":
      return typeof value === "boolean" ? undefined : "Use yes or no (in JSON true or false).";
    case "reference":
      return isNumber(value) && Number.isSafeInteger(value) && value > 0 ? undefined : "Use the number of a record.";
    case "choice":
      return typeof value === "string" && field.options?.includes(value)
        ? undefined
        : `Use one of: ${field.options?.join(", ")}.`;
    default: {
      const shape = shapes[field.kind];
      if (typeof value !== "string") return "Use text.";
      return shape?.fits(value) ? undefined : shape?.say;
    }
  }
}

function outside(field: Field, value: number): string | undefined {
  if (field.min !== undefined && value < field.min) return `Use ${toText(field, field.min)} or more.`;
  if (field.max !== undefined && value > field.max) return `Use ${toText(field, field.max)} or less.`;
  return undefined;
}

/** A value as it is kept: text without blanks around it, instants in UTC. */
export function normal(field: Field, value: unknown): unknown {
  if (typeof value !== "string") return value;
  const text = value.trim();
  if (field.kind !== "dateTime" || !isInstant(text)) return text;
  return new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`).toISOString();
}

/**
 * A value as somebody typed it. What can't be read is given back as it is, and refused where all values are looked at.
 */
export function fromText(field: Field, typed: string): unknown {
  const text = typed.trim();
  if (text === "") return null;
  switch (field.kind) {
    case "integer":
    case "decimal":
    case "percent":
      return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    case "money":
      return /^[+-]?\d+(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 100) : text;
    case "reference":
      return /^\d+$/.test(text) ? Number(text) : text;
    case "boolean":
      return /^(yes|true|y|1)$/i.test(text) ? true : /^(no|false|n|0)$/i.test(text) ? false : text;
    default:
      return text;
  }
}

/** A value as people read it. */
export function toText(field: Pick<Field, "kind">, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (field.kind === "money" && isNumber(value)) return (value / 100).toFixed(2);
  if (field.kind === "boolean") return value === true ? "yes" : "no";
  return String(value);
}
