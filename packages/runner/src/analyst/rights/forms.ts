import { stateVerbs } from "../lexicon.ts";
import { infinitive, singular } from "../tokens.ts";
import { type Who, whoIn } from "./who.ts";

type Verb = "see" | "create" | "change" | "delete";

/**
 * What a sentence says of rights: `only` these may, these `cannot`, these may `just` this and nothing else, these with
 * their `own` alone, these with `all` there is.
 */
export type Telling = {
  kind: "only" | "cannot" | "just" | "own" | "all";
  who: Who;
  verbs: Verb[];
  /** Verbs that move a record, told in the same breath: "approve or delete". */
  moves: string[];
  /** Of what, in the words of the sentence; empty where it doesn't say. */
  what: string;
  /** Whose a record is by these words: whoever it is assigned to, or whoever made it. */
  by?: "assigned" | "made";
};

const writing: readonly Verb[] = ["create", "change", "delete"];
const told: Readonly<Record<string, readonly Verb[]>> = {
  ...of("see", "see view read access look"),
  ...of("create", "create add enter register record file insert input"),
  ...of("change", "change edit update modify alter amend correct"),
  ...of("delete", "delete remove erase"),
  manage: writing,
  maintain: writing,
  administer: writing,
  write: writing,
};

function of(verb: Verb, words: string): Record<string, Verb[]> {
  return Object.fromEntries(words.split(" ").map((word) => [word, [verb]]));
}

const W = "[\\p{L}][\\p{L}'-]*";
const noun = `(?:(?:the|an?|our|all|any|each|every) )?${W}(?: ${W}){0,3}?`;
const who = (name: string) => `(?<${name}>${noun}(?:(?:,| and| or|, and|, or) ${noun})*?)`;
const may =
  "(?:can|may|should|must|shall|could|will|(?:is|are|should be|must be) (?:allowed|able|permitted) to|should be able to|must be able to|ha(?:s|ve) the right to|gets? to|needs? to)";
const not =
  "(?:(?:should|must) not be (?:allowed|able) to|can ?not|can't|may not|must not|mustn't|should not|shouldn't|shall not|could not|won't|will not|(?:can|may|must|should) never|(?:is|are) (?:not|never) (?:allowed|able|permitted) to|(?:is|are) unable to|do(?:es)? not|don't|doesn't|never)";
const V =
  "(?:sees?|views?|reads?|access(?:es)?|looks? at|creates?|adds?|enters?|registers?|records?|files?|inserts?|inputs?|changes?|edits?|updates?|modif(?:y|ies)|alters?|amends?|corrects?|deletes?|removes?|erases?|manages?|maintains?|administers?|writes?|do(?:es)?)";
const list = (each: string) => `${each}(?:(?:,| and| or|, and|, or| and/or) (?:also )?${each}){0,4}`;
const verbs = (name: string) => `(?<${name}>${list(V)})`;
/** Behind a modal, verbs that move a record may stand among them. */
const verbsOrMoves = (name: string) => `(?<${name}>${list(`(?:${V}|${W})`)})`;
const what = (name: string) => `(?: (?<${name}>.+?))?`;
const nobody = "(?:nobody|no one|no-one|none)";
const but = "(?:but|except(?: for)?|other than|apart from|besides)";
const end = "(?: (?:too|as well|at all|any ?more|of course|in the system|in the app))?$";
const form = (pattern: string) => new RegExp(`^${pattern}`, "iu");

const done =
  "(?:seen|viewed|read|accessed|created|added|entered|registered|recorded|changed|edited|updated|modified|altered|amended|corrected|deleted|removed|erased|managed|maintained)";
const doing =
  "(?:seeing|viewing|reading|accessing|creating|adding|entering|changing|editing|updating|modifying|deleting|removing|managing|maintaining)";

