import { actionAt } from "../clauses.ts";
import { type Draft, findEntity, refer, type Wish } from "../draft.ts";
import { isPerson, isValueWord } from "../fields.ts";
import { business, pluralValues } from "../lexicon.ts";
import { singular, tokensOf } from "../tokens.ts";
import { holdAll, holdOne } from "./holding.ts";
import { entityFrom, type Focus, isNoRecord, note, splitList, splitOnce, thingsIn } from "./thing.ts";

/** A clause that only names: "families", "their pupils", "lessons with topic and fee". */
export function readNames(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  if (actionAt(tokensOf(text.replace(/‹[^›]*›/g, ""))) >= 0 && !/\bwith\b/i.test(text)) {
    const tokens = tokensOf(text);
    if (actionAt(tokens) !== 0 || tokens.length > 4 || !tokens.at(-1)?.plural) return false;
  }
  const [names = "", held] = splitOnce(
    text,
    /,? (?:each |every |all )?(?:with|having|including|containing)(?: (?:their|its|an?|the))? /i,
  );
  if (held && actionAt(tokensOf(names)) > 0) return false;
  let any = false;
  for (const item of splitList(names)) any = readThing(draft, item, wish, focus, "name") || any;
  if (any && held && focus.last) holdAll(draft, focus.last, held, wish, focus);
  if (any && wish.kind === "other") wish.kind = "entity";
  return any;
}

/** One named kind of record, with what it is "of" or whose it is. */
export function readThing(draft: Draft, item: string, wish: Wish, focus: Focus, how: "name" | "keep"): boolean {
  const tokens = tokensOf(item.replace(/‹[^›]*›/g, ""));
  for (const token of tokens)
    if (token.kind === "V")
      Object.assign(token, { kind: "N", plural: /[^su]s$/.test(token.text), base: singular(token.text) });
  const things = thingsIn(tokens);
  const usable = things.filter(
    (thing) =>
      (!isNoRecord(thing) && !business.has(thing.words.at(-1) ?? "")) || findEntity(draft, thing.words) !== undefined,
  );
  const [first, ...rest] = usable;
  if (!first) return false;
  const known = findEntity(draft, first.words);
  const phrase = first.words.join(" ");
  const owner =
    rest[0] &&
    (findEntity(draft, rest[0].words) ??
      (rest[0].plural || rest[0].singularWithArticle ? entityFrom(draft, rest[0]) : undefined));
  if (
    !known &&
    (isValueWord(phrase) || pluralValues.has(tokens.at(-1)?.text ?? "")) &&
    !(first.plural && how === "keep" && !owner && !focus.last && !isValueWord(phrase))
  ) {
    // "Keep the name and phone of customers": values of what follows, else of what was spoken of.
    const holder = owner ?? focus.last;
    if (!holder) return false;
    holdOne(draft, holder, item.replace(/ (?:of|for|from) .*$/i, ""), wish);
    focus.last = holder;
    return true;
  }
  if (
    !known &&
    !first.plural &&
    !first.singularWithArticle &&
    how === "name" &&
    !isPerson(first.words.at(-1) ?? "") &&
    focus.last
  ) {
    holdOne(draft, focus.last, item, wish);
    return wish.targets.size > 0;
  }
  const entity = known ?? entityFrom(draft, first);
  if (!entity) return false;
  wish.targets.add(entity.name);
  const before = focus.listed.at(-1) ?? focus.last;
  if (first.possessive && before && before !== entity) {
    note(entity, refer(entity, before, { required: true }), wish);
    wish.kind = "relation";
  }
  for (const each of rest) {
    const to =
      findEntity(draft, each.words) ?? (each.plural || each.singularWithArticle ? entityFrom(draft, each) : undefined);
    if (to && to !== entity) {
      note(entity, refer(entity, to, { required: true }), wish);
      wish.targets.add(to.name);
    }
  }
  focus.last = entity;
  if (!focus.listed.includes(entity)) focus.listed.push(entity);
  return true;
}
