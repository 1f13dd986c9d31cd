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
  if (!list || / (?:for|of|on|per) (?:each|every|all)\b/i.test(list)) return sentence;
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

const entry =
  /^(?:each|every|an?|the) (?:entry|record|line|booking|timesheet)(?: in it)? (?:states|has|shows|gives|names|records|holds|carries|notes|includes|contains|consists of) (?<list>.+)$/i;
const hours =
  /^(?<who>.+?) (?:books?|logs?|records?|enters?|registers?|tracks?|notes?|writes? down|keeps?)(?: down)? (?:their |the |his |her )?(?:working |worked )?(?:hours|time)(?: worked| spent)?(?: (?:on|to|against|for|per) (?:an?|the|each|every|their|all)? ?(?<what>[\p{L}-]+))?$/iu;

/** "People book hours on a build. Each entry states the person and the day": what is told of an entry is told of those hours. */
export function withEntries(sentences: readonly Sentence[]): Sentence[] {
  return sentences.flatMap((sentence, index) => {
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
