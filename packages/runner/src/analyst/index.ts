import type { Analysis, Brief, Kind, Refusal } from "../artefacts.ts";
import { readCommandLine } from "./command-line/index.ts";
import { readIntegration } from "./integration/index.ts";
import { kindOf } from "./kinds.ts";
import type { Reader } from "./reader.ts";
import { readStaticSite } from "./static-site/index.ts";
import { mostSentences, type Sentence, sentencesOf } from "./text.ts";
import { shareOfEnglish, shareOfSmallWords } from "./tokens.ts";
import { readWebApp } from "./web-app.ts";

const readers: Record<Kind, Reader> = {
  "web-app": readWebApp,
  integration: readIntegration,
  "command-line": readCommandLine,
  "static-site": readStaticSite,
};

/**
 * Reads a brief by rules: no model, no chance, the same reading every time. Every sentence becomes requirements with
 * what meets them, or a gap with its reason; what makes no sense at all is refused with a sentence that helps.
 */
export function analyse(brief: Brief): Analysis | Refusal {
  const { sentences, unread } = sentencesOf(brief);
  const refused = refusalOf(sentences);
  if (refused) return refused;
  const read = readers[kindOf(brief, sentences)](brief, sentences);
  if ("requirements" in read && unread > 0)
    read.requirements.push({
      id: `R${read.requirements.length + 1}`,
      text: `The last ${unread} sentences of the brief.`,
      kind: "other",
      priority: "should",
      source: { part: "objectives", quote: "…" },
      acceptance: [],
      targets: [],
      gap: `This version reads the first ${mostSentences} sentences of a brief.`,
    });
  return read;
}

/** What nobody could build from: no words, no English, no sentence. */
function refusalOf(sentences: readonly Sentence[]): Refusal | undefined {
  const text = sentences
    .map((sentence) => sentence.text)
    .join(" ")
    .slice(0, 20_000);
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (letters < 8)
    return {
      code: "brief.too_short",
      message:
        "The brief is too short to build from. Say in a few sentences what the software keeps and what people do with it.",
    };
  if (
    latin < letters * 0.7 ||
    shareOfEnglish(text) < 0.4 ||
    (shareOfSmallWords(text) === 0 && shareOfEnglish(text) < 0.6)
  )
    return {
      code: "brief.not_understood",
      message:
        "The brief could not be read as English. Write plain English sentences such as “Customers hire bikes, each with a return date, and the shop sees what is overdue”.",
    };
  return undefined;
}
