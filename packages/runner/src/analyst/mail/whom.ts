import type { Field, Notification } from "../../artefacts.ts";
import { addField, type Draft, type DraftEntity } from "../draft.ts";
import { camel, capital, isPerson, kebab } from "../fields.ts";
import { business } from "../lexicon.ts";
import { whoIn } from "../rights/who.ts";
import { plural, singular } from "../tokens.ts";
import { office } from "./index.ts";

type To = Notification["to"][number];

const manager = /^(?:admin|administrator|manager|director|owner|boss|supervisor|head|chief)/;
/** Whoever made the record, whatever they are called. */
const maker =
  /^(?:requester|requestor|applicant|author|creator|submitter|reporter|filer|sender|originator|person who .+|whoever .+|(?:one|somebody|someone|user|employee|customer|client|guest|member) who .+)$/i;
const outside =
  /^(?:customer|client|guest|visitor|patient|member|participant|attendee|applicant|requester|reporter|sender|tenant|owner|parent|student|buyer|subscriber|donor|volunteer|person|borrower|renter|passenger|caller|complainant|bidder|candidate|resident|reader|player|friend)$/;

/**
 * The addresses of those whom a phrase names, as a record leads to them.
 *
 * @returns why there is none, for the gap
 */
export function whomOf(draft: Draft, phrase: string, entity: DraftEntity): To[] | string {
  const parts = phrase.split(/,? (?:and|as well as|or|&) |, /).filter((part) => part.trim() !== "");
  const found: To[] = [];
  for (const part of parts) {
    const to = oneOf(draft, part, entity);
    if (typeof to === "string") return to;
    found.push(...to);
  }
  return [...new Map(found.map((to) => [JSON.stringify(to), to])).values()];
}

const plain = (phrase: string): string =>
  phrase
    .trim()
    .toLowerCase()
    .replace(/^both /, "")
    .replace(
      /^(?:(?:the|an?|each|every|all|any|our|their|its|his|her|that|this|those|these|respective|responsible|relevant|concerned|related|corresponding|affected|original|registered|booking|new|own|same) )+/,
      "",
    )
    .replace(
      / (?:who|that) (?:have |has |had )?(?:signed up|registered|booked|enrolled|joined|applied)(?: (?:for|to) (?:it|them))?$/,
      "",
    )
    .replace(/ (?:in question|concerned|involved|themselves|himself|by email)$/, "");

