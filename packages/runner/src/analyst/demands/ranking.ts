import type { Report } from "../../artefacts.ts";
import { type Draft, type DraftEntity, pluralWords, type Wish } from "../draft.ts";
import { capital, kebab } from "../fields.ts";
import { events } from "../lexicon.ts";
import { numberOf } from "../number-words.ts";
import { reportOn } from "../reports.ts";
import { infinitive, singular } from "../tokens.ts";
import { byName, childOf } from "./amounts.ts";
import { anyOf, type Demand } from "./demand.ts";

const lead =
  "(?:(?:please )?(?:show|list|see|know|view|give|get|tell)s? (?:me |us )?)?(?:an? (?:list|ranking|report|overview|table) of )?";
const count = "(?<top>\\d+|three|five|ten|twenty|fifty)";
const thing = "[\\p{L}-]+(?: [\\p{L}-]+)??";
const end = "(?: first| at the top| of all| overall)?$";
const patterns: readonly RegExp[] = [
  // "Who are our ten best customers by revenue", "what was our most popular film".
  new RegExp(
    `^${lead}(?:(?:who|what|which) (?:is|are|was|were) )(?:the |our )?(?:${count} )?(?:best|top|biggest|largest) (?<who>${thing})(?: (?:by|in terms of) (?:the |their )?(?<by>.+?))${end}`,
    "iu",
  ),
  new RegExp(
    `^${lead}(?:(?:who|what|which) (?:is|are|was|were) )(?:the |our )?most (?:often |frequently )?(?<done>[\\p{L}]+) (?<who>${thing})${end}`,
    "iu",
  ),
  // "Top 10 customers by revenue", "the top 20 songs by number of requests".
  new RegExp(
    `^${lead}(?:the |our )?(?:top|best|first) ${count} (?<who>${thing})(?: (?:by|in terms of|according to) (?:the |their )?(?<by>.+?))?${end}`,
    "iu",
  ),
  // "The ten members with the most bookings", "which members have the most bookings".
  new RegExp(
    `^${lead}(?:the |our )?(?:${count} )?(?:which |what )?(?<who>${thing})(?: who| that)? (?:with|having|have|has|made|make|makes|placed|had) the (?:most|highest number of|largest number of) (?<what>${thing})${end}`,
    "iu",
  ),
  // "Which boats are booked most often", "which books were borrowed the most".
  new RegExp(
    `^${lead}(?:the )?(?:which|what) (?<who>${thing}) (?:are|is|were|was|get|have been|has been) (?<done>[\\p{L}]+) (?:the )?most(?: often| frequently)?${end}`,
    "iu",
  ),
  // "The most booked boats", "top 20 of the most requested songs", "best-selling products", "most popular courses".
  new RegExp(
    `^${lead}(?:the |our )?(?:(?:top |first )?${count} )?(?:of )?(?:the |our )?(?:most (?:often |frequently )?(?<done>[\\p{L}]+)|(?<best>best[ -]sell(?:ing|ers?))|busiest) (?<who>${thing})${end}`,
    "iu",
  ),
  // "Number of bookings per boat, most first", "boats by number of bookings, highest first".
  new RegExp(
    `^${lead}(?:the )?(?<measure>.+?) (?:per|for each|of each|of every|by) (?:the |each )?(?<who>${thing}), (?:the )?(?:most|highest|largest|busiest|best|biggest)(?: [\\p{L}]+)? first$`,
    "iu",
  ),
  new RegExp(
    `^${lead}(?:the |all )?(?<who>${thing}) (?:sorted |ordered |ranked )?by (?:the |their )?(?<by>number of .+?),? (?:with )?(?:the )?(?:most|highest|largest|busiest|best|biggest)(?: [\\p{L}]+)? first$`,
    "iu",
  ),
];

