import type { Computed, Condition, Field } from "../../artefacts.ts";
import { type Draft, type DraftEntity, pluralWords, statesOf } from "../draft.ts";
import { attributeOf, camel, capital } from "../fields.ts";
import { events } from "../lexicon.ts";
import { infinitive, singular } from "../tokens.ts";

/** A number that a record has or can work out: its name, and what has to be worked out for it first. */
export type Amount = { name: string; needs: Computed[] };

const isNumber = ({ type }: Field) => ["integer", "decimal", "money", "percent"].includes(type);

/** Adds what an amount needs; then its name can be used in rules, lists and reports. */
export function settle(entity: DraftEntity, { name, needs }: Amount): string {
  for (const each of needs) if (!entity.computed.some((known) => known.name === each.name)) entity.computed.push(each);
  return name;
}

const articles = /^(?:(?:an?|the|its|their|his|her|each|every|all|any|of|booked|agreed|given) )+/i;
const plain = (phrase: string): string =>
  phrase
    .toLowerCase()
    .replace(/[‹(].*?[›)]/g, "")
    .replace(/ (?:per|for each) (?:person|head|guest|unit|piece|item|participant)$/, "")
    .trim()
    .replace(articles, "");

/**
 * The number that a phrase speaks of, seen from a record: its own value, the hours or days between two of its own, a
 * value of the record that it refers to, how many of something belong to it, or their sum.
 */
export function amountIn(draft: Draft, entity: DraftEntity, phrase: string): Amount | undefined {
  const text = plain(phrase);
  if (text === "" || /\d|\b(?:half|third|quarter|twice|double|percent)\b/.test(text)) return undefined;
  const whose = whoseIn(text);
  if (whose) {
    const owner = byName(draft, whose.owner);
    if (owner && owner !== entity) return through(entity, owner, whose.what) ?? ofChildren(entity, owner, whose.what);
    if (owner) return ownAmount(entity, whose.what) ?? spanned(entity, whose.what);
  }
  return (
    ownAmount(entity, withoutName(entity, text)) ??
    spanned(entity, withoutName(entity, text)) ??
    throughAny(draft, entity, text) ??
    ofDeeds(draft, entity, text) ??
    counted(draft, entity, text)
  );
}

/** "Hourly rate of the desk", "the desk's hourly rate". */
function whoseIn(text: string): { what: string; owner: string } | undefined {
  const [, what, owner] =
    text.match(/^(?!number |sum |total )(.+?) (?:of|for) (?:(?:an?|the|its|their|each|every|that) )?([\p{L} -]+)$/iu) ??
    [];
  if (what && owner) return { what, owner };
  const [, name, its] = text.match(/^([\p{L} -]+?)(?:'s|s') (.+)$/iu) ?? [];
  return name && its ? { what: its, owner: name } : undefined;
}

export function byName(draft: Draft, phrase: string): DraftEntity | undefined {
  const words = plain(phrase).split(/\s+/).map(singular);
  return (
    draft.entities.find((each) => each.words.join(" ") === words.join(" ")) ??
    draft.entities.find((each) => each.words.length === 1 && words.length === 1 && each.words[0] === words[0]) ??
    (words.length === 1 ? onlyOne(draft.entities.filter((each) => each.words.at(-1) === words[0])) : undefined)
  );
}

const onlyOne = <T>(all: readonly T[]): T | undefined => (all.length === 1 ? all[0] : undefined);

const withoutName = (entity: DraftEntity, text: string): string => {
  const words = text.split(" ");
  const own = entity.words.join(" ");
  return text.startsWith(`${own} `) && words.length > entity.words.length ? text.slice(own.length + 1) : text;
};

/** Words of a value without what only says that it is a number or what it counts in. */
const wordsOf = (phrase: string): string[] =>
  (attributeOf(phrase)?.words ?? phrase.split(" "))
    .map((word) => singular(word.toLowerCase()))
    .filter((word) => !/^(?:number|of|amount)$/.test(word));

const nameOf = (field: Field): string[] =>
  field.label
    .toLowerCase()
    .replace(/\(.*?\)/g, "")
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== "" && !/^(?:number|of|amount)$/.test(word))
    .map(singular);

const saysAll = (said: readonly string[], words: readonly string[]) =>
  words.length > 0 && words.every((word) => said.includes(word));

