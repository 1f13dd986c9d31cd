import type { Condition, Field, Notification } from "../../artefacts.ts";
import { fieldLike, found, mentioned } from "../demands/demand.ts";
import { addField, type Draft, type DraftEntity, dueOf, refer, statesOf } from "../draft.ts";
import { camel, capital } from "../fields.ts";
import { events, stateVerbs } from "../lexicon.ts";
import { whoIn } from "../rights/who.ts";
import { infinitive, singular } from "../tokens.ts";
import type { MailTold } from "./index.ts";
import { madeBy } from "./whom.ts";

/** When of what, and the record that it happens to. */
export type Occasion = {
  entity: DraftEntity;
  when: Notification["when"];
  /** "An urgent request": which of them. */
  only?: Condition;
  doer?: string;
};

/** What is done when a record is made. */
const making =
  /^(?:made|created|placed|filed|added|entered|recorded|registered|received|reported|logged|requested|sent|raised|opened|submitted|booked|ordered|announced|given|sent in|posted|lodged|handed in|joined)$/;
const makes =
  /^(?:make|create|place|file|add|enter|record|register|report|log|request|raise|open|submit|book|order|reserve|post|lodge|join|apply|enrol|enroll|sign|send|donate|receive)$/;

/**
 * When a sentence says that an e-mail is sent.
 *
 * @returns why that can't be told, for the gap
 */
export function occasionOf(draft: Draft, told: MailTold): Occasion | string {
  const { telling, before } = told;
  if (telling.occasion === undefined && telling.plus === undefined) {
    const made = telling.confirms && telling.who ? madeBy(draft, telling.who) : undefined;
    if (made) return { entity: made, when: { kind: "made" } };
    const done = before === "" ? unsaid : read(draft, before, told);
    return typeof done === "string" || done.when.kind !== "becomes" ? unsaid : done;
  }
  const said = telling.occasion ?? before;
  if (said === "") return unsaid;
  const phrases = said
    .replace(/^(?:if|when|once|that) /i, "")
    .split(/ (?:or|and) (?=(?:when|if|once|an?|the|their|each) )/i);
  const all = phrases.map((phrase) => read(draft, phrase.trim(), told));
  const unread = all.find((each) => typeof each === "string");
  if (unread !== undefined) return unread;
  const [first, ...more] = all.filter((each) => typeof each !== "string");
  if (!first) return unsaid;
  // "When a booking is confirmed or when it is cancelled": two states of one record.
  for (const each of more) {
    if (each.entity !== first.entity || each.when.kind !== "becomes" || first.when.kind !== "becomes")
      return "One e-mail on occasions as different as these is not built by this version.";
    if (each.when.field !== first.when.field || !each.when.to || !first.when.to)
      return "One e-mail on occasions as different as these is not built by this version.";
    if (JSON.stringify(each.only) !== JSON.stringify(first.only))
      return "One e-mail on occasions as different as these is not built by this version.";
    first.when.to = [...new Set([...first.when.to, ...each.when.to])];
  }
  return first;
}

const unsaid = "The sentence doesn't say when the e-mail is to go.";
const unclear = (phrase: string): string =>
  `This version could not tell when “${phrase}” is, so no e-mail is sent for it.`;

function read(draft: Draft, phrase: string, told: MailTold): Occasion | string {
  const { last } = told;
  const only: Condition = [];
  let isUnclear = false;
  const named = (words: string): DraftEntity | undefined => {
    if (/^(?:it|they|one|this|that|he|she)$/i.test(words.trim())) {
      const [, of] = told.telling.who?.match(/ of (.+)$/i) ?? [];
      return (of === undefined ? undefined : mentioned(draft, of)) ?? mentioned(draft, told.before) ?? last;
    }
    const entity = found(draft, words) ?? mentioned(draft, words);
    const which = entity && whichOf(entity, words);
    if (which === "unclear") isUnclear = true;
    else if (which) only.push(which);
    return entity;
  };
  const occasion = readAs(draft, phrase, named, told);
  if (!occasion || isUnclear) return unclear(phrase);
  return { ...occasion, only: [...new Map(only.map((each) => [each.field, each])).values()] };
}

