import type { End, Mapped, Schedule, Skip, Value } from "../../artefacts/flows.ts";
import type { Requirement } from "../../artefacts.ts";
import { attributeOf, capital } from "../fields.ts";
import type { Sentence } from "../text.ts";
import { plural, singular } from "../tokens.ts";
import { type System, Systems } from "./systems.ts";

/** A flow in the making. `words` are the thing that moves, in the singular, as people say it. */
export type FlowDraft = {
  words: string[];
  /** What it becomes at the target, where that is something else. */
  targetWords: string[];
  from: System;
  to: System;
  values: Value[];
  mapped: Mapped[];
  /** Values of the source that arrive in another form only. */
  consumed: Set<string>;
  skip: Skip[];
  ends: End[];
  mode: "upsert" | "once" | "update" | undefined;
  matchBy: string | undefined;
  schedule: Schedule | undefined;
  webhook: boolean;
  /** Values that are to arrive; others are read for rules only. */
  told: Set<string>;
  twoWays: boolean;
  conflict: "newest" | "first" | "second" | undefined;
};

/** One thing that a brief asks for, and what meets it. */
export type Wish = {
  text: string;
  sentence: Sentence;
  priority: Requirement["priority"];
  kind: Requirement["kind"];
  targets: Set<string>;
  gap?: string;
};

export type Draft = {
  systems: Systems;
  flows: FlowDraft[];
  wishes: Wish[];
  auth: Map<string, "oauth2" | "api-key">;
  rates: Map<string, number>;
  tries: number | undefined;
  /** What was said to be read from somewhere before anybody said where it goes. */
  pulled: { thing: string; from: System } | undefined;
  assumptions: Set<string>;
};

export const emptyDraft = (): Draft => ({
  systems: new Systems(),
  flows: [],
  wishes: [],
  auth: new Map(),
  rates: new Map(),
  tries: undefined,
  pulled: undefined,
  assumptions: new Set(),
});

const thingOf = ({ words }: FlowDraft): string => words.join(" ");

export const pluralOf = (words: readonly string[]): string =>
  [...words.slice(0, -1), plural(words.at(-1) ?? "")].join(" ");

/** The flow for a thing from one program to another; made when it is new. */
export function flowFor(draft: Draft, words: readonly string[], from: System, to: System): FlowDraft {
  const known = draft.flows.find((flow) => flow.from === from && flow.to === to && thingOf(flow) === words.join(" "));
  if (known) return known;
  const flow: FlowDraft = {
    words: [...words],
    targetWords: [...words],
    from,
    to,
    values: [],
    mapped: [],
    consumed: new Set(),
    skip: [],
    ends: [],
    mode: undefined,
    matchBy: undefined,
    schedule: undefined,
    webhook: false,
    told: new Set(),
    twoWays: false,
    conflict: undefined,
  };
  draft.flows.push(flow);
  return flow;
}

/** The flow that words speak of; the last one when they name none. */
export function flowNamed(draft: Draft, words: string): FlowDraft | undefined {
  const named = flowsIn(draft, words);
  return named[0] ?? draft.flows.at(-1);
}

/** The flows whose thing a text names. */
export function flowsIn(draft: Draft, text: string): FlowDraft[] {
  const all = ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, " ")
    .split(" ")
    .map(singular)
    .join(" ")} `;
  const whole = draft.flows.filter((flow) => all.includes(` ${flow.words.map(singular).join(" ")} `));
  if (whole.length > 0) return whole;
  return draft.flows.filter(
    (flow) =>
      all.includes(` ${singular(flow.words.at(-1) ?? "")} `) ||
      all.includes(` ${singular(flow.targetWords.at(-1) ?? "")} `),
  );
}

const types: Record<string, Value["type"]> = {
  email: "email",
  money: "amount",
  decimal: "amount",
  percent: "amount",
  integer: "whole",
  boolean: "flag",
  date: "day",
  dateTime: "instant",
};

/** A phrase as a value of a record: its name, and what may stand in it. */
export function readValue(phrase: string): Value | undefined {
  const isTags = /^(?:an? |the |its |their )?(?:tags?|labels?|categories)$/i.test(phrase.trim());
  const attribute = attributeOf(phrase);
  if (!attribute || /[^\p{L}\p{N} '&/-]/u.test(phrase.trim())) return undefined;
  // "Full" tells a name from its parts here, and is not thrown away as it is elsewhere.
  const { name, label, type } = /^(?:an? |the )?full name$/i.test(phrase.trim())
    ? { ...attribute.field, name: "fullName", label: "Full name" }
    : attribute.field;
  return { name, label, type: isTags ? "words" : (types[type] ?? "text"), required: false };
}

/** The value of a flow that words name, by all of them, or by the last when only one has it. */
export function findValue({ values }: FlowDraft, words: string): Value | undefined {
  const wanted = readValue(words)?.name.toLowerCase();
  if (wanted === undefined) return undefined;
  // An e-mail address is an e-mail.
  const plain = (name: string) => name.toLowerCase().replace(/(?<=email)address$|(?<=phone)number$/, "");
  const exact = values.find(({ name }) => plain(name) === plain(wanted));
  if (exact) return exact;
  const near = values.filter(
    ({ name }) =>
      name.toLowerCase().endsWith(plain(wanted)) ||
      name.toLowerCase().startsWith(wanted) ||
      wanted.endsWith(name.toLowerCase()),
  );
  return near.length === 1 ? near[0] : near.find(({ name }) => name.toLowerCase().endsWith(plain(wanted)));
}

/** The value that words name; added when the flow has none. */
export function valueFor(flow: FlowDraft, words: string, type?: Value["type"]): Value | undefined {
  const known = findValue(flow, words);
  if (known) {
    if (type && known.type === "text") known.type = type;
    return known;
  }
  const value = readValue(words);
  if (!value) return undefined;
  if (type) value.type = type;
  flow.values.push(value);
  return value;
}

export const labelOf = (words: readonly string[]): string => capital(words.join(" "));
