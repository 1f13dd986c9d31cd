import { article, oneOf } from "../phrases.ts";
import type { Sentence } from "../text.ts";
import { groupsIn } from "./groups.ts";
import { linesIn } from "./lines.ts";
import { shapeOf } from "./shapes.ts";
import { type Told, toldIn } from "./told.ts";
import { worded } from "./wording.ts";

/**
 * Sentences that tell what records hold, in whatever way their author lists it, as sentences that tell it of one record
 * each: "each order has …". Everything else is left as it is.
 */
export function listed(sentences: readonly Sentence[], spoken: string): Sentence[] {
  const texts = sentences.map(({ text }) => text);
  return withEntries(sentences).flatMap((sentence) =>
    unfold(
      worded(sentence.text),
      toldIn(
        spoken,
        texts.filter((text) => text !== sentence.text),
      ),
    ).map((text) => ({ ...sentence, text })),
  );
}

/** What one reader makes of a sentence the others read again, but a sentence that holds itself is told. */
function unfold(text: string, told: Told, depth = 0): string[] {
  const said =
    depth > 3 || /\b(?:must not|cannot|unless|only if)\b/i.test(text)
      ? undefined
      : (groupsIn(text) ?? linesIn(text, told) ?? shapeOf(text, told));
  if (!said || (said.length === 1 && said[0] === text)) return [text];
  return said.flatMap((each) => (/^each [\p{L} '-]+ has /iu.test(each) ? [each] : unfold(each, told, depth + 1)));
}

/** "People book hours on a build. Each entry states the person and the day": what is told of an entry is told of those hours. */
function withEntries(sentences: readonly Sentence[]): Sentence[] {
  const entry =
    /^(?:each|every|an?|the) (?:entry|record|line|booking|timesheet)(?: in it)? (?:states|has|shows|gives|names|records|holds|carries|notes|includes|contains|consists of) (?<list>.+)$/i;
  const hours =
    /^(?<who>.+?) (?:books?|logs?|records?|enters?|registers?|tracks?|notes?|writes? down|keeps?)(?: down)? (?:their |the |his |her )?(?:working |worked )?(?:hours|time)(?: worked| spent)?(?: (?:on|to|against|for|per) (?:an?|the|each|every|their|all)? ?(?<what>[\p{L}-]+))?$/iu;
  return sentences.flatMap((sentence, index) => {
    const list = sentence.text.match(entry)?.groups?.list;
    const before = sentences[index - 1]?.text.match(hours)?.groups;
    if (list && before)
      return [
        { ...sentence, text: `each time entry has ${before.what ? `${article(oneOf(before.what))}, ` : ""}${list}` },
      ];
    return hours.test(sentence.text) && entry.test(sentences[index + 1]?.text ?? "") ? [] : [sentence];
  });
}