/** The number of a record that a phrase names: by its whole name, else by all its words or with fewer of them. */
export function numberLike(entity: DraftEntity, phrase: string): Field | undefined {
  const wanted = wordsOf(phrase);
  const numbers = entity.fields.filter(isNumber);
  return (
    numbers.find((field) => nameOf(field).join(" ") === wanted.join(" ")) ??
    onlyOne(numbers.filter((field) => saysAll(nameOf(field), wanted))) ??
    onlyOne(numbers.filter((field) => saysAll(wanted, nameOf(field))))
  );
}

function ownAmount(entity: DraftEntity, phrase: string): Amount | undefined {
  const field = numberLike(entity, phrase);
  if (field) return { name: field.name, needs: [] };
  const wanted = camel(wordsOf(phrase)).toLowerCase();
  const worked = entity.computed.find(
    ({ name, label, value }) =>
      value.kind !== "condition" && (name.toLowerCase() === wanted || camel(wordsOf(label)).toLowerCase() === wanted),
  );
  return worked && { name: worked.name, needs: [] };
}

/** Hours or days from when it begins until it ends. */
function spanned(entity: DraftEntity, text: string): Amount | undefined {
  const [, unit] =
    text.match(
      /^(?:number of |length in |duration in )?(hours|days|nights|duration|length)(?: (?:booked|worked|rented|hired|used|stayed))?$/,
    ) ?? [];
  if (!unit) return undefined;
  const isLong = unit === "days" || unit === "nights";
  const pair = isLong ? pairOf(entity, "date") : (pairOf(entity, "time") ?? pairOf(entity, "dateTime"));
  if (!pair) return undefined;
  const name = isLong ? unit : "hours";
  const value: Computed["value"] = isLong ? { kind: "daysBetween", ...pair } : { kind: "hoursBetween", ...pair };
  return { name, needs: [{ name, label: capital(name), value }] };
}

/** The values that a record begins and ends with. */
export function pairOf(entity: DraftEntity, type: Field["type"]): { from: string; to: string } | undefined {
  const all = entity.fields.filter((field) => field.type === type && !/On$/.test(field.name));
  const from = all.find(({ name }) => /start|from|begin|arriv|check-?in|pick|out|in$/i.test(name));
  const to = all.find(
    (field) => field !== from && /end|to$|until|depart|return|check-?out|finish|back|due|out$/i.test(field.name),
  );
  return from && to ? { from: from.name, to: to.name } : undefined;
}

/** A value of the record referred to. */
function through(entity: DraftEntity, owner: DraftEntity, phrase: string): Amount | undefined {
  const via = entity.fields.find(({ target }) => target === owner.name);
  const field = via && numberLike(owner, phrase);
  return via && field ? lookedUp(via, field) : undefined;
}

function lookedUp(via: Field, field: Field): Amount {
  const words = [
    ...via.label.toLowerCase().split(" "),
    ...field.label
      .toLowerCase()
      .replace(/\(.*?\)/g, "")
      .trim()
      .split(/\s+/),
  ];
  return {
    name: camel(words),

    needs: [
      {
        name: camel(words),
        label: capital(words.join(" ")),
        value: { kind: "lookup", via: via.name, field: field.name },
      },
    ],
  };
}

/** "The hourly rate" of whichever one referred to has such a value. */
function throughAny(draft: Draft, entity: DraftEntity, text: string): Amount | undefined {
  const found = entity.fields.flatMap((via) => {
    const owner = draft.entities.find(({ name }) => name === via.target && name !== entity.name);
    const field = owner && numberLike(owner, withoutName(owner, text));
    return owner && field ? [lookedUp(via, field)] : [];
  });
  return onlyOne(found);
}

/** What was called off doesn't count. */
export const standing = (entity: DraftEntity): Condition =>
  (statesOf(entity)?.values ?? entity.fields.find(({ name }) => name === "status")?.values ?? [])
    .filter((value) => /^(?:cancell?ed|rejected|declined|withdrawn|no-show|refused|denied)$/.test(value))
    .map((value) => ({ field: "status", op: "ne" as const, to: { literal: value } }));

/** What belongs to a record and goes by a name: its children, or what ties it to them. */
export function childOf(
  draft: Draft,
  entity: DraftEntity,
  phrase: string,
): { child: DraftEntity; via: Field } | undefined {
  const named = byName(draft, phrase);
  const knows = (child: DraftEntity) => child.fields.find(({ target }) => target === entity.name);
  const own = named && named !== entity ? knows(named) : undefined;
  const ties = draft.entities.filter((each) => each !== entity && each !== named && knows(each));
  // Between a class and its students stands what ties them.
  const tie =
    named && onlyOne(ties.filter((each) => each.isEvent && each.fields.some(({ target }) => target === named.name)));
  const isAnybody =
    /^(?:people|persons?|participants?|attendees?|members?|guests?|students?|pupils?|children|places|passengers?|bookings?|players?|visitors?|reservations?|registrations?|enrol?ments?)$/.test(
      plain(phrase),
    );
  const events = ties.filter(({ isEvent }) => isEvent);
  const child =
    tie ??
    (own ? named : undefined) ??
    (isAnybody ? (onlyOne(events) ?? (events.length === 0 ? onlyOne(ties) : undefined)) : undefined);
  const via = child && knows(child);
  return child && via ? { child, via } : undefined;
}

