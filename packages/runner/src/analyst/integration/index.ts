import type { Brief } from "../../artefacts.ts";
import type { Reader } from "../reader.ts";
import type { Sentence } from "../text.ts";
import { leftOver } from "./audit.ts";
import { type Piece, piecesOf } from "./clauses.ts";
import { type Draft, emptyDraft, type FlowDraft, type Wish } from "./draft.ts";
import { readEnding } from "./endings.ts";
import { finish } from "./finish.ts";
import { carried, movesAll, readMovement, wayIn } from "./movement.ts";
import { readConflict, readMatch, readOnce, readSkip, readUpdateOnly, scheduleIn } from "./rules.ts";
import { readService } from "./service.ts";
import type { System } from "./systems.ts";
import { readMapping, readTail, readValues } from "./values.ts";

/**
 * A brief for a service that keeps other programs in step. First everything that moves is read, then what is said of
 * it, because people tell the rules before they have told of all that they are for.
 */
export const readIntegration: Reader = (brief, sentences) => {
  const draft = emptyDraft();
  const read = readAll(draft, brief, sentences);
  if (draft.flows.length === 0)
    return {
      code: "brief.no_flow",
      message:
        "The brief doesn't say what goes from which program to which. Say for example “Copy new orders from the web shop to the warehouse system every 15 minutes”.",
    };
  draft.wishes.push(...read);
  return finish(brief, draft);
};

/** Whether a brief is about keeping other programs in step rather than about records of its own. */
export function isIntegration(brief: Brief, sentences: readonly Sentence[]): boolean {
  const draft = emptyDraft();
  draft.systems.learn(sentences.map(({ text }) => text));
  // A file for a spreadsheet is no other program.
  const pieces = sentences
    .flatMap(piecesOf)
    .filter(({ text }) => draft.systems.sold() > 0 || !toSpreadsheet.test(text));
  const moving = pieces.filter(({ text }) => readMovement(draft, text).length > 0);
  if (moving.length === 0) {
    const way = wayOf(draft, brief, sentences);
    return (way && pieces.some(({ text }) => carried(draft, text, way).length > 0)) || namesOnly(draft, sentences);
  }
  const keeping = sentences.filter(
    ({ text }) =>
      ownRecords.test(text) &&
      !moving.some((piece) => piece.sentence.text === text) &&
      readService(draft, text) === undefined,
  );
  const asked = sentences.filter(({ part }) => part !== "description").length;
  return keeping.length === 0 || keeping.length <= Math.floor(asked / 4);
}

const toSpreadsheet = /\b(?:to|as|into|in) (?:an? |the )?(?:excel|csv|spreadsheets?)\b/i;

/** From where to where all goes, when a title or a sentence tells it of programs that people buy. */
function wayOf(draft: Draft, { name }: Brief, sentences: readonly Sentence[]): ReturnType<typeof wayIn> {
  for (const text of [...sentences.map((each) => each.text), name]) {
    const way = wayIn(draft, text);
    if (way && draft.systems.sold() > 1) return way;
  }
  return undefined;
}

/** Two programs that people buy, and talk of what goes between them: then it is better to ask than to keep their names. */
const namesOnly = (draft: Draft, sentences: readonly Sentence[]): boolean =>
  draft.systems.sold() > 1 &&
  sentences.some(({ text }) => /\b(?:sync\w*|integrat\w+|webhooks?|apis?|polls?|transferred|in step)\b/i.test(text)) &&
  !sentences.some(({ text }) => ownRecords.test(text));

/** What people and screens do, which a service between programs has neither of. */
const ownRecords =
  /^(?:we (?:want|need) to )?(?:keep|track|record|manage|register|store|maintain|enter|plan|book)s? (?!.*\b(?:in (?:step|sync|line)|up to date|the same|aligned|between|reason)\b)|\b(?:can|may|must be able to|should be able to) (?:sign|log|register|enter|add|see|view|search|book|create|edit|apply|submit|approve|order|upload|reserve|choose|fill)\b|\b(?:form|screen|search by|report per|totals? per|sign in|log in)\b/i;

