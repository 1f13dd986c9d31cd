import type { Computed } from "../../artefacts.ts";
import { type Draft, type DraftEntity, pluralWords, type Wish } from "../draft.ts";
import { camel, capital, kebab } from "../fields.ts";
import { numberOf } from "../number-words.ts";
import { singular } from "../tokens.ts";
import { byName, settle, standing } from "./amounts.ts";
import { anyOf, type Demand, mentioned } from "./demand.ts";
import { dayOf } from "./since.ts";

const count = "(?<count>\\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty-four)";
const every = `(?:every (?:(?<other>other|second) )?(?:${count} )?(?<unit>days?|weeks?|months?|years?)|(?<once>once an?|once every|annually|yearly|monthly|weekly)(?: (?<span>day|week|month|year))?|(?:${count.replace("count", "number")} )(?<units>days?|weeks?|months?|years?) after (?:the|its|their) (?:last|previous) (?:one|time|[\\p{L}-]+))`;
const last =
  "(?: (?:after|from|since|counted from) (?:the|its|their) (?:last|previous|latest)(?: (?:one|time|[\\p{L}-]+))?)?";
const patterns: readonly RegExp[] = [
  // "Statutory inspections are due every 12 months after the last one", "the inspection is due every 6 months".
  new RegExp(
    `^(?:an? |the |each |every |its |their )?(?<what>[\\p{L}-]+(?: [\\p{L}-]+)?)(?: of (?:an? |the |each )?(?<of>[\\p{L}-]+))? (?:is|are|becomes?|falls?|comes?|has to be|have to be|must be) (?:next )?(?:due|needed|required|necessary|repeated|carried out|done|renewed) ${every}${last}$`,
    "iu",
  ),
  // "Each lift must be inspected every 12 months", "horses are shod every 8 weeks".
  new RegExp(
    `^(?:an? |the |each |every |all |our )?(?<of>[\\p{L}-]+(?: [\\p{L}-]+)?) (?:is|are|has to be|have to be|must be|should be|needs? to be|gets?) (?<verb>[\\p{L}]+) ${every}${last}$`,
    "iu",
  ),
  // "Lifts need an inspection every year".
  new RegExp(
    `^(?:an? |the |each |every |all |our )?(?<of>[\\p{L}-]+(?: [\\p{L}-]+)?) (?:needs?|requires?|must have|ha(?:s|ve) to have|gets?) (?:an? )?(?<what>[\\p{L}-]+(?: [\\p{L}-]+)?) ${every}${last}$`,
    "iu",
  ),
];

/** What has to happen again so long after the last time: when that is, and a list of what it is time for. */
export const recurring: Demand = {
  test: anyOf(...patterns),
  read(draft, { text, sentence }, wish, focus) {
    if (draft.isTool) return false;
    for (const pattern of patterns) {
      const told = text.replace(/[.]$/, "").match(pattern)?.groups;
      const long = told && lengthOf(told);
      if (!told || !long) continue;
      const made = dueOf(draft, told, long, focus.last);
      if (!made) continue;
      const { entity, due, noun, targets } = made;
      const days = warningIn(sentence.quote) ?? 0;
      listOf(entity, due, noun, days, wish);
      wish.targets.add(`${entity.name}.${due}`);
      for (const each of targets) wish.targets.add(`${entity.name}.${each}`);
      draft.assumptions.add(
        `The next ${noun} of a ${entity.words.join(" ")} is worked out from the last one; where there was none yet, none is due.`,
      );
      return true;
    }
    return false;
  },
};

const warns = new RegExp(
  `\\b(?:warn|remind|alert|notify|tell|show|list|flag|highlight)\\b.*?\\b${count} (?<unit>days?|weeks?|months?) (?:before|ahead|earlier|in advance|beforehand|prior)`,
  "iu",
);

/** "Warn me 30 days before", after something that has to be done again and again. */
export const warning: Demand = {
  test: warns,
  read(draft, { text }, wish, focus) {
    const days = warningIn(text);
    if (draft.isTool || days === undefined) return false;
    const before = draft.wishes.slice(0, draft.wishes.indexOf(wish)).reverse();
    const known = [mentioned(draft, text), ...before.flatMap(({ targets }) => ownersIn(draft, targets)), focus.last];
    for (const entity of known) {
      const due = entity?.computed.find(({ value }) => value.kind === "later");
      if (!entity || !due) continue;
      // "Warn me 30 days before" the contract ends is about the contract.
      const when = text.match(/\b(?:before|ahead of) (?:the|its|their|an?) ([\p{L} -]+)$/iu)?.[1];
      if (when !== undefined && !due.label.toLowerCase().includes(singular(when.split(" ").at(-1) ?? ""))) return false;
      listOf(
        entity,
        due.name,
        due.label
          .toLowerCase()
          .replace(/^next /, "")
          .replace(/ due$/, ""),
        days,
        wish,
      );
      wish.targets.add(`${entity.name}.${due.name}`);
      return true;
    }
    return false;
  },
};

