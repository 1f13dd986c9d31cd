import type { Sentence } from "../text.ts";

/** A piece of a sentence that asks for one thing. */
export type Piece = { text: string; sentence: Sentence };

const verbs =
  "(?:skip|map|run|sync|synchroni[sz]e|match|retry|report|ignore|leave|exclude|split|join|use|set|send|post|create|update|convert|notify|alert|tell|warn|log|keep|copy|translate|trim|push|pull|import|transfer|check|verify|show|list|try|never|only|do not|don't|change|write|add|fill|merge|remove|delete|email (?:me|us|the|my|our|them)|let|make|allow|limit|respect|stop|start(?! (?:dates?|times?|days?)\\b)|carry|go on|resume|mark|record|store|look|read|fetch|poll|cancel|archive|book|take)";
const subject =
  "(?:(?:the|every|each|all|any|new|failed|our|an?|no|its|their|those|these|other) )?[a-z][\\w'/-]*(?: [\\w'/-]+){0,4}?";
const predicate =
  "(?:is|are|was|were|must|should|shall|may|can|cannot|come|comes|go|goes|get|gets|flow|flows|wins?|stays?|becomes?|uses?|has|have|allows?|needs?|contains?|changes?|counts?)";

/** Where a new thing begins within a sentence: an order, or somebody of whom something is said. */
const begins = new RegExp(
  `^(?:(?:and|but|then|also|while|so) )*(?:${verbs}\\b|${subject} ${predicate}\\b|(?:when|whenever|as soon as|once|if) |[a-z][\\w -]{1,30} = )`,
  "i",
);

/** "An operator sees when it ran, how many were made": what is seen goes on. */
const goesOn = /^(?:and )?(?:how (?:many|much|often)|which|whether|why) /i;

/** "The service reads A (OAuth 2, 100 per page)": how it is spoken to, said on the way. */
const remark =
  / \(([^()]*\b(?:oauth|api[- ]keys?|client credentials|pag(?:es?|ed|ing)|webhooks?|rate limit)\b[^()]*)\)/i;

/** The pieces of a sentence, each with what it asks. "Name, e-mail and phone" stays together. */
export function piecesOf(sentence: Sentence): Piece[] {
  const whole = sentence.text
    .replace(/\s*[–—]\s*/g, ", ")
    .replace(/^(?:please|also|additionally|finally|in addition|furthermore|acceptance(?: criteria)?)[,:]? /i, "");
  const said = whole.match(remark);
  if (said) {
    const about = whole.slice(0, said.index).match(/(?:[\w'-]+ )?[\w'-]+$/)?.[0] ?? "";
    const remarks = (said[1] ?? "")
      .replace(/\b(?:rest|http|json|web) ?(?:api)?\b ?/gi, "")
      .split(/, /)
      .map((part) => ({ text: `${about} ${part}`, sentence }));
    return [
      ...piecesOf({ ...sentence, text: whole.replace(said[0], "") }).map((piece) => ({ ...piece, sentence })),
      ...remarks,
    ];
  }
  const text = whole;
  const [head, tail] = splitOnce(text);
  const parts = tail === undefined ? [head] : [head, tail];
  return parts.flatMap(split).map((part) => ({ text: part, sentence }));
}

/** "Keep A in step with B: every new order …" */
function splitOnce(text: string): [string, string?] {
  const at = text.search(/: (?=\S)/);
  if (at < 0) return [text];
  const tail = text.slice(at + 2);
  return begins.test(tail) ? [text.slice(0, at), tail] : [text];
}

function split(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  // What follows a condition belongs to it.
  const condition = /^(?:when|whenever|as soon as|once|if|every time|each time|as) /i;
  let from = condition.test(text) ? text.indexOf(",") + 1 : 0;
  for (;;) {
    const at = cutIn(rest, from);
    if (at === undefined) break;
    parts.push(rest.slice(0, at.index));
    rest = rest.slice(at.index + at.length);
    from = condition.test(rest) ? rest.indexOf(",") + 1 : 0;
  }
  parts.push(rest);
  return parts
    .map((part) => part.replace(/^[\s,]+|[\s,]+$/g, "").replace(/^(?:and|but|then) /i, ""))
    .filter((part) => part !== "");
}

function cutIn(text: string, from: number): { index: number; length: number } | undefined {
  for (const match of text.slice(from).matchAll(/, (?:and |but )?|; | and (?:then )?| but /g)) {
    const index = from + match.index;
    const after = text.slice(index + match[0].length);
    const before = text.slice(0, index);
    if (before.trim().split(" ").length < 3 && !/^(?:run|skip)/i.test(before)) continue;
    // "Created and changed", "retried and reported" share what they are about.
    if (
      /^(?: and | but )/.test(match[0]) &&
      !new RegExp(
        `^(?:${verbs} (?:the|an?|it|them|to|on|why|when|if|us|me|over|only|its|all|every|each|daily|hourly|whether|what|again)\\b|(?:the|every|each|all|any|our|an?|those|nothing|nobody|it|they) [\\w' -]+? ${predicate}\\b)`,
        "i",
      ).test(after)
    )
      continue;
    if (goesOn.test(after)) continue;
    if (begins.test(after)) return { index, length: match[0].length };
  }
  return undefined;
}
