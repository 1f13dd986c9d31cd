import nlp from "compromise/three";
import {
  business,
  events,
  filingVerbs,
  holdingVerbs,
  keepingVerbs,
  people,
  seeingVerbs,
  smallWords,
  staff,
  stateVerbs,
} from "./lexicon.ts";
import { isMany, singular } from "./plurals.ts";

export { plural, singular } from "./plurals.ts";

/**
 * N noun, V verb, A adjective or adverb, D determiner, P preposition, C conjunction, M modal, B be, # number,
 * R pronoun, X anything else.
 */
type Kind = "N" | "V" | "A" | "D" | "P" | "C" | "M" | "B" | "#" | "R" | "X";
export type Token = { text: string; kind: Kind; base: string; plural: boolean };

const closed = new Map<string, Kind>();
const close = (kind: Kind, list: string) => {
  for (const word of list.split(" ")) closed.set(word, kind);
};
close("D", "a an the each every all any its their our his her your my this these those no some another both");
close(
  "P",
  "of for to in on at by with from into over under above below per between within against about as during until before after since without including through around onto behind than like via",
);
close("C", "and or but then while so plus nor");
close("M", "can cannot could may might must should shall will would");
close("B", "is are was were be been being am");
close(
  "R",
  "it they them themselves itself himself herself ourselves yourself myself we us i you he she who which that what whose when where if there everyone everybody anyone anybody someone somebody nobody",
);
close("V", "need needs require requires");
close(
  "A",
  "up overdue due open new old late not only also always never once twice again automatically currently available unpaid paid",
);

/** The tokens of a clause. Words that are a verb here and a noun there are told apart by their neighbours. */
export function tokensOf(clause: string): Token[] {
  const terms = nlp(clause).json({ terms: { tags: true, normal: true } }) as {
    terms: { text: string; tags: string[] }[];
  }[];
  const tokens = terms.flatMap((sentence) => sentence.terms).map(({ text, tags }) => tokenOf(text, new Set(tags)));
  return settle(tokens.filter(({ text }) => text !== ""));
}

function tokenOf(written: string, tags: ReadonlySet<string>): Token {
  const text = written.replace(/^[^\p{L}\p{N}€$£(]+|[^\p{L}\p{N}%)']+$/gu, "").toLowerCase();
  if (/^[€$£]?\d[\d.,]*(%|k|€|kg|h|m)?$/.test(text)) return { text, kind: "#", base: text, plural: false };
  const fixed = closed.get(text);
  if (fixed) return { text, kind: fixed, base: text, plural: false };
  const verb = infinitive(text);
  const kind: Kind = tags.has("Noun")
    ? "N"
    : tags.has("Verb")
      ? "V"
      : tags.has("Adjective") || tags.has("Adverb")
        ? "A"
        : tags.has("Value")
          ? "N"
          : "N";
  const plural = kind === "N" ? isPlural(text, tags.has("Plural")) : false;
  return { text, kind, base: kind === "V" ? verb : plural ? singular(text) : text, plural };
}

/** Corrects what single words can't show. */
function settle(tokens: Token[]): Token[] {
  const noun = (token: Token) => {
    token.kind = "N";
    token.plural = isPlural(token.text, /[^s]s$/.test(token.text));
    token.base = token.plural ? singular(token.text) : token.text;
  };
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    // "Employees open a ticket".
    if (token.text === "open" && before?.plural && after?.kind === "D")
      Object.assign(token, { kind: "V", base: "open", plural: false });
    if (
      token.kind === "V" &&
      /(ed|en|ing)$/.test(token.text) &&
      after?.kind === "N" &&
      (!before || "DPAC#".includes(before.kind))
    ) {
      token.kind = "A";
    } else if (
      token.kind === "V" &&
      before &&
      (before.kind === "D" || (before.kind === "P" && before.text !== "to") || before.kind === "#")
    ) {
      if (!(before.text === "that" || before.text === "all")) noun(token);
    } else if (
      token.kind === "V" &&
      before?.kind === "A" &&
      !["not", "also", "only", "always", "never", "then"].includes(before.text)
    ) {
      noun(token);
    } else if (
      token.kind === "V" &&
      !after &&
      before?.kind === "C" &&
      tokens[index - 2]?.plural &&
      /[^s]s$/.test(token.text)
    ) {
      noun(token); // "tenants and leases"
    } else if (token.kind === "A" && !after && before && "DP".includes(before.kind) && !/ed$/.test(token.text)) {
      noun(token);
    } else if (token.kind === "A" && after && "BV".includes(after.kind) && before?.kind === "D") {
      noun(token);
    }
  });
  // An order is given in the bare form, so a word in -s at the start is who acts: "Volunteers log hours".
  // "The office plans cleaning jobs": a word in -s after one business or crew, before what it does something to.
  const doer = tokens[0]?.kind === "D" ? 1 : 0;
  const [who0, does0, what0] = tokens.slice(doer);
  if (
    doer === 1 &&
    who0?.kind === "N" &&
    !who0.plural &&
    (business.has(who0.base) || staff.has(who0.base)) &&
    does0?.kind === "N" &&
    /[^su]s$/.test(does0.text) &&
    !people.has(singular(does0.text)) &&
    !staff.has(singular(does0.text)) &&
    what0 &&
    ("NDAV".includes(what0.kind) || (what0.kind === "C" && stateVerbs.has(infinitive(tokens[doer + 3]?.text ?? ""))))
  ) {
    Object.assign(does0, { kind: "V", base: infinitive(does0.text), plural: false });
    if (what0.kind === "V") noun(what0);
  }
  const [first, second] = tokens;
  if (first && second && first.kind !== "V" && orders.has(first.text) && "NDARV".includes(second.kind)) {
    Object.assign(first, { kind: "V", base: first.text, plural: false });
    if (second.kind === "V" && /[^s]s$/.test(second.text)) noun(second);
  }
  if (first?.kind === "V" && tokens.length === 1) noun(first);
  if (first?.kind === "V" && /[^s]s$/.test(first.text) && !isAction(first.text)) noun(first);
  // "staff file requests": two things with an action between them, none of them told apart by its form.
  if (!tokens.some((token, index) => token.kind === "V" && isAction(token.base) && tokens[index - 1]?.kind !== "N"))
    for (let index = 1; index < tokens.length; index += 1) {
      const [before, token, after] = [tokens[index - 1], tokens[index], tokens[index + 1]];
      if (!before || !token || token.kind !== "N" || token.plural || before.kind !== "N") continue;
      const follows =
        after &&
        ("D#R".includes(after.kind) ||
          ((after.kind === "N" || after.kind === "V") && /s$/.test(after.text)) ||
          // "Residents request parking permits".
          ("NAV".includes(after.kind) && /[^su]s$/.test(tokens[index + 2]?.text ?? "")));
      const byTwo = after?.kind === "C" && isAction(tokens[index + 2]?.text ?? "");
      if (
        isAction(token.text) &&
        (before.plural || collective.has(before.text)) &&
        (follows || byTwo || (after?.kind === "P" && after.text !== "of"))
      ) {
        token.kind = "V";
        token.base = infinitive(token.text);
        if (after?.kind === "V") noun(after);
        break;
      }
    }
  // "Cooks plan menus": people, a plain word, things. What people do there is an action, known or not.
  const [who, does, what] = tokens;
  if (
    !tokens.some(({ kind }) => kind === "V") &&
    who?.plural &&
    (people.has(who.base) ||
      staff.has(who.base) ||
      /[^s](?:er|or|ist|ian|ant)$/.test(who.base) ||
      who.base === "cook") &&
    does?.kind === "N" &&
    !does.plural &&
    what !== undefined &&
    (what.kind === "D" || /[^s]s$/.test(what.text))
  )
    Object.assign(does, { kind: "V", base: infinitive(does.text) });
  // After the action of a clause, another word of its form is a thing: "submit expense claims".
  const action = tokens.findIndex(({ kind }) => kind === "V");
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    if (
      token.kind === "V" &&
      action >= 0 &&
      index > action &&
      before &&
      !"CMRBXP".includes(before.kind) &&
      (before.kind !== "V" || (/[^s]s$/.test(token.text) && !"DNR".includes(tokens[index + 1]?.kind ?? "-")))
    )
      noun(token);
  });
  return tokens;
}