/** Each form by what it tells; the first that fits a sentence whole is taken. */
const forms: readonly (readonly [kind: Telling["kind"] | "tiers" | "but" | "mine" | "readOnly", pattern: RegExp])[] = [
  [
    "mine",
    form(
      `only (?:the )?(?:person|user|one|somebody|someone|member|employee)s? who (?:created|entered|made|filed|recorded|added|wrote|registered) (?:(?:an?|the) )?(?<what>${noun}) ${may} ${verbs("verbs")} (?:it|them)${end}`,
    ),
  ],
  ["only", form(`only ${who("who")} ${may} (?:also )?${verbsOrMoves("verbs")}${what("what")}${end}`)],
  ["only", form(`only ${who("who")} (?:has|have|gets?) access to (?<what>.+?)${end}`)],
  ["only", form(`only ${who("who")} ${verbs("verbs")}${what("what")}${end}`)],
  ["only", form(`${nobody} ${but} ${who("who")} (?:${may} )?${verbs("verbs")}${what("what")}${end}`)],
  ["only", form(`${nobody} ${may} ${verbs("verbs")} (?<what>.+?),? ${but} ${who("who")}${end}`)],
  [
    "only",
    form(
      `(?<what>.+?) (?:can|may|must|should|shall) (?:only be (?<done>${done}(?:(?:,| and| or|, and|, or) ${done})*) by|be (?<done2>${done}(?:(?:,| and| or|, and|, or) ${done})*) (?:only by|by nobody but)) ${who("who")}${end}`,
    ),
  ],
  [
    "only",
    form(
      `(?<what>.+?) (?:is|are|should be|must be) (?:only visible to|visible only to|only visible for|visible to nobody but) ${who("who")}${end}`,
    ),
  ],
  [
    "only",
    form(
      `(?<doing>${doing}(?:(?:,| and| or|, and|, or) ${doing})*) (?<what>.+?) is (?:only )?(?:reserved for|limited to|restricted to|allowed for|possible for|up to|for) ${who("who")}(?: only)?${end}`,
    ),
  ],
  [
    "tiers",
    form(
      `${who("who")} (?:${may} )?${verbs("verbs")} (?<what>[^,;]+?)(?:,|;| and| but|, and|, but|, while| while) (?:only )?${who("more")} (?:${may} )?(?:(?:also|additionally|even) )(?:${may} )?${verbs("verbs2")} (?<what2>them|it|these|those|[^,;]+?)${end}`,
    ),
  ],
  [
    "just",
    form(
      `${who("who")} (?:has|have|gets?|with|should have|must have) (?:only )?(?:read[ -]only|view[ -]only|viewing|reading) (?:access|rights|permissions?)(?: to (?:everything|all records|all data|the (?:system|application|app)))?${end}`,
    ),
  ],
  ["just", form(`${who("who")} (?:is|are) (?:read|view)[ -]only${end}`)],
  [
    "readOnly",
    form(
      `${who("who")} (?:has|have|gets?|should have|must have) (?:only )?(?:read[ -]only|view[ -]only) (?:access|rights|permissions?) (?:to|on|for) (?<what>.+?)${end}`,
    ),
  ],
  [
    "but",
    form(
      `${who("who")} ${may} ${verbs("verbs")}${what("what")},? but (?:(?:they )?${not}|not|nothing) ?${verbs("verbs2")}${what("what2")}${end}`,
    ),
  ],
  [
    "but",
    form(
      `${who("who")} ${verbs("verbs")} (?<what>everything|all .+?),? but (?:they )?${not} ${verbs("verbs2")}${what("what2")}${end}`,
    ),
  ],
  [
    "but",
    form(
      `${who("who")} (?:${may} )?${verbs("verbs")}${what("what")},? but (?:${may} )?${verbs("verbs2")} (?<what2>nothing)${end}`,
    ),
  ],
  [
    "cannot",
    form(`${who("who")} (?:(?:has|have|gets?) no|(?:should|must) (?:not have|have no)) access to (?<what>.+?)${end}`),
  ],
  ["cannot", form(`${who("who")} ${not} ${verbs("verbs")}${what("what")}${end}`)],
  ["just", form(`${who("who")} (?:${may} only|only ${may}) ${verbs("verbs")}${what("what")}${end}`)],
  ["just", form(`${who("who")} only ${verbs("verbs")} (?<what>.+?)${end}`)],
  ["just", form(`${who("who")} (?:${may} )?${verbs("verbs")} (?:only|just|nothing but) (?<what>.+?)${end}`)],
  [
    "all",
    form(
      `${who("who")} (?:${may} )?(?:(?:also )?${verbs("verbs")} )?(?<what>everything|anything|all records|all data|everyone's [\\p{L}-]+|all of them|all (?:the |of the )?[\\p{L}-]+(?: [\\p{L}-]+)?|(?:every|any) [\\p{L}-]+)${end}`,
    ),
  ],
  ["own", form(`${who("who")} (?:${may} )?${verbs("verbs")} (?<what>.+?)${end}`)],
];

