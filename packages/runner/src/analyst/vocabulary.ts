import type { Condition, Field, Report, Rule } from "../artefacts.ts";
import { type Draft, type DraftEntity, pluralWords, statesOf, type Wish } from "./draft.ts";
import { events } from "./lexicon.ts";
import { numbersOf } from "./numbers.ts";
import { infinitive, singular } from "./tokens.ts";

/** The words and numbers of what was built: what a sentence says beyond them, nothing shows. */
export type Vocabulary = { words: Set<string>; numbers: Set<number> };

/** What is done with files, and what they are called. */
const ofFiles =
  "file document paper attachment attach upload store keep scan copy photo photograph picture image pdf jpg jpeg png proof evidence show display view see open download list page detail profile remove replace";

const split = (text: string): string[] => text.toLowerCase().match(/[\p{L}]+/gu) ?? [];

/** Everything that the targets of a requirement say, and no more. */
export function vocabularyOf(draft: Draft, targets: ReadonlySet<string>): Vocabulary {
  const vocabulary: Vocabulary = { words: new Set(), numbers: new Set() };
  for (const target of targets) {
    const report = draft.reports.find(({ name }) => target === `report:${name}`);
    if (report) addReport(draft, report, vocabulary);
    const [, name, sign, part = ""] = target.match(/^([A-Z][A-Za-z0-9]*)(?:([.?!~#@])(.+))?$/) ?? [];
    const entity = draft.entities.find((each) => each.name === name);
    if (!entity) continue;
    addName(entity, vocabulary);
    if (sign === ".") addPart(draft, entity, part, vocabulary);
    if (sign === "?") addList(draft, entity, part, vocabulary);
    if (sign === "!") addMove(entity, part, vocabulary);
    if (sign === "#" && part !== "order") addWords("history record data list log", vocabulary);
    if (sign === "#" && part === "order") addOrder(draft, entity, vocabulary);
    if (sign === "~") addRule(draft, entity, Number(part), vocabulary);
  }
  return vocabulary;
}

/** All records with all that they hold: what a sentence that only tells of records may speak of. */
export function wholeVocabulary(draft: Draft): Vocabulary {
  const vocabulary: Vocabulary = { words: new Set(), numbers: new Set() };
  for (const entity of draft.entities) addWhole(draft, entity, vocabulary);
  for (const role of draft.roles) addWords(role, vocabulary);
  return vocabulary;
}

export function addWhole(draft: Draft, entity: DraftEntity, vocabulary: Vocabulary): void {
  addName(entity, vocabulary);
  for (const { name } of [...entity.fields, ...entity.computed]) addPart(draft, entity, name, vocabulary);
  for (const value of statesOf(entity)?.values ?? []) addWords(value, vocabulary);
  for (const verb of entity.verbs.keys()) vocabulary.words.add(verb);
}

export function addWords(text: string, { words }: Vocabulary): void {
  for (const word of split(text)) words.add(word).add(singular(word)).add(infinitive(word));
}

function addName(entity: DraftEntity, vocabulary: Vocabulary): void {
  addWords(entity.words.join(" "), vocabulary);
  addWords(pluralWords(entity).join(" "), vocabulary);
}

function addNumbers({ numbers }: Vocabulary, ...all: readonly (number | undefined)[]): void {
  for (const number of all)
    if (number !== undefined) for (const each of [number, number - 1, number + 1, -number]) numbers.add(each);
}

function addField(draft: Draft, field: Field, vocabulary: Vocabulary): void {
  addWords(field.label, vocabulary);
  addWords(field.name.replace(/[A-Z]/g, " $&"), vocabulary);
  if (/^date/.test(field.type)) addWords("night", vocabulary);
  if (field.type === "file") addWords(ofFiles, vocabulary);
  if (field.files) addNumbers(vocabulary, field.files.most);
  for (const value of field.values ?? []) {
    addWords(value, vocabulary);
    for (const digits of value.match(/\d+/g) ?? []) addNumbers(vocabulary, Number(digits));
  }
  if (field.type === "percent") addNumbers(vocabulary, 0, 100);
  const scale = field.type === "money" ? 100 : 1;
  for (const bound of [field.min, field.max, field.default])
    if (typeof bound === "number") addNumbers(vocabulary, bound, bound / scale, Math.round(bound / scale));
  const other = draft.entities.find(({ name }) => name === field.target);
  if (other) addName(other, vocabulary);
}

export function addPart(draft: Draft, entity: DraftEntity, part: string, vocabulary: Vocabulary): void {
  const field = entity.fields.find(({ name }) => name === part);
  if (field) addField(draft, field, vocabulary);
  const computed = entity.computed.find(({ name }) => name === part);
  if (!computed) return;
  addWords(computed.label, vocabulary);
  addWords(computed.name.replace(/[A-Z]/g, " $&"), vocabulary);
  const { value } = computed;
  if (value.kind === "condition") addCondition(draft, entity, value.when, vocabulary);
  if (value.kind === "product") for (const each of [value.left, value.right]) addPart(draft, entity, each, vocabulary);
  if (value.kind === "daysBetween" || value.kind === "hoursBetween")
    for (const each of [value.from, value.to]) addPart(draft, entity, each, vocabulary);
  if (value.kind === "daysBetween")
    addWords("day week month year long longer last validity period duration stay", vocabulary);
  if (value.kind === "hoursBetween") addWords("hour time duration", vocabulary);
  if (value.kind === "end") for (const each of [value.from, value.lasts]) addPart(draft, entity, each, vocabulary);
  if (value.kind === "lookup") addLookup(draft, entity, value, vocabulary);
  if (value.kind === "product" || value.kind === "combined")
    addWords("times multiplied plus minus less difference calculated worked", vocabulary);
  if (value.kind === "combined" && value.parts.some((part) => /^initial/.test(part.value)))
    addWords("go goes down up decrease drop fall reduce lower deduct increase rise raise record sell", vocabulary);
  if (value.kind === "combined")
    for (const { value: part, times } of value.parts) {
      addPart(draft, entity, part, vocabulary);
      addNumbers(vocabulary, Number((Math.abs(times) * 100).toFixed(6)), Math.round((1 - Math.abs(times)) * 100));
      addNumbers(vocabulary, Math.abs(times), Math.abs(times) / 100);
    }
  if (value.kind === "ageYears") addWords("age years old older younger", vocabulary);
  if (value.kind === "average") for (const each of value.of) addPart(draft, entity, each, vocabulary);
  if (value.kind === "later") {
    addPart(draft, entity, value.from, vocabulary);
    addNumbers(vocabulary, value.count, value.count / 12, value.count / 7);
    addWords("day week month year last previous after due", vocabulary);
  }
  if (value.kind !== "count" && value.kind !== "sum" && value.kind !== "latest") return;
  const child = draft.entities.find(({ name }) => name === value.of);
  if (!child) return;
  addName(child, vocabulary);
  // Enrolments tell of the students that they tie to a class.
  if (child.isEvent)
    for (const field of child.fields) if (field.type === "reference") addField(draft, field, vocabulary);
  addCondition(draft, child, value.when, vocabulary);
  if (value.kind !== "count") addPart(draft, child, value.field, vocabulary);
}

/** A value of another record, and what that record is called. */
function addLookup(draft: Draft, entity: DraftEntity, lookup: { via: string; field: string }, vocabulary: Vocabulary) {
  addPart(draft, entity, lookup.via, vocabulary);
  const target = entity.fields.find(({ name }) => name === lookup.via)?.target;
  const other = draft.entities.find(({ name }) => name === target);
  if (other) addPart(draft, other, lookup.field, vocabulary);
}

function addCondition(draft: Draft, entity: DraftEntity, condition: Condition, vocabulary: Vocabulary): void {
  for (const { field, op, to } of condition) {
    addPart(draft, entity, field, vocabulary);
    const isMoney = entity.fields.find(({ name }) => name === field)?.type === "money";
    if (!to) continue;
    if ("field" in to) addPart(draft, entity, to.field, vocabulary);
    if ("todayPlusDays" in to) {
      const days = Math.abs(to.todayPlusDays);
      addNumbers(vocabulary, days, Math.round(days / 7), Math.round(days / 30), Math.round(days / 365), days * 24);
      addWords(
        "today day days hour hours week month year soon next last date old ago past future begin start",
        vocabulary,
      );
    }
    if (!("literal" in to)) continue;
    if (typeof to.literal === "number") addNumbers(vocabulary, isMoney ? to.literal / 100 : to.literal);
    // Days that were told in weeks, months or years.
    if (
      typeof to.literal === "number" &&
      entity.computed.some(({ name, value }) => name === field && value.kind === "daysBetween")
    )
      addNumbers(vocabulary, ...[7, 31, 366].map((days) => Math.round(Number(to.literal) / days)));
    if (typeof to.literal !== "string") continue;
    addWords(to.literal, vocabulary);
    if (op === "ne" && to.literal === "paid") addWords("unpaid outstanding open", vocabulary);
    // "Delivered but not paid": whoever is in one state is in no other.
    if (field === "status") for (const value of statesOf(entity)?.values ?? []) addWords(value, vocabulary);
  }
}

function addList(draft: Draft, entity: DraftEntity, name: string, vocabulary: Vocabulary): void {
  const list = entity.lists.find((each) => each.name === name);
  if (!list) return;
  addWords(list.name.replaceAll("-", " "), vocabulary);
  addWords(list.label, vocabulary);
  addCondition(draft, entity, list.when, vocabulary);
  if (list.sort) addPart(draft, entity, list.sort, vocabulary);
  if (list.descending !== undefined) addWords("sort sorted order ordered", vocabulary);
  if (/^expir/.test(list.name)) addWords("expiry expire date", vocabulary);
}

function addMove(entity: DraftEntity, action: string, vocabulary: Vocabulary): void {
  addWords(action.replaceAll("-", " "), vocabulary);
  for (const state of statesOf(entity)?.values ?? []) addWords(state, vocabulary);
  for (const role of entity.verbs.get(action) ?? []) addWords(role.replaceAll("-", " "), vocabulary);
}

function addRule(draft: Draft, entity: DraftEntity, index: number, vocabulary: Vocabulary): void {
  const rule = entity.rules[index];
  if (!rule) return;
  if ("when" in rule && rule.kind !== "blocked") addCondition(draft, entity, rule.when, vocabulary);
  // Those that count are the ones that still run.
  if ("when" in rule && rule.when.some(({ field }) => field === "status"))
    addWords("open active current outstanding unfinished", vocabulary);
  if (rule.kind === "blocked") addBlocked(draft, entity, rule, vocabulary);
  if (rule.kind === "locked") addWords("change edit alter modify update delete remove longer anymore", vocabulary);
  if (rule.kind === "requiredWhen") addPart(draft, entity, rule.field, vocabulary);
  if (rule.kind === "order") for (const each of [rule.first, rule.then]) addPart(draft, entity, each, vocabulary);
  if (rule.kind === "exclusive") {
    addNumbers(vocabulary, rule.most ?? 1);
    addWords("combination together", vocabulary);
    const isDated = rule.fields.some((key) => entity.fields.some(({ name, type }) => name === key && type === "date"));
    if (rule.period || isDated) addWords("day date time hour", vocabulary);
    const times = rule.period ? [rule.period.from, rule.period.to] : rule.each ? [rule.each.field] : [];
    if (rule.each) addWords(rule.each.span, vocabulary);
    for (const each of [...rule.fields, ...times]) addPart(draft, entity, each, vocabulary);
  }
  if (rule.kind !== "moveNeedsRole") return;
  addMove(entity, rule.action, vocabulary);
  for (const role of rule.roles) addWords(role.replaceAll("-", " "), vocabulary);
}

/** What comes first, and by which values the others follow. */
function addOrder(draft: Draft, entity: DraftEntity, vocabulary: Vocabulary): void {
  addWords("first top come sort sorted order ordered ascending descending newest oldest latest", vocabulary);
  for (const { field, first } of entity.order) {
    addWords(field, vocabulary);
    addPart(draft, entity, field, vocabulary);
    if (typeof first === "string") addWords(first, vocabulary);
    if (first === false) addWords(`un${field}`, vocabulary);
  }
}

/** What stands against a new record: the state of what it is for, or what belongs to that. */
function addBlocked(
  draft: Draft,
  entity: DraftEntity,
  rule: Extract<Rule, { kind: "blocked" }>,
  vocabulary: Vocabulary,
): void {
  addPart(draft, entity, rule.via, vocabulary);
  const target = entity.fields.find(({ name }) => name === rule.via)?.target;
  const asked = draft.entities.find(({ name }) => name === (rule.by?.of ?? target));
  if (!asked) return;
  addName(asked, vocabulary);
  addCondition(draft, asked, rule.when, vocabulary);
  const period = rule.by?.period;
  for (const each of period ? [period.from, period.to] : []) addPart(draft, asked, each, vocabulary);
  if (period) addWords("running during current ongoing active", vocabulary);
}

function addReport(draft: Draft, report: Report, vocabulary: Vocabulary): void {
  const entity = draft.entities.find(({ name }) => name === report.entity);
  if (!entity) return;
  // Bookings tell of the passengers that they tie to a sailing.
  if (entity.isEvent || [...events.values()].some(({ noun }) => noun === entity.words.at(-1)))
    for (const field of entity.fields) if (field.type === "reference") addField(draft, field, vocabulary);
  addName(entity, vocabulary);
  const via = entity.fields.find(({ name }) => name === report.via)?.target;
  const between = draft.entities.find(({ name }) => name === via);
  if (between) addName(between, vocabulary);
  addPart(draft, between ?? entity, report.groupBy, vocabulary);
  if (report.each) addWords(report.each, vocabulary);
  if (report.over) addWords(report.over.each, vocabulary);
  if (report.and) addPart(draft, entity, report.and, vocabulary);
  if (report.ranked) {
    addWords(
      "top first popular busiest often frequently best selling seller highest largest rank ranking order sort",
      vocabulary,
    );
    addNumbers(vocabulary, report.ranked.top ?? 0);
    for (const [verb, { noun }] of events) if (noun === entity.words.at(-1)) addWords(verb, vocabulary);
  }
  addCondition(draft, entity, report.when, vocabulary);
  for (const { field, label } of report.measures) {
    if (field) addPart(draft, entity, field, vocabulary);
    if (numbersOf(draft, entity).find(({ name }) => name === field)?.type === "money") vocabulary.words.add("money");
    addWords(label, vocabulary);
  }
}

/** The values that a wish claims, with the records that hold them. */
export function valuesOf(
  draft: Draft,
  { targets }: Wish,
): { entity: DraftEntity; field: DraftEntity["fields"][number] }[] {
  return [...targets].flatMap((target) => {
    const [name, part] = target.split(".");
    const entity = draft.entities.find((each) => each.name === name);
    const field = entity?.fields.find((each) => each.name === part);
    return entity && field ? [{ entity, field }] : [];
  });
}