function readAll(draft: Draft, brief: Brief, sentences: readonly Sentence[]): Wish[] {
  const pieces = sentences.flatMap(piecesOf);
  draft.systems.learn(sentences.map(({ text }) => text));
  const moved = new Map<Piece, FlowDraft[]>();
  const sources = new Map<Piece, System>();
  for (const piece of pieces) {
    const before = draft.pulled;
    const flows = readMovement(draft, piece.text);
    if (flows.length > 0) moved.set(piece, flows);
    else if (draft.pulled && draft.pulled !== before) sources.set(piece, draft.pulled.from);
  }
  const way = draft.flows.length === 0 ? wayOf(draft, brief, sentences) : undefined;
  for (const piece of way ? pieces : []) {
    const flows = way ? carried(draft, piece.text, way) : [];
    if (flows.length > 0) moved.set(piece, flows);
  }
  for (const piece of pieces) if (way && movesAll(draft, piece.text)) moved.set(piece, [...draft.flows]);
  if (draft.flows.length === 0) return [];
  // What was read first is met by what it went on to.
  for (const [piece, from] of sources) {
    const flows = draft.flows.filter((flow) => flow.from === from);
    if (flows.length > 0) moved.set(piece, flows);
  }
  const met = pieces.map((piece) => {
    const flows = moved.get(piece);
    return { piece, wish: flows ? movementWish(draft, piece, flows) : undefined };
  });
  // Values before rules: "only active ones" needs to know what is active.
  const told = met.map((each) => ({
    ...each,
    wish:
      each.wish ??
      endingWish(draft, each.piece) ??
      (deletes.test(each.piece.text) ? deletionWish(each.piece) : valuesWish(draft, each.piece)),
  }));
  return told.flatMap(({ piece, wish }) => {
    const own = wish ?? ruleWish(draft, piece) ?? unread(piece);
    return own ? [own, ...rest(draft, own)] : [];
  });
}

const indexOf = (draft: Draft, flow: FlowDraft): string => `flow#${draft.flows.indexOf(flow)}`;

const newWish = ({ text, sentence }: Piece, kind: Wish["kind"], targets: readonly string[], gap?: string): Wish => ({
  text,
  sentence,
  priority: /\b(?:nice to have|could have|ideally|optionally|if possible)\b/i.test(sentence.text)
    ? "could"
    : /\bshould\b/i.test(sentence.text)
      ? "should"
      : "must",
  kind,
  targets: new Set(targets),
  ...(gap === undefined ? {} : { gap }),
});

const atOnce =
  /\b(?:real[- ]time|immediately|at once|instantly|by webhooks?|via webhooks?|straight away|right away|as soon as|within (?:a few |some |\d+ |one |five |ten )?(?:seconds|minutes)|without delay|webhooks?)\b/i;

/** What a clause about movement says beside what moves: when, with which values, how often. */
function movementWish(draft: Draft, piece: Piece, flows: readonly FlowDraft[]): Wish {
  const { text } = piece;
  const targets = new Set(flows.map((flow) => indexOf(draft, flow)));
  const schedule = scheduleIn(text);
  for (const flow of flows) {
    const own = indexOf(draft, flow);
    if (schedule) {
      flow.schedule = schedule;
      targets.add(`${own}@schedule`);
    }
    if (atOnce.test(text)) flow.webhook = true;
    if (flow.webhook) targets.add(`${own}@webhook`);
    if (flow.twoWays) targets.add(`${own}@back`);
    flow.skip.forEach((_, index) => void targets.add(`${own}~${index}`));
  }
  if (readOnce(draft, text)) for (const flow of flows) targets.add(`${indexOf(draft, flow)}@once`);
  const last = draft.systems.mentions(text).at(-1);
  const tail = last ? text.slice(last.end) : "";
  for (const flow of flows) for (const name of readTail(flow, tail)) targets.add(`${indexOf(draft, flow)}.${name}`);
  return newWish(piece, "flow", [...targets]);
}

const deletes = /\b(?:remov(?:e|es|ed|ing)|delet(?:e|es|ed|ing|ions?)|archiv(?:e|es|ed)|withdrawn|taken out)\b/i;

const deletionWish = (piece: Piece): Wish =>
  newWish(
    piece,
    "flow",
    [],
    "This version could not tell of what this is, or what is to become of it on the other side.",
  );

function endingWish(draft: Draft, piece: Piece): Wish | undefined {
  const ending = readEnding(draft, piece.text);
  return ending && newWish(piece, "rule", [`${indexOf(draft, ending.flow)}!${ending.index}`]);
}

function valuesWish(draft: Draft, piece: Piece): Wish | undefined {
  if (lines.test(piece.text))
    return newWish(
      piece,
      "field",
      [],
      "A record goes over with values of its own; the lines within it are not carried over by this version.",
    );
  const mapped = isRule.test(piece.text) ? undefined : readMapping(draft, piece.text);
  if (mapped)
    return newWish(
      piece,
      "field",
      mapped.names.map((name) => `${indexOf(draft, mapped.flow)}.${name}`),
    );
  if (isRule.test(piece.text) || draft.systems.mentions(piece.text).length > 1) return undefined;
  const values = readValues(draft, piece.text);
  return (
    values &&
    newWish(
      piece,
      "field",
      values.names.map((name) => `${indexOf(draft, values.flow)}.${name}`),
    )
  );
}

/** "Every order line becomes a line with SKU and quantity": records within a record. */
const lines =
  /\b(?:each|every|all|its|their|the|with) (?:[a-z]+ )?(?:lines|line items?|(?:order|invoice|cart|basket|delivery|sales) (?:line|item|position|row)s?)\b/i;

