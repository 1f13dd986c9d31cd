import { actionAt, isClauseStart } from "../clauses.ts";
import { isPerson, isValueWord } from "../fields.ts";
import { business, events, notRecords, people, pluralValues, seeingVerbs, staff } from "../lexicon.ts";
import { infinitive, singular, tokensOf } from "../tokens.ts";
import { splitItems } from "./items.ts";

/**
 * A sentence that says what a record holds. `head` is who or what it is said of: a name ("treatment"), a pronoun that
 * means what was spoken of last, or a clause that tells what is kept ("Residents report defects"). `items` are the
 * values.
 */
export type Declaration = {
  head: string;
  how: "name" | "pronoun" | "clause";
  items: string[];
  /** Who else holds them: "tutors and students have names". */
  also?: string;
  /** The list in the author's words. */
  list: string;
  /** What the sentence says after the list: "…, and the shop sees what is overdue". */
  rest: string;
};

const word = "[\\p{L}\\d][\\p{L}\\d'’/-]*";
const phrase = `${word}(?: ${word}){0,3}?`;
const determiner = "(?:(?:each|every|all|an?|the|our|my|any|both|one|single|individual|of) )*";
const helpers = "(?: (?:must|should|may|can|will|shall|could|would|always|also|usually|typically|normally|then|only))*";
const holds =
  "(?:ha(?:s|ve)(?: got)?|includes?|contains?|consists? of|comprises?|is described by|are described by|is made (?:up )?of|are made (?:up )?of|is identified by|are identified by|is defined by|are defined by|needs to have|need to have)";
const tells =
  "(?:records?|stores?|holds?|names?|notes?|carries|lists?|covers?|specifies|describes?|states?|shows?|captures?|keeps?)";
const keeps =
  "(?:keep(?: track of)?|store|record|note(?: down)?|save|capture|track|register|log|enter|hold|need|want|have|know|write down|take down|jot down|put down|fill in|ask(?: for)?|need to know|collect|manage|maintain|see)";
const kept = "(?:kept|stored|recorded|noted|saved|captured|registered|entered|written down|tracked|known|needed|held)";

const telling = new RegExp(`^(?:an?|each|every|the) (?<head>${phrase})${helpers} ${tells}:? (?<list>.+)$`, "iu");

const two = new RegExp(
  `^(?:both )?(?<head>${word}(?: ${word})?) and (?<also>${word}(?: ${word})?) (?:both |all |each )?have (?<list>.+)$`,
  "iu",
);

