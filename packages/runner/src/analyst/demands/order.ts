import type { Field } from "../../artefacts.ts";
import { amountOf, type Draft, type DraftEntity, dueOf, statesOf, type Wish } from "../draft.ts";
import { attributeOf } from "../fields.ts";
import { infinitive, singular } from "../tokens.ts";
import { anyOf, type Demand, fieldLike, mentioned } from "./demand.ts";
import { overdue } from "./due.ts";
import { dayOf as happened } from "./since.ts";

const most =
  "(?<most>oldest|earliest|soonest|newest|latest|most recent|longest|most|largest|biggest|highest|heaviest|dearest|smallest|lowest|cheapest|fewest|least|next)";
/** "Oldest first", "longest overdue first", "highest amount first", "sort events by date, latest first". */
const pattern = new RegExp(
  `^(?:and )?(?:(?<things>(?:list (?:of )?|show |sort )?(?:the |all )?(?:list of )?[\\p{L}-]+(?: [\\p{L}-]+)?),? )??(?:(?:with |sorted )?(?:the )?)?${most}(?: (?<what>[\\p{L} -]+?))?(?: ones?)? first$`,
  "iu",
);
/** "Urgent jobs must come first in the list", "show unpaid invoices first", "emergencies at the top". */
const ahead =
  /^(?:show |list |put |display )?(?:the |all )?(?<what>[\p{L}-]+(?: [\p{L}-]+){0,3}?)(?: (?:must|should|shall|have to|has to|need to|always|are|is|to)\b(?: (?:always|be|come|appear|stand|go|listed|shown|displayed|put))*| comes?| goe?s?| appears?| stands?)?(?: always)? (?:first|at the (?:very )?top|on top)(?: (?:in|on|of) (?:the |any |every |all )?(?:lists?|page|table|overview|screen))?$/iu;

const byDay = /^(?:oldest|earliest|soonest|newest|latest|most recent|next)$/i;
const upwards = /^(?:oldest|earliest|soonest|smallest|lowest|cheapest|fewest|least|next)$/i;

export const order: Demand = {
  test: anyOf(pattern, ahead),
  read(draft, clause, wish, focus) {
    const text = clause.text.replace(/[.]$/, "");
    const told = text.match(pattern)?.groups;
    if (told) return inOrder(draft, told, wish, clause.sentence.quote, focus.last);
    const what = text.match(ahead)?.groups?.what;
    return what !== undefined && comesFirst(draft, what, wish, focus.last);
  },
};

/** The order of the list that was asked for just before, else of all records of a kind. */
function inOrder(
  draft: Draft,
  { things, most = "", what = "" }: Partial<Record<string, string>>,
  wish: Wish,
  quote: string,
  spoken: DraftEntity | undefined,
): boolean {
  const found = things === undefined ? listBefore(draft, wish, quote) : undefined;
  const named = things === undefined ? undefined : mentioned(draft, things);
  if (things !== undefined && !named) return false;
  // What only a part of the sentence lists is no order of everything.
  const isAlone = wish.sentence.text.replace(/[.]$/, "").length <= wish.text.replace(/[.]$/, "").length + 4;
  const entity = found?.entity ?? named ?? (isAlone ? spoken : undefined);
  if (!entity) return false;
  const isOverdue = /\boverdue\b|\blate\b/i.test(what);
  const field =
    byDay.test(most) || isOverdue
      ? dayOf(entity, found?.list.sort)
      : what === ""
        ? amountOf(entity)
        : numberOf(entity, what);
  if (!field) return false;
  // What is overdue the longest fell due first.
  const descending = isOverdue ? upwards.test(most) : !upwards.test(most);
  if (!found) return sortBy(entity, field, descending, wish);
  // One list has one order.
  if (found.list.descending !== undefined) return false;
  found.list.sort = field.name;
  found.list.descending = descending;
  wish.kind = "list";
  wish.targets.add(`${entity.name}?${found.list.name}`).add(`${entity.name}.${field.name}`);
  return true;
}