/** What tells of a rule, however much it looks like a list of values. */
const isRule =
  /^(?:only|skip|ignore|leave|exclude|omit|never|do not|don't|match|use the|retry|try|run|show|log|tell|email (?:me|us|the|our|them|it|some)|alert|check|as webhooks)\b|\b(?:wins?|matched|found by|twice|only once|requests? per|api keys?|oauth|webhooks?|skipped|ignored|left out|excluded|not (?:sent|published|transferred)|stays? out|fail(?:s|ed)|must not)\b/i;

function ruleWish(draft: Draft, piece: Piece): Wish | undefined {
  const { text } = piece;
  const skipped = readSkip(draft, text);
  if (skipped)
    return newWish(
      piece,
      "rule",
      skipped.rules.map((index) => `${indexOf(draft, skipped.flow)}~${index}`),
    );
  const matched = readMatch(draft, text);
  if (matched) return newWish(piece, "rule", [`${indexOf(draft, matched.flow)}@match`]);
  const updated = readUpdateOnly(draft, text);
  if (updated) return newWish(piece, "rule", [indexOf(draft, updated)]);
  const once = readOnce(draft, text);
  if (once) return newWish(piece, "rule", [`${indexOf(draft, once)}@once`]);
  const conflict = readConflict(draft, text);
  if (conflict) {
    // Who is leading of two that are kept in step wins; of two where one only tells the other, it always did.
    if (/\b(?:wins?|overrules|precedence|priority|applies)\b/i.test(text)) conflict.twoWays = true;
    return newWish(piece, "rule", [`${indexOf(draft, conflict)}${conflict.twoWays ? "@back" : ""}`]);
  }
  const asked = readService(draft, text);
  const schedule = scheduleIn(text);
  if (schedule && !asked) return scheduleWish(draft, piece, schedule);
  if (asked) return newWish(piece, asked.kind, asked.targets, asked.gap);
  if (/\b(?:both directions|both ways|two[- ]way|bidirectional)\b/i.test(text)) {
    for (const flow of draft.flows) flow.twoWays = true;
    return newWish(
      piece,
      "flow",
      draft.flows.map((flow) => `${indexOf(draft, flow)}@back`),
    );
  }
  if (atOnce.test(text)) {
    for (const flow of draft.flows) flow.webhook = true;
    return newWish(
      piece,
      "flow",
      draft.flows.map((flow) => `${indexOf(draft, flow)}@webhook`),
    );
  }
  return undefined;
}

/** "Run hourly": of the flows that it names, else of all that have no time of their own yet. */
function scheduleWish(draft: Draft, piece: Piece, schedule: NonNullable<FlowDraft["schedule"]>): Wish | undefined {
  const free = draft.flows.filter((flow) => flow.schedule === undefined);
  for (const flow of free) flow.schedule = schedule;
  if (free.length === 0) return undefined;
  return newWish(
    piece,
    "flow",
    free.map((flow) => `${indexOf(draft, flow)}@schedule`),
  );
}

/** "We sell through A", "right now I retype every order": how things are, with nothing asked. */
const scene =
  /^(?:build|make|create|write|set up|we need|i need|develop) (?:me |us )?(?:an? )?(?:[a-z]+ )?(?:integration|connection|bridge|sync|interface|link|service)(?: between (?:the two|them|both|these)(?: [a-z]+)?)?$|^(?:(?:right now|at the moment|currently|today|so far|until now),? )?(?:we|i|our|my|they|people|somebody|someone|everything)\b|\b(?:lives?|runs?|is kept|are kept|is stored|are stored|is managed|are managed|works?|sits?) (?:in|on|with|by)\b|\bis (?:called|named)\b/i;
const asks =
  /\b(?:should|shall|must|needs?|wants?|would like|'d like|has to|have to|please|only|never|always|cannot|make sure)\b/i;

/** A description sets the scene: what it says without asking for anything is no gap. Objectives mostly ask. */
const unread = (piece: Piece): Wish | undefined =>
  piece.sentence.part === "description" ||
  /^(?:please )?(?:respect|mind|keep to) (?:it|that|this|them)$/i.test(piece.text) ||
  (scene.test(piece.text) && !asks.test(piece.text))
    ? undefined
    : { ...newWish(piece, "other", [], "This version could not tell what to build from this."), priority: "should" };

/** What of a sentence nothing answers, said as a gap of its own. */
function rest(draft: Draft, wish: Wish): Wish[] {
  if (wish.gap !== undefined) return [];
  const words = leftOver(draft, wish);
  if (words.length === 0) return [];
  return [
    {
      ...wish,
      text: `${wish.text} (the part “${words.join(", ")}”)`,
      priority: "should",
      kind: "other",
      targets: new Set(),
      gap: `This version could not tell what “${words.join(", ")}” asks for here; the rest of it is met.`,
    },
  ];
}
