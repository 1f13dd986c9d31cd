import type { Making } from "../../artefacts/flows.ts";
import { type FlowDraft, readValue, valueFor } from "./draft.ts";

/** Adds a value of the target that is made of others. @returns its name, none when the words name no value */
export function addMade(flow: FlowDraft, words: string, making: Making): string[] {
  const value = readValue(words);
  if (!value) return [];
  flow.mapped = flow.mapped.filter(({ to }) => to !== value.name);
  flow.mapped.push({ to: value.name, label: value.label, making });
  return [value.name];
}

const NAME = "(?:the |an? |its |their )*([a-z][\\w' -]*?)";
const is = "(?: (?:in|of) [\\w' ]+?)? ?(?:is|are|=|equals|will be|must be|should be|is calculated as|is computed as) ?";

/** "The due date is 14 days after the job date". */
export function daysAfter(flow: FlowDraft, text: string): string[] | undefined {
  const [, to = "", count = "", unit = "", from = ""] =
    text.match(new RegExp(`^${NAME}${is}(\\d+) (day|week)s? (?:after|from|later than) ${NAME}$`, "i")) ?? [];
  const source = from === "" ? undefined : valueFor(flow, from, "day");
  if (!source || (source.type !== "day" && source.type !== "instant")) return undefined;
  flow.told.add(source.name);
  const days = Number(count) * (/week/i.test(unit) ? 7 : 1);
  return addMade(flow, to, { kind: "daysAfter", from: source.name, days });
}

const signs: readonly (readonly [RegExp, "product" | "sum" | "difference"])[] = [
  [/ ?(?:×|\*| x | times | multiplied by ) ?/i, "product"],
  [/ ?(?:\+| plus ) ?/i, "sum"],
  [/ ?(?: − | - | minus | less ) ?/i, "difference"],
];

/** "Amount = hours x rate", "the net price is gross price minus tax". */
export function calculated(flow: FlowDraft, text: string): string[] | undefined {
  const [, to = "", formula = ""] = text.match(new RegExp(`^${NAME}${is}(.+)$`, "i")) ?? [];
  const found = signs.find(([sign]) => sign.test(formula));
  if (!found) return undefined;
  const parts = formula.split(new RegExp(found[0], "gi")).map((part) => part.trim().replace(/^(?:the|its) /i, ""));
  if (parts.length < 2 || parts.length > 4 || parts.some((part) => !/^[a-z][\w' ]*$/i.test(part))) return undefined;
  // "End minus start" are times, and what lies between them is no difference of numbers.
  if (parts.some((part) => /\b(?:start|end|begin|from|until|times?|dates?)\b/i.test(part))) return undefined;
  const sources = parts.map((part) => valueFor(flow, part, "amount"));
  if (sources.some((source) => source?.type !== "amount" && source?.type !== "whole")) return undefined;
  const names = sources.flatMap((source) => source?.name ?? []);
  for (const name of names) flow.told.add(name);
  if (new Set(names).size < names.length) return undefined;
  return addMade(flow, to, { kind: found[1], from: names });
}

/** "The customer name is first name and last name together", "full name = given name + family name". */
export function together(flow: FlowDraft, text: string): string[] | undefined {
  const [, to = "", list = "", how] =
    text.match(
      new RegExp(
        `^${NAME}${is}(?:made (?:up )?of |built from )?(.+?)( together| joined| combined| in one(?: field)?| with a space(?: between)?)?$`,
        "i",
      ),
    ) ?? [];
  const parts = list
    .split(/ ?\+ ?| and | followed by | plus /i)
    .map((part) => part.trim().replace(/^(?:the|its) /i, ""));
  const isJoined =
    how !== undefined || / ?\+ ?| followed by /.test(list) || parts.every((part) => / ?name$/i.test(part));
  if (!isJoined || parts.length < 2 || parts.length > 4) return undefined;
  if (parts.some((part) => part.split(" ").length > 3 || !readValue(part))) return undefined;
  return joinParts(flow, to, parts);
}

/** The value of the target that puts others, which are texts, together. */
export function joinParts(flow: FlowDraft, to: string, parts: readonly string[]): string[] | undefined {
  const sources = parts.map((part) => valueFor(flow, part));
  if (sources.some((source) => source?.type !== "text")) return undefined;
  const names = sources.flatMap((source) => source?.name ?? []);
  for (const name of names) flow.consumed.add(name);
  return addMade(flow, to, { kind: "joined", from: names });
}

/** "The country has to be the two-letter code", "send the country as ISO code". */
export function countryCode(flow: FlowDraft, text: string): string[] | undefined {
  if (!/\b(?:two|2)[- ]letter\b|\biso(?:[- ]?3166)?\b[\w -]*\bcodes?\b/i.test(text)) return undefined;
  const name = text.match(/\b((?:[a-z]+ )?countr(?:y|ies))\b/i)?.[1]?.replace(/^(?:the|each|all|a|as|send|of) /i, "");
  const field = name === undefined ? undefined : valueFor(flow, name.replace(/countries$/i, "country"));
  if (field?.type !== "text") return undefined;
  flow.mapped = flow.mapped.filter(({ to }) => to !== field.name);
  flow.mapped.push({ to: field.name, label: field.label, making: { kind: "countryCode", from: field.name } });
  flow.told.add(field.name);
  return [field.name];
}
