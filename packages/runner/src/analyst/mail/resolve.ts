import type { Condition, Field, NamedList, Notification } from "../../artefacts.ts";
import { fieldLike } from "../demands/demand.ts";
import { type Draft, type DraftEntity, pluralWords, statesOf, type Wish } from "../draft.ts";
import { capital, isPerson, kebab } from "../fields.ts";
import { splitItems } from "../structure/items.ts";
import { infinitive } from "../tokens.ts";
import type { MailTelling } from "./forms.ts";
import type { MailTold } from "./index.ts";
import { type Occasion, occasionOf } from "./occasion.ts";
import { whoIsMeant, whomOf } from "./whom.ts";

/** Gives records what is told of them by e-mail; what leads to no occasion or no address is a gap that says so. */
export function resolveMail(draft: Draft): void {
  for (const told of draft.mails) {
    const occasion = occasionOf(draft, told);
    if (typeof occasion === "string") refuse(told.wish, occasion);
    else notify(draft, told, occasion);
  }
  // Only now is known what all can become of a record, and then nobody is reminded of it any more.
  for (const entity of draft.entities)
    for (const each of entity.notifications ?? []) {
      if (each.when.kind === "day") settleDay(draft, entity, each, each.when);
      for (const to of each.to) {
        const child = to.kind === "each" ? draft.entities.find(({ name }) => name === to.of) : undefined;
        if (to.kind === "each" && child) to.when = stillOn(child);
      }
    }
}

const over =
  /^(?:rejected|declined|refused|denied|closed|resolved|completed?|finished|done|cancell?ed|settled|reimbursed|returned|archived|expired|withdrawn|inactive|retired|terminated|ended|held|missed|no[- ]show|abandoned|lost|disposed|left|collected|delivered|over|void)$/;
/** What besides settles something that is due; a contract goes on when it is signed. */
const settled = /^(?:paid|shipped|published|signed|fixed|repaired|handed in|reported|sent)$/;

/** The condition that a record is still to come to its day: neither over nor called off. */
function stillOn(entity: DraftEntity, when?: DayOf): Condition {
  const isDue = when !== undefined && /due|deadline|return/i.test(when.field);
  const values = statesOf(entity)?.values ?? [];
  const chosen = entity.fields.find(({ name }) => name === "status")?.values ?? [];
  return [...new Set([...chosen, ...values])]
    .filter((value) => over.test(value) || (isDue && settled.test(value)))
    .map((value): Condition[number] => ({ field: "status", op: "ne", to: { literal: value } }));
}

function settleDay(draft: Draft, entity: DraftEntity, told: Notification, when: DayOf): void {
  told.only = [...told.only, ...stillOn(entity, when)];
  const target = `${entity.name}#notify-${told.name}`;
  for (const { telling, wish } of draft.mails) {
    if (!wish.targets.has(target)) continue;
    const { unless } = telling;
    const isHeld = told.only.some(
      ({ to }) =>
        unless && to && "literal" in to && infinitive(String(to.literal)) === infinitive(unless.toLowerCase()),
    );
    if (unless === undefined || isHeld) listToo(draft, entity, when, wish);
    else
      refuse(
        wish,
        `Whether a ${entity.words.join(" ")} is “${unless}” is not kept, so an e-mail could not depend on it.`,
      );
  }
}

function refuse(wish: Wish, gap: string): void {
  Object.assign(wish, { gap, targets: new Set(), priority: wish.priority === "could" ? "could" : "should" });
}

