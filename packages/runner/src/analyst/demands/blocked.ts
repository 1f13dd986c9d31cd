import type { Condition, Rule } from "../../artefacts.ts";
import { type Draft, type DraftEntity, statesOf } from "../draft.ts";
import { capital } from "../fields.ts";
import { events, staff } from "../lexicon.ts";
import { infinitive, singular } from "../tokens.ts";
import { byName } from "./amounts.ts";
import { situation } from "./conditional.ts";
import { anyOf, type Demand } from "./demand.ts";
import { openOf } from "./due.ts";

type Blocked = Extract<Rule, { kind: "blocked" }>;
/** What stands against a new record: the state of one thing, or something that belongs to it. */
type Cause = { owner: DraftEntity; by?: { of: DraftEntity; period: boolean }; when: Condition };

const article = "(?:an?|the|any|its|that|this|each|every|no)";
const thing = "[\\p{L}-]+(?: [\\p{L}-]+){0,2}?";
const not = "(?:can ?not|can't|must not|mustn't|may not|should not|shall not|(?:can|may|must|should) never)";
const may = "(?:can|may|must|should|shall|is|are)(?: to)?";
const forIt = `(?: (?:for|to|by|in|at|with|on|from|out|out to) (?:(?:${article}|them|it) ?)?(?:${thing})?)?`;
/** "While a treatment is running", "as long as the member has overdue loans". */
const during = `(?:while|whilst|as long as|if|when|during the time that|for as long as) (?<cause>[^,]+?)`;
/** "No harvest may be recorded", "a locomotive must not be rostered", "nobody may book it". */
const refused = `(?:(?:then )?no (?:new |further |more |other )*(?<thing>${thing}) (?:${may} be|is|are) (?<done>[\\p{L}]+)|(?:${article} )?(?<what>${thing}) ${not} (?:be )?(?<doing>[\\p{L}]+)(?: (?:any |an? )?(?:new |further |more |other )*(?<object>${thing}))??)${forIt}`;

const patterns: readonly RegExp[] = [
  new RegExp(`^${during},? ${refused}$`, "iu"),
  new RegExp(`^${refused} ${during}$`, "iu"),
  // "No harvest during a treatment", "no rentals while a bike is in repair".
  new RegExp(`^no (?:new |further )?(?<thing>${thing}) (?:during|while|as long as) (?<cause>.+)$`, "iu"),
  // "Bikes that are in repair cannot be rented", "a member with overdue loans cannot borrow anything".
  new RegExp(
    `^(?:${article} )?(?<what>${thing}) (?<which>(?:that|which|who) (?:is|are|has|have) .+?|(?:with|under|in|on|whose) .+?) ${not} (?:be )?(?<doing>[\\p{L}]+)(?: (?:any |an? )?(?:new |further |more |other )*(?<object>${thing}))??${forIt}$`,
    "iu",
  ),
  // "No booking may be made for a retired room", "orders cannot be placed for blocked customers".
  new RegExp(
    `^(?:no (?:new |further )?(?<thing>${thing}) ${may} be [\\p{L}]+|(?:${article} |new )*(?<object>${thing}) ${not} be [\\p{L}]+) (?:for|to|by|in|at|with|on|from) (?:${article} )?(?<state>[\\p{L}-]+) (?<what>${thing})$`,
    "iu",
  ),
  // "Retired machines cannot be booked".
  new RegExp(
    `^(?:${article} )?(?<state>[\\p{L}-]+) (?<what>${thing}) ${not} (?:be )?(?<doing>[\\p{L}]+)(?: (?:any |an? )?(?:new |further |more |other )*(?<object>${thing}))??(?: any ?more| out)?$`,
    "iu",
  ),
];

/** "Only active members can borrow", "only for active members": everybody else is kept out. */
const onlySome = new RegExp(
  `^only (?<state>[\\p{L}-]+) (?<what>${thing}) (?:can|may) (?:be )?(?<doing>[\\p{L}]+)(?: (?:an? |the )?(?<object>${thing}))??$`,
  "iu",
);

/** Whether a sentence as a whole says that something keeps something else from being done. */
export const isBlocking = (text: string): boolean =>
  !excepted.test(text) && patterns.some((pattern) => pattern.test(text.replace(/[.]$/, "")));

/** What says more than such a rule holds: by whom, until when, how often. */
const excepted =
  /\b(?:by|unless|without|except|before|until|twice|same|more than|at most|overlap\w*|once|after|only|not yet|itself|be (?:changed|edited|altered|modified|updated|deleted|removed|negative|empty|null))\b/i;