const ownWords =
  /^(?:(?:all )?(?:of )?(?:their|his|her|his or her|its|one's|your) own (?<own>[^,;]+?)|(?:the |those |all )?(?<assigned>[^,;]+?) (?:that (?:is|are|were|was) |which are )?(?:assigned|allocated|given) to (?:them|him|her|themselves|him or her)|(?:the |those |all )?(?<made>[^,;]+?) (?:(?:that |which )?(?:they|he|she|he or she) (?:have |has )?(?:themselves )?(?:created|entered|made|filed|recorded|added|wrote|written|registered|submitted)(?: themselves)?|of their own)|what they (?:have )?(?:created|entered|made|filed|recorded|added|registered|submitted)(?: themselves)?)(?: only|,? (?:and|but)? ?(?:nobody else's|no ?one else's|not (?:those|that|the ones|the [\p{L}]+) of (?:others|other [\p{L}]+|anybody else|anyone else|their colleagues)|no others?|nothing else|not others'?(?: [\p{L}]+)?))?$/iu;
const theirs = /^(?:their|his|her|his or her) (?<own>[\p{L}][\p{L} -]*?)$/iu;
const others =
  /^(?:(?:(?:other|another) (?<whose>[\p{L}]+?)(?:'s|s'|')|others'|(?:someone|somebody|anyone|anybody|everyone|no ?one) else's|each other's|one another's|(?:their|his|her) colleagues?(?:'s|s'|')) (?<one>.+?)|(?<two>.+?) (?:of|from|made by|created by|entered by|belonging to) (?:others?|other (?<ofWhom>[\p{L}]+)|anyone else|anybody else|someone else|somebody else|each other|one another|their colleagues|others))$/iu;