/** All records of a kind in the order of one of their values; told twice, it is no order. */
function sortBy(entity: DraftEntity, field: Pick<Field, "name" | "type">, descending: boolean, wish: Wish): boolean {
  if (field.type === "boolean") return false;
  const known = entity.order.find(({ first }) => first === undefined);
  if (known && (known.field !== field.name || (known.descending ?? false) !== descending)) return false;
  if (!known) entity.order.push({ field: field.name, ...(descending ? { descending } : {}) });
  wish.kind = "list";
  wish.targets.add(`${entity.name}#order`).add(`${entity.name}.${field.name}`);
  return true;
}

/** What has a state, a choice or a flag before all that hasn't. */
function comesFirst(draft: Draft, phrase: string, wish: Wish, spoken: DraftEntity | undefined): boolean {
  const words = phrase.toLowerCase().replace(/ (?:ones|cases|items|entries)$/, "");
  for (const entity of new Set([spoken, ...draft.entities])) {
    if (!entity) continue;
    const first = valueIn(entity, words);
    if (!first) continue;
    if (first.field === "overdue" && !entity.computed.some(({ name }) => name === "overdue"))
      if (!dueOf(entity) || !overdue(draft, entity, wish)) continue;
    if (!entity.order.some((each) => each.field === first.field && each.first === first.first))
      entity.order.push(first);
    wish.kind = "list";
    wish.targets.add(`${entity.name}#order`).add(`${entity.name}.${first.field}`);
    return true;
  }
  return false;
}

type First = { field: string; first: string | boolean };

/** "People trapped", "urgent jobs", "unpaid invoices": a value alone, or before the name of what has it. */
function valueIn(entity: DraftEntity, phrase: string): First | undefined {
  const head = phrase.split(" ");
  const own = entity.words.length;
  const isNamed = head.slice(-own).map(singular).join(" ") === entity.words.join(" ");
  const said = isNamed ? head.slice(0, -own).join(" ") : phrase;
  if (said === "") return undefined;
  const means = (value: string) =>
    value.toLowerCase() === said ||
    (!isNamed && singular(value.toLowerCase()) === singular(said)) ||
    (infinitive(value.toLowerCase()) === infinitive(said) && infinitive(said) !== said);
  const state = statesOf(entity)?.values.find(means);
  if (state) return { field: "status", first: state };
  for (const { name, type, values, label } of entity.fields) {
    const value = values?.find(means);
    if (value) return { field: name, first: value };
    if (type !== "boolean" || !isNamed) continue;
    if (label.toLowerCase() === said) return { field: name, first: true };
    if (said === `un${label.toLowerCase()}` || said === `not ${label.toLowerCase()}`)
      return { field: name, first: false };
  }
  return isNamed && said === "overdue" ? { field: "overdue", first: true } : undefined;
}

/** "List all projects by supervisor and by status": in the order of the one, and then of the other. */
const listedBy =
  /^(?:list|show) (?:me )?(?:all )?(?:the )?(?<things>[\p{L}-]+(?: [\p{L}-]+)?) by (?:their |the )?(?<one>[\p{L}-]+(?: [\p{L}-]+)??) and (?:then )?(?:by )?(?:their |the )?(?<two>[\p{L}-]+(?: [\p{L}-]+)?)$/iu;

export const listed: Demand = {
  test: listedBy,
  read(draft, { text }, wish) {
    const { things = "", one = "", two = "" } = text.replace(/[.]$/, "").match(listedBy)?.groups ?? {};
    const entity = mentioned(draft, things);
    if (draft.isTool || !entity || entity.order.some(({ first }) => first === undefined)) return false;
    const keys = [one, two].map((key) => keyOf(draft, entity, key));
    if (keys.some((key) => key === undefined)) return false;
    for (const key of keys) if (key) entity.order.push({ field: key.name });
    wish.kind = "list";
    wish.targets.add(`${entity.name}#order`);
    for (const key of keys) if (key) wish.targets.add(`${entity.name}.${key.name}`);
    return true;
  },
};

