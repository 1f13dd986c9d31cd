import type { Computed } from "../../artefacts.ts";
import type { Draft, DraftEntity, Wish } from "../draft.ts";
import { camel, capital } from "../fields.ts";
import { plural } from "../tokens.ts";
import { type Amount, amountIn, byName, settle } from "./amounts.ts";
import { type Demand, mentioned } from "./demand.ts";

const times = /\s+(?:times|multiplied (?:by|with)|×|\*|x)\s+/i;
const sign = /\s*(?:,?\s+(plus|minus|less)|\s+(\+|-|–|−))\s+(?:the |its |their )?/i;
const says =
  /^(?:the |an? |each |every |its )?(.+?) (?:is|are|equals?|=|is calculated (?:as|from|by)|is worked out (?:as|from|by)|is computed (?:as|from|by)|is charged as|results? from|comes? (?:to|from)) (?:the |its )?(.+)$/iu;
const gives =
  /^(?:the |an? |its |their )?(.+?) (?:gives?|makes?|yields?) (?:the |its |their |an? )?([\p{L}][\p{L} -]+)$/iu;
/** "20 % of the amount". */
const share = /^([\d.]+) ?(?:%|percent|per cent) of (?:the |its |their )?(.+)$/i;
/** "25 euros per hour", "€0.30 a kilometre". */
const rate =
  /^(?:(?:[€$£]|eur |usd |gbp )([\d.,]+)|([\d.,]+) ?(?:€|\$|£|euros?|dollars?|pounds?|eur|usd|gbp|cents?))(?: (?:per|for each|for every|an?|each) (.+))?$/i;
const multiplied = new RegExp(`^(.+?)${times.source}(.+)$`, "i");
const between = /^(?:the )?difference between (?:the |its )?(.+?) and (?:the |its )?(.+)$/i;

/**
 * Values worked out of others, also of those that a record refers to: "the price of a booking is the hours times the
 * hourly rate of the desk", "invoice = hours x rate + materials", "the net weight is the gross weight minus the tare".
 */
export const figures: Demand = {
  test: new RegExp(
    `^(?!.*\\b(?:is|are) (?:paid|charged|billed|given|invoiced)\\b).*(?:${times.source}|${sign.source}|\\bdifference between\\b|(?:is|are|equals) [\\d.]+ ?(?:%|percent|per cent) of |(?:is|are) (?:[€$£][\\d.,]+|[\\d.,]+ ?(?:€|euros?|dollars?|pounds?|eur|usd|gbp)) (?:per|for each|for every|an?|each) )`,
    "iu",
  ),
  read(draft, { text }, wish, focus) {
    if (/\bonly\b|\bcannot\b|\bmust\b|\bif\b|\bwhen\b/i.test(text)) return false;
    const straight = isFigure(text) ? text.match(says) : undefined;
    const turned = straight ? undefined : text.match(gives);
    const [called = "", formula = ""] = straight ? straight.slice(1) : turned ? [turned[2], turned[1]] : [];
    const apart = formula.match(between);
    const whole = apart ? `${apart[1]} minus ${apart[2]}` : formula;
    const isSum = times.test(whole) || sign.test(whole);
    if (called === "" || !(isSum || (!draft.isTool && (share.test(whole) || rate.test(whole))))) return false;
    const [name, owner, label = spoken(name)] = namedIn(draft, called);
    const order = [owner, mentioned(draft, called), focus.last, ...draft.entities];
    // What a record tells itself comes before what is counted for it: a booking's people, and not a member's bookings.
    const tries = [true, false].flatMap((isOwn) => [...new Set(order)].map((entity) => ({ entity, isOwn })));
    for (const { entity, isOwn } of owner ? tries.slice(tries.length / 2) : tries) {
      const made = entity && workedOut(draft, entity, whole);
      if (isOwn && made?.needs.some(({ value }) => /^(?:count|sum|lookup)$/.test(value.kind))) continue;
      if (!made || made.needs.some((each) => each.name === name) || made.name === name) continue;
      if (made.needs.length === 0 || (draft.isTool && made.needs.some(({ value }) => value.kind !== "product")))
        continue;
      keep(entity, { name, label: capital(label) }, made, wish);
      return true;
    }
    return false;
  },
};

/** Whether a text says what a figure is, and not only something of figures. */
export const isFigure = (text: string): boolean => figures.test.test(text) && (gives.test(text) || says.test(text));

/** What the figure is called, and of what it is: "the price of a booking", "an order line's total". */
function namedIn(draft: Draft, called: string): [name: string, owner: DraftEntity | undefined, label?: string] {
  const text = called.toLowerCase().trim();
  const [, what, of] = text.match(/^(.+?) (?:of|for|per|to pay for) (?:an? |the |each |every |one )?(.+)$/) ?? [];
  const owner = of === undefined ? undefined : byName(draft, of);
  if (what && !owner && !/^(?:number|amount|sum|date)$/.test(what)) return [camel(what.split(" ")), undefined, text];
  if (what && owner) return [camel(what.split(" ")), owner];
  const [, whose, its] = text.match(/^(.+?)(?:'s|s') (.+)$/) ?? [];
  const holder = whose === undefined ? undefined : byName(draft, whose);
  if (its && holder) return [camel(its.split(" ")), holder];
  const itself = byName(draft, text);
  if (itself) return ["total", itself];
  const words = text.split(" ");
  const first = draft.entities.find(
    (each) => words.length > each.words.length && words.slice(0, each.words.length).join(" ") === each.words.join(" "),
  );
  return [camel(first ? words.slice(first.words.length) : words), first];
}

