import { actionAt, type Clause } from "./clauses.ts";
import {
  addByPhrase,
  addEntity,
  addField,
  type Draft,
  type DraftEntity,
  dueOf,
  findEntity,
  refer,
  type Wish,
} from "./draft.ts";
import { attributeOf, isPerson, isValueWord } from "./fields.ts";
import {
  business,
  events,
  filingVerbs,
  holdingVerbs,
  keepingVerbs,
  notRecords,
  pluralValues,
  staff,
  stateVerbs,
} from "./lexicon.ts";
import { infinitive, singular, type Token, tokensOf } from "./tokens.ts";

/** What a phrase names: its words (last one singular), and how it was said. */
type Thing = { words: string[]; plural: boolean; possessive: boolean; singularWithArticle: boolean };

/** What the sentence so far speaks of, so that "each with" and "them" have a meaning. */
export type Focus = { last: DraftEntity | undefined; listed: DraftEntity[] };

/**
 * Reads what a clause says about records: which there are, what they hold, how they belong together, what happens to
 * them. Returns whether it said anything of the kind; the wish then carries what it brought about.
 */
export function readStructure(draft: Draft, clause: Clause, wish: Wish, focus: Focus): boolean {
  const text = withEntries(clause.text);
  return (
    readStates(draft, text, wish, focus) ||
    readHolding(draft, text, wish, focus) ||
    readAction(draft, text, wish, focus) ||
    readNames(draft, text, wish, focus)
  );
}

/** Hours are what an entry holds, not things that are kept: "employees log hours on projects". */
const withEntries = (text: string): string =>
  text.replace(
    /\b(logs?|records?|tracks?|enters?|registers?|books?) (?:their |the |his |her )?(?:working |worked )?(?:hours|time)(?: spent| worked)?(?: (?=on |for |against |per )(.+))?$/i,
    (_, verb: string, where?: string) =>
      `${verb} the time sheets${where ? ` ${where.replace(/^per /, "on ")}` : ""} with date and hours`,
  );

// States

function readStates(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  const named = text.match(
    /^(?:(?:the )?(.+?) )?(?:status(?:es)?|states?|stages?)(?: of (?:an? |the )?(.+?))?(?:: | (?:is|are|can be|may be|must be|should be|goes? from|moves? from|changes? from|one of) ?(?:one of )?(?:either )?)(.+)$/i,
  );
  const owner = named?.[1] ?? named?.[2];
  if (named?.[3] && /,|\bor\b|\band\b|\bto\b|→|->/.test(named[3])) {
    const entity = (owner && entityOf(draft, owner)) || focus.last;
    if (entity) return setStates(entity, valuesOf(named[3]), /→|->|\bthen\b|from .+ to|\bto\b/.test(text), wish);
  }
  const inBrackets =
    text.match(/^(.+?) (?:has|have|with) (?:an? |the )?status(?:es)?,? ?‹([^›]+)›/i) ??
    text.match(/^(.+?) (?:has|have) (?:an? )?status(?:es)? (?:of )?((?:[a-z -]+, )+(?:and |or )?[a-z -]+)$/i);
  if (inBrackets?.[1] && inBrackets[2] && !/\b(?:with|has|have)\b.*,/.test(inBrackets[1])) {
    const entity = entityOf(draft, inBrackets[1]) ?? focus.last;
    if (entity) return setStates(entity, valuesOf(inBrackets[2].replaceAll("¦", ",")), false, wish);
  }
  // "A request is drafted, submitted, then approved or rejected."
  const told = text.match(
    /^(?:an? |the |each |every |all )?(.+?) (?:is|are|gets?|can be|may be|will be|goes?|moves?) (?:first |either |from )?(.+)$/i,
  );
  if (told?.[1] && told[2]) {
    const between = /\b(?:goes?|moves?) (?:first )?from /i.test(text);
    const steps = (between ? told[2].replace(/ (?:to|into) /gi, ", then ") : told[2])
      .split(/,\s*(?:and |then )?|\s+then\s+|\s*(?:→|->)\s*|\s+and (?:then|finally|later) |\s+to\s+(?=\w+$)/)
      .map((step) => step.replace(/^(?:then|finally|later|and|either|or) /i, "").trim())
      .filter(Boolean);
    const alternatives = steps.map((step) => step.split(/\s+or\s+/).map((word) => word.trim().toLowerCase()));
    const flat = alternatives.flat();
    const states = flat.filter(
      (word) => /^(?:[a-z]+ )?[a-z-]+$/.test(word) && (between || isState(word) || /^(?:in|on) /.test(word)),
    );
    const entity =
      findEntity(
        draft,
        tokensOf(told[1])
          .filter(({ kind }) => kind === "N")
          .map(({ base }) => base),
      ) ?? (focus.last && /^(?:it|they)$/i.test(told[1]) ? focus.last : undefined);
    const subject = entity ?? (states.length === flat.length && flat.length > 1 ? entityOf(draft, told[1]) : undefined);
    if (subject && states.length === flat.length && flat.length > 1) {
      if (alternatives.length > 1) return setStates(subject, alternatives, true, wish);
      const verbs = flat.map((word) => infinitive(word)).filter((verb) => stateVerbs.has(verb));
      if (verbs.length === flat.length) return setVerbs(draft, subject, verbs, [], wish);
      return setStates(subject, alternatives.length > 1 ? alternatives : flat.map((each) => [each]), false, wish);
    }
  }
  return false;
}

