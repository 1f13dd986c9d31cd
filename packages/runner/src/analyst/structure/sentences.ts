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
import { capital, isValueWord } from "../fields.ts";
import { stateVerbs } from "../lexicon.ts";
import { infinitive, singular, tokensOf } from "../tokens.ts";
import { rolesOf } from "./actions.ts";
import { holdOne } from "./holding.ts";
import { splitItems } from "./items.ts";
import { setVerbs } from "./states.ts";
import { type Focus, note, thingIn } from "./thing.ts";

/** Sentences of a shape of their own, that are read whole. */
export function readWhole(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  return (
    manyToMany(draft, text, wish, focus) ||
    expiresAfter(draft, text, wish, focus) ||
    lasts(draft, text, wish, focus) ||
    recorded(draft, text, wish, focus) ||
    situated(draft, text, wish, focus) ||
    told(draft, text, wish, focus)
  );
}

/** "Close work orders", "a member can cancel a booking": what is to be done with records that are known. */
function told(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  const [, who = "", order = ""] =
    text.toLowerCase().match(/^(?:(?:an?|the|each|every|any) ([a-z-]+) (?:can |may )?)?([a-z-]+ .+)$/) ?? [];
  const [verb = "", ...rest] = order.replace(/ (?:an?|the|all|each|every|their|his|her|its|own) /g, " ").split(" ");
  if (!stateVerbs.has(verb) || rest.length === 0 || rest.length > 3) return false;
  const name = [...rest.slice(0, -1), singular(rest.at(-1) ?? "")].join(" ");
  const entity = draft.entities.find(({ words }) => words.join(" ") === name);
  if (!entity) return false;
  focus.last = entity;
  return setVerbs(draft, entity, [verb], rolesOf(who === "" ? undefined : thingIn(tokensOf(who))), wish);
}

const many = "(?:many|several|multiple|more than one|one or more|various|different)";

/** "Experiments use many samples, and one sample can be used in several experiments": what ties them is a record. */
function manyToMany(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  const match = text.match(
    new RegExp(
      `^(?:an?|each|every|one|the)? ?([\\p{L}-]+) (?:[\\p{L}]+ ){1,4}?${many} ([\\p{L}-]+),? (?:and|while|but) (?:an?|each|every|one|the same)? ?([\\p{L}-]+) (?:[\\p{L}]+ ){0,5}?${many} ([\\p{L}-]+)$`,
      "iu",
    ),
  );
  if (!match) return false;
  const [left = "", right = "", again = "", back = ""] = match.slice(1).map((word) => singular(word.toLowerCase()));
  if (left !== back || right !== again || left === right) return false;
  const [one, two] = [addEntity(draft, [left]), addEntity(draft, [right])];
  // What one holds of the other, and more of it, is held by what ties them.
  for (const [each, other] of [
    [one, two],
    [two, one],
  ])
    if (each && other) each.fields = each.fields.filter(({ target }) => target !== other.name);
  const tie = one && two && addEntity(draft, [...one.words.slice(-1), ...two.words.slice(-1)], true);
  if (!one || !two || !tie) return false;
  for (const each of [one, two]) note(tie, refer(tie, each, { required: true }), wish);
  tie.isEvent = true;
  tie.rules.push({
    kind: "exclusive",
    fields: tie.fields.filter(({ type }) => type === "reference").map(({ name }) => name),
    when: [],
    message: `This ${two.words.join(" ")} is already tied to this ${one.words.join(" ")}.`,
  });
  for (const each of [one, two, tie]) wish.targets.add(each.name);
  wish.targets.add(`${tie.name}~${tie.rules.length - 1}`);
  wish.kind = "relation";
  focus.last = tie;
  return true;
}

const unitDays: Record<string, number> = { day: 1, week: 7, month: 30, year: 365 };

/** "Samples expire 365 days after collection": what has expired is a list. */
function expiresAfter(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  const match = text.match(
    /^(?:an? |the |each |every |all )?([\p{L}-]+(?: [\p{L}-]+)?) (?:expires?|(?:is|are) valid|lasts?|run out|(?:is|are) due)(?: for)? (\d+) (day|week|month|year)s? (?:after|from|since) (?:the |its |their )?([\p{L} -]+)$/iu,
  );
  const entity = match?.[1] ? findEntity(draft, match[1].toLowerCase().split(" ")) : undefined;
  const word = (match?.[4] ?? "").toLowerCase().split(" ")[0] ?? "";
  const field = entity?.fields.find(
    ({ type, name }) => ["date", "dateTime"].includes(type) && name.toLowerCase().includes(word.slice(0, 6)),
  );
  const back = Number(match?.[2]) * (unitDays[(match?.[3] ?? "").toLowerCase()] ?? 1);
  if (!entity || !field || !(back > 0 && back <= 36_500)) return false;
  entity.lists.push({
    name: "expired",
    label: `Expired ${entity.words.slice(0, -1).join(" ")}${entity.words.length > 1 ? " " : ""}${entity.words.at(-1)}s`,
    when: [{ field: field.name, op: "lt", to: { todayPlusDays: -back } }],
    sort: field.name,
  });
  wish.targets.add(`${entity.name}?expired`);
  wish.kind = "list";
  focus.last = entity;
  return true;
}

