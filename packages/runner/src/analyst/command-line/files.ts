import type { Analysis, Brief } from "../../artefacts.ts";
import { speaksToBuilder } from "../records.ts";
import type { Sentence } from "../text.ts";
import { singular } from "../tokens.ts";
import { type Draft, findRows, formats, pieces, put } from "./draft.ts";
import { readDuplicates, readKeeps, readSort, readTable } from "./figures.ts";
import { finish } from "./finish.ts";
import { readTop } from "./top.ts";

/** Whether a tool is to read files rather than keep records. */
export const readsFiles = (sentences: readonly Sentence[]): boolean =>
  sentences.some(({ text }) =>
    new RegExp(
      `\\b(?:reads?|takes?|get|gets|loads?|parses?|processes|converts?|transforms?|turns?|cleans?|merges?|filters?|checks?|validates?|summari[sz]es?|analy[sz]es|totals?|from|given)\\b(?:[^.]|\\.(?=\\w)){0,60}\\b${formats}\\b`,
      "i",
    ).test(text),
  ) &&
  !sentences.some(({ text }) =>
    /\b(?:kept|keeps?|stored?|stores|saves?) (?:[\w ]+ )?in (?:a|an|one) (?:\w+ )?(?:file|database)\b/i.test(text),
  );

/** Reads a brief for a tool that makes something of files. */
export function readFileTool(brief: Brief, sentences: readonly Sentence[], program: string): Analysis | undefined {
  const draft: Draft = { words: "", fields: [], files: { tables: [], keeps: [] }, wishes: [], assumptions: [] };
  for (const sentence of sentences) findRows(draft, sentence.text);
  for (const sentence of sentences) {
    if (speaksToBuilder(sentence.text)) {
      put(
        draft,
        sentence,
        sentence.text,
        [],
        "This speaks to whoever builds the tool and says nothing of what it does, so nothing was made of it.",
      );
      continue;
    }
    for (const piece of sentence.text
      .replace(/ and that (?=no |every |each |the |all )/gi, ", checks that ")
      .split(pieces)
      .flatMap((part) => part.split(/,\s*(?:and )?(?=[a-z]+(?: [a-z]+)? must )/i)))
      readPiece(draft, sentence, piece.trim());
  }
  if (draft.wishes.every(({ gap }) => gap !== undefined)) return undefined;
  return finish(brief, draft, program);
}

const beyond: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:from|per|of|in|for) (?:each|every) file\b|\bper file\b/i,
    "The rows of all files are one list: what came from which file is not kept apart.",
  ],
  [
    /\b(?:budgets?|limits?|thresholds?|targets?)\b.*\b(?:file|json|give|given|set|config\w*)\b|\bover (?:a|the|its|their) (?:budget|limit)\b/i,
    "The tool compares figures with nothing that stands in another file.",
  ],
  [
    /\bsends?\b|\bby e?mail\b(?! (?:address|field|column))(?<!duplicates? by email)|\bslack\b|\bnotif\w+\b/i,
    "The tool sends nothing: it has no server to send with. What it finds it prints.",
  ],
  [/\b(?:charts?|graphs?|plots?|pdfs?|excel|xlsx|html|markdown)\b/i, "This version writes tables, CSV and JSON."],
  [
    /\b(?:choos\w+|select\w*|pick\w*|only (?:some|certain)|which) (?:the |of the )?columns\b/i,
    "All columns are shown.",
  ],
  [/\b(?:url|api|download|fetch|http|web ?site|database|sql)\b/i, "The tool reads files only."],
  [
    /\b(?:watch(?:es)?|every (?:hour|day|minute)|schedule\w*|automatically when)\b/i,
    "The tool runs when it is called; call it from the system's own scheduler.",
  ],
];

