import { actionAt } from "../clauses.ts";
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
} from "../draft.ts";
import { isPerson, isValueWord } from "../fields.ts";
import {
  business,
  events,
  filingVerbs,
  holdingVerbs,
  keepingVerbs,
  notRecords,
  seeingVerbs,
  staff,
  stateVerbs,
} from "../lexicon.ts";
import { infinitive, plural, type Token, tokensOf } from "../tokens.ts";
import { holdAll } from "./holding.ts";
import { readThing } from "./names.ts";
import { readPassive } from "./passive.ts";
import { setVerbs } from "./states.ts";
import {
  entityFrom,
  entityOf,
  type Focus,
  isNoRecord,
  note,
  splitList,
  splitOnce,
  type Thing,
  thingIn,
  thingsIn,
} from "./thing.ts";

export function readAction(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  const tokens = tokensOf(text.replace(/‹[^›]*›/g, ""));
  const found = actionAt(tokens);
  // "A driver can accept the offer": what may be done, and nothing that is done to the driver.
  const isActive =
    /^(?:can|may)$/.test(tokens[found]?.text ?? "") &&
    stateVerbs.has(tokens[found + 1]?.base ?? "") &&
    !tokens.slice(found).some(({ kind, text: each }) => kind === "B" || /^(?:only|not|never)$/.test(each));
  const at = isActive ? found + 1 : found;
  const verb = at < 0 ? undefined : tokens[at];
  if (!verb || at < 0) return false;
  const passive = verb.kind === "B" || verb.kind === "M" ? readPassive(draft, tokens, at, wish, focus) : undefined;
  if (passive !== undefined) return passive;
  if (verb.kind !== "V") return false;
  const subject = thingIn(tokens.slice(0, isActive ? found : at));
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
  const handsOver = /^(?:give|hand|pass)$/.test(base) && objectTokens.some(({ text }) => text === "to");
  if (
    (base === "assign" || (handsOver && toWorker(objectTokens))) &&
    assign(draft, thingsIn(objectTokens), wish, focus)
  )
    return true;
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
  const lends =
    /^(?:lend|rent|hire|sell|loan)$/.test(base) &&
    objectTokens.some(({ text }) => text === "to") &&
    subject !== undefined &&
    (!subject.plural || staff.has(subject.words.at(-1) ?? "") || /ian$/.test(subject.words.at(-1) ?? "")) &&
    !findEntity(draft, subject.words);
  // "The stud keeps mares": so is whoever keeps them.
  const keeps =
    keepingVerbs.has(base) &&
    !filingVerbs.has(base) &&
    subject !== undefined &&
    !subject.plural &&
    /^(?:the|our)$/.test(tokens[0]?.text ?? "") &&
    !isPerson(subject.words.at(-1) ?? "") &&
    !findEntity(draft, subject.words);
  // "The wardrobe lends costumes to schools": whoever lends is the owner of it all.
  const actor = subject && !lends && !keeps ? actorOf(draft, subject, base) : undefined;

  if (
    stateOnes.length === verbs.length &&
    stateOnes.length > 0 &&
    !(filingVerbs.has(base) && stateOnes.length === 1 && subject && !findEntity(draft, direct?.words ?? []))
  ) {
    const isPronoun = objectTokens[0]?.kind === "R" || objectTokens.length === 0;
    const target = isPronoun
      ? decided(draft, focus, base)
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

  const filed = isFiling(base, object);
  const event = filed
    ? undefined
    : (events.get(base) ?? (isAsked(draft, base) ? { noun: base, out: undefined } : undefined));
  // "Patients book appointments with dentists": what is booked is the event itself.
  const isOfItsOwn = event && [event.noun, plural(event.noun)].some((noun) => draft.spoken.includes(` ${noun} `));
  if (
    event &&
    direct &&
    actor &&
    objectTokens[0]?.kind !== "P" &&
    happenings.has(direct.words.at(-1) ?? "") &&
    // "Customers book trips" where bookings are told, too.
    !(isOfItsOwn && direct.words.at(-1) !== event.noun)
  ) {
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
    // "Assign a second examiner" names no assignment, until the brief speaks of one.
    const isSpoken = base !== "assign" || draft.spoken.includes(" assignment");
    if (isSpoken && what && (actor || others.length > 0) && !(findEntity(draft, [event.noun]) === what)) {
      const happening = addEntity(draft, [event.noun]);
      if (happening && happening !== what) {
        happening.isEvent ||= happening.fields.length === 0;
        // "Costumes to schools and theatres", "books and magazines": it is one or the other of them.
        const isEither = orMore(objectTokens);
        for (const each of [actor, what, ...others])
          if (each && each !== happening)
            note(
              happening,
              refer(happening, each, {
                // A permit that is applied for is there when it is granted, and not before.
                required:
                  each === actor ||
                  (!isEither(each) &&
                    events.has(base) &&
                    !(base === "apply" && isGranted.test(each.words.at(-1) ?? ""))),
              }),
              wish,
            );
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

  // "Buyers place bids on lots": an amount that somebody gives for something is a record of its own.
  const [amount, given] = objects;
  if (filingVerbs.has(base) && actor && amount?.plural && given && isValueWord(amount.words.join(" "))) {
    const what = findEntity(draft, given.words);
    const made =
      what &&
      objectTokens.some(({ text }) => /^(?:on|for|against|towards)$/.test(text)) &&
      addEntity(draft, amount.words);
    if (what && made && made !== what && made !== actor) {
      for (const each of [actor, what]) note(made, refer(made, each, { required: true }), wish);
      wish.targets.add(made.name);
      wish.kind = "relation";
      focus.last = made;
      made.isEvent ||= made.fields.every(({ type }) => type === "reference");
      addByPhrase(made, "amount");
      if (held) holdAll(draft, made, held, wish, focus);
      return true;
    }
  }

  if ((keepingVerbs.has(base) || filingVerbs.has(base) || (event && at === 0) || filed) && direct) {
    const list = splitList(object);
    let any = false;
    // "Climbers log their ascents": theirs are the climbers'.
    if (actor && filingVerbs.has(base) && /\btheir\b/i.test(object)) focus.listed.push(actor);
    for (const item of list) any = readThing(draft, item, wish, focus, held ? "keep" : "keep") || any;
    const main = any ? focus.last : undefined;
    if (main && actor && actor !== main && filingVerbs.has(base)) wish.targets.add(actor.name);
    // "Volunteers can only add inspections" tells what they may, and not whose an inspection is.
    if (main && filingVerbs.has(base) && subject && actor && actor !== main && !/\bonly\b/i.test(text))
      note(
        main,
        // Who writes something down need not be known; who asks for something is.
        refer(main, actor, {
          required: !writesDown.test(base) || /\btheir\b/i.test(object),
          as: filedBy(subject, verb),
        }),
        wish,
      );
    if (main && held) holdAll(draft, main, held, wish, focus);
    if (any && wish.kind === "other") wish.kind = "entity";
    return any;
  }

  // "The office plans jobs for customers": what a business does with its records is keeping them.
  if (subject && !actor && at > 0 && direct?.plural && !event && stateOnes.length === 0 && !seeingVerbs.has(base)) {
    const any = readThing(draft, object, wish, focus, "keep");
    if (any && wish.kind === "other") wish.kind = "entity";
    if (any) return true;
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

/** Which records are told with others of their place: "books and magazines to members" of books and magazines. */
function orMore(tokens: readonly Token[]): (entity: DraftEntity) => boolean {
  const sides = tokens.reduce<Token[][]>(
    (all, token) => {
      if (token.kind === "P") all.push([]);
      else all.at(-1)?.push(token);
      return all;
    },
    [[]],
  );
  const shared = sides.filter((side) => thingsIn(side).length > 1 && side.some(({ text }) => text === "and"));
  return ({ words }) => shared.some((side) => thingsIn(side).some((thing) => thing.words.at(-1) === words.at(-1)));
}

/** "Researchers request manuscripts" where requests are spoken of: what is asked for is told by a record of its own. */
const isAsked = ({ spoken }: Draft, verb: string): boolean =>
  /^(?:request|claim)$/.test(verb) &&
  new RegExp(` (?:the|an?|each|every|all|any|of|open|approve|decline|reject|accept|decide|pending) ${verb}s? `).test(
    spoken,
  );

/** "Registers samples" files them; "registers for a camp", "registers children for camps" is what happens between two. */
const isFiling = (base: string, text: string): boolean => base === "register" && !/\b(?:for|at|in|on|to)\b/i.test(text);

/** "Gives the ride to a driver": who gets it does it. */
const toWorker = (tokens: readonly Token[]): boolean => {
  const [, second, ...others] = thingsIn(tokens);
  const head = second?.words.at(-1) ?? "";
  return others.length === 0 && (isPerson(head) || staff.has(head) || /(?:[^n]er|or|ist|ian|man)$/.test(head));
};

/** "Assign each child to a group", "assigns a tradesman to every defect": the one knows the other. */
function assign(draft: Draft, things: readonly Thing[], wish: Wish, focus: Focus): boolean {
  const [first, second] = things.map((thing) => entityFrom(draft, thing));
  if (!first || !second || first === second) return false;
  const isWorker = ({ words }: DraftEntity) =>
    isPerson(words.at(-1) ?? "") ||
    staff.has(words.at(-1) ?? "") ||
    /(?:[^n]er|or|ist|ian|man)$/.test(words.at(-1) ?? "");
  const inverted =
    isWorker(first) &&
    !isWorker(second) &&
    (leads.test(first.words.at(-1) ?? "") ||
      !/^(?:group|team|class|department|room|course|shift|crew|project|table|seat)$/.test(second.words.at(-1) ?? ""));
  const [from, to] = inverted ? [second, first] : [first, second];
  note(from, refer(from, to, { required: false }), wish);
  wish.targets.add(from.name);
  wish.kind = "relation";
  focus.last = from;
  return true;
}

const writesDown = /^(?:log|record|enter|note)$/;

/** Who leads a group or a course is one of many things it has; whoever else is assigned to it is in it. */
const leads =
  /(?:instructor|teacher|trainer|coach|tutor|guide|leader|lecturer|supervisor|manager|examiner|referee|judge)$/;

/** "From a start date to an end date, for a yearly rent": values told around an event. */
export const valuesAround = (text: string): string[] =>
  [
    ...text
      .toLowerCase()
      .matchAll(
        /\b(?:from|to|on|at|for|until|and) (?:an?|the) ((?:[a-z-]+ ){0,2}?[a-z]+)(?=,| to | for | from | on | at | until | and |$)/g,
      ),
  ]
    .map((match) => match[1] ?? "")
    .filter(isValueWord);

/** What somebody gets by applying for it. */
const isGranted =
  /^(?:permit|permission|licen[cs]e|grant|funding|loan|membership|leave|pass|certificate|card|refund|visa|exemption)$/;

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

export const rolesOf = (thing: Thing | undefined): string[] => {
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
  if ((business.has(head) && !subject.plural) || isNoRecord(subject)) return undefined;
  if (!staff.has(head)) return entityFrom(draft, subject);
  return filingVerbs.has(verb) || events.has(verb) || holdingVerbs.has(verb)
    ? addEntity(draft, head === "staff" ? ["staff", "member"] : head === "user" ? ["person"] : subject.words)
    : undefined;
}

/** "The officer confirms or refuses": what is decided on is no person, but what a person asked for. */
const decided = (draft: Draft, { last }: Focus, verb: string): DraftEntity | undefined =>
  last &&
  isPerson(last.words.at(-1) ?? "") &&
  /^(?:approve|reject|decline|refuse|deny|grant|confirm|accept)$/.test(verb)
    ? draft.entities.findLast(({ isEvent }) => isEvent)
    : last;

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
    /,? (?:each |every |all |both )?(?:with|having|including)(?: (?:their|its|my|our|your))? /i,
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