/** "Each lesson lasts 45 or 90 minutes". */
function lasts(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  const match = text.match(
    /^(?:an? |the |each |every )?([\p{L}-]+(?: [\p{L}-]+)?) (?:lasts?|takes?|is|are) (\d+)(?:(?:, \d+)* or (\d+))? (minutes|hours|days|weeks)(?: long)?$/iu,
  );
  const entity = match?.[1] ? findEntity(draft, match[1].toLowerCase().split(" ")) : undefined;
  if (!match || !entity) return false;
  const values = [...text.matchAll(/\b\d+\b/g)].map(([number]) => Number(number));
  const field = addField(entity, {
    name: "duration",
    label: `Duration (${match[4]?.toLowerCase()})`,
    type: "integer",
    required: true,
    unique: false,
    min: Math.min(...values),
    max: Math.max(...values),
    ...(values.length === 1 && values[0] !== undefined ? { default: values[0] } : {}),
  });
  if (!field) return false;
  wish.targets.add(`${entity.name}.duration`);
  if (values.length > 1) {
    entity.rules.push({
      kind: "never",
      when: values.map((value) => ({ field: "duration", op: "ne" as const, to: { literal: value } })),
      message: `${capital(text)}.`,
    });
    wish.targets.add(`${entity.name}~${entity.rules.length - 1}`);
  }
  wish.kind = "field";
  focus.last = entity;
  return true;
}

/** "The cost is recorded", "waste is recorded in pieces with a reason": a value of what was spoken of. */
function recorded(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  const match = text.match(
    /^(?:the |its |their |an? )?([\p{L}-]+(?: [\p{L}-]+){0,2}) (?:is|are|has to be|must be|should be|will be|gets?) (?:also |then )?(?:recorded|noted|stored|entered|written down|kept|registered|saved|documented)(?: (?:too|as well|for (?:it|them|each)))?$/iu,
  );
  const entity = focus.last;
  const listed =
    entity &&
    text.match(
      /^(?:the |its |their |an? )?(.+?) (?:is|are|has to be|have to be|must be|should be|will be) (?:also )?(?:recorded|noted|entered|written down|kept|registered|documented|charged|agreed|measured)(?: (?:too|as well|at|on|after|before) ?[\p{L} ]*)?(?:,? and (whether .+))?$/iu,
    );
  const items = listed ? [...splitItems(listed[1] ?? ""), ...(listed[2] ? splitItems(listed[2]) : [])] : [];
  if (
    entity &&
    items.length > 1 &&
    items.every((item) => isValueWord(item.toLowerCase()) && !findEntity(draft, item.toLowerCase().split(" ")))
  ) {
    for (const item of items) holdOne(draft, entity, item, wish);
    wish.kind = "field";
    return true;
  }
  if (!match?.[1] || !entity || findEntity(draft, match[1].toLowerCase().split(" ").map(singular))) return false;
  if (!isValueWord(match[1].toLowerCase())) return false;
  const field = addByPhrase(entity, match[1], { required: false });
  if (!field) return false;
  wish.targets.add(`${entity.name}.${field.name}`);
  wish.kind = "field";
  return true;
}

/** "Samples are stored in freezers", "plants come from suppliers": each knows where, when both are kept. */
function situated(draft: Draft, text: string, wish: Wish, focus: Focus): boolean {
  const match = text.match(
    /^(?:all |the |our )?([\p{L}-]+(?: [\p{L}-]+)?) (?:are|is|lie|live|stand|come|belong)(?: ([\p{L}]+(?:ed|en|pt|ld|wn|de)))? (?:in|at|on|from|by|to|for|of|with) (?:our |the |different |various |several )?([\p{L}-]+(?: [\p{L}-]+)?)$/iu,
  );
  if (!match?.[1] || !match[3] || stateVerbs.has(infinitive(match[2]?.toLowerCase() ?? ""))) return false;
  const words = match[1].toLowerCase().split(" ");
  const place = match[3].toLowerCase().split(" ");
  const last = place.at(-1) ?? "";
  if (singular(last) === last) return false;
  // "Residents live in rooms" may be the first that is said of either.
  const isFirst =
    /^(?:all |the |our )?[\p{L} -]+ (?:live|belong|lie|stand|come) /iu.test(text) && !isValueWord(words.join(" "));
  const from = findEntity(draft, words) ?? (isFirst ? addEntity(draft, words) : undefined);
  if (!from) return false;
  const name = [...place.slice(0, -1), singular(last)];
  const to: DraftEntity | undefined =
    findEntity(draft, name) ?? (isValueWord(name.join(" ")) ? undefined : addEntity(draft, name));
  if (!to || to === from) return false;
  note(from, refer(from, to, { required: false }), wish);
  wish.targets.add(from.name).add(to.name);
  wish.kind = "relation";
  focus.last = from;
  return true;
}
