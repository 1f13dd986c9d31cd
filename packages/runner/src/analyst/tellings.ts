import { isPerson, isValueWord } from "./fields.ts";
import { events } from "./lexicon.ts";
import { article, isMany, isThing, itemsOf, lastOf, listsValues, oneOf, optional } from "./phrases.ts";
import { infinitive } from "./tokens.ts";

/**
 * Sentences that tell what a record holds by what somebody does with it ("we weigh each donation and note the donor",
 * "harvests record hive, date and kilograms"): all of them say that each of it has what is listed.
 */

const word = "[\\p{L}][\\p{L}\\d'-]*";
const who = `(?:we|i|they|you|one|staff|somebody|someone|everyone|(?:the |an? |our |all |each |every )?${word}(?: ${word})?)`;
const writes =
  "(?:note|record|register|log|store|keep|capture|enter|document|list|put|write|take|jot|report|measure|fill|state|give|need to know|want to know|ask for|ask|know|make a note of|keep a record of)s?(?: down| in| out| up)?";
const often =
  "(?:each|every) (?:morning|day|evening|night|week|month|quarter|year|shift|hour|season|autumn|spring|summer|winter)";

/** "Each morning we weigh every bird and write down the weight": what happens again and again is a record of its own. */
const again = new RegExp(
  `^(?:${often}|daily|weekly|monthly|once an? (?:day|week|month|year)),? ${who} (?<does>${word}) (?:each|every|all|the|our)(?: the| our)? (?<head>${word}(?: ${word})?),? and ${writes}:? (?<list>.+)$`,
  "iu",
);
/** "We weigh each donation and note the donor, the category": what it holds. */
const andNote = new RegExp(
  `^${who} (?<does>${word}) (?:each|every|an?) (?:new |incoming |single )?(?<head>${word}(?: ${word})?),? and (?:then )?${writes}:? (?<list>.+)$`,
  "iu",
);
/** "Harvests record hive, date and kilograms": things record nothing by themselves, so it is what they hold. */
const theyRecord = new RegExp(
  `^(?:(?:all|the|our) )?(?<head>${word}(?: ${word})?) (?:(?:must|should|will|can) )?(?:records?|lists?|states?|notes?|logs?|stores?|captures?|shows?|covers?|contains?|specify|specifies|describes?|holds?|carry|carries|needs?|requires?|gets?|receives?|mentions?|names?|gives?) (?<list>.+)$`,
  "iu",
);
/** "After the ride the driver enters the fare": values that are known only then. */
const afterwards = new RegExp(
  `^(?:after|at the end of|at the start of|before|during) (?:the|each|every|an?) (?<head>${word}),? (?:the |an? |our )?${word} (?:also |then |always )?(?:enters?|notes?|records?|writes?|logs?|adds?|states?|fills?)(?: down| in)? (?<list>(?:(?:an?|the|how|who|whether) .+|(?!(?:that|it|them|down|in)\\b)[^,]+(?:,| and ).+))$`,
  "iu",
);

