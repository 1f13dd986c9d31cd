import { isPerson, isValueWord } from "./fields.ts";
import { pluralValues, staff } from "./lexicon.ts";
import { splitItems } from "./structure/items.ts";
import { saidOf } from "./structure/said.ts";
import { singular } from "./tokens.ts";

/** Phrases of a brief as the readers of sentences turn them: one and many of a thing, lists, whether they are values. */

/** What stands in brackets stays with its value. */
export const itemsOf = (list: string): string[] =>
  splitItems(
    list.replace(/\(([^()]*)\)/g, (_, inner: string) => `‹${inner.replace(/,\s*(?:and |or )?| (?:and|or) /g, "¦")}›`),
  );

export const optional = (list: string): string =>
  itemsOf(list)
    .map((item) => {
      const plain = item.replace(/^(?:an?|the|its|any) /i, "");
      return plain.includes("‹")
        ? plain.replace(/‹([^›]*)›/g, (_, inner: string) => `(${inner.replaceAll("¦", ", ")})`)
        : `${plain} (optional)`;
    })
    .join(", ");

/** Whether at least half of a list are values, and none of it is a sentence. */
export function listsValues(list: string): boolean {
  if (
    list.includes(":") ||
    /^(?:to|that|which|whether|if|how|who|what|when|where|at (?:least|most)|up to|more than|only|no|not|\d)\b/i.test(
      saidOf(list.split(",")[0] ?? list),
    )
  )
    return false;
  const items = itemsOf(list).map((item) =>
    item
      .replace(/‹[^›]*›/g, "")
      .replace(/^(?:an?|the|its|their|his|her|any) /i, "")
      .trim(),
  );
  if (
    items.length === 0 ||
    items.some(
      (item) => item.split(" ").length > 6 || (/ (?:is|are|must|can|may) /.test(item) && !/^whether /i.test(item)),
    )
  )
    return false;
  const values = items.filter((item) => {
    const last = item.toLowerCase().split(" ").at(-1) ?? "";
    return isValueWord(item.toLowerCase()) || pluralValues.has(last) || singular(last) === last;
  });
  return values.length * 2 > items.length || values.length === items.length;
}

export const isMany = (phrase: string): boolean => singular(lastOf(phrase)) !== lastOf(phrase);
export const lastOf = (phrase: string): string => phrase.toLowerCase().split(" ").at(-1) ?? "";
export const oneOf = (phrase: string): string =>
  [...phrase.toLowerCase().split(" ").slice(0, -1), singular(lastOf(phrase))].join(" ");
export const article = (phrase: string): string => `${/^[aeiou]/.test(phrase) ? "an" : "a"} ${phrase}`;

/** Whoever does something is somebody; what is left is a thing that may be recorded. */
export function isThing(phrase: string, mayBePerson = false): boolean {
  const last = singular(lastOf(phrase));
  return (
    !staff.has(last) &&
    (mayBePerson || (!isPerson(last) && !/(?:[^aeiou]er|[^n]or|ist|ian|man|ee)$/.test(last))) &&
    !/\b(?:who|that|which|and|or|not|only|we|they|of|for|one)\b/i.test(phrase) &&
    !/^(?:number|total|count|amount|list|name|date|time|price|sum|average|report|statistic|figure|value|overview|rule|note|example|page|screen|dashboard|system|app|application|view|form|software|tool|detail|information|particular|it|they|this|that)$/.test(
      last,
    ) &&
    !isValueWord(last)
  );
}

/** What many of is no record, whatever is listed after it. */
const noRecord =
  /^(?:numbers|totals|counts|amounts|lists|names|dates|times|sums|averages|reports|statistics|figures|values|overviews|rules|notes|examples|pages|screens|details|fields|columns|things|people|users|prices|statuses|states|stages|steps|roles|features|data|information|days|weeks|months|years|hours|minutes|ones|others)$/;

/** Whether a phrase names records that hold a list: many of anything do ("materials with supplier and cost"). */
export const isHeldBy = (phrase: string, list: string): boolean =>
  isThing(phrase, true) ||
  (isMany(phrase) &&
    !(
      noRecord.test(lastOf(phrase)) &&
      !(phrase.includes(" ") && /^(?:days|weeks|reports|notes|lists)$/.test(lastOf(phrase)))
    ) &&
    !staff.has(singular(lastOf(phrase))) &&
    !/\b(?:who|that|which|and|or|not|only|we|they|of|for|one)\b/i.test(phrase) &&
    itemsOf(list).length > 1 &&
    listsValues(list));
