import { isPerson, isValueWord } from "./fields.ts";
import { stateVerbs } from "./lexicon.ts";
import { numberOf } from "./number-words.ts";
import { article, isHeldBy, isMany, isThing, oneOf, optional } from "./phrases.ts";
import { inOneWay } from "./sayings.ts";
import { isState } from "./structure/states.ts";
import { toldBy } from "./tellings.ts";
import type { Sentence } from "./text.ts";
import { infinitive, plural, singular } from "./tokens.ts";

const word = "[\\p{L}][\\p{L}\\d'-]*";
const name = `${word}(?: ${word}){0,2}?`;
const kept =
  "(?:recorded|entered|logged|reported|registered|noted|documented|captured|written down|tracked|filed|booked in|kept|listed|stored|held|saved|described|set up|maintained|managed|added)";
/** "Materials used on a build are listed": what was done with them is no part of their name. */
const usedOn =
  "(?: (?:used|made|done|carried out|worked|found|needed|given|held|sold|bought|ordered|performed|delivered|sent|spent|received|fitted|hired|taken))?";
const keeps =
  "(?:records?|notes?|enters?|writes?(?: down)?|documents?|logs?|measures?|reports?|fills? in|registers?|checks?)";
const be = "(?:is|are|must be|should be|ha(?:s|ve) to be|needs? to be|will be|can be|gets?|must get)";
const aside = `(?: (?:per|for|for each|for every|by|against|on) (?:(?:an?|the|each|every) )?${word})`;

/** "Every fall is reported by the carer with date and place": what is recorded is a record that holds the list. */
const recordedWith = new RegExp(
  `^(?:(?:every|each|all|any|an?|the|new|our) )*(?<head>${name})${usedOn}(?: (?:of|to|on|for|in|at|during|against) (?:an? |the |each |any )?(?<of>${word})| (?:on|off|in|out|to|from|into)(?: (?:and|or|to|the|our|of|on|off|in|out|into|from|${word})){1,4})? ${be} (?:also |always )?${kept}(?<asides>${aside}*) with (?:their |its |the |an? )?(?<list>.+)$`,
  "iu",
);
/** "Inspections of plots: date, inspector": what stands before the colon is the record, not what it is of. */
const ofTitled = new RegExp(
  `^(?<head>${word}(?: ${word})?) (?<by>of|for|on|per|to) (?:(?:the|our|all|each|an?) )?(?<of>${word}): (?<list>.+,.+)$`,
  "iu",
);
/** "Tests record the date, the tester": things record nothing by themselves, so it is what they hold. */
const recordsOf = new RegExp(
  `^(?:(?:all|the|our) )?(?<head>${word}(?: ${word})?) (?:records?|lists?|states?|covers?|contains?|specify|specifies|describes?|holds?) (?<list>(?:an?|the|its|their) .+,.+)$`,
  "iu",
);
/** "At each visit the technician records pests, product": what is told of the visit, and who tells it. */
const onOccasion = new RegExp(
  `^(?:at|after|during|for|on|before|with) (?:each|every|an?|any) (?<head>${word}(?: ${word})??),? (?:the |an? |our )?(?<who>${word}) (?:also |then |always )?${keeps} (?:down )?(?<list>.+)$`,
  "iu",
);
/** "Register mentors and mentees with name and expertise": each of both has them. */
const bothWith = new RegExp(
  `^(?:register|keep|record|manage|store|add|enter|track) (?:the |all |our )?(?<one>${word}s) and (?:the |all |our )?(?<other>${word}s),? (?:each |both )?with (?:their |an? |the )?(?<list>.+)$`,
  "iu",
);
/** "Record payments of members with date and amount": a payment is kept, whatever it is worth. */
const ofWith = new RegExp(
  `^(?:record|log|register|enter|track|keep|note) (?:the |all |our )?(?<head>${word}s) (?:of|by|from|for) (?:the |our |all )?(?<of>${word}s) with (?<list>.+)$`,
  "iu",
);
/** "A party is a natural person or a company": one of two kinds. */
const isAOrB = new RegExp(
  `^(?:an?|each|every|the) (?<head>${word}(?: ${word})?) (?:is|may be|can be|must be|will be) (?:either )?an? (?<one>${word}(?: ${word})?) or (?:an? )?(?<other>${word}(?: ${word})?)$`,
  "iu",
);
/** "The same party may appear in several deeds": each has several of the other. */
const inSeveral = new RegExp(
  `^(?:the same|an?|one|each) (?<part>${word}) (?:may|can|could|might) (?:also )?(?:appear|occur|take part|be|be used|be involved|work|play|help|serve|belong) (?:in|on|at|to|for) (?:several|many|more than one|multiple|different) (?<head>${word}s)$`,
  "iu",
);
/** "After the night the member writes a log: seeing, cloud cover": what is written holds it. */
const tellsOf = new RegExp(
  `^(?:(?:at|after|during|for|on|before) (?<how>the|each|every|an?|any) (?<when>${word}),? )(?:the |an? |our )?(?<who>${word}) (?:also |then |always )?(?:${keeps}|makes?|creates?|fills? out|gives?) (?:down )?(?:an?|the|one) (?<head>${word}(?: ${word})??): (?<list>.+)$`,
  "iu",
);
/** "When a fault is resolved the technician enters the cause and the hours": values that are known only then. */
const onMove = new RegExp(
  `^(?:when|once|after|as soon as|on) (?:an?|the|each|every) (?<head>${word}(?: ${word})??) (?:is|has been|gets) (?<done>${word}),? (?:the |an? |our )?${word}(?: ${word})? (?:also |then |must |should )*(?:${keeps}|adds?|gives?|states?) (?:down )?(?<list>(?:an?|the|its|how|any) .+)$`,
  "iu",
);
/** "A survey lists windows with a width and a height": the values are those of each window. */
const eachWith = new RegExp(
  `^(?<head>(?:an?|each|every|all|the|our|any) ${name}|${word}) (?:ha(?:s|ve)|contains?|consists? of|includes?|lists?|comprises?|is made up of|are made up of|is divided into|are divided into) (?:(?:several|one or more|many|some|any number of|at least one) )?(?<part>${word}(?: ${word})?),? (?:each |every one |all |each one )(?:of which has |with |having |has )(?<list>.+)$`,
  "iu",
);
/** "The dispatcher assigns a coach and a driver to each trip": the trip has both. */
const assignedTo = new RegExp(
  `^(?:(?:the|an?|our) )?${word}(?: ${word})? assigns? (?<list>(?:an?|one) ${word} and (?:an?|one) ${word}) to (?:each|every|an?|the) (?<head>${word}(?: ${word})?)$`,
  "iu",
);
/** "A booking assigns an interpreter to a hearing": the record between two others. */
const tiesTwo = new RegExp(
  `^(?:(?:an?|each|every|the) )?(?<head>${word}(?: ${word})?) (?:assigns?|connects?|links?|ties?|relates?|joins?|matche?s?) (?:an?|one|the) (?<one>${word}(?: ${word})?) (?:to|with|and) (?:an?|one|the) (?<other>${word}(?: ${word})?)$`,
  "iu",
);
const listsWith = new RegExp(
  `^(?<head>(?:each|every|an?|the) ${name}) lists? (?:(?:several|the|all) )?(?<part>${word}(?: ${word})?) with (?<list>.+)$`,
  "iu",
);

