import type * as z from "zod";
import type { Comparison, Condition, Field } from "../../artefacts.ts";
import {
  addByPhrase,
  type Draft,
  type DraftEntity,
  dueOf,
  pluralWords,
  statesOf,
  stillOpen,
  type Wish,
} from "../draft.ts";
import { attributeOf, capital } from "../fields.ts";
import { notRecords } from "../lexicon.ts";
import type { Focus } from "../structure/thing.ts";
import { singular } from "../tokens.ts";
import { found } from "./demand.ts";
import { dayIn, speaksOfDay } from "./filtered.ts";
import { dayOf as happened } from "./since.ts";

export function holderOfDue(draft: Draft, entity: DraftEntity | undefined, focus: Focus): DraftEntity | undefined {
  const due = (each: DraftEntity | undefined) => each && dueOf(each) !== undefined;
  if (due(entity)) return entity;
  const near =
    entity &&
    draft.entities.find(
      (each) => due(each) && each.fields.some((field) => field.target === entity.name) && statesOf(each) !== undefined,
    );
  if (near) return near;
  // "Which robes are overdue" where it is the loan of a robe that has its day.
  const isDated = entity?.fields.some(({ type }) => type === "date" || type === "dateTime");
  const taker =
    entity && !isDated
      ? draft.entities.filter(
          (each) =>
            /due|return|back|deadline/i.test(dueOf(each)?.name ?? "") &&
            each.fields.some((field) => field.target === entity.name),
        )
      : [];
  if (taker.length === 1) return taker[0];
  if (entity) return entity;
  if (due(focus.last)) return focus.last;
  return (
    draft.entities.find((each) => due(each) && (each.isEvent || statesOf(each) !== undefined)) ??
    draft.entities.find(due) ??
    draft.entities.find((each) => each.isEvent) ??
    focus.last
  );
}

/** "14 days after the due date", "if not paid within 30 days": the day from which it counts, and so many days more. */
function lateAfter(entity: DraftEntity, text: string): { day: Field; days: number } | undefined {
  const [, count, unit = "", of] =
    text.match(
      /\b(\d+) (day|week|month)s? (?:after|past|from|of) (?:the |its |their )?([\p{L} -]+?)(?= (?:is|are|has|have|becomes?|counts?)\b|,|$)/iu,
    ) ??
    text.match(/\b(?:after|within|in) (\d+) (day|week|month)s?\b/i) ??
    [];
  if (!count) return undefined;
  const words = of === undefined ? [] : (attributeOf(of)?.words ?? []);
  const day =
    of === undefined
      ? happened(entity)
      : entity.fields.find(
          ({ type, label }) =>
            (type === "date" || type === "dateTime") &&
            words.length > 0 &&
            [words, words.filter((each) => !entity.words.includes(each))].some(
              (each) => label.toLowerCase() === each.join(" "),
            ),
        );
  const days = Number(count) * ({ day: 1, week: 7, month: 30 }[unit.toLowerCase()] ?? 1);
  return day && days <= 3_650 ? { day, days } : undefined;
}

export function overdue(draft: Draft, entity: DraftEntity | undefined, wish: Wish, text = ""): boolean {
  if (!entity) return false;
  const later = lateAfter(entity, text);
  const isKnown = entity.computed.some(({ name }) => name === "overdue");
  // A number of days that nothing tells from when, or a second meaning of the word.
  if (/\b\d+ (?:day|week|month)s?\b/i.test(text) && (!later || isKnown)) return false;
  const due = later?.day ?? dueOf(entity) ?? addByPhrase(entity, "due date");
  if (!due) return false;
  if (!statesOf(entity) && !entity.fields.some(({ name }) => name === "status")) {
    const isOut = entity.isEvent && /return|back/i.test(due.name);
    entity.verbs.set(isOut ? "return" : "complete", new Set());
    draft.assumptions.add(
      `A ${entity.words.join(" ")} is overdue after its ${due.label.toLowerCase()} until it is marked as ${isOut ? "returned" : "completed"}.`,
    );
  }
  if (!isKnown) {
    entity.computed.push({
      name: "overdue",
      label: "Overdue",
      value: {
        kind: "condition",
        when: [...openOf(entity), { field: due.name, op: "lt", to: { todayPlusDays: -(later?.days ?? 0) } }],
      },
    });
    entity.lists.push({
      name: "overdue",
      label: `Overdue ${pluralWords(entity).join(" ")}`,
      when: [{ field: "overdue", op: "eq", to: { literal: true } }],
      sort: due.name,
    });
  }
  wish.targets.add(`${entity.name}?overdue`).add(`${entity.name}.overdue`);
  return true;
}