function readPiece(draft: Draft, sentence: Sentence, text: string): boolean {
  if (!/[a-z]{3}/i.test(text)) return true;
  if (isOtherLines(text))
    return put(draft, sentence, text, [], "The tool reads CSV, JSON and JSON lines, and takes no other lines apart.");
  if (isReadingOnly(text)) return put(draft, sentence, text, ["files:read"], undefined, "entity");
  const gap = beyond.find(([pattern]) => pattern.test(text))?.[1];
  if (gap) return put(draft, sentence, text, [], gap);
  if (readTop(draft, sentence, text)) return true;
  if (/\bduplicat|\btwice\b|\bunique\b|\bsame (?:row|line)|\brepeated\b/i.test(text))
    return readDuplicates(draft, sentence, text);
  if (/\bcheck(?:s|ed)?\b|\bvalidates?\b/i.test(text) && betweenValues.test(text))
    return put(draft, sentence, text, [], "The tool checks each value by its kind, and no value against another.");
  if (
    /\b(?:each|every|all|the) (?:problems?|faults?|mistakes?)\b|\b(?:invalid|wrong|missing|must not be empty|must be valid|incomplete|broken|malformed|bad|empty|unreadable)\b|\bvalidat|\bcheck(?:s|ed)? (?:that|the|each|every|all|for|whether)\b/i.test(
      text,
    )
  )
    return put(draft, sentence, text, ["files:wrong"], undefined, "rule");
  if (/\bsort(?:s|ed)?\b|\bin order of\b|\bordered by\b/i.test(text)) return readSort(draft, sentence, text);
  if (
    /\b(?:per|by|for each|for every|grouped by|each)\b/i.test(text) &&
    /\b(?:totals?|sums?|counts?|number|averages?|mean|how (?:many|much)|amounts?|groups?|figures|hours|revenue|sales|turnover|spending|expenses|costs?)\b/i.test(
      text,
    )
  )
    return readTable(draft, sentence, text);
  if (/\b(?:totals?|sums?|averages?|counts?|number of)\b/i.test(text) && !/\bexit\b|\bgiven number\b/i.test(text))
    return readTable(draft, sentence, text);
  if (
    /\b(?:only|skips?|ignores?|leaves? out|above|below|more than|less than|at least|at most|whose)\b/i.test(text) &&
    readKeeps(draft, sentence, text)
  )
    return true;
  if (
    /\b(?:given|certain|chosen|between|date range|period|one) (?:month|year|day|date|period|category|customer|two)|\bdate range\b|\bfilter\w*\b|\bfrom .+ to\b|\bonly (?:one|a) \w+\b/i.test(
      text,
    )
  )
    return put(draft, sentence, text, ["files:filter"], undefined, "search");
  if (
    /\bjson\b/i.test(text) &&
    /\b(?:writes?|exports?|outputs?|saves?|prints?|converts?|turns?|report|--json|as|to|gives?)\b/i.test(text)
  )
    return put(
      draft,
      sentence,
      text,
      [...(isReading(text) ? ["files:read"] : []), "files:json"],
      undefined,
      "import-export",
    );
  if (/\b(?:writes?|exports?|outputs?|saves?|converts?|turns?)\b.*\bcsv\b|\bas csv\b|\bto csv\b/i.test(text))
    return put(
      draft,
      sentence,
      text,
      [...(isReading(text) ? ["files:read"] : []), "files:csv"],
      undefined,
      "import-export",
    );
  if (/\bhelp\b|\busage\b|\bexit (?:codes?|status)\b|\berrors?\b.*\bclear\b|\bclear\b.*\berrors?\b/i.test(text))
    return put(draft, sentence, text, ["files:help"], undefined, "quality");
  if (
    /\b(?:stdin|standard input|pipes?|piped)\b/i.test(text) ||
    isReading(text) ||
    /\b(?:columns?|fields?)\b/i.test(text) ||
    /^(?:each|every|a|an|the) \w+(?: \w+)? (?:has|holds?|contains?)\b/i.test(text)
  )
    return put(draft, sentence, text, ["files:read"], undefined, "entity");
  if (/\b(?:prints?|shows?|lists?|outputs?)\b/i.test(text) && isOfRows(draft, text))
    return put(draft, sentence, text, ["files:read", "files:sort"], undefined, "list");
  // "My bank's exports": a description sets the scene.
  if (sentence.part === "description") return true;
  return put(draft, sentence, text, [], "This version could not tell what the tool should do for this.");
}

/** "Shows the rows", "lists all payments": as they are, and no others. */
const isOfRows = (draft: Draft, text: string): boolean => {
  const rest = text
    .toLowerCase()
    .replace(
      /^.*?\b(?:prints?|shows?|lists?|outputs?) (?:out )?(?:(?:all|the|every|each|its|cleaned|good|valid|remaining|resulting|them|it|these|of) ?)*/,
      "",
    );
  const words = rest
    .replace(/[.,;]$/, "")
    .replace(/ (?:as|in) (?:an? |the )?(?:table|list|order|terminal)$/, "")
    .trim();
  return (
    words === "" ||
    /^(?:rows?|lines?|entr(?:y|ies)|records?|results?|contents?|data|table)$/.test(words) ||
    singular(words) === singular(draft.words)
  );
};

/** Lines of a server's log, and what is no table at all. */
const isOtherLines = (text: string): boolean =>
  /\b(?:reads?|takes?|loads?|parses?|processes|converts?|analy[sz]es?|from|through|scans?|tails?)\b.*\b(?:(?:access|server|nginx|apache|system|error|application)[- ]logs?|logs?(?: files?| lines?)?|xml|ya?ml|markdown|pdfs?|images?|photos?|source files?)\b/i.test(
    text,
  ) && !/\b(?:csv|tsv|jsonl?|json[- ]lines|ndjson)\b/i.test(text);

/** "Takes a CSV file with number, customer and amount", and no more. */
const isReadingOnly = (text: string): boolean =>
  /^(?:it |the (?:tool|script|program) )?(?:can |should |must )?(?:reads?|takes?|loads?|parses?|accepts?|gets?|imports?|merges?|combines?|joins?) [^,]*\b(?:csv|tsv|jsonl?|json lines|ndjson)\b/i.test(
    text,
  ) && !/\b(?:totals?|sums?|averages?|counts?|per|only|without|converts?|prints?|shows?)\b/i.test(text);

/** "Gross equals net plus VAT", "the end is after the start". */
const betweenValues =
  /\b(?:equals?|is equal to|adds? up|sums? up|matches|agrees?|plus|minus|times|greater|larger|smaller|less|more|higher|lower|before|after|earlier|later|between|consecutive|in order|rising|falling|exists? in|known|allowed|one of)\b|[=<>]/i;

const isReading = (text: string): boolean =>
  new RegExp(
    `\\b(?:reads?|takes?|loads?|parses?|processes|converts?|from|merges?|cleans?|for|input|accepts?)\\b.*\\b(?:${formats}|files?|rows?)\\b`,
    "i",
  ).test(text);
