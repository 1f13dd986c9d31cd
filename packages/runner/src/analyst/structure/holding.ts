import { actionAt } from "../clauses.ts";
import {
  addByPhrase,
  addEntity,
  addField,
  type Draft,
  type DraftEntity,
  findEntity,
  refer,
  type Wish,
} from "../draft.ts";
import { attributeOf, fileField, isOfFiles, isPerson, isValueWord, isWhereTo } from "../fields.ts";
import { notRecords, pluralValues } from "../lexicon.ts";
import { isValueName } from "../plausible.ts";
import { isQuantity } from "../reconcile.ts";
import { singular, type Token, tokensOf } from "../tokens.ts";
import { addFile } from "./attached.ts";
import { isState, setStates } from "./states.ts";
import { entityFrom, entityOf, type Focus, manyAreRecords, note, splitList, splitOnce, thingIn } from "./thing.ts";

export function readHolding(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  const held = text.match(
    /^(?:each|every|all|both|they all)(?: one)?(?: of (?:them|which|these))? ?(?:with|having|has|have) (.+)$/i,
  )?.[1];
  if (held && focus.last) return holdAll(draft, focus.last, held, wish, focus);
  const match =
    text.match(
      /^(.+?) (?:must |should |may |can |always |also )*(?:has|have|owns?|contains?|includes?|comprises?|consists? of|holds?|is described by|are described by|is made (?:up )?of|is identified by) (.+)$/i,
    ) ??
    text.match(/^(?:the )?(?:name|details?|data|information) of (?:an? |the |each |every )?(.+?) (?:is|are) (.+)$/i);
  if (match?.[1] && match[2] && !/^(?:to|not|been|no|up to|at most|at least|only|\d)\b/i.test(match[2])) {
    const subject = match[1].replace(/^(?:an? |the |each |every |all |our |any )+/i, "");
    if (/^(?:no|nobody|we|i|you|it|they|there)\b/i.test(match[1]) && !/^(?:it|they)$/i.test(match[1])) return false;
    const isOrder = actionAt(tokensOf(match[1])) >= 0;
    const entity = isOrder ? undefined : /^(?:it|they)$/i.test(match[1]) ? focus.last : entityOf(draft, subject);
    if (entity) return holdAll(draft, entity, match[2], wish, focus);
  }
  const belongs = text.match(
    /^(.+?) (?:belongs?|(?:is|are|must be|should be|has to be|have to be|will be|can be) (?:assigned|linked|attached|allocated)|relates?|refers?) to (?:exactly |only )?(?:one |an? |the |many |several )?(.+)$/i,
  );
  if (belongs?.[1] && belongs[2]) {
    const from = entityOf(draft, belongs[1]) ?? named(draft, belongs[1]);
    const isNeeded = /\bbelongs? to\b/i.test(text);
    const others = splitList(belongs[2]);
    const only = others.length === 1 ? (entityOf(draft, others[0] ?? "") ?? named(draft, others[0] ?? "")) : undefined;
    // "Referees are assigned to matches": it is the match that has a referee.
    if (
      !isNeeded &&
      from &&
      only &&
      isPerson(from.words.at(-1) ?? "") &&
      !isPerson(only.words.at(-1) ?? "") &&
      !/^(?:group|team|class|department|room|course|shift|crew|project|table)$/.test(only.words.at(-1) ?? "")
    ) {
      const made = refer(only, from, { required: false });
      if (made) wish.targets.add(`${only.name}.${made.name}`);
      wish.kind = "relation";
      focus.last = only;
      return true;
    }
    for (const other of others) {
      const to = entityOf(draft, other) ?? named(draft, other);
      // "Puppets belong to several plays": what ties the two is a record.
      if (from && to && from !== to && /\b(?:several|many|multiple|various) /i.test(text)) {
        const tie = addEntity(draft, [...from.words.slice(-1), ...to.words.slice(-1)], true);
        if (!tie) continue;
        for (const each of [from, to]) note(tie, refer(tie, each, { required: true }), wish);
        tie.isEvent = true;
        for (const each of [from, to, tie]) wish.targets.add(each.name);
        continue;
      }
      const made = from && to && refer(from, to, { required: isNeeded });
      if (made) wish.targets.add(`${from.name}.${made.name}`);
    }
    if (from) {
      wish.kind = "relation";
      focus.last = from;
      return wish.targets.size > 0;
    }
  }
  return false;
}

