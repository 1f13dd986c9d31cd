import type { Condition, Field } from "../../artefacts.ts";
import { addField, type Draft, type DraftEntity, dueOf, pluralWords, statesOf, type Wish } from "../draft.ts";
import { capital, kebab } from "../fields.ts";
import { numbersOf } from "../numbers.ts";
import { singular } from "../tokens.ts";
import { thresholdIn } from "./threshold.ts";

/** A part of what a list is asked for with, and a word for it in the list's name. */
type Part = { name: string; label: string; when: Condition };

/**
 * "Bookings that start this week", "orders that are delivered but not paid", "complaints older than 10 days that are
 * not resolved", "plants with fewer than 20 in stock": a list of the records for which all parts hold.
 */
export function filtered(draft: Draft, entity: DraftEntity | undefined, text: string, wish: Wish): boolean {
  if (!entity) return false;
  const time = timePart(entity, text);
  const state = statePart(entity, text);
  const amount = amountPart(draft, entity, text);
  const lack = lackPart(entity, text);
  const having = lack ? undefined : havingPart(entity, text);
  const parts = [time, state, amount, lack, having].filter((part) => part !== undefined);
  // A span of time that no date of the record can tell would be left out in silence.
  if (parts.length === 0 || (!time && /\b\d+ (?:hours?|days?|weeks?|months?|years?)\b/i.test(text))) return false;
  // What was called off isn't coming.
  const off = time && !state && time.name !== "past" ? calledOff(entity) : [];
  const name = kebab([...parts.map((part) => part.name)]);
  const things = pluralWords(entity).join(" ");
  if (!entity.lists.some((list) => list.name === name))
    entity.lists.push({
      name,
      label: `${capital(things)}: ${parts.map((part) => part.label).join(", ")}`,
      when: [...parts.flatMap(({ when }) => when), ...off],
      ...(time?.when[0] ? { sort: time.when[0].field } : {}),
    });
  wish.targets.add(`${entity.name}?${name}`);
  for (const { when } of parts) for (const { field } of when) wish.targets.add(`${entity.name}.${field}`);
  return true;
}

/** "Jobs without a driver", "tickets not yet assigned": what they could have, and don't; so it can't be required. */
function lackPart(entity: DraftEntity, text: string): Part | undefined {
  const named = text.match(
    /\b(?:without|with no|(?:has|have) no|lacking|(?:not (?:yet )?(?:been )?|un)assigned to) (?:an? |any |the )?([\p{L}-]+)/iu,
  )?.[1];
  const isBare = /\b(?:not (?:yet )?(?:been )?assigned|unassigned)\b(?! to\b)/i.test(text);
  const references = entity.fields.filter(({ type }) => type === "reference");
  const field =
    named !== undefined
      ? entity.fields.find(({ label, type }) => type !== "boolean" && isSame(label.split(" ").at(-1) ?? "", named))
      : isBare && references.length === 1
        ? references[0]
        : undefined;
  if (!field) return undefined;
  field.required = false;
  const owner = field.label.toLowerCase();
  const label = text.match(/\bunassigned\b/i)
    ? `unassigned, no ${owner}`
    : /\bassigned\b/i.test(text)
      ? `not assigned, no ${owner}`
      : `without ${owner}`;
  return { name: kebab(label.split(" ")), label, when: [{ field: field.name, op: "isEmpty" }] };
}

/** "Who has allergies": of whom something is told that need not be. */
function havingPart(entity: DraftEntity, text: string): Part | undefined {
  const named = text.match(
    /^(?:show |list |see )?(?:me )?(?:who|which [\p{L}-]+|all [\p{L}-]+ (?:who|that)) (?:has|have) (?:an? |any )?([\p{L}-]+)$/iu,
  )?.[1];
  const field =
    named && entity.fields.find(({ label, type, required }) => !required && type !== "boolean" && isSame(label, named));
  if (!field) return undefined;
  const label = `with ${field.label.toLowerCase()}`;
  return { name: kebab(label.split(" ")), label, when: [{ field: field.name, op: "isSet" }] };
}

const isSame = (label: string, word: string): boolean => singular(label.toLowerCase()) === singular(word.toLowerCase());

const calledOff = (entity: DraftEntity): Condition =>
  statusValues(entity)
    .filter((value) => /^(?:cancell?ed|rejected|declined|withdrawn|refused|denied|no-show)$/.test(value))
    .map((value) => ({ field: "status", op: "ne", to: { literal: value } }));

const statusValues = (entity: DraftEntity): readonly string[] =>
  statesOf(entity)?.values ?? entity.fields.find(({ name }) => name === "status")?.values ?? [];

