import { actionAt, type Clause, clausesOf, priorityOf, spokenOf } from "./clauses.ts";
import { averages } from "./demands/averages.ts";
import { isBlocking } from "./demands/blocked.ts";
import { readFiles, speaksOfFiles } from "./demands/csv.ts";
import { dashboard } from "./demands/dashboard.ts";
import { figures, isFigure } from "./demands/figures.ts";
import { shownFiles } from "./demands/files.ts";
import { follows } from "./demands/follows.ts";
import { demands } from "./demands/index.ts";
import { ranking } from "./demands/ranking.ts";
import { uniqueTogether } from "./demands/rules.ts";
import { stock } from "./demands/stock.ts";
import { type Draft, type DraftEntity, emptyDraft, findEntity, refer, type Wish } from "./draft.ts";
import { isOfFiles, isValueWord } from "./fields.ts";
import { isOutOfReach, unsupportedIn } from "./gaps.ts";
import { listed } from "./listings/index.ts";
import { takeMail } from "./mail/index.ts";
import { reconcile } from "./reconcile.ts";
import { rephrase } from "./rephrase.ts";
import { takeRights } from "./rights/index.ts";
import { isAttaching, readAttached } from "./structure/attached.ts";
import { readChoice } from "./structure/choice.ts";
import { predicatesOf } from "./structure/declaration.ts";
import { readBrackets, readDeclared } from "./structure/declared.ts";
import { readStructure } from "./structure/index.ts";
import { readPlacing } from "./structure/placing.ts";
import { readWhole } from "./structure/sentences.ts";
import { readStates } from "./structure/states.ts";
import type { Focus } from "./structure/thing.ts";
import type { Sentence } from "./text.ts";
import { singular, tokensOf } from "./tokens.ts";
import { asUsual } from "./usual/index.ts";

/**
 * Reads what sentences say of records and ask of them, whatever kind of software keeps them.
 *
 * First all that is said of records is read, then what is asked of them (rules, lists, reports), because people ask
 * for "totals per person" before they say who a person is.
 *
 * @param text the whole brief, for words that are spoken of anywhere
 * @param isTool whether it is for a tool that people type, which does less
 */
export function readRecords(text: string, sentences: readonly Sentence[], isTool = false): Draft {
  const draft = { ...emptyDraft(text), isTool };
  const later: Later = [];
  let last: DraftEntity | undefined;
  const told = sentences.filter(({ part, quote }) => part === "objectives" && quote !== "").length;
  const asked = sentences.filter((each) => told < 4 || !setsTheScene(each));
  const usual = isTool ? asked : asked.flatMap((each) => asUsual(each, draft.spoken, undefined));
  for (const sentence of listed(usual, draft.spoken))
    for (const said of isTool ? [sentence] : asUsual(sentence, draft.spoken, last?.words.join(" ")))
      for (const each of rephrase(said, draft.spoken)) last = readSentence(draft, each, later, last);
  reconcile(draft);
  // Reports add up what is worked out, so that is read before them.
  const rest = later.filter(
    ({ clause, wish, focus }) =>
      !(stock.test.test(clause.text) && stock.read(draft, clause, wish, focus)) &&
      !(isFigure(clause.text) && figures.read(draft, clause, wish, focus)),
  );
  for (const { clause, wish, focus } of rest) readDemand(draft, clause, wish, focus);
  return draft;
}

const background =
  /^(?:we|i|our (?:company|business|shop|team|club|school|office)|my|currently|today|at the moment|right now|until now|so far|hello|hi|dear|thanks|thank you|the (?:goal|aim|purpose|idea) (?:is|of)(?!.* is to ))\b(?! (?:need|want|keep|track|record|manage|hire|rent|sell|lend|store|register|log|approve|can|must|should|have (?:many|several|the following|customers))).*\b(?:is|are|am|was|were|run|runs|use|uses|using|do|does|work|works|own|started|have|has|thank\w*|hello|look(?:s)? after|serves?|offers?|employs?|operates?|owns?|collects?|sells?)\b/i;

