import type * as z from "zod";
import type {
  Comparison,
  Computed,
  Condition,
  Entity,
  Field,
  NamedList,
  Report,
  Requirement,
  Rule,
} from "../artefacts.ts";
import { attributeOf, camel, capital, isPerson, kebab, pascal } from "./fields.ts";
import { initialStates, stateVerbs } from "./lexicon.ts";
import type { MailTold } from "./mail/index.ts";
import { entityName, shortName } from "./plausible.ts";
import type { Told } from "./rights/index.ts";
import type { Sentence } from "./text.ts";
import { plural, singular } from "./tokens.ts";

/** A record in the making. `words` is its name in the singular, as people say it. */
export type DraftEntity = {
  words: string[];
  name: string;
  fields: Field[];
  computed: Computed[];
  rules: Rule[];
  lists: NamedList[];
  csv: Set<"export" | "import">;
  /** How its list is ordered by itself. */
  order: NonNullable<Entity["order"]>;
  search: Set<string>;
  /** Verbs that move it, with the roles that may; empty when everyone may. */
  verbs: Map<string, Set<string>>;
  /** Where the brief says that a move may start, and nowhere else. */
  onlyFrom: Map<string, readonly string[]>;
  /** What follows in other records when it reaches a state. */
  follows: (DraftFollow & { state: string; message: string })[];
  /** States in the order the brief tells them; moves between them when `inOrder`. */
  states: { values: string[]; steps: string[][]; inOrder: true } | undefined;
  /** The thing and the person of an event are told by its references, so it needs no name of its own. */
  isEvent: boolean;
  /** It has a status, and the brief doesn't say which. */
  hasStatus: boolean;
  /** The brief lists what it holds, so nothing is invented beside. */
  told: boolean;
  rights?: Entity["rights"];
  notifications?: Entity["notifications"];
  /** Who a record belongs to, where only rights ask for it: added when all else is in its place. */
  owners?: Field[];
};

/** What a reference points at is put into a state, or a record of another kind is made. */
type DraftFollow = { kind: "sets"; via: string; to: string } | { kind: "makes"; of: string };

/** One thing a brief asks for and what in the draft meets it. */
export type Wish = {
  text: string;
  sentence: Sentence;
  kind: Requirement["kind"];
  priority: Requirement["priority"];
  targets: Set<string>;
  gap?: string;
  /** Without it the whole is something else: such a gap is never a lesser one. */
  isWhole?: true;
};

export type Draft = {
  entities: DraftEntity[];
  reports: Report[];
  wishes: Wish[];
  roles: Set<string>;
  signIn: boolean;
  /** What was told of rights, until the records are known that it is about. */
  tellings: Told[];
  /** What was told of e-mail, likewise. */
  mails: MailTold[];
  /** It is for a tool that people type: what only an application with pages and a server does is a gap there. */
  isTool: boolean;
  assumptions: Set<string>;
  /** All words of the brief, in lower case and with blanks around them. */
  spoken: string;
};

/** More kinds of records than this is a misreading, or several programs. */
const mostEntities = 24;
const mostFields = 30;

export const emptyDraft = (text: string): Draft => ({
  entities: [],
  reports: [],
  wishes: [],
  roles: new Set(),
  signIn: false,
  tellings: [],
  mails: [],
  isTool: false,
  assumptions: new Set(),
  spoken: ` ${text.toLowerCase().replace(/[^\p{L}\d-]+/gu, " ")} `,
});

/** The entity that words speak of: by its whole name, else by its last word when only one has it. */
export function findEntity(draft: Draft, words: readonly string[]): DraftEntity | undefined {
  const wanted = words.map(singular);
  const name = wanted.join(" ");
  const whole = draft.entities.find((each) => each.words.join(" ") === name);
  if (whole || wanted.length === 0) return whole;
  const byHead = draft.entities.filter((each) => each.words.at(-1) === wanted.at(-1));
  if (byHead.length === 1 && (wanted.length === 1 || byHead[0]?.words.length === 1)) return byHead[0];
  return draft.entities.find(
    (each) =>
      wanted.length === 1 &&
      each.words.length > 1 &&
      each.words[0] === wanted[0] &&
      (isPerson(wanted[0] ?? "") || (each.words.length === 2 && writtenAs.test(each.words[1] ?? ""))),
  );
}

const exactly = (draft: Draft, words: readonly string[]): DraftEntity | undefined =>
  draft.entities.find((each) => each.words.join(" ") === words.map(singular).join(" "));

/** "The fault" is spoken of where a "fault report" is kept: what it is written down as. */
const writtenAs = /^(?:report|record|entry|ticket|form|sheet|card|file|notice|case|arrangement|item)$/;

/** Finds or starts an entity (only by its whole name when `isNew`); undefined when there are too many. */
export function addEntity(draft: Draft, words: readonly string[], isNew = false): DraftEntity | undefined {
  const known = isNew ? undefined : (exactly(draft, words) ?? findEntity(draft, shortName(words)));
  if (known) return known;
  const own = entityName(
    [...words.slice(0, -1), singular(words.at(-1) ?? "")]
      .map((word) => word.toLowerCase())
      .filter((word, index) => index === words.length - 1 || !/^(?:my|our|your|their|his|her|its)$/.test(word))
      .slice(-3),
  );
  if (!own) return undefined;
  const plain = own.length < words.length && !isNew ? findEntity(draft, own) : undefined;
  if (plain) return plain;
  const name = pascal(own);
  if (draft.entities.length >= mostEntities || !/^[A-Z][A-Za-z0-9]+$/.test(name)) return undefined;
  const same = draft.entities.find((each) => each.name === name);
  if (same) return same;
  const entity: DraftEntity = {
    words: own,
    name,
    fields: [],
    computed: [],
    rules: [],
    lists: [],
    csv: new Set(),
    order: [],
    search: new Set(),
    verbs: new Map(),
    onlyFrom: new Map(),
    follows: [],
    states: undefined,
    isEvent: false,
    hasStatus: false,
    told: false,
  };
  draft.entities.push(entity);
  return entity;
}

