import { addByPhrase, type Draft, type DraftEntity, findEntity, refer } from "../draft.ts";
import { attributeOf, camel } from "../fields.ts";
import { splitList } from "../structure/thing.ts";
import { type Demand, fieldLike, found, holderOf, mentioned } from "./demand.ts";

export const search: Demand = {
  test: /\b(?:search(?:able|es|ing)?|filter(?:ed|s|able|ing)?|look(?:ed)? up|find)\b/i,
  read(draft, { text }, wish, focus) {
    const match = text.match(
      /\b(?:search(?:able|es|ing)?|filter(?:ed|s|able|ing)?|look(?:ed)? up|find)\b ?(?:for |in |through |the |all |an? )*(.*?)(?:\b(?:by|on|using|via|with) (.+))?$/i,
    );
    const before = text.slice(0, match?.index ?? 0);
    const named = splitList(match?.[1] ?? "")
      .map((item) => found(draft, item))
      .filter((each) => each !== undefined);
    const subject =
      before && !/^(?:i|we|you|staff|people|users?)\b/i.test(before)
        ? mentioned(draft, before.replace(/\b(?:can|are|is|be)\b.*/i, ""))
        : undefined;
    const keys = (match?.[2] ? splitList(match[2]) : []).map((key) => key.replace(/^(?:also )?by /i, ""));
    const whose =
      named.length > 0
        ? named
        : /\b(?:searchable|filtered|filterable|searched|found|looked up)\b/i.test(text) && subject
          ? [subject]
          : [];
    wish.kind = "search";
    if (keys.length === 0) {
      for (const entity of whose.length > 0 ? whose : draft.entities) wish.targets.add(entity.name);
      return wish.targets.size > 0;
    }
    for (const key of keys) {
      const words = attributeOf(key)?.words ?? [];
      const other = findEntity(draft, words) ?? calledBy(draft, words);
      let met = false;
      for (const entity of whose.length > 0 ? whose : draft.entities) {
        const place = placeOf(entity, words, other);
        if (place === undefined) continue;
        entity.search.add(place);
        wish.targets.add(entity.name);
        met = true;
      }
      if (other && whose.length === 0 && focus.listed.includes(other)) {
        // What was listed with it is found by it too: through what ties them, else by a tie of its own.
        for (const entity of focus.listed) {
          if (entity === other || placeOf(entity, words, other) !== undefined) continue;
          const place = placeBeyond(draft, entity, other) ?? refer(entity, other, { required: false })?.name;
          if (place === undefined) continue;
          entity.search.add(place);
          wish.targets.add(entity.name);
        }
      }
      if (met) continue;
      // A period is two days between which something lies, and nothing to type in.
      if (/^(?:period|date range|time ?span|interval)$/.test(words.join(" "))) return false;
      const entity = whose[0] ?? focus.last ?? draft.entities[0];
      const made =
        entity &&
        (other && other !== entity
          ? refer(entity, other, { required: false })
          : addByPhrase(entity, key, { required: false }));
      if (!entity || !made) return false;
      entity.search.add(made.name);
      wish.targets.add(entity.name);
    }
    return wish.targets.size > 0;
  },
};

/** "Student name": whoever is called so, where nothing has a value of that name. */
function calledBy(draft: Draft, words: readonly string[]): DraftEntity | undefined {
  if (words.length < 2 || !/^(?:name|title|number)$/.test(words.at(-1) ?? "")) return undefined;
  if (
    draft.entities.some(
      (entity) => fieldLike(entity, words) !== undefined && fieldLike(entity, words)?.name === camel(words),
    )
  )
    return undefined;
  const owner = findEntity(draft, words.slice(0, -1));
  return owner && draft.entities.some(({ fields }) => fields.some(({ target }) => target === owner.name))
    ? owner
    : undefined;
}

function placeOf(entity: DraftEntity, words: readonly string[], other: DraftEntity | undefined): string | undefined {
  if (other === entity) return "";
  if (other) return entity.fields.find((field) => field.target === other.name)?.name;
  return fieldLike(entity, words)?.name;
}

/** "pupil.family": the other record, seen from one that knows a record that knows it. */
function placeBeyond(draft: Draft, entity: DraftEntity, other: DraftEntity): string | undefined {
  for (const { name, target } of entity.fields) {
    const between = draft.entities.find((each) => each.name === target);
    const last = between?.fields.find((field) => field.target === other.name);
    if (last) return `${name}.${last.name}`;
  }
  return undefined;
}

export const sorted: Demand = {
  test: /\bsort(?:ed|s|able)?\b|\border(?:ed)? by\b|\balphabetical/i,
  read(draft, { text }, wish, focus) {
    const key = text.match(/\b(?:by|on) (.+)$/i)?.[1];
    const entity = mentioned(draft, text) ?? (key ? holderOf(draft, key) : undefined) ?? focus.last;
    if (!entity) return false;
    for (const item of key ? splitList(key) : []) {
      const words = attributeOf(item)?.words ?? [];
      const field = fieldLike(entity, words);
      if (field) wish.targets.add(`${entity.name}.${field.name}`);
      else if (findEntity(draft, words) === undefined) return false;
    }
    wish.targets.add(entity.name);
    wish.kind = "list";
    return true;
  },
};
