import type { Entity, Field } from "../../artefacts.ts";
import { mentioned } from "../demands/demand.ts";
import { type Draft, type DraftEntity, findEntity, type Wish } from "../draft.ts";
import { camel, capital, kebab } from "../fields.ts";
import { singular } from "../tokens.ts";
import type { Telling } from "./forms.ts";
import type { Told } from "./index.ts";

type Verb = Telling["verbs"][number];
type Rights = NonNullable<Entity["rights"]>;
type Role = { name: string; manages: boolean };

const verbs: readonly Verb[] = ["see", "create", "change", "delete"];
const writing = verbs.slice(1);
const single = "Single values that some may not see or change are not built by this version.";

/**
 * Has people sign in with the roles that rights are told of, and gives sentences whose records are not known their gap:
 * an application to which nobody could be told apart gets no sign-in for them.
 */
export function openRights(draft: Draft): void {
  const told = draft.tellings.map((each) => ({ ...each, of: objectsOf(draft, each) }));
  for (const { wish, of } of told) if (typeof of === "string") refuse(wish, of);
  const isMeant = ({ telling, wish }: Told) => wish.gap === undefined || telling.kind === "only";
  if (told.some(isMeant)) draft.signIn = true;
  for (const each of told.filter(isMeant))
    if (each.telling.who !== "everyone") for (const role of each.telling.who) draft.roles.add(role);
}

/** Gives records the rights that were told of them. */
export function resolveRights(draft: Draft, roles: readonly Role[]): void {
  const told = draft.tellings.map((each) => ({ ...each, of: objectsOf(draft, each) }));
  for (const { wish, of } of told) if (typeof of === "string") refuse(wish, of);
  const meant = told.flatMap((each): Meant[] =>
    typeof each.of === "string" || each.wish.gap !== undefined ? [] : [{ ...each, of: each.of }],
  );
  const table = new Rules(draft, roles);
  for (const each of meant) table.add(each);
  for (const entity of draft.entities) entity.rights = table.rightsOf(entity);
  for (const each of meant) table.claim(each);
}

type Meant = Told & { of: DraftEntity[] };

function refuse(wish: Wish, gap: string): void {
  if (wish.gap !== undefined) return;
  Object.assign(wish, { gap, targets: new Set(), priority: wish.priority === "could" ? "could" : "should" });
}

const anything =
  /^(?:|everything|anything|something|nothing|(?:any |all |the )?(?:records?|data|entries|things|information)|all of (?:it|them))$/i;

/** The records that a sentence speaks of, or why none can be told. */
function objectsOf(draft: Draft, { telling, wish, last }: Told): DraftEntity[] | string {
  const what = telling.what.trim();
  if (anything.test(what)) return draft.entities;
  if (/^(?:it|them|they|these|those|this)$/i.test(what)) {
    const said = wish.sentence.text.slice(0, Math.max(0, wish.sentence.text.indexOf(wish.text)));
    const before = mentioned(draft, said) ?? last;
    return before && draft.entities.includes(before)
      ? [before]
      : `This version could not tell what “${what}” stands for in this sentence.`;
  }
  const found = what.split(/,? (?:and|or|nor) |, /).map((each) => objectOf(draft, each, telling));
  const lost = found.find((each) => typeof each === "string");
  return typeof lost === "string" ? lost : found.filter((each) => typeof each === "object");
}

function objectOf(draft: Draft, phrase: string, telling: Telling): DraftEntity | string {
  const words = phrase
    .toLowerCase()
    .replace(/^(?:(?:any|all|every|each|the|our|an?|existing|whole|full|complete|own|of|these|new) )+/, "")
    .split(/\s+/)
    .filter((word) => word !== "");
  const entity = named(draft, words) ?? named(draft, withoutKind(words));
  if (entity) return entity;
  const own =
    telling.kind === "own" && /^(?:data|details|profile|account|record|information|page)s?$/.test(words.join(" "));
  if (own && Array.isArray(telling.who)) {
    const selves = telling.who.map((role) => personOf(draft, role));
    if (selves.length === 1 && selves[0]) return selves[0];
  }
  const isValue = draft.entities.some(({ fields }) =>
    fields.some(
      ({ label, type }) =>
        type !== "reference" && label.toLowerCase().split(" ").at(-1) === singular(words.at(-1) ?? ""),
    ),
  );
  return isValue ? single : `This version could not tell what “${phrase.trim()}” stands for in this sentence.`;
}

