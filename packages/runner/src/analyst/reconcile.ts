import { addEntity, addField, type Draft, type DraftEntity, findEntity } from "./draft.ts";
import { notRecords, staff } from "./lexicon.ts";
import { isSomebody } from "./structure/items.ts";
import { gatherFiles, withoutFiles } from "./structure/papers.ts";
import { manyAreRecords } from "./structure/thing.ts";
import { plural, singular } from "./tokens.ts";

/**
 * What can only be told once the whole brief is read: a value that has the name of a record refers to it, people who
 * are spoken of elsewhere are records, and what was taken for a record and holds nothing is none.
 */
export function reconcile(draft: Draft): void {
  const { spoken } = draft;
  if (draft.isTool) withoutFiles(draft);
  else gatherFiles(draft);
  for (const entity of [...draft.entities])
    for (const field of entity.fields) {
      if (["percent", "decimal", "integer"].includes(field.type)) {
        // "Bells: commission, weight" where each commission has an order date: the record of that name is meant.
        const named = draft.entities.find(
          (each) => each.told && each !== entity && each.words.join(" ") === field.label.toLowerCase(),
        );
        if (named)
          Object.assign(field, {
            type: "reference",
            target: named.name,
            min: undefined,
            max: undefined,
            required: true,
          });
        continue;
      }
      if (field.type !== "text" || field.values || field.unique) continue;
      const words = field.label.toLowerCase().split(" ").map(singular);
      const known =
        namedBy(draft, entity, words) ??
        (isTold(draft, entity, words, spoken) ? addEntity(draft, words.slice(-1)) : undefined);
      if (!known) continue;
      Object.assign(field, { type: "reference", target: known.name });
    }
  for (const entity of draft.entities)
    if (entity.hasStatus && entity.verbs.size === 0 && !entity.states)
      addField(entity, {
        name: "status",
        label: "Status",
        type: "enum",
        values: ["open", "in progress", "done"],
        default: "open",
        required: true,
        unique: false,
      });
  for (const entity of draft.entities) daysOf(entity);
  dropDoubles(draft);
  dropEmpty(draft);
}

const spans = [
  [/^(?:start|starts|begin|begins|beginning)$|Start$/, /^(?:end|ends|finish|finishes)$|End$/],
  [/^(?:departure|departs)$/, /^(?:return|arrival|returns|arrives)$/],
  [/From$/, /(?:To|Until|Till)$/],
  [/^from$/, /^(?:to|until)$/],
  [/^(?:arrival|checkIn|check-in)$/, /^(?:departure|checkOut|check-out)$/],
  [/^(?:validFrom)$/, /^(?:validTo|validUntil)$/],
] as const;

/** "Start, end" of a contract are days; of what has a day already, they are times of it. */
function daysOf(entity: DraftEntity): void {
  for (const [first, then] of spans) {
    const ends = [first, then].map((name) =>
      entity.fields.find((field) => name.test(field.name) && field.type === "text" && !field.values),
    );
    if (ends.some((field) => field === undefined)) continue;
    const isShort = /^(?:shift|slot|session|lesson|appointment|meeting|class|duty|interview|viewing|visit)$/.test(
      entity.words.at(-1) ?? "",
    );
    if (then.test("to") && !entity.fields.some(({ type }) => type === "date")) continue;
    const hasDay = entity.fields.some(({ type, name }) => type === "date" && /^(?:date|day|on)$/.test(name));
    for (const field of ends) if (field) field.type = hasDay ? "time" : isShort ? "dateTime" : "date";
  }
}

/** "van" and "home team" name a van and a team; "van size" doesn't. */
function namedBy(draft: Draft, owner: DraftEntity, words: readonly string[]): DraftEntity | undefined {
  const whole = findEntity(draft, words);
  if (whole && whole !== owner && whole.words.join(" ") === words.join(" ")) return whole;
  if (words.length > 3 || /^(?:contact|emergency)$/.test(words[0] ?? "") || words.includes("of") || isQuantity(words))
    return undefined;
  return draft.entities.find(
    (each) =>
      each.words.join(" ") === words.slice(-each.words.length).join(" ") &&
      (each !== owner || words.length > each.words.length) &&
      !/^(?:person|name|type|group)$/.test(each.words.at(-1) ?? ""),
  );
}