/** Words that leave open which records of a kind are meant. */
const anyOfThem =
  /^(?:an?|the|each|every|any|all|their|his|her|its|our|new|another|that|this|some|someone's|whole|entire|own)$/;

/** "An urgent request": the records of a choice that is named before what they are. */
function whichOf(entity: DraftEntity, words: string): Condition[number] | "unclear" | undefined {
  const left = words
    .toLowerCase()
    .replace(/'s\b/g, "")
    .split(/[^\p{L}\d-]+/u)
    .filter((word) => word !== "" && !anyOfThem.test(word) && !entity.words.includes(singular(word)));
  if (left.length === 0) return undefined;
  const value = left.join(" ");
  const field = entity.fields.find(({ type, values }) => type === "enum" && values?.includes(value));
  return field ? { field: field.name, op: "eq", to: { literal: value } } : "unclear";
}

type Named = (words: string) => DraftEntity | undefined;

function readAs(draft: Draft, phrase: string, named: Named, told: MailTold): Occasion | undefined {
  const { telling } = told;
  if (telling.plus !== undefined) return ofDay(draft, phrase, telling.plus, named, told);
  return (
    ofStatus(phrase, named) ??
    ofValue(phrase, named) ??
    ofGiving(draft, phrase, named, told) ??
    ofNew(phrase, named) ??
    ofDue(draft, phrase, named, told) ??
    ofState(phrase, named) ??
    ofDeed(draft, phrase, named, told) ??
    ofDoing(draft, phrase, named, told) ??
    ofNoun(draft, phrase, told) ??
    ofWord(draft, phrase, told)
  );
}

const the = "(?:(?:an?|the|each|every|any|all|their|his|her|its|our|new|another|someone's|that|this) )*";

/** "The status of a request changes", "an order changes its status". */
function ofStatus(phrase: string, named: Named): Occasion | undefined {
  const [, of] =
    phrase.match(
      new RegExp(
        `^(?:the )?(?:status|state|stage)(?: of ${the}(.+?))? (?:changes|is changed|has changed|is updated)$`,
        "iu",
      ),
    ) ??
    phrase.match(new RegExp(`^(?:the )?(?:status|state) changes? (?:of|to|in) ${the}(.+)$`, "iu")) ??
    phrase.match(
      new RegExp(
        `^${the}(.+?)(?:'s)? (?:changes (?:its |their )?|(?:status|state) (?:changes|is changed|is updated))(?:status|state)?$`,
        "iu",
      ),
    ) ??
    [];
  const entity =
    of === undefined ? (/\bstatus\b/i.test(phrase) ? named("it") : undefined) : named(of.replace(/'s$/, ""));
  if (!entity || !/\b(?:status|state|stage)\b/i.test(phrase) || !statusOf(entity)) return undefined;
  return { entity, when: { kind: "becomes", field: "status" } };
}

/** "Its priority becomes high", "the result of an inspection is failed". */
function ofValue(phrase: string, named: Named): Occasion | undefined {
  const [, name = "", of = "it", value = ""] =
    phrase
      .toLowerCase()
      .match(
        new RegExp(
          `^(?:its|the|their) ([\\p{L} -]+?)(?: of ${the}([\\p{L} -]+?))? (?:is|becomes|changes to|is (?:set|changed) to) ([\\p{L} -]+)$`,
          "u",
        ),
      ) ?? [];
  const entity = name === "" ? undefined : named(of);
  const field = entity?.fields.find(
    ({ type, label, values }) => type === "enum" && label.toLowerCase() === name && values?.includes(value),
  );
  return entity && field && { entity, when: { kind: "becomes", field: field.name, to: [value] } };
}

const statusOf = (entity: DraftEntity): readonly string[] | undefined =>
  entity.fields.find(({ name }) => name === "status")?.values ?? statesOf(entity)?.values;

/** "A job is assigned to them", "they are assigned to a shift", "a ticket is assigned to a technician". */
function ofGiving(draft: Draft, phrase: string, named: Named, told: MailTold): Occasion | undefined {
  const [, what = "", to = ""] =
    phrase.match(
      new RegExp(
        `^${the}([\\p{L} -]+?) (?:is|are|gets?|has been) (?:re)?(?:assigned|given|allocated)(?: to (.+))?$`,
        "iu",
      ),
    ) ?? [];
  const people = /^(?:they|he|she|somebody|someone|you|i|we)$/i;
  const isTurned = people.test(what) || (named(to) !== undefined && entityHas(draft, named(to), what));
  const entity = isTurned ? named(to) : named(what);
  if (!/\b(?:assigned|given|allocated)\b/i.test(phrase) || !entity) return undefined;
  if (statusOf(entity)?.includes("assigned")) return undefined;
  const who = isTurned ? what : to;
  const field = referenceTo(draft, entity, who) ?? place(draft, entity, who, told);
  return field && { entity, when: { kind: "becomes", field: field.name }, doer: field.label.toLowerCase() };
}

const entityHas = (draft: Draft, entity: DraftEntity | undefined, words: string): boolean =>
  entity !== undefined && referenceTo(draft, entity, words) !== undefined;

/** Where nothing says yet who has been given a record, whoever is told of it. */
function place(draft: Draft, entity: DraftEntity, who: string, { telling }: MailTold): Field | undefined {
  const given = /^(?:|them|they|him|her|he|she)$/i.test(who) ? (telling.who ?? "") : who;
  const words = given
    .toLowerCase()
    .split(" ")
    .filter((word) => !anyOfThem.test(word))
    .map(singular);
  const person = draft.entities.find((each) => each.words.join(" ") === words.join(" "));
  if (person && person !== entity) return refer(entity, person, { required: false });
  if (!draft.signIn || words.length !== 1 || whoIn(words.join(" ")) === undefined) return undefined;
  return addField(entity, {
    name: camel(words),
    label: capital(words.join(" ")),
    type: "reference",
    target: "User",
    required: false,
    unique: false,
  });
}

/** The reference to whom a record is given: by name, else the only one to somebody who does work. */
function referenceTo(draft: Draft, entity: DraftEntity, who: string): Field | undefined {
  const last = singular(who.toLowerCase().split(" ").at(-1) ?? "");
  const references = entity.fields.filter(({ type }) => type === "reference");
  const byName = references.find(
    (field) =>
      field.label.toLowerCase().split(" ").at(-1) === last ||
      draft.entities.find(({ name }) => name === field.target)?.words.at(-1) === last,
  );
  if (byName) return byName;
  const workers = references.filter(
    (field) =>
      (field.target === "User" && !field.required) ||
      /(?:technician|agent|employee|worker|driver|volunteer|assignee|engineer|mechanic|cleaner|guide|inspector|member|team|person|staff|crew|instructor|teacher)$/.test(
        field.label.toLowerCase(),
      ),
  );
  return workers.length === 1 ? workers[0] : undefined;
}

/** "There is a new complaint", "a new order comes in", "for each booking". */
function ofNew(phrase: string, named: Named): Occasion | undefined {
  const [, what] =
    phrase.match(/^there (?:is|are) (?:an? )?new (.+)$/i) ??
    phrase.match(/^(?:an? |any |each |every )?(?:new )?(.+?) (?:comes? in|arrives?|appears?|exists)$/i) ??
    phrase.match(
      /^(?:each|every|an?|any|their|the) (?!.*(?:ed|en|ships|fails)$)(?:new )?([\p{L}-]+(?: [\p{L}-]+)?)$/iu,
    ) ??
    [];
  const entity = what === undefined ? undefined : named(what);
  return entity && { entity, when: { kind: "made" } };
}

/** "An invoice is overdue", "the due date has passed", "the contract expires". */
function ofDue(draft: Draft, phrase: string, named: Named, told: MailTold): Occasion | undefined {
  const [, what] =
    phrase.match(new RegExp(`^${the}(.+?) (?:is|are|becomes?|gets|falls) (?:over|past )due$`, "iu")) ?? [];
  const late = what === undefined ? undefined : named(what);
  const due = late && dueOf(late);
  if (late && due) return { entity: late, when: { kind: "day", field: due.name, plus: 1 } };
  if (
    / (?:ends?|expires?|runs? out|lapses?|is due|are due|falls due|has passed|passes|is reached)$|\bon (?:the|their) day\b/i.test(
      phrase,
    )
  )
    return ofDay(draft, phrase, 0, named, told);
  return undefined;
}

const endings =
  /^(?:ends?|expires?|runs? out|lapses?|finish(?:es)?|is over|terminates?|expiry|expiration|end|expiration date)$/i;
const beginnings =
  /^(?:starts?|begins?|takes? place|happens?|arrives?|opens?|departs?|leaves?|is held|is scheduled|start|beginning)$/i;

/** So many days before or after a date of a record. */
function ofDay(draft: Draft, phrase: string, plus: number, named: Named, told: MailTold): Occasion | undefined {
  const [, what = phrase, does = ""] =
    phrase.match(
      new RegExp(
        `^${the}(.+?) (ends?|expires?|runs? out|lapses?|finish(?:es)?|is over|starts?|begins?|takes? place|happens?|opens?|departs?|is due|are due|falls due|is held|is scheduled|has passed|passes|is reached)$`,
        "iu",
      ),
    ) ??
    phrase.match(new RegExp(`^${the}(.+)$`, "iu")) ??
    [];
  const [, noun = "", owner = ""] = what.match(/^(.+?) of (?:(?:an?|the|their|its|each) )?(.+)$/i) ?? [];
  const [, possessor = "", value = ""] = what.match(/^([\p{L}-]+)'s? (.+)$/u) ?? [];
  const of = owner || possessor;
  const self = of !== "" ? undefined : named(/^(?:it|they)$/i.test(what) ? "it" : what);
  const holder = of === "" ? self : named(of);
  const name = (noun || value || what).toLowerCase();
  const candidates = [holder, ...(holder ? [] : [told.last, ...draft.entities])].filter((each) => each !== undefined);
  for (const entity of new Set(candidates)) {
    const field = dateIn(entity, entity === self ? does : `${name} ${does}`.trim());
    if (field && (holder || isNamed(field, name))) return { entity, when: { kind: "day", field: field.name, plus } };
  }
  return undefined;
}

const isNamed = (field: Field, words: string): boolean => {
  const last =
    words
      .split(" ")
      .filter((word) => !/^(?:date|day|is|the|due)$/.test(word))
      .at(-1) ?? words;
  return (
    field.label.toLowerCase().includes(singular(last)) ||
    (/\bdue\b/.test(words) && /due|deadline|return|until/i.test(field.name))
  );
};

/** The date of a record that words speak of: by its name, by what ends or begins then, or its only one. */
function dateIn(entity: DraftEntity, words: string): Field | undefined {
  const dates = entity.fields.filter(
    ({ type, name }) => (type === "date" || type === "dateTime") && !/(?:ed|paid|sent|decided)On$/.test(name),
  );
  const like = words === "" ? undefined : fieldLike(entity, words.toLowerCase().split(" "));
  if (like && dates.includes(like)) return like;
  const verb = words.split(" ").slice(-2).join(" ");
  const isEnd = endings.test(words) || endings.test(verb) || endings.test(words.split(" ").at(-1) ?? "");
  const isStart = beginnings.test(words) || beginnings.test(verb) || beginnings.test(words.split(" ").at(-1) ?? "");
  if (isEnd)
    return (
      dates.find(({ name }) => /end|expir|until|till|valid|renew|(?:^|[a-z])To$|^to$|return|departure/i.test(name)) ??
      only(dates)
    );
  if (isStart)
    return dates.find(({ name }) => /start|begin|from|arrival|departure|date|^on$|at$/i.test(name)) ?? only(dates);
  if (/\b(?:due|passed|passes|reached)\b/i.test(words)) return dueOf(entity) ?? only(dates);
  const named = dates.find((field) => words !== "" && isNamed(field, words.toLowerCase()));
  if (named) return named;
  return (
    dates.find(({ name }) => /start|begin|from|^date$|appointment|visit|arrival|scheduled|planned/i.test(name)) ??
    only(dates)
  );
}

const only = (dates: readonly Field[]): Field | undefined => (dates.length === 1 ? dates[0] : undefined);

/** "A request is approved or rejected", "the repair becomes ready". */
function ofState(phrase: string, named: Named): Occasion | undefined {
  const [, what = "", is = ""] =
    phrase.match(
      new RegExp(
        `^${the}(.+?) (?:is|are|was|were|has been|have been|gets?|becomes?|goes|turns?|reaches)(?: (?:finally|successfully|marked(?: as)?|set(?: to)?|moved(?: to| into)?|either|put|the status|in|to))* ([\\p{L} ,-]+?)(?: (?:by|to|for|at|from) .+)?$`,
        "iu",
      ),
    ) ??
    phrase.match(new RegExp(`^${the}([\\p{L} -]+?) (failed|passed|ships|expired)$`, "iu")) ??
    [];
  if (what === "") return undefined;
  const entity = named(what);
  if (!entity) return undefined;
  return statesIn(entity, is);
}

function statesIn(entity: DraftEntity, list: string): Occasion | undefined {
  const words = list
    .toLowerCase()
    .split(/,? (?:or|and) |, /)
    .map((each) => each.replace(/^(?:is|are|been|finally|also) /, "").trim())
    .filter((each) => each !== "");
  const known = [...(statusOf(entity) ?? [])];
  const initial = statesOf(entity)?.initial;
  const to: string[] = [];
  let isMade = false;
  for (const each of words) {
    const verb = infinitive(each);
    const state = known.find((value) => value === each || infinitive(value) === verb);
    if (state && state !== initial) to.push(state);
    else if (state === initial && state !== undefined) isMade = true;
    else if (making.test(each)) isMade = true;
    else if (stateVerbs.has(verb) && !entity.states?.inOrder && !hasStatusField(entity)) {
      // It is spoken of as done, so it can be.
      entity.verbs.set(verb, entity.verbs.get(verb) ?? new Set());
      to.push(stateVerbs.get(verb)?.participle ?? each);
    } else return ofChoice(entity, each);
  }
  if (isMade && to.length === 0) return { entity, when: { kind: "made" } };
  if (isMade || to.length === 0) return undefined;
  return { entity, when: { kind: "becomes", field: "status", to: [...new Set(to)] } };
}

const hasStatusField = (entity: DraftEntity): boolean =>
  entity.fields.some(({ name, values }) => name === "status" && values !== undefined) && entity.verbs.size === 0;

/** "A ticket is urgent", "an inspection failed": a value of another choice, or of yes and no. */
function ofChoice(entity: DraftEntity, value: string): Occasion | undefined {
  const field = entity.fields.find(({ type, values }) => type === "enum" && values?.includes(value));
  if (field) return { entity, when: { kind: "becomes", field: field.name, to: [value] } };
  const flag = entity.fields.find(
    ({ type, name }) =>
      type === "boolean" && (name === value || (/passed$/i.test(name) && /^(?:passed|failed)$/.test(value))),
  );
  return flag && { entity, when: { kind: "becomes", field: flag.name, to: [String(value !== "failed")] } };
}

/** "A manager approves or rejects it", "a customer places an order", "they book". */
function ofDeed(draft: Draft, phrase: string, named: Named, told: MailTold): Occasion | undefined {
  const [, doer = "", one = "", other = "", what = ""] =
    phrase.match(
      new RegExp(
        `^${the}([\\p{L}-]+(?: [\\p{L}-]+)??) ([\\p{L}]+)(?: (?:or|and) ([\\p{L}]+))?(?: up| in)?(?: (?:for )?${the}(.+))?$`,
        "iu",
      ),
    ) ?? [];
  if (doer === "" || /^(?:is|are|was|has|have|been)$/.test(one)) return undefined;
  const verbs = [one, other].filter((each) => each !== "").map((each) => infinitive(each.toLowerCase()));
  const object = what === "" ? undefined : named(what.replace(/ (?:for|with|on|at|in|by) .*$/i, ""));
  if (object && verbs.every((verb) => isStateOf(object, verb)))
    return statesIn(object, verbs.map((verb) => stateVerbs.get(verb)?.participle ?? verb).join(" or "));
  if (object && verbs.every((verb) => makes.test(verb) || events.has(verb)))
    return { entity: object, when: { kind: "made" }, doer };
  // "When they book", "when a member joins": the event of it, or whoever does it.
  const [verb = ""] = verbs;
  const noun = events.get(verb)?.noun;
  const event = noun ? draft.entities.find(({ words }) => words.at(-1) === noun) : undefined;
  if (event) return { entity: event, when: { kind: "made" }, doer };
  const self = /^(?:they|he|she|somebody|someone)$/i.test(doer) ? named(told.telling.who ?? "") : named(doer);
  if (self && /^(?:register|join|sign|enrol|enroll|apply|subscribe)$/.test(verb))
    return { entity: self, when: { kind: "made" }, doer };
  return undefined;
}

/** "After signing up": what these people sign up for, else themselves. */
function ofDoing(draft: Draft, phrase: string, named: Named, { telling }: MailTold): Occasion | undefined {
  if (
    !telling.who ||
    !/^(?:(?:they|he|she) )?(?:signing up|registering|booking|ordering|joining|applying|enrolling|subscribing)$/i.test(
      phrase,
    )
  )
    return undefined;
  const entity = madeBy(draft, telling.who) ?? (/^(?:sign|regist|join)/i.test(phrase) ? named(telling.who) : undefined);
  return entity && { entity, when: { kind: "made" } };
}

const isStateOf = (entity: DraftEntity, verb: string): boolean =>
  statusOf(entity)?.some((value) => infinitive(value) === verb) ?? false;

const nouns: Readonly<Record<string, string>> = {
  approval: "approve",
  rejection: "reject",
  cancellation: "cancel",
  confirmation: "confirm",
  completion: "complete",
  payment: "pay",
  delivery: "deliver",
  shipment: "ship",
  submission: "submit",
  publication: "publish",
  acceptance: "accept",
  closure: "close",
  resolution: "resolve",
  return: "return",
};

/** "On approval", "after cancellation of the booking", "on registration". */
function ofNoun(draft: Draft, phrase: string, told: MailTold): Occasion | undefined {
  const [, noun = "", of] =
    phrase
      .toLowerCase()
      .match(
        /^(?:the |each |every |their |an? |its )?(?:successful )?([\p{L}]+)(?: of (?:the |an? |each |their )?(.+))?$/u,
      ) ?? [];
  const verb = nouns[noun];
  if (verb !== undefined) {
    const entity = of === undefined ? withState(draft, verb, told) : found(draft, of);
    return entity && isStateOf(entity, verb) ? statesIn(entity, stateVerbs.get(verb)?.participle ?? verb) : undefined;
  }
  const entity =
    noun === "registration" || noun === "booking" || noun === "submission"
      ? (found(draft, noun) ?? (told.telling.who ? found(draft, told.telling.who) : undefined))
      : found(draft, noun);
  return entity && { entity, when: { kind: "made" } };
}

/** "Once approved": what can be in that state. */
function ofWord(draft: Draft, phrase: string, told: MailTold): Occasion | undefined {
  const entity = /^[\p{L}]+$/u.test(phrase) ? withState(draft, infinitive(phrase.toLowerCase()), told) : undefined;
  return entity && statesIn(entity, phrase);
}

const withState = (draft: Draft, verb: string, { last }: MailTold): DraftEntity | undefined => {
  const all = draft.entities.filter((entity) => isStateOf(entity, verb));
  return last && all.includes(last) ? last : all.length === 1 ? all[0] : undefined;
};