const ownersIn = (draft: Draft, targets: ReadonlySet<string>): DraftEntity[] =>
  [...targets].flatMap((target) => draft.entities.filter(({ name }) => name === target.split(/[.?!~#@]/)[0]));

function warningIn(text: string): number | undefined {
  const { count: told = "", unit = "" } = text.match(warns)?.groups ?? {};
  if (told === "") return undefined;
  const number = /^an?$/i.test(told) ? 1 : numberOf(told);
  return number * ({ week: 7, month: 30 }[singular(unit.toLowerCase())] ?? 1);
}

type Length = { count: number; unit: "days" | "months" | "years" };

function lengthOf(told: Partial<Record<string, string>>): Length | undefined {
  const alone = { annually: "year", yearly: "year", monthly: "month", weekly: "week" }[told.once?.toLowerCase() ?? ""];
  const unit = singular((told.unit ?? told.units ?? told.span ?? alone ?? "").toLowerCase());
  const word = told.count ?? told.number ?? "1";
  const number = (/^an?$/i.test(word) ? 1 : numberOf(word)) * (told.other ? 2 : 1);
  if (!(number >= 1 && number <= 1_000)) return undefined;
  if (unit === "week") return { count: number * 7, unit: "days" };
  return unit === "day" || unit === "month" || unit === "year" ? { count: number, unit: `${unit}s` } : undefined;
}

/** The record that is due, and the value that says when: from its own last day, or from what was last made for it. */
function dueOf(
  draft: Draft,
  { what, of, verb }: Partial<Record<string, string>>,
  long: Length,
  spoken: DraftEntity | undefined,
): { entity: DraftEntity; due: string; noun: string; targets: string[] } | undefined {
  const owner = of === undefined ? undefined : byName(draft, of);
  if (of !== undefined && !owner) return undefined;
  const noun = what?.toLowerCase();
  const stem = (noun ? (noun.split(" ").at(-1) ?? "") : (verb ?? "").toLowerCase()).slice(0, 5);
  if (stem.length < 3) return undefined;
  const begins = (word: string) =>
    word.toLowerCase().startsWith(stem.slice(0, Math.max(3, Math.min(5, stem.length - 1))));
  for (const entity of new Set(owner ? [owner] : [spoken, ...draft.entities])) {
    const own = entity?.fields.find(
      ({ type, name, label }) => type === "date" && /last|latest|previous/i.test(name) && label.split(" ").some(begins),
    );
    if (entity && own) {
      const called =
        own.label
          .toLowerCase()
          .replace(/\b(?:last|latest|previous|date|of) ?/g, "")
          .trim() ||
        (noun ?? "check");
      return { entity, ...later(entity, own.name, called, long, []) };
    }
  }
  const child = draft.entities.find(
    ({ words }) => begins(words.at(-1) ?? "") || (noun !== undefined && words.join(" ") === singular(noun)),
  );
  const date = child && dayOf(child);
  const tie = child?.fields.find(({ target }) =>
    owner ? target === owner.name : draft.entities.some((each) => each.name === target && !isDoer(each)),
  );
  const entity = draft.entities.find(({ name }) => name === tie?.target);
  if (!child || !date || !tie || !entity || entity === child) return undefined;
  const called = child.words.join(" ");
  const name = camel(["last", ...child.words]);
  const latest: Computed = {
    name,
    label: `Last ${called}`,
    value: { kind: "latest", of: child.name, via: tie.name, field: date.name, when: standing(child) },
  };
  return { entity, ...later(entity, name, called, long, [latest]) };
}

/** Who does it is not what it is due for. */
const isDoer = ({ words }: DraftEntity): boolean =>
  /^(?:technician|inspector|vet|farrier|engineer|employee|mechanic|user|supplier|company|doctor|volunteer|staff)$/.test(
    words.at(-1) ?? "",
  );

function later(entity: DraftEntity, from: string, noun: string, long: Length, needs: Computed[]) {
  const due = camel(["next", ...noun.split(" "), "due"]);
  settle(entity, {
    name: due,
    needs: [...needs, { name: due, label: `Next ${noun} due`, value: { kind: "later", from, ...long } }],
  });
  return { due, noun, targets: [...needs.map(({ name }) => name), ...(needs.length === 0 ? [from] : [])] };
}

function listOf(entity: DraftEntity, due: string, noun: string, days: number, wish: Wish): void {
  const name = kebab([...noun.split(" "), "due", ...(days > 0 ? ["within", String(days), "days"] : [])]);
  const things = capital(pluralWords(entity).join(" "));
  if (!entity.lists.some((list) => list.name === name))
    entity.lists.push({
      name,
      label: days > 0 ? `${things}: next ${noun} due within ${days} days` : `${things}: ${noun} due`,
      when: [{ field: due, op: "lte", to: { todayPlusDays: days } }],
      sort: due,
    });
  wish.kind = "list";
  wish.targets.add(`${entity.name}?${name}`);
}
