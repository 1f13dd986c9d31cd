import { addField, type Draft, type DraftEntity, findEntity, refer, statesOf, type Wish } from "../draft.ts";
import { attributeOf, capital } from "../fields.ts";
import { orderDates } from "../structure/holding.ts";
import { splitList } from "../structure/thing.ts";
import { infinitive, singular } from "../tokens.ts";
import { bounded } from "./bounds.ts";
import { type Demand, fieldLike, found, holderOf, mentioned } from "./demand.ts";

/** "Rejected requests need a comment", "a cancelled order must have a reason". */
export const requiredInState: Demand = {
  test: /^(?:an? |every |all |each |when |if )?.*\b(?:needs?|requires?|must (?:have|include|give|state))\b|^(?:reject|cancel|declin|clos|return|approv)ing\b.*\b(?:needs?|requires?)\b/i,
  read(draft, { text }, wish, focus) {
    const match = text.match(
      /^(.+?),? (?:needs?|requires?|must (?:have|include|give|state))(?: to have)? (?:an? |the )?([a-z ]+)$/i,
    );
    if (!match?.[1] || !match[2] || match[2].split(" ").length > 4) return false;
    const named = mentioned(draft, match[1]);
    const entity = named ?? focus.last;
    if (!entity) return false;
    const deed = named ? undefined : stateOfDeed(entity, match[1]);
    // "A refusal requires a reason" says nothing of what was never refused.
    if (!named && !deed && !/^(?:it|they|each|every one|all)$/i.test(match[1].trim())) return false;
    const told = match[1]
      .toLowerCase()
      .replace(/^(?:(?:an?|the|each|every|all|any) )+/, "")
      .split(" ");
    // "Returned receipts": only some of them, whatever that means.
    const isSome = told.length > entity.words.length && told.length > 1 && !/'s$/.test(told[0] ?? "");
    const states = statesOf(entity)?.values ?? entity.fields.find(({ name }) => name === "status")?.values ?? [];
    const state =
      match[1]
        .toLowerCase()
        .split(/[^a-z-]+/)
        .map((word) =>
          states.includes(word)
            ? word
            : states.find((each) => word.endsWith("ing") && infinitive(each) === infinitive(word)),
        )
        .find((each) => each !== undefined) ?? deed;
    const attribute = attributeOf(match[2]);
    if (!attribute) return false;
    const other = findEntity(draft, attribute.words);
    const field =
      other && other !== entity
        ? refer(entity, other, { required: state === undefined })
        : isSome && state === undefined
          ? undefined
          : addField(entity, { ...attribute.field, required: state === undefined });
    if (!field) return false;
    wish.kind = "rule";
    wish.targets.add(`${entity.name}.${field.name}`);
    if (state === undefined) {
      if (isSome) return false;
      field.required = true;
      return true;
    }
    entity.rules.push({
      kind: "requiredWhen",
      field: field.name,
      when: [{ field: "status", op: "eq", to: { literal: state } }],
      message: `${capital(text)}.`,
    });
    wish.targets.add(`${entity.name}~${entity.rules.length - 1}`);
    return true;
  },
};

/** "A refusal", "rejections", "the cancellation": the state that what is so called leads to. */
function stateOfDeed(entity: DraftEntity, phrase: string): string | undefined {
  const noun = singular(phrase.toLowerCase().replace(/^(?:an?|the|every|each|any) /, "")).trim();
  const states = statesOf(entity)?.values ?? entity.fields.find(({ name }) => name === "status")?.values ?? [];
  if (!/(?:al|ion|ure|ment)$/.test(noun)) return undefined;
  return states.find((state) => state.length > 5 && state.slice(0, 5) === noun.slice(0, 5));
}

/** "Batch numbers are unique" where no batch had a number yet: the whole phrase names it. */
const addAs = (entity: DraftEntity, phrase: string) => {
  const attribute = attributeOf(phrase);
  return attribute && addField(entity, attribute.field);
};

