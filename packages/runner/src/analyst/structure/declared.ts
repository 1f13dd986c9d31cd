import { addEntity, type Draft, type DraftEntity, findEntity, type Wish } from "../draft.ts";
import { attributeOf, isOfFiles, isPerson, isValueWord } from "../fields.ts";
import { pluralValues, stateVerbs } from "../lexicon.ts";
import { isMany } from "../plurals.ts";
import { infinitive, singular } from "../tokens.ts";
import { type Declaration, declarationIn } from "./declaration.ts";
import { holdAll, holdOne } from "./holding.ts";
import { splitItems } from "./items.ts";
import { entityOf, type Focus } from "./thing.ts";

/**
 * Reads a sentence that says what a record holds, as a whole: what stands between its commas is never taken for a
 * sentence of its own.
 *
 * @returns what the sentence goes on to say; undefined when it says nothing of the kind
 */
export function readDeclared(
  draft: Draft,
  text: string,
  wish: Wish,
  focus: Focus,
  readHead: (head: string) => boolean,
): { rest: string } | undefined {
  const declared = declarationIn(text);
  if (!declared || isDemand(draft, declared, text)) return undefined;
  const entity = headOf(draft, declared, focus, readHead);
  if (!entity) return undefined;
  if (/[^su]s$/.test(declared.head.split(" ").at(-1) ?? ""))
    declared.items = declared.items.map((item) => (isValueWord(item) ? ofEach(item) : item));
  if (/ (?:with|having) /i.test(declared.items[0] ?? "")) holdAll(draft, entity, declared.list, wish, focus);
  else holdItems(draft, entity, declared.items, wish, focus);
  wish.targets.add(entity.name);
  const other = declared.also && addEntity(draft, nameOf(declared.also));
  if (other) {
    holdItems(draft, other, declared.items, wish, focus);
    wish.targets.add(other.name);
  }
  if (wish.kind === "other") wish.kind = "field";
  return { rest: declared.rest };
}

/** "Tutors have names": each has a name. */
const ofEach = (item: string): string => {
  const words = item.split(" ");
  const last = words.at(-1) ?? "";
  const isCount = ["integer", "decimal"].includes(attributeOf(item)?.field.type ?? "");
  return isCount || isOfFiles(item) || pluralValues.has(last.toLowerCase())
    ? item
    : [...words.slice(0, -1), singular(last)].join(" ");
};

/** "Rejected requests must have a comment": what holds only for some of the records is a rule. */
function isDemand(draft: Draft, { head, how }: Declaration, text: string): boolean {
  const words = head.toLowerCase().split(" ");
  if (how !== "name" || words.length < 2 || findEntity(draft, words)?.words.length === words.length) return false;
  return (
    /\b(?:must|needs? to|has to|have to|should)\b/i.test(text) &&
    (/ed$/.test(words[0] ?? "") ||
      stateVerbs.has(infinitive(words[0] ?? "")) ||
      draft.entities.some(({ fields }) => fields.some(({ values }) => values?.includes(words[0] ?? ""))) ||
      findEntity(draft, words) !== undefined)
  );
}

function headOf(
  draft: Draft,
  { head, how }: Declaration,
  focus: Focus,
  readHead: (head: string) => boolean,
): DraftEntity | undefined {
  if (how === "pronoun") return focus.last;
  if (how === "name") return addEntity(draft, nameOf(head));
  const alone = head.toLowerCase().split(" ").length <= 3 ? nameOf(head) : [];
  const known = findEntity(draft, alone);
  if (known) return known;
  const before = focus.last;
  if (readHead(head)) return focus.last;
  return focus.last !== before ? focus.last : entityOf(draft, head);
}

const nameOf = (head: string): string[] => {
  const words = head
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/'s\b|(?<=s)'(?= )/g, "")
    .split(" ")
    .filter((word) => !/^(?:single|individual|new|given|existing|particular)$/.test(word));
  return [...words.slice(0, -1), singular(words.at(-1) ?? "")];
};