const patterns: readonly (readonly [RegExp, Declaration["how"] | "titled"])[] = [
  [
    new RegExp(
      `^(?:for|on|about|of|regarding|with) ${determiner}(?<head>${phrase})(?:,| ) ?(?:(?:we|i|you|they|staff|one|the ${word}) )?(?:(?:must|should|need to|want to|would like to|like to|can|have to|also|just) )*${keeps}s?(?: at least)?:? (?<list>.+)$`,
      "iu",
    ),
    "name",
  ],
  [
    new RegExp(
      `^(?:for|on|about|of) ${determiner}(?<head>${phrase})(?:,| ) ?(?<list>.+?) (?:is|are|must be|should be|has to be|have to be|will be|can be) ${kept}$`,
      "iu",
    ),
    "name",
  ],
  [
    new RegExp(`^(?<head>it|they|each|every one|each one|all of them)${helpers} ${holds}:? (?<list>.+)$`, "iu"),
    "pronoun",
  ],
  [/^(?:each|every|all|both)(?: one)?(?: of (?:them|these|which))? (?:with|having):? (?<list>.+)$/iu, "pronoun"],
  [
    new RegExp(
      `^(?:for|on|of|about) ${determiner}(?<head>${phrase}),? (?:the following|these)(?: [\\p{L}]+)? (?:is|are|must be|should be|has to be|have to be|will be) ${kept}:? (?<list>.+)$`,
      "iu",
    ),
    "name",
  ],
  [
    new RegExp(
      `^(?:there (?:is|are|will be) )?(?:(?:about |around |up to )?\\d+ |several |many |some )(?<head>${word}s)(?: (?:in|at|on|with) [^:,]+)?: (?<list>.+)$`,
      "iu",
    ),
    "titled",
  ],
  [/^(?:the )?(?<head>fields?|details|data|attributes|properties|columns)(?: are)?: (?<list>.+)$/iu, "pronoun"],
  [new RegExp(`^${determiner}(?<head>${phrase})${helpers} ${holds}:? (?<list>.+)$`, "iu"), "name"],
  [telling, "name"],
  [
    new RegExp(
      `^(?:the )?(?:fields?|details?|data|information|attributes|properties|columns) (?:of|for|about|on) ${determiner}(?<head>${phrase}) (?:is|are|includes?):? (?<list>.+)$`,
      "iu",
    ),
    "name",
  ],
  [
    new RegExp(
      `^(?:then|in (?:this|that) case|here|also|in addition),? (?<head>we|i|they|staff) (?:also )?${keeps}s?:? (?<list>.+)$`,
      "iu",
    ),
    "pronoun",
  ],
  [new RegExp(`^(?<head>${phrase}): (?<list>.+)$`, "iu"), "titled"],
  [
    new RegExp(
      `^${determiner}(?<head>${word}(?: ${word})?) (?:is|are|can be|may be|must be|comes?|arrives?|happens?|occurs?|takes? place) (?![^:]* in [\\p{L}]+s:)[^:,]{3,60}: (?<list>.+)$`,
      "iu",
    ),
    "titled",
  ],
  [/^(?<head>[^:]+): (?<list>.+)$/iu, "clause"],
  [
    /^(?<head>[^:]+?)(?:,? (?:each |every |all |both )?(?:with|including|having)(?: (?:their|its|the|following|fields|these|his|her|at least))*:?|:) (?<list>.+)$/iu,
    "clause",
  ],
];

/** What makes a phrase no name of a record. */
const noName =
  /\b(?:is|are|was|be|been|can|cannot|must|should|may|will|would|has|have|had|that|which|who|whom|whose|what|when|where|why|how|if|unless|until|because|so|not|no|nobody|and|or|but|to|we|i|you|it|they|there|this|these|those|per|by|for|from|in|on|at|with|than|same|more|less|least|most|only|never|show|list|search|sort)\b/i;
/** What a list of values never starts with. */
const noList =
  /^(?:to|not|been|no|at (?:least|most)|up to|only|more than|less than|fewer|the same|enough|access|permission|priority over|until|a (?:look|chance|way)|(?:an? )?overview|problems?|trouble|\d+ (?:or|to|and)? ?\d* ?\w+ (?:to|for|in)|\d+\b)\b/i;

