import type { Rule } from "../../artefacts.ts";
import type { Draft, DraftEntity } from "../draft.ts";
import { capital } from "../fields.ts";
import { events } from "../lexicon.ts";
import { numberOf } from "../number-words.ts";
import { infinitive } from "../tokens.ts";
import { byName, childOf, pairOf, standing } from "./amounts.ts";
import type { Demand } from "./demand.ts";
import { dayOf } from "./since.ts";

type Span = NonNullable<Extract<Rule, { kind: "exclusive" }>["each"]>["span"];

const count = "(?<count>\\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)";
const limit =
  "(?:only|just|at most|no more than|not more than|never more than|up to|a maximum of|max(?:imum)?\\.?|more than)";
const every =
  "(?:per|an?|each|every|in an?|in one|in the same|on the same|on one|within an?|within one|the same) (?<span>day|week|month|year)";
const may = "(?:can|may|must|should|is allowed to|are allowed to)(?: not|not)?(?: only| never)?";
const patterns: readonly RegExp[] = [
  // "A courier cannot have more than 25 deliveries per day", "members may book at most three classes a week".
  new RegExp(
    `^(?:no |an? |each |every |one |the )?(?<owner>[\\p{L}-]+(?: [\\p{L}-]+)?) ${may} (?<verb>[\\p{L}]+)(?: in| for| on| to)? ${limit} ${count} (?<things>[\\p{L}-]+(?: [\\p{L}-]+)??) ${every}$`,
    "iu",
  ),
  // "A referee can officiate only one match per day", "a member books only once a day".
  new RegExp(
    `^(?:no |an? |each |every |one |the )?(?<owner>[\\p{L}-]+(?: [\\p{L}-]+)?) ${may} (?:be )?(?<verb>[\\p{L}]+)(?: (?:an? |the )?(?<things>[\\p{L}-]+))? (?:only |just |at most )?(?<once>once|twice) ${every}$`,
    "iu",
  ),
  // "At most 3 classes per member and week", "one visit per patient per day".
  new RegExp(
    `^(?:there (?:can|may) be )?(?:${limit} )?${count} (?<things>[\\p{L}-]+(?: [\\p{L}-]+)?) (?:per|for each|for every|for one|an?) (?<owner>[\\p{L}-]+(?: [\\p{L}-]+)??) (?:and |, )?(?:per |each |every |an? |in one |on one |on the same |and )*(?<span>day|week|month|year)$`,
    "iu",
  ),
];
const same =
  /^(?:the same|an?|no|one) (?<owner>[\p{L}-]+(?: [\p{L}-]+)?) (?:cannot|can not|must not|may not|can never|can|may) (?<verb>[\p{L}]+) (?:in |for |to )?the same (?<things>[\p{L}-]+)(?: twice| again)? (?:on the same|on one|in the same|in one|within one|within a) (?<span>day|week|month|year)$/iu;

/** Beyond this many a test of the delivered application would take too long to show it. */
const mostShown = 200;

/** So many a day, week, month or year for each of somebody or something. */
export const often: Demand = {
  test: /\b(?:day|week|month|year)$/i,
  read(draft, { text }, wish) {
    if (draft.isTool) return false;
    const plain = text.replace(/[.]$/, "");
    const again = plain.match(same)?.groups;
    const told =
      again ?? patterns.map((pattern) => plain.match(pattern)?.groups).find((groups) => groups !== undefined);
    const owner = told?.owner === undefined ? undefined : byName(draft, told.owner);
    if (!told || !owner) return false;
    const tie = tieOf(draft, owner, told.things, told.verb);
    const date = tie && dayOf(tie.child);
    if (!tie || !date) return false;
    // "Cannot book twice a day" allows once.
    const isRefused = /\b(?:cannot|not|never|no)\b/i.test(plain.slice(0, plain.search(/\b(?:once|twice)\b/i)));
    const most = again ? 1 : told.once ? (/twice/i.test(told.once) && !isRefused ? 2 : 1) : numberOf(told.count ?? "");
    if (!(most >= 1 && most <= mostShown)) return false;
    // What goes over days is there on each of them: that is an overlap, and no second beginning.
    if (most === 1 && told.span === "day" && pairOf(tie.child, "date")) return false;
    const other = again && byName(draft, again.things ?? "");
    const second = other && tie.child.fields.find(({ target }) => target === other.name);
    if (again && !second) return false;
    for (const field of [tie.via, second, date]) if (field) field.required = true;
    tie.child.rules.push({
      kind: "exclusive",
      fields: [tie.via.name, ...(second ? [second.name] : [])],
      when: standing(tie.child),
      each: { field: date.name, span: told.span?.toLowerCase() as Span },
      ...(most > 1 ? { most } : {}),
      message: `${capital(text)}.`,
    });
    wish.kind = "rule";
    wish.targets.add(`${tie.child.name}~${tie.child.rules.length - 1}`);
    return true;
  },
};

/** What is made when somebody books or borrows has several names. */
const alike: readonly (readonly string[])[] = [
  ["booking", "reservation", "appointment"],
  ["loan", "rental", "hire", "lending"],
];

/** What is counted for its owner: what is named, or the event of the verb. */
function tieOf(draft: Draft, owner: DraftEntity, things: string | undefined, verb: string | undefined) {
  const named = things && !/^(?:days?|times?|slots?)$/i.test(things) ? childOf(draft, owner, things) : undefined;
  if (named) return named;
  const noun = verb && events.get(infinitive(verb.toLowerCase()))?.noun;
  const called = alike.find((words) => noun !== undefined && words.includes(noun)) ?? (noun ? [noun] : []);
  const child = called.map((each) => byName(draft, each)).find((each) => each !== undefined);
  const via = child?.fields.find(({ target }) => target === owner.name);
  // "Book a class" where the class itself is not what is booked by name.
  return child && via ? { child, via } : undefined;
}