/** By one word, or by all of its words: "approved orders" are not all orders. */
function named(draft: Draft, words: readonly string[]): DraftEntity | undefined {
  if (words.length === 0) return undefined;
  const found = findEntity(draft, words);
  if (!found || words.length === 1) return found;
  const isWhole = found.words.join(" ") === words.map(singular).join(" ");
  const isOfIts = words
    .slice(0, -1)
    .every((word) => draft.entities.some((each) => each.words.includes(singular(word))));
  return isWhole || isOfIts ? found : undefined;
}

/** "The price list", "customer data": a list of prices, and what is kept of customers. */
const withoutKind = (words: readonly string[]): string[] =>
  words.length > 1 &&
  /^(?:lists?|data|details|records?|entries|information|register|catalogue|catalog|database|pages?|overview)$/.test(
    words.at(-1) ?? "",
  )
    ? words.slice(0, -1)
    : [];

/** The record that stands for people of a role. */
const personOf = (draft: Draft, role: string): DraftEntity | undefined =>
  draft.entities.find(({ words }) => kebab(words) === role) ??
  draft.entities.find(({ words }) => words.length === 1 && words[0] === role.split("-").at(-1));

/** What all sentences together allow and forbid. */
class Rules {
  readonly #draft: Draft;
  readonly #roles: readonly Role[];
  readonly #only = new Map<string, Set<string>>();
  readonly #general = new Map<Verb, Set<string>>();
  readonly #denied = new Map<string, Set<string>>();
  readonly #own = new Map<DraftEntity, NonNullable<Rights["own"]>>();

  constructor(draft: Draft, roles: readonly Role[]) {
    this.#draft = draft;
    this.#roles = roles;
  }

