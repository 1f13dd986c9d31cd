import { actionAt } from "./clauses.ts";
import type { Draft, DraftEntity, Wish } from "./draft.ts";
import { isPerson } from "./fields.ts";
import { plural, tokensOf } from "./tokens.ts";

/**
 * A list that came apart: of "found items: where and when, category, notes" the pieces that happen to read like values
 * are claimed of whatever was spoken of before. Where two pieces of a sentence made no sense, none without a verb counts.
 */
export function fragmentsAsGaps(draft: Draft): void {
  const pieces = Map.groupBy(draft.wishes, ({ sentence }) => sentence.quote);
  for (const [quote, wishes] of pieces) {
    const unread = wishes.filter(({ gap, targets }) => gap !== undefined && targets.size === 0).length;
    // "… completed or withdrawn": states without whose, of a sentence that was not understood.
    for (const wish of unread > 0 && quote !== "" ? wishes : [])
      if (
        wish.gap === undefined &&
        wish.kind === "state" &&
        /^[\p{L}]+(?:ed|en|wn)(?:,? (?:and|or) [\p{L}]+)?$/iu.test(wish.text)
      )
        Object.assign(wish, {
          gap: "This part of a list could not be told apart from what the rest of it belongs to.",
          targets: new Set(),
          priority: wish.priority === "must" ? "should" : wish.priority,
        });
    const isTorn = wishes.length >= 4 && unread > 0 && /^[^,]{2,30}: .+,.+,/.test(quote);
    if (quote === "" || wishes.length < 3 || (unread < 2 && !isTorn)) continue;
    for (const wish of wishes) {
      if (wish.gap !== undefined || !["entity", "field", "computed", "other"].includes(wish.kind)) continue;
      const plain = wish.text.replace(/‹[^›]*›/g, "").trim();
      // In so few words, what looks like a verb is none: "date", "notes".
      if (/:/.test(plain) || (plain.split(" ").length > 3 && actionAt(tokensOf(plain)) >= 0)) continue;
      wish.gap = "This part of a list could not be told apart from what the rest of it belongs to.";
      dropValues(draft, wish);
      wish.targets = new Set();
      if (wish.priority === "must") wish.priority = "should";
    }
  }
}

/** Values that only a piece of a list speaks of, on a record that it may not belong to. */
function dropValues(draft: Draft, { targets }: Wish): void {
  for (const target of targets) {
    const [name, part] = target.split(".");
    const entity = draft.entities.find((each) => each.name === name);
    if (!entity || !part || draft.wishes.filter((wish) => wish.targets.has(target)).length > 1) continue;
    if (entity.fields.length < 2 || entity.rules.length > 0) continue;
    entity.fields = entity.fields.filter((field) => field.name !== part || field.type === "reference");
  }
}

