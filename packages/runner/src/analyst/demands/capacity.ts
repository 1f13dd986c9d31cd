import type { Condition } from "../../artefacts.ts";
import { type Draft, type DraftEntity, statesOf, stillOpen } from "../draft.ts";
import { capital } from "../fields.ts";
import { numberOf } from "../number-words.ts";
import { singular } from "../tokens.ts";
import { ofChildren, settle, standing } from "./amounts.ts";
import { type Demand, mentioned } from "./demand.ts";

const limit =
  "(?:at most|no more than|not more than|never more than|more than|up to|(?:an? )?max(?:imum)?\\.?(?: of)?|(?:an? )?limit of)";
const count = "(\\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)";
const things = "((?:[\\p{L}-]+ ){0,2}?[\\p{L}-]+?)";
const perOne = new RegExp(
  `\\b${limit} ${count} ${things} (?:per|for each|for every|in each|in one|for one|in an?|an?) ([\\p{L}-]+(?: [\\p{L}-]+)?)$`,
  "iu",
);
const owned = new RegExp(
  `^(?:an?|each|every|one|no|the)? ?([\\p{L}-]+(?: [\\p{L}-]+)??)(?: (?:can(?:not)?|may(?: not)?|must(?: not)?|should(?: not)?|is allowed to|are allowed to))?(?: only| never)? [\\p{L}]+ ${limit} ${count} ${things}$`,
  "iu",
);

/** Beyond this many a test of the delivered application would take too long to show it. */
const mostShown = 200;

/** "At most 3 open loans per member", "a member can borrow at most 3 books", "max 15 children per group". */
export const capacity: Demand = {
  test: new RegExp(`\\b${limit} ${count} [\\p{L}]`, "iu"),
  read(draft, { text }, wish) {
    const plain = text.replace(/ (?:at (?:a|the same|any one) time|at once)$/i, "");
    const [, perCount, perThings, perOwner] = plain.match(perOne) ?? [];
    const [, who, ownCount, ownThings] = plain.match(owned) ?? [];
    const ownerWords = perOwner ?? who;
    const thingWords = perThings ?? ownThings;
    const told = perCount ?? ownCount ?? "";
    const most = numberOf(told);
    if (!ownerWords || !thingWords || !(most >= 2 && most <= mostShown)) return false;
    const owner = known(draft, ownerWords);
    const holder = owner && holderOf(draft, owner, thingWords);
    const field = owner && holder?.fields.find(({ target }) => target === owner.name);
    if (!owner || !holder || !field) return false;
    field.required = true;
    const total = draft.isTool ? undefined : numberOfThem(owner, holder, thingWords);
    if (total) {
      const name = settle(owner, total);
      owner.rules.push({
        kind: "never",
        when: [{ field: name, op: "gt", to: { literal: most } }],
        message: `${capital(text)}.`,
      });
      wish.kind = "rule";
      wish.targets.add(`${owner.name}~${owner.rules.length - 1}`).add(`${owner.name}.${name}`);
      return true;
    }
    const when = counting(holder, thingWords, text);
    // Where nothing tells which of them still run, all that ever were would count.
    if (when.length === 0 && /\bat (?:a|the same|any one) time\b|\bat once\b/i.test(text)) return false;
    holder.rules.push({
      kind: "exclusive",
      fields: [field.name],
      when,
      most,
      message: `${capital(text)}.`,
    });
    wish.kind = "rule";
    wish.targets.add(`${holder.name}~${holder.rules.length - 1}`);
    return true;
  },
};

/** "No more than 12 people per course" where a booking tells of how many people it is. */
function numberOfThem(owner: DraftEntity, holder: DraftEntity, phrase: string) {
  const noun = singular(phrase.toLowerCase().split(" ").at(-1) ?? "");
  const counts = holder.fields.filter(
    ({ type, label }) => type === "integer" && label.toLowerCase().split(" ").map(singular).includes(noun),
  );
  if (counts.length !== 1 || holder.words.at(-1) === noun) return undefined;
  return ofChildren(owner, holder, counts[0]?.label ?? "");
}

const known = (draft: Draft, phrase: string): DraftEntity | undefined => {
  const words = phrase.toLowerCase().split(" ");
  const name = [...words.slice(0, -1), singular(words.at(-1) ?? "")].join(" ");
  return draft.entities.find((entity) => entity.words.join(" ") === name || entity.words.at(-1) === name);
};

/** What is counted: the records named, when they know their owner; else what ties those two, as a loan does. */
function holderOf(draft: Draft, owner: DraftEntity, phrase: string): DraftEntity | undefined {
  const knows = (entity: DraftEntity, other: DraftEntity) => entity.fields.some(({ target }) => target === other.name);
  const thing = mentioned(draft, phrase);
  const ties = draft.entities.filter((entity) => entity !== owner && knows(entity, owner));
  if (thing && thing !== owner) {
    const event = ties.find((entity) => entity !== thing && entity.isEvent && knows(entity, thing));
    return event ?? (ties.includes(thing) ? thing : ties.find((entity) => knows(entity, thing)));
  }
  // "Up to 20 people per class" speaks of whoever is tied to it, when just one kind is.
  const isAnybody = /(?:people|persons|participants|attendees|members|guests|students|children|places|bookings)$/i.test(
    phrase,
  );
  const events = ties.filter(({ isEvent }) => isEvent);
  return isAnybody ? (events.length === 1 ? events[0] : ties.length === 1 ? ties[0] : undefined) : undefined;
}

/** Which of them count: those that are out or not finished, where that was said or lies in their nature. */
function counting(holder: DraftEntity, phrase: string, text: string): Condition {
  if (holder.verbs.has("return") && holder.isEvent) return [{ field: "status", op: "eq", to: { literal: "out" } }];
  if (
    /\b(?:open|active|current|pending|unfinished|outstanding)\b|\bat (?:a|the same|any one) time\b|\bat once\b/i.test(
      `${phrase} ${text}`,
    )
  )
    return stillOpen(holder);
  // What came back is no longer somebody's: "no more than five loans per member".
  if (statesOf(holder)?.values.includes("returned")) return stillOpen(holder);
  return standing(holder);
}
