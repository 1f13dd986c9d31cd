import type { Brief } from "../artefacts.ts";
import { isValueWord } from "./fields.ts";
import { blocksOf } from "./layout.ts";
import { plainly, saysNothing, storyIn, withoutQuestions } from "./speech.ts";
import { tokensOf } from "./tokens.ts";

/** One sentence of a brief. `quote` is as written; `text` is what the grammar reads: one line, no bullet, no full stop. */
export type Sentence = { part: "name" | "description" | "objectives"; quote: string; text: string };

/** A brief beyond this many sentences is read up to here; the rest is named as a gap rather than half understood. */
export const mostSentences = 240;

/** The sentences of a brief, each once; bullets under a heading are its list. */
export function sentencesOf(brief: Brief): { sentences: Sentence[]; unread: number } {
  // Its own name said again asks for nothing.
  const seen = new Set([plain(brief.name).toLowerCase()]);
  const all: Sentence[] = [];
  const spoken = `${brief.description} ${brief.objectives}`.toLowerCase();
  for (const part of ["objectives", "description"] as const)
    for (const quote of split(brief[part])) {
      const text = plain(plainly(storyIn(plain(quote), spoken)));
      const key = text.toLowerCase();
      if (key === "" || seen.has(key) || saysNothing(text)) continue;
      seen.add(key);
      all.push({ part, quote: quote.slice(0, 500), text: text.slice(0, 1_500) });
    }
  // The description sets the scene, so it is read first.
  const ordered = [
    ...all.filter(({ part }) => part === "description"),
    ...all.filter(({ part }) => part !== "description"),
  ];
  return { sentences: ordered.slice(0, mostSentences), unread: Math.max(0, ordered.length - mostSentences) };
}

function split(written: string): string[] {
  const sentences = blocksOf(written)
    .flatMap((text) =>
      text
        // "Dr. Voss" ends no sentence.
        .replace(/\b(Dr|Prof|Mr|Mrs|Ms|St|Nr|approx|incl|ca|vs)\. (?=[\p{L}\d])/gu, "$1 ")
        .replace(/\s*(?<![\w(])[:;]-?[)(DP](?=\s|$)/g, ".")
        // "Inspectors visit; they note the score".
        .replace(/;\s*(?:they|he|she|it|we) (?=(?:note|record|write|enter|log|register)s? )/gi, " and ")
        // "Finds: number, material; weight in g, count" goes on listing.
        .replace(/;\s*(?=([^;.!?:]+))/g, (found, next: string) => (isListing(next) ? ", " : found))
        .split(
          /(?<=[.!?])\s+(?=["“(]?[A-Z0-9])|(?<=[a-z)]{2}[.!?])\s+|;\s*|(?<=\w):\s+(?=(?:each|every)\s|an? [\p{L}]+(?: [\p{L}]+)? (?:has|have|is|consists|contains|needs)\s)|\s[-–—]\s(?=(?:please )?(?:keep|show|list|record|track|store|note|log|warn|we (?:need|want)|i (?:need|want))\b)/iu,
        ),
    )
    .map((text) => text.trim());
  return withoutQuestions(sentences).filter((text) => /[\p{L}]{2}/u.test(text));
}

/** "Date found", "price paid": what was done with a value is part of its name. */
const participle = /(?:ed|en|found|sold|made|held|lent|sent|bought|kept|left|paid|due)$/;

/** Whether words only list more of what was listed before: no verb, and mostly values. */
function isListing(words: string): boolean {
  const items = words
    .replace(/\([^()]*\)?/g, "")
    .split(/,\s*(?:and\s+)?|\s+and\s+/)
    .map((item) => item.trim())
    .filter(Boolean);
  return (
    items.every(
      (item) =>
        item.split(" ").length <= 5 &&
        !/^[a-z]+ing (?:an?|the) /i.test(item) &&
        !/\b(?:per|if|when|only|not|no)\b/i.test(item) &&
        !tokensOf(item).some(
          ({ kind, text }, index) => "BM".includes(kind) || (kind === "V" && index > 0 && !participle.test(text)),
        ),
    ) && items.filter((item) => isValueWord(item.toLowerCase())).length * 2 >= items.length
  );
}

const plain = (quote: string): string =>
  quote
    .replace(/[“”„"«»]/g, "")
    .replace(/[‘’]/g, "'")
    .replace(/\bcan't\b|\bcan not\b/gi, "cannot")
    .replace(/\b(it|that|there|what|who)'s (?=[a-z]+(?:ed|en|t)\b|an?\b|not\b)/gi, "$1 is ")
    .replace(
      /\b(ha(?:s|ve)|was|were|wo|would)n't\b/gi,
      (_, verb: string) => `${verb.toLowerCase() === "wo" ? "will" : verb} not`,
    )
    .replace(/\bget(s?) (?=[a-z]+(?:ed|en)\b)/gi, (_, one: string) => (one === "" ? "are " : "is "))
    .replace(/\b(must|should|may|do|does|is|are|could)n't\b/gi, "$1 not")
    .replace(/\be-?mail/gi, "email")
    .replace(/\bi\.e\.|\be\.g\./gi, "such as")
    .replace(/\btime[- ](sheets?)\b/gi, "time$1")
    .replace(/\b(?:one|zero) or (?:more|several|many)\b/gi, "several")
    .replace(/\bcheck(s|ed)?[ -](in|out)\b/gi, "check$1-$2")
    .replace(/\s+/g, " ")
    .replace(/[\s.!?:,]+$/, "")
    .trim();
