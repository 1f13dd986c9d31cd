import { isValueWord } from "../fields.ts";
import { events } from "../lexicon.ts";
import { article, isHeldBy, isMany, isThing, listsValues, oneOf, optional } from "../phrases.ts";
import { participles } from "../structure/said.ts";
import { infinitive, plural } from "../tokens.ts";
import type { Told } from "./told.ts";

/** Sentences that tell in passing what a record holds, each in a shape of its own. */

const word = "[\\p{L}][\\p{L}\\d'-]*";
const thing = `${word}(?: ${word})?`;
const det = "(?:(?:an?|the|each|every|all|any|our|one|new) )*";
const preposition = "(?:against|for|to|on|by|at|in|from|under|with|into|of)";
const writes =
  "(?:put|note|record|write|keep|hold|store|list|enter|log|state|take|capture|add|jot|register|ask for|need|want)(?:s|es)?(?: down| in| out)?";

type Groups = Readonly<Record<string, string | undefined>>;
type Shape = { like: RegExp; says: (groups: Groups, told: Told) => string[] | undefined };

const shapes: readonly Shape[] = [
  // "Clients bring in garments, each with a fault and a price", "…, every feed with the time".
  {
    like: new RegExp(
      `^(?<left>.+?)(?:,|;|:| [–—-]| and| with)? (?:and |with )?(?:each|every)(?: (?:one|of (?:them|these|which)))?(?: (?<part>(?!with\\b|having\\b|has\\b|is\\b|of\\b)${thing}))? (?:with|having|has|showing|stating|states|gets|needs|records|lists|carries|shows|giving|is given|described by|comes with)(?: both)? (?<list>.+)$`,
      "iu",
    ),
    says: ({ left = "", part, list = "" }) => {
      const [, x, verb = "", many] =
        left.match(
          new RegExp(
            `^${det}(${word}(?: ${word})??) (?:(?:can|may|must|also|should|will) )*(${word})(?: (?:in|out|up|on|for|of))? (?:several |many |some |various |different |the |their )*(${thing})$`,
            "iu",
          ),
        ) ?? [];
      const last = part ?? lastMany(left);
      if (
        !last ||
        !isNamed(last) ||
        !(isRecord(last) || isHeldBy(last, list)) ||
        !listsValues(list) ||
        (events.has(infinitive(verb.toLowerCase())) && !part)
      )
        return undefined;
      const within = partIn(left, last, list);
      if (within) return within;
      const own = `each ${oneOf(last)} has ${list}`;
      if (!x || !many || !isMany(many))
        return /^there (?:is|are|will be) |^(?:we|i|they) [\p{L}]+$/iu.test(left) || saysLittle(left)
          ? [own]
          : [left, own];
      if (oneOf(many) !== oneOf(last)) return [left, own];
      if (!isRecord(x) || /^(?:keep|record|store|track|manage|list|note|need|want)s?$/i.test(x)) return [own];
      const several = `each ${oneOf(x)} has several ${plural(oneOf(last))}`;
      // What else would be a value is known as a record first.
      return isRecord(last) ? [several, own] : [own, several];
    },
  },
  // "Each ticket has garments, stating the kind, colour and price".
  {
    like: new RegExp(
      `^(?:each|every|an?|the) (?<x>${thing}) (?:has|contains|lists|includes|consists of|covers|holds|takes) (?:several |many |some )?(?<part>${thing}),? (?:stating|showing|giving|specifying|detailing|including) (?<list>.+)$`,
      "iu",
    ),
    says: ({ x = "", part = "", list = "" }) =>
      isMany(part) && isRecord(x) && isNamed(part) && isHeldBy(part, list)
        ? [`each ${oneOf(part)} has ${list}`, `each ${oneOf(x)} has several ${plural(oneOf(part))}`]
        : undefined,
  },
  // "Raffle prizes are donated by businesses: we record the donor, a description".
  {
    like: new RegExp(
      `^(?:the |all |our )?(?<x>(?:${word} )?${word}s) (?:are|come|arrive|get|go|can be|must be|will be) [^:]+: (?:we|i|they|staff) (?:(?:also|then|must|should) )*${writes} (?<list>.+)$`,
      "iu",
    ),
    says: ({ x = "", list = "" }) =>
      isNamed(x) && isHeldBy(x, list) && listsValues(list) ? [`each ${oneOf(x)} has ${list}`] : undefined,
  },
  // "Stains or damage can be noted": of what was spoken of.
  {
    like: /^(?:any |the )?(?<list>[\p{L} ]{3,40}) (?:can|may) (?:also )?be (?:noted|recorded|entered|added|kept|given)$/iu,
    says: ({ list = "" }) =>
      (itemsAreFew(list) && !isMany(list.split(" ")[0] ?? "")) || / or /.test(list)
        ? [`it has ${list} (optional)`]
        : undefined,
  },
  // "Each trap shall bear a tag number, and its mesh size and the date it was set shall be recorded".
  {
    like: new RegExp(
      `^(?:an?|each|every) (?<x>${thing}) (?:(?:must|shall|should|will|also) )*(?:has|have|bears?|carr(?:y|ies)|gets?|shows?|is given|receives?) (?<first>(?:an?|its|the|one) [\\p{L} ]+), (?:and |while )?(?<list>(?:its|the) .+) (?:is|are|must be|should be|has to be|have to be|will be) (?:also )?(?:noted|recorded|kept|entered|stored|registered|given|stated|written down|logged)$`,
      "iu",
    ),
    says: ({ x = "", first = "", list = "" }) =>
      isRecord(x) && listsValues(`${first}, ${list}`) ? [`each ${oneOf(x)} has ${first}, ${list}`] : undefined,
  },
  // "The librarian needs to know which scores we own: composer, title".
  {
    like: new RegExp(
      `^(?:.+? )?(?:know|see|show|list|record|note|track) (?:which|what) (?<x>(?:${word} )?${word}s)(?: (?:we|i|they|there) ${word}(?: ${word})?)?: (?<list>.+)$`,
      "iu",
    ),
    says: ({ x = "", list = "" }) => (isNamed(x) && isHeldBy(x, list) ? [`each ${oneOf(x)} has ${list}`] : undefined),
  },
  // "A job card is opened for every visit": there are job cards.
  {
    like: new RegExp(
      `^(?:an?|each|every|one) (?<x>${thing}) (?:is|must be|will be|gets) (?:then )?(?:opened|created|made out|raised|filled in|filled out|written|started|issued|drawn up|set up|prepared|produced) (?:for|per|by|on|when|at|after|if|in) .+$`,
      "iu",
    ),
    says: ({ x = "" }) => (isRecord(x) && !isMany(x) ? [`keep ${plural(oneOf(x))}`] : undefined),
  },
  // "Allergies must be recorded for every order", "for every order the allergies are recorded".
  {
    like: new RegExp(
      `^(?<list>.+?) (?:is|are|must be|has to be|have to be|should be|need to be|will be) (?:also )?(?:recorded|noted|kept|entered|stored|written down|logged|registered|given|stated) (?:for|with|on|against|of|per) (?:each|every|all|any|the|an?) (?<x>${thing})$`,
      "iu",
    ),
    says: ({ x = "", list = "" }) =>
      isRecord(x) &&
      !/\b(?:all|each|every|new|any|which|who|that)\b/i.test(list) &&
      listsValues(`a name, ${list}`) &&
      itemsAreFew(list)
        ? [`each ${oneOf(x)} has ${list}`]
        : undefined,
  },
  // "Before an appointment the client signs a consent form with the date and a list".
  {
    like: new RegExp(
      `^(?:(?:before|after|at|on|for|during) (?:an?|the|each|every) (?<when>${word}),? )?(?:the|an?|each|every|our) (?<who>${word}) (?:signs|fills in|fills out|completes|submits|writes|gets|receives|hands in|returns|makes) (?:an?|the) (?<x>${thing})(?:,? with|:|,? stating|,? giving|,? showing) (?<list>.+)$`,
      "iu",
    ),
    says: ({ who = "", when, x = "", list = "" }, told) =>
      isRecord(x) && listsValues(list)
        ? [
            `each ${oneOf(x)} has ${[when, who]
              .filter((each) => each !== undefined && told.isDescribed(each))
              .map((each) => article(oneOf(each ?? "")))
              .concat(list)
              .join(", ")}`,
          ]
        : undefined,
  },
  // "We keep a wants list: name, phone, title", "a price list of garment types with the price": what the list is of.
  {
    like: new RegExp(
      `^(?:(?:we|i|staff|(?:the|our|an?) ${word}(?: ${word})?) )?(?:also )?(?:have|has|keeps?|needs?|want|maintains?|runs?|holds?) (?:an?|the|our) (?:(?<kind>${word}) )?(?:list|register|log|book|diary|file|catalogue|directory)(?: of (?:all |the |our )?(?<what>${thing}))?(?::| with|,) (?<list>.+)$`,
      "iu",
    ),
    says: ({ kind, what, list = "" }) => {
      const x = what ?? kind;
      return x && isMany(x) && isHeldBy(x, list) ? [`each ${oneOf(x)} has ${list}`] : undefined;
    },
  },
  // "When it is sold I put in the date and the price": values that are known only then.
  {
    like: new RegExp(
      `^(?:when|once|after|as soon as) (?<it>it|they|one|the ${word}|an? ${word}) (?:is|are|has been|have been|gets?) (?<done>${word}(?:ed|en|n|t|ld|id|wn|ught)),? (?:we|i|they|staff|the ${word}) (?:(?:also|then|must|should|just) )*${writes} (?<list>.+)$`,
      "iu",
    ),
    says: ({ it = "", done = "", list = "" }) => {
      if (!listsValues(list)) return undefined;
      const held = optional(list)
        .split(", ")
        .map((each) =>
          each.replace(
            /^(date|time|price|amount|value|weight) (?:\([\p{L}]+\)|(?:[\p{L}]+ )?(?:got|paid|received)? ?\(optional\))$/iu,
            `$1 ${done.toLowerCase()} (optional)`,
          ),
        )
        .join(", ");
      const x = it.replace(/^(?:the|an?) /i, "");
      return [/^(?:it|they|one)$/i.test(it) ? `it has ${held}` : `each ${oneOf(x)} has ${held}`];
    },
  },
  // "Hires are made by a society, which is registered with its name and address".
  {
    like: new RegExp(
      `^(?<left>.+? (?<x>${word})),? (?:which|who|that) (?:(?:must|should|will|shall|can|also) )*(?:ha(?:s|ve)|(?:is|are) (?:registered|kept|recorded|described|listed|stored|identified|set up) (?:with|by)|comes? with|consists? of|includes?|contains?|carr(?:y|ies)) (?<list>(?:an?|the|its|their|his|her|several) .+)$`,
      "iu",
    ),
    says: ({ left = "", x = "", list = "" }) =>
      isRecord(x) && listsValues(list) && left.split(" ").length > 3
        ? [left, `each ${oneOf(x)} has ${list}`]
        : undefined,
  },
  // "A parcel is handed out against a referral: date, size".
  {
    like: new RegExp(
      `^(?:an?|each|every|the) (?<x>${thing}) (?:is|gets|can be|may be|will be|must be) (?<done>${word}(?:ed|en|n|t|de|ld|id|wn|un))(?: (?:out|up|off|in|down|back))? ${preposition} (?:an?|the|one|each|every) (?<y>${thing})(?::| with) (?<list>.+)$`,
      "iu",
    ),
    says: ({ x = "", y = "", done = "", list = "" }) =>
      isRecord(x) && isRecord(y) && !isKept.test(done) && listsValues(list) && /,| and /.test(list)
        ? [`each ${oneOf(x)} has ${article(oneOf(y))}, ${list}`]
        : undefined,
  },
  // "Keep payments with amount and date", "Donations: donor, date received": values elsewhere, and records when listed so.
  {
    like: new RegExp(
      `^(?:(?:(?:we|i|staff) )?(?:also )?(?:keep|record|store|track|log|register|note|enter|list|hold|maintain|manage|need|want|have) )?(?:the |all |our |any )?(?<x>(?:${word} )?${word}s)(?:,? with|:) (?:their |an? |the )?(?<list>.+)$`,
      "iu",
    ),
    says: ({ x = "", list = "" }) =>
      (isHappening.test(x) || isPaper(x) || / (?:days|nights|evenings|weeks)$/i.test(x)
        ? isDated(list)
        : isValueWord(x)) &&
      (isHeldBy(x, list) || isPaper(x) || / (?:days|nights|evenings)$/i.test(x)) &&
      listsValues(list)
        ? [`each ${oneOf(x)} has ${list}`]
        : undefined,
  },
  // "The vet comes on visits and writes down the date, the reason".
  {
    like: new RegExp(
      `^.+? (?:comes? on|comes? for|carry out|carries out|do|does|make|makes|perform|performs|hold|holds|pay|pays|have|undertakes?|runs?|takes?|give|gives) (?:(?:several|the|regular|weekly|monthly|daily|annual|these|their|out) )?(?<x>(?:${word} )?${word}s),? (?:and )(?:then )?${writes}:? (?<list>.+)$`,
      "iu",
    ),
    says: ({ x = "", list = "" }) =>
      isRecord(x) && listsValues(list) && /,| and /.test(list) ? [`each ${oneOf(x)} has ${list}`] : undefined,
  },
  // "When someone calls I note the caller's name, telephone and address".
  {
    like: new RegExp(
      `^(?:(?:when|whenever|once|if|as soon as|after|before) [^,]+?,? )?(?:(?:we|i|they|staff|(?:the|our) ${word}|(?:${word} )?${word}s) )?(?:(?:also|then|always|must|should|need to|want to|have to) )*${writes} (?:the|an?|each|every|their) (?<x>${word})(?:'s|(?<=s)') (?<list>.+)$`,
      "iu",
    ),
    says: ({ x = "", list = "" }) =>
      isRecord(x) &&
      !/^[\p{L} ]+s,? (?:including|with|giving|stating)\b/iu.test(list) &&
      listsValues(list) &&
      /,| and /.test(list)
        ? [`each ${oneOf(x)} has ${list}`]
        : undefined,
  },
  // "Record who took a garment and when, what they gave": what is known of it only then.
  {
    like: new RegExp(
      `^(?:(?:(?:we|i|staff|${word}s|(?:the|our|an?) ${word}) )?(?:also )?(?:must |should |can |need to |want to )?(?:record|note|log|register|enter|write down|keep|see|know|track)s? )who (?<did>${word}) (?:an?|the|each|every|which) (?<x>${word})(?<when>,? and when|,? when)?(?:,? (?:and )?(?<list>.+))?$`,
      "iu",
    ),
    says: ({ did = "", x = "", when, list }) => {
      const done = participles.get(did.toLowerCase()) ?? (/ed$/.test(did) ? did.toLowerCase() : undefined);
      if (
        !done ||
        !isRecord(x) ||
        (list !== undefined && !listsValues(list.replace(/^(?:what|who|how|where|why) /i, "")))
      )
        return undefined;
      const held = [`${done} by`, ...(when ? [`${done} on`] : [])].map((each) => `${each} (optional)`);
      return [`each ${oneOf(x)} has ${[...held, ...(list ? [optional(list)] : [])].join(", ")}`];
    },
  },
  // "Volunteers take shifts at screenings as bar, door or projection".
  {
    like: new RegExp(
      `^${det}(?<x>${word}s) (?:can |may )?(?:take|do|work|fill|cover|sign up for|volunteer for|join|get|play|have) (?<y>${word}s)(?: ${preposition} (?<z>${word}s))? as (?:either )?(?<all>(?:an? )?${thing}(?:, (?:an? )?${thing})*,? or (?:an? )?${thing})$`,
      "iu",
    ),
    says: ({ x = "", y = "", z, all = "" }) =>
      isRecord(x) && isRecord(y)
        ? [
            `keep ${x}`,
            `each ${oneOf(y)} has ${[x, ...(z && isRecord(z) ? [z] : [])].map((each) => article(oneOf(each))).join(", ")}, a role (${all
              .split(/,? or |, /)
              .map((each) => each.replace(/^an? /i, ""))
              .join(", ")})`,
          ]
        : undefined,
  },
  // "Proofs are sent to customers: date sent, comment".
  {
    like: new RegExp(
      `^(?:the |all |our )?(?<x>(?:${word} )?${word}s) (?:are|get|can be|may be|will be|must be) (?<done>${word}(?:ed|en|n|t|de|ld|id|wn|un))(?: (?:out|up|off|in|down|back))? (?:against|for|to|on|by|at|in|from|under|with) (?:the |our |different |various )?(?<y>(?:${word} )?${word}s)(?::| with) (?<list>.+)$`,
      "iu",
    ),
    says: ({ x = "", y = "", done = "", list = "" }, told) =>
      isRecord(x) &&
      isRecord(y) &&
      isMany(y) &&
      !isKept.test(done) &&
      told.isDescribed(y) &&
      listsValues(list) &&
      /,| and /.test(list)
        ? [`each ${oneOf(x)} has ${article(oneOf(y))}, ${list}`]
        : undefined,
  },
  // "If they say yes it becomes a job with a date and a crew".
  {
    like: new RegExp(
      `^(?:(?:if|when|once|as soon as) .+? )?(?:it|this|that|the (?<from>${word})) (?:then )?(?:becomes|turns into|is turned into|leads to|results in) an? (?<x>${thing}) with (?<list>.+)$`,
      "iu",
    ),
    says: ({ x = "", from, list = "" }) =>
      isRecord(x) && listsValues(list)
        ? [`each ${oneOf(x)} has ${from && isRecord(from) ? `${article(oneOf(from))}, ` : ""}${list}`]
        : undefined,
  },
  // "Owners pay for a livery package (DIY, part or full) with a price per month".
  {
    like: new RegExp(
      `^${det}(?<x>${word}s) (?:can |may )?(?:pay for|choose|pick|select|take out|take|sign up (?:for|to)|subscribe to|are on|opt for|go on|buy|come on) (?:an?|one of (?:the|our)|one) (?<y>${thing})(?: (?<kinds>\\([^()]+\\)))?(?:,? with (?<list>.+))?$`,
      "iu",
    ),
    says: ({ x = "", y = "", kinds, list }) =>
      isRecord(y) && isRecord(x) && list && listsValues(list)
        ? [
            `each ${oneOf(y)} has ${kinds ? `a type ${kinds}, ` : ""}${list}`,
            `each ${oneOf(x)} has ${article(oneOf(y))}`,
          ]
        : undefined,
  },
  // "Patients pay by instalments sometimes, so keep payments with amount, date".
  {
    like: /^(?<left>.+?),? (?:and )?(?:so|which is why|therefore) (?<right>(?:we |i )?(?:also )?(?:please )?(?:keep|record|note|need|want|store|log|track|have|would like) (?!to\b).+)$/iu,
    says: ({ left = "", right = "" }) => {
      const [, whose, list] =
        left.match(new RegExp(`^some (${word}s) (?:have|come with|need|carry) (.+)$`, "iu")) ?? [];
      const [, needed = ""] =
        right.match(/^(?:we |i )?(?:also )?(?:need|want|record|note|keep|store|log) (.+)$/i) ?? [];
      if (whose && list && listsValues(needed)) return [`each ${oneOf(whose)} has ${optional(needed)}`];
      return / with |\(|:/.test(right) ? [left, right] : undefined;
    },
  },
  // "Appointments, 30 minutes each, with a type".
  {
    like: new RegExp(
      `^(?<x>${word}s),? (?:of |lasting )?(?<long>\\d+ (?:minutes|hours|days)) each,? (?<rest>.+)$`,
      "iu",
    ),
    says: ({ x = "", long = "", rest = "" }) => [`${x} ${rest}`, `each ${oneOf(x)} lasts ${long}`],
  },
];

export function shapeOf(text: string, told: Told): string[] | undefined {
  for (const { like, says } of shapes) {
    const groups = text.match(like)?.groups;
    const said = groups && says(groups, told);
    if (said) return said;
  }
  return undefined;
}

/** "We keep invoices": nothing beyond that they are kept. */
const saysLittle = (left: string): boolean =>
  new RegExp(
    `^(?:(?:we|i|they) )?(?:also )?(?:have|need|want|keep|record|store|track|manage|hold|use|get|issue|send) (?:the |all |our |several )*${thing}$`,
    "iu",
  ).test(left);

/** "A contract has a client and plants, and each plant line states …", "members have qualifications, each of which has …". */
function partIn(left: string, last: string, list: string): string[] | undefined {
  const { x, held, many } =
    left.match(
      new RegExp(
        `^(?:an?|each|every|the|all)? ?(?<x>${thing}) (?:has|have|lists?|specif(?:y|ies)|contains?|includes?|needs?|names?|states?) (?<held>.+?),? and (?:an? list of |the |any |all |several )?(?<many>(?:${word} )?${word}s)(?: (?:they|we|he|she|it) ${word})?$`,
        "iu",
      ),
    )?.groups ?? {};
  if (!x || !held || !many || !isRecord(x) || !listsValues(held)) return undefined;
  const isLine = last.toLowerCase().startsWith(`${oneOf(many)} `);
  if (oneOf(many) !== oneOf(last) && !isLine) return undefined;
  return [`each ${oneOf(x)} has ${held}`, `each ${oneOf(last)} has ${article(oneOf(x))}, ${list}`];
}

/** The last of several that a sentence names: "stage payments" of "there are also stage payments". */
function lastMany(left: string): string | undefined {
  const words = left
    .toLowerCase()
    .replace(/\s*\([^()]*\)$| (?:they|we|he|she|it) [\p{L}]+$/u, "")
    .split(" ");
  const head = words.at(-1) ?? "";
  if (!isMany(head)) return undefined;
  const before = words.at(-2) ?? "";
  return before.length > 2 && !noPart.test(before) && words.length > 2 && !/s$/.test(before)
    ? `${before} ${head}`
    : head;
}

const noPart =
  /^(?:are|is|has|have|had|the|also|our|their|all|several|many|some|of|for|with|to|on|in|at|by|and|or|other|various|different|new|we|they|keep|keeps|record|records|store|stores|take|takes|bring|brings|make|makes|get|gets|send|sends|place|places|list|lists|track|manage|need|want|note|use|uses|issue|in|out|up|do|does|hold|holds|contains?|includes?|covers?|more|few|run|runs|give|gives|offer|offers|hand|hands|carry|sell|sells)$/;

const itemsAreFew = (list: string): boolean => list.split(/, | and /).every((each) => each.split(" ").length <= 4);

/** What money and figures are called that come in again and again. */
const isHappening =
  /(?:^| )(?:payments|donations|expenses|deposits|fines|refunds|pledges|bids|charges|costs|fees|contributions|instalments|installments|readings|measurements|results|scores|comments|quotes|quotations)$/i;
const isDated = (list: string): boolean =>
  /,| and /.test(list) && /\b(?:date|day|when|time|amount|sum|value|price)\b/i.test(list);

const isKept = /^(?:kept|stored|held|listed|recorded|noted|logged|registered|entered|written)$/i;

const isNamed = (phrase: string): boolean =>
  !/^(?:day|week|month|quarter|year|season|morning|afternoon|evening|night|time|hour)s?$/i.test(phrase) &&
  !/\b(?:we|you|he|she|it|they|there|people|each|every|someone|somebody)\b/i.test(phrase);
/** "A consent form", "a delivery note": papers that are kept for what stands on them. */
const isPaper = (phrase: string): boolean =>
  /^[\p{L}-]+ (?:form|sheet|report|record|card|page|note|list)s?$/iu.test(phrase);
const isRecord = (phrase: string): boolean => (isThing(phrase, true) || isPaper(phrase)) && isNamed(phrase);
