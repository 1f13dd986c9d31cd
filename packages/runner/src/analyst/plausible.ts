import { events, stateVerbs } from "./lexicon.ts";
import { isMany, singular } from "./plurals.ts";

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/**
 * What may be the name of a record or of a value. Grammar that slips takes half a sentence for a name ("one or two
 * beds", "time they spend on matters"); such a name is refused, so that its sentence is a gap and no claim.
 */

/** Words that tell how many or which ones, and are no part of a name: "several tasks" are tasks. */
const openers =
  /^(?:several|about|around|some|many|few|various|different|multiple|other|another|more|most|one|two|three|four|five|six|seven|eight|nine|ten|first|second|next|last|previous|following|highest|lowest|largest|smallest|biggest|best|worst|oldest|newest|latest|earliest|same|such|certain|further|out|up|down|off|in)$/;

const noEntity =
  /^(?:me|us|them|him|her|it|they|we|you|mine|yours|ours|theirs|did|does|do|done|is|are|was|were|be|been|has|have|had|not|no|yes|pass|passed|fail|failed|what|which|who|when|where|why|how|both|either|neither|while|then|once|twice|ohm|megohm|volt|watt|amp|litre|liter|metre|meter|kilogram|gram|tonne|kilometre|percent|degree|celsius|euro|dollar|pound|hour|minute|second|row|turn|advance|up|off|out|morning|evening|afternoon|noon|midnight|weekend|weekday|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$/;

/** "Handed", "measured": what was done, and no thing. */
const participle =
  /^(?!(?:bed|feed|seed|shed|deed|weed|breed|steed|reed|sled|hundred|hatred|flower ?bed)$)[a-z]{2,}ed$/;

/** What a record is of, against or for, and no part of its name: "treatments against varroa", "a delivery of logs". */
const preposition = /^(?:of|against|for|from|in|on|at|to|with|by|per|about|between|under|within|during|after)$/;
/** "A kind of wood", "a piece of furniture": the thing comes after. */
const measure =
  /^(?:kind|type|sort|number|list|set|piece|item|group|pair|amount|name|copy|series|register|record|overview|log)$/;

/** Many of a thing are no part of the name of another: who issues, what is sold. */
const manyInNames =
  words(`sports goods news parts sales works accounts savings customs arms sales operations species series
  premises lens bus gas glass class process address access business press status
  rights assets`);

/** A name without what it is of and without who does something with it: "wardens note offence" is an offence. */
export function shortName(words: readonly string[]): readonly string[] {
  const at = words.findIndex((each, index) => index > 0 && preposition.test(each));
  if (at > 0) {
    const before = shortName(words.slice(0, at));
    const isMeasure = before.length === 1 && measure.test(singular(before[0] ?? ""));
    return isMeasure && at + 1 < words.length
      ? shortName(words.slice(at + 1))
      : [...before.slice(0, -1), singular(before.at(-1) ?? "")];
  }
  const many = words.findLastIndex(
    (each, index) => index < words.length - 1 && isMany(each) && !manyInNames.has(each) && !/ss$/.test(each),
  );
  if (many < 0) return words;
  const rest = words.slice(many + 1);
  // "Defects found" are defects.
  if (rest.every((each) => done.test(each))) return [...words.slice(0, many), singular(words[many] ?? "")];
  return rest.length > 1 && does.test(rest[0] ?? "") ? rest.slice(1) : rest;
}

/** What was done with what is named before it. */
const done = /^(?:[a-z]{2,}ed|found|sold|taken|given|made|held|lent|sent|bought|kept|seen|out)$/;

/** What somebody does with what is named after it. */
const does =
  /^(?:note|record|report|issue|book|order|place|file|log|enter|submit|write|send|plan|request|post|take|make|give|have|see|keep|sell|buy|rent|hire|borrow|use|hold|run|teach|visit|check|pay)$/;

/** The words of a record's name without what only says how many; undefined when they name no record. */
export function entityName(words: readonly string[]): string[] | undefined {
  const from = words.findIndex((each, index) => index === words.length - 1 || !openers.test(each));
  const name = shortName(words.slice(Math.max(0, from)));
  const last = name.at(-1) ?? "";
  if (name.length === 0 || noEntity.test(last) || openers.test(last) || (name.length === 1 && participle.test(last)))
    return undefined;
  // "Court book interpreter" is half a sentence.
  if (name.length > 2 && name.slice(1, -1).some((each) => events.has(each) || stateVerbs.has(each))) return undefined;
  if (name.some((each) => /^\d+$/.test(each) || noPart.test(each))) return undefined;
  return [...name];
}

/** What no name of a value holds: who, a verb that is not "is" of a flag, how often, how many. */
const noPart =
  /^(?:they|their|we|i|you|he|she|us|me|them|who|whom|whose|that|this|these|those|there|are|were|been|be|must|should|may|will|would|shall|cannot|not|never|every|each|most|least|than|why|several|about|someone|somebody|nobody|everyone|everybody|anyone|two|three|four|five|six|seven|eight|nine|ten)$/;
const noValue = /^(?:is|was|has|have|had|do|does|did|can|it|when|where|how|what|which|if)$/;

/** Whether words may be the name of a value. "Is active" and "whether it is paid" are flags, and may. */
export const isValueName = (words: readonly string[]): boolean =>
  words.every((each, index) => !noPart.test(each) && (index === 0 || !noValue.test(each))) &&
  !words.slice(1, -1).some((each) => /^(?:by|with|without)$/.test(each)) &&
  !/^(?:what|when|where|how|which|it|do|does|did|with|without|every|each|and|or|but)$/.test(words[0] ?? "") &&
  !/^(?:and|or|of|for|with|the|an?|to be)$/.test(words.at(-1) ?? "");
