import { article, isHeldBy, isMany, isThing, itemsOf, listsValues, oneOf } from "../phrases.ts";
import { lineOf } from "./lines.ts";
import type { Told } from "./told.ts";

/**
 * A list in a list: "each sale has a date and items sold (product, quantity, price)", "a number, the projects with their
 * amounts and a total". What is listed within is a record of its own, one line of what holds it.
 */

const whole =
  /^(?:(?:each|every|an?|the) )?(?<x>[\p{L}][\p{L}-]*(?: [\p{L}-]+)?)(?: (?:has|have|needs?|contains?|includes?|records?|consists? of|is entered with)|:) (?<list>.+)$/iu;
const done = "(?: (?:used|sold|received|made|taken|bought|ordered|delivered|fitted|hired|needed|given))?";
const inBrackets = new RegExp(
  `(?<=^|, |\\band )(?:the |their |its |all |several )?(?<part>(?:[\\p{L}-]+ )?[\\p{L}-]+s)${done} \\((?<held>[^()]+,[^()]+)\\)`,
  "iu",
);
const withMore = new RegExp(
  `(?<=^|, |\\band )(?:the |its |all |several )?(?<part>(?:[\\p{L}-]+ )?[\\p{L}-]+s)${done},? (?:together |along |each )?with (?:the |their |its |an? )?(?<held>(?:own )?(?:quantit(?:y|ies)|amounts?|prices?|numbers?|hours|fees?|costs?|weights?)(?: and (?:the |their |its |an? )?(?:quantit(?:y|ies)|amounts?|prices?|numbers?|hours|fees?|costs?|weights?))?)(?=$|,| and )`,
  "iu",
);

export function nestedIn(text: string, told: Told): string[] | undefined {
  const found = text.match(whole)?.groups;
  if (!found?.x || !found.list || /^(?:we|i|they|you|it|he|she|also|please)\b/i.test(found.x)) return undefined;
  if (!isThing(found.x, true) && !isMany(found.x)) return undefined;
  const inner = found.list.match(inBrackets) ?? found.list.match(withMore);
  const { part = "", held = "" } = inner?.groups ?? {};
  const single = held
    .replace(/\bquantities\b/gi, "quantity")
    .replace(/\b(amount|price|number|fee|cost|weight)s\b/gi, "$1");
  if (!inner || !isMany(part) || !isHeldBy(part, `${single}, name`) || !listsValues(single)) return undefined;
  if (itemsOf(found.list).length < 2) return undefined;
  const rest = found.list
    .replace(inner[0], "")
    .replace(/(?:,? and|,)\s*(?=,|$)|^\s*(?:,|and )\s*/giu, "")
    .replace(/,\s*,/g, ",")
    .trim();
  const parent = oneOf(found.x);
  const name = oneOf(part);
  const line =
    told.isDescribed(part) && !/\(/.test(inner[0])
      ? lineOf(parent, name, single, told)
      : `each ${name} has ${article(parent)}, ${single}`;
  return [...(rest === "" ? [] : [`each ${parent} has ${rest}`]), line];
}
