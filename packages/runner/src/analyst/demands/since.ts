import type { Condition, Field } from "../../artefacts.ts";
import { type Draft, type DraftEntity, pluralWords } from "../draft.ts";
import { camel, capital, kebab } from "../fields.ts";
import { events } from "../lexicon.ts";
import { numberOf } from "../number-words.ts";
import { infinitive, singular } from "../tokens.ts";
import { standing } from "./amounts.ts";
import { type Demand, mentioned } from "./demand.ts";

const span =
  "(?:for|in|within|during|since|over) (?:the )?(?:last |past |more than |over |at least |longer than )*(?<count>\\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|thirty|sixty|ninety)? ?(?<unit>days?|weeks?|months?|years?)";
/** "Customers not visited for 30 days", "members who have not come for three weeks", "tools that were never lent". */
const undone = new RegExp(
  `^(?<before>.*?)\\b(?:(?:have|has|had|were|was|are|is|did|do)(?:n't| not)|not|never|(?:have|has|had|were|was) never) (?:yet |ever )?(?:been )?(?<verb>[\\p{L}]+)(?: (?:at all|yet|here|back|to us|us|a|any|anything|something))*(?: ${span})?(?: should| must|,|$)`,
  "iu",
);
/** "Meters with no reading in the last twelve months", "members without a visit for 3 weeks". */
const without = new RegExp(
  `^(?<before>.*?)\\b(?:with no|without(?: an?| any)?|(?:that |which |who )?(?:have|has|had) no|having no) (?<noun>[\\p{L}-]+)(?: ${span})(?: should| must|,|$)`,
  "iu",
);

/** "Tastings without any bookings". */
const none =
  /^(?:show |list |see )?(?:the |all )?(?<before>[\p{L}-]+(?: [\p{L}-]+)?) (?:without|with no) (?:any |an? )?(?<noun>[\p{L}-]+)$/iu;

const unitDays: Record<string, number> = { day: 1, week: 7, month: 30, year: 365 };

/** Lists of what nothing has happened to for so long, or ever: none of what belongs to it is of these days. */
export const since: Demand = {
  test: /^(?:show |list |see )?(?:the |all )?[\p{L}-]+ (?:without|with no) (?:any |an? )?[\p{L}-]+$|\b(?:not|never|\p{L}+n't|with no|without|(?:have|has|had) no)\b.*(?:\b(?:days?|weeks?|months?|years?)\b|\bnever\b)|\bnever (?:been )?\p{L}+(?:ed|t|en)\b/iu,
  read(draft, { text }, wish) {
    if (
      draft.isTool ||
      /\b(?:cannot|must|may|can|if|when|should not)\b(?! appear| be (?:listed|shown|flagged))/i.test(text)
    )
      return false;
    const {
      before = "",
      verb,
      noun,
      count,
      unit,
    } = (text.match(without) ?? text.match(undone) ?? text.match(none))?.groups ?? {};
    const entity = mentioned(draft, before);
    const isNone = none.test(text);
    if (!entity || (unit === undefined && !isNone && !/\bnever\b/i.test(text))) return false;
    const found = happening(draft, entity, verb?.toLowerCase(), noun?.toLowerCase());
    if (!found) return false;
    const number = count === undefined || /^an?$/i.test(count) ? 1 : numberOf(count);
    const days = unit === undefined ? undefined : number * (unitDays[singular(unit.toLowerCase())] ?? 1);
    if (days !== undefined && (!found.date || !(days >= 1 && days <= 3_650))) return false;
    const many = pluralWords(found.child);
    const within =
      days === undefined
        ? []
        : ["within", String(number), singular(unit?.toLowerCase() ?? "") + (number === 1 ? "" : "s")];
    const name = camel([...many, ...within]);
    if (!entity.computed.some((each) => each.name === name))
      entity.computed.push({
        name,
        label: capital([...many, ...within].join(" ")),
        value: {
          kind: "count",
          of: found.child.name,
          via: found.via.name,
          when: [...standing(found.child), ...lately(found.date, days)],
        },
      });
    const list = kebab([
      "no",
      ...(days === undefined
        ? [...many]
        : [found.child.words.at(-1) ?? "", "for", String(number), unit?.toLowerCase() ?? ""]),
    ]);
    if (!entity.lists.some((each) => each.name === list))
      entity.lists.push({
        name: list,
        label: `${capital(pluralWords(entity).join(" "))} with no ${found.child.words.join(" ")}${days === undefined ? "" : ` for ${number} ${unit?.toLowerCase()}`}`,
        when: [{ field: name, op: "eq", to: { literal: 0 } }],
      });
    wish.kind = "list";
    wish.targets.add(`${entity.name}?${list}`).add(`${entity.name}.${name}`);
    return true;
  },
};

/** What counts: it was, and not longer ago. What is only planned has not happened. */
const lately = (date: Field | undefined, days: number | undefined): Condition =>
  date && days !== undefined
    ? [
        { field: date.name, op: "gte", to: { todayPlusDays: -days } },
        { field: date.name, op: "lte", to: { todayPlusDays: 0 } },
      ]
    : [];

/** What would have happened to a record, by its name or by the verb for it, and its day. */
function happening(
  draft: Draft,
  entity: DraftEntity,
  verb: string | undefined,
  noun: string | undefined,
): { child: DraftEntity; via: Field; date: Field | undefined } | undefined {
  const children = draft.entities.flatMap((child) => {
    const via = child === entity ? undefined : child.fields.find(({ target }) => target === entity.name);
    return via ? [{ child, via, date: dayOf(child) }] : [];
  });
  const called = (name: string) => children.find(({ child }) => child.words.at(-1) === name);
  if (noun) return called(singular(noun));
  if (!verb) return undefined;
  const base = infinitive(verb);
  const own = events.get(base)?.noun;
  const event = own === undefined ? undefined : called(own);
  if (event) return event;
  const stem = base.slice(0, Math.max(4, base.length - 1));
  const alike = children.find(({ child }) => child.words.at(-1)?.startsWith(stem));
  if (alike) return alike;
  // Whoever has not come or been seen has no visit, booking or attendance, when just one of these is kept.
  const coming = children.filter(
    ({ child, date }) =>
      date && /^(?:visit|booking|attendance|appointment|session|check-?in)$/.test(child.words.at(-1) ?? ""),
  );
  return /^(?:come|attend|show|appear|see|train|visit)$/.test(base) && coming.length === 1 ? coming[0] : undefined;
}

/** The day that something happened, and not the one by which it should. */
export const dayOf = ({ fields }: DraftEntity): Field | undefined => {
  const all = fields.filter(
    ({ type, name }) =>
      ["date", "dateTime"].includes(type) && !/due|return|next|expir|birth|until|end|deadline|On$/i.test(name),
  );
  return all.find(({ name }) => /^date|day$|start|from/i.test(name)) ?? all[0];
};