/** What a sentence, or a part of it, says of rights; undefined when it says nothing of them, or more than that. */
export function tellingsIn(text: string): Telling[] | undefined {
  const plain = text
    .replace(/[.!;]+$/, "")
    .replace(/’/g, "'")
    .replace(/\s+/g, " ")
    .trim();
  if (
    /[‹¦:(]|\b(?:if|when|once|unless|until|after|before|during|without|while (?!only)|above|over|below|more than|less than)\b/i.test(
      plain,
    )
  )
    return undefined;
  for (const [kind, pattern] of forms) {
    const groups = plain.match(pattern)?.groups;
    const found = groups && read(kind, groups);
    if (found) return found;
  }
  return undefined;
}

function read(kind: (typeof forms)[number][0], groups: Record<string, string | undefined>): Telling[] | undefined {
  const whom = kind === "mine" ? "everyone" : whoIn(groups.who ?? "");
  if (whom === undefined) return undefined;
  const object = (groups.what ?? "").trim();
  if (saysMore.test(object) || goesOn(object)) return undefined;
  const first = verbsIn(groups, object, kind === "only");
  if (first === undefined) return undefined;
  const told = { who: whom, what: object, ...first };
  switch (kind) {
    case "mine":
      return first.verbs.includes("create") ? undefined : [{ ...told, kind: "own", by: "made" }];
    case "readOnly":
      return ownIn(object) === undefined ? [{ ...told, verbs: [...writing], kind: "cannot" }] : undefined;
    case "tiers": {
      const more = whoIn(groups.more ?? "");
      const second = verbsIn({ verbs: groups.verbs2 }, "", false);
      if (!Array.isArray(whom) || !Array.isArray(more) || !second || !isSame(object, groups.what2 ?? ""))
        return undefined;
      return [
        { ...told, kind: "only", who: [...whom, ...more] },
        { ...told, ...second, kind: "only", who: more },
      ];
    }
    case "but": {
      const against = groups.what2 ?? (/^(?:everything|anything|)$/i.test(object) ? "anything" : object);
      const isPronoun = /^(?:it|them|these|those)$/i.test(against);
      const second = verbsIn({ verbs: groups.verbs2 }, isPronoun ? object : against, false);
      return second && [{ who: whom, ...second, kind: "cannot", what: isPronoun ? object : against }];
    }
    case "cannot": {
      const own = object.match(others)?.groups;
      if (own && !isOneOf(own.whose ?? own.ofWhom, whom)) return undefined;
      if (!own) return object === "" && first.verbs.length < 1 ? undefined : [{ ...told, kind }];
      return isOfOwn(first.verbs) ? [{ ...told, kind: "own", what: own.one ?? own.two ?? "" }] : undefined;
    }
    case "just": {
      const own = ownIn(object) ?? object.match(theirs)?.groups?.own;
      if (own === undefined) return [{ ...told, kind }];
      return isOfOwn(first.verbs) ? [ownTelling(told, object)] : undefined;
    }
    case "own":
      return ownIn(object) !== undefined && isOfOwn(first.verbs) && /\bown\b|\bonly\b/i.test(object)
        ? [ownTelling(told, object)]
        : undefined;
    default:
      return ownIn(object) === undefined ? [{ ...told, kind }] : undefined;
  }
}

/** Whether others are of the same kind: what customers may not see of other regions is not what is their own. */
const isOneOf = (word: string | undefined, who: Who): boolean =>
  word === undefined ||
  /^(?:people|persons?|users?|colleagues?|staff|employees?)$/i.test(word) ||
  (Array.isArray(who) && who.some((role) => role.split("-").at(-1) === singular(word.toLowerCase())));

/** Another part of the sentence, with a verb of its own. */
const saysMore = new RegExp(`;|,.* (?:${may}|${V}|${not}) `, "iu");

/** "… all ideas and approves or rejects them": what else is done with them. */
const goesOn = (object: string): boolean =>
  [...object.matchAll(/ (?:and|or) ([\p{L}]+)/giu)].some(([, word = ""]) =>
    stateVerbs.has(infinitive(word.toLowerCase())),
  );

const isOfOwn = (verbs: readonly Verb[]): boolean => verbs.some((verb) => verb !== "create");

function ownTelling(told: Omit<Telling, "kind">, object: string): Telling {
  const groups = object.match(ownWords)?.groups;
  return {
    ...told,
    kind: "own",
    what: ownIn(object) ?? object.match(theirs)?.groups?.own ?? "",
    ...(groups?.assigned ? { by: "assigned" as const } : groups && !groups.own ? { by: "made" as const } : {}),
  };
}

function ownIn(object: string): string | undefined {
  const groups = object.match(ownWords)?.groups;
  return groups && (groups.own ?? groups.assigned ?? groups.made ?? "everything");
}

const isSame = (one: string, other: string): boolean =>
  /^(?:them|it|these|those)$/i.test(other) || one.toLowerCase() === other.toLowerCase();

/** The rights that verbs speak of; undefined where one of them is no such verb. "Change anything" means all writing. */
function verbsIn(
  groups: Record<string, string | undefined>,
  object: string,
  withMoves: boolean,
): { verbs: Verb[]; moves: string[] } | undefined {
  const phrase = groups.verbs ?? groups.done ?? groups.done2 ?? groups.doing;
  // "Has access to", "is visible to", "has read-only access".
  if (phrase === undefined) return { verbs: ["see"], moves: [] };
  const words = phrase
    .toLowerCase()
    .split(/,? (?:and\/or|and|or) (?:also )?|, (?:also )?/)
    .map(plainVerb);
  if (words.length === 1 && words[0] === "do" && /^(?:everything|anything)$/i.test(object))
    return { verbs: ["see", ...writing], moves: [] };
  const found = new Set<Verb>();
  const moves: string[] = [];
  for (const word of words) {
    const rights = told[word];
    if (rights) for (const right of rights) found.add(right);
    else if (withMoves && stateVerbs.has(word)) moves.push(word);
    else return undefined;
  }
  if (found.size === 0) return undefined;
  if (found.has("change") && /^(?:anything|everything|nothing)$/i.test(object))
    for (const verb of writing) found.add(verb);
  return { verbs: [...found], moves };
}

const past: Readonly<Record<string, string>> = { seen: "see", read: "read", edited: "edit", deleted: "delete" };

function plainVerb(word: string): string {
  if (past[word]) return past[word];
  const base = infinitive(word);
  if (told[base] || stateVerbs.has(base)) return base;
  const stem = word.replace(/(?:ing|ed)$/, "");
  return [stem, `${stem}e`].find((each) => told[each]) ?? base;
}