/** What something belongs to is a record, whatever the word means elsewhere: "employees belong to departments". */
function named(draft: Draft, phrase: string): DraftEntity | undefined {
  const words = phrase
    .toLowerCase()
    .replace(/^(?:(?:an?|the|each|every|all|one|exactly|only|at least|several|many) )+/, "")
    .split(" ");
  if (words.length > 3 || !words.every((word) => /^[\p{L}-]+$/u.test(word))) return undefined;
  return addEntity(draft, [...words.slice(0, -1), singular(words.at(-1) ?? "")]);
}

/** Every item of a list: further values of the record, or records of their own that belong to it. */
export function holdAll(draft: Draft, entity: DraftEntity, list: string, wish: Wish, focus: Focus): boolean {
  const before = wish.targets.size;
  // "Members have a membership with start and end date": what is held holds something itself, so it is a record.
  const [held = "", within] = splitOnce(
    list,
    /,? (?:each |every |all |both )?(?:with|having) (?:their |its |an? |the )?/i,
  );
  const inner = within !== undefined && !held.includes(",") ? thingIn(asNames(held)) : undefined;
  // "Damage reports with a date" are kept, whatever reports are elsewhere.
  const child =
    inner && !isValueWord(inner.words.join(" "))
      ? (entityFrom(draft, inner) ??
        (inner.words.length > 1 && inner.plural ? addEntity(draft, inner.words) : undefined))
      : undefined;
  if (child && child !== entity) {
    note(child, refer(child, entity, { required: true }), wish);
    wish.targets.add(child.name).add(entity.name);
    wish.kind = "relation";
    // "Tasks with a due date, and vendors with a price": the vendors are the wedding's, too.
    const [own = "", others] = splitOnce(within ?? "", /,? and (?=[\p{L}-]+s (?:with|each with) )/u);
    holdAll(draft, child, own, wish, focus);
    if (others) holdAll(draft, entity, others, wish, focus);
    return true;
  }
  for (const item of splitList(list)) holdOne(draft, entity, item, wish);
  focus.last = entity;
  if (wish.targets.size > before && wish.kind === "other") wish.kind = "field";
  return wish.targets.size > before;
}

/** "Home team", "second examiner": which of them it is, and no half of a sentence. */
const isRole = (words: readonly string[]): boolean =>
  words.length <= 3 &&
  !words.some((each) => /^(?:to|be|of|per|for|from|with|in|at|on|by|is|are|has|\d+)$/.test(each)) &&
  isValueName(words);

const bound =
  /^([^‹]+?),? (?:which is |that is )?(?:above|over|greater than|more than|higher than|below|under|less than|(?:of )?at least|(?:of )?at most|of up to) (?:zero|-?\d[\d.,]*)\b[^‹]*$/i;

/** In a list of what is held every word names: "damage" of "damage reports" is no action. */
const asNames = (phrase: string): Token[] =>
  tokensOf(phrase).map((token) =>
    token.kind === "V"
      ? { ...token, kind: "N", plural: /[^su]s$/.test(token.text), base: singular(token.text) }
      : token,
  );

/** "A manual (PDF)". */
const formats =
  /^(?:pdf|jpe?g|png|word|docx?|file|scan|scanned|image|photo|picture|upload|attachment|document)(?: (?:file|upload|document))?s?$/i;

/** How many, before what is counted. */
const counted = /^(?:up to|at most|at least|no more than|a maximum of|max\.?) \d+ /i;

