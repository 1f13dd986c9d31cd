import { actionAt } from "../clauses.ts";
import { isPerson, isValueWord } from "../fields.ts";
import { events, filingVerbs, seeingVerbs, staff } from "../lexicon.ts";
import { article, isHeldBy, isMany, isThing, itemsOf, lastOf, listsValues, oneOf } from "../phrases.ts";
import { infinitive, type Token, tokensOf } from "../tokens.ts";
import type { Told } from "./told.ts";

/**
 * A sentence that ends in a list of values, whatever stands before it: of what the list is told by the words that lead
 * to it. The last thing before "with" or a colon holds it ("Invoices are raised per agreement, showing number, date",
 * where it is the subject of what is done); before "we note" it is what the sentence is about ("At lambing we note …").
 */

const word = "[\\p{L}][\\p{L}\\d'-]*";
/** What opens a list after a thing. */
const afterThing =
  "(?:: |,? (?:with|including|giving|stating|showing|specifying|detailing|quoting|containing|mentioning|naming) (?:details of |information on |at least )?)";
const writes =
  "(?:notes?|records?|writes?|enters?|logs?|takes?|jots?|puts?|fills?|keeps?|stores?|captures?|lists?|registers?|adds?|states?|gives?|needs?|wants?)";
/** "…, recording the date and who was seen". */
const doing = /recording|noting|logging|entering|writing|listing/i;
const afterDoing =
  ", (?:recording|noting|logging|entering|writing down|listing) (?=(?:the|an?|their|its|who|what|how|when|whether) )";
const afterVerb = `\\b(?:(?:must|should|can|may|have to|has to|need to|also|then|always|just) )*${writes}(?: down| in| out| up)?:? `;
const markers = new RegExp(`(?<thing>${afterThing}|${afterDoing})|(?<verb>(?<=^|[ ,])${afterVerb})`, "giu");

/** A list, a figure or a rule is asked for, and nothing listed. */
export const isAsked =
  /^(?:show|list|see|view|display|find|search|filter|sort|warn|remind|report|highlight|calculate|count|export|import|print)\b|\b(?:overdue|cannot|must not|only|unless|warn|remind|search|sorted|without|(?:total|average)\b.* (?:per|by|of all)\b|at most|no more than|more than|less than|never)\b/i;

export function leadTo(text: string, told: Told): string[] | undefined {
  for (const found of text.matchAll(markers)) {
    const lead = text.slice(0, found.index).trim();
    const list = text.slice(found.index + found[0].length).trim();
    if (lead === "" || lead.split(" ").length > 22 || /[(),]$/.test(lead) || !isList(list)) continue;
    const said = found.groups?.thing === undefined ? byVerb(lead, list) : byThing(lead, found[0], list, told);
    if (said) return said;
  }
  return undefined;
}

/** Two values at least, and mostly values, none of which only stands in brackets. */
const isList = (list: string): boolean => {
  const items = itemsOf(list);
  return (
    items.length > 1 &&
    listsValues(list) &&
    !/\b(?:which|that) (?:is|are|was|were|has|have|can|must)\b|[\p{L}] who (?:is|are|has|have|can|must)\b|\b(?:if|when|because|so that)\b/iu.test(
      list,
    ) &&
    items.filter((item) =>
      isValueWord(
        item
          .replace(/‹[^›]*›/g, "")
          .trim()
          .toLowerCase(),
      ),
    ).length *
      3 >=
      items.length
  );
};

/** "At lambing we note …", "when a customer drops off clothes staff note …", "… and note the bird's weight". */
function byVerb(lead: string, list: string): string[] | undefined {
  const before = lead.replace(/,? (?:and|then)$/i, "");
  const [, occasion = ""] =
    before.match(
      new RegExp(
        `^(?:at|after|during|before|for|on|in|with|upon) (?:(?:an?|the|each|every|any|all) )?(${word}(?: ${word})?),? (?:we|i|they|staff)$`,
        "iu",
      ),
    ) ?? [];
  if (occasion !== "" && (/ing$/.test(occasion) ? isName(occasion) : isName(occasion) && isHeldBy(occasion, list)))
    return [`each ${oneOf(occasion)} has ${list}`];
  const [, does = "", what = ""] =
    before.match(
      new RegExp(
        `^(?:(?:the |our |an? )?(?:${word} )??${word} )?(${word}) (?:the|each|every|all|our|all the) (${word}(?: ${word})??)(?: (?:(?:every|each) ${word}|daily|weekly|monthly|regularly))$`,
        "iu",
      ),
    ) ?? [];
  if (what !== "" && isName(what) && !seeingVerbs.has(does))
    return [`each ${gerund(infinitive(does.toLowerCase()))} has ${article(oneOf(what))}, a date, ${list}`];
  return undefined;
}