/** No new record for what is out of order, blocked or in use by another: "no harvest while a treatment runs". */
export const blocked: Demand = {
  test: anyOf(...patterns, onlySome),
  read(draft, { text }, wish, focus) {
    if (draft.isTool || excepted.test(text.replace(/^only /i, ""))) return false;
    const plain = text.replace(/[.]$/, "");
    for (const pattern of [...patterns, onlySome]) {
      const told = plain.match(pattern)?.groups;
      if (!told) continue;
      const cause = causeIn(draft, told, pattern === onlySome, focus.last);
      const entity = cause && refusedBy(draft, told, cause);
      const via = entity?.fields.find(({ target }) => target === cause?.owner.name);
      if (!cause || !entity || !via || entity.name === cause.owner.name) continue;
      const rule = ruleOf(entity, via.name, cause, `${capital(plain)}.`);
      if (!rule) continue;
      via.required = true;
      entity.rules.push(rule);
      wish.kind = "rule";
      wish.targets.add(`${entity.name}~${entity.rules.length - 1}`);
      return true;
    }
    return false;
  },
};

function ruleOf(entity: DraftEntity, via: string, { owner, by, when }: Cause, message: string): Blocked | undefined {
  if (!by) return { kind: "blocked", via, when, message };
  const to = by.of.fields.find(({ target }) => target === owner.name);
  const period = by.period ? periodOf(by.of) : undefined;
  if (!to || (by.period && !period) || (by.of === entity && by.period)) return undefined;
  const on = entity.fields.find(
    ({ type, name }) => (type === "date" || type === "dateTime") && !/On$|due|end|until|expir/i.test(name),
  );
  to.required = true;
  if (on) on.required = true;
  return {
    kind: "blocked",
    via,
    by: { of: by.of.name, via: to.name, ...(period ? { period: { ...period, ...(on ? { on: on.name } : {}) } } : {}) },
    when,
    message,
  };
}

function periodOf({ fields }: DraftEntity): { from: string; to: string } | undefined {
  const days = fields.filter(({ type, name }) => (type === "date" || type === "dateTime") && !/On$/.test(name));
  const from = days.find(({ name }) => /start|from|begin|admitted|opened/i.test(name));
  const to = days.find((field) => field !== from && /end|until|to$|finish|back|return|due|closed/i.test(field.name));
  return from && to ? { from: from.name, to: to.name } : undefined;
}

type Told = Partial<Record<string, string>>;

function causeIn(
  draft: Draft,
  { cause, which, state, what }: Told,
  isOnly: boolean,
  spoken: DraftEntity | undefined,
): Cause | undefined {
  const owner = what === undefined ? undefined : byName(draft, what);
  if (state !== undefined) {
    const when = owner && stateOf(draft, owner, state);
    if (!owner || !when) return undefined;
    return isOnly ? { owner, when: when.map((each) => ({ ...each, op: "ne" as const })) } : { owner, when };
  }
  if (which !== undefined) return owner && ofOwner(draft, owner, which.replace(/^(?:that|which|who) /i, ""));
  const text = cause?.trim() ?? "";
  const [, whose = "", rest = ""] =
    text.match(new RegExp(`^(?:${article} )?(${thing}) ((?:is|are|has|have|was|still) .+)$`, "iu")) ?? [];
  const subject = /^(?:it|they)$/i.test(whose) ? (owner ?? spoken) : whose === "" ? undefined : byName(draft, whose);
  if (subject) {
    const own = ofOwner(draft, subject, rest);
    if (own) return own;
    return running(draft, subject, rest);
  }
  // "During a treatment".
  const bare = text.match(new RegExp(`^(?:${article} )?(${thing})$`, "iu"))?.[1];
  const event = bare && byName(draft, bare);
  return event ? running(draft, event, "is running") : undefined;
}

/** "Is in repair", "has unpaid invoices", "with overdue loans". */
function ofOwner(draft: Draft, owner: DraftEntity, rest: string): Cause | undefined {
  const past = pastDay(owner, rest);
  if (past) return { owner, when: past };
  const [, is] = rest.match(/^(?:is|are) (?:still |currently )?(?!running|ongoing|under way|active$)(.+)$/i) ?? [];
  const when = is ?? rest.match(/^(?:under|in|on) .+$/i)?.[0];
  const condition = when === undefined ? undefined : stateOf(draft, owner, when);
  if (condition) return { owner, when: condition };
  const [, adjective = "", things = ""] =
    rest.match(
      /^(?:has|have|with) (?:an? |any |still )*(?:(open|unpaid|overdue|outstanding|unresolved|active|running|current|late|pending|unreturned)[ -])?([\p{L}-]+(?: [\p{L}-]+)?)$/iu,
    ) ?? [];
  const of = things === "" ? undefined : byName(draft, things);
  if (!of || of === owner || !of.fields.some(({ target }) => target === owner.name)) return undefined;
  const condition2 = stateWord(of, adjective.toLowerCase());
  return (
    condition2 && {
      owner,
      by: { of, period: /^(?:running|active|current)$/.test(adjective) && !statesOf(of) },
      when: condition2,
    }
  );
}

