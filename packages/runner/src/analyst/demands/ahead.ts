import type { Field } from "../../artefacts.ts";
import { type Draft, type DraftEntity, statesOf, type Wish } from "../draft.ts";
import { capital } from "../fields.ts";
import { events, stateVerbs } from "../lexicon.ts";
import { numberOf } from "../number-words.ts";
import { infinitive } from "../tokens.ts";
import { byName } from "./amounts.ts";
import { anyOf, type Demand } from "./demand.ts";

const thing = "(?:an? |the |each |every |all )?(?<who>[\\p{L}-]+(?: [\\p{L}-]+)??)";
const span =
  "(?<count>\\d+|an?|one|two|three|four|five|six|seven|ten|fourteen|twenty-four|thirty) (?<unit>hours?|days?|weeks?|months?)";
const start =
  "(?:before|prior to|ahead of) (?:(?:it|they|the [\\p{L}-]+) (?:starts?|begins?|takes? place)|(?:the |its |their )?(?<day>[\\p{L}-]+(?: [\\p{L}-]+)?))";
const cannot = "(?:cannot|must not|may not|can no longer|may no longer)";
/** "A booking can be cancelled up to 24 hours before the start", "can only be cancelled before it starts". */
const until: readonly RegExp[] = [
  new RegExp(
    `^${thing} (?:can|may)(?: only)? be (?<done>[\\p{L}]+)(?: free of charge| for free)? (?:only )?(?:up to|until|at least|at the latest|no later than|not later than) ${span} ${start}$`,
    "iu",
  ),
  new RegExp(
    `^${thing} ${cannot} be (?<done>[\\p{L}]+) (?:any more )?(?:less than|within|later than|in the last) ${span} ${start}$`,
    "iu",
  ),
  new RegExp(`^${thing} (?:can|may) only be (?<done>[\\p{L}]+) ${start}$`, "iu"),
  new RegExp(
    `^${thing} ${cannot} be (?<done>[\\p{L}]+) (?:once|after|when) (?:it|they|the [\\p{L}-]+) (?:has |have )?(?:starts?|started|begun|begins?)$`,
    "iu",
  ),
];
/** "Bookings must be made at least 2 days in advance", "no more than 30 days ahead". */
const advance: readonly RegExp[] = [
  new RegExp(
    `^${thing} (?:must|should|have to|has to|can only|may only) be (?:made|booked|requested|placed|submitted|reserved|scheduled|filed) (?:at least|no later than|not later than) ${span} (?:in advance|ahead|beforehand|${start})$`,
    "iu",
  ),
  new RegExp(
    `^${thing} (?<far>(?:can|may)(?: only)? be|${cannot} be) (?:made|booked|requested|placed|submitted|reserved|scheduled) (?:(?:up to|at most|no more than|not more than|a maximum of|more than) )${span} (?:in advance|ahead|beforehand|${start})$`,
    "iu",
  ),
];

/** Until when something may be called off, and how long ahead it has to be or may be made. */
export const ahead: Demand = {
  test: anyOf(...until, ...advance),
  read(draft, { text }, wish) {
    if (draft.isTool) return false;
    const plain = text.replace(/[.]$/, "");
    for (const pattern of until) {
      const told = plain.match(pattern)?.groups;
      if (told && callOff(draft, told, plain, wish)) return true;
    }
    for (const pattern of advance) {
      const told = plain.match(pattern)?.groups;
      const entity = told && whatIs(draft, told.who);
      const day = entity && dayOf(entity, told.day);
      const days = told && daysIn(told);
      if (!told || !entity || !day || !days) continue;
      const isFar = told.far !== undefined;
      return never(entity, day, [], isFar ? "gt" : "lt", days, plain, wish);
    }
    return false;
  },
};

type Told = Partial<Record<string, string>>;

function callOff(draft: Draft, told: Told, text: string, wish: Wish): boolean {
  const entity = whatIs(draft, told.who);
  const done = told.done?.toLowerCase() ?? "";
  const verb = infinitive(done);
  const day = entity && dayOf(entity, told.day);
  const days = told.count === undefined ? 1 : daysIn(told);
  if (!entity || !day || !days || !stateVerbs.has(verb)) return false;
  const state =
    statesOf(entity)?.values.find((value) => infinitive(value) === verb) ?? stateVerbs.get(verb)?.participle;
  if (state === undefined) return false;
  if (!entity.verbs.has(verb)) entity.verbs.set(verb, new Set());
  wish.targets.add(`${entity.name}!${verb}`);
  return never(entity, day, [{ field: "status", op: "eq", to: { literal: state } }], "lt", days, text, wish);
}

function never(
  entity: DraftEntity,
  day: Field,
  more: { field: string; op: "eq"; to: { literal: string } }[],
  op: "lt" | "gt",
  days: number,
  text: string,
  wish: Wish,
): true {
  entity.rules.push({
    kind: "never",
    when: [...more, { field: day.name, op, to: { todayPlusDays: days } }],
    message: `${capital(text)}.`,
  });
  wish.kind = "rule";
  wish.targets.add(`${entity.name}~${entity.rules.length - 1}`).add(`${entity.name}.${day.name}`);
  return true;
}

/** What is told of: a record by its name, or what is made when a thing is booked. */
function whatIs(draft: Draft, who: string | undefined): DraftEntity | undefined {
  const named = who === undefined ? undefined : byName(draft, who);
  if (!named || named.fields.some(({ type }) => type === "date" || type === "dateTime")) return named;
  const taken = draft.entities.filter(
    ({ words, fields }) =>
      [...events.values()].some(({ noun }) => noun === words.at(-1)) &&
      fields.some(({ target }) => target === named.name),
  );
  return taken.length === 1 ? taken[0] : undefined;
}

/** The day that something begins. */
function dayOf({ fields }: DraftEntity, called: string | undefined): Field | undefined {
  const days = fields.filter(
    ({ type, name }) => (type === "date" || type === "dateTime") && !/On$|end|until|due|expir|birth|return/i.test(name),
  );
  const words = called?.toLowerCase().replace(/^(?:the|its|their) /, "");
  return (
    days.find(({ label }) => label.toLowerCase() === words) ??
    days.find(({ name }) => /start|begin|from|arriv|pick/i.test(name)) ??
    (days.length === 1 ? days[0] : undefined)
  );
}

/** Whole days; hours only where they make some. */
function daysIn({ count = "", unit = "" }: Told): number | undefined {
  const number = /^an?$/i.test(count) ? 1 : count === "twenty-four" ? 24 : numberOf(count);
  const days = /^hour/i.test(unit) ? number / 24 : number * (/^week/i.test(unit) ? 7 : /^month/i.test(unit) ? 30 : 1);
  return Number.isInteger(days) && days >= 1 && days <= 3_650 ? days : undefined;
}