export const requiredOrUnique: Demand = {
  test: /\b(?:is|are|must be|should be|has to be|have to be) (?:always )?(?:required|mandatory|compulsory|unique|filled in|given)\b|\bno two\b|\bcannot be (?:empty|blank|missing|left (?:out|empty|blank))\b|\bmust not be (?:empty|blank|missing)\b/i,
  read(draft, clause, wish, focus) {
    const { text } = clause;
    // "Required when it is signed" is not required of all.
    if (/ (?:when|if|once|unless|until|as soon as) /i.test(text)) return false;
    const same = text.match(
      /\bno two (.+?) (?:can |may |should |must |ever )*(?:have|share|use|carry|with)(?: the)?(?: same)? (.+)$/i,
    );
    const plain = text.match(
      /^(?:the |an? |each |every )?(.+?) (?:is|are|must be|should be|has to be|have to be|cannot be|must not be)\b/i,
    );
    const phrase = same?.[2] ?? plain?.[1];
    if (!phrase) return false;
    const scope = /unique/i.test(text)
      ? text.match(
          /\b(?:within|per|for each|in each|for one|in one) (?:an? |the |each |one |its )?([\p{L}-]+(?: [\p{L}-]+)?)$/iu,
        )?.[1]
      : undefined;
    if (scope) return uniqueWithin(draft, phrase, scope, text, wish);
    const owner =
      same?.[1] ??
      phrase.match(/\b(?:of|for) (?:an? |the |each |every |all )?(.+)$/i)?.[1] ??
      phrase.match(/^([a-z]+)(?:'s)? /i)?.[1] ??
      phrase;
    const entity = found(draft, owner) ?? mentioned(draft, text) ?? holderOf(draft, phrase) ?? focus.last;
    if (!entity) return false;
    const isUnique = same !== null || /unique/i.test(text);
    let any = false;
    for (const item of splitList(phrase.replace(/ (?:of|for) .+$/i, ""))) {
      const own = item.replace(
        new RegExp(`^(?:an? |the |each |every )?${entity.words.join(" ")}s?(?:'s?)? (?=.)`, "i"),
        "",
      );
      const attribute = attributeOf(singular(own));
      const field = attribute && (fieldLike(entity, attribute.words) ?? addAs(entity, singular(item)));
      if (!field) continue;
      if (isUnique && ["text", "email", "phone", "url", "integer", "date", "longText"].includes(field.type)) {
        if (field.type === "longText") field.type = "text";
        field.unique = true;
      } else if (isUnique) {
        entity.rules.push({ kind: "exclusive", fields: [field.name], when: [], message: `${capital(text)}.` });
        wish.targets.add(`${entity.name}~${entity.rules.length - 1}`);
      } else field.required = true;
      wish.targets.add(`${entity.name}.${field.name}`);
      any = true;
    }
    wish.kind = "rule";
    // "A deposit between 0 and 100 percent is required" tells its limits too.
    if (any && !isUnique && bounded.test.test(text) && /\bbetween\b/i.test(text))
      bounded.read(draft, clause, wish, focus);
    return any;
  },
};

/** "Reference codes are unique within a collection": the same code may stand in another one. */
function uniqueWithin(draft: Draft, phrase: string, scope: string, text: string, wish: Wish): boolean {
  const whole = found(draft, scope);
  const words = attributeOf(singular(phrase))?.words ?? [];
  for (const entity of draft.entities) {
    const tie = entity.fields.find(({ target }) => whole !== undefined && target === whole.name);
    const own = words.filter((each) => !entity.words.includes(each));
    const field = tie && (fieldLike(entity, words) ?? fieldLike(entity, own));
    if (!tie || !field || field === tie) continue;
    tie.required = true;
    field.required = true;
    entity.rules.push({ kind: "exclusive", fields: [tie.name, field.name], when: [], message: `${capital(text)}.` });
    wish.kind = "rule";
    wish.targets.add(`${entity.name}.${field.name}`).add(`${entity.name}~${entity.rules.length - 1}`);
    return true;
  }
  return false;
}

const combined =
  /^(?:the )?combination of (?<list>.+?) (?:is|must be|has to be|should be) unique(?: (?:within|per|for) (?:each |an? |the )?(?<owner>[\p{L}-]+))?$/iu;

/** "The combination of section, row and number is unique": each of them may come again, all of them together may not. */
export const uniqueTogether: Demand = {
  test: combined,
  read(draft, { text }, wish, focus) {
    const { list = "" } = text.replace(/[.]$/, "").match(combined)?.groups ?? {};
    const items = list.split(/,? and (?:the )?|, (?:the )?/).map((item) => attributeOf(item)?.words ?? []);
    for (const entity of new Set([focus.last, ...draft.entities])) {
      const fields = entity ? items.map((words) => fieldLike(entity, words)) : [];
      if (!entity || fields.length < 2 || fields.some((field) => field === undefined)) continue;
      const names = [...new Set(fields.flatMap((field) => (field ? [field.name] : [])))];
      if (names.length < fields.length) continue;
      for (const field of fields) if (field) field.required = true;
      entity.rules.push({ kind: "exclusive", fields: names, when: [], message: `${capital(text)}.` });
      wish.kind = "rule";
      wish.targets.add(`${entity.name}~${entity.rules.length - 1}`);
      return true;
    }
    return false;
  },
};

/** "The date of birth" is a value of that very name before it is the date of a birth. */
const whole = (entity: DraftEntity, phrase: string) => {
  const name = attributeOf(phrase)?.field.name;
  return entity.fields.find((field) => field.name === name);
};

export const ordered: Demand = {
  test: /\b(?:must|should|cannot|has to|is|are|can)\b.*\b(?:be |come |lie |fall |happen )?(?:on or )?(?:after|before|later than|earlier than)\b|\bend after (?:it|they) starts?\b/i,
  read(draft, { text }, wish, focus) {
    const match = text.match(
      /^(?:the |an? |each |every )?(.+?) (?:must|should|cannot|has to|is|are|can)( not)?(?: only)?(?: be| come| lie| fall)?( on or)? (after|before|later than|earlier than) (?:the |its |their )?(.+)$/i,
    );
    if (!match?.[1] || !match[5]) return false;
    for (const entity of [holderOf(draft, match[1]), mentioned(draft, text), focus.last, ...draft.entities]) {
      if (!entity) continue;
      const one =
        whole(entity, match[1]) ??
        fieldLike(entity, attributeOf(match[1].replace(/^.+?'s /, "").replace(/ of .+$/, ""))?.words ?? []);
      const two = whole(entity, match[5]) ?? fieldLike(entity, attributeOf(match[5])?.words ?? []);
      if (!one || !two || one === two || one.type !== two.type || !["date", "dateTime", "time"].includes(one.type))
        continue;
      const not = match[2] !== undefined || /cannot/i.test(text);
      const oneFirst = /before|earlier/.test(match[4] ?? "") !== not;
      orderDates(entity, oneFirst ? one.name : two.name, oneFirst ? two.name : one.name, wish);
      const rule = entity.rules.at(-1);
      if (rule?.kind === "order" && !not && match[3] === undefined) rule.allowEqual = false;
      if (rule?.kind === "order") rule.message = `${capital(text)}.`;
      wish.kind = "rule";
      return true;
    }
    return false;
  },
};