/** The verbs of a day, and the values that hold it. */
const days: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:starts?|starting|begins?|beginning)\b/i, /start|begin|from|arriv/i],
  [
    /\b(?:leaves?|leaving|departs?|departing|check(?:s|ing)?-out|go(?:es)? home)\b/i,
    /depart|leave|check-?out|end|until|to$/i,
  ],
  [/\b(?:arrives?|arriving|check(?:s|ing)?-in|come(?:s)? in)\b/i, /arriv|check-?in|start|begin/i],
  [/\b(?:ends?|ending|finish(?:es|ing)?|runs? out)\b/i, /end|until|expir|finish|moveout|move-?out/i],
  [/\b(?:expires?|expired|expiring|expiry)\b/i, /expir|validTo|validUn|end|until|best/i],
  [/\b(?:delivered|deliver(?:y|ies)|delivering)\b/i, /deliver/i],
  [/\b(?:picked up|pick-?ups?|collected|collection)\b/i, /pick|collect/i],
  [/\b(?:promised)\b/i, /promis/i],
  [/\b(?:planned|scheduled)\b/i, /plan|schedul/i],
  [/\b(?:due|deadline|submit)\b/i, /due|deadline|next/i],
];

const dated = (entity: DraftEntity): Field[] =>
  entity.fields.filter(
    ({ type, name }) =>
      ["date", "dateTime"].includes(type) &&
      !/^(?:paid|completed|returned|decided|closed|signed)On$/.test(name) &&
      !/birth/i.test(name),
  );

/** Whether a text asks for what begins, leaves or arrives on some day, rather than for what is due. */
export const speaksOfDay = (text: string): boolean =>
  days.some(([verb]) => verb.test(text)) && !/\b(?:due|expir\w*|deadlines?)\b/i.test(text);

/** The day that a text speaks of: by its verb, else the one day or the first. */
export function dayIn(entity: DraftEntity, text: string): Field | undefined {
  const all = dated(entity);
  const named = all.find(({ label }) => text.toLowerCase().includes(label.toLowerCase()));
  if (named) return named;
  for (const [verb, name] of days) {
    if (!verb.test(text)) continue;
    const field = all.find((each) => name.test(each.name));
    // What speaks of leaving is not answered by the day of a vaccination.
    if (field || !/^(?:date|day)$/.test(all[0]?.name ?? "")) return field;
  }
  return (
    all.find(({ name }) => /^(?:date|day)$|start|arriv|appoint|plan|schedul/i.test(name)) ??
    // Of a funeral arrangement, the day of the funeral.
    all.find(({ label }) => entity.words.some((word) => label.toLowerCase().split(" ").includes(word))) ??
    all[0]
  );
}

