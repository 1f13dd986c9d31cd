import type { Clause } from "../clauses.ts";
import type { Draft, DraftEntity, Wish } from "../draft.ts";
import { unsupportedIn } from "../gaps.ts";
import type { Focus } from "../structure/thing.ts";
import { plural } from "../tokens.ts";
import { mentioned } from "./demand.ts";

const out =
  /\b(?:export\w*|download\w*)\b|\b(?:as|to|in|into) (?:an? )?(?:csv|excel|spreadsheet)s?\b|\bcsv (?:export|file)s?\b/i;
const inwards =
  /\bimport\w*\b|\bupload\w*\b.*\b(?:csv|excel|spreadsheet)|\bfrom (?:an? |the |our |my |old |existing )*(?:csv|excel|spreadsheet)/i;
const spreadsheet = /\b(?:csv|excel|spreadsheets?|xlsx?)\b/i;
/** Other files, other programs, and files that somebody else sends or makes. */
const other =
  /\b(?:pdfs?|photos?|pictures?|images?|documents?|attachments?|invoices? as|xml|json|api|quickbooks|xero|datev|sage|accounting (?:system|software|program)|bank|google|dropbox|e-?mails?|ftp|every (?:night|day|week|month)|automatic\w*|nightly|scheduled|calendar|ical|barcodes?|templates?|backups?)\b/i;

/** Whether a clause asks for lists as files or for files as lists, and for nothing that takes more than that. */
export const speaksOfFiles = (text: string): boolean =>
  (spreadsheet.test(text) || /\b(?:export|import)(?:s|ed|ing)?\b/i.test(text)) &&
  (out.test(text) || inwards.test(text)) &&
  !other.test(text) &&
  !/\b(?:cannot|not|never)\b/i.test(text);

/** "Export bookings as CSV", "import members from a spreadsheet", "download the loads of a month as a spreadsheet". */
export function readFiles(draft: Draft, { text }: Clause, wish: Wish, focus: Focus): void {
  wish.kind = "import-export";
  const isReport = /\b(?:reports?|totals?|statistics|figures|summar\w+|per|averages?)\b/i.test(text);
  const entities = isReport ? [] : entitiesIn(draft, text, focus);
  for (const entity of entities) {
    for (const way of inwards.test(text)
      ? out.test(text.replace(inwards, ""))
        ? (["export", "import"] as const)
        : (["import"] as const)
      : (["export"] as const)) {
      entity.csv.add(way);
      wish.targets.add(`${entity.name}#${way}`);
    }
  }
  if (entities.length > 0) {
    if (/\b(?:excel|xlsx?)\b/i.test(text))
      draft.assumptions.add("Files for Excel are CSV, which Excel opens and saves.");
    return;
  }
  wish.gap = isReport
    ? "Lists leave as CSV files; reports don't in this version, their API answers JSON."
    : (unsupportedIn(text)?.why ?? "This version could not tell which list is meant.");
}

/** The lists that a text names; all of them for "everything", "all data" and "all lists". */
function entitiesIn(draft: Draft, text: string, focus: Focus): DraftEntity[] {
  if (
    /\b(?:everything|all (?:the |our |my )?(?:data|lists?|records|tables|information)|(?:any|every|each) (?:list|table)|the data)\b/i.test(
      text,
    )
  )
    return [...draft.entities];
  const words = text.toLowerCase();
  // "CSV export" of nothing in particular is of every list; "the maintenance history" is of maintenance events.
  if (
    /^(?:(?:csv|export|exports|exporting|exported|import|to|as|in|into|from|and|a|an|file|files|data|excel|download) ?)+$/.test(
      words,
    )
  )
    return [...draft.entities];
  const historyOf = words.match(/\b([\p{L}-]+) (?:history|records|logs?|list|data)\b/u)?.[1];
  const kept = draft.entities.filter((entity) => entity.words.length > 1 && entity.words[0] === historyOf);
  if (kept.length === 1) return kept;
  const named = draft.entities.filter((entity) =>
    [entity.words.at(-1) ?? "", plural(entity.words.at(-1) ?? "")].some((word) =>
      new RegExp(`\\b${word}\\b`).test(words),
    ),
  );
  // Of "the loads of a truck" the loads are meant: what is named first after the verb.
  const first = mentioned(draft, text.replace(/ (?:of|for|from|by|with|in) .*$/i, ""));
  const joined = /\band\b/i.test(text) ? named : [];
  const chosen = joined.length > 1 ? joined : first ? [first] : named.slice(0, 1);
  if (chosen.length > 0) return chosen;
  return /\b(?:it|them|these|this list|the list|lists?)\b/i.test(text) && focus.last ? [focus.last] : [];
}
