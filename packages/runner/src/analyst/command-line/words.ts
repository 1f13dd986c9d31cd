import { priorityOf } from "../clauses.ts";
import type { Sentence } from "../text.ts";

/** What a brief asks of the tool itself rather than of its records. */
export type ToolWish = {
  sentence: Sentence;
  text: string;
  about: "file" | "json" | "help" | "exit" | "examples" | "together" | "csv";
  priority: "must" | "should" | "could";
  gap?: string;
};

const called =
  "(?:command[- ]line|terminal|console|shell|cli) (?:tool|program|application|app|utility|interface|script)|cli(?: tool)?|(?:tool|script|utility|program) (?:for|on) the (?:terminal|command line|shell)";

/** "We need a command line tool that …", "A small CLI for our club:". */
const opening = new RegExp(
  `^(?:(?:please |i |we )*(?:need|want|would like|build|create|make|write)(?: me| us)? )?(?:an? |the |our |this )?(?:[a-z]+ ){0,2}?(?:${called}|tool|script|utility)\\b(?: called [\\w-]+)?((?: (?:for|of|at|in) (?:(?:our|the|my|a|an) )?(?:(?!\\b(?:that|which|to|where|with)\\b)[\\w'-]+ ?){1,5}?)?)\\s*(?:(?:that|which|to|with which (?:we|you|i|people) (?:can )?|where (?:we|you|i) (?:can )?|lets? (?:us|me|people) |should |must |can )\\s*|[:,–-]\\s*|$)`,
  "i",
);

/** Words for what is done to records anyway. */
const basic = "(?:add|list|show|find|search|change|edit|update|remove|delete|view|see|print|record|keep|create|get)";
const basics = new RegExp(
  `^(?:the )?(?:commands? |subcommands? )?${basic}s?(?:(?:,? and |,? or |, |\\/| )${basic}s?)+ (?:commands? (?:for|of|on) |for )?(?=[a-z])`,
  "i",
);

/** Parts of sentences about the tool itself, and what they ask for. */
const ofItself: readonly (readonly [RegExp, ToolWish["about"]])[] = [
  [
    /,?\s*(?:and |which (?:is|are) |all |everything (?:is )?|the data (?:is |are )?|data |records (?:are )?)*\b(?:kept|stored|saved|keeps?|stores?|saves?|persisted|persists?|lives?)(?: (?:everything|all data|the data|data|its data|them|records|it))? (?:locally )?(?:in|to|into|as) (?:an? |one |the )?(?:single |local |plain |small )*(?:json |sqlite |text |data )*(?:file|database)(?: (?:on (?:the|my|our) (?:disk|machine|computer|laptop)|on disk|locally|next to it))?/i,
    "file",
  ],
  [
    /^(?:it |the tool )?(?:should |must |has to |needs to )?(?:works?|runs?) (?:offline|without (?:a |an |the )?(?:server|network|internet|database(?: server)?)(?: connection)?)(?: or (?:a |an )?\w+)*/i,
    "file",
  ],
  [
    /^(?:every |each |all |the |any )?(?:commands?|lists?|outputs?|results?|it|the tool)? ?(?:can |should |must |may |has to |also )*(?:also )?(?:print|output|give|write|have|has|offer|support|take)s?(?: (?:its|the|their))?(?: output| results?)?(?: (?:also )?(?:as|in))? ?(?:an? )?(?:--)?json(?: (?:output|option|flag|format|switch))?(?: (?:with|by|for|option|flag|when) .*)?$/i,
    "json",
  ],
  [
    /^(?:with |there (?:is|should be|must be) |it (?:has|needs|should have) |show |print |give )?(?:a )?(?:(?:clear|good|helpful) )?(?:help|usage)(?: text| message)?(?: for (?:every|each|all) (?:sub)?commands?| with --help)?$|^every command (?:has|should have|shows?|explains?) (?:a )?(?:--)?help.*$/i,
    "help",
  ],
  [/\bexit (?:codes?|status)\b/i, "exit"],
  [
    /^(?:include|with|provide|come with|ships? with) (?:some )?(?:sample|example|demo) (?:data|records|files?)$/i,
    "examples",
  ],
  [
    /^(?:(?:add|with|include) )?(?:(?:csv|spreadsheet) (?:import|export)(?: and (?:import|export))?|(?:import|export)(?: and (?:import|export))? (?:as|to|from|of|in) csv(?: files?)?|export csv|import csv)$/i,
    "csv",
  ],
];

/**
 * Takes what is said of the tool itself out of sentences; what is left speaks of records, as a brief for any other kind
 * of software does.
 */
export function readTool(sentences: readonly Sentence[]): { rest: Sentence[]; wishes: ToolWish[] } {
  const wishes: ToolWish[] = [];
  const rest: Sentence[] = [];
  for (const sentence of sentences) {
    let text = recordsIn(withoutOpening(sentence).text).replace(
      /,? (?:from|in|on) (?:the|my|our|a) (?:shell|terminal|console|command line)\b/i,
      "",
    );
    const priority = priorityOf(sentence.text);
    const pieces: string[] = [];
    for (const piece of text.split(
      /(?:,|;)\s+(?=(?:and )?(?:print|output|export|import|everything|all|with|every|stor|kept|the data|data|exit|give|works?|runs?|json)\b)/i,
    )) {
      let words = piece;
      for (const [pattern, about] of ofItself) {
        const found = words.replace(/^(?:and|but|also) /i, "").match(pattern);
        if (!found) continue;
        wishes.push({
          sentence,
          text: found[0].replace(/^[,\s]*(?:and |which (?:is|are) )*/i, "").trim(),
          about,
          priority,
        });
        words = words
          .replace(/^(?:and|but|also) /i, "")
          .replace(pattern, "")
          .trim();
      }
      if (/[a-z]{3}/i.test(words)) pieces.push(words);
    }
    text = pieces.join(", ").trim();
    // On the command line, to print is to show.
    text = text.replace(
      /\bprint(s|ed|ing)?\b/gi,
      (_, end = "") => ({ s: "shows", ed: "shown", ing: "showing" })[String(end)] ?? "show",
    );
    if (/[a-z]{3}/i.test(text)) rest.push({ ...sentence, text });
  }
  return { rest, wishes };
}

/** Without the way the tool itself is asked for. */
export const withoutOpening = (sentence: Sentence): Sentence => ({
  ...sentence,
  text: sentence.text.replace(opening, "").trim(),
});

/** "Add, list, find items" is "keep items", and so is "a log of our hives". */
const recordsIn = (sentence: string): string =>
  sentence
    .replace(basics, "keep ")
    .replace(
      /^(?:(?:manages?|tracks?|stores?|saves?|records?|logs?|remembers?|holds?|keeps?)(?: track of| (?:an? |the )?(?:logs?|lists?|records?|register|diary|inventory) of)?) (?:all |my |our |the )*(?=[a-z])/i,
      "keep ",
    );