function notify(draft: Draft, { telling, wish }: MailTold, occasion: Occasion): void {
  const { doer } = occasion;
  let { entity, when } = occasion;
  const isIt = telling.who === undefined || /^(?:them|they|him|her|assignee)$/i.test(telling.who);
  const who = isIt && doer !== undefined && when.kind === "becomes" ? doer : telling.who;
  let to = who === undefined ? whoIsMeant(draft, entity) : whomOf(draft, who, entity);
  if (typeof to === "string") {
    refuse(wish, to);
    return;
  }
  const [each, ...others] = to;
  const child = each?.kind === "each" ? draft.entities.find(({ name }) => name === each.of) : undefined;
  // "One day before the tour": whoever has booked it is told of their booking.
  if (when.kind === "day" && each?.kind === "each" && child && others.length === 0) {
    when = { ...when, field: `${each.via}.${when.field}` };
    to = [{ kind: "field", field: each.field }];
    entity = child;
  }
  const values = valuesOf(entity, telling.about, when);
  if (typeof values === "string") {
    refuse(wish, values);
    return;
  }
  const isSelf =
    to.every((each) => each.kind === "field" && !each.field.includes(".") && isEmail(entity, each.field)) &&
    isOnlyItself(entity);
  const told: Notification = {
    name: nameOf(when),
    when,
    only: occasion.only ?? [],
    to,
    ...wordsOf(entity, when, telling, isSelf),
    values,
  };
  entity.notifications ??= [];
  const same = entity.notifications.find(
    (each) =>
      each.name === told.name && each.text === told.text && JSON.stringify(each.only) === JSON.stringify(told.only),
  );
  if (same) same.to = [...new Map([...same.to, ...to].map((each) => [JSON.stringify(each), each])).values()];
  else {
    for (let count = 2; entity.notifications.some(({ name }) => name === told.name); count += 1)
      told.name = `${nameOf(when)}-${count}`;
    entity.notifications.push(told);
  }
  wish.targets.add(`${entity.name}#notify-${same?.name ?? told.name}`);
  if (to.some(({ kind }) => kind === "office"))
    draft.assumptions.add(
      "Nobody signs in, so e-mails to the people of the house go to one address, which the setting OFFICE_EMAIL names.",
    );
}

type DayOf = Extract<Notification["when"], { kind: "day" }>;

/** Who works there sees what is due as well. */
function listToo(draft: Draft, entity: DraftEntity, { field: path, plus }: DayOf, wish: Wish): void {
  const [first = "", then] = path.split(".");
  const via = entity.fields.find(({ name }) => name === first);
  const holder = then === undefined ? entity : draft.entities.find(({ name }) => name === via?.target);
  const field = then ?? first;
  const date = holder?.fields.find(({ name }) => name === field);
  if (!holder || !date) return;
  const days = Math.abs(plus);
  const within = days === 0 ? "today" : `within ${days} ${days === 1 ? "day" : "days"}`;
  const name = kebab(plus > 0 ? [...split(field), "passed"] : [...split(field), ...within.split(" ")]);
  const things = capital(pluralWords(holder).join(" "));
  const label = `${things}: ${date.label.toLowerCase()} ${plus > 0 ? "passed" : within}`;
  const when: NamedList["when"] =
    plus > 0
      ? [...stillOn(holder, { kind: "day", field, plus }), { field, op: "lt", to: { todayPlusDays: 0 } }]
      : [
          ...stillOn(holder, { kind: "day", field, plus }),
          { field, op: "gte", to: { todayPlusDays: 0 } },
          { field, op: "lte", to: { todayPlusDays: days } },
        ];
  if (!holder.lists.some((list) => list.name === name)) holder.lists.push({ name, label, when, sort: field });
  wish.targets.add(`${holder.name}?${name}`);
}

const isEmail = ({ fields }: DraftEntity, name: string): boolean =>
  fields.some((field) => field.name === name && field.type === "email");

/** Whether the record is the person, rather than something of theirs. */
const isOnlyItself = ({ words, isEvent }: DraftEntity): boolean => !isEvent && isPerson(words.at(-1) ?? "");

function nameOf(when: Notification["when"]): string {
  if (when.kind === "made") return "made";
  if (when.kind === "day") {
    const days = Math.abs(when.plus);
    const side = when.plus === 0 ? "on" : when.plus < 0 ? "before" : "after";
    return kebab([side, ...split(when.field), ...(days === 0 ? [] : [String(days), days === 1 ? "day" : "days"])]);
  }
  if (when.to?.[0] === "false") return kebab(["not", ...split(when.field)]);
  if (when.to?.[0] === "true") return kebab(split(when.field));
  return when.to
    ? kebab(when.to.flatMap((value) => value.split(" ")))
    : kebab([...split(when.field), when.field === "status" ? "changed" : "assigned"]);
}

