import type { Draft, Wish } from "./draft.ts";
import { events, keepingVerbs } from "./lexicon.ts";
import { infinitive, singular } from "./tokens.ts";
import { valuesOf } from "./vocabulary.ts";

/**
 * Signs that a sentence was taken apart at the wrong place: values named by words that name nothing, parts that lean on
 * one that was not understood, and numbers of things that nothing holds.
 *
 * @returns the reason, for the gap
 */
export const misread = (draft: Draft, wish: Wish): string | undefined =>
  namedOddly(draft, wish) ??
  leansOnGap(draft, wish) ??
  soMany(wish) ??
  uniqueNowhere(draft, wish) ??
  ofSome(wish) ??
  definition(wish) ??
  figureAsValue(draft, wish) ??
  happenedNowhere(draft, wish);

const noName =
  /^(?:if|both|and|or|when|while|then|not|no|yet|still|also|only|per|than|so|but|who|which|that|those|it|they|for|by|of|to)$|\b(?:only|and|or|per|than|yet|too|if|when|both|is|are|was|be|must|can|cannot|not)$|^(?:if|when|both|and|or|than|per|not|must|can|is|are|so) |\b(?:its|their|his|her|our|my)\b/i;

/** "A stable holds one horse only" of which each stable has a "horse only". */
function namedOddly(draft: Draft, wish: Wish): string | undefined {
  const odd = valuesOf(draft, wish).find(
    ({ field }) =>
      noName.test(field.label) ||
      field.values?.some((value) => /^(?:not|no|or|and|none of)$/i.test(value)) ||
      // "A price per diver" is no diver.
      (field.type === "reference" && /\bper\b/i.test(field.label)),
  );
  const isOddFigure = draft.reports.some(
    ({ name, entity, measures }) =>
      wish.targets.has(`report:${name}`) &&
      measures.some(({ field }) =>
        draft.entities.some(
          (each) => each.name === entity && each.fields.some((own) => own.name === field && noName.test(own.label)),
        ),
      ),
  );
  if (isOddFigure) return "The records are kept, but what this would add up could not be told from the brief.";
  if (!odd) return undefined;
  const { entity, field } = odd;
  // What nobody meant to keep is not asked for either.
  if (entity.fields.length > 1 && !isNeeded(draft, entity.name, field.name))
    entity.fields = entity.fields.filter((each) => each !== field);
  return "The records are kept, but this version could not tell what this sentence says of them.";
}

const isNeeded = (draft: Draft, name: string, field: string): boolean =>
  draft.entities.some(
    (entity) =>
      entity.name === name &&
      JSON.stringify([entity.rules, entity.lists, entity.computed, entity.order]).includes(`"${field}"`),
  ) || draft.reports.some((report) => JSON.stringify(report).includes(`"${field}"`));

/** "Certificates are posted within six weeks; show those that are late" of which something else is shown. */
function leansOnGap(draft: Draft, { text, sentence, kind, targets }: Wish): string | undefined {
  // "Keep them in tune" keeps nothing.
  if (kind === "entity" && /^(?:keep|manage|track|store|handle) (?:them|it)\b/i.test(text))
    return "This version could not tell what this sentence speaks of.";
  const isList = ["list", "report"].includes(kind) && /\b(?:those|these|them|the ones|such)\b/i.test(text);
  const isValue =
    ["field", "relation"].includes(kind) &&
    /^(?:each|every one|they|these|those) (?!of )[\p{L}]+s? /iu.test(text) &&
    /^(?:each|every one) (?:gives?|gets?|has|takes?|writes?|brings?) |^(?:they|these|those) /i.test(text);
  if (!isList && !isValue) return undefined;
  const before = draft.wishes.filter((each) => each.sentence.quote === sentence.quote && each.targets !== targets);
  return before.some(({ gap }) => gap !== undefined)
    ? "This part of a sentence could not be told apart from what it belongs to."
    : undefined;
}

/** "Two examiners are assigned to each exam" of which there may be one, or ten. */
function soMany({ text, kind, targets }: Wish): string | undefined {
  if (!["relation", "entity", "field", "other"].includes(kind) || [...targets].some((target) => /[~?]/.test(target)))
    return undefined;
  const found = text.match(
    /^(?:exactly )?(?:two|three|four|five|six) [\p{L}-]+s (?:are|must be|have to be|is) |\b(?:exactly|at least|always) (?:two|three|four|five|six|\d+) [\p{L}-]+s\b|\b(?:is|are|be) [\p{L}]+ by (?:two|three|four|five|six) [\p{L}-]+s\b/iu,
  )?.[0];
  return found
    ? `The records are kept, but nothing that this version builds holds how many there are (“${found.trim().toLowerCase()}”).`
    : undefined;
}