/** The value of a record that words name, or its reference to what they name. */
function keyOf(draft: Draft, entity: DraftEntity, key: string): Pick<Field, "name" | "type"> | undefined {
  // Where its moves tell the states, nobody has listed them as a value.
  if (/^(?:status|state)$/.test(key) && statesOf(entity)) return { name: "status", type: "enum" };
  const words = attributeOf(key)?.words ?? [];
  const reference = entity.fields.find(
    ({ target }) =>
      draft.entities.find(({ name }) => name === target)?.words.join(" ") === words.map(singular).join(" "),
  );
  return reference ?? fieldLike(entity, words) ?? (/^(?:date|day)$/.test(key) ? dayOf(entity, undefined) : undefined);
}

/** "Sorted by start", "ordered by name", "in order of date": the list has that order by itself. */
const sortedBy =
  /\b(?:sort(?:ed|s)?|order(?:ed)?|listed|shown|list(?:s)?) (?:[\p{L} -]+? )?(?:by|on|in order of|according to) (?:the |their |its )?(?<key>[\p{L}][\p{L} -]*?)(?:,? (?<way>(?:with the )?(?:newest|latest|most recent|highest|largest|descending|oldest|earliest|soonest|lowest|smallest|ascending)(?: (?:ones? )?first)?))?$/iu;

export const sortedOnce: Demand = {
  test: sortedBy,
  read(draft, { text, sentence }, wish, focus) {
    const { key = "", way = "" } = text.replace(/[.]$/, "").match(sortedBy)?.groups ?? {};
    // What can be sorted by several values is up to who looks.
    if (
      /\bsortable\b|\bcan (?:also )?sort\b|\bcan be sorted\b|\bable to sort\b| (?:and|or) |,/i.test(
        text.replace(/,[^,]* first$/i, ""),
      )
    )
      return false;
    const before = listBefore(draft, wish, sentence.quote);
    const head = text.slice(0, text.search(/\b(?:by|in order of|according to|on) /i));
    const entity = mentioned(draft, head) ?? before?.entity ?? focus.last;
    if (!entity || key === "") return false;
    // "Within 30 days, ordered by expiry date": the day that the list is about.
    const listDay = entity.fields.find(({ name, type }) => name === before?.list.sort && /^date/.test(type));
    const field = keyOf(draft, entity, key) ?? (/\b(?:date|day|expiry)\b/i.test(key) ? listDay : undefined);
    if (!field) return false;
    const descending = /newest|latest|recent|highest|largest|descending/i.test(way);
    if (before?.entity === entity && mentioned(draft, head) === undefined && field.type !== "reference") {
      before.list.sort = field.name;
      before.list.descending = descending;
      wish.kind = "list";
      wish.targets.add(`${entity.name}?${before.list.name}`).add(`${entity.name}.${field.name}`);
      return true;
    }
    return sortBy(entity, field, descending, wish);
  },
};

/** The list that the same sentence asked for. */
function listBefore(draft: Draft, wish: Wish, quote: string) {
  const before = draft.wishes.slice(0, draft.wishes.indexOf(wish)).filter((each) => each.sentence.quote === quote);
  for (const { targets } of before.reverse())
    for (const target of targets) {
      const [name, called] = target.split("?");
      const entity = draft.entities.find((each) => each.name === name);
      const list = entity?.lists.find((each) => each.name === called);
      if (entity && list) return { entity, list };
    }
  return undefined;
}

const dayOf = (entity: DraftEntity, sort: string | undefined): Field | undefined => {
  const isDay = ({ type, name }: Field) => (type === "date" || type === "dateTime") && !/On$/.test(name);
  return (
    entity.fields.find((field) => field.name === sort && isDay(field)) ??
    happened(entity) ??
    dueOf(entity) ??
    entity.fields.find(isDay)
  );
};

const numberOf = (entity: DraftEntity, what: string): Field | undefined => {
  const noun = singular(what.toLowerCase().split(" ").at(-1) ?? "");
  const isNumber = ({ type }: Field) => ["money", "integer", "decimal", "percent"].includes(type);
  return (
    entity.fields.find(
      (field) =>
        isNumber(field) &&
        field.label
          .toLowerCase()
          .split(/[^\p{L}]+/u)
          .map(singular)
          .includes(noun),
    ) ??
    (/^(?:amount|sum|value|total|price|cost)$/.test(noun)
      ? entity.fields.find(({ type }) => type === "money")
      : undefined)
  );
};