/** "Whose licence has expired": the day until which it is good, and that is over. */
function pastDay({ fields }: DraftEntity, rest: string): Condition | undefined {
  const [, what = ""] =
    rest.match(
      /^whose ([\p{L}-]+(?: [\p{L}-]+)?) (?:has|have|is|are) (?:expired|lapsed|run out|ended|overdue|no longer valid|out of date)$/iu,
    ) ??
    rest.match(/^with (?:an? )?(?:expired|lapsed) ([\p{L}-]+(?: [\p{L}-]+)?)$/iu) ??
    [];
  const noun = singular(what.toLowerCase().split(" ").at(-1) ?? "");
  const days = fields.filter(
    ({ type, label }) =>
      type === "date" &&
      noun !== "" &&
      label.toLowerCase().split(" ").map(singular).includes(noun) &&
      /until|expir|end|valid|due|to\b/i.test(label),
  );
  return days.length === 1 && days[0] ? [{ field: days[0].name, op: "lt", to: { todayPlusDays: 0 } }] : undefined;
}

/** "A treatment is running": of what the treatment is, and from when to when. */
function running(draft: Draft, of: DraftEntity, rest: string): Cause | undefined {
  if (
    !/^(?:is|are) (?:still |currently )?(?:running|ongoing|under way|underway|active|open|in progress|current|in force|being carried out)/i.test(
      rest,
    )
  )
    return undefined;
  const owners = of.fields.flatMap(({ target }) =>
    draft.entities.filter(({ name }) => name === target && name !== of.name),
  );
  const [owner] = owners;
  if (!owner) return undefined;
  if (periodOf(of)) return { owner, by: { of, period: true }, when: [] };
  const open = openOf(of);
  return open.length > 0 ? { owner, by: { of, period: false }, when: open } : undefined;
}

/** Which of what belongs to something counts: the open ones, the unpaid ones, the overdue ones, or all. */
function stateWord(of: DraftEntity, word: string): Condition | undefined {
  if (word === "") return undefined;
  if (/^(?:overdue|late)$/.test(word))
    return of.computed.some(({ name }) => name === "overdue")
      ? [{ field: "overdue", op: "eq", to: { literal: true } }]
      : undefined;
  const states = statesOf(of)?.values ?? of.fields.find(({ name }) => name === "status")?.values ?? [];
  if (states.includes(word)) return [{ field: "status", op: "eq", to: { literal: word } }];
  if (word === "unpaid" || word === "outstanding") {
    if (states.includes("paid")) return [{ field: "status", op: "ne", to: { literal: "paid" } }];
    const paid = of.fields.find(({ name, type }) => name === "paid" && type === "boolean");
    return paid && [{ field: "paid", op: "ne", to: { literal: true } }];
  }
  const open = openOf(of);
  return open.length > 0 ? open : undefined;
}

/** A state that is none to begin with: nothing could be made for anything else. */
function stateOf(draft: Draft, owner: DraftEntity, word: string): Condition | undefined {
  const when = situation(draft, owner, word.trim());
  const [only] = when ?? [];
  if (!when || !only) return undefined;
  return when;
}

/** What is not to be made: what is named, or what the verb makes of its object. */
function refusedBy(
  draft: Draft,
  { thing: named, object, done, doing, what }: Told,
  { owner, by }: Cause,
): DraftEntity | undefined {
  const ties = draft.entities.filter(
    (each) => each !== owner && each !== by?.of && each.fields.some(({ target }) => target === owner.name),
  );
  const self = by?.of;
  const spoken = [named, object].map((phrase) => (phrase ? byName(draft, phrase) : undefined));
  const direct = spoken.find((each) => each !== undefined && (ties.includes(each) || each === self));
  if (direct) return direct;
  const about = what === undefined ? undefined : byName(draft, what);
  const verb = infinitive((doing ?? done ?? "").toLowerCase());
  if (about && about !== owner && ties.includes(about) && doing && isMaking(verb)) return about;
  const noun = events.get(verb)?.noun;
  const known = [...ties, ...(self ? [self] : [])];
  const event = known.find(({ words }) => words.at(-1) === noun);
  if (event) return event;
  const stem = verb.slice(0, Math.max(4, verb.length - 1));
  const alike = known.filter(({ words }) => singular(words.at(-1) ?? "").startsWith(stem));
  if (alike.length === 1) return alike[0];
  const makers = ties.filter(({ isEvent, words }) => isEvent && !staff.has(words.at(-1) ?? ""));
  // What a thing is put to is no repair of it.
  const uses = ties.filter(
    ({ words }) =>
      !/(?:repair|inspection|service|treatment|maintenance|invoice|payment|document|note)$/.test(words.at(-1) ?? ""),
  );
  return /^(?:assign|choose|select|plan|schedule|roster|allocate)$/.test(verb) && uses.length === 1
    ? (makers[0] ?? uses[0])
    : undefined;
}

const isMaking = (verb: string): boolean =>
  /^(?:record|make|take|enter|book|place|create|add|start|open|log|plan|schedule|accept|register|give)$/.test(verb);
