import type { Brief } from "../artefacts.ts";

/** One sentence of a brief. `quote` is as written; `text` is what the grammar reads: one line, no bullet, no full stop. */
export type Sentence = { part: "name" | "description" | "objectives"; quote: string; text: string };

/** A brief beyond this many sentences is read up to here; the rest is named as a gap rather than half understood. */
export const mostSentences = 240;

/** The sentences of a brief, each once; bullets under a heading are its list. */
export function sentencesOf(brief: Brief): { sentences: Sentence[]; unread: number } {
  // Its own name said again asks for nothing.
  const seen = new Set([plain(brief.name).toLowerCase()]);
  const all: Sentence[] = [];
  for (const part of ["objectives", "description"] as const)
    for (const quote of split(brief[part])) {
      const text = plain(quote);
      const key = text.toLowerCase();
      if (key === "" || seen.has(key)) continue;
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

const bullet = /^\s*(?:[-*•–—]|\d{1,2}[.)]|[a-z][.)])\s+/i;

function split(written: string): string[] {
  const lines = written
    .normalize("NFC")
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(/[\u202a-\u202e\u2066-\u2069\u200b-\u200d\ufeff]/g, "")
    .replace(/[^\P{Cc}\n]/gu, " ")
    .split("\n");
  const blocks: { text: string; bullets: boolean }[] = [];
  for (const line of lines) {
    const isBullet = bullet.test(line);
    const text = line
      .replace(bullet, "")
      .replace(/^\s*#+\s*/, "")
      .replace(/[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}/g, "")
      .trim();
    const last = blocks.at(-1);
    if (text === "") {
      blocks.push({ text: "", bullets: false });
    } else if (isBullet && last?.text.endsWith(":") && text.split(/\s+/).length <= 4) {
      last.text = `${last.text} ${text.replace(/[.,;]$/, "")}`;
      last.bullets = true;
    } else if (isBullet && last?.bullets && text.split(/\s+/).length <= 4) {
      last.text = `${last.text}, ${text.replace(/[.,;]$/, "")}`;
    } else if (
      !isBullet &&
      last &&
      last.text !== "" &&
      !last.bullets &&
      /^[a-z]/.test(text) &&
      !/[.!?:]$/.test(last.text)
    ) {
      last.text = `${last.text} ${text}`;
    } else {
      blocks.push({ text, bullets: false });
    }
  }
  return blocks
    .filter(({ text }) => text !== "")
    .flatMap(({ text }) =>
      text.split(/(?<=[.!?])\s+(?=["“(]?[A-Z0-9])|(?<=[a-z)]{2}[.!?])\s+|;\s*|(?<=\w):\s+(?=(?:each|every)\s)/i),
    )
    .map((text) => text.trim())
    .filter((text) => /[\p{L}]{2}/u.test(text));
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
    .replace(/\bgets? (?=[a-z]+(?:ed|en)\b)/gi, "are ")
    .replace(/\b(must|should|may|do|does|is|are|could)n't\b/gi, "$1 not")
    .replace(/\be-?mail/gi, "email")
    .replace(/\bi\.e\.|\be\.g\./gi, "such as")
    .replace(/\btime[- ](sheets?)\b/gi, "time$1")
    .replace(/\b(?:one|zero) or (?:more|several|many)\b/gi, "several")
    .replace(/\bcheck(s|ed)?[ -](in|out)\b/gi, "check$1-$2")
    .replace(/\s+/g, " ")
    .replace(/[\s.!?:,]+$/, "")
    .trim();