const split = (name: string): string[] =>
  name
    .replace(/[A-Z.]/g, " $&")
    .replaceAll(".", "")
    .toLowerCase()
    .split(" ");

/** Subject and text in the words of the trade. */
function wordsOf(
  { words, fields }: DraftEntity,
  when: Notification["when"],
  { confirms }: MailTelling,
  isSelf: boolean,
): { subject: string; text: string } {
  const thing = words.join(" ");
  const label = (name: string) => (fields.find((field) => field.name === name)?.label ?? name).toLowerCase();
  if (when.kind === "made") {
    if (isSelf) return { subject: `You are registered as a ${thing}`, text: "You are registered as {label}." };
    return confirms
      ? { subject: `Confirmation of your ${thing}`, text: `This confirms the ${thing} {label}.` }
      : { subject: `New ${thing}`, text: `There is a new ${thing} {label}.` };
  }
  if (when.kind === "day") {
    const [first = "", then] = when.field.split(".");
    const is = when.plus > 0 ? "was" : "is";
    const subject = `${capital(thing)} reminder`;
    const of = then === undefined ? "" : `${label(first)} of the `;
    if (/^(?:date|day|date ?time|date and time)$/.test(then ? split(then).join(" ") : label(first)))
      return { subject, text: `The ${of}${thing} {label} ${is} on {day}.` };
    const about = then === undefined ? label(first) : split(then).join(" ");
    return { subject, text: `The ${about} of the ${of}${thing} {label} ${is} {day}.` };
  }
  if (when.field !== "status" && fields.some(({ name, type }) => name === when.field && type === "reference"))
    return { subject: `${capital(thing)} assigned`, text: `The ${thing} {label} has been assigned.` };
  if (fields.some(({ name, type }) => name === when.field && type === "boolean")) {
    const said = label(when.field);
    const is = when.to?.[0] === "false" ? `not ${said}` : said;
    return { subject: `${capital(thing)} ${is}`, text: `The ${thing} {label} is ${is}.` };
  }
  return { subject: `${capital(thing)} {value}`, text: `The ${thing} {label} is now {value}.` };
}

/** What a message tells: what the sentence names, else what tells a record from others, short enough for a message. */
function valuesOf(entity: DraftEntity, about: string | undefined, when: Notification["when"]): string[] | string {
  const named =
    about === undefined || isWhole(entity, about)
      ? undefined
      : splitItems(about.replace(/^(?:their|its|all|the) /i, ""));
  if (named) {
    const found = named.map((item) =>
      fieldLike(
        entity,
        item
          .toLowerCase()
          .replace(/^(?:the|an?|its|their|his|her) /, "")
          .split(" "),
      ),
    );
    if (found.every((field) => field !== undefined)) return [...new Set(found.map(({ name }) => name))];
    return `What the e-mail is to say (“${about}”) is not all kept of a ${entity.words.join(" ")}.`;
  }
  return entity.fields
    .filter((field) => isTold(field) && !(when.kind === "day" && field.name === when.field))
    .slice(0, 8)
    .map(({ name }) => name);
}

const isWhole = ({ words }: DraftEntity, about: string): boolean =>
  new RegExp(
    `^(?:(?:the|their|its|all|a|an|this|it|each|his|her) )*(?:${words.join(" ")}|${words.at(-1)}s?|details?|information|link|reason)?(?: details?| information| data)?$`,
    "i",
  ).test(about) ||
  /\b(?:details|information|link|it|this|that|news|status|decision|change|update|result)$/i.test(about);

const isTold = ({ type, required }: Field): boolean =>
  ["date", "dateTime", "time", "money", "enum", "reference", "integer", "decimal"].includes(type) ||
  (type === "text" && required);