  #whom({ who }: Telling): string[] {
    if (who !== "everyone") return who;
    return this.#roles.filter(({ manages }) => !manages).map(({ name }) => name);
  }

  add({ telling, of, wish }: Meant): void {
    const who = this.#whom(telling);
    const isAll = of.length === this.#draft.entities.length && anything.test(telling.what);
    switch (telling.kind) {
      case "only":
        for (const verb of telling.verbs)
          if (isAll) put(this.#general, verb, who);
          else for (const entity of of) put(this.#only, `${entity.name}@${verb}`, who);
        this.#moves(telling, of, wish);
        return;
      case "cannot":
        for (const entity of of) for (const verb of telling.verbs) put(this.#denied, `${entity.name}@${verb}`, who);
        return;
      case "just": {
        for (const entity of this.#draft.entities)
          for (const verb of writing)
            if (!of.includes(entity) || !telling.verbs.includes(verb)) put(this.#denied, `${entity.name}@${verb}`, who);
        if (!telling.verbs.includes("see"))
          this.#draft.assumptions.add(`“${wish.text}” limits what they write. What they see is not limited by it.`);
        if (!telling.verbs.includes("see") || telling.verbs.length > 1 || isAll || telling.what === "") return;
        // What these records point at is part of seeing them.
        const seen = new Set(reachable(this.#draft, of));
        for (const entity of this.#draft.entities) if (!seen.has(entity)) put(this.#denied, `${entity.name}@see`, who);
        return;
      }
      case "own":
        for (const entity of of) this.#addOwn(entity, telling, who, wish);
        return;
      case "all":
    }
  }

  /** "Only managers may approve or delete": the one moves it. */
  #moves({ moves, who }: Telling, of: readonly DraftEntity[], wish: Wish): void {
    for (const move of moves) {
      const moved = of.filter(({ verbs: known }) => known.has(move));
      if (moved.length === 0)
        refuse(wish, `The records are kept, but what “${move}” does is not built by this version.`);
      for (const entity of moved) {
        if (who !== "everyone") for (const role of who) entity.verbs.get(move)?.add(role);
        wish.targets.add(`${entity.name}!${move}`);
      }
    }
  }

  #addOwn(entity: DraftEntity, telling: Telling, who: readonly string[], wish: Wish): void {
    const limited = telling.verbs.filter((verb) => verb !== "create");
    // Who may not touch what is others' can't take it away either.
    const told = limited.includes("change") ? [...new Set([...limited, "delete" as const])] : limited;
    for (const role of who) {
      const fields = ownersOf(this.#draft, entity, role, telling.by);
      if (typeof fields === "string") {
        refuse(wish, fields);
        return;
      }
      const all = this.#own.get(entity) ?? [];
      for (const field of fields) {
        const same = all.find((each) => each.field === field && each.verbs.join() === told.join());
        if (same) same.roles = [...new Set([...same.roles, role])];
        else all.push({ roles: [role], verbs: told, field });
      }
      this.#own.set(entity, all);
    }
    if (entity.owners?.some(({ name }) => name === "enteredBy"))
      this.#draft.assumptions.add(
        `Whoever enters ${/^[aeiou]/.test(entity.words[0] ?? "") ? "an" : "a"} ${entity.words.join(" ")} is who it belongs to, unless somebody who deals with all of them names another.`,
      );
  }

  rightsOf(entity: DraftEntity): Rights | undefined {
    const rights: Rights = {};
    const all = this.#roles.map(({ name }) => name);
    for (const verb of verbs) {
      const told = this.#only.get(`${entity.name}@${verb}`) ?? this.#general.get(verb);
      const denied = this.#denied.get(`${entity.name}@${verb}`);
      const allowed = all.filter((role) => (told?.has(role) ?? true) && !denied?.has(role));
      // Where nobody would be left, who was named goes before who was kept out; that one's sentence is then a gap.
      const left = [allowed, all.filter((role) => told?.has(role) ?? false), this.#managing()].find(
        (each) => each.length > 0,
      );
      if (left && left.length < all.length) rights[verb] = left;
    }
    const own = this.#own.get(entity);
    if (own) rights.own = own;
    return Object.keys(rights).length > 0 ? rights : undefined;
  }

  #managing(): string[] {
    return this.#roles.filter(({ manages }) => manages).map(({ name }) => name);
  }

  /** What holds a sentence; one that others speak against is a gap. */
  claim({ telling, of, wish }: Meant): void {
    if (wish.gap !== undefined) return;
    const who = this.#whom(telling);
    const isAll = anything.test(telling.what);
    const may = (entity: DraftEntity, verb: Verb, role: string) => entity.rights?.[verb]?.includes(role) ?? true;
    const against = (isMeant: boolean) => {
      if (!isMeant)
        refuse(wish, "Another sentence of the brief says otherwise of these rights, so nothing was made of this one.");
      return isMeant;
    };
    const isHeld = () => {
      switch (telling.kind) {
        case "only":
          // What is told of one kind of records goes before what is told of all.
          return of.every((entity) =>
            telling.verbs.every((verb) => {
              const few = this.#roles.filter(({ name }) => may(entity, verb, name));
              const isTold = isAll && this.#only.has(`${entity.name}@${verb}`);
              return isTold || few.every(({ name }) => who.includes(name));
            }),
          );
        case "cannot":
          return of.every((entity) => telling.verbs.every((verb) => who.every((role) => !may(entity, verb, role))));
        case "all":
          return of.every((entity) =>
            who.every(
              (role) => may(entity, "see", role) && !entity.rights?.own?.some(({ roles }) => roles.includes(role)),
            ),
          );
        case "just":
          return this.#draft.entities.every((entity) =>
            writing.every(
              (verb) =>
                (of.includes(entity) && telling.verbs.includes(verb)) || who.every((role) => !may(entity, verb, role)),
            ),
          );
        case "own":
          return of.every((entity) =>
            who.every((role) => entity.rights?.own?.some(({ roles }) => roles.includes(role)) ?? false),
          );
      }
    };
    if (!against(isHeld())) return;
    for (const target of this.#targets(telling, of)) wish.targets.add(target);
    if (wish.targets.size === 0) wish.targets.add("access");
    wish.kind = "role";
  }

  #targets(telling: Telling, of: readonly DraftEntity[]): string[] {
    const those = telling.kind === "just" || telling.kind === "all" ? this.#draft.entities : of;
    return those.flatMap(({ name, rights }) => {
      if (!rights) return [];
      const told = telling.kind === "just" ? verbs : telling.kind === "all" ? (["see"] as const) : telling.verbs;
      const own = (telling.kind === "own" || telling.kind === "all") && rights.own ? [`${name}@own`] : [];
      return [
        ...(telling.kind === "own" ? [] : told.filter((verb) => rights[verb]).map((verb) => `${name}@${verb}`)),
        ...own,
      ];
    });
  }
}

function put<Key>(map: Map<Key, Set<string>>, key: Key, roles: readonly string[]): void {
  const known = map.get(key) ?? new Set();
  for (const role of roles) known.add(role);
  map.set(key, known);
}

/** Records and what they point at, and so on. */
function reachable(draft: Draft, from: readonly DraftEntity[]): DraftEntity[] {
  const found = new Set(from);
  for (const entity of found)
    for (const { target } of entity.fields) {
      const other = draft.entities.find(({ name }) => name === target);
      if (other) found.add(other);
    }
  return [...found];
}

/** The fields that say whose a record is, made where the brief has none; or why it can't be told. */
function ownersOf(draft: Draft, entity: DraftEntity, role: string, by: Telling["by"]): string[] | string {
  const person = personOf(draft, role);
  if (person && by !== "made") {
    if (person === entity) return [accountOf(entity)];
    const fields = entity.fields.filter(({ target }) => target === person.name);
    if (fields.length > 0) {
      const account = accountOf(person);
      return fields.map(({ name }) => `${name}.${account}`);
    }
    if (reachable(draft, [entity]).includes(person))
      return `Whose ${entity.words.join(" ")} it is stands in another record, and this version looks only at what a record itself points at.`;
  }
  const head = role.split("-").at(-1) ?? role;
  const accounts = entity.fields.filter(({ type, target }) => type === "reference" && target === "User");
  const ofRole = ({ name }: Field) =>
    name.toLowerCase().includes(head) || (by === "assigned" && /^(?:assignee|assigned|responsible)/i.test(name));
  const named = accounts.filter(ofRole);
  if (by !== "made" && named.length > 0) return named.map(({ name }) => name);
  const written = by === "made" ? undefined : entity.fields.find((field) => field.type === "text" && ofRole(field));
  if (written) {
    if (written.unique || isSpokenOf(entity, written))
      return `Whose ${entity.words.join(" ")} it is stands there in words, and this version can tell people apart by accounts only.`;
    // Who it is, is no longer written down by name.
    Object.assign(written, { type: "reference", target: "User" });
    return [written.name];
  }
  const maker = accounts.filter(({ name }) => /By$/.test(name));
  if (by !== "assigned" && maker.length > 0) return [maker[0]?.name ?? ""];
  if (by === undefined && accounts.length === 1) return [accounts[0]?.name ?? ""];
  const made =
    by === "assigned"
      ? { name: camel(role.split("-")), label: capital(role.replaceAll("-", " ")), required: false }
      : { name: "enteredBy", label: "Entered by", required: true };
  entity.owners ??= [];
  const added = entity.owners;
  if (!added.some(({ name }) => name === made.name))
    added.push({ ...made, type: "reference", target: "User", unique: false });
  return [made.name];
}

/** Whether anything else of the record is made of a value. */
const isSpokenOf = ({ rules, lists, computed }: DraftEntity, { name }: Field): boolean =>
  JSON.stringify([rules, lists, computed]).includes(`"${name}"`);

/** The field by which a record stands for an account. */
function accountOf(person: DraftEntity): string {
  const known = person.fields.find(({ name, target }) => name === "account" && target === "User");
  if (known) return known.name;
  const name = person.fields.some((field) => field.name === "account") ? "signsInAs" : "account";
  person.fields.push({
    name,
    label: name === "account" ? "Account" : "Signs in as",
    type: "reference",
    target: "User",
    required: false,
    unique: false,
  });
  return name;
}