/** Records that nothing met speaks of, and that hold nothing of their own, were a misreading: "nights" of "per night". */
export function dropUnmet(draft: Draft): void {
  const spokenOf = new Set(
    draft.wishes.flatMap(({ targets }) =>
      [...targets].flatMap((target) => {
        const [name = "", part] = target.split(/[.?!~#@]/);
        const entity = draft.entities.find((each) => each.name === name);
        return [name, entity?.fields.find((field) => field.name === part)?.target];
      }),
    ),
  );
  const needed = (name: string) =>
    draft.entities.some(
      (entity) =>
        entity.name !== name &&
        entity.fields.some(
          (field) =>
            field.required &&
            field.target === name &&
            (entity.isEvent || isClaimed(draft, `${entity.name}.${field.name}`)),
        ),
    ) ||
    draft.reports.some(({ entity }) => entity === name) ||
    draft.entities.some(({ rules }) => rules.some((rule) => rule.kind === "blocked" && rule.by?.of === name)) ||
    draft.entities.some(({ computed }) => computed.some(({ value }) => "of" in value && value.of === name));
  const gone = draft.entities.filter(
    (entity) =>
      !spokenOf.has(entity.name) &&
      !needed(entity.name) &&
      !isPerson(entity.words.at(-1) ?? "") &&
      !entity.isEvent &&
      entity.computed.length === 0 &&
      (timesSpoken(draft, entity) < 2 ||
        (entity.verbs.size === 0 && entity.fields.every(({ type }) => type === "reference"))) &&
      entity.fields.filter(({ type }) => type !== "reference").length <= 1,
  );
  if (gone.length === 0 || gone.length === draft.entities.length) return;
  const names = new Set(gone.map(({ name }) => name));
  const isGrouped = (entity: DraftEntity, field: string) =>
    draft.reports.some((report) => report.entity === entity.name && (report.via ?? report.groupBy) === field);
  const kept = draft.entities.filter(({ name }) => !names.has(name));
  for (const entity of kept)
    for (const { name, target } of entity.fields)
      if (target && names.has(target) && isGrouped(entity, name)) names.delete(target);
  draft.entities = draft.entities.filter(({ name }) => !names.has(name));
  for (const entity of draft.entities)
    entity.fields = entity.fields.filter(({ target }) => target === undefined || !names.has(target));
}

const timesSpoken = ({ spoken }: Draft, { words }: DraftEntity): number => {
  const head = words.at(-1) ?? "";
  return [...new Set([head, plural(head)])].reduce((sum, word) => sum + spoken.split(` ${word} `).length - 1, 0);
};

const isClaimed = (draft: Draft, target: string): boolean =>
  draft.wishes.some(({ gap, targets }) => gap === undefined && targets.has(target));

/**
 * Lists, reports and rules that were made for a sentence which turned out to ask for something else: shown, they would
 * answer a question that nobody put; held, they would refuse what nobody forbade.
 */
export function dropUnclaimed(draft: Draft): void {
  draft.reports = draft.reports.filter(({ name }) => isClaimed(draft, `report:${name}`));
  for (const entity of draft.entities) {
    if (!isClaimed(draft, `${entity.name}#order`)) entity.order = [];
    entity.lists = entity.lists.filter(({ name }) => isClaimed(draft, `${entity.name}?${name}`));
    const places = new Map<string, string>();
    entity.rules = entity.rules.filter((_, index) => {
      const target = `${entity.name}~${index}`;
      if (!isClaimed(draft, target)) return false;
      places.set(target, `${entity.name}~${places.size}`);
      return true;
    });
    for (const wish of draft.wishes)
      wish.targets = new Set(
        [...wish.targets].flatMap((target) =>
          target.startsWith(`${entity.name}~`) ? [places.get(target) ?? []].flat() : [target],
        ),
      );
  }
}

/** "We sell fabric and teach quilting", said first: who asks. When nothing is read of it, nothing is missing. */
export function dropScene(draft: Draft): void {
  const quote = draft.wishes[0]?.sentence.quote ?? "";
  const said = draft.wishes.filter(({ sentence }) => sentence.quote === quote);
  const isScene =
    /^(?:(?:we|i) (?:run|own|operate|sell|teach|rent|hire|lend|offer|organi[sz]e|cater|test|repair|build|make|rehome|breed|grow|serve|employ|train|produce|provide|import|deliver|clean|am|are)\b|(?:the|our) [\p{L} -]+? (?:runs?|owns?|operates?|offers?|serves?|employs?) )/iu.test(
      quote,
    ) &&
    !/[:,]|\b(?:need|want|would like|must|should|show|list|write|note|record|log|keep|track|each|every)\b/i.test(quote);
  if (!isScene || said.length === draft.wishes.length || said.some(({ gap }) => gap === undefined)) return;
  draft.wishes = draft.wishes.filter((wish) => !said.includes(wish));
}

/**
 * "Keep track of film nights", said of the whole before members, films and screenings are told one by one: what only the
 * description names, and nothing holds or points at, is the subject and no record.
 */
export function dropSubject(draft: Draft): void {
  const told = draft.entities.filter(({ told, fields }) => told || fields.length > 2);
  const isSubject = (entity: DraftEntity): boolean =>
    entity.fields.length === 0 &&
    entity.computed.length + entity.rules.length + entity.lists.length + entity.verbs.size === 0 &&
    entity.states === undefined &&
    !draft.entities.some(({ fields }) => fields.some(({ target }) => target === entity.name)) &&
    speakOf(draft, entity).length > 0 &&
    speakOf(draft, entity).every(({ sentence }) => sentence.part === "description");
  const gone = told.length < 2 ? [] : draft.entities.filter(isSubject);
  for (const entity of gone)
    for (const wish of speakOf(draft, entity))
      for (const target of wish.targets) if (ofRecord(target) === entity.name) wish.targets.delete(target);
  draft.entities = draft.entities.filter((entity) => !gone.includes(entity));
  draft.wishes = draft.wishes.filter(
    ({ gap, targets, sentence }) => gap !== undefined || targets.size > 0 || sentence.part !== "description",
  );
}

const ofRecord = (target: string): string => target.split(/[.?!~#@]/)[0] ?? "";
const speakOf = (draft: Draft, { name }: DraftEntity): Wish[] =>
  draft.wishes.filter(({ targets }) => [...targets].some((target) => ofRecord(target) === name));

/** Values worked out for a sentence that came to nothing, and that nothing else is made of. */
export function dropFigures(draft: Draft): void {
  const isUsed = (entity: DraftEntity, name: string): boolean => {
    const quoted = `"${name}"`;
    // What any part of the draft speaks of by its name may be this one.
    const others = draft.entities.flatMap((each) => [
      each.computed.filter((value) => each !== entity || value.name !== name).map(({ value }) => value),
      each.rules,
      each.lists.map(({ when, sort }) => ({ when, sort })),
      each.order,
      [...each.search],
    ]);
    return JSON.stringify([others, draft.reports]).includes(quoted);
  };
  for (let before = -1; before !== figuresIn(draft); ) {
    before = figuresIn(draft);
    for (const entity of draft.entities)
      entity.computed = entity.computed.filter(
        ({ name }) => isClaimed(draft, `${entity.name}.${name}`) || isUsed(entity, name),
      );
  }
}

const figuresIn = (draft: Draft): number => draft.entities.reduce((sum, { computed }) => sum + computed.length, 0);
