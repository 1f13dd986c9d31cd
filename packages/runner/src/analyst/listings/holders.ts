import { isPerson } from "../fields.ts";
import { events, keepingVerbs, staff } from "../lexicon.ts";
import { article, isHeldBy, isMany, isThing, itemsOf, lastOf, listsValues, oneOf, optional } from "../phrases.ts";
import { infinitive, plural, singular } from "../tokens.ts";
import type { Told } from "./told.ts";

/**
 * What holds a list, where a verb says so of a thing ("each line gives the product and the price"), where the list is
 * written down ("per delivery we write down …", "for each delivery the lorry and the time are recorded"), and where the
 * sentence names something that people do ("sell clay and record the buyer").
 */

const word = "[\\p{L}][\\p{L}\\d'-]*";
const thing = `${word}(?: ${word}){0,2}?`;
const helpers = "(?:(?:must|should|will|shall|can|may|also|always|then|usually) )*";
const holdsOne =
  "(?:needs|gives|states|specifies|carries|bears|quotes|mentions|details|features|requires|names|shows|records|covers|lists|includes|contains|describes|notes|comprises|consists of|holds|tells)";
const holdMany =
  "(?:need|give|state|specify|carry|bear|quote|mention|require|show|record|cover|include|contain|describe|comprise|consist of|hold)";
/** What ends like who does something. */
const notWho =
  /^(?:order|letter|paper|folder|voucher|transfer|tender|banner|poster|container|locker|trailer|tanker|boiler|charter|register|chapter|filter|counter|computer|printer|scanner|cylinder|freezer|cooler|server|meter|offer|layer|list|checklist)$/;
/** Who writes something down, at most. */
const who = `(?:(?:we|i|they|staff|(?:the |our |an? )?${word}(?: ${word})?) )?`;
const kept =
  "(?:noted|recorded|kept|stored|entered|written down|logged|registered|documented|captured|tracked|needed|given|stated|shown|taken down|filled in|added)";
const be = "(?:is|are|must be|should be|will be|has to be|have to be|needs? to be|can be)";
const writes =
  "(?:notes?|records?|writes?|enters?|logs?|takes?|jots?|puts?|fills?|keeps?|stores?|captures?|lists?|registers?|adds?|holds?|stat(?:e|es)|needs?|wants?)(?: down| in| out)?";
const each = "(?:each|every|any|all|per)";

/** How often, how, and when something is done: nothing of what is held. */
const how =
  /,? (?:(?:at least|about|normally|usually) )?(?:daily|weekly|monthly|quarterly|yearly|annually|regularly|once an? (?:day|week|month|year)|every (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|day|week|month|year|morning|evening)|over the (?:phone|counter|telephone)|by (?:the [\p{L}]+|phone|hand|e-?mail)|on paper|in the (?:book|ledger|log)|so (?:that )?(?:the |our )?[\p{L}]+ (?:know|knows|can|see)\b.*)(?= |,|$)/giu;

type Shape = { like: RegExp; says: (found: Readonly<Record<string, string>>, told: Told) => string[] | undefined };
const shape = (like: string, says: Shape["says"]): Shape => ({ like: new RegExp(`^${like}$`, "iu"), says });