const gerund = (verb: string): string => (/[^eoy]e$/.test(verb) ? `${verb.slice(0, -1)}ing` : `${verb}ing`);

/** "Invoices are raised per agreement, showing …", "stallholders apply for a pitch giving …", "assistants book trips: …". */
function byThing(lead: string, opener: string, list: string, told: Told): string[] | undefined {
  const tokens = tokensOf(lead.replace(/\([^()]*\)/g, ""));
  const first = actionAt(tokens);
  // "Supervising workers visit families": what kind of workers they are is nothing that they do.
  const isKind = first === 0 && /ing$/.test(tokens[0]?.text ?? "");
  const found = isKind ? tokens.findIndex(({ kind }, index) => index > 0 && "VBM".includes(kind)) : first;
  // "Holders must submit a return": what they must do is done by them.
  const at = tokens[found]?.kind === "M" && tokens[found + 1]?.kind !== "B" ? found + 1 : found;
  const verb = tokens[at];
  if (!verb || at < 0) return undefined;
  const isTelling = !/^(?:: |,? (?:with|including|containing) )/i.test(opener);
  const subject = phraseOf(tokens.slice(0, Math.max(0, found)));
  const others = namesIn(tokens.slice(at + 1));
  if (verb.kind === "B" || verb.kind === "M") {
    const done = tokens
      .slice(at + 1)
      .find(({ kind, text }) => kind !== "B" && kind !== "A" && /(?:ed|en|n|t|ld|de|id)$/.test(text));
    if (!isTelling || !subject || !done || !isMany(subject) || !isName(subject) || !isHeldBy(subject, list))
      return undefined;
    const known = others.filter((each) => told.isDescribed(each) && isName(each));
    return [`each ${oneOf(subject)} has ${[...known.map((each) => article(oneOf(each))), list].join(", ")}`];
  }
  // "Therapists lend equipment to a patient, recording the loan date": it is the loan that holds them.
  const event = events.get(infinitive(verb.text));
  if (/^, \p{L}+ing /u.test(opener) && doing.test(opener) && event && verb.base !== "apply")
    return [lead, `each ${event.noun} has ${list}`];
  const filed = others.at(0);
  if (
    isTelling &&
    filed &&
    filingVerbs.has(infinitive(verb.text)) &&
    isName(filed) &&
    !told.isDescribed(filed) &&
    isHeldBy(filed, list)
  ) {
    const by = subject && told.isDescribed(subject) ? [article(oneOf(subject))] : [];
    return [`each ${oneOf(filed)} has ${[...by, list].join(", ")}`];
  }
  if (isTelling) return [`${lead} with ${list}`];
  const object = filed;
  const isOffice = subject !== undefined && (staff.has(lastOf(oneOf(subject))) || /^(?:we|i)$/.test(subject));
  if (
    !object ||
    !isOffice ||
    !events.has(infinitive(verb.text)) ||
    !isMany(object) ||
    !isName(object) ||
    !isHeldBy(object, list)
  )
    return undefined;
  return [`each ${oneOf(object)} has ${list}`];
}

/** The names in a row of words, each with the words that stand before it and tell which kind. */
function namesIn(tokens: readonly Token[]): string[] {
  const runs: string[][] = [[]];
  for (const { kind, text } of tokens)
    if (
      kind === "N" ||
      (kind === "A" &&
        !/^(?:up|out|off|also|not|only|monthly|weekly|daily|yearly|new|often|regularly|sometimes)$/.test(text))
    )
      runs.at(-1)?.push(text);
    else runs.push([]);
  return runs.filter((run) => run.length > 0).map((run) => run.slice(-2).join(" "));
}

const phraseOf = (tokens: readonly Token[]): string | undefined => {
  const pronoun = tokens.find(({ kind }) => kind === "R");
  return pronoun?.text ?? namesIn(tokens)[0];
};

const isName = (phrase: string): boolean =>
  /^[\p{L}-]+(?: [\p{L}-]+)?$/u.test(phrase) &&
  (isThing(phrase, true) || isMany(phrase)) &&
  !isPerson(lastOf(phrase)) &&
  !/\b(?:we|you|he|she|it|they|there|each|every|day|week|month|year|morning|end|start|beginning|moment|time|first|the)\b/i.test(
    phrase,
  );