function oneOf(draft: Draft, phrase: string, entity: DraftEntity): To[] | string {
  const words = plain(phrase);
  const [, head = words, of = ""] =
    words.match(/^(.+?) of (?:the |that |this |their |its |an? |each )?([\p{L}-]+(?: [\p{L}-]+)?)$/u) ??
    words.match(/^(?:assigned) (.+)$/) ??
    [];
  const [, owner = "", owned = ""] = words.match(/^([\p{L}-]+)'s? ([\p{L}-]+)$/u) ?? [];
  const name = (owned || head).split(" ").map(singular).join(" ");
  const via = of || owner;
  const start = via && !entity.words.includes(singular(via.split(" ").at(-1) ?? "")) ? via : "";
  if (/^(?:them|they|him|her|he|she|the person)$/.test(words)) return concerned(draft, entity);

  const reached = pathsTo(draft, entity, name, start);
  if (reached.length > 0) {
    const all = reached.map((path) => addressAt(draft, entity, path));
    const missing = all.find((each) => typeof each === "string");
    return missing ?? all.flatMap((each) => (typeof each === "string" ? [] : [each]));
  }
  const own = entity.fields.filter(({ type }) => type === "email");
  const contact = contactOf(draft, entity, name);
  if (contact) return [contact];
  const those = eachOf(draft, entity, name);
  if (those) return typeof those === "string" ? those : [those];
  if (draft.signIn && isFiler(draft, phrase, name, entity)) return [{ kind: "field", field: makerOf(entity).name }];
  if (draft.signIn && (maker.test(words) || maker.test(head))) return [{ kind: "field", field: makerOf(entity).name }];
  const roles = rolesIn(draft, words);
  if (roles) return [{ kind: "roles", roles }];
  if (!draft.signIn && office.test(phrase.trim())) return [{ kind: "office" }];
  const last = name.split(" ").at(-1) ?? "";
  if (own.length === 1 && own[0] && (outside.test(last) || maker.test(words) || isPerson(last)))
    return [{ kind: "field", field: own[0].name }];
  const isKept = draft.entities.some((each) => each.words.at(-1) === last);
  if (!draft.signIn && (outside.test(last) || maker.test(words)) && own.length === 0 && start === "" && !isKept) {
    const short = maker.test(words) && / who /.test(words) ? "contact" : last;
    const field = addField(entity, emailField(`${short} e-mail`, camel([short, "email"])));
    return field ? [{ kind: "field", field: field.name }] : nobodyKnown(words);
  }
  return nobodyKnown(words);
}

const nobodyKnown = (words: string): string =>
  `No e-mail address is known of “${words}”, so nothing could be sent to them.`;

const emailField = (label: string, name: string): Field => ({
  name,
  label: capital(label),
  type: "email",
  required: false,
  unique: false,
});

/** Of "they", whom the record is about: itself where it is somebody, else whom it refers to, those of the house last. */
function concerned(draft: Draft, entity: DraftEntity): To[] | string {
  const paths: Field[][] = [
    ...(isSomebody(entity) ? [[]] : []),
    ...entity.fields.filter((field) => refersToSomebody(draft, field)).map((field) => [field]),
  ];
  const others = paths.filter(([field]) => {
    const last = (field ? entityOf(draft, field) : entity)?.words.at(-1) ?? "";
    return outside.test(last);
  });
  const [path] = paths.length === 1 ? paths : others.length === 1 ? others : [];
  if (path) {
    const to = addressAt(draft, entity, path);
    return typeof to === "string" ? to : [to];
  }
  const own = entity.fields.filter(({ type }) => type === "email");
  if (own.length === 1 && own[0]) return [{ kind: "field", field: own[0].name }];
  return "The sentence doesn't say whose e-mail address is meant.";
}

/** Whom a message is for that names nobody. */
export const whoIsMeant = concerned;

const isSomebody = ({ words, fields }: DraftEntity): boolean =>
  isPerson(words.at(-1) ?? "") || fields.some(({ type }) => type === "email");

const entityOf = (draft: Draft, { target }: Field): DraftEntity | undefined =>
  draft.entities.find(({ name }) => name === target);

function refersToSomebody(draft: Draft, field: Field): boolean {
  if (field.type !== "reference") return false;
  if (field.target === "User") return true;
  const target = entityOf(draft, field);
  return target !== undefined && isSomebody(target);
}

/** The references, one or two, that lead from a record to what is called so; none where it is meant itself. */
function pathsTo(draft: Draft, entity: DraftEntity, name: string, start: string): Field[][] {
  const last = name.split(" ").at(-1) ?? "";
  const isCalled = (words: readonly string[]) => words.join(" ") === name || words.at(-1) === last;
  if (start === "" && isCalled(entity.words) && isSomebody(entity)) return [[]];
  const from = (owner: DraftEntity): Field[] =>
    owner.fields.filter(
      (field) =>
        field.type === "reference" &&
        (isCalled(field.label.toLowerCase().split(" ")) || isCalled(entityOf(draft, field)?.words ?? [])),
    );
  const exact = (fields: Field[]) => fields.filter((field) => field.label.toLowerCase() === name);
  if (start === "") {
    const direct = from(entity);
    if (direct.length > 0) return (exact(direct).length > 0 ? exact(direct) : direct).map((field) => [field]);
  }
  const through = entity.fields.filter(
    (field) =>
      field.type === "reference" &&
      entityOf(draft, field) &&
      (start === "" ||
        field.label.toLowerCase().endsWith(singular(start)) ||
        entityOf(draft, field)?.words.at(-1) === singular(start.split(" ").at(-1) ?? "")),
  );
  return through.flatMap((field) => {
    const other = entityOf(draft, field);
    return other && other !== entity ? from(other).map((next) => [field, next]) : [];
  });
}

/** The address at the end of references; a person whose record has none gets a place for it. */
function addressAt(draft: Draft, entity: DraftEntity, path: readonly Field[]): To | string {
  const names = path.map(({ name }) => name);
  const end = path.at(-1);
  if (end?.target === "User") return { kind: "field", field: names.join(".") };
  const holder = end ? entityOf(draft, end) : entity;
  if (!holder) return "The record that it is for is not kept.";
  const email =
    holder.fields.find(({ type }) => type === "email") ??
    (isAddressable(holder) ? addField(holder, emailField("e-mail", "email")) : undefined);
  const account = holder.fields.find(({ target }) => target === "User");
  if (email) return { kind: "field", field: [...names, email.name].join(".") };
  if (account) return { kind: "field", field: [...names, account.name].join(".") };
  return `No e-mail address of a record of ${holder.words.join(" ")} is kept, so nothing could be sent to them.`;
}

/** Whether everybody would expect an e-mail address of it: people by any trade, and those whom a business deals with. */
const isAddressable = ({ words }: DraftEntity): boolean => {
  const last = words.at(-1) ?? "";
  return (
    isPerson(last) ||
    outside.test(last) ||
    business.has(last) ||
    whoIn(last) !== undefined ||
    /^(?:supplier|vendor|company|partner|contact|team|organi[sz]ation|family|household)$/.test(last)
  );
};

/** The kind of record that an unsaid occasion can only be: the one thing that these people book or file. */
export function madeBy(draft: Draft, phrase: string): DraftEntity | undefined {
  const name = plain(phrase).split(" ").map(singular).join(" ");
  const all = draft.entities.filter(
    (entity) =>
      (entity.isEvent || filed.test(entity.words.at(-1) ?? "")) &&
      (pathsTo(draft, entity, name, "").some((path) => path.length > 0) ||
        (outside.test(name) && entity.fields.some(({ type }) => type === "email"))),
  );
  return all.length === 1 ? all[0] : undefined;
}

const filed =
  /^(?:booking|reservation|order|registration|appointment|application|request|enrolment|enrollment|purchase|rental|hire|loan|donation|claim|ticket|subscription|signup|sign-up)$/;

/** "The building contact", of which the building holds the e-mail. */
function contactOf(draft: Draft, entity: DraftEntity, name: string): To | undefined {
  const [last = "", first] = name.split(" ").toReversed();
  const isCalled = ({ type, label }: Field) =>
    type === "email" && label.toLowerCase().replace(/ ?(?:e-mail|email)(?: address)?$/, "") === last;
  const own = entity.fields.find(isCalled);
  if (own && (first === undefined || entity.words.includes(first))) return { kind: "field", field: own.name };
  for (const field of entity.fields) {
    const target = field.type === "reference" ? entityOf(draft, field) : undefined;
    const held = target?.fields.find(isCalled);
    if (target && held && (first === undefined || target.words.includes(first)))
      return { kind: "field", field: `${field.name}.${held.name}` };
  }
  return undefined;
}

/** "The participants": whom the records lead to that belong to this one. */
function eachOf(draft: Draft, entity: DraftEntity, name: string): To | string | undefined {
  const isAnybody =
    /^(?:participant|attendee|everyone registered|registered (?:member|participant|person)|customer|guest)$/.test(name);
  const found = draft.entities.flatMap((child) => {
    const via = child === entity ? undefined : child.fields.find(({ target }) => target === entity.name);
    const path = via ? pathsTo(draft, child, name, "").find((each) => each[0] !== via) : undefined;
    const other =
      via && !path && isAnybody
        ? child.fields.filter((field) => field !== via && refersToSomebody(draft, field)).map((field) => [field])
        : [];
    const way = path ?? (other.length === 1 ? other[0] : undefined);
    return via && way ? [{ child, via, way }] : [];
  });
  const [only] = found;
  if (!only || found.length > 1) return undefined;
  const to = addressAt(draft, only.child, only.way);
  if (typeof to === "string" || to.kind !== "field") return to;
  return { kind: "each", of: only.child.name, via: only.via.name, field: to.field, when: [] };
}

/** "The employee", where it is employees who file such records: whoever filed this one. */
const isFiler = ({ spoken }: Draft, phrase: string, name: string, { fields }: DraftEntity): boolean =>
  /^the /i.test(phrase.trim()) &&
  !/s$/.test(phrase.trim()) &&
  fields.some(({ target, required }) => target === "User" && required) &&
  new RegExp(
    ` ${plural(name)} (?:can |may |should |must )?(?:file|submit|make|create|enter|request|report|log|raise|send|place|propose|apply|write|open|book|add|record) `,
  ).test(spoken);

/** Who made the record, an account that is filled in by itself. */
function makerOf(entity: DraftEntity): Field {
  const known = entity.fields.find(({ target, required }) => target === "User" && required);
  const field = known ?? {
    name: "createdBy",
    label: "Created by",
    type: "reference" as const,
    target: "User",
    required: true,
    unique: false,
  };
  if (!known) entity.fields.push(field);
  return field;
}

/** The roles that a phrase names, when people sign in. */
function rolesIn(draft: Draft, words: string): string[] | undefined {
  if (!draft.signIn) return undefined;
  const managing = [...draft.roles].filter((role) => manager.test(role));
  if (/^(?:me|us|we|i|office|team|staff|admins?|administrators?)$/.test(words) && !draft.roles.has(singular(words)))
    return managing.length > 0 ? managing : ["administrator"];
  const who = whoIn(words);
  if (!who || who === "everyone" || (words.includes(" ") && !who.every((role) => draft.roles.has(kebab([role])))))
    return undefined;
  const [role] = who;
  if (who.length !== 1 || role === undefined) return undefined;
  draft.roles.add(kebab([role]));
  return [kebab([role])];
}