function holdItems(draft: Draft, entity: DraftEntity, items: readonly string[], wish: Wish, focus: Focus): void {
  for (const item of items) {
    if (/ (?:with|having|each with) /i.test(item) && !item.includes("‹")) holdAll(draft, entity, item, wish, focus);
    else holdOne(draft, entity, item, wish);
  }
  entity.told ||= items.length > 1;
  focus.last = entity;
}

/**
 * "Residents report defects (title, description), jobs (date, hours)": brackets that hold values say what the records
 * before them hold. They are read and taken out.
 */
export function readBrackets(draft: Draft, text: string, wish: Wish, focus: Focus): string {
  return text.replace(/((?:[\p{L}-]+ )?[\p{L}-]+)\s*‹([^›]+)›/gu, (found, told: string, inner: string, at: number) => {
    const items = splitItems(inner.replaceAll("¦", ", "));
    // "Tracks played ‹artist, title›" are tracks.
    const before = told.replace(/^([\p{L}-]+s) [\p{L}-]+(?:ed|wn|ld|en)$/u, "$1");
    const head = before.split(" ").at(-1) ?? "";
    const values = items.filter((item) => isValueWord(item.replace(/‹[^›]*›/g, "").trim()));
    const areKinds =
      !/\b(?:has|have|with|having|includes?|contains?|covers?|lists?)\b/i.test(text.slice(0, at + told.length)) &&
      values.length === 0 &&
      items.length > 1 &&
      areKindsOf(draft, head, items);
    // "Phone numbers (home and mobile)" are values, one of each.
    const areValues =
      isValueWord(before.toLowerCase()) &&
      items.every((item) => /^[\p{L}-]+$/u.test(item)) &&
      values.length < items.length;
    if (areValues || items.length < 2 || (values.length * 2 < items.length && !areKinds) || singular(head) === head)
      return found;
    const words = before.toLowerCase().split(" ");
    const named = findEntity(draft, words) ?? findEntity(draft, words.slice(-1));
    // "Agents list properties": what somebody does is no part of a name.
    const who = text.slice(0, at).trim().split(" ").at(-1)?.toLowerCase() ?? "";
    const isDone = /^(?:we|i|they|you)$/.test(who) || (isMany(who) && !who.endsWith(","));
    const isNamed = words.length > 1 && !isDone && isDescribing(words[0] ?? "");
    const entity = named ?? addEntity(draft, isNamed ? words : words.slice(-1));
    if (!entity) return found;
    if (areKinds) {
      holdOne(draft, entity, `type ‹${items.join("¦")}›`, wish);
      focus.last = entity;
    } else holdItems(draft, entity, items, wish, focus);
    wish.targets.add(entity.name);
    wish.kind = "field";
    return before;
  });
}

/** "Treatments (shearing, fertilising, spraying)": words that are neither values nor records tell which kinds there are. */
const areKindsOf = (draft: Draft, head: string, items: readonly string[]): boolean =>
  !isPerson(head) &&
  items.every(
    (item) =>
      item.split(" ").length <= 2 &&
      /^[\p{L}-]+(?: [\p{L}-]+)?$/u.test(item) &&
      !/^(?:such|like|for|including|optional|required|unique|yes|no|if|when|by|in|up|at)\b/i.test(item) &&
      !/[^su]s$/.test(item) &&
      !isPerson(item) &&
      !findEntity(draft, item.toLowerCase().split(" ")),
  );

/** Whether a word before a noun tells which kind of it: "work orders", and not "report defects" or "and jobs". */
const isDescribing = (word: string) =>
  !/^(?:and|or|the|their|its|our|all|of|for|with|to|on|in|by|from|at|into|under|about|between|against|need|want|hold|some|several|any|no|store|keep|manage|track|record|register|report|submit|file|create|enter|add|log|place|make|have|has|send|plan)s?$/.test(
    word,
  ) && !stateVerbs.has(infinitive(word));