/** "Households register with number of adults": what somebody gives is held of them. */
const registersWith = new RegExp(
  `^(?:(?:the|all|our|new) )?(?<head>${word}s)(?: (?:must|should|can|may|have to|need to|will))? (?:register|sign up|enrol|enroll)(?: (?:online|themselves|first|[a-z]+ly))? with (?:their |the |an? )?(?<list>.+)$`,
  "iu",
);
/** "Inspectors visit and note trader, date, score": what they do is a record, and they are of it. */
const doAndNote = new RegExp(
  `^(?:(?:the|our|an?) )?(?<who>${word}) (?<does>${word}),? (?:the (?<what>${word}) )?and (?:then )?${writes}:? (?<list>.+)$`,
  "iu",
);
/** "Sets are issued to a theatre with date, time and patient number": it happens on a day, so it is a record. */
const happensWith = new RegExp(
  `^(?:(?:the|all|our) )?(?<head>${word}s?) (?:is|are|can be|may be|get|gets) (?<done>${word}) (?<by>to|from|by|at|in|into) (?:an?|the|one) (?<where>${word}(?: ${word})?) with (?:their |the |an? )?(?<list>.+)$`,
  "iu",
);
/** "Sterilisers need a service every 6 months": a service is of a steriliser. */
const needsEvery = new RegExp(
  `^(?:(?:the|all|our|each|every|an?) )?(?<head>${word}) (?:must |should )?(?:needs?|requires?|gets?|undergo|undergoes|have|has) an? (?<happening>${word}(?: ${word})?) (?:every|each|once|twice) .+$`,
  "iu",
);
/** "Each exam has four parts: reading, listening, writing, speaking": they are of these kinds. */
const hasKinds = new RegExp(
  `^(?<head>(?:an?|each|every) ${word}(?: ${word})?) (?:has|consists of|contains) (?:two|three|four|five|six|seven|eight|nine|ten|\\d+|several|the following) (?<part>${word}s): (?<list>${word}(?:(?:, | and |, and )${word})+)$`,
  "iu",
);

/** "When the courier delivers a parcel, the concierge enters the flat", "when it snows we start a callout with …". */
const whenever = new RegExp(
  `^(?:when|whenever|if|once|as soon as) (?:the|an?) ${word} ${word} (?:an?|the) (?<head>${word}(?: ${word})?),? ${who} (?:(?:must|also|then) )*${writes}:? (?<list>.+)$`,
  "iu",
);
const arrives = new RegExp(
  `^(?:when|whenever|once|as soon as) (?:an?|the|each) (?<head>${word}(?: ${word})?) (?:arrives?|comes? in|is (?:delivered|brought(?: in)?|received|dropped off|handed in)),? ${who} (?:(?:must|also|then) )*${writes}:? (?<list>.+)$`,
  "iu",
);
const starts = new RegExp(
  `^(?:when|whenever|if|once|as soon as) [^,]+?,? (?:we|i|they|the ${word}) (?:start|open|create|begin|make|raise|file|log|add|set up)s? (?:an?|the) (?:new )?(?<head>${word}(?: ${word})?) with (?:the |an? )?(?<list>.+)$`,
  "iu",
);
/** "The inventory holds for every bridge its number, name, road". */
const holdsFor = new RegExp(
  `^(?:the|our|an?) ${word}(?: ${word})? (?:holds?|keeps?|records?|contains?|stores?|lists?|shows?|has) (?:for|of|about) (?:each|every|all|any) (?<head>${word}(?: (?!its |the |their |an? )${word})?),? (?:its |the |their |an? )(?<list>.+)$`,
  "iu",
);
/** "The foal's sex, colour and weight are recorded at birth". */
const theirs = new RegExp(
  `^(?:the|an?|each|every) (?<head>${word})'s (?<list>.+?) (?:is|are|must be|has to be|have to be|should be) (?:recorded|noted|stored|entered|kept|registered|measured|written down)(?: (?:at|on|in|after|before|during) [\\p{L} ]+)?$`,
  "iu",
);
/** "Borrowers are organisations with a contact person and a telephone number". */
const areWith = new RegExp(
  `^(?:the |all |our )?(?<head>${word}s) are (?:all )?${word}s(?: or ${word}s)? with (?:an? |the |their )?(?<list>.+)$`,
  "iu",
);

