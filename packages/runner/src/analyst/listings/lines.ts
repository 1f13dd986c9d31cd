import { article, isHeldBy, isMany, isThing, listsValues, oneOf } from "../phrases.ts";
import { plural } from "../tokens.ts";
import type { Told } from "./told.ts";

/**
 * What a record has several of, with values of their own: the lines of an order. Where what is listed is a record that
 * is described elsewhere (the product), the line is a record between the two; else the lines are what is listed.
 */

const word = "[\\p{L}][\\p{L}\\d'-]*";
const det = "(?:(?:an?|the|each|every|all|any|our|one|new) )*";
const several =
  "(?:(?:several|many|multiple|various|one or more|any number of|a number of|at least one|different|some|a few|numerous|two or more|a list of|the|all the) )";
const holds =
  "(?:(?:can|may|must|should|will|also|usually|always) )*(?:has|have|takes?|contains?|consists? of|includes?|lists?|covers?|comprises?|is made up of|are made up of|is for|are for|is divided into|are divided into|involves?|carries|carry|holds?|shows?|needs?|requires?|uses?)";
const noted =
  "(?:noted|recorded|kept|stored|entered|listed|given|stated|agreed|written down|held|captured|needed|known|shown|logged|specified|tracked|registered|set)";
const writes =
  "(?:put|note|record|write|keep|store|list|enter|need|log|state|give|hold|want|show|know|take|capture|add|specify|agree|ask for|jot|track|register)(?:s|es)?(?: down| in| out)?";
const who = `(?:we|i|they|you|it|he|she|staff|(?:the |our |an? )?${word})`;
const may = "(?:(?:also|then|must|should|need to|want to|have to|would like to|shall|can|will|just|always) )*";

/** "An order contains products with quantities", "a quote lists parts, each with a price". */
const partsWith = new RegExp(
  `^${det}(?<x>${word}(?: ${word})?) ${holds} (?<many>${several})?(?<part>${word}(?: ${word})?),? (?:(?:and for each|for each|each|all|both|every one)(?: of (?:them|these|which))? )?(?:with|having|has|showing|stating|giving|in|and|at|described by|made up of) (?:(?:an?|the|their|its|different|various|own) )*(?<list>.+)$`,
  "iu",
);
/** "A hire takes one or more costumes, and for each costume the fee is noted". */
const forEach = new RegExp(
  `^(?<left>.+?)(?:[,:;] | and )(?:and |then |where )?for (?:each|every|any)(?: one| single)?(?: of (?:the|these|them|those))?(?: (?<part>(?!we\\b|i\\b|they\\b|the\\b|it\\b)${word}(?: (?!we\\b|i\\b|they\\b|the\\b|it\\b|a\\b|an\\b)${word})?))?,? (?:(?<who>${who}) ${may}${writes} )?(?<list>.+?)(?<passive> (?:is|are|must be|should be|will be|has to be|have to be|needs to be) (?:also )?${noted})?$`,
  "iu",
);
const listedOn = new RegExp(
  `^(?:on|in|for|to|under|within) (?:an?|the|each|every) (?<x>${word}(?: ${word})?),? ${who} ${may}(?:list|record|note|enter|put|add|keep|write down|write|show|log|track|store|need)s? (?:all |all the |the |any |several |which )?(?<part>${word}(?: (?!used|needed|sold|fitted|made|taken|with)${word})?)(?: (?:used|needed|sold|fitted|made|taken|ordered|delivered|done))?,? (?:each )?(?:with|giving|showing|including|:) (?:their |the |its )?(?<list>.+)$`,
  "iu",
);
const holding = new RegExp(
  `^${det}(?<x>${word}(?: ${word})?) ${holds} ${several}?(?<part>${word}(?: ${word})?)$`,
  "iu",
);
/** "I then do a quote". */
const making = new RegExp(
  `\\b(?:do|does|make|makes|write|writes|prepare|prepares|give|gives|create|creates|send|sends|draw up|draws up|raise|raises|fill in|fills in) (?:an?|the|one) (?<x>${word}(?: ${word})?)$`,
  "iu",
);

export function linesIn(text: string, told: Told): string[] | undefined {
  return partsOf(text, told) ?? onWhole(text, told) ?? eachOf(text, told);
}

