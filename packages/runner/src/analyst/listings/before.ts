import { isPerson, isValueWord } from "../fields.ts";
import { events, keepingVerbs, staff } from "../lexicon.ts";
import { article, isHeldBy, isMany, itemsOf, oneOf } from "../phrases.ts";
import type { Sentence } from "../text.ts";
import { infinitive, singular } from "../tokens.ts";
import type { Told } from "./told.ts";

/** Sentences that leave to the one before them which record they tell of, and those that only say who asks. */

const writes =
  /^(?:(?:we|i|they|staff) (?:then |also |always )?)?(?<how>note|record|write|take|put|log|enter|register)s?(?: down| in)? (?!(?:it|them|this|that|all|every|each|down)\b)(?<list>[^:]*(?:,| and )[^:]*?)(?: afterwards)?$/i;

/**
 * "Guests come in the evening. We write down first name and nationality.", "raffle prizes are donated: we record the
 * donor, a description": what is written down is theirs.
 */
export function carriedOn(sentence: Sentence, index: number, all: readonly Sentence[]): Sentence {
  const list = sentence.text.match(writes)?.groups?.list;
  if (!list || / (?:for|of|on|per) (?:each|every|all)\b|^the [\p{L}]+'s /iu.test(list)) return sentence;
  const isOrder = /^(?:note|record|write|take|put|log|enter|register)\b/i.test(sentence.text);
  if (isOrder && !/^the .*,.*,? and /i.test(list)) return sentence;
  const before = all[index - 1]?.text ?? "";
  const [, some = ""] =
    before.match(
      /^(?:the |our |all )?((?:[\p{L}-]+ ){1,2}[\p{L}-]+s) (?:are|come|arrive|get|go|can be|must be|will be) /iu,
    ) ?? [];
  const [, many = ""] = before.match(/^(?:the |our |all )?([\p{L}-]+s) [\p{L}]+/u) ?? [];
  const who = some !== "" && isMany(some) && isHeldBy(some, list) ? some : many;
  const one = oneOf(who);
  if (one === who.toLowerCase() || staff.has(one)) return sentence;
  const items = itemsOf(list).map((item) =>
    item
      .replace(/‹[^›]*›/g, "")
      .trim()
      .toLowerCase(),
  );
  const values = items.filter((item) => isValueWord(item) || /^whether /.test(item));
  if (values.length * 2 < items.length || (values.length * 2 === items.length && items.length < 3)) return sentence;
  return { ...sentence, text: `each ${one} has ${list}` };
}

/**
 * "A stay is for one cat; it has an arrival date": of the stay. "Drivers are volunteers; we keep their licence number":
 * of drivers. "Passengers book a ride. We take down the passenger's name, the date": of the ride, when passengers are
 * told of themselves.
 */
export function withSubject(sentence: Sentence, before: string, told: Told): Sentence {
  const [, itsList] =
    sentence.text.match(
      /^(?:it|this|they) (?:(?:also|always|must|should) )*(?:has|have|shows?|gives?|states?|includes?|contains?|records?|needs?) (.+)$/i,
    ) ?? [];
  const [, one] =
    before.match(
      /^(?:an?|each|every) ([\p{L}-]+(?: [\p{L}-]+)?) (?:is|are|covers|takes|lasts|belongs|comes|starts|happens|lists|links|ties|can|may|consists|involves|concerns|runs) /iu,
    ) ?? [];
  if (itsList && one && isHeldBy(`${one}s`, itsList) && !isPerson(one))
    return { ...sentence, text: `each ${one.toLowerCase()} has ${itsList}` };
  const [, theirs] =
    sentence.text.match(
      /^(?:we|i|staff|the office) (?:also )?(?:keep|hold|store|record|note|need|write down|know|register|take)s? (?:down )?their (.+)$/i,
    ) ?? [];
  const [, many = ""] =
    before.match(
      /^(?:the |our |all )?((?:[\p{L}-]+ )?[\p{L}-]+s) (?:are|come|work|have|can|must|may|get|do|join|apply|register)\b/iu,
    ) ?? [];
  if (theirs && isMany(many) && isHeldBy(many, `name, ${theirs}`))
    return { ...sentence, text: `each ${oneOf(many)} has ${theirs}` };
  const [, who = "", list] =
    sentence.text.match(
      /^(?:we|i|staff) (?:then |also )?(?:take|note|write|record|enter|put|ask for)(?: down)? the ([\p{L}]+)'s (?:name|details), (.+)$/iu,
    ) ?? [];
  const [, booked] =
    before.match(
      /\b(?:book|order|request|reserve|arrange|ask for|apply for|make|call for|ring for|phone for)s? an? ([\p{L}-]+(?: [\p{L}-]+)?)$/iu,
    ) ?? [];
  if (list && booked && told.isDescribed(who) && isHeldBy(`${booked}s`, list))
    return { ...sentence, text: `each ${booked.toLowerCase()} has ${article(who.toLowerCase())}, ${list}` };
  return sentence;
}

const entry =
  /^(?:each|every|an?|the) (?:entry|record|line|booking|timesheet)(?: in it)? (?:states|has|shows|gives|names|records|holds|carries|notes|includes|contains|consists of) (?<list>.+)$/i;
const hours =
  /^(?<who>.+?) (?:books?|logs?|records?|enters?|registers?|tracks?|notes?|writes? down|keeps?)(?: down)? (?:their |the |his |her )?(?:working |worked )?(?:hours|time)(?: worked| spent)?(?: (?:on|to|against|for|per) (?:an?|the|each|every|their|all)? ?(?<what>[\p{L}-]+))?$/iu;

const hoursListed =
  /^.+? (?:books?|logs?|records?|enters?|registers?|tracks?|notes?|writes? down|keeps?)(?: down)? (?:their |the |his |her )(?:working |worked )?(?:hours|time)(?: worked| spent)?(?: (?:on|to|against|for|per) (?:an?|the|each|every|their|all)? ?(?<what>[\p{L}-]+))?(?::|,? with) (?<list>.+)$/iu;

/** "People book hours on a build. Each entry states the person and the day": what is told of an entry is told of those hours. */
export function withEntries(sentences: readonly Sentence[]): Sentence[] {
  return sentences.flatMap((sentence, index) => {
    // "Employees write down their hours per job: date, hours, task".
    const own = sentence.text.match(hoursListed)?.groups;
    if (own?.list && itemsOf(own.list).length > 1)
      return [
        { ...sentence, text: `each time entry has ${own.what ? `${article(oneOf(own.what))}, ` : ""}${own.list}` },
      ];
    const list = sentence.text.match(entry)?.groups?.list;
    const before = sentences[index - 1]?.text.match(hours)?.groups;
    if (list && before) {
      const of = before.what ? `${article(oneOf(before.what))}, ` : "";
      return [{ ...sentence, text: `each time entry has ${of}${list}` }];
    }
    return hours.test(sentence.text) && entry.test(sentences[index + 1]?.text ?? "") ? [] : [sentence];
  });
}

const trade =
  /^(?:we|i) (?!(?:keep|need|want|record|track|manage|note|store|log|register|have|would|must|should|can|also|see|write|enter|send|assign|approve)\b)[\p{L}]+(?: out)? (?:all kinds of |old |new |used )?(?<what>[\p{L}-]+(?: [\p{L}-]+)?)(?: (?:from|at|in|on|out of) [^,:;()]+)?$/iu;

const placing =
  /^(?:the|our) [\p{L}-]+(?: [\p{L}-]+)? (?<does>[\p{L}]+s) (?<what>[\p{L}-]+(?: [\p{L}-]+)?)(?: (?:with|to|for|in|from|at) (?<where>[\p{L}-]+(?: [\p{L}-]+)?))?$/iu;

/** "I sell secondhand books from a barge", before it is told what each book holds: who asks, and no sale. */
export function isTrade({ text }: Sentence, index: number, told: Told): boolean {
  // "The agency places children with foster families", before it is told what is kept of either.
  const { does = "", what: placed, where } = (index > 1 ? undefined : text.match(placing)?.groups) ?? {};
  const isDeed = events.has(infinitive(does.toLowerCase())) || keepingVerbs.has(infinitive(does.toLowerCase()));
  if (placed && where && !isDeed && [placed, where].every((each) => isMany(each) && told.isDescribed(each)))
    return true;
  const what = index > 1 ? undefined : text.match(trade)?.groups?.what;
  if (!what || !isMany(what) || isPerson(singular(what))) return false;
  return told.isDescribed(what) || told.isDescribed(what.split(" ").at(-1) ?? what);
}