const isState = (word: string) =>
  stateVerbs.has(infinitive(word.split(" ").at(-1) ?? "")) ||
  /(?:ed|ing|en|t)$/.test(word) ||
  /^(?:open|new|done|active|inactive|ready|draft|pending|won|lost|sold|out|in progress|on hold|late|todo|to do|free|available|full|live)$/.test(
    word,
  );

const valuesOf = (list: string): string[][] =>
  list
    .split(/,\s*(?:and |or |then |finally )?|\s+then\s+|\s*(?:→|->)\s*|\s+to\s+/)
    .map((step) =>
      step
        .split(/\s+(?:or|and)\s+|\s*\/\s*/)
        .map((word) =>
          word
            .replace(/^(?:then|finally|either|from|a|an|the) /i, "")
            .replace(/[‹›]/g, "")
            .trim()
            .toLowerCase(),
        )
        .filter((word) => /^[\p{L}][\p{L}\d -]{0,30}$/u.test(word)),
    )
    .filter((step) => step.length > 0);

function setStates(entity: DraftEntity, steps: string[][], inOrder: boolean, wish: Wish): boolean {
  const values = [...new Set(steps.flat())];
  if (values.length < 2) return false;
  if (inOrder) {
    entity.states = { values, steps };
    wish.kind = "state";
  } else {
    addField(entity, {
      name: "status",
      label: "Status",
      type: "enum",
      values,
      default: values[0] ?? "",
      required: true,
      unique: false,
    });
    wish.kind = "field";
  }
  wish.targets.add(`${entity.name}.status`);
  return true;
}

function setVerbs(
  draft: Draft,
  entity: DraftEntity,
  verbs: readonly string[],
  roles: readonly string[],
  wish: Wish,
): boolean {
  for (const verb of verbs) {
    const known = entity.verbs.get(verb) ?? new Set();
    for (const role of roles) {
      known.add(role);
      draft.roles.add(role);
    }
    entity.verbs.set(verb, known);
    wish.targets.add(`${entity.name}!${verb}`);
  }
  wish.kind = "state";
  return true;
}

// What a record holds