/** At the start of a clause these are what to do: "Track attendance". */
const orders = new Set([
  "track",
  "record",
  "list",
  "show",
  "store",
  "keep",
  "manage",
  "log",
  "register",
  "display",
  "search",
  "count",
  "mark",
]);

const collective = new Set(["staff", "team", "crew", "personnel", "people"]);

/** Whether a word, as it stands, is an action the grammar knows. */
export const isAction = (word: string): boolean => {
  const base = infinitive(word);
  return (
    keepingVerbs.has(base) ||
    filingVerbs.has(base) ||
    seeingVerbs.has(base) ||
    holdingVerbs.has(base) ||
    events.has(base) ||
    stateVerbs.has(base)
  );
};

/** What the verb plugin adds; its types leave it out. */
type Verbs = { verbs(): { toInfinitive(): { text(): string } } };

const known = new Map<string, string>();
export function infinitive(word: string): string {
  const cached = known.get(word);
  if (cached !== undefined) return cached;
  const found =
    participles.get(word) ??
    (nlp(word).tag("Verb") as ReturnType<typeof nlp> & Verbs).verbs().toInfinitive().text().toLowerCase();
  const base = found === "" || found.includes(" ") ? word : found;
  known.set(word, base);
  return base;
}

const participles = new Map([
  ...[...stateVerbs].map(([verb, { participle }]) => [participle, verb] as const),
  ["drafted", "draft"],
  ["own", "own"],
  ["owns", "own"],
  ["owned", "own"],
  ["hired", "hire"],
  ["has", "have"],
  ["had", "have"],
  ["rented", "rent"],
  ["hires", "hire"],
  ["cancels", "cancel"],
  ["canceled", "cancel"],
  ["cancelled", "cancel"],
  ["lent", "lend"],
  ["logs", "log"],
  ["logged", "log"],
  ["needs", "need"],
  ["requires", "require"],
]);

const isPlural = (word: string, tagged: boolean): boolean =>
  isMany(word) && (tagged || !word.endsWith("s") || /[a-z]{2,}s$/.test(word));

/** The share of words that English has, 0 to 1: what nobody could read is refused, not guessed at. */
export function shareOfEnglish(text: string): number {
  const { lexicon } = (nlp.model() as { one: { lexicon: Record<string, unknown> } }).one;
  const all = text.toLowerCase().match(/\p{L}[\p{L}'-]*/gu) ?? [];
  if (all.length === 0) return 0;
  const isKnown = (word: string) =>
    smallWords.has(word) || closed.has(word) || word in lexicon || singular(word) in lexicon || isAction(word);
  return all.filter(isKnown).length / all.length;
}

/** The share of words that hold any English sentence together. */
export function shareOfSmallWords(text: string): number {
  const all = text.toLowerCase().match(/\p{L}[\p{L}'-]*/gu) ?? [];
  return all.length === 0 ? 0 : all.filter((word) => smallWords.has(word)).length / all.length;
}