/** What only gathers several of one thing: "a list of cast members" are cast members. */
const gathered =
  /(?<!^)\b(?:an? |the )(?:list|set|series|collection|range|selection|programme|program|bundle|stack) of (?:the |all |our )?(?=(?:[\p{L}-]+ )?[\p{L}-]+s\b)/giu;

/**
 * The same sentence in the shapes that the grammar reads. What people write in many ways ("are recorded with", "at each
 * visit … notes", "inspections of plots: …") is said in one; every word that matters is kept.
 */
export function rephrase(sentence: Sentence, spoken: string): Sentence[] {
  return shapes(plain(inOneWay(sentence.text)), spoken).map((text) => ({ ...sentence, text }));
}

function plain(text: string): string {
  return (
    text
      .replace(/\bwhat (?:has )?happened\b/gi, "description")
      .replace(/\bbefore[ -](?:and|\/|&)[ -]after (photos?|pictures?|images?)\b/gi, "before $1 and after $1")
      .replace(/\bwhat (?:is|was) (?:wrong|broken|damaged|missing|faulty)\b/gi, "problem")
      .replace(/\bwho (?!has\b)([\p{L}]+?)e?s (?:it|them)\b/giu, "who $1ed it")
      .replace(
        /\b(?:is|are) (?:identified|described|defined|characteri[sz]ed) by (.+?),? and (?:is |are )?(?:identified|described|defined|characteri[sz]ed) by /i,
        "has $1, ",
      )
      .replace(/\bstarts? (?:on|at) (?:an?|one) (day|date|time)\b/gi, "has a start $1")
      .replace(/\b(?:ends?|finish(?:es)?) (?:on|at) (?:an?|one|another) (day|date|time)\b/gi, "has an end $1")
      .replace(
        /\b(?:must|has to|have to|is to|are to) be returned (?:on|by) (?:an?|another)(?: (?:day|date))?(?=$|,| and )/gi,
        "has a return date",
      )
      .replace(/ (?:concerns?|regards?|affects?) (?=(?:an?|one|exactly one) )/gi, " belongs to ")
      .replace(
        /^(?:we|i) have (?:about |around |some |over |nearly )?\d* ?([\p{L}-]+s) and (?:they|each|each of them|every one) ha(?:s|ve) ((?:several|many|one or more|a few) [\p{L}-]+s)(?: each)?$/iu,
        "$1 have $2",
      )
      // "Articles like sheets, towels" tells what they are, and no further records.
      .replace(
        /^((?:there are|keep|manage) (?:[\p{L}-]+ )?[\p{L}-]+s),? (?:like|such as|for example) [\p{L} ,-]+$/iu,
        "$1",
      )
      .replace(/^([^:,]{3,60}?) [-–—] (?=[\p{L}%]+[^:.]*,[^:.]*,)/u, (found, head: string) =>
        /\b(?:is|are|has|have|with|and)$/i.test(head) ? found : `${head}: `,
      )
      .replace(/\b(has|have) (?:about|around|roughly|approximately|some|nearly|over|almost) \d+ /gi, "$1 several ")
      .replace(gathered, "several ")
      .replace(
        /^((?:an?|each|every|the|all) [\p{L}-]+(?: [\p{L}-]+){0,2}?|[\p{L}-]+s) (?:must|should|can|may|will|might) (?:also )?have (?=(?:several|many|multiple|one or more|any number of|various)\b)/iu,
        (_, who: string) => `${who} ${/^(?:all |[\p{L}-]+s$)/iu.test(who) ? "have" : "has"} `,
      )
      .replace(
        /\b(between|from) (one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty) (and|to) (one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\b/gi,
        (_, by: string, from: string, to: string, then: string) => `${by} ${numberOf(from)} ${to} ${numberOf(then)}`,
      )
      .replace(
        /\b((?:more|less|fewer|greater|higher|lower) than|at least|at most|under|over|above|below|up to) (two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\b/gi,
        (_, by: string, number: string) => `${by} ${numberOf(number)}`,
      )
      .replace(/(?<=[\p{L}])(?<!,) (?:with the |sorted with the )([\p{L}]+est [\p{L}]+) first$/iu, ", $1 first")
      .replace(/\bfrom (?:an?|one) (date|time|day) (?:to|until) (?:an?|another) \1\b/gi, "from a start $1 to an end $1")
      .replace(/\b(contains?|ha(?:s|ve)) ([\p{L}-]+s) in (?:several|different|many|various) [\p{L}-]+$/iu, "$1 $2")
      .replace(
        /(?<=\bha(?:s|ve) (?:.*(?:,| and) )?)(one|two|three) or (two|three|four) ([\p{L}-]+s)\b/giu,
        (_, from: string, to: string, things: string) =>
          `a number of ${things} from ${numberOf(from)} to ${numberOf(to)}`,
      )
      .replace(/^((?:each|every) [\p{L}-]+(?: [\p{L}-]+)?) gets (?=an? .+(?:,| and ))/iu, "$1 has ")
      .replace(/,? each (?:either )?([\p{L}-]+) or ([\p{L}-]+)$/iu, (found, one: string, other: string) =>
        isChoice(one, other) ? ` ¦each ${one}/${other}` : found,
      )
      .replace(/^(.*?\b(?:covers?|has|have|includes?|lists?) )(.+?) ¦each ([\p{L}-]+)\/([\p{L}-]+)$/iu, each)
      .replace(/ ¦each ([\p{L}-]+)\/([\p{L}-]+)$/iu, ", each $1 or $2")
  );
}

const isChoice = (one: string, other: string): boolean =>
  !isPerson(one) && !isPerson(other) && singular(one) === one && singular(other) === other;

/** "Tyres, lights and brakes, each ok or defect": every one of them is the one or the other. */
const each = (_: string, opening: string, list: string, one: string, other: string): string =>
  opening.replace(/\bcovers? $/i, "has ") +
  list
    .split(/,\s*(?:and\s+)?|\s+and\s+/)
    .map((item) => `${item.trim()} (${one}, ${other})`)
    .join(", ");

function shapes(text: string, spoken: string): string[] {
  const held = toldBy(text, spoken);
  if (held) return held;
  const parts = (text.match(eachWith) ?? text.match(listsWith))?.groups;
  if (
    parts?.head &&
    parts.part &&
    parts.list &&
    isMany(parts.part) &&
    isValueWord(parts.part) &&
    / (?:and|,) /.test(parts.list)
  )
    return [`each ${oneOf(parts.part)} has ${parts.list}`, `${parts.head} has several ${parts.part}`];
  if (parts?.head && parts.part && parts.list && isMany(parts.part) && !isValueWord(parts.part))
    return [`${parts.head} has several ${parts.part}`, `each ${oneOf(parts.part)} has ${parts.list}`];
  const assigned = text.match(assignedTo)?.groups;
  if (assigned?.list && assigned.head) return [`each ${oneOf(assigned.head)} has ${assigned.list}`];
  const ties = text.match(tiesTwo)?.groups;
  if (ties?.head && ties.one && ties.other && isThing(ties.head) && oneOf(ties.one) !== oneOf(ties.other))
    return [`each ${oneOf(ties.head)} has ${article(oneOf(ties.one))} and ${article(oneOf(ties.other))}`];
  const titled = text.match(ofTitled)?.groups;
  if (titled?.head && titled.of && titled.list && isMany(titled.head) && (isMany(titled.of) || titled.by === "per"))
    return [`each ${oneOf(titled.head)} has ${article(oneOf(titled.of))}, ${titled.list}`];
  const written = text.match(recordedWith)?.groups;
  // "Copies issued are noted with …" tells of copies.
  const recorded: Record<string, string | undefined> | undefined = written && {
    ...written,
    head: written.head?.replace(/^([\p{L}-]+s) [\p{L}]+ed$/u, "$1"),
  };
  const isOfOne = / /.test(recorded?.head ?? "") && (recorded?.asides ?? "") !== "" && /,/.test(recorded?.list ?? "");
  const isKept = isMany(recorded?.head ?? "") && isHeldBy(recorded?.head ?? "", recorded?.list ?? "");
  if (recorded?.head && recorded.list && (isThing(recorded.head) || isOfOne || isKept)) {
    const others = [recorded.of, ...asidesIn(recorded.asides ?? "")].filter((each) => each !== undefined);
    return [
      `each ${oneOf(recorded.head)} has ${[...others.map((other) => article(oneOf(other))), recorded.list].join(", ")}`,
    ];
  }
  const records = text.match(recordsOf)?.groups;
  if (records?.head && records.list && isMany(records.head) && isThing(records.head))
    return [`each ${oneOf(records.head)} has ${records.list}`];
  const pair = text.match(bothWith)?.groups;
  if (pair?.one && pair.other && pair.list && isMany(pair.one) && isMany(pair.other))
    return [`each ${oneOf(pair.one)} has ${pair.list}`, `each ${oneOf(pair.other)} has ${pair.list}`];
  const kinds = text.match(isAOrB)?.groups;
  if (kinds?.head && kinds.one && kinds.other && isChoice(kinds.one, kinds.other) && !isState(kinds.one))
    return [`each ${oneOf(kinds.head)} has a type (${kinds.one}, ${kinds.other})`];
  const both = text.match(inSeveral)?.groups;
  if (both?.part && both.head)
    return [
      `${article(oneOf(both.head))} has several ${plural(oneOf(both.part))} and ${article(oneOf(both.part))} has several ${both.head}`,
    ];
  const told = text.match(tellsOf)?.groups;
  if (told?.head && told.who && told.list && isThing(told.head) && !spoken.includes(` ${told.head.toLowerCase()}: `))
    return [
      `each ${oneOf(told.head)} has ${[
        ...(/^(?:each|every|any)$/i.test(told.how ?? "") && told.when ? [article(oneOf(told.when))] : []),
        ...(/^(?:we|i|they|you|one|it|staff)$/i.test(told.who) ? [] : [article(oneOf(told.who))]),
        told.list,
      ].join(", ")}`,
    ];
  const paid = text.match(ofWith)?.groups;
  if (paid?.head && paid.of && paid.list && isMany(paid.head) && isMany(paid.of) && isValueWord(paid.head))
    return [`each ${oneOf(paid.head)} has ${article(oneOf(paid.of))}, ${paid.list}`];
  const after = text.match(onMove)?.groups;
  if (after?.head && after.done && after.list && stateVerbs.has(infinitive(after.done.toLowerCase())))
    return [`each ${after.head} has ${optional(after.list)}`];
  const occasion = text.match(onOccasion)?.groups;
  if (occasion?.head && occasion.who && occasion.list && !/^(?:that|which|whether|if|how|who)\b/i.test(occasion.list)) {
    const isTold = spoken.includes(` ${plural(singular(occasion.head.toLowerCase().split(" ").at(-1) ?? ""))} `);
    if (isTold && !isValueWord(occasion.head)) {
      const who = /^(?:we|i|they|you|one|it|staff|everyone)$/i.test(occasion.who) ? [] : [article(oneOf(occasion.who))];
      return [`each ${oneOf(occasion.head)} has ${[...who, occasion.list].join(", ")}`];
    }
  }
  return [text];
}

const asidesIn = (asides: string): string[] =>
  [...asides.matchAll(/(?:per|for|by|against|on) (?:(?:an?|the|each|every) )?([\p{L}][\p{L}\d'-]*)/giu)].flatMap(
    ([, what]) => (what ? [what] : []),
  );