/** Terms added up or taken off, each a product; undefined when one of them is nothing that the record knows. */
function workedOut(draft: Draft, entity: DraftEntity, formula: string): Amount | undefined {
  const pieces = formula.split(sign).filter((piece) => piece !== undefined && piece.trim() !== "");
  const parts: { value: string; times: number }[] = [];
  const needs: Computed[] = [];
  let way = 1;
  for (const piece of pieces) {
    const plain = piece.trim().toLowerCase();
    if (/^(?:plus|\+)$/.test(plain)) way = 1;
    else if (/^(?:minus|less|-|–|−)$/.test(plain)) way = -1;
    else {
      const share = plain.match(/^(?:an? )?([\d.]+) ?(?:percent|per cent|%)(?: (?:of )?([\p{L} ]+))?$/u);
      const before = parts.at(-1);
      if (share && before) {
        const named = shareOf(before.value, Number(share[1]) / 100, share[2] ?? "");
        needs.push(named);
        parts.push({ value: named.name, times: way });
      } else {
        const made = product(draft, entity, piece.trim());
        if (!made) return undefined;
        needs.push(...made.needs);
        parts.push({ value: made.name, times: way });
      }
      way = 1;
    }
  }
  const [only] = parts;
  if (!only || new Set(parts.map(({ value }) => value)).size < parts.length) return undefined;
  if (parts.length === 1 && only.times === 1) return { name: only.value, needs };
  const name = camel(["combined", ...parts.flatMap(({ value }) => spoken(value).split(" "))]);
  return { name, needs: [...needs, { name, label: "Total", value: { kind: "combined", parts } }] };
}

/** "4 percent commission" of what stands before it. */
function shareOf(of: string, times: number, called: string): Computed {
  const words = called.trim() === "" ? `share of ${spoken(of)}` : called.trim();
  return {
    name: camel(words.split(" ")),
    label: capital(words),
    value: { kind: "combined", parts: [{ value: of, times }] },
  };
}

/** "20 % of the amount", "25 euros per hour": a part of a value, or so much money for each of it. */
function fixed(draft: Draft, entity: DraftEntity, term: string): Amount | undefined {
  const [, percent, whole = ""] = term.match(share) ?? [];
  if (percent) {
    const base = product(draft, entity, whole);
    return (
      base && partly("share of", base, { kind: "combined", parts: [{ value: base.name, times: per100(percent) }] })
    );
  }
  const [, before, after, unit] = term.match(rate) ?? [];
  const [, first, second] = unit ? [] : (term.match(multiplied) ?? []);
  const priced = [first, second].map((factor) => factor?.match(rate) ?? undefined);
  const [money] = priced.filter((each) => each && each[3] === undefined);
  const other = money && (priced[0] === money ? second : first);
  const count = unit ? countOf(draft, entity, unit) : other ? amountIn(draft, entity, other) : undefined;
  const told = before ?? after ?? money?.[1] ?? money?.[2] ?? "";
  const price = Number(told.replace(/,(?=\d{3}\b)/g, "")) * (/cents?\b/i.test(term) ? 1 : 100);
  if (!count || !(price > 0) || isMoney(entity, count.name)) return undefined;
  const parts = [{ value: count.name, times: Math.round(price) }];
  return partly("charge for", count, { kind: "combined", parts, isMoney: true });
}

const isMoney = ({ fields }: DraftEntity, amount: string): boolean =>
  fields.some(({ name, type }) => name === amount && type === "money");

const per100 = (percent: string): number => Number((Number(percent) / 100).toFixed(6));

function partly(what: string, base: Amount, value: Computed["value"]): Amount {
  const words = [...what.split(" "), ...spoken(base.name).split(" ")];
  return { name: camel(words), needs: [...base.needs, { name: camel(words), label: capital(words.join(" ")), value }] };
}

/** What is counted by a unit: the hours of a booking, its number of people, its kilometres. */
const countOf = (draft: Draft, entity: DraftEntity, unit: string): Amount | undefined =>
  [plural(unit), unit, `number of ${plural(unit)}`]
    .map((phrase) => amountIn(draft, entity, phrase))
    .find((amount) => amount !== undefined && !isMoney(entity, amount.name));

/** One value, or several multiplied. */
function product(draft: Draft, entity: DraftEntity, term: string): Amount | undefined {
  const told = draft.isTool ? undefined : fixed(draft, entity, term);
  if (told) return told;
  const factors = term.split(times).map((factor) => amountIn(draft, entity, factor));
  const known = factors.flatMap((each) => (each ? [each] : []));
  const [first, ...rest] = known;
  if (!first || known.length < factors.length || new Set(known.map(({ name }) => name)).size < known.length)
    return undefined;
  return rest.reduce((left, right): Amount => {
    const label = capital(`${spoken(left.name)} times ${spoken(right.name)}`);
    const name = camel(label.split(" "));
    return {
      name,
      needs: [
        ...left.needs,
        ...right.needs,
        { name, label: capital(label), value: { kind: "product", left: left.name, right: right.name } },
      ],
    };
  }, first);
}

const spoken = (name: string) => name.replace(/[A-Z]/g, " $&").toLowerCase();

/** Keeps the figure by the name that the brief gives it; what was to be typed in by that name is worked out after all. */
function keep(entity: DraftEntity, { name, label }: { name: string; label: string }, made: Amount, wish: Wish): void {
  const [last, ...others] = made.needs.toReversed();
  if (!last) return;
  settle(entity, { name, needs: [...others.toReversed(), { ...last, name, label }] });
  const typed = entity.fields.findIndex((field) => field.name === name);
  if (typed >= 0) entity.fields.splice(typed, 1);
  wish.kind = "computed";
  wish.targets.add(`${entity.name}.${name}`);
  for (const part of others) wish.targets.add(`${entity.name}.${part.name}`);
}
