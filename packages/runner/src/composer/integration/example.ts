import type { Mapped, Skip, Value } from "../../artefacts/flows.ts";
import { wordsFor } from "../words.ts";
import type { PlannedFlow } from "./plan.ts";

/** A day or an instant that is counted from the day on which a test runs. */
export type Ago = { daysAgo: number; isDay: boolean };

/** A value of an example; undefined when it is not there. */
export type Example = string | number | boolean | readonly string[] | Ago | undefined;
export type Examples = Record<string, Example>;

/** Days of examples: long ago, so that nothing depends on when a test runs. */
const day = (number: number) => new Date(Date.UTC(2026, 0, 1 + number)).toISOString().slice(0, 10);

/** Names of three words, so that splitting them is seen. */
const people = ["Anna Maria Keller", "Ben Okafor", "Carla Rossi", "David Nowak", "Elif Demir", "Farid Haddad"];

/** What a record of a flow could hold; the same number gives the same record, and no two share what tells them apart. */
export function exampleOf(flow: PlannedFlow, number: number): Examples {
  const kept = Object.fromEntries(flow.values.map((value) => [value.name, usual(flow, value, number)]));
  // A record that none of the rules keeps back.
  for (const { when } of [...flow.skip, ...(flow.ends ?? [])])
    if (when && holds(when, kept)) kept[when.field] = opposite(when, kept[when.field]);
  return kept;
}

function usual(flow: PlannedFlow, { name, type }: Value, number: number): Example {
  const translated = flow.mapping.find(({ making }) => making.kind === "translated" && making.from === name)?.making;
  if (translated?.kind === "translated") return translated.table[number % translated.table.length]?.[0];
  switch (type) {
    case "email":
      return `person.${number}@example.com`;
    case "amount":
      return isInCents(flow, name) ? 1250 + number * 5 : 12.5 + number;
    case "whole":
      return isInCents(flow, name) ? 1250 + number * 5 : 10 + number;
    case "flag":
      return false;
    case "day":
    case "instant":
      if (flow.skip.some(({ when }) => when.op === "olderThan" && when.field === name))
        return { daysAgo: 0, isDay: type === "day" };
      return type === "day" ? day(number) : `${day(number)}T09:30:00.000Z`;
    case "words":
      return ["new"];
    case "text":
      return textOf(flow, name, number);
  }
}

const isInCents = (flow: PlannedFlow, name: string) =>
  flow.mapping.some(({ making }) => making.kind === "fromCents" && making.from === name);

function textOf(flow: PlannedFlow, name: string, number: number): string {
  if (/phone|mobile/i.test(name)) return `+31 20 555-01${String(number % 100).padStart(2, "0")}`;
  if (/status|state|stage/i.test(name)) return "active";
  if (/currency/i.test(name)) return "EUR";
  if (/country/i.test(name)) return "NL";
  if (/url|website|link/i.test(name)) return `https://example.com/${number}`;
  const isName = /fullname|^name$|customer(name)?$|contact(name)?$/i.test(name);
  const isSplit = flow.mapping.some(
    ({ making }) => "from" in making && making.from === name && /Name$/.test(making.kind),
  );
  if (
    isSplit ||
    (isName && /contact|customer|person|member|employee|client|subscriber|user|lead/i.test(flow.source.key + name))
  )
    return people[number % people.length] ?? "Ann Keller";
  const isKey = /number|code|sku|reference|\bid\b|Id$|key|barcode|ean/i.test(name);
  if (isKey) return `${initials(flow.source.label)}-${100 + number}`;
  const word = wordsFor(flow.source.label, name)[number % 8] ?? "Standard";
  return `${word} ${number}`;
}

const initials = (label: string) =>
  label
    .replace(/[^A-Za-z]/g, "")
    .slice(0, 2)
    .toUpperCase() || "NO";

/** Whether a rule keeps a record back. */
/** A record that is over at the source by this condition, and that none of the others ends. */
export const endedOf = (flow: PlannedFlow, test: Skip["when"]): Examples => {
  const usualValue = flow.values.find(({ name }) => name === test.field);
  return { [test.field]: edgeOf(test, usualValue && usual(flow, usualValue, 1)).skipped };
};

export function holds(test: Skip["when"], example: Examples): boolean {
  const value = example[test.field];
  const number = typeof value === "number" ? value : Number.NaN;
  switch (test.op) {
    case "isTrue":
      return value === true;
    case "isNotTrue":
      return value !== true;
    case "isEmpty":
      return value === undefined;
    case "isOneOf":
      return test.values.some((word) => word === value);
    case "isNoneOf":
      return !test.values.some((word) => word === value);
    case "has":
      return Array.isArray(value) && value.some((word) => test.values.includes(word));
    case "hasNot":
      return !(Array.isArray(value) && value.some((word) => test.values.includes(word)));
    case "below":
      return number < test.value;
    case "above":
      return number > test.value;
    case "atMost":
      return number <= test.value;
    case "atLeast":
      return number >= test.value;
    case "olderThan":
      return (
        typeof value === "string" || (typeof value === "object" && "daysAgo" in value && value.daysAgo > test.days)
      );
  }
}