export function addField(entity: DraftEntity, field: Field): Field | undefined {
  // "Photos" that were told once are meant where a photo is asked for.
  const isSame = (each: Field) =>
    each.name === field.name ||
    (field.type === "file" && each.type === "file" && plainFile(each.name) === plainFile(field.name));
  const known = entity.fields.find(isSame);
  if (known) {
    if (field.values && known.type === "text") Object.assign(known, field);
    known.required ||= field.required;
    known.unique ||= field.unique;
    return known;
  }
  if (entity.fields.length >= mostFields) return undefined;
  entity.fields.push({ ...field });
  return entity.fields.at(-1);
}

/** Pictures are photos, and one is of the same name as several. */
export const plainFile = (name: string): string => singular(name).replace(/^(?:picture|image|photograph)$/, "photo");

/** Adds a value by its phrase, as the brief would have said it. */
export function addByPhrase(entity: DraftEntity, phrase: string, change: Partial<Field> = {}): Field | undefined {
  const attribute = attributeOf(phrase);
  return attribute && addField(entity, { ...attribute.field, ...change });
}

/** Makes `from` know a record of `to`. A thing never refers to itself twice under one name. */
export function refer(
  from: DraftEntity,
  to: DraftEntity,
  options: { required: boolean; as?: string[] },
): Field | undefined {
  const words = options.as ?? (from === to ? ["parent", ...to.words] : to.words);
  const present = from.fields.find(
    (field) => field.type === "reference" && field.target === to.name && (!options.as || field.name === camel(words)),
  );
  if (present) {
    present.required ||= options.required;
    return present;
  }
  return addField(from, {
    name: camel(words),
    label: capital(words.join(" ")),
    type: "reference",
    target: to.name,
    required: options.required && from !== to,
    unique: false,
  });
}

export const labelOf = (entity: DraftEntity): string => capital(entity.words.join(" "));
export const pluralWords = (entity: DraftEntity): string[] => [
  ...entity.words.slice(0, -1),
  plural(entity.words.at(-1) ?? ""),
];
export const pathOf = (entity: DraftEntity): string => kebab(pluralWords(entity));

/** The one value of a record that an amount in a sentence speaks of. */
export function amountOf(entity: DraftEntity): Field | undefined {
  return (
    entity.fields.find(({ type }) => type === "money") ??
    entity.fields.find(({ type }) => ["decimal", "integer", "percent"].includes(type))
  );
}

/** The date by which something has to happen, if the record has one. */
export function dueOf(entity: DraftEntity): Field | undefined {
  const dates = entity.fields.filter(
    ({ type, name }) =>
      ["date", "dateTime"].includes(type) &&
      !/(returned|completed|paid|finished|decided|shipped|settled|closed|collected|signed|published|dispatched|reimbursed)On$/i.test(
        name,
      ),
  );
  return (
    dates.find(({ name }) => /due|deadline|expir|renew|until|end|return|[a-z]To(?:Date)?$/i.test(name)) ??
    dates.find(({ name }) => /next/i.test(name)) ??
    dates
      .filter(
        ({ name }) =>
          !/from|report|receiv|creat|birth|regist|purchas|bought|order|issue|start|begin|appl|join|collect|last|hired?|vaccin|commission/i.test(
            name,
          ),
      )
      .at(-1)
  );
}

/** States of a record and how it moves between them, from the verbs people use for it. */
export function statesOf(entity: DraftEntity): { initial: string; values: string[]; final: string[] } | undefined {
  if (entity.states) {
    const { values } = entity.states;
    return { initial: values[0] ?? "open", values, final: values.filter((value) => isFinal(value)) };
  }
  const verbs = [...entity.verbs.keys()];
  if (verbs.length === 0) return undefined;
  const initial = initialStates.find(([some]) => verbs.some((verb) => some.has(verb)))?.[1] ?? "open";
  const reached = verbs.map((verb) => stateVerbs.get(verb)?.participle ?? `${verb}ed`);
  const values = [...new Set([initial, ...(verbs.includes("submit") ? ["submitted"] : []), ...reached])];
  return { initial, values, final: values.filter(isFinal) };
}

/** Whether nothing comes after a state, by what it is called. */
export const isFinal = (state: string) =>
  /^(approved|rejected|declined|refused|denied|accepted|closed|resolved|completed?|finished|done|cancelled|canceled|paid|settled|reimbursed|delivered|shipped|dispatched|returned|published|archived|signed|collected|sold|lost|won|adopted|expired|withdrawn|inactive|retired|fixed|repaired|hired)$/.test(
    state,
  );

/** The condition "not finished yet", empty when the record has no states. */
export function stillOpen(entity: DraftEntity): Condition {
  return (statesOf(entity)?.final ?? []).map(
    (value): z.infer<typeof Comparison> => ({ field: "status", op: "ne", to: { literal: value } }),
  );
}