export const openOf = (entity: DraftEntity): Condition => {
  if (statesOf(entity)) return stillOpen(entity);
  const status = entity.fields.find(({ name }) => name === "status");
  const done =
    status?.values?.filter((value) =>
      /^(?:done|closed|completed?|finished|returned|paid|resolved|cancelled|delivered|sold)$/.test(value),
    ) ?? [];
  return done.map((value): z.infer<typeof Comparison> => ({ field: "status", op: "ne", to: { literal: value } }));
};

const numbers = new Map(
  Object.entries({
    a: 1,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    ten: 10,
    fourteen: 14,
    thirty: 30,
    coming: 7,
    few: 3,
    couple: 2,
    next: 1,
  }),
);

function daysIn(text: string): { days: number; from?: number } {
  const some = text.match(/\b(\d+|[a-z]+) (day|week|month|year)s?\b/i);
  if (/\btoday\b/i.test(text)) return { days: 0 };
  if (/\btomorrow\b/i.test(text)) return { days: 1, from: 1 };
  const count = some?.[1] ? (numbers.get(some[1].toLowerCase()) ?? Number(some[1])) : Number.NaN;
  const unit = { day: 1, week: 7, month: 30, year: 365 }[(some?.[2] ?? "").toLowerCase() as "day"];
  if (unit && /\b(?:this|next|coming) (?:week|month|year)\b/i.test(text)) return { days: unit };
  return { days: Number.isFinite(count) && unit ? Math.min(3_650, count * unit) : /upcoming/i.test(text) ? 3_650 : 14 };
}

/** "Vehicles whose inspection is due in the next month": the day that is worked out for it. */
function workedOutSoon(draft: Draft, text: string, wish: Wish): boolean {
  const [, things = "", what = ""] =
    text.match(
      /\b([\p{L}-]+) (?:whose|where the|for which the|with an?) (?:next )?([\p{L}-]+) (?:is |are |that is |falls? |becomes? )?(?:due|overdue)\b/iu,
    ) ?? [];
  const entity = things === "" ? undefined : found(draft, things);
  const next = entity?.computed.find(
    ({ name, value }) => value.kind === "later" && name.toLowerCase().includes(singular(what.toLowerCase())),
  );
  if (!entity || !next) return false;
  const isPast = /\boverdue\b/i.test(text);
  const days = isPast ? -1 : daysIn(text).days;
  const name = isPast ? `${what.toLowerCase()}-overdue` : `${what.toLowerCase()}-due-within-${days}-days`;
  if (!entity.lists.some((list) => list.name === name))
    entity.lists.push({
      name,
      label: `${capital(pluralWords(entity).join(" "))}: ${what.toLowerCase()} ${isPast ? "overdue" : `due within ${days} days`}`,
      when: [{ field: next.name, op: "lte", to: { todayPlusDays: days } }],
      sort: next.name,
    });
  wish.kind = "list";
  wish.targets.add(`${entity.name}?${name}`).add(`${entity.name}.${next.name}`);
  return true;
}