const shapes: readonly Shape[] = [
  // "Client details: name, billing address".
  shape(
    `(?:the )?(?<x>${word}(?: ${word})?) (?:details|information|data|particulars|master data|fields|info)(?:(?: (?:are|is|include|includes))?(?::| [–—-])| with) (?<list>.+)`,
    ({ x = "", list = "" }) => (isHolder(x, list) && !keepingVerbs.has(x.toLowerCase()) ? [has(x, list)] : undefined),
  ),
  // "The register must hold, for every child, the full name", "per delivery we weigh the trailer and write down …".
  shape(
    `${who}${helpers}${writes},? (?:for|of|per|about|on|with) ${each} (?<x>${word}(?: (?!its\\b|the\\b|their\\b|an?\\b|his\\b|her\\b)${word})?),? (?<list>(?:(?:an?|the|its|their|his|her) )?.+)`,
    ({ x = "", list = "" }) => (isHolder(x, list) ? [has(x, list)] : undefined),
  ),
  shape(
    `(?:per|(?:for|with|on|at|in|of) (?:each|every|any)) (?<x>${word}(?: ${word})??),? (?:we|i|they|staff) .*?(?<= )(?:and |then )?${writes}:? (?<list>.+)`,
    ({ x = "", list = "" }) => (isHolder(x, list) ? [has(x, list)] : undefined),
  ),
  // "At every step the operator enters start time and yield", where no steps are told of elsewhere.
  shape(
    `(?:at|after|during|for|on|with) (?:each|every) (?<x>${word}(?: ${word})??),? (?:the|an?|our) (?<writer>${word}) ${helpers}${writes} (?<list>.+)`,
    ({ x = "", writer = "", list = "" }, { spoken }) =>
      isHolder(x, list) && !isPerson(lastOf(x)) && !spoken.includes(` ${plural(oneOf(lastOf(x)))} `)
        ? [has(x, `${article(oneOf(writer))}, ${list}`)]
        : undefined,
  ),
  // "Bikes are sold: buyer, price, date".
  shape(
    `(?:the |all |our )?(?:${word}ed )?(?<x>${word}s) are (?<done>sold|rented|hired|lent|loaned|hired out|rented out|lent out)(?::| with) (?<list>.+)`,
    ({ x = "", done = "", list = "" }, told) => {
      const event = events.get(infinitive((done.split(" ")[0] ?? "").toLowerCase()));
      if (!event || !listsValues(list) || itemsOf(list).length < 3) return undefined;
      return [has(event.noun, told.isDescribed(x) ? `${article(oneOf(x))}, ${list}` : list)];
    },
  ),
  // "For each delivery against a contract the lorry, the arrival time and the driver are recorded".
  shape(
    `(?:for|on|with|of|at|per) (?:each|every|any|all|an?|the)? ?(?<x>${word}(?: ${word})??)(?: (?:against|of|for|to|from|by|on|in) (?:an?|the|each|every) (?<y>${word}))?,? (?<list>(?:the |an? |its |their |both ).+?) ${be} (?:also )?${kept}(?<rest>,? and (?:any |also |the |all ).+)?`,
    ({ x = "", y, list = "", rest }) => {
      if (!isHolder(x, list)) return undefined;
      const [, more, held] =
        rest?.match(/^,? and (?:any |also |the |all )+([\p{L}-]+(?: [\p{L}-]+)?s) with (.+)$/iu) ?? [];
      return [
        has(x, y ? `${article(oneOf(y))}, ${list}` : list),
        ...(more && held ? [`each ${oneOf(more)} has ${article(oneOf(x))}, ${held}`] : []),
      ];
    },
  ),
  // "When an order leaves the warehouse, the driver's name and the van registration are noted".
  shape(
    `(?:when|once|after|as soon as|if|before) (?:an?|the|each|every) (?<x>${word}(?: ${word})??) (?:is |has been |gets )?${word}(?: [^,]+)?, (?<list>(?:the |an? |its |their ).+) ${be} (?:also )?${kept}`,
    ({ x = "", list = "" }) => (isHolder(x, list) && !isPerson(lastOf(x)) ? [has(x, optional(list))] : undefined),
  ),
  // "Log each student's pieces including the clay body and the glaze".
  shape(
    `${who}${helpers}${writes} (?:the |each |every |an? |our |their )?(?<of>${word})(?:'s|(?<=s)') (?<x>${word}s),? (?:including|with|:|giving|stating) (?<list>.+)`,
    ({ of = "", x = "", list = "" }) =>
      isMany(x) && isHeldBy(x, list) && listsValues(list)
        ? [`each ${oneOf(x)} has ${article(oneOf(of))}, ${list}`]
        : undefined,
  ),
  // "The office keeps instruments: inventory number, kind".
  shape(
    `(?:the|our|an?) ${word}(?: ${word})?? ${helpers}${writes} (?:all |the |our )?(?<x>(?:${word} )??${word}s)(?::| including) (?<list>.+)`,
    ({ x = "", list = "" }) => (isMany(x) && isHolder(x, list) && !/'/.test(x) ? [has(x, list)] : undefined),
  ),
  // "The station officer records every launch: launch time, outcome".
  shape(
    `${who}${helpers}${writes} (?:down )?(?:every|each|all)(?: new| single)? (?<x>${word}(?: ${word})??)(?::|,? with|,? including) (?<list>.+)`,
    ({ x = "", list = "" }) => (isHolder(x, list) && !/(?:'s|s')$/.test(x) ? [has(x, list)] : undefined),
  ),
  // "Sheet music is catalogued by title, composer and shelf".
  shape(
    `(?:the |all |our )?(?<x>${word}(?: ${word})?) ${be} (?:catalogued|described|classified|identified|listed|indexed|characteri[sz]ed) by (?<list>(?!.* ha(?:s|ve) ).+,.+)`,
    ({ x = "", list = "" }) => (isHeldBy(x, list) && listsValues(list) ? [has(x, list)] : undefined),
  ),
  // "Equipment checks are carried out weekly and cover item, condition and action taken".
  shape(
    `(?:the |all |our )?(?<x>${thing}) (?:are|is) ${word}(?: out| up| in)? and ${helpers}${holdMany} (?<list>.+)`,
    ({ x = "", list = "" }) => (isMany(x) && isHolder(x, list) ? [has(x, list)] : undefined),
  ),
  // "Incidents are logged against a placement: date and time, type".
  shape(
    `(?:the |all |our )?(?<x>${thing}) ${be} (?:also )?${kept} (?:against|for|on|per|under) (?:an?|the|each|every) (?<y>${word}(?: ${word})?)(?::| with) (?<list>.+)`,
    ({ x = "", y = "", list = "" }) =>
      isMany(x) && isHolder(x, list) && isThing(y, true) ? [has(x, `${article(oneOf(y))}, ${list}`)] : undefined,
  ),
  // "Deliveries from suppliers should be entered with a number, a date and the products".
  shape(
    `(?:the |all |our )?(?<x>${word}(?: ${word})??)(?: (?:from|of|by|to|for) (?:the |our |all )?(?<y>${word}))? ${be} (?:also )?${kept} with (?:their |the |an? |its )?(?<list>.+)`,
    ({ x = "", y, list = "" }, told) => {
      if (!isMany(x) || !isHolder(x, list)) return undefined;
      return [has(x, y && told.isDescribed(y) ? `${article(oneOf(y))}, ${list}` : list)];
    },
  ),
  // "Blocks belong to growers: block name, hectares".
  shape(
    `(?:the |all |our )?(?<x>${thing}) (?:belongs? to|come from|comes from|(?:is|are) (?:made|owned|given|supplied|placed|run|held|led) by|(?:is|are) part of) (?:an? |the |one |our )?(?<y>${word}(?: ${word})?)(?::| [–—-]|,? with) (?<list>.+)`,
    ({ x = "", y = "", list = "" }) =>
      isHolder(x, list) && isThing(y, true) ? [has(x, `${article(oneOf(y))}, ${list}`)] : undefined,
  ),
  // "Each line gives the product, the number of sacks and the price", "every invoice needs a number and a date".
  shape(
    `(?:(?<det>an?|each|every|the|our) (?<one>${thing}) ${helpers}${holdsOne}|(?:all |the |our )?(?<many>${thing}) ${helpers}${holdMany}) (?:at least |the following: )?(?<list>(?!to\\b|that\\b|it\\b|how\\b|whether\\b).+)`,
    ({ det, one, many, list = "" }) => {
      const x = one ?? many ?? "";
      const isWho =
        isPerson(lastOf(oneOf(x))) ||
        staff.has(lastOf(oneOf(x))) ||
        (/(?:[^aeiou]er|ist|ian|man)$/.test(lastOf(oneOf(x))) && !notWho.test(lastOf(oneOf(x))));
      if (
        isWho ||
        (!det && !isMany(x)) ||
        /\b(?:who|which|that|we|it|they|has|have|is|are|was|were|can|must)\b/i.test(x)
      )
        return undefined;
      return isHolder(x, list) && itemsOf(list).length > 1 ? [has(x, list)] : undefined;
    },
  ),
  // "Sell clay by the bag and record the buyer, the type of clay and the amount charged".
  shape(
    `(?:(?:we|i|they|staff|(?:the |our )?(?<doer>(?:${word} )?${word}s)) )?(?<does>${word}) (?<what>(?:the |our |all |some )?${word}(?: ${word})?)(?: (?:to|from|for|at|in) [^,]+?)?,? and ${writes} (?<list>.+)`,
    ({ doer, does = "", what = "", list = "" }, told) => {
      const event = events.get(infinitive(does.toLowerCase()));
      if (!event || !listsValues(list) || /\b(?:each|every)\b/.test(what)) return undefined;
      const known = oneOf(what.replace(/^(?:the|our|all|some) /i, ""));
      if (doer && staff.has(oneOf(doer.toLowerCase()))) return undefined;
      const by = doer && told.isDescribed(doer) ? [article(oneOf(doer))] : [];
      return [has(event.noun, [...by, ...(told.isDescribed(known) ? [article(known)] : []), list].join(", "))];
    },
  ),
  // "We pay growers: payment date, amount, reference".
  shape(
    `(?:(?:later|then|finally|at the end|afterwards) )?(?:we|i) pay (?:the |our )?(?<x>${word}s?)(?::| [–—-]| with|,) (?<list>.+)`,
    ({ x = "", list = "" }) => (listsValues(list) ? [has("payment", `${article(oneOf(x))}, ${list}`)] : undefined),
  ),
];

/** A sentence without how often, and by which means. */
export const withoutHow = (text: string): string => text.replace(how, "");

export function heldBy(plain: string, told: Told): string[] | undefined {
  for (const { like, says } of shapes) {
    const found = plain.match(like)?.groups;
    const said = found && says(found as Record<string, string>, told);
    if (said) return said;
  }
  return undefined;
}

const has = (x: string, list: string): string => `each ${oneOf(x.replace(/'s?$/, ""))} has ${list}`;

const isHolder = (x: string, list: string): boolean =>
  (isHeldBy(x, list) || (isThing(x, true) && listsValues(list))) &&
  listsValues(list) &&
  itemsOf(list).length > 1 &&
  !x.includes("'") &&
  !staff.has(singular(lastOf(x))) &&
  !/\b(?:we|you|he|she|it|they|there|people|each|every|someone|somebody|and|or)\b/i.test(x) &&
  !/^(?:day|week|month|quarter|year|season|morning|afternoon|evening|night|time|hour)s?$/i.test(x);