/** "Number of guests": how many of them belong to a record. */
export function counted(draft: Draft, entity: DraftEntity, text: string): Amount | undefined {
  const things = plain(text).replace(/^(?:the )?number of /, "");
  if (!/s$|children|people/.test(things)) return undefined;
  const found = childOf(draft, entity, things);
  if (!found) return undefined;
  const many = pluralWords(found.child);
  const name = camel(["number", "of", ...many]);
  return {
    name,

    needs: [
      {
        name,
        label: `Number of ${many.join(" ")}`,
        value: { kind: "count", of: found.child.name, via: found.via.name, when: standing(found.child) },
      },
    ],
  };
}

const doneTo =
  /^(?:(?:the |all )?(?:quantit(?:y|ies)|amounts?|kilos?|kilograms|weights?|units|pieces|number|sum|total|what(?: was| is| has been)?|everything|all)(?: that)?(?: (?:was|were|is|has been|have been|we|of|they))* ?)?(?<done>received|delivered|bought|purchased|donated|produced|harvested|added|sold|handed out|given out|used|consumed|issued|taken out|withdrawn|shipped|spent|paid out|paid|earned|distributed|collected|returned)$/iu;

/** "Donated", "handed out": what those that were so add up to, where one record tells of it with one number. */
function ofDeeds(draft: Draft, entity: DraftEntity, phrase: string): Amount | undefined {
  const done = plain(phrase).match(doneTo)?.groups?.done?.toLowerCase();
  if (!done) return undefined;
  const verb = infinitive(done.split(" ")[0] ?? "");
  const noun = events.get(verb)?.noun;
  const [head = "", particle] = done.split(" ");
  const begins = head.slice(0, Math.max(4, Math.min(6, head.length - 2)));
  const children = draft.entities.filter(
    (each) => each !== entity && each.fields.some(({ target }) => target === entity.name),
  );
  const told = children.filter(({ words }) => {
    const own = words.join(" ");
    return (
      own.split(" ").some((word) => word.startsWith(begins)) ||
      (noun !== undefined && words.at(-1) === noun) ||
      (particle !== undefined && /hand-?out|issue|distribution|withdrawal/.test(own))
    );
  });
  const child = onlyOne(told);
  const numbers = child?.fields.filter(isNumber) ?? [];
  const amount =
    numbers.find(({ name }) => /^(?:quantity|amount|weight|kilos|kilograms|units|pieces)/i.test(name)) ??
    onlyOne(numbers);
  const made = child && amount ? ofChildren(entity, child, amount.label) : undefined;
  const [sum] = made?.needs ?? [];
  if (!amount || !sum) return undefined;
  // What came in and what went out are two sums of one name.
  const words = [
    ...amount.label
      .toLowerCase()
      .replace(/\(.*?\)/g, "")
      .trim()
      .split(/\s+/),
    ...done.split(" "),
  ];
  return { name: camel(words), needs: [{ ...sum, name: camel(words), label: capital(words.join(" ")) }] };
}

/** "The hours of its entries", "tonnage delivered": what those that belong to a record add up to. */
export function ofChildren(entity: DraftEntity, child: DraftEntity, phrase: string): Amount | undefined {
  const via = child.fields.find(({ target }) => target === entity.name);
  const amount = via && ownAmount(child, plain(phrase));
  if (!via || !amount || amount.needs.length > 0) return undefined;
  const label = (
    child.fields.find(({ name }) => name === amount.name) ?? child.computed.find(({ name }) => name === amount.name)
  )?.label.toLowerCase();
  const words = [
    "total",
    ...(label ?? "amount")
      .replace(/\(.*?\)/g, "")
      .trim()
      .split(/\s+/)
      .filter((word) => word !== "total"),
  ];
  return {
    name: camel(words),

    needs: [
      {
        name: camel(words),
        label: capital(`${words.join(" ")} of ${pluralWords(child).join(" ")}`),
        value: { kind: "sum", of: child.name, via: via.name, field: amount.name, when: standing(child) },
      },
    ],
  };
}