/** "The ten members with the most bookings", "best-selling products": a report whose first rows are those with the most. */
export const ranking: Demand = {
  test: anyOf(...patterns),
  read(draft, { text }, wish, focus) {
    const plain = text.replace(/[.?]$/, "");
    if (draft.isTool || /\b(?:this|last|next) (?:day|week|month|season|quarter|year)\b/i.test(plain)) return false;
    for (const pattern of patterns) {
      const told = plain.match(pattern)?.groups;
      const owner = told?.who === undefined ? undefined : byName(draft, told.who);
      const measure = told && owner && measureOf(draft, owner, told);
      if (!told || !owner || !measure) continue;
      const known = new Set(draft.reports.map(({ name }) => name));
      const own: Wish = { ...wish, targets: new Set() };
      if (!reportOn(draft, `${measure} per ${owner.words.join(" ")}`, own, focus, undefined) || own.gap) continue;
      const made = draft.reports.find(({ name }) => own.targets.has(`report:${name}`));
      if (!made || own.targets.size > 1) continue;
      const report = rankedBy(made, told.top, pluralWords(owner).join(" "));
      if (!known.has(made.name)) draft.reports.splice(draft.reports.indexOf(made), 1);
      if (!draft.reports.some(({ name }) => name === report.name)) draft.reports.push(report);
      wish.kind = "report";
      wish.targets.add(`report:${report.name}`);
      return true;
    }
    return false;
  },
};

function rankedBy(report: Report, top: string | undefined, things: string): Report {
  const measure = report.measures.find(({ fn }) => fn !== "count") ?? report.measures[0];
  const rows = top === undefined ? undefined : numberOf(top);
  const title = `${rows === undefined ? "" : `top ${rows} `}${things} by ${(measure?.label ?? "number").toLowerCase() === "total" ? report.label.toLowerCase().replace(/ per .*$/, "") : `number of ${(measure?.label ?? "").toLowerCase()}`}`;
  return {
    ...report,
    name: kebab(title.split(/\s+/).slice(0, 9)),
    label: capital(title).slice(0, 110),
    ranked: { measure: measure?.name ?? "", ...(rows ? { top: rows } : {}) },
  };
}

/** What is counted or added up, in the words of a report: what is named, else what the verb makes of the thing. */
function measureOf(
  draft: Draft,
  owner: DraftEntity,
  { by, what, measure, done, best }: Partial<Record<string, string>>,
): string | undefined {
  if (measure) return measure;
  if (by) return /^(?:number|total|sum|average)\b/i.test(by) ? by : `total ${by}`;
  if (what) {
    const tied = childOf(draft, owner, what);
    return tied && `number of ${pluralWords(tied.child).join(" ")}`;
  }
  const children = draft.entities.filter(
    (each) => each !== owner && each.fields.some(({ target }) => target === owner.name),
  );
  const verb = best ? "sell" : infinitive((done ?? "popular").toLowerCase());
  const isAny = verb === "popular" || done === undefined;
  const noun = events.get(verb)?.noun;
  const stem = verb.slice(0, Math.max(4, verb.length - 1));
  const isLine = /^(?:line|item|position|order|sale|purchase)$/;
  const told = children.filter(
    ({ words }) =>
      words.at(-1) === noun ||
      (stem.length > 3 && words.some((word) => singular(word).startsWith(stem))) ||
      (verb === "sell" && isLine.test(words.at(-1) ?? "")),
  );
  // What is popular is what people take, order or book, and not what merely belongs to it.
  const isTaken = ({ isEvent, words }: DraftEntity) =>
    isEvent || isLine.test(words.at(-1) ?? "") || [...events.values()].some((each) => each.noun === words.at(-1));
  const [child, another] = told.length > 0 ? told : isAny ? children.filter(isTaken) : [];
  if (!child || another) return undefined;
  // What is sold is sold in some number.
  const amount = /^(?:sell|order|buy|use)$/.test(verb)
    ? child.fields.find(
        ({ name, type }) => type === "integer" && /^(?:quantity|numberOfUnits|units|amount)$/.test(name),
      )
    : undefined;
  const things = pluralWords(child).join(" ");
  return amount ? `total ${amount.label.toLowerCase()} of ${things}` : `number of ${things}`;
}