const windows: readonly (readonly [RegExp, string, number, number])[] = [
  [/\btoday(?:'s)?\b/i, "today", 0, 0],
  [/\btomorrow(?:'s)?\b/i, "tomorrow", 1, 1],
  [/\bthis week(?:'s)?\b/i, "this-week", 0, 7],
  [/\bnext week(?:'s)?\b/i, "next-week", 0, 14],
  [/\bthis month(?:'s)?\b/i, "this-month", 0, 31],
  [/\bnext month(?:'s)?\b/i, "next-month", 0, 62],
];
const unitDays: Record<string, number> = { day: 1, week: 7, month: 30, year: 365 };

function timePart(entity: DraftEntity, text: string): Part | undefined {
  const past = text.match(/\b(?:past|after|beyond|over) (?:its|their|the) ([a-z]+(?: [a-z]+)?)/i);
  const until =
    past &&
    (dated(entity).find(({ label }) => past[1]?.toLowerCase().startsWith(label.toLowerCase())) ?? dueOf(entity));
  if (until)
    return {
      name: "past",
      label: `past the ${until.label.toLowerCase()}`,
      when: [{ field: until.name, op: "lt", to: { todayPlusDays: 0 } }],
    };
  const old = text.match(
    /\b(?:older than|more than|over|longer than|after|for|since) (\d+) (day|week|month|year)s?\b(?! (?:of|in advance|before))/i,
  );
  if (old?.[1] && /\bold|\bin stock\b|\bopen\b|\bnot\b|\bwithout\b|\bsince\b|\bago\b/i.test(text)) {
    const field = dated(entity).find(({ name }) =>
      (/\bin stock\b/i.test(text)
        ? /stock|arriv|purchas|bought|deliver|receiv/i
        : /receiv|creat|report|open|order|regist|purchas|bought|start|deliver|^date$|applied|submitted|since|added/i
      ).test(name),
    );
    const back = Number(old[1]) * (unitDays[(old[2] ?? "day").toLowerCase()] ?? 1);
    if (!field || back > 3_650) return undefined;
    return {
      name: `older-than-${old[1]}-${old[2]}s`,
      label: `${field.label.toLowerCase()} more than ${old[1]} ${old[2]}s ago`,
      when: [{ field: field.name, op: "lt", to: { todayPlusDays: -back } }],
    };
  }
  for (const [pattern, name, from, to] of windows) {
    const field = pattern.test(text) ? dayIn(entity, text) : undefined;
    if (field)
      return {
        name,
        label: `${field.label.toLowerCase()} ${name.replace("-", " ")}`,
        when: [
          { field: field.name, op: "gte", to: { todayPlusDays: from } },
          { field: field.name, op: "lte", to: { todayPlusDays: to } },
        ],
      };
  }
  const coming = text.match(
    /\b(?:in|within|during) (?:the )?(?:next |coming )?(\d+) (day|week|month|year)s?\b|\bnext (\d+) (day|week|month|year)s?\b/i,
  );
  const count = Number(coming?.[1] ?? coming?.[3]) * (unitDays[(coming?.[2] ?? coming?.[4] ?? "").toLowerCase()] ?? 1);
  const field =
    coming && count <= 3_650 && /\b(?:start|begin|leav|depart|arriv|end|finish|take place|happen|deliver)/i.test(text)
      ? dayIn(entity, text)
      : undefined;
  if (!field) return undefined;
  return {
    name: "soon",
    label: `${field.label.toLowerCase()} within ${count} days`,
    when: [
      { field: field.name, op: "gte", to: { todayPlusDays: 0 } },
      { field: field.name, op: "lte", to: { todayPlusDays: count } },
    ],
  };
}

const literal = (value: string) => value.replace(/[^\p{L}\d ]/gu, ".");

function statePart(entity: DraftEntity, text: string): Part | undefined {
  const words = text.toLowerCase();
  const values = statusValues(entity);
  const not = (value: string) =>
    new RegExp(
      `\\bnot (?:yet |been |yet been |been yet |already |fully )*${literal(value)}\\b|\\bun${literal(value)}\\b|\\bnever ${literal(value)}\\b|\\bto be ${literal(value)}\\b|\\b(?:waiting|ready) for ${literal(value)}\\b`,
    ).test(words);
  const positive = values.find(
    (value) => !not(value) && new RegExp(`\\b${literal(value)}\\b`).test(words) && !/^(?:new|open)$/.test(value),
  );
  const negative = values.find(not);
  if (positive && positive !== negative && !(negative && values.indexOf(positive) > values.indexOf(negative)))
    return {
      name: kebab(positive.split(" ")),
      label: positive,
      when: [{ field: "status", op: "eq", to: { literal: positive } }],
    };
  if (negative) {
    // What comes after it was it once, and what was called off never will be.
    const beyond = values.filter(
      (value) =>
        value === negative ||
        (entity.states?.inOrder && values.indexOf(value) > values.indexOf(negative)) ||
        calledOff(entity).some(({ to }) => to && "literal" in to && to.literal === value),
    );
    return {
      name: `not-${kebab(negative.split(" "))}`,
      label: `not ${negative}`,
      when: beyond.map((value) => ({ field: "status", op: "ne", to: { literal: value } })),
    };
  }
  const paid =
    /\b(?:not (?:yet |been |yet been )*paid|unpaid|not paid yet)\b/.test(words) &&
    !values.includes("paid") &&
    !entity.verbs.has("pay");
  if (paid)
    addField(entity, { name: "paid", label: "Paid", type: "boolean", required: false, unique: false, default: false });
  const flag = entity.fields.find(
    ({ type, label }) =>
      type === "boolean" && new RegExp(`\\b(?:not |un|been )?${literal(label.toLowerCase())}\\b`).test(words),
  );
  if (!flag) return undefined;
  const wanted = !not(flag.label.toLowerCase());
  return {
    name: kebab([...(wanted ? [] : ["not"]), ...flag.label.toLowerCase().split(" ")]),
    label: `${wanted ? "" : "not "}${flag.label.toLowerCase()}`,
    when: [{ field: flag.name, op: wanted ? "eq" : "ne", to: { literal: true } }],
  };
}

/** "With fewer than 20 in stock", "where systolic is above 140". */
function amountPart(draft: Draft, entity: DraftEntity, text: string): Part | undefined {
  const stated = text.match(
    /\b(?:over|above|more than|greater than|higher than|exceed(?:s|ing)?|under|below|less than|lower than|fewer than|at least|at most)\s+[€$£]?[\d.,]+(?!\d| ?(?:days?|weeks?|months?|years?|hours?)\b)/i,
  );
  if (!stated) return undefined;
  const worked = draft.isTool
    ? []
    : numbersOf(draft, entity).filter(({ name }) => entity.computed.some((each) => each.name === name));
  const numbers = [
    ...entity.fields.filter(({ type }) => ["integer", "decimal", "money", "percent"].includes(type)),
    ...worked.map((each): Field => ({ ...each, required: false, unique: false })),
  ];
  const field =
    numbers.find(({ label }) => new RegExp(`\\b${literal(label.toLowerCase())}s?\\b`).test(text.toLowerCase())) ??
    (/\bin stock\b|\bstock\b|\bleft\b/i.test(text)
      ? numbers.find(({ name }) => /stock|quantity|count|left/i.test(name))
      : undefined);
  const limit = field && thresholdIn(text, entity, field);
  if (!field || !limit) return undefined;
  const words = { gt: "above", gte: "at-least", lt: "below", lte: "at-most" } as Record<string, string>;
  return {
    name: kebab([...field.label.toLowerCase().split(" "), words[limit.op] ?? ""]),
    label: stated[0].toLowerCase().replace(/^/, `${field.label.toLowerCase()} `),
    when: [limit],
  };
}
