import { isPerson, isValueWord } from "../fields.ts";
import { staff } from "../lexicon.ts";
import { splitItems } from "../structure/items.ts";
import { plural, singular } from "../tokens.ts";

type Groups = Record<string, string | undefined>;
/**
 * A way of putting it, and what it says in the shape that the grammar reads; `it` is what was spoken of last, `spoken`
 * all words of the brief.
 */
export type Usage = readonly [
  pattern: string,
  say: (groups: Groups, it: string | undefined, spoken: string) => string[] | undefined,
];

export const word = "[\\p{L}][\\p{L}\\d'-]*";
export const name = `${word}(?: ${word}){0,2}?`;
export const people = `(?<who>(?:(?:the|all|our|any|each|every|an?) )?${name})`;
export const may =
  "(?: (?:(?:can|may|must|should|will|shall|could|(?:must |should )?(?:be|are|is) able to|(?:are|is) allowed to|needs? to|ha(?:s|ve) to|wants? to)(?: also)?))?";
export const somebody = `(?:${people}${may} )?`;
export const any = "(?:(?:new|existing|all|the|their|any|our|an?|each|every|different|multiple) )*";
export const prompt = "(?:the (?:system|app|application|software) (?:must|should|shall|has to|needs to|will) )?";

/** What is told of how a record stands, one after the other or one of them. */
export function steps(): string {
  const step = `[\\p{L}-]+(?: [\\p{L}-]+){0,2}?`;
  return `${step}(?:(?:, and |, or |, | and | or | → )${step})+`;
}

export function contacts(): string {
  return "(?:(?:phone )?calls?|emails?|meetings?|visits?|notes?|letters?|messages?|conversations?|demos?)";
}

/** Two ends of which a record reaches one, though people join them with "and". */
const ends =
  /^(?:won (?:or|and) lost|lost (?:or|and) won|(?:approved|accepted|hired|passed|confirmed) (?:or|and) (?:rejected|declined|refused|failed|denied)|(?:completed|done|closed|delivered|finished|paid) (?:or|and) (?:cancelled|canceled|failed))$/i;

/** "Lead, qualified, won and lost" as "from lead to qualified to won or lost". */
export function fromTo(list: string): string {
  const all = listOf(list);
  const isEither = / or [^,]+$/i.test(list) || ends.test(all.slice(-2).join(" and "));
  const last = isEither ? [all.slice(-2).join(" or ")] : all.slice(-1);
  return `from ${[...all.slice(0, isEither ? -2 : -1), ...last].join(" to ")}`;
}

export function listOf(list: string): string[] {
  return list
    .split(/, (?:and |or )?| and | or | → /i)
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== "");
}

/** Whether at least half of a list are values, and none of it is a sentence. */
export function areValues(list: string): boolean {
  const items = splitItems(list.replace(/\([^()]*\)/g, "")).map((item) =>
    item.replace(/^(?:an?|the|its|their) /i, "").trim(),
  );
  return (
    items.length > 1 &&
    items.every((item) => item.split(" ").length < 6 && !/ (?:is|are|must|can|may) /.test(item)) &&
    items.filter((item) => isValueWord(item.toLowerCase()) || singular(lastOf(item)) === lastOf(item)).length * 2 >=
      items.length
  );
}

/** Words that bar somebody from something are no list of what all may do. */
export const isBarred = (text: string): boolean =>
  /\b(?:only|own|nobody|no one|not|never|cannot|everything|it|them|who|which|that|whether)\b/i.test(text);
export const isAnybody = (who: string): boolean =>
  /^(?:(?:the|all|our|any|each|every) )?(?:users?|people|everyone|everybody|anyone|we|i|you|one)?$/i.test(who);
export const isDepartment = (who: string): boolean =>
  /^(?:the )?(?:hr|human resources|finance|accounting|sales|support|customer (?:service|support|care)|marketing|it|management|reception|procurement|purchasing|operations|logistics|payroll|the office|office)(?: department| team| staff)?$/i.test(
    who,
  );
export const isStaff = (who: string): boolean => staff.has(singular(lastOf(who))) || isPerson(lastOf(who));
export const isOfTrade = (who: string): boolean => isPerson(singular(lastOf(who))) && !staff.has(singular(lastOf(who)));
/** People of the trade who do something are kept, too; staff are not. */
export const kept = (who: string): string[] => (isOfTrade(who) && isMany(who) ? [`Keep ${manyOf(oneOf(who))}`] : []);
export const isNamed = (phrase: string): boolean =>
  !/\b(?:of|for|in|on|at|to|with|by|and|or|from|it|they|them|this|that|which|who)\b/i.test(phrase);
const lastOf = (phrase: string): string => phrase.toLowerCase().split(" ").at(-1) ?? "";
export const isMany = (phrase: string): boolean => singular(lastOf(phrase)) !== lastOf(phrase);
export const oneOf = (phrase: string): string =>
  [
    ...phrase
      .toLowerCase()
      .replace(/^(?:the|all|our|any|each|every|an?) /, "")
      .split(" ")
      .slice(0, -1),
    singular(lastOf(phrase)),
  ].join(" ");
export const manyOf = (phrase: string): string =>
  isMany(phrase) ? phrase : [...phrase.split(" ").slice(0, -1), plural(lastOf(phrase))].join(" ");
export const article = (phrase: string): string => `${/^[aeiou]/i.test(phrase) ? "an" : "a"} ${phrase}`;

/** "Paid / unpaid status" as a choice. */
export const withStatus = (list: string): string =>
  list.replace(/\b([\p{L}]+) ?(?:\/|or) ?([\p{L}]+) (status|state)\b/giu, "$3 ($1, $2)");
