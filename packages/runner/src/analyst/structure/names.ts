import { actionAt } from "../clauses.ts";
import { addEntity, type Draft, findEntity, refer, type Wish } from "../draft.ts";
import { attributeOf, isPerson, isValueWord } from "../fields.ts";
import { business, pluralValues, staff } from "../lexicon.ts";
import { singular, tokensOf } from "../tokens.ts";
import { holdAll, holdOne } from "./holding.ts";
import { entityFrom, type Focus, isNoRecord, note, splitList, splitOnce, thingsIn } from "./thing.ts";

/** A clause that only names: "families", "their pupils", "lessons with topic and fee". */
export function readNames(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  // "Show unpaid fees" asks for something to see, and names nothing to type in.
  if (
    /^(?:show|list|see|view|display|find|search|filter|sort|highlight|flag|warn|remind|export|calculate|count)s? /i.test(
      text,
    )
  )
    return false;
  // "Profit per salesperson" is a figure, never a value that somebody types in.
  if (
    /^[\p{L}][\p{L} -]* (?:per|by) (?!(?:hour|day|night|week|month|year|unit|item|piece|page|word|kilo|kg|km|litre|metre|person|participant|pupil|head|square)\b)[\p{L}-]+(?: and [\p{L}-]+)?(?: for [\p{L} -]+)?$/iu.test(
      text,
    )
  )
    return false;
  if (
    /^[\p{L}-]+(?: [\p{L}-]+)? per (?:day|week|month|quarter|year)$/iu.test(text) &&
    !isValueWord(text.split(" per ")[0] ?? "")
  )
    return false;
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

/** "Captains enter results": the record that has such a value, before the one spoken of last. */
const holderOfValue = (draft: Draft, phrase: string) =>
  draft.entities.find(({ fields }) =>
    fields.some(({ label }) => singular(label.toLowerCase()) === singular(phrase.toLowerCase())),
  );

/** What was spoken of last holds a value; somebody does only when the sentence speaks of him: "examiners enter a grade". */
const spokenOf = ({ last }: Focus, { text }: Wish) => {
  const head = last?.words.at(-1) ?? "";
  const isWho = isPerson(head) || staff.has(head);
  return isWho && !new RegExp(`\\b${head}|\\b(?:his|her|their)\\b`, "i").test(text) && actionAt(tokensOf(text)) > 0
    ? undefined
    : last;
};

/** One named kind of record, with what it is "of" or whose it is. */
export function readThing(draft: Draft, item: string, wish: Wish, focus: Focus, how: "name" | "keep"): boolean {
  const tokens = tokensOf(item.replace(/‹[^›]*›/g, ""));
  for (const token of tokens)
    if (token.kind === "V")
      Object.assign(token, { kind: "N", plural: /[^su]s$/.test(token.text), base: singular(token.text) });
  const things = thingsIn(tokens);
  const usable = things.filter(
    (thing) =>
      (!isNoRecord(thing) && (thing.plural || !business.has(thing.words.at(-1) ?? ""))) ||
      findEntity(draft, thing.words) !== undefined,
  );
  const [first, ...rest] = usable;
  if (!first) return false;
  const known = findEntity(draft, first.words);
  const phrase = first.words.join(" ");
  const owner =
    rest[0] &&
    (findEntity(draft, rest[0].words) ??
      (rest[0].plural || rest[0].singularWithArticle ? entityFrom(draft, rest[0]) : undefined));
  // "Manage users and categories": what is managed is kept, whatever else the word may mean.
  const isManaged =
    first.plural &&
    !owner &&
    /\b(?:manage|maintain|administer|define|configure)s?\b/i.test(wish.text) &&
    attributeOf(phrase)?.field.type === "text";
  if (!known && isManaged && how === "keep") {
    const entity = addEntity(draft, first.words);
    if (!entity) return false;
    wish.targets.add(entity.name);
    focus.last = entity;
    focus.listed.push(entity);
    return true;
  }
  if (
    !known &&
    (isValueWord(phrase) || pluralValues.has(tokens.at(-1)?.text ?? "")) &&
    !(first.plural && how === "keep" && !owner && !focus.last && !isValueWord(phrase))
  ) {
    // "Keep the name and phone of customers": values of what follows, else of what was spoken of.
    const holder = owner ?? (how === "keep" ? holderOfValue(draft, phrase) : undefined) ?? spokenOf(focus, wish);
    if (!holder) return false;
    holdOne(draft, holder, item.replace(/ (?:of|for|from) .*$/i, ""), wish);
    focus.last = holder;
    return true;
  }
  const acts = tokens.some(({ base }) => staff.has(base) || isPerson(base));
  if (
    !known &&
    !acts &&
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
