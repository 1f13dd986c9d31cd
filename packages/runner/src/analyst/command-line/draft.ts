import type { Field, Files, Requirement } from "../../artefacts.ts";
import { priorityOf } from "../clauses.ts";
import { attributeOf, capital, kebab } from "../fields.ts";
import type { Sentence } from "../text.ts";
import { singular } from "../tokens.ts";

/** One thing that a brief asks of a tool that reads files, and what meets it. */
export type Wish = {
  sentence: Sentence;
  text: string;
  priority: Requirement["priority"];
  kind: Requirement["kind"];
  targets: string[];
  gap?: string;
};

/** A tool that reads files in the making: what a row is, its columns, and what is made of them. */
export type Draft = { words: string; fields: Field[]; files: Files; wishes: Wish[]; assumptions: string[] };

/** What people call the files that a tool reads, as part of a pattern. */
export const formats = "(?:csv|tsv|jsonl?|json[- ]lines|ndjson|spreadsheet|text|logs?)";

const does =
  "(?:prints?|shows?|lists?|counts?|warns?|reports?|writes?|sorts?|removes?|drops?|filters?|keeps?|groups?|converts?|checks?|validates?|skips?|ignores?|exports?|outputs?|totals?|sums?|calculates?|computes?|saves?|says?|emits?|adds? up|finds?|flags?|rejects?|refuses?|deduplicates?|leaves? out|gives?|tells?|(?:the )?(?:number|totals?|average|counts?|sum) (?:of|per|by|[a-z]+ (?:per|by)))";

/** Where a sentence begins to say another thing that the tool does. */
export const pieces = new RegExp(
  `(?:,\\s*(?:and\\s+)?|\\s+and\\s+|;\\s*|\\s+then\\s+)(?=(?:then\\s+)?(?:it\\s+)?(?:also\\s+)?${does}\\b(?!(?<!sorts?)\\s+(?:per|by)\\b))`,
  "i",
);

/** "a CSV of bank transactions with date, category and amount": what a row is, and its columns. */
export function findRows(draft: Draft, text: string): void {
  const named =
    text.match(
      new RegExp(
        `\\b${formats}(?:[- ]?(?:files?|exports?|lists?|dumps?))?s? (?:of|with|containing|full of|that (?:contains?|lists?|holds?)) (?:(?:our|my|the|all|its) )*((?:[a-z-]+ )?[a-z]+s)\\b`,
        "i",
      ),
    )?.[1] ??
    text.match(
      new RegExp(
        `\\b(?:reads?|takes?|converts?|merges?|cleans?|checks?|validates?) (?:(?:our|my|the|all|a list of|lists of) )*((?:[a-z-]+ )?[a-z]+s) (?:from|in|as|out of|stored in) (?:an? )?${formats}\\b`,
        "i",
      ),
    )?.[1];
  if (named && !/^(?:columns?|fields?|rows?|lines?|files?)$/i.test(named)) draft.words ||= named.toLowerCase();
  const listed =
    text.match(
      new RegExp(`\\b${formats}(?: files?| lines| exports?)? \\((?:with |columns:? )?([^()]{5,})\\)`, "i"),
    )?.[1] ??
    text.match(/\b(?:columns?|fields?)(?: are| called|:| named)*:? (.+)$/i)?.[1] ??
    text.match(
      /^(?:each|every|a|an|the) (?:row|line|record|[a-z ]+?) (?:has|have|holds?|contains?|consists? of) (.+)$/i,
    )?.[1] ??
    text.match(new RegExp(`\\b${formats}(?: files?)? with (.+)$`, "i"))?.[1] ??
    (draft.words ? text.match(new RegExp(`${draft.words} with (.+)$`, "i"))?.[1] : undefined);
  if (!listed) return;
  const told = listed.replace(new RegExp(`^${formats}(?: files?| lines?)? (?:with|of) `, "i"), "");
  const [columns = ""] = told.split(pieces).map((part) => part.split(/ (?:in)?to (?:an?|one)\b/i)[0]);
  for (const phrase of columns.replace(/\(([^)]*)\)/g, "").split(/,\s+(?:and )?|\s+and\s+/)) addField(draft, phrase);
}

/** The column that a phrase names, new or known; undefined when it names none, or there are twenty. */
export function addField(draft: Draft, phrase: string): Field | undefined {
  const attribute = attributeOf(phrase.replace(/^(?:an?|the|its|their) /i, ""));
  if (!attribute) return undefined;
  const { field } = attribute;
  // A bank's amounts go both ways.
  const { min: _, ...free } = field;
  const column: Field =
    field.type === "money" || field.type === "decimal" ? { ...free, unique: false } : { ...field, unique: false };
  const known = draft.fields.find(({ name }) => name === column.name);
  if (known) return known;
  if (draft.fields.length >= 20) return undefined;
  draft.fields.push(
    column.type === "enum" || column.type === "file"
      ? { name: column.name, label: column.label, type: "text", required: true, unique: false }
      : column,
  );
  return draft.fields.at(-1);
}

/** Takes down a wish; with a gap it stops no delivery. @returns true, for readers that end with it */
export const put = (
  draft: Draft,
  sentence: Sentence,
  text: string,
  targets: string[],
  gap?: string,
  kind: Wish["kind"] = "other",
) => {
  const priority = priorityOf(sentence.text);
  draft.wishes.push({
    sentence,
    text,
    priority: gap && priority === "must" ? "should" : priority,
    kind,
    targets,
    ...(gap ? { gap } : {}),
  });
  return true;
};

/** A column by its words, begun when no row was said to have it. */
export function fieldNamed(draft: Draft, phrase: string): Field | undefined {
  const words = phrase.trim().toLowerCase();
  const known = draft.fields.find(
    ({ label }) =>
      label.toLowerCase().replace(/ \(.*$/, "") === words || singular(label.toLowerCase()) === singular(words),
  );
  return (
    known ??
    draft.fields.find(({ label }) => label.toLowerCase().split(" ").at(-1) === words) ??
    draft.fields.find(({ label }) => label.toLowerCase().startsWith(`${words} `)) ??
    addField(draft, words)
  );
}

/** Puts a table, named by the words that ask for it without who shows it, once. */
export function putTable(
  draft: Draft,
  sentence: Sentence,
  text: string,
  table: Omit<Files["tables"][number], "name" | "label">,
): boolean {
  const label = capital(
    text
      .replace(
        /^(?:it |also |then )*(?:should |must )?(?:prints?|shows?|lists?|reports?|calculates?|computes?|gives?|tells?|outputs?|writes?) (?:me )?/i,
        "",
      )
      .replace(/^(?:the |a |an )/i, ""),
  ).slice(0, 100);
  const name = kebab(
    label
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter(Boolean)
      .slice(0, 8),
  );
  if (!draft.files.tables.some((each) => each.name === name)) draft.files.tables.push({ name, label, ...table });
  return put(draft, sentence, text, [`files:table.${name}`], undefined, "report");
}
