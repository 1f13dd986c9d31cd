import type { Sentence } from "../text.ts";
import { carriedOn, isTrade, withEntries, withSubject } from "./before.ts";
import { groupsIn, withsIn } from "./groups.ts";
import { heldBy, withoutHow } from "./holders.ts";
import { isAsked, leadTo } from "./lead.ts";
import { linesIn } from "./lines.ts";
import { nestedIn } from "./nested.ts";
import { shapeOf } from "./shapes.ts";
import { type Told, toldIn } from "./told.ts";
import { worded } from "./wording.ts";

/**
 * Sentences that tell what records hold, in whatever way their author lists it, as sentences that tell it of one record
 * each: "each order has …". Everything else is left as it is.
 */
export function listed(sentences: readonly Sentence[], spoken: string): Sentence[] {
  const texts = sentences.map(({ text }) => text);
  return withEntries(sentences.map(carriedOn)).flatMap((sentence, index, all) => {
    const others = texts.filter((text) => text !== sentence.text);
    const told = toldIn(spoken, others);
    if (isTrade(sentence, index, told)) return [];
    const owned = withSubject(sentence, index > 0 ? (all[index - 1]?.text ?? "") : "", told);
    return unfold(worded(owned.text), told).map((text) => ({ ...sentence, text }));
  });
}

/** What one reader makes of a sentence the others read again, but a sentence that holds itself is told. */
function unfold(text: string, told: Told, depth = 0): string[] {
  const said =
    depth > 3 || /\b(?:must not|cannot|unless|only if)\b/i.test(text)
      ? undefined
      : (nestedIn(text, told) ??
        withsIn(text) ??
        groupsIn(text) ??
        linesIn(text, told) ??
        shapeOf(text, told) ??
        (isAsked.test(text)
          ? undefined
          : (heldBy(withoutHow(text), told) ?? leadTo(text, told) ?? leadTo(withoutHow(text), told))));
  if (!said || (said.length === 1 && said[0] === text)) return [text];
  return said.flatMap((each) =>
    /^each [\p{L} '-]+ has /iu.test(each) ? (nestedIn(each, told) ?? [each]) : unfold(each, told, depth + 1),
  );
}