/** Reads a sentence as what a record holds; undefined when it says something else. */
export function declarationIn(text: string): Declaration | undefined {
  const both = text.match(two)?.groups;
  if (both?.head && both.also && isNamed(both.head, text) && isNamed(both.also, text)) {
    const one = declarationIn(`${both.head} have ${both.list}`);
    return one && { ...one, also: both.also };
  }
  for (const [pattern, how] of patterns) {
    const { head = "", list = "" } = text.match(pattern)?.groups ?? {};
    if (list === "" || noList.test(list)) continue;
    const all = splitItems(list);
    const end = all.findIndex((item, index) => index > 0 && isClause(item));
    const items = end < 0 ? all : all.slice(0, end);
    const found = { head, items, list, rest: end < 0 ? "" : all.slice(end).join(", ") };
    if (items.some(isClause)) continue;
    if (how === "pronoun") return { ...found, how };
    // "Students book sessions with tutors: date, time": what is listed comes after the colon.
    if (how === "clause" && /: /.test(list)) continue;
    if (how === "titled") {
      const kept = head
        .replace(
          /^(?:(?:keep|track|record|manage|store|register|log|maintain|save|capture|list|enter)s? )?(?:(?:all|our|my|the|for|each|every|any) )*/i,
          "",
        )
        .replace(/(?<=[\p{L}])(?:s'|'s) /gu, " ");
      const acting = items.filter((item) => item.split(" ").length > 2 && !item.includes("‹") && isClauseStart(item));
      // "Customers reserve seats: row, number" tells what is reserved, and names nothing.
      const tokens = tokensOf(kept);
      const at = actionAt(tokens);
      if (events.has(tokens[at]?.base ?? "") && at > 0 && (tokens[at - 1]?.plural || tokens[0]?.kind === "D")) continue;
      const acts = acting.length > 1 || (acting.length > 0 && acting[0] === items[0]);
      if (isNamed(kept, "") && !acts && isTitled(kept, items)) return { ...found, head: kept, how: "name" };
      continue;
    }
    if (how === "name") {
      // "A participation records …" tells what it holds; "a landlord keeps …" tells what somebody does.
      if (pattern === telling && (isPerson(head.split(" ").at(-1) ?? "") || staff.has(head.split(" ").at(-1) ?? "")))
        continue;
      // "The stud keeps mares and stallions" tells what there is, and nothing that a stud holds.
      if (pattern === telling && !items.some((item) => isValue(item))) continue;
      if (isNamed(head, text)) return { ...found, how };
      continue;
    }
    // "Music school: …" is a heading; "Mechanics record repairs: …" is not.
    const isHeading = text.startsWith(`${head}:`) && actionAt(tokensOf(head)) < 0;
    if (!isHeading && isKeeping(head) && items.filter((item) => !isLimit(item)).every(isValue))
      return { ...found, how };
  }
  return undefined;
}

/** A name of a record: people may use any word that doesn't mean the software or the business. */
function isNamed(head: string, text: string): boolean {
  const words = head.toLowerCase().split(" ");
  const last = words.at(-1) ?? "";
  // "The application names the resident": software names nobody.
  if (last === "application" && /^the application (?:names|states|mentions|gives) /i.test(text)) return true;
  if (noName.test(head) || words.length > 3 || /^\d/.test(last)) return false;
  if (ambiguous.has(singular(last)) && /^(?:(?:an?|each|every) |(?:all |our |the )?[\p{L}]+s have )/iu.test(text))
    return true;
  // "Each experience day has a price": a day of a kind is something.
  if (
    words.length === 2 &&
    /^(?:day|night|evening|week|morning|afternoon)$/.test(last) &&
    /^(?:each|every) /i.test(text)
  )
    return true;
  return !notRecords.has(singular(last)) && !(words.length === 1 && business.has(singular(last)));
}

/** Words that mean the software or nothing much, until "each lot has a number" says otherwise. */
const ambiguous = new Set(
  "report form application site lot set entry list record place page company business organisation organization history case board line account program history phone computer section part group team firm shop school club office studio farm hotel restaurant".split(
    " ",
  ),
);

/** Whether somebody or something acts in an item: it is no value then. */
const isClause = (item: string): boolean =>
  /^(?:per|for each|for every) /i.test(item) ||
  /^(?:search|show|list|see|find|sort|filter|warn|remind|highlight|export|import|calculate)s? [a-z]/i.test(item) ||
  /(?:^| )(?:sees?|shows?|can|cannot|must|should|will|wants?|may|gets?|knows?|needs?) [a-z]/i.test(
    withoutBrackets(item),
  ) ||
  /^(?:us|me|them|him|her|it|you|each other|ease|care|help)$/i.test(item) ||
  /\b(?:above|over|below|under|more than|less than|fewer than|at least|at most) [€$£]?\d/i.test(
    withoutBrackets(item),
  ) ||
  / (?:is|are|has|have|was|were) /i.test(` ${withoutBrackets(item)} `.replace(/^ whether .*$/i, ""));

/** "Up to 12 operators" is no value, and none the less one of what a record has. */
const isLimit = (item: string): boolean => /^(?:up to|at most|at least|no more than|a maximum of) \d/i.test(item);