function readHolding(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  const held = text.match(
    /^(?:each|every|all|both|they all)(?: one)?(?: of (?:them|which|these))? ?(?:with|having|has|have) (.+)$/i,
  )?.[1];
  if (held && focus.last) return holdAll(draft, focus.last, held, wish, focus);
  const match =
    text.match(
      /^(.+?) (?:must |should |may |can |always |also )*(?:has|have|owns?|contains?|includes?|comprises?|consists? of|holds?|is described by|are described by|is made (?:up )?of|is identified by) (.+)$/i,
    ) ??
    text.match(/^(?:the )?(?:name|details?|data|information) of (?:an? |the |each |every )?(.+?) (?:is|are) (.+)$/i);
  if (match?.[1] && match[2]) {
    const subject = match[1].replace(/^(?:an? |the |each |every |all |our |any )+/i, "");
    if (/^(?:no|nobody|we|i|you|it|they|there)\b/i.test(match[1]) && !/^(?:it|they)$/i.test(match[1])) return false;
    const isOrder = actionAt(tokensOf(match[1])) >= 0;
    const entity = isOrder ? undefined : /^(?:it|they)$/i.test(match[1]) ? focus.last : entityOf(draft, subject);
    if (entity) return holdAll(draft, entity, match[2], wish, focus);
  }
  const belongs = text.match(
    /^(.+?) (?:belongs?|is assigned|are assigned|is linked|are linked|relates?|is attached|are attached|refers?) to (?:exactly |only )?(?:one |an? |the |many |several )?(.+)$/i,
  );
  if (belongs?.[1] && belongs[2]) {
    const from = entityOf(draft, belongs[1]);
    for (const other of splitList(belongs[2])) {
      const to = entityOf(draft, other);
      const made = from && to && refer(from, to, { required: true });
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

/** Every item of a list: further values of the record, or records of their own that belong to it. */
function holdAll(draft: Draft, entity: DraftEntity, list: string, wish: Wish, focus: Focus): boolean {
  const before = wish.targets.size;
  // "Members have a membership with start and end date": what is held holds something itself, so it is a record.
  const [held = "", within] = splitOnce(
    list,
    /,? (?:each |every |all |both )?(?:with|having) (?:their |its |an? |the )?/i,
  );
  const inner = within !== undefined && !held.includes(",") ? thingIn(tokensOf(held)) : undefined;
  const child = inner && !isValueWord(inner.words.join(" ")) ? entityFrom(draft, inner) : undefined;
  if (child && child !== entity) {
    note(child, refer(child, entity, { required: true }), wish);
    wish.targets.add(child.name).add(entity.name);
    wish.kind = "relation";
    holdAll(draft, child, within ?? "", wish, focus);
    return true;
  }
  for (const item of splitList(list)) holdOne(draft, entity, item, wish);
  focus.last = entity;
  if (wish.targets.size > before && wish.kind === "other") wish.kind = "field";
  return wish.targets.size > before;
}

function holdOne(draft: Draft, entity: DraftEntity, item: string, wish: Wish): void {
  const brackets = item.match(/^(.*?)\s*‹([^›]+)›\s*(.*)$/);
  const phrase = brackets ? `${brackets[1]} ${brackets[3]}`.trim() : item;
  const values = brackets?.[2]
    ?.split("¦")
    .map((value) => value.replace(/^(?:e\.g\.|such as|like|either|for example) /i, "").trim())
    .filter((value) => /^[\p{L}\d][\p{L}\d .%+-]{0,30}$/u.test(value));
  const note = (field: { name: string } | undefined) => field && wish.targets.add(`${entity.name}.${field.name}`);
  const simple = phrase
    .toLowerCase()
    .replace(
      /^(?:an? |the |its |their |his |her |many |several |one or more |multiple |any number of |zero or more |some |more )+/,
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
  const known = findEntity(draft, words);
  if (known && known !== entity && !values) {
    if (
      isMany &&
      /\b(?:many|several|multiple|one or more|any number)\b|^(?!an? |the )/.test(phrase.toLowerCase()) &&
      !dependsOn(draft, entity, known)
    ) {
      const made = refer(known, entity, { required: true });
      if (made) wish.targets.add(`${known.name}.${made.name}`);
    } else note(refer(entity, known, { required: !isMany }));
    wish.kind = "relation";
    return;
  }
  if (
    isMany &&
    !values &&
    !pluralValues.has(head) &&
    !isValueWord(simple) &&
    words.length <= 3 &&
    !notRecords.has(singular(head))
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
    else if (!entity.states && entity.verbs.size === 0)
      setStates(entity, [["open"], ["in progress"], ["done"]], false, wish);
    return;
  }
  const attribute = attributeOf(phrase, values);
  if (!attribute) return;
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

// What happens between records

function readAction(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  const tokens = tokensOf(text.replace(/‹[^›]*›/g, ""));
  const at = actionAt(tokens);
  const verb = at < 0 ? undefined : tokens[at];
  if (!verb || at < 0) return false;
  const passive = verb.kind === "B" || verb.kind === "M" ? readPassive(draft, tokens, at, wish, focus) : undefined;
  if (passive !== undefined) return passive;
  if (verb.kind !== "V") return false;
  const subject = thingIn(tokens.slice(0, at));
  const { object, held } = cutHeld(text, tokens, at);
  const base = verb.base;
  // "approve or reject them"
  const verbs = [base];
  let next = at + 1;
  while (
    tokens[next]?.kind === "C" &&
    tokens[next + 1] &&
    stateVerbs.has(infinitive(tokens[next + 1]?.text ?? "")) &&
    tokens[next + 1]?.kind !== "D"
  ) {
    verbs.push(infinitive(tokens[next + 1]?.text ?? ""));
    next += 2;
  }
  const stateOnes = verbs.filter((each) => stateVerbs.has(each));
  const objectTokens = tokens.slice(next);
  const marked = text.match(
    /\bmark(?:s|ed|ing)? (?:an? |the |each |their )?(.+?) as (?:being )?([a-z]+)(?: or ([a-z]+))?/i,
  );
  if (marked?.[1]) {
    const entity = /^(?:it|them)$/i.test(marked[1])
      ? focus.last
      : (findEntity(draft, thingIn(tokensOf(marked[1]))?.words ?? []) ?? entityOf(draft, marked[1]));
    const done = [marked[2], marked[3]].filter((word) => word !== undefined);
    const known = done.map((word) => infinitive(word)).filter((each) => stateVerbs.has(each));
    if (entity && known.length === done.length) return setVerbs(draft, entity, known, rolesOf(subject), wish);
    if (entity && done[0]) {
      const field = addField(entity, {
        name: done[0].toLowerCase(),
        label: done[0],
        type: "boolean",
        required: true,
        unique: false,
        default: false,
      });
      if (field) wish.targets.add(`${entity.name}.${field.name}`);
      return true;
    }
  }
  const objects = thingsIn(objectTokens.slice(0, firstBreak(objectTokens)));
  const direct = objects[0];
  const actor = subject && actorOf(draft, subject, base);

  if (
    stateOnes.length === verbs.length &&
    stateOnes.length > 0 &&
    !(filingVerbs.has(base) && stateOnes.length === 1 && subject && !findEntity(draft, direct?.words ?? []))
  ) {
    const isPronoun = objectTokens[0]?.kind === "R" || objectTokens.length === 0;
    const target = isPronoun
      ? focus.last
      : (findEntity(draft, direct?.words ?? []) ??
        ownerOfValue(draft, direct, focus) ??
        (direct && !isValueWord(direct.words.join(" ")) ? entityFrom(draft, direct) : undefined));
    if (
      target &&
      !(base === "collect" || base === "sign" || base === "pay" || base === "pack"
        ? !findEntity(draft, direct?.words ?? []) && !isPronoun
        : false)
    ) {
      if (base === "return" && !dueOf(target)) addByPhrase(target, "due date", { required: false });
      setVerbs(draft, target, stateOnes, rolesOf(subject), wish);
      if (
        subject &&
        !staff.has(subject.words.at(-1) ?? "") &&
        isPerson(subject.words.at(-1) ?? "") &&
        actor &&
        actor !== target &&
        base === "submit"
      )
        note(target, refer(target, actor, { required: true }), wish);
      focus.last = target;
      if (held) holdAll(draft, target, held, wish, focus);
      return true;
    }
  }

  const event = events.get(base);
  // "Patients book appointments with dentists": what is booked is the event itself.
  if (event && direct && actor && happenings.has(direct.words.at(-1) ?? "")) {
    const happening = entityFrom(draft, direct);
    if (happening && happening !== actor) {
      happening.isEvent ||= happening.fields.length === 0;
      const others = objects.slice(1).map((thing) => entityFrom(draft, thing));
      const company = splitList(held ?? "")
        .map((item) => thingIn(tokensOf(item)))
        .filter((thing) => thing && isPerson(thing.words.at(-1) ?? ""));
      for (const each of [actor, ...others, ...company.map((thing) => thing && entityFrom(draft, thing))]) {
        if (!each || each === happening) continue;
        note(happening, refer(happening, each, { required: true }), wish);
        wish.targets.add(each.name);
      }
      wish.targets.add(happening.name);
      wish.kind = "relation";
      focus.last = happening;
      for (const phrase of [...(held && company.length === 0 ? [held] : []), ...valuesAround(text)])
        holdAll(draft, happening, phrase, wish, focus);
      return true;
    }
  }
  if (event && direct && !isValueWord(direct.words.join(" "))) {
    const what = entityFrom(draft, direct);
    const others = objects
      .slice(1)
      .map((thing) => entityFrom(draft, thing))
      .filter((each) => each !== undefined);
    if (what && (actor || others.length > 0) && !(findEntity(draft, [event.noun]) === what)) {
      const happening = addEntity(draft, [event.noun]);
      if (happening && happening !== what) {
        happening.isEvent ||= happening.fields.length === 0;
        for (const each of [actor, what, ...others])
          if (each && each !== happening) note(happening, refer(happening, each, { required: true }), wish);
        if (event.out && !happening.states) {
          happening.verbs.set("return", happening.verbs.get("return") ?? new Set());
          wish.targets.add(`${happening.name}!return`);
        }
        wish.targets.add(happening.name);
        for (const each of [actor, what]) if (each) wish.targets.add(each.name);
        wish.kind = "relation";
        focus.last = happening;
        focus.listed.push(...[actor, what, happening].filter((each) => each !== undefined));
        for (const phrase of [...(held ? [held] : []), ...valuesAround(text)])
          holdAll(draft, happening, phrase, wish, focus);
        return true;
      }
    }
  }

  if (holdingVerbs.has(base) && actor) return holdAll(draft, actor, objectWords(text, verb.text), wish, focus);

  if ((keepingVerbs.has(base) || filingVerbs.has(base) || (event && at === 0)) && direct) {
    const list = splitList(object);
    let any = false;
    for (const item of list) any = readThing(draft, item, wish, focus, held ? "keep" : "keep") || any;
    const main = any ? focus.last : undefined;
    if (main && actor && actor !== main && filingVerbs.has(base)) wish.targets.add(actor.name);
    if (main && filingVerbs.has(base) && subject && actor && actor !== main)
      note(main, refer(main, actor, { required: true, as: filedBy(subject, verb) }), wish);
    if (main && held) holdAll(draft, main, held, wish, focus);
    if (any && wish.kind === "other") wish.kind = "entity";
    return any;
  }

  // An action of the trade between two kinds of records: "Gardeners prune trees."
  if (
    subject &&
    direct &&
    at > 0 &&
    !notRecords.has(direct.words.at(-1) ?? "") &&
    !isValueWord(direct.words.join(" ")) &&
    !/^(?:see|show|want|like|know|search|find|view|filter|sort|look|print|export|import|download|get|send|receive|warn|remind|need|require|use|choose|select|decide|help|make)$/.test(
      base,
    )
  ) {
    const what = entityFrom(draft, direct);
    if (what && actor && what !== actor) {
      note(what, refer(what, actor, { required: false }), wish);
      wish.targets.add(what.name);
      wish.kind = "relation";
      focus.last = what;
      if (held) holdAll(draft, what, held, wish, focus);
      return true;
    }
  }
  return false;
}

/** "A lesson can be booked by a pupil", "requests are approved by managers", "tickets can be closed". */
function readPassive(draft: Draft, tokens: Token[], at: number, wish: Wish, focus: Focus): boolean | undefined {
  if (tokens.slice(at).some(({ text }) => text === "not" || text === "cannot" || text === "only" || text === "never"))
    return undefined;
  const rest = tokens
    .slice(at)
    .filter(({ kind, text }) => kind !== "B" && kind !== "M" && !/^(?:also|then|either)$/.test(text));
  const done = rest[0];
  if (!done || !/(?:ed|en|t|d)$/.test(done.text)) return undefined;
  const verbs: string[] = [];
  for (const token of rest) {
    if (token.kind === "C" || token.text === "by") {
      if (token.text === "by") break;
      continue;
    }
    if (!stateVerbs.has(infinitive(token.text))) break;
    verbs.push(infinitive(token.text));
  }
  const by = rest.findIndex(({ text }) => text === "by");
  const doer = by < 0 ? undefined : thingIn(rest.slice(by + 1));
  const thing = thingIn(tokens.slice(0, at));
  const target = thing
    ? (findEntity(draft, thing.words) ?? (isPronounOnly(tokens.slice(0, at)) ? focus.last : entityFrom(draft, thing)))
    : focus.last;
  if (!target) return undefined;
  if (verbs.length > 0) {
    focus.last = target;
    return setVerbs(draft, target, verbs, rolesOf(doer), wish);
  }
  const event = events.get(infinitive(done.text));
  const person = doer && entityFrom(draft, doer);
  if (event && person && person !== target) {
    const happening = addEntity(draft, [event.noun]);
    if (happening && happening !== target) {
      happening.isEvent ||= happening.fields.length === 0;
      for (const each of [target, person]) note(happening, refer(happening, each, { required: true }), wish);
      if (event.out) happening.verbs.set("return", new Set());
      wish.targets.add(happening.name);
      wish.kind = "relation";
      focus.last = happening;
      for (const phrase of valuesAround(tokens.map(({ text }) => text).join(" ")))
        holdAll(draft, happening, phrase, wish, focus);
      return true;
    }
  }
  if (person && person !== target) {
    note(target, refer(target, person, { required: false }), wish);
    wish.kind = "relation";
    focus.last = target;
    return true;
  }
  return undefined;
}

const isPronounOnly = (tokens: readonly Token[]) => tokens.every(({ kind }) => kind === "R");

// Names of things

/** A clause that only names: "families", "their pupils", "lessons with topic and fee". */
function readNames(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  if (actionAt(tokensOf(text.replace(/‹[^›]*›/g, ""))) >= 0 && !/\bwith\b/i.test(text)) {
    const tokens = tokensOf(text);
    if (actionAt(tokens) !== 0 || tokens.length > 4 || !tokens.at(-1)?.plural) return false;
  }
  const [names = "", held] = splitOnce(
    text,
    /,? (?:each |every |all )?(?:with|having|including|containing)(?: (?:their|its|an?|the))? /i,
  );
  if (held && actionAt(tokensOf(names)) > 0) return false;
  let any = false;
  for (const item of splitList(names)) any = readThing(draft, item, wish, focus, "name") || any;
  if (any && held && focus.last) holdAll(draft, focus.last, held, wish, focus);
  if (any && wish.kind === "other") wish.kind = "entity";
  return any;
}

/** One named kind of record, with what it is "of" or whose it is. */
function readThing(draft: Draft, item: string, wish: Wish, focus: Focus, how: "name" | "keep"): boolean {
  const tokens = tokensOf(item.replace(/‹[^›]*›/g, ""));
  for (const token of tokens)
    if (token.kind === "V")
      Object.assign(token, { kind: "N", plural: /[^su]s$/.test(token.text), base: singular(token.text) });
  const things = thingsIn(tokens);
  const usable = things.filter(
    (thing) =>
      (!isNoRecord(thing) && !business.has(thing.words.at(-1) ?? "")) || findEntity(draft, thing.words) !== undefined,
  );
  const [first, ...rest] = usable;
  if (!first) return false;
  const known = findEntity(draft, first.words);
  const phrase = first.words.join(" ");
  const owner =
    rest[0] &&
    (findEntity(draft, rest[0].words) ??
      (rest[0].plural || rest[0].singularWithArticle ? entityFrom(draft, rest[0]) : undefined));
  if (
    !known &&
    (isValueWord(phrase) || pluralValues.has(tokens.at(-1)?.text ?? "")) &&
    !(first.plural && how === "keep" && !owner && !focus.last && !isValueWord(phrase))
  ) {
    // "Keep the name and phone of customers": values of what follows, else of what was spoken of.
    const holder = owner ?? focus.last;
    if (!holder) return false;
    holdOne(draft, holder, item.replace(/ (?:of|for|from) .*$/i, ""), wish);
    focus.last = holder;
    return true;
  }
  if (
    !known &&
    !first.plural &&
    !first.singularWithArticle &&
    how === "name" &&
    !isPerson(first.words.at(-1) ?? "") &&
    focus.last
  ) {
    holdOne(draft, focus.last, item, wish);
    return wish.targets.size > 0;
  }
  const entity = known ?? entityFrom(draft, first);
  if (!entity) return false;
  wish.targets.add(entity.name);
  const before = focus.listed.at(-1) ?? focus.last;
  if (first.possessive && before && before !== entity) {
    note(entity, refer(entity, before, { required: true }), wish);
    wish.kind = "relation";
  }
  for (const each of rest) {
    const to =
      findEntity(draft, each.words) ?? (each.plural || each.singularWithArticle ? entityFrom(draft, each) : undefined);
    if (to && to !== entity) {
      note(entity, refer(entity, to, { required: true }), wish);
      wish.targets.add(to.name);
    }
  }
  focus.last = entity;
  if (!focus.listed.includes(entity)) focus.listed.push(entity);
  return true;
}

/** "From a start date to an end date, for a yearly rent": values told around an event. */
const valuesAround = (text: string): string[] =>
  [
    ...text
      .toLowerCase()
      .matchAll(
        /\b(?:from|to|on|at|for|until) (?:an?|the) ((?:[a-z-]+ ){0,2}?[a-z]+)(?=,| to | for | from | on | at | until | and |$)/g,
      ),
  ]
    .map((match) => match[1] ?? "")
    .filter(isValueWord);

const happenings = new Set([
  "appointment",
  "booking",
  "reservation",
  "order",
  "visit",
  "session",
  "meeting",
  "consultation",
  "viewing",
  "rental",
  "trip",
  "tour",
  "delivery",
]);

// Parts

const note = (entity: DraftEntity, field: { name: string } | undefined, wish: Wish) =>
  field && wish.targets.add(`${entity.name}.${field.name}`);

const rolesOf = (thing: Thing | undefined): string[] => {
  const head = thing?.words.at(-1) ?? "";
  return staff.has(head) || isPerson(head) ? [thing?.words.join("-") ?? head] : [];
};

/** "filedBy" for staff; the person's own name for everyone else. */
function filedBy(subject: Thing, verb: Token): string[] | undefined {
  if (!staff.has(subject.words.at(-1) ?? "")) return undefined;
  const base = verb.base;
  const past = base.endsWith("e")
    ? `${base}d`
    : /^(?:submit|log)$/.test(base)
      ? `${base}${base.at(-1)}ed`
      : ({ make: "made", write: "written", send: "sent" }[base] ?? `${base}ed`);
  return [past, "by"];
}

/** Who acts, as a record: people of the trade always, staff when they file something that is theirs. */
function actorOf(draft: Draft, subject: Thing, verb: string): DraftEntity | undefined {
  const head = subject.words.at(-1) ?? "";
  const known = findEntity(draft, subject.words);
  if (known) return known;
  if (business.has(head) || notRecords.has(head)) return undefined;
  if (!staff.has(head)) return entityFrom(draft, subject);
  return filingVerbs.has(verb) || events.has(verb) || holdingVerbs.has(verb)
    ? addEntity(draft, head === "staff" ? ["staff", "member"] : head === "user" ? ["person"] : subject.words)
    : undefined;
}

/** "Costs" of which record: the one of the sentence that holds such a value, else the last one spoken of. */
function ownerOfValue(draft: Draft, thing: Thing | undefined, focus: Focus): DraftEntity | undefined {
  if (!thing) return undefined;
  const head = thing.words.at(-1) ?? "";
  const holder = draft.entities.find((entity) =>
    entity.fields.some(
      ({ name }) => name.toLowerCase() === thing.words.join("").toLowerCase() || name.toLowerCase().endsWith(head),
    ),
  );
  if (holder || !isValueWord(thing.words.join(" "))) return holder;
  if (focus.last) addByPhrase(focus.last, head);
  return focus.last;
}

/** The entity that a phrase names, started when it may be one. */
function entityOf(draft: Draft, phrase: string): DraftEntity | undefined {
  const thing = thingIn(tokensOf(phrase.replace(/‹[^›]*›/g, "")));
  return thing && entityFrom(draft, thing);
}

/** "The application" is the software; "grant applications" are records. */
const isNoRecord = ({ words, plural }: Thing): boolean =>
  notRecords.has(words.at(-1) ?? "") && !(words.at(-1) === "application" && (plural || words.length > 1));

function entityFrom(draft: Draft, thing: Thing): DraftEntity | undefined {
  const head = thing.words.at(-1) ?? "";
  const known = findEntity(draft, thing.words);
  if (known) return known;
  if (isNoRecord(thing) || head.length < 2 || (thing.words.length === 1 && isValueWord(head))) return undefined;
  return addEntity(draft, thing.words);
}

const generic = new Set(
  "new old different various multiple several many few own existing all overdue open upcoming active current unpaid paid important other main simple basic full late available due past future recent latest regular possible complete detailed certain specific single individual additional extra further particular more most own up".split(
    " ",
  ),
);

/** The first thing that tokens name. */
export const thingIn = (tokens: readonly Token[]): Thing | undefined => thingsIn(tokens)[0];

/** The things that tokens name, one for each unbroken run of naming words. */
function thingsIn(tokens: readonly Token[]): Thing[] {
  const things: Thing[] = [];
  let run: Token[] = [];
  let opener: Token | undefined;
  const end = () => {
    const words = run.filter(({ kind, text }) => kind === "N" || !generic.has(text));
    const last = words.at(-1);
    if (last?.kind === "N")
      things.push({
        words: [...words.slice(0, -1).map(({ text }) => text.replace(/'s?$/, "")), last.base.replace(/'s?$/, "")]
          .filter((word) => /^[\p{L}][\p{L}\d-]*$/u.test(word))
          .slice(-3),
        plural: last.plural,
        possessive: opener !== undefined && /^(?:their|its|his|her)$/.test(opener.text),
        singularWithArticle:
          opener !== undefined && /^(?:an?|each|every|the|one|any)$/.test(opener.text) && !last.plural,
      });
    run = [];
  };
  for (const token of tokens) {
    // "Clients' projects" are projects.
    if (/s'$|'s$/.test(token.text) && token.kind === "N") run = [];
    else if (
      token.kind === "N" ||
      (token.kind === "A" && !/^(?:not|only|also|always|never|up|once|twice|again)$/.test(token.text))
    )
      run.push(token);
    else {
      end();
      opener = token.kind === "D" || token.text === "one" ? token : undefined;
    }
  }
  end();
  return things.filter(({ words }) => words.length > 0);
}

/** Where the object of an action ends: at what it has, when, how long, and under which condition. */
const firstBreak = (tokens: readonly Token[]): number => {
  const at = tokens.findIndex(
    ({ text, kind }) =>
      /^(?:with|including|when|where|if|until|over|above|under|below|within|during|before|after|so|which|that|who|per|without|against)$/.test(
        text,
      ) || kind === "#",
  );
  return at < 0 ? tokens.length : at;
};

/** The object of the action at `at` in the author's words, and the list after "with". */
function cutHeld(text: string, tokens: readonly Token[], at: number): { object: string; held: string | undefined } {
  const after = objectWords(text, tokens[at]?.text ?? "");
  const [object = "", held] = splitOnce(
    after,
    /,? (?:each |every |all |both )?(?:with|having|including)(?: (?:their|its))? /i,
  );
  return {
    object: object.replace(
      / (?:over|above|under|below|within|when|if|until|so that|before|after|per|because) .*$/i,
      "",
    ),
    held: held?.replace(/ (?:when|if|so that|because) .*$/i, ""),
  };
}

const objectWords = (text: string, verb: string): string => {
  const found = text.toLowerCase().search(new RegExp(`\\b${verb.replace(/[^\p{L}\d-]/gu, "")}\\b`, "u"));
  return found < 0 ? text : text.slice(found + verb.length).trim();
};

function splitOnce(text: string, at: RegExp): [string, string | undefined] {
  const match = text.match(at);
  return match?.index === undefined
    ? [text, undefined]
    : [text.slice(0, match.index), text.slice(match.index + match[0].length)];
}

/** The items of an enumeration; "start and end date" and "date and time" are one item. */
export const splitList = (list: string): string[] =>
  list
    .replace(/\bdate and time\b/gi, "date/time")
    .replace(
      /\b(start|begin|opening|arrival|check-in)(ing)? and (end|finish|closing|departure|check-out)/gi,
      "$1$2 / $3",
    )
    .replace(/\b(between|from) (\d+) (?:and|to) (\d+)/gi, "$2-$3")
    .split(/\s*,\s*(?:and\s+|or\s+|as well as\s+)?|\s+(?:and|or|as well as|plus|&)\s+/)
    .map((item) => item.replace(/ \/ /g, " and ").trim())
    .filter((item) => item !== "");