export function holdOne(draft: Draft, entity: DraftEntity, item: string, wish: Wish): void {
  // "Let to one member at a time" tells of no time.
  if (
    /^(?:an? )?time$/i.test(item.trim()) &&
    /\b(?:one|two|three) [\p{L}]+(?: [\p{L}]+)? at a time\b/iu.test(wish.text)
  )
    return;
  // "A price above zero" is a price; that it is above zero is asked for beside it.
  const bounded = item.match(bound)?.[1];
  if (bounded) {
    holdOne(draft, entity, bounded, wish);
    return;
  }
  const brackets = item.match(/^(.*?)\s*‹([^›]+)›\s*(.*)$/);
  const phrase = brackets ? `${brackets[1]} ${brackets[3]}`.trim() : item;
  const values = brackets?.[2]
    ?.split("¦")
    .map((value) => value.replace(/^(?:e\.g\.|such as|like|either|for example) /i, "").trim())
    .filter(
      (value, _, all) =>
        !all.some((each) => /\b(?:name|number|date)$/i.test(each)) || /^(?:unique|optional|required)$/i.test(value),
    )
    .filter((value) => /^[\p{L}\d][\p{L}\d .%+-]{0,30}$/u.test(value));
  const isFormat = values !== undefined && values.length > 0 && values.every((value) => formats.test(value));
  if (!draft.isTool && (isFormat || isOfFiles(phrase.trim().replace(counted, "")))) {
    const field = fileField(phrase);
    const made = field && addFile(entity, field);
    if (made) wish.targets.add(`${entity.name}.${made.name}`);
    return;
  }
  // A picture can't be typed in.
  if (
    /^(?:an? |the |its |one |several )?(?:photo|picture|image|scan|video|attachment|photograph)s?$/i.test(phrase.trim())
  )
    return;
  // "Have to be counted" tells what is done, and "tomorrow" when.
  if (/^(?:to|be) /i.test(phrase.trim()) && !isWhereTo(phrase.trim().toLowerCase().split(" "))) return;
  // "Position (latitude and longitude)": the two of them.
  const within = brackets?.[2]?.split("¦") ?? [];
  if (
    within.length > 1 &&
    within.every((each) => (attributeOf(each)?.field.type ?? "text") !== "text" && !/^\d/.test(each))
  ) {
    for (const each of within) holdOne(draft, entity, each, wish);
    return;
  }
  // "Phone numbers (home and mobile)": one of each.
  const many = phrase
    .trim()
    .match(
      /^(?:their |the |his |her )?((?:phone|telephone|contact)? ?(?:numbers|addresses|dates|prices|names))$/i,
    )?.[1];
  if (
    many &&
    within.length > 1 &&
    within.every((each) => (/^[\p{L}-]+$/u.test(each) && !isValueWord(each.toLowerCase())) || /^mobile$/i.test(each))
  ) {
    for (const each of within) holdOne(draft, entity, `${each} ${many.replace(/(?<=address)es$|s$/i, "")}`, wish);
    return;
  }
  // "Up to five birds" is a limit, and nothing to type in.
  if (
    /^(?:up to|at most|at least|no more than|a maximum of|a minimum of|max\.?|min\.?|between) \d/i.test(phrase.trim())
  )
    return;
  const note = (field: { name: string } | undefined) => field && wish.targets.add(`${entity.name}.${field.name}`);
  const simple = phrase
    .toLowerCase()
    .replace(
      /^(?:an? |the |its |their |his |her |many |several |one or more |multiple |any number of |any |zero or more |some |more |exactly one |only one |one |a single )+/,
      "",
    );
  if (/^contact (?:details|data|information|info)$/.test(simple)) {
    for (const each of ["email", "phone"]) note(addByPhrase(entity, each));
    return;
  }
  const both = simple.match(
    /^(start|begin|opening|arrival|check-in)(?:ing)? (?:and|to|\/) (end|finish|closing|departure|check-out)(?:ing)? (dates?|times?|days?)$/,
  );
  if (both) {
    const kind = singular(both[3] ?? "date");
    const first = note(addByPhrase(entity, `${both[1]} ${kind}`)) && attributeOf(`${both[1]} ${kind}`);
    const then = note(addByPhrase(entity, `${both[2]} ${kind}`)) && attributeOf(`${both[2]} ${kind}`);
    if (first && then && kind === "date") orderDates(entity, first.field.name, then.field.name, wish);
    return;
  }
  const words = simple.split(/\s+/).filter((word) => /^[\p{L}\d'/-]+$/u.test(word));
  const head = words.at(-1) ?? "";
  const isMany = /[^su]s$/.test(head) && singular(head) !== head;
  const known = isQuantity(words) ? undefined : findEntity(draft, words);
  if (known && known !== entity && !values) {
    if (
      isMany &&
      /\b(?:many|several|multiple|one or more|any number)\b|^(?!an? )/.test(phrase.toLowerCase()) &&
      !dependsOn(draft, entity, known)
    ) {
      const made = refer(known, entity, { required: true });
      if (made) wish.targets.add(`${known.name}.${made.name}`);
    } else
      note(
        refer(entity, known, {
          required: !isMany,
          ...(words.length > known.words.length && isRole(words) ? { as: words } : {}),
        }),
      );
    wish.kind = "relation";
    return;
  }
  if (
    isMany &&
    !values &&
    !words.some((each) => /^(?:in|per)$/.test(each)) &&
    !pluralValues.has(head) &&
    !isValueWord(simple) &&
    !isQuantity(words) &&
    words.length <= 3 &&
    (words.length > 1 || !notRecords.has(singular(head)) || manyAreRecords.has(singular(head)))
  ) {
    const child = addEntity(draft, words);
    const made = child && child !== entity && refer(child, entity, { required: true });
    if (child && made) {
      wish.targets.add(child.name);
      wish.targets.add(`${child.name}.${made.name}`);
      wish.kind = "relation";
    }
    return;
  }
  if (/^status$/.test(simple)) {
    if (values && values.length > 1)
      setStates(
        entity,
        values.map((value) => [value.toLowerCase()]),
        false,
        wish,
      );
    else entity.hasStatus = true;
    wish.targets.add(entity.name);
    return;
  }
  const either = simple.match(/^([a-z-]+) or ([a-z-]+)$/);
  if (either?.[1] && either[2] && isState(either[1]) && isState(either[2])) {
    setStates(entity, [[either[1]], [either[2]]], false, wish);
    return;
  }
  const inside = values?.length === 1 ? (values[0]?.toLowerCase() ?? "") : "";
  const qualified = /^(?:unique|required|mandatory|compulsory|optional)$/.test(inside)
    ? `${phrase} ${inside}`
    : /^(?:in )?(?:minutes|hours|days|weeks|months|years|kg|kilograms|grams|g|km|metres|meters|cm|mm|litres|liters|percent|%|euros?|eur|€|dollars|usd|pounds)$/.test(
          inside,
        )
      ? `${phrase} in ${inside
          .replace(/^in /, "")
          .replace("%", "percent")
          .replace(/^(?:eur|€)$/, "euro")
          .replace("usd", "dollars")}`
      : phrase;
  const attribute = attributeOf(qualified, values);
  if (!attribute) return;
  if (isQuantity(words) && attribute.field.type === "text")
    Object.assign(attribute.field, { type: "integer", min: 0, values: undefined });
  const limit = inside.match(
    /^(at most|up to|max(?:imum|\.)?(?: of)?|no more than|at least|min(?:imum|\.)?(?: of)?) (\d+)$/,
  );
  if (limit && ["integer", "decimal"].includes(attribute.field.type))
    attribute.field[/least|min/.test(limit[1] ?? "") ? "min" : "max"] = Number(limit[2]);
  note(addField(entity, attribute.field));
}

export function orderDates(entity: DraftEntity, first: string, then: string, wish: Wish): void {
  const label = (name: string) => entity.fields.find((field) => field.name === name)?.label.toLowerCase() ?? name;
  entity.rules.push({
    kind: "order",
    first,
    then,
    allowEqual: true,
    message: `The ${label(then)} can't be before the ${label(first)}.`,
  });
  wish.targets.add(`${entity.name}~${entity.rules.length - 1}`);
}

const dependsOn = (draft: Draft, entity: DraftEntity, other: DraftEntity): boolean =>
  entity.fields.some((field) => field.type === "reference" && field.target === other.name) &&
  draft.entities.includes(other);
