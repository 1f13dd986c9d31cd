import type { Computed, Condition, Field } from "../../artefacts.ts";
import { type Draft, type DraftEntity, pluralWords, statesOf, type Wish } from "../draft.ts";
import { camel, capital } from "../fields.ts";
import { singular } from "../tokens.ts";
import { type Demand, found, mentioned } from "./demand.ts";
import { openOf } from "./due.ts";

const isNumber = ({ type }: Field) => ["integer", "decimal", "money", "percent"].includes(type);

/** Values that are worked out: a sum over what belongs to a record, days between two dates, an age. */
export const computed: Demand = {
  test: /\b(?:sum|total)(?: amount)? of (?:its|their|his|her|all|the)\b|\b(?:number of (?:days|nights)|length in (?:days|nights)|duration in days|how many (?:days|nights)|how long)\b|\b(?:age|ages)\b|\bhow many .+ (?:in|on|per|for|at|of) (?:each|every|an?)\b|\bhow many [\p{L}-]+ (?:each|every) [\p{L}-]+ (?:has|have)\b/iu,
  read(draft, { text }, wish, focus) {
    return (
      sum(draft, text, wish, focus.last) ||
      daysApart(draft, text, wish, focus.last) ||
      age(draft, text, wish, focus.last) ||
      counted(draft, text, wish)
    );
  },
};

function put(entity: DraftEntity, name: string, value: Computed["value"], wish: Wish): true {
  const key = camel(name.split(" "));
  // A value that was to be typed in and is worked out after all.
  const typed = entity.fields.findIndex((field) => field.name === key);
  if (typed >= 0) entity.fields.splice(typed, 1);
  if (!entity.computed.some((each) => each.name === key))
    entity.computed.push({ name: key, label: capital(name), value });
  wish.kind = "computed";
  wish.targets.add(`${entity.name}.${key}`);
  return true;
}

/** Without the record's own name: "line total" of an order line is its total. */
const ownName = (entity: DraftEntity, phrase: string): string => {
  const words = phrase
    .toLowerCase()
    .trim()
    .replace(new RegExp(` (?:of|for) (?:an? |the |each |every )?${entity.words.join(" ")}$`), "")
    .split(" ");
  const kept = words.length > 1 && entity.words.includes(words[0] ?? "") ? words.slice(1) : words;
  return kept.join(" ");
};

/** "The order total is the sum of its lines". */
function sum(draft: Draft, text: string, wish: Wish, spoken: DraftEntity | undefined): boolean {
  const match = text.match(
    /^(?:the |an? |each |every )?(.+?) (?:is|equals?|=) (?:the )?(?:sum|total) (?:amount )?of (?:its|their|his|her|all|the)(?: its| their| the)? (.+)$/i,
  );
  if (!match?.[1] || !match[2]) return false;
  for (const parent of [mentioned(draft, match[1]), spoken, ...draft.entities]) {
    if (!parent) continue;
    for (const child of draft.entities) {
      const via = child === parent ? undefined : child.fields.find(({ target }) => target === parent.name);
      const head = child.words.at(-1) ?? "";
      const words = match[2]
        .toLowerCase()
        .split(/[^\p{L}]+/u)
        .map(singular);
      if (!via || !words.includes(head)) continue;
      const amounts = [
        ...child.computed
          .filter(({ value }) => ["product", "combined", "lookup"].includes(value.kind))
          .map(({ name, label }) => ({ name, label })),
        ...child.fields.filter(isNumber),
      ];
      const amount =
        amounts.find(({ label }) => words.includes(singular(label.toLowerCase().split(" ").at(-1) ?? ""))) ??
        amounts.find(({ name }) => /total|amount|price|cost|fee|sum/i.test(name));
      if (!amount) continue;
      return put(
        parent,
        ownName(parent, match[1]),
        { kind: "sum", of: child.name, via: via.name, field: amount.name, when: onlySome(child, words) },
        wish,
      );
    }
  }
  return false;
}

/** "The sum of the open fines": the state that is named, or all that is not yet done with. */
function onlySome(child: DraftEntity, words: readonly string[]): Condition {
  const states = statesOf(child)?.values ?? child.fields.find(({ name }) => name === "status")?.values ?? [];
  const state = states.find((each) => words.includes(each));
  if (state) return [{ field: "status", op: "eq", to: { literal: state } }];
  return words.some((word) => /^(?:open|unpaid|outstanding|pending)$/.test(word)) ? openOf(child) : [];
}

function daysApart(draft: Draft, text: string, wish: Wish, spoken: DraftEntity | undefined): boolean {
  const match = text.match(/\b(?:number of|length in|duration in|how many) (days|nights)\b|\bhow long\b/i);
  if (!match) return false;
  for (const entity of [mentioned(draft, text), spoken, ...draft.entities]) {
    const all = entity?.fields.filter(({ type }) => type === "date") ?? [];
    const from = all.find(({ name }) => /start|from|begin|arriv|check-?in|out/i.test(name));
    const to = all.find(
      (field) => field !== from && /end|to$|until|depart|return|check-?out|finish|due/i.test(field.name),
    );
    if (!entity || !from || !to) continue;
    return put(entity, (match[1] ?? "days").toLowerCase(), { kind: "daysBetween", from: from.name, to: to.name }, wish);
  }
  return false;
}

function age(draft: Draft, text: string, wish: Wish, spoken: DraftEntity | undefined): boolean {
  if (!/\bages?\b/i.test(text)) return false;
  for (const entity of [mentioned(draft, text), spoken, ...draft.entities]) {
    const born = entity?.fields.find(
      ({ type, name }) => type === "date" && /birth|born|built|plant|purchase/i.test(name),
    );
    if (entity && born) return put(entity, "age", { kind: "ageYears", from: born.name }, wish);
  }
  return false;
}

/** "How many children are in each group": a count of the record that is counted for. */
function counted(draft: Draft, text: string, wish: Wish): boolean {
  const match =
    text.match(
      /\bhow many ([\p{L} -]+?) (?:(?:is|are|were|have been|has been|do|does) )?(?:[\p{L}]+ )??(?:in|on|per|for|at|of|by|to) (?:each|every|an?) ([\p{L} -]+)$/iu,
    ) ?? text.match(/\bhow many ([\p{L} -]+?) (?:each|every|an?) ([\p{L} -]+?) (?:has|have|had|holds?|owns?)\b/iu);
  const child = match?.[1] ? found(draft, match[1]) : undefined;
  const parent = match?.[2] ? found(draft, match[2]) : undefined;
  const via = parent && child?.fields.find(({ target }) => target === parent.name);
  if (!parent || !child || !via) return false;
  return put(
    parent,
    `number of ${pluralWords(child).join(" ")}`,
    { kind: "count", of: child.name, via: via.name, when: [] },
    wish,
  );
}