/** What such a sentence says in the shape that the grammar reads; undefined when it says something else. */
export function toldBy(text: string, spoken: string): string[] | undefined {
  const regular = text.match(again)?.groups;
  if (regular?.does && regular.head && regular.list && isThing(regular.head)) {
    const happening = gerund(infinitive(regular.does.toLowerCase()));
    const when = /\b(?:date|day|time)\b/i.test(regular.list) ? [] : ["a date"];
    return [`each ${happening} has ${[article(oneOf(regular.head)), ...when, regular.list].join(", ")}`];
  }
  const noted = text.match(andNote)?.groups;
  if (noted?.head && noted.list && isThing(noted.head, true) && listsValues(noted.list))
    return [`each ${oneOf(noted.head)} has ${noted.list}`];
  const whole = [whenever, arrives, starts, holdsFor, theirs, areWith]
    .map((each) => text.match(each)?.groups)
    .find((each) => each !== undefined);
  if (whole?.head && whole.list && isThing(whole.head, true) && listsValues(whole.list))
    return [`each ${oneOf(whole.head)} has ${whole.list}`];
  const given = text.match(registersWith)?.groups;
  if (given?.head && given.list && listsValues(given.list)) return [`each ${oneOf(given.head)} has ${given.list}`];
  const kinds = text.match(hasKinds)?.groups;
  if (kinds?.head && kinds.part && kinds.list && !itemsOf(kinds.list).every((item) => isValueWord(item.toLowerCase())))
    return [
      `each ${oneOf(kinds.part)} has a type (${itemsOf(kinds.list).join(", ")})`,
      `${kinds.head} has several ${kinds.part}`,
    ];
  const act = text.match(doAndNote)?.groups;
  const deed = act?.does && events.get(infinitive(act.does.toLowerCase()));
  if (act?.who && deed && act.list && listsValues(act.list)) {
    const others = [act.who, act.what].flatMap((each) => (each ? [article(oneOf(each))] : []));
    return [`each ${deed.noun} has ${[...others, act.list].join(", ")}`];
  }
  const done = text.match(happensWith)?.groups;
  const verb = infinitive(done?.done?.toLowerCase() ?? "");
  if (
    done?.head &&
    done.where &&
    done.list &&
    /\b(?:date|day|time)\b/i.test(done.list) &&
    /(?:ed|en|t|ld)$/.test(done.done ?? "") &&
    !isPerson(lastOf(done.head)) &&
    !kept.has(verb) &&
    listsValues(done.list)
  ) {
    // "Documents are submitted by a party": who does it is known of the document itself.
    if (/^by$/i.test(done.by ?? ""))
      return [`each ${oneOf(done.head)} has ${[article(oneOf(done.where)), done.list].join(", ")}`];
    const noun = events.get(verb)?.noun ?? (verb === "issue" || verb === "transfer" ? verb : gerund(verb));
    return [`each ${noun} has ${[article(oneOf(done.head)), article(oneOf(done.where)), done.list].join(", ")}`];
  }
  const needs = text.match(needsEvery)?.groups;
  if (needs?.head && needs.happening && isThing(needs.head, true) && !isValueWord(needs.happening))
    return [text, `each ${oneOf(needs.happening)} has ${article(oneOf(needs.head))}`];
  const held = text.match(theyRecord)?.groups;
  if (
    held?.head &&
    held.list &&
    isMany(held.head) &&
    isThing(held.head, /\b(?:needs?|requires?|gets?|receives?)\b/.test(text)) &&
    /,| and /.test(held.list) &&
    listsValues(held.list)
  )
    return [`each ${oneOf(held.head)} has ${held.list}`];
  const then = text.match(afterwards)?.groups;
  if (then?.head && then.list && isSpoken(spoken, then.head) && isThing(then.head) && listsValues(then.list))
    return [`each ${oneOf(then.head)} has ${optional(then.list)}`];
  return undefined;
}

/** To write something down is no event of its own. */
const kept = new Set(
  "record enter log report register note document capture write track file book store keep save list describe identify charge".split(
    " ",
  ),
);

/** "Weighing", "feeding", "planning". */
function gerund(verb: string): string {
  if (/[^aeiou][aeiou][bdgmnprt]$/.test(verb) && !/(?:er|en|or|on|it|et)$/.test(verb))
    return `${verb}${verb.at(-1)}ing`;
  return /[^eoy]e$/.test(verb) ? `${verb.slice(0, -1)}ing` : `${verb}ing`;
}

const isSpoken = (spoken: string, head: string): boolean =>
  new RegExp(`\\b(?:an?|each|every|our) ${oneOf(head)}\\b|\\b${oneOf(head)}s\\b`, "i").test(spoken);