/** "Customer: name, e-mail" against "Music school: families, their pupils". */
function isTitled(head: string, items: readonly string[]): boolean {
  if (
    /\b(?:rules?|reports?|lists?|roles?|status(?:es)?|states?|stages?|views?|notes?|features?|requirements?|examples?|goals?|users?|search|filters?|functions?|workflow|process|important|overview|pages?|screens?|constraints?|validation|permissions?|notifications?|reminders?|dashboard|statistics?|figures|calculations?|actions?|steps?|who|optional|must|should|could|nice|phase \d+|scope|objectives?)$/i.test(
      head,
    )
  )
    return false;
  return (
    items.length > 0 && items.every((item) => withoutBrackets(item).split(" ").length <= 5) && mostAreValues(items)
  );
}

const mostAreValues = (items: readonly string[]): boolean =>
  items.filter((item) => isValue(item)).length >= items.length / 2;

/** Whether an item of a list reads like a value: one of something, or a plural that is still one value. */
function isValue(item: string): boolean {
  const plain = withoutBrackets(item).toLowerCase();
  const last = plain.split(" ").at(-1) ?? "";
  if (/ with /.test(plain)) return false;
  if (/^(?:an?|the|its|one|number of|how many) /.test(plain) || item.includes("‹")) return true;
  return isValueWord(plain) || pluralValues.has(last) || !/[^su]s$/.test(last) || singular(last) === last;
}

const withoutBrackets = (item: string) =>
  item
    .replace(/‹[^›]*›/g, "")
    .replace(/\s+/g, " ")
    .trim();

/** "Store clients", "Customers place orders", "bikes": what is kept, and neither a question nor a way in. */
function isKeeping(head: string): boolean {
  const words = head.toLowerCase().split(" ");
  if (
    /\b(?:is|are|be|can|may|should|will|ha(?:s|ve)|holds?|owns?|contains?|includes?|gets?|carry|carries|who|which|that)\b/i.test(
      head,
    )
  )
    return false;
  if (words.length > 9 || /\b(?:sign|log)s? (?:in|on)\b|\b(?:must|cannot|never|not|only|when|if|per)\b/i.test(head))
    return false;
  return !words.slice(0, 4).some((each) => !keeping.has(each) && seeingVerbs.has(infinitive(each)) && !isNoun(each));
}

/** Words that look at records and keep them too. */
const keeping = new Set(["track", "tracks", "print", "prints", "get", "gets"]);
const isNoun = (each: string) =>
  people.has(singular(each)) ||
  staff.has(singular(each)) ||
  /^(?:list|report|check|count|export|flag|text|total)s?$/.test(each);

const predicate =
  "(?:has|have|is|are|belongs?|lies|sits|costs|lasts|takes? place|goes|comes? from|can (?:be|have|hold)|may (?:be|have)|must (?:be|have)|has to be|have to be|holds?)";
const joined = new RegExp(
  `(?:,| and|, and|, but| but|, which|, who) (?=${predicate} |(?:records?|notes?|lists?|stores?|includes?|contains?|comprises?|carries|bears|states|gives) (?:an?|the|its) )`,
  "i",
);
const subject = new RegExp(
  `^(?<subject>${determiner}${phrase}|it|they) (?:also )?(?:${predicate}|links|connects|records|stores|includes?|contains?)\\b`,
  "iu",
);

/**
 * A sentence as its predicates, each with the subject: "A plan has a price and is active or ended" is "A plan has a
 * price" and "A plan is active or ended".
 */
export function predicatesOf(text: string): string[] {
  const who = text.match(subject)?.groups?.subject;
  const at = text.search(joined);
  if (who === undefined || at < 0 || noName.test(who.replace(/^(?:it|they)$/i, ""))) return [text];
  if (/\b(?:if|when|where|that|which|who|whose|until (?:it|they|the|all)|once|twice)\b/i.test(text)) {
    if (!/, (?:which|who) /i.test(text) || /\b(?:if|when|where|that|whose|until|once|twice)\b/i.test(text))
      return [text];
  }
  const left = text.slice(0, at);
  const right = text.slice(at).replace(joined, "").trim();
  return [left, ...predicatesOf(`${who} ${right}`)];
}