/** "A tag number which is unique" of which two may have the same. */
function uniqueNowhere(draft: Draft, wish: Wish): string | undefined {
  if (!/\bunique\b/i.test(wish.text) || [...wish.targets].some((target) => target.includes("~"))) return undefined;
  const values = valuesOf(draft, wish);
  return values.length > 0 && !values.some(({ field }) => field.unique)
    ? "The records are kept, but nothing that this version builds refuses a second one of the same."
    : undefined;
}

/** "A patient in a wheelchair needs a vehicle that takes one", "the team with the higher score": of some, and not of all. */
function ofSome({ text, kind, targets }: Wish): string | undefined {
  if (
    !["relation", "entity", "field", "rule", "other"].includes(kind) ||
    [...targets].some((target) => /[~?]/.test(target))
  )
    return undefined;
  const found =
    text.match(/\b(?:needs?|requires?|must have) (?:an?|the) [\p{L}-]+ (?:that|which|who|with)\b/iu)?.[0] ??
    text.match(
      /\bwith the (?:higher|highest|lower|lowest|most|fewest|best|worst|least|larger|largest|longest)\b/i,
    )?.[0];
  return found
    ? `The records are kept, but what this sentence says of some of them (“${found.toLowerCase()} …”) is not held by this version.`
    : undefined;
}

/** "Average time from received to ready" of which somebody types in an average. */
function figureAsValue(draft: Draft, wish: Wish): string | undefined {
  if (!/^(?:the )?(?:average|mean|total|sum of|percentage of|share of)\b/i.test(wish.text)) return undefined;
  if (!["entity", "field", "other"].includes(wish.kind) || /:/.test(wish.text)) return undefined;
  const values = valuesOf(draft, wish);
  return values.length > 0 &&
    values.every(({ field }) => /^(?:average|mean|total|sum|percentage|share)\b|average|total/i.test(field.label))
    ? "The records are kept, but the figures that this sentence asks for are not calculated by this version."
    : undefined;
}

/** "Divers book trips" of which there are divers and trips, and no booking that ties them. */
function happenedNowhere(draft: Draft, { text, kind, targets }: Wish): string | undefined {
  if (!["relation", "entity"].includes(kind) || /[:,]/.test(text)) return undefined;
  const [, who = "", verb = "", what = ""] =
    text.match(
      /^(?:the |an? |each |every |our |all )?([\p{L}-]+) ([\p{L}]+) (?:the |an? |our )?([\p{L}-]+)(?: .*)?$/iu,
    ) ?? [];
  const noun = events.get(infinitive(verb.toLowerCase()))?.noun;
  const named = (word: string) => draft.entities.find(({ words }) => words.at(-1) === singular(word.toLowerCase()));
  const [one, other] = [named(who), named(what)];
  const isKept = keepingVerbs.has(infinitive(verb.toLowerCase()));
  if (!noun || isKept || !one || !other || one === other) return undefined;
  const isTied = draft.entities.some((entity) => {
    const to = entity.fields.flatMap(({ target }) => (target ? [target] : []));
    return (
      (to.includes(one.name) && to.includes(other.name)) ||
      (entity === one && to.includes(other.name)) ||
      (entity === other && to.includes(one.name))
    );
  });
  return isTied || [...targets].some((target) => target.includes("!"))
    ? undefined
    : `The records are kept, but nothing that this version builds tells which ${who.toLowerCase()} ${verb.toLowerCase()} which ${what.toLowerCase()}.`;
}

/** "Recaptures are captures of a ring that was captured before": which they are, and nothing that is kept beside. */
function definition({ text, kind, targets }: Wish): string | undefined {
  if (!["entity", "relation"].includes(kind) || [...targets].some((target) => /[~?!]/.test(target))) return undefined;
  return /^[\p{L}-]+s are [\p{L}-]+s (?:of .+ )?(?:that|which|who|whose) /iu.test(text)
    ? "The records are kept, but this version does not tell those that this sentence defines from others."
    : undefined;
}