/** What falls due soon: in the days that the text gives, or in the next fortnight and before. */
export function dueSoon(
  draft: Draft,
  entity: DraftEntity | undefined,
  text: string,
  wish: Wish,
  focus: Focus,
): boolean {
  if (!draft.isTool && workedOutSoon(draft, text, wish)) return true;
  // "Expires two years after the collection" is worked out, and asks for no list of what is about to.
  if (
    /\b(?:\d+|an?|one|two|three|four|five|six|ten|twelve) (?:days?|weeks?|months?|years?) after\b/i.test(text) &&
    !/\b(?:show|list|see|view|display|warn|remind|alert|highlight|which|that)\b/i.test(text)
  )
    return false;
  // "Due one year after the last inspection" is worked out from another record.
  if (/\b(?:after|since|from) (?:the|its|their|each|every) (?:last|previous|latest)\b/i.test(text)) return false;
  const what = text.match(
    /\b(?:when|if|that|which|what|whose) (?:an? |the |its |their |any )?([a-z ]+?)(?:'s)? (?:is|are|becomes?|comes?|falls?|will be|has|expires?|runs? out)\b/i,
  )?.[1];
  const phrase = what && !/^(?:is|it|they|what)$/i.test(what) && !found(draft, what) ? what : undefined;
  const direct = text
    .match(/\b(?:expired|expiring|upcoming|due) ([a-z]+(?: [a-z]+)?)(?: (?:should|must|are|is|will|need)\b.*)?$/i)?.[1]
    ?.replace(/^(?:items?|things|ones|records|entries)$/i, "");
  const plain =
    phrase ??
    (direct && !found(draft, direct) && !/^(?:soon|today|this|next|in|within|on)\b/i.test(direct)
      ? singular(direct)
      : undefined);
  const words = plain ? (attributeOf(plain)?.words ?? []) : [];
  const all = draft.entities.flatMap((each) =>
    each.fields.filter(({ type }) => type === "date" || type === "dateTime").map((field) => ({ each, field })),
  );
  // "Next date" is what is called so, before any other date.
  const spoken = plain
    ? (all.find(({ field }) => field.label.toLowerCase() === plain.toLowerCase()) ??
      all.find(({ field }) => words.length > 1 && words.every((word) => field.name.toLowerCase().includes(word))) ??
      all.find(({ field }) => words.some((word) => field.name.toLowerCase().includes(word))))
    : undefined;
  const byField = spoken?.each;
  const holder =
    byField ??
    (entity && (dueOf(entity) || !plain) ? (dueOf(entity) ? entity : holderOfDue(draft, entity, focus)) : entity) ??
    (plain ? (focus.listed[0] ?? focus.last) : holderOfDue(draft, undefined, focus));
  if (!holder || (speaksOfDay(text) && !plain && !dayIn(holder, text))) return false;
  const own = spoken?.field;
  const date =
    own ??
    (plain && !notRecords.has(words.at(-1) ?? "")
      ? addByPhrase(holder, `next ${words.join(" ")} date`.replace(/^next (next|.*(?:expiry|deadline|due))/, "$1"), {
          required: false,
        })
      : undefined) ??
    (/\b(?:due|upcoming)\b/i.test(text) ? dueOf(holder) : dayIn(holder, text)) ??
    addByPhrase(holder, /expir/i.test(text) ? "expiry date" : "due date", { required: false });
  if (!date) return false;
  const { days, from } = daysIn(text);
  const past = /\bexpired\b/i.test(text);
  if (past && holder.lists.some(({ name }) => name === "expired")) {
    wish.targets.add(`${holder.name}?expired`);
    return true;
  }
  const inside = /\b(?:upcoming|today|tomorrow|this week|next week|this month|next month)\b/i.test(text);
  const when: Condition = past
    ? [{ field: date.name, op: "lt", to: { todayPlusDays: 0 } }]
    : [
        ...(inside
          ? [{ field: date.name, op: "gte" as const, to: { todayPlusDays: from ?? 0 } }]
          : [{ field: date.name, op: "isSet" as const }]),
        { field: date.name, op: "lte", to: { todayPlusDays: days } },
      ];
  const name = past
    ? "expired"
    : /upcoming/i.test(text)
      ? "upcoming"
      : days === 0
        ? "today"
        : /expir/i.test(text)
          ? "expiring"
          : "due";
  const label = past
    ? `Expired ${pluralWords(holder).join(" ")}`
    : `${capital(pluralWords(holder).join(" "))}: ${date.label.toLowerCase()} ${days === 0 ? "today" : days > 365 ? "to come" : `within ${days} days`}`;
  const whole = [...(name === "upcoming" ? [] : openOf(holder)), ...when];
  const before = holder.lists.find((list) => list.name === name);
  const listed = before && JSON.stringify(before.when) !== JSON.stringify(whole) ? `${name}-within-${days}-days` : name;
  if (!holder.lists.some((list) => list.name === listed))
    holder.lists.push({ name: listed, label, when: whole, sort: date.name });
  wish.targets.add(`${holder.name}?${listed}`).add(`${holder.name}.${date.name}`);
  return true;
}