/** "Maximum children" and "number of guests" are numbers, whoever is counted. */
export const isQuantity = (words: readonly string[]): boolean =>
  /^(?:max|maximum|min|minimum|number|count|amount|total|capacity|quantity|limit)$/.test(words[0] ?? "") &&
  words.length > 1;

/** Somebody a record names whom the brief also speaks of elsewhere: "a therapist" and "revenue per therapist". */
function isTold(draft: Draft, owner: DraftEntity, words: readonly string[], spoken: string): boolean {
  const head = words.at(-1) ?? "";
  if (!isSomebody(words) && !(staff.has(head) && !draft.signIn) && !/(?:[^aeiou]er|[^n]or|ist|ian|man|ant)$/.test(head))
    return false;
  if (
    /^(?:owner|contact|author|responsible|number|order|letter|paper|folder|manufacturer|vendor|producer|sender|recipient|provider|partner|user|team|office|date|calendar|register|shelter|color|floor|weather|quarter|semester|counter|container|cover)$/.test(
      head,
    ) ||
    words.length > 2 ||
    words[0] === "contact"
  )
    return false;
  const times = (word: string) => spoken.split(` ${word} `).length - 1;
  return times(head) + times(plural(head)) + times(`${head}'s`) > 1 && !owner.words.includes(head);
}

/** A record told twice in another's values is told once. */
function dropDoubles(draft: Draft): void {
  for (const entity of draft.entities) {
    const seen = new Map<string, string>();
    entity.fields = entity.fields.filter((field) => {
      if (field.type !== "reference" || !field.target) return true;
      const before = seen.get(field.target);
      const plain = draft.entities.find(({ name }) => name === field.target)?.words.join(" ");
      if (before !== undefined && before === field.target && field.label.toLowerCase() === plain) return false;
      seen.set(field.target, field.target);
      return true;
    });
  }
}

/** Nothing is held by it, nothing happens to it, nothing points at it, and no brief would call it a thing. */
export function dropEmpty(draft: Draft): void {
  const { spoken } = draft;
  const pointed = new Set(
    draft.entities.flatMap((entity) =>
      entity.fields.flatMap(({ target }) => (target && target !== entity.name ? [target] : [])),
    ),
  );
  const isThing = (entity: DraftEntity) => {
    const head = entity.words.at(-1) ?? "";
    const many = plural(head);
    return (
      new RegExp(
        ` (?:an?|each|every|any|one|new|our|the|their|per|by|all|of|and|for|keep|track|manage) (?:[\\p{L}-]+ ){0,2}${head} `,
        "u",
      ).test(spoken) ||
      (many !== head && spoken.includes(` ${many} `))
    );
  };
  const isMany = ({ words }: DraftEntity) =>
    manyAreRecords.has(words.at(-1) ?? "") && spoken.includes(` ${plural(words.at(-1) ?? "")} `);
  const empty = draft.entities.filter(
    (entity) =>
      entity.fields.every(({ type }) => type === "reference") &&
      entity.verbs.size === 0 &&
      entity.states === undefined &&
      entity.computed.length === 0 &&
      entity.lists.length === 0 &&
      !pointed.has(entity.name) &&
      (staff.has(entity.words.at(-1) ?? "") ||
        notWords.has(entity.words.at(-1) ?? "") ||
        (notRecords.has(entity.words.at(-1) ?? "") && !isMany(entity)) ||
        (!entity.isEvent && entity.fields.length === 0 && !isThing(entity))),
  );
  if (empty.length === 0 || empty.length === draft.entities.length) return;
  draft.entities = draft.entities.filter((entity) => !empty.includes(entity));
  const gone = new Set(empty.map(({ name }) => name));
  for (const wish of draft.wishes)
    for (const target of [...wish.targets]) {
      if (!gone.has(target.split(/[.?!~#@]/)[0] ?? "")) continue;
      wish.targets.delete(target);
      // What only spoke of it is not met by anything.
      if (wish.targets.size > 0) continue;
      wish.gap ??= "This version could not tell what to build from this sentence.";
      if (wish.priority === "must") wish.priority = "should";
    }
}

/** Words that name nothing a business keeps, whatever the grammar took them for. */
const notWords = new Set(
  "money work last first second why thing fact bit need want cost way text number date time anybody anyone everybody yes no detail part half third mind care attention place everyone use help".split(
    " ",
  ),
);
