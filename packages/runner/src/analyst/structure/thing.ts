import { addEntity, type Draft, type DraftEntity, findEntity, type Wish } from "../draft.ts";
import { isValueWord } from "../fields.ts";
import { notRecords } from "../lexicon.ts";
import { type Token, tokensOf } from "../tokens.ts";

/** What a phrase names: its words (last one singular), and how it was said. */
export type Thing = { words: string[]; plural: boolean; possessive: boolean; singularWithArticle: boolean };

/** What the sentence so far speaks of, so that "each with" and "them" have a meaning. */
export type Focus = { last: DraftEntity | undefined; listed: DraftEntity[] };

export const note = (entity: DraftEntity, field: { name: string } | undefined, wish: Wish) =>
  field && wish.targets.add(`${entity.name}.${field.name}`);

/** The entity that a phrase names, started when it may be one. */
export function entityOf(draft: Draft, phrase: string): DraftEntity | undefined {
  const thing = thingIn(tokensOf(phrase.replace(/‹[^›]*›/g, "")));
  return thing && entityFrom(draft, thing);
}

/** "The application" is the software; "grant applications" are records. */
export const isNoRecord = ({ words, plural }: Thing): boolean =>
  notRecords.has(words.at(-1) ?? "") && !(manyAreRecords.has(words.at(-1) ?? "") && (plural || words.length > 1));

/** One of them is the software or its owner; several are what it keeps: "companies post jobs". */
export const manyAreRecords = new Set([
  "application",
  "tool",
  "company",
  "organisation",
  "organization",
  "firm",
  "business",
  "shop",
  "site",
  "lot",
  "case",
  "part",
  "line",
  "entry",
]);

export function entityFrom(draft: Draft, thing: Thing): DraftEntity | undefined {
  const head = thing.words.at(-1) ?? "";
  const known = findEntity(draft, thing.words);
  if (known) return known;
  if (thing.words.length === 1 && /^(?:night|weekend|weekday|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$/.test(head))
    return undefined;
  if (isNoRecord(thing) || head.length < 2 || (thing.words.length === 1 && isValueWord(head))) return undefined;
  // "Entrapments must be answered" where a severity may be entrapment.
  if (
    thing.words.length === 1 &&
    draft.entities.some(({ fields }) => fields.some(({ values }) => values?.includes(head)))
  )
    return undefined;
  // A delivery date is a value of what is delivered, whatever the sentence does with it.
  if (/^(?:date|time|day|deadline|price|fee)$/.test(head)) return undefined;
  return addEntity(draft, thing.words);
}

const generic = new Set(
  "new old different various multiple several many few own existing all overdue open upcoming active current unpaid paid important other main simple basic full late available due past future recent latest regular possible complete detailed certain specific single individual additional extra further particular more most own up yet already still".split(
    " ",
  ),
);

/** The first thing that tokens name. */
export const thingIn = (tokens: readonly Token[]): Thing | undefined => thingsIn(tokens)[0];

/** The things that tokens name, one for each unbroken run of naming words. */
export function thingsIn(tokens: readonly Token[]): Thing[] {
  const things: Thing[] = [];
  let run: Token[] = [];
  let opener: Token | undefined;
  const end = () => {
    // "A parcel waits" is a parcel.
    const verbLike =
      run.length > 1 && run.at(-1)?.plural === true && /^(?:an?|each|every|one)$/.test(opener?.text ?? "");
    if (verbLike) run.pop();
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

export function splitOnce(text: string, at: RegExp): [string, string | undefined] {
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
    .replace(/\b(between|from) (\d+(?:\.\d+)?) (?:and|to) (\d+(?:\.\d+)?)/gi, "$2-$3")
    .split(/\s*(?:(?<!\d),|,(?!\d{3}))\s*(?:and\s+|or\s+|as well as\s+)?|\s+(?:and|or|as well as|plus|&)\s+/)
    .map((item) => item.replace(/ \/ /g, " and ").trim())
    .filter((item) => item !== "");
