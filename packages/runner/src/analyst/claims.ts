import { unanswered } from "./audit.ts";
import type { Draft, Wish } from "./draft.ts";
import { unfaithful } from "./faithful.ts";

const limit =
  /\b(?:until (?:the|it|they|all|every|no)\b|unless\b|cannot\b|can't\b|can not\b|may not\b|must not\b|mustn't\b|should not\b|shall not\b|not allowed\b|forbidden\b|never\b|no more than\b|max(?:imum)?\.?(?: of)? \d|not more than\b|at most\b|no two\b|(?:can|may) only\b|^only\b|only (?:if|when|after|once|by)\b|but not\b|before (?:the|it|they|an?)\b|at least \d|nobody\b)/i;
const figure =
  /^(?:(?:the |all )?[a-z]+(?: [a-z]+)? )?(?:see|sees|show|shows|view|views|know|knows|calculate|calculates|total|totals|sum|count|report|reports)\b.*\b(?:per|for each|for every|grouped by|broken down by)\b|^(?:total|totals|sum|sums|number|count|average|hours|revenue|costs?|spending|sales)\b.*\b(?:per|by|for each|for every)\b/i;
const amount =
  /\b(?:totals?|sums?|average|mean|revenue|turnover|income|takings|spend\w*|hours|stock|rating|profit|margin|earnings|fees|costs?|downtime|waste)\b/i;
const question =
  /^(?:(?:the |all )?[a-z]+ )?(?:know|see|show|view|find out|check|learn|tell)s? (?:us |me )?(?:which|who|whose|how|what|when|where|whether)\b/i;
const withoutFigure = /\bper (?:hour|day|night|week|month|year|unit|item|piece|page)s?\b/i;

/**
 * What a sentence asks for beyond the records that were made of it: a limit that no rule holds, a figure that no report
 * gives, a question that no list answers. Making the records and calling it met would be a pretended success.
 *
 * @returns the reason, for the gap
 */
export function overclaimed(draft: Draft, wish: Wish): string | undefined {
  return beyond(draft, wish) ?? unfaithful(draft, wish) ?? unansweredIn(draft, wish);
}

function unansweredIn(draft: Draft, wish: Wish): string | undefined {
  const words = unanswered(draft, wish);
  if (words.length === 0) return undefined;
  const quoted = words.slice(0, 4).map((word) => `“${word}”`);
  return `The records are kept, but nothing that this version builds answers ${quoted.join(", ")} in this sentence.`;
}

function beyond(draft: Draft, { text, targets, kind }: Wish): string | undefined {
  const has = (sign: RegExp) => [...targets].some((target) => sign.test(target));
  if (
    /\bwithout (?:an?|any)\b|\bwith no\b|\b(?:that|who|which) (?:do not have|does not have|has no|have no)\b/i.test(
      text,
    ) &&
    !has(/[?~!]|^report:/)
  )
    return "The records are kept, but no list of this version shows those without.";
  const computed = draft.entities.flatMap((entity) => entity.computed.map(({ name }) => `${entity.name}.${name}`));
  const words = text.match(limit);
  // "Pending until it is paid" tells states, and holds no limit.
  const isState = /^until/i.test(words?.[0] ?? "") && has(/\.status$|!/);
  // "Not collected before it is packed" is the order of its states.
  const isTurn = kind === "state" && has(/!/) && /\b(?:before|until|when|once|after|if) (?:it|they|the)\b/i.test(text);
  // "Only open requests can be cancelled" tells where a move starts.
  const isMove = /^only/i.test(text) && has(/!/) && !has(/^access$/);
  if (words && !isState && !isTurn && !isMove && !has(/[~?]|^access$/) && !setsALimit(draft, targets, text))
    return `The records are kept, but the limit in this sentence (“${words[0].toLowerCase()} …”) is not held by this version.`;
  if (
    figure.test(text) &&
    !has(/[?~!]/) &&
    !withoutFigure.test(text) &&
    !has(/^report:/) &&
    ![...targets].some((target) => computed.includes(target))
  )
    return "The records are kept, but the figures that this sentence asks for are not calculated by this version.";
  const reports = draft.reports.filter(({ name }) => targets.has(`report:${name}`));
  if (
    reports.length > 0 &&
    amount.test(text) &&
    !/\b(?:number of|count|how many)\b/i.test(text) &&
    reports.some(({ measures }) => measures.every(({ fn }) => fn === "count"))
  )
    return "The records are kept, but nothing was found that this figure could be the total or average of.";
  const timed = reports.some(({ each, over }) => each !== undefined || over !== undefined);
  if (reports.length > 0 && !timed && /\b(?:per|by|each|every) (?:day|week|month|quarter|year)\b/i.test(text))
    return "The records are kept, but reports by day, week, month or year are not built by this version.";
  if (
    reports.length > 1 &&
    // "Per category and per month" asks for the one and for the other.
    !/ and (?:per|by) /i.test(text) &&
    /\b(?:per|by) [a-z-]+(?: [a-z-]+)? (?:per|by|each|and) (?:day|week|month|quarter|year)\b/i.test(text)
  )
    return "The records are kept, and each grouping is a report of its own, but one report by both is not built by this version.";
  if (question.test(text) && !has(/[?]|^report:/) && ![...targets].some((target) => computed.includes(target)))
    return "The records are kept, but no list or report of this version answers the question in this sentence.";
  return undefined;
}

/** Uniqueness and bounds live in the field itself, not in a rule. */
const setsALimit = (draft: Draft, targets: ReadonlySet<string>, text: string): boolean =>
  draft.entities.some((entity) =>
    entity.fields.some(
      (field) =>
        targets.has(`${entity.name}.${field.name}`) &&
        (field.unique ||
          field.max !== undefined ||
          // Numbers of things are never below zero, whatever a sentence says of them.
          (field.min !== undefined && (field.min !== 0 || /negative|positive|\bzero\b|\b0\b/i.test(text)))),
    ),
  );
