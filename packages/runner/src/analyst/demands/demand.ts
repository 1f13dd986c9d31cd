import type { Field } from "../../artefacts.ts";
import type { Clause } from "../clauses.ts";
import { type Draft, type DraftEntity, findEntity, type Wish } from "../draft.ts";
import { attributeOf, camel, isPerson } from "../fields.ts";
import { type Focus, thingIn } from "../structure/thing.ts";
import { singular, tokensOf } from "../tokens.ts";

/** What a clause asks of records that exist by then: rules, lists, search, sign-in. Reports have their own file. */
export type Demand = { test: RegExp; read: (draft: Draft, clause: Clause, wish: Wish, focus: Focus) => boolean };

/** What fits one of several patterns. */
export const anyOf = (...patterns: readonly RegExp[]): RegExp =>
  new RegExp(patterns.map(({ source }) => `(?:${source})`).join("|"), "iu");

export const found = (draft: Draft, phrase: string): DraftEntity | undefined => {
  const thing = thingIn(tokensOf(phrase.replace(/‹[^›]*›/g, "")));
  return thing && findEntity(draft, thing.words);
};

/** The entity whose name occurs in a text; the longest name wins, then the first place. */
export function mentioned(draft: Draft, text: string): DraftEntity | undefined {
  const words = text
    .toLowerCase()
    .split(/[^\p{L}\d-]+/u)
    .map(singular);
  const at = (entity: DraftEntity) =>
    words.findIndex((_, index) => entity.words.every((word, step) => words[index + step] === word));
  const byName = draft.entities
    .map((entity) => ({ entity, at: at(entity) }))
    .filter((each) => each.at >= 0)
    .sort((a, b) => b.entity.words.length - a.entity.words.length || a.at - b.at)[0]?.entity;
  return byName ?? words.map((word) => findEntity(draft, [word])).find((each) => each !== undefined);
}

// Sign-in

/** The field of an entity that words name: exactly, else by its last word. */
export function fieldLike(entity: DraftEntity, words: readonly string[]): Field | undefined {
  if (words.length === 0) return undefined;
  const wanted = camel(words).toLowerCase();
  const one = camel([...words.slice(0, -1), singular(words.at(-1) ?? "")]).toLowerCase();
  const computed = entity.fields.find(({ name }) => name.toLowerCase() === wanted || name.toLowerCase() === one);
  return (
    computed ??
    entity.fields.find(({ name }) => name.toLowerCase().endsWith(one) || name.toLowerCase().startsWith(one)) ??
    (isPerson(words.at(-1) ?? "") ? undefined : entity.fields.find(({ name }) => one.endsWith(name.toLowerCase())))
  );
}

/** The entity that holds the value a phrase speaks of. */
export function holderOf(draft: Draft, phrase: string): DraftEntity | undefined {
  const plain = phrase.replace(/ (?:of|for|over|above|under|below|more|less|exceed\w*) .*$/i, "");
  const words = attributeOf(plain)?.words ?? [];
  return draft.entities.find((entity) => fieldLike(entity, words)) ?? mentioned(draft, phrase);
}
