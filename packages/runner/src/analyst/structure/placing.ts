import { addEntity, type Draft, type DraftEntity, findEntity, refer, type Wish } from "../draft.ts";
import { isValueWord } from "../fields.ts";
import { stateVerbs } from "../lexicon.ts";
import { shortName } from "../plausible.ts";
import { infinitive, singular } from "../tokens.ts";
import { holdOne } from "./holding.ts";
import { splitItems } from "./items.ts";
import { type Focus, note } from "./thing.ts";

const preposition = "(?:for|from|to|until|in|on|at|by|with|between|of|under|about|into|against|and)";
const opener = "(?:an?|one|exactly one|the|its|their|two|each|some|a single|one or more)";
const chunkStart = new RegExp(`(?:^|,? )(${preposition}) (?=${opener} )`, "gi");
const sentence = new RegExp(
  `^(?:an?|each|every|all|the|our) (?<head>[\\p{L}-]+(?: [\\p{L}-]+){0,2}?) (?<verb>is|are|lies|sits|lives|takes? place|happens?|runs?|stands?|goes|links|connects|joins|refers|relates|applies|starts|lasts|comes|arrives|shows|uses|covers|involves|(?:is|are|gets?) (?:always |usually )?(?<done>[\\p{L}-]+))(?: (?<what>${opener} [\\p{L}-]+(?: [\\p{L}-]+)?))? (?<rest>${preposition} ${opener} .+)$`,
  "iu",
);
const manyOf = new RegExp(
  `^(?<head>[\\p{L}-]+(?: [\\p{L}-]+)?) (?:are|take place|happen|come|show|use|involve) (?<done>(?!an? |the |one )[\\p{L}-]+ )?(?:(?<what>${opener} [\\p{L}-]+(?: [\\p{L}-]+)?) )?(?<rest>${preposition} ${opener} .+)$`,
  "iu",
);

/**
 * "A booking is for one van and one customer, from a start date to an end date": where, when, between whom something
 * is are values of it and references to others.
 */
export function readPlacing(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  const found = text.match(sentence)?.groups ?? text.match(manyOf)?.groups;
  if (!found?.head || !found.rest) return false;
  const verb = infinitive(found.done?.trim() ?? "");
  if (stateVerbs.has(verb) || /\b(?:if|when|until it|unless|not|only|must|cannot)\b/i.test(text)) return false;
  const words = shortName(found.head.toLowerCase().split(" "));
  const name = [...words.slice(0, -1), singular(words.at(-1) ?? "")];
  const known = findEntity(draft, name);
  if (!known && isValueWord(name.join(" ")) && !/^(?:each|every) /i.test(text)) return false;
  const [list, held] = heldIn(found.rest);
  const chunks = [
    ...(found.what ? [{ by: "", items: [found.what] }] : []),
    ...chunksOf(list).map(({ by, text: chunk }) => ({ by, items: splitItems(chunk) })),
  ];
  // "Is valid for one year" tells how long, and nothing to type in.
  if (
    chunks.some(({ items }) =>
      items.some((item) => /^(?:one|two|an?|each|half an?) (?:year|month|week|day|hour|minute|night)s?$/i.test(item)),
    )
  )
    return false;
  if (chunks.length === 0 || chunks.some(({ items }) => items.some((item) => item.split(" ").length > 5))) return false;
  const entity = known ?? addEntity(draft, name);
  if (!entity) return false;
  for (const { by, items } of chunks) for (const item of items) place(draft, entity, by, item, wish);
  for (const item of held) holdOne(draft, entity, item, wish);
  entity.told ||= entity.fields.length > 1;
  focus.last = entity;
  wish.targets.add(entity.name);
  if (wish.kind === "other") wish.kind = "relation";
  return true;
}

/** "…, with a date and a result": the list after "with" holds values only. */
function heldIn(rest: string): [string, string[]] {
  const at = rest.search(/,? (?:with|including) (?=[^,]*(?:,| and |‹|$))/i);
  if (at < 0 || chunksOf(rest.slice(0, at)).length === 0) return [rest, []];
  return [rest.slice(0, at), splitItems(rest.slice(at).replace(/^,? (?:with|including) /i, ""))];
}

function chunksOf(text: string): { by: string; text: string }[] {
  const starts = [...text.matchAll(chunkStart)];
  return starts.map((start, index) => ({
    by: (start[1] ?? "").toLowerCase(),
    text: text
      .slice(start.index + start[0].length, starts[index + 1]?.index ?? text.length)
      .replace(/,$/, "")
      .trim(),
  }));
}

function place(draft: Draft, entity: DraftEntity, by: string, item: string, wish: Wish): void {
  const two = /^two /i.test(item);
  const words = item
    .toLowerCase()
    .replace(/^(?:an?|one or more|one|exactly one|the|its|their|two|each|some|single) /, "")
    .split(" ");
  const name = [...words.slice(0, -1), singular(words.at(-1) ?? "")];
  const known = findEntity(draft, name);
  // "Of a material, …, finder, storage box": what nothing counts or points at is a value.
  const isPointedAt = new RegExp(`^${opener} `, "i").test(item) || by === "between";
  if (!known && (!isPointedAt || isValueWord(name.join(" ")) || !/^[\p{L}-]+$/u.test(name.join("")))) {
    holdOne(draft, entity, item, wish);
    return;
  }
  const other =
    known ?? (by === "between" && !two && name.length > 1 ? addEntity(draft, name.slice(-1)) : addEntity(draft, name));
  if (!other) return;
  if (two) {
    for (const each of ["first", "second"])
      note(entity, refer(entity, other, { required: true, as: [each, ...name] }), wish);
  } else if (other === entity) return;
  else
    note(
      entity,
      refer(entity, other, { required: true, ...(name.length > other.words.length ? { as: name } : {}) }),
      wish,
    );
}