function partsOf(text: string, told: Told): string[] | undefined {
  const found = text.match(partsWith)?.groups;
  if (!found?.x || !found.part || !found.list || !isMany(found.part) || !isRecord(found.part) || !isRecord(found.x))
    return undefined;
  if (oneOf(found.x) === oneOf(found.part) || !listsValues(single(found.list)) || !told.isDescribed(found.part))
    return undefined;
  if (/^(?:\p{L}+ )?(?:and|or)\b/iu.test(found.list)) return undefined;
  return isOfLine(found.list) ? [lineOf(found.x, found.part, single(found.list), told)] : undefined;
}

/** "On the job card we list the parts used with number and cost": they are the card's. */
function onWhole(text: string, told: Told): string[] | undefined {
  const found = text.match(listedOn)?.groups;
  // "…, and the labour: hours and hourly rate": one more of what it has.
  const [, first, other, held] = found?.list?.match(/^(.+?),? and (?:the|any|all) ([\p{L}]+): (.+)$/u) ?? [];
  if (found?.x && first && other && held && listsValues(held))
    return [
      ...(onWhole(text.slice(0, text.length - (found.list ?? "").length) + first, told) ?? []),
      `each ${oneOf(other)} has ${article(oneOf(found.x))}, ${held}`,
    ];
  if (!found?.x || !found.part || !found.list || !isRecord(found.x) || !isMany(found.part)) return undefined;
  if (!isHeldBy(found.part, found.list)) return undefined;
  if (told.isDescribed(found.part) && isOfLine(found.list)) return [lineOf(found.x, found.part, found.list, told)];
  return [
    `each ${oneOf(found.part)} has ${found.list}`,
    `each ${oneOf(found.x)} has several ${plural(oneOf(found.part))}`,
  ];
}

function eachOf(text: string, told: Told): string[] | undefined {
  const found = text.match(forEach)?.groups;
  if (!found?.left || !found.list || !listsValues(found.list)) return undefined;
  // "We keep the customer's name, and for each car the make and model".
  if (
    !found.who &&
    !found.passive &&
    !(found.part && /^(?:the|its|their|an?) /i.test(found.list) && /,/.test(found.left))
  )
    return undefined;
  const held = found.left.match(holding)?.groups;
  const part = found.part ?? held?.part;
  if (!part || !isRecord(part)) return undefined;
  const parent = held?.x ?? found.left.match(making)?.groups?.x;
  if (!parent || oneOf(parent) === oneOf(part)) return [found.left, `each ${oneOf(part)} has ${found.list}`];
  if (told.isDescribed(part)) return [lineOf(parent, part, found.list, told)];
  return [
    ...(held ? [] : [found.left]),
    `each ${oneOf(parent)} has several ${plural(oneOf(part))}`,
    `each ${oneOf(part)} has ${found.list}`,
  ];
}

/** The record between the two: one line of what holds it, for one of what is listed. */
export const lineOf = (whole: string, part: string, list: string, { spoken }: Told): string => {
  const parent = oneOf(whole);
  // A name of its own, beside "items sold" of something else.
  const name = / items? /.test(spoken) ? (/ lines? /.test(spoken) ? "position" : "line") : "item";
  return `each ${parent} ${name} has ${article(parent)}, ${article(oneOf(part))}, ${list}`;
};

/** How many, at what price, for how long: what is told of a line and not of what is listed in it. */
const isOfLine = (list: string): boolean =>
  /\b(?:quantit(?:y|ies)|amounts?|numbers?|count|hours|price|prices|fee|fees|cost|costs|rate|rates|discount|weight|weights|size|condition|length|days|dose|dosage|portions?|position|order)\b/i.test(
    list,
  );

/** "With quantities" is a quantity of each. */
const single = (list: string): string =>
  list
    .replace(/\bquantities\b/gi, "quantity")
    .replace(/\b(price|amount|cost|fee|rate|discount|weight|size|date|position|condition)s\b/gi, "$1");

const isRecord = (phrase: string): boolean =>
  isThing(phrase, true) && !/\b(?:we|you|he|she|it|they|there|people)\b/i.test(phrase);