/** "Our society owns an observatory with three telescopes": who asks, and nothing to keep. */
const ofTheOwner =
  /^(?:we|i) (?:organi[sz]e|run|operate|own) (?:an?|the|our) [^,:(]*$|^our (?:[\p{L}-]+ ){0,2}(?:society|association|company|club|firm|charity|shop|school|church|museum|studio|hotel|farm|practice|clinic|agency|council|cooperative|foundation) (?:owns|runs|operates|goes|meets|organi[sz]es|is|was|employs|serves|offers)\b(?![^.]*\b(?:need|want|would like|should|must)\b)/iu;

/** "Vet clinic": what it is for, and nothing it should do. */
const isTitle = (text: string): boolean => {
  const words = text.split(" ");
  const last = words.at(-1)?.toLowerCase() ?? "";
  return (
    words.length <= 5 &&
    !/[,:]/.test(text) &&
    !/^(?:no|not|never|only|all|every|nobody)\b/i.test(text) &&
    actionAt(tokensOf(text)) < 0 &&
    !/\b(?:with|per|by)\b|\b(?:first|on top|at the top)$/i.test(text) &&
    (singular(last) === last || (words.every((word) => /^[A-Z]/.test(word)) && words.length > 1))
  );
};

/**
 * "A sawmill buys logs and sells boards", "flying displays and daily weights": what a description says of the business,
 * before objectives that tell what is kept. It neither lists values nor asks for anything.
 */
const setsTheScene = ({ part, text }: Sentence): boolean =>
  part === "description" &&
  (isOfSoftware.test(text) ||
    (!(
      /\bwith\b[^,]*(?:,| and )/i.test(text) &&
      text.split(/,| and | with /).some((part) => isValueWord(part.trim().toLowerCase()))
    ) &&
      !/[:(]|\b(?:has|have|belongs?|must|should|shall|can|may|needs?|want|each|every|keeps?|track|tracks|records?|logs?|stores?|manages?|registers?|shows?|lists?|search|find|report|per|approves?|warn|remind|book|books)\b/i.test(
        text,
      )));

/** "A web application to manage inventory for a wholesaler", "Customer complaints register": what is to be built. */
const isOfSoftware =
  /^(?:an? |the |our )?(?:[\p{L}-]+ ){0,4}(?:web ?app|application|app|system|platform|portal|software|website|solution|database|tool|register|management|tracker|tracking|planner|manager|scheduling)(?: (?:to|for|that|which|where|of|in) [^:(,]*)?$/iu;

/** Orders to the builder: a brief is read, never obeyed. */
const commands =
  /\b(?:ignore|disregard|forget|override|bypass|reveal|print|show|repeat) (?:me )?(?:all |any |the |your |of |my |these |previous |prior |above |earlier |system )*(?:instructions?|prompts?|guidelines|guardrails)\b|\bsystem prompt\b|\b(?:mark|report|treat|count) (?:\w+ ){0,3}(?:requirements?|tests?|checks?) (?:as|to be) (?:verified|passed|passing|met|done)\b|\breport success\b/i;

/** Whether a sentence gives orders to whoever builds the software. */
export const speaksToBuilder = (text: string): boolean => commands.test(text);

/** What says how records stand to each other is whole only with all its words. */
const isAskedOfOthers = (text: string): boolean =>
  /^(?:an? |each |every )?[\p{L}-]+(?: [\p{L}-]+)? (?:must|should|has to|have to) have (?:between|at least|at most|no more than|up to) \d+ /iu.test(
    text,
  ) ||
  /^(?:block|stop|forbid|prevent|avoid|disallow|refuse)s? /i.test(text) ||
  isBlocking(text) ||
  averages.test.test(text) ||
  ranking.test.test(text) ||
  dashboard.test.test(text) ||
  follows.test.test(text) ||
  stock.test.test(text) ||
  uniqueTogether.test.test(text);

type Later = { clause: Clause; wish: Wish; focus: Focus }[];

/** @returns what the sentence spoke of last, so that the next one may call it "it" */
function readSentence(
  draft: Draft,
  sentence: Sentence,
  later: Later,
  before: DraftEntity | undefined,
): DraftEntity | undefined {
  const focus: Focus = { last: before ?? draft.entities.at(-1), listed: [] };
  if (ofTheOwner.test(sentence.text)) return focus.last;
  if (background.test(sentence.text) && !/[:(]|\bwith\b.*(?:,| and )/.test(sentence.text)) return focus.last;
  if (isTitle(sentence.text)) return focus.last;
  if (speaksToBuilder(sentence.text)) {
    draft.wishes.push({
      ...newWish({ text: sentence.text, sentence, priority: "should", whole: true }),
      gap: "This speaks to whoever builds the software and says nothing of what it keeps or does, so nothing was made of it.",
    });
    return focus.last;
  }
  const whole = (text: string) => newWish({ text, sentence, priority: priorityOf(sentence.text), whole: true });
  const unmailed = takeMail(draft, sentence.text, focus.last, whole);
  if (unmailed === "") return focus.last;
  if (unmailed !== undefined) return readSentence(draft, { ...sentence, text: unmailed }, later, before);
  const left = takeRights(draft, sentence.text, focus.last, whole);
  if (left === "") return focus.last;
  if (left !== undefined) return readSentence(draft, { ...sentence, text: left }, later, before);
  const first = draft.entities.length;
  const wish = (text: string, whole: boolean) =>
    newWish({ text, sentence, priority: priorityOf(sentence.text), whole });
  const spoken = spokenOf(sentence);
  const inBrackets = wish(sentence.text, true);
  const plain = readBrackets(draft, spoken, inBrackets, focus);
  if (plain !== spoken) {
    draft.wishes.push(inBrackets);
    if (!/\b(?:[a-z]+s|staff|we|i) [a-z]+ /i.test(plain)) return focus.last;
  }
  // What is asked of records that are told elsewhere tells of none itself.
  if (isAskedOfOthers(plain) && !unsupportedIn(plain, draft.isTool) && !isOfFiles(plain)) {
    const own = wish(sentence.text, true);
    draft.wishes.push(own);
    const clause = { text: plain, sentence, priority: own.priority, whole: true };
    later.push({ clause, wish: own, focus: { last: focus.last, listed: focus.listed } });
    return mentionedFirst(draft, plain) ?? focus.last;
  }
  const predicates = predicatesOf(plain);
  for (const text of predicates) {
    const own = wish(text, predicates.length === 1 && plain === spoken);
    const readHead = (head: string) =>
      readStructure(draft, { text: head, sentence, priority: own.priority, whole: false }, own, focus);
    if (isOutOfReach(text)) {
      const beyond = unsupportedIn(text, draft.isTool);
      draft.wishes.push({ ...own, ...beyond, gap: beyond?.why ?? "" });
      continue;
    }
    const subject = mentionedFirst(draft, text);
    if (subject) focus.last = subject;
    const isOfFiles = speaksOfFiles(text) && !/\b(?:has|have|with)\b/i.test(text);
    const told = isOfFiles
      ? undefined
      : (!draft.isTool && readAttached(draft, text, own, focus)) ||
          readWhole(draft, text, own, focus) ||
          readStates(draft, text, own, focus) ||
          readChoice(draft, text, own, focus) ||
          readPlacing(draft, text, own, focus)
        ? { rest: "" }
        : readDeclared(draft, text, own, focus, readHead);
    if (told) {
      draft.wishes.push(own);
      tieIn(draft, focus, first);
      if (told.rest === "") continue;
      own.text =
        text.slice(0, Math.max(0, text.indexOf(told.rest.split(",")[0] ?? ""))).replace(/[,\s]+(?:and )?$/i, "") ||
        text;
      readClauses(draft, clausesOf({ ...sentence, text: told.rest }), later, focus, first);
    } else {
      const alone = predicates.length === 1 && plain === spoken;
      readClauses(draft, clausesOf(alone ? sentence : { ...sentence, text }), later, focus, first);
    }
  }
  return focus.last;
}

/** The record a sentence begins with. */
const mentionedFirst = (draft: Draft, text: string): DraftEntity | undefined => {
  const words = text
    .toLowerCase()
    .replace(/^(?:(?:an?|the|each|every|all|our|any) )+/, "")
    .split(/[^\p{L}\d-]+/u);
  const first = [3, 2, 1].map((count) => words.slice(0, count).map(singular));
  return (
    first
      .map((name) => draft.entities.find((entity) => entity.words.join(" ") === name.join(" ")))
      .find((found) => found !== undefined) ?? findEntity(draft, first[2] ?? [])
  );
};

function readClauses(draft: Draft, clauses: Clause[], later: Later, focus: Focus, first: number): void {
  for (const clause of clauses) {
    const wish = newWish(clause);
    if (speaksOfFiles(clause.text)) {
      draft.wishes.push(wish);
      later.push({ clause, wish, focus: { last: focus.last, listed: focus.listed } });
      continue;
    }
    if (!draft.isTool && (shownFiles.test.test(clause.text) || isAttaching(clause.text))) {
      draft.wishes.push(wish);
      later.push({ clause, wish, focus: { last: focus.last, listed: focus.listed } });
      continue;
    }
    const beyond = unsupportedIn(clause.text, draft.isTool);
    if (beyond) {
      draft.wishes.push({
        ...newWish(clause),
        kind: beyond.kind,
        gap: draft.isTool && beyond.kind === "notification" ? "A tool that people type sends no e-mail." : beyond.why,
      });
      const stillMeant =
        beyond.kind === "other" && /\b(?:has|have|with|consists?)\b/i.test(clause.text)
          ? "structure"
          : /\b(?:overdue|due|expir\w+)\b/i.test(clause.text)
            ? "demand"
            : undefined;
      if (stillMeant === "structure" && readStructure(draft, clause, wish, focus)) draft.wishes.push(wish);
      if (stillMeant !== "demand") continue;
      wish.text = `${clause.text} (as a list)`;
    }
    draft.wishes.push(wish);
    if (readWhole(draft, clause.text, wish, focus)) continue;
    const asks = !tellsWhatItHolds(clause.text) && demands.some(({ test }) => test.test(clause.text));
    if (asks || !readStructure(draft, clause, wish, focus))
      later.push({ clause, wish, focus: { last: focus.last, listed: focus.listed } });
    else tieIn(draft, focus, first);
  }
}

/** "An invoice has a due date" tells of a record, though "due" is also what lists are asked for with. */
const tellsWhatItHolds = (text: string): boolean =>
  /\b(?:has|have|with|having|includes?|contains?)\b/i.test(text) &&
  !/\b(?:ha(?:s|ve) to|must|cannot|only|no two|same|unique|sign in|log in|per|overdue|unless)\b/i.test(text) &&
  !/\b(?:at a time|at the same time|at once|twice)\b/i.test(text) &&
  !/^(?:the [a-z]+ |staff |we |i |managers? |users? )?(?:show|see|list|view|display|find|search|filter|sort|report|warn|remind|alert|highlight|flag|check|know|calculate|count)s? /i.test(
    text,
  );

/** In a list of records, one that nothing ties to the others belongs to the one before it, if the list has owners. */
function tieIn(draft: Draft, focus: Focus, first: number): void {
  const owners = draft.entities.slice(first).some((entity) => entity.fields.some(({ target }) => target !== undefined));
  const last = focus.last;
  const before = last && focus.listed[focus.listed.indexOf(last) - 1];
  if (!owners || !last || !before || draft.entities.indexOf(last) < first) return;
  const tied =
    last.fields.some(({ target }) => target !== undefined) ||
    draft.entities.some((entity) => entity.fields.some(({ target }) => target === last.name));
  if (!tied) refer(last, before, { required: false });
}

function readDemand(draft: Draft, clause: Clause, wish: Wish, focus: Focus): void {
  if (speaksOfFiles(clause.text)) {
    readFiles(draft, clause, wish, focus);
    return;
  }
  for (const demand of demands) {
    if (!demand.test.test(clause.text)) continue;
    if (demand.read(draft, clause, wish, focus)) return;
    wish.targets.clear();
    wish.kind = "other";
  }
  // A figure that couldn't be worked out is not to be typed in instead.
  const isFigure = /\b(?:times|multiplied by|divided by|the sum of)\b| (?:=|minus|less) /i.test(clause.text);
  if (!wish.gap && !isFigure && !isAskedOfOthers(clause.text) && readStructure(draft, clause, wish, focus)) {
    const condition = clause.text.match(
      /\b(?:only|never|not|cannot|at most|at least|up to|no more than|maximum|minimum|unless|must)\b/i,
    )?.[0];
    if (condition)
      draft.wishes.push({
        ...newWish(clause),
        text: `${clause.text} (the condition)`,
        kind: "rule",
        priority: "should",
        gap: `What it is about is kept, but the condition (“${condition} …”) is not enforced by this version.`,
      });
    return;
  }
  // A description sets the scene: what it says without asking for anything is no gap. Objectives always ask.
  if (wish.gap === undefined && clause.sentence.part === "description") {
    draft.wishes.splice(draft.wishes.indexOf(wish), 1);
    return;
  }
  wish.gap ??= "This version could not tell what to build from this sentence.";
  wish.targets.clear();
}

const newWish = (clause: Clause): Wish => ({
  text: clause.whole ? clause.sentence.text : clause.text,
  sentence: clause.sentence,
  kind: "other",
  priority: clause.priority,
  targets: new Set(),
});
