import { addEntity, addField, type Draft, type DraftEntity, findEntity, type Wish } from "../draft.ts";
import { attributeOf, isPerson, isValueWord } from "../fields.ts";
import { stateVerbs } from "../lexicon.ts";
import { shortName } from "../plausible.ts";
import { infinitive, singular } from "../tokens.ts";
import { holdAll } from "./holding.ts";
import { entityOf, type Focus } from "./thing.ts";

const word = "[\\p{L}\\d+][\\p{L}\\d+'-]*";
const choice = `(?:an? )?${word}(?: ${word}){0,2}?`;
const choosing = new RegExp(
  `^(?:(?:an?|the|each|every|all|our|any|its|their) )*(?<head>${word}(?: (?:of (?:an? |the |each )?)?${word}){0,3}?)(?<how> (?:is|are|can be|may be|must be|will be|could be|should be|has to be|have to be))(?<one> (?:always )?(?:either|one of|any of|either one of))?:? (?<all>${choice}(?:, ${choice})*,? or ${choice})(?:,? with (?<held>.+))?$`,
  "iu",
);
const listing = new RegExp(
  `^(?:(?:an?|the|each|every|all|our|its|their) )*(?<head>${word}(?: (?:of (?:an? |the |each )?)?${word}){0,3}?)(?<how> (?:is|are|can be|may be|must be)) one of:? (?<all>${choice}(?:, ${choice})*,? (?:or|and) ${choice})$`,
  "iu",
);

/** What no choice between values begins with: conditions, amounts, doers. */
const noChoice =
  /^(?:by|with|without|for|to|not|no|more|less|fewer|at|over|under|above|below|between|only|due|made|there|it|they|if|when|who|which|the|this|that|\d+ (?:days?|weeks?|months?|hours?|minutes?|years?)|(?:the )?same|older|younger|higher|lower|better|worse|later|earlier|longer|shorter|larger|smaller)\b|\b(?:by|if|when|than|is|are|has|have)\b/i;

/** Words that say how something is at the moment, and not what it is. */
const condition =
  /(?:ed|ing|ive|less)$|^(?:open|new|done|free|busy|full|empty|dead|alive|ill|sick|weak|strong|healthy|ready|late|lost|won|sold|gone|out|away|paid|due|draft|vacant|current|former|broken|clean|dirty|in|on|off|under|at|ok|good|bad|fair|poor|overdue)\b/;

/**
 * "Hives can be active, weak, queenless or dead", "the lab result is none, low or high": what may be chosen, of a value
 * that is told or of how the record is.
 */
export function readChoice(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  const found = text.match(choosing)?.groups ?? text.match(listing)?.groups;
  if (!found?.head || !found.all || /\b(?:if|when|unless|until|because|before|after)\b/i.test(text)) return false;
  const values = found.all
    .split(/,\s*(?:or |and )?| or | and (?=[^,]*$)/)
    .map((each) => each.replace(/^an? /i, "").trim().toLowerCase());
  if (values.length < 2 || values.some((each) => noChoice.test(each) || isRecord(draft, each))) return false;
  const words = found.head.toLowerCase().split(" ");
  const of = words.indexOf("of");
  const value = chosenOf(draft, of > 0 ? words.slice(0, of) : words, focus, of > 0 ? words.slice(of + 1) : undefined);
  if (value) return setValues(value.entity, value.phrase, values, wish, draft, focus, found.held);
  // What is done with records is no choice of how they are; "the invoices are paid or open" is.
  // "Aids are buoys, beacons or lighthouses": of which kind each is.
  const kinds = values.map(singular);
  if (values.length > 1 && values.every((each, index) => kinds[index] !== each) && !values.some(isPerson)) {
    const of = findEntity(draft, shortName(words).map(singular)) ?? addEntity(draft, words);
    return of !== undefined && setValues(of, "type", kinds, wish, draft, focus, found.held);
  }
  const isBare = !found.one && /^ (?:is|are)$/i.test(found.how ?? "");
  if (values.every((each) => stateVerbs.has(infinitive(each)) && !/^(?:open|active|inactive)$/.test(each)))
    return false;
  if (isBare && !values.some((each) => condition.test(each))) return false;
  const entity = findEntity(draft, words.map(singular)) ?? entityOf(draft, found.head) ?? pronounOf(words, focus);
  if (!entity) return false;
  return setValues(
    entity,
    values.some((each) => condition.test(each)) ? "status" : "type",
    values,
    wish,
    draft,
    focus,
    found.held,
  );
}

const pronounOf = (words: readonly string[], focus: Focus): DraftEntity | undefined =>
  /^(?:it|they)$/.test(words.join(" ")) ? focus.last : undefined;

/** "A party may be a person or a company" names records, when both are kept. */
const isRecord = (draft: Draft, phrase: string): boolean => {
  const words = phrase.split(" ").map(singular);
  const known = findEntity(draft, words);
  return (
    (known !== undefined && known.words.join(" ") === words.join(" ")) ||
    (isPerson(phrase) && singular(phrase) !== phrase)
  );
};

/** The value that words speak of: one that a record has, else one by its name, of what is spoken of. */
function chosenOf(
  draft: Draft,
  words: readonly string[],
  focus: Focus,
  of: readonly string[] | undefined,
): { entity: DraftEntity; phrase: string } | undefined {
  const name = words.map((each, index) => (index === words.length - 1 ? singular(each) : each)).join(" ");
  const whole = findEntity(draft, words.map(singular));
  if (whole && whole.words.join(" ") === words.map(singular).join(" ")) return undefined;
  const owner = of && findEntity(draft, of.map(singular));
  const holds = (entity: DraftEntity) =>
    entity.fields.some(({ label, type }) => label.toLowerCase() === name && type !== "reference");
  const holder = owner ?? (focus.last && holds(focus.last) ? focus.last : draft.entities.find(holds));
  if (holder && (owner === undefined || isValueWord(name) || holds(holder))) return { entity: holder, phrase: name };
  if (!isValueWord(name)) return undefined;
  // "The ride status": whose it is stands before it.
  const before = words.length > 1 ? findEntity(draft, words.slice(0, -1).map(singular)) : undefined;
  if (before) return { entity: before, phrase: words.at(-1) ?? name };
  return focus.last && { entity: focus.last, phrase: name };
}

function setValues(
  entity: DraftEntity,
  phrase: string,
  values: string[],
  wish: Wish,
  draft: Draft,
  focus: Focus,
  held: string | undefined,
): boolean {
  const field = attributeOf(phrase, values)?.field;
  if (!field) return false;
  if (entity.verbs.size > 0 && field.name === "status") return false;
  const known = entity.fields.find(({ name }) => name === field.name);
  if (known && known.type !== "text" && known.type !== "enum") return false;
  const chosen = known ?? addField(entity, { ...field, default: values[0] ?? "", required: true });
  if (known && !known.values) Object.assign(known, { type: "enum", values, required: true });
  if (!chosen) return false;
  wish.targets.add(`${entity.name}.${chosen.name}`);
  if (wish.kind === "other") wish.kind = "field";
  focus.last = entity;
  if (held) holdAll(draft, entity, held, wish, focus);
  return true;
}