/** A value with which the rule doesn't hold. */
function opposite(test: Skip["when"], before: Example): Example {
  switch (test.op) {
    case "isTrue":
      return false;
    case "isNotTrue":
      return true;
    case "isEmpty":
      return before ?? "filled@example.com";
    case "isOneOf":
      return "other";
    case "isNoneOf":
      return test.values[0];
    case "has":
      return ["other"];
    case "hasNot":
      return [test.values[0] ?? "other"];
    case "below":
      return test.value;
    case "above":
      return test.value;
    case "atMost":
      return test.value + 1;
    case "atLeast":
      return test.value - 1;
    case "olderThan":
      return before;
  }
}

/** A value with which the rule holds, and one beside it with which it doesn't: the two sides of its edge. */
export function edgeOf(test: Skip["when"], usualValue: Example): { kept: Example; skipped: Example } {
  switch (test.op) {
    case "isTrue":
      return { kept: false, skipped: true };
    case "isNotTrue":
      return { kept: true, skipped: false };
    case "isEmpty":
      return { kept: usualValue, skipped: undefined };
    case "isOneOf":
      return { kept: "other", skipped: test.values.at(-1) };
    case "isNoneOf":
      return { kept: test.values.at(-1), skipped: "other" };
    case "has":
      return { kept: ["other"], skipped: ["other", test.values.at(-1) ?? ""] };
    case "hasNot":
      return { kept: ["other", test.values.at(-1) ?? ""], skipped: ["other"] };
    case "below":
      return { kept: test.value, skipped: test.value - 1 };
    case "above":
      return { kept: test.value, skipped: test.value + 1 };
    case "atMost":
      return { kept: test.value + 1, skipped: test.value };
    case "atLeast":
      return { kept: test.value - 1, skipped: test.value };
    case "olderThan": {
      const isDay = typeof usualValue === "object" && "isDay" in usualValue && usualValue.isDay;
      return { kept: { daysAgo: test.days - 1, isDay }, skipped: { daysAgo: test.days + 2, isDay } };
    }
  }
}

/** What the target is to have of a record: worked out here, apart from the code that is to do it. */
export function expectedOf(flow: PlannedFlow, example: Examples): Examples {
  return Object.fromEntries(flow.mapping.map((mapped) => [mapped.to, madeOf(mapped, example)]));
}

const reckon = {
  product: (one: number, other: number) => one * other,
  sum: (one: number, other: number) => one + other,
  difference: (one: number, other: number) => one - other,
} as const;

function madeOf({ making }: Mapped, example: Examples): Example {
  if (making.kind === "constant") return making.value;
  if (making.kind === "joined") {
    const parts = making.from.map((name) => example[name]).filter((part) => part !== undefined);
    return parts.length > 0 ? parts.join(" ") : undefined;
  }
  const { from } = making;
  if (typeof from !== "string") {
    const numbers = from.map((name) => example[name]);
    if (numbers.some((number) => typeof number !== "number")) return undefined;
    const counted = (numbers as number[]).reduce(reckon[making.kind as keyof typeof reckon]);
    return Number(counted.toFixed(6));
  }
  const value = example[from];
  if (value === undefined) return making.kind === "copy" ? making.otherwise : undefined;
  const text = String(value);
  switch (making.kind) {
    case "copy":
      return value;
    case "firstName":
      return text.includes(" ") ? text.slice(0, text.lastIndexOf(" ")) : text;
    case "lastName":
      return text.includes(" ") ? text.slice(text.lastIndexOf(" ") + 1) : undefined;
    case "fromCents":
      return Number(value) / 100;
    case "toCents":
      return Math.round(Number(value) * 100);
    case "upper":
      return text.toUpperCase();
    case "lower":
      return text.toLowerCase();
    case "digitsOnly":
      return `${text.startsWith("+") ? "+" : ""}${text.replace(/\D/g, "")}`;
    case "day":
      return typeof value === "object" && "daysAgo" in value ? { ...value, isDay: true } : text.slice(0, 10);
    case "daysAfter":
      if (typeof value === "object" && "daysAgo" in value) return { daysAgo: value.daysAgo - making.days, isDay: true };
      return new Date(Date.parse(text.slice(0, 10)) + making.days * 86_400_000).toISOString().slice(0, 10);
    case "countryCode":
      return /^[a-z]{2}$/i.test(text) ? text.toUpperCase() : text === "Germany" ? "DE" : value;
    case "translated":
      return making.table.find(([from]) => from.toLowerCase() === text.toLowerCase())?.[1] ?? value;
  }
}
