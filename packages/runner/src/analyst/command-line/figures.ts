import type { Condition, Field, Files } from "../../artefacts.ts";
import { capital } from "../fields.ts";
import type { Sentence } from "../text.ts";
import { singular } from "../tokens.ts";
import { addField, type Draft, fieldNamed, put, putTable } from "./draft.ts";

/** "No invoice number occurs twice", "removes duplicates by e-mail": by the columns that are named, else by whole rows. */
export function readDuplicates(draft: Draft, sentence: Sentence, text: string): boolean {
  const areLeftOut = /\b(?:remov|drop|skip|ignor|leav|delet|deduplicat|without|only once|keeps? the first)\w*/i.test(
    text,
  );
  const by =
    text.match(
      /\bno (?:two (?:rows|lines) (?:have|share) the same )?([a-z ]+?) (?:occurs?|appears?|is|comes?|stands?|exists?)(?: there| listed)? (?:twice|more than once|again)\b/i,
    )?.[1] ??
    text.match(/\b(?:that |every |each |the |all )*([a-z ]+?) (?:is|are|must be|should be) unique\b/i)?.[1] ??
    text.match(
      /\b(?:by|same|with the same|on|if the) ((?:[a-z]+(?:, | and )?)+?)(?: (?:are|is|twice|appear|again)|$)/i,
    )?.[1] ??
    text.match(/\bduplicated? ([a-z ]+?)$/i)?.[1];
  const per = text.match(
    /\b(?:unique|twice|only once) (?:per|in (?:a|one|each|every)|for each|for every) ([a-z ]+?)$/i,
  )?.[1];
  const phrases = [by, per]
    .filter((each) => each !== undefined)
    .join(", ")
    .split(/,\s+(?:and )?|\s+and\s+/)
    .map((phrase) =>
      singular(
        phrase
          .trim()
          .toLowerCase()
          .replace(/^(?:the|that|every|each|all) /, ""),
      ),
    )
    .filter((phrase) => phrase !== "" && !/^(?:rows?|lines?|entr(?:y|ies)|records?)$/.test(phrase));
  const named = phrases.flatMap(
    (phrase) =>
      draft.fields.find(({ label, name }) => [label.toLowerCase(), name.toLowerCase()].includes(phrase))?.name ?? [],
  );
  const isOfRows = draft.words !== "" && phrases.join(" ") === singular(draft.words);
  if (named.length < phrases.length && !isOfRows)
    return put(draft, sentence, text, [], "This version could not tell which column must not be there twice.");
  draft.files.duplicates = { fields: named, areLeftOut };
  return put(draft, sentence, text, ["files:duplicates"], undefined, "rule");
}

/** "Sorted by amount, largest first"; without a column that it knows the tool still sorts by any, when it is called. */
export function readSort(draft: Draft, sentence: Sentence, text: string): boolean {
  const [, phrase = ""] =
    text.match(
      /\b(?:sort(?:s|ed)?(?: (?:them|the rows|rows|it|everything|[a-z]+s))?|ordered|order) (?:by|of) (?:the |their )?([a-z ]+?)(?:,? (?:descending|ascending|(?:newest|latest|largest|highest|biggest|oldest|smallest|lowest) first|in descending order))?$/i,
    ) ?? [];
  const isAny = /^(?:an?|any|each|every|one|given|chosen)?\s*columns?$/i.test(phrase.trim());
  // "By average score": the figures, not the rows.
  if (/^(?:averages?|totals?|counts?|sums?|number)\b/i.test(phrase.trim()))
    return put(
      draft,
      sentence,
      text,
      [],
      "Figures come in the order of their groups; only rows are put in another order.",
    );
  const field = phrase && !isAny && fieldNamed(draft, phrase);
  if (!field) return put(draft, sentence, text, ["files:sort"], undefined, "list");
  draft.files.sort = {
    field: field.name,
    isReversed: /\b(?:descending|newest|latest|largest|highest|biggest)\b/i.test(text),
  };
  return put(draft, sentence, text, ["files:sort"], undefined, "list");
}

const parts = {
  month: "month",
  months: "month",
  monthly: "month",
  year: "year",
  years: "year",
  yearly: "year",
  day: "day",
  days: "day",
  daily: "day",
} as const;

/** "Total hours and pay per employee and month": what is added up, by one value or several. */
export function readTable(draft: Draft, sentence: Sentence, text: string): boolean {
  const [, what = text, by = ""] =
    text.match(/^(.*?)(?:\s+(?:per|by|for each|for every|grouped by|of each|in each)\s+(.+))?$/i) ?? [];
  if (
    /\bweeks?\b|\bquarters?\b|\b(?:per|by|each|every) (?:hour|minute)\b|\btop \d+|\b(?:largest|biggest|highest|best)\b/i.test(
      text,
    )
  )
    return put(
      draft,
      sentence,
      text,
      [],
      "This version adds up by values, days, months and years, and shows every group.",
    );
  const groupBy: Files["tables"][number]["groupBy"] = [];
  for (const phrase of by
    .split(/,\s+(?:and )?|\s+and(?: per| by)?\s+|\s+per\s+/)
    .map((each) => each.replace(/^(?:the |each |every )/i, "").trim())
    .filter(Boolean)) {
    const each = parts[phrase.toLowerCase() as keyof typeof parts];
    const field = each
      ? (draft.fields.find(({ type }) => type === "date" || type === "dateTime") ?? addField(draft, "date"))
      : fieldNamed(draft, singular(phrase.toLowerCase()));
    if (!field || groupBy.length >= 3)
      return put(draft, sentence, text, [], "This version could not tell what to add up by.");
    groupBy.push({ field: field.name, ...(each ? { each } : {}) });
  }
  const isCount = /\b(?:counts?|number of|how many)\b/i.test(what) && !/\btotals?\b/i.test(what);
  const isAverage = /\b(?:averages?|mean)\b/i.test(what);
  const numeric = (field: Field) => ["money", "decimal", "integer", "percent"].includes(field.type);
  const named = draft.fields.filter(
    (field) =>
      numeric(field) &&
      new RegExp(
        `\\b${field.label
          .toLowerCase()
          .replace(/ \(.*$/, "")
          .replace(/[^a-z ]/g, "")}s?\\b`,
        "i",
      ).test(what),
  );
  const usual = draft.fields.find(({ type }) => type === "money") ?? draft.fields.find(numeric);
  const one = usual ?? (isCount ? undefined : addField(draft, "amount"));
  const added = isCount ? [] : named.length > 0 ? named.slice(0, 4) : one ? [one] : [];
  const word = isAverage ? "average" : "total";
  const measures: Files["tables"][number]["measures"] = [
    ...added.map((field) => ({
      name: added.length === 1 ? word : `${word}${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}`,
      label: `${capital(word)} ${field.label.toLowerCase()}`,
      fn: isAverage ? ("average" as const) : ("sum" as const),
      field: field.name,
    })),
    { name: "count", label: "Count", fn: "count" as const },
  ];
  return putTable(draft, sentence, text, { groupBy, measures });
}

/** "skip rows whose status is cancelled", "only payments above 100". */
export function readKeeps(draft: Draft, sentence: Sentence, text: string): boolean {
  const isLeftOut = /\b(?:skips?|ignores?|leaves? out|drops?|without|not)\b/i.test(text);
  const [, phrase = "", sign = "", amount = ""] =
    text.match(
      /(?:with|where|whose|that have) (?:an? |the |their )?([a-z ]+?) (?:is |are )?(above|over|more than|greater than|below|under|less than|at least|at most|of at least|of at most) ([\d.,]+)/i,
    ) ?? [];
  const [, than = "", number = ""] = phrase
    ? []
    : (text.match(
        /\bonly (?:[a-z ]+?) (above|over|more than|greater than|below|under|less than|at least|at most) ([\d.,]+)/i,
      ) ?? []);
  const [, name = "", value = ""] =
    text.match(
      /(?:with|where|whose|that have) (?:an? |the |their )?([a-z ]+?) (?:is |are |= ?|equals )([a-z]+)(?:,? (?:are|is|get) [a-z]+)?$/i,
    ) ?? [];
  if (amount || number) {
    const field = phrase
      ? fieldNamed(draft, phrase)
      : (draft.fields.find(({ type }) => type === "money") ?? addField(draft, "amount"));
    if (!field) return false;
    const size = Number((amount || number).replace(/,(?=\d{3})/g, "")) * (field.type === "money" ? 100 : 1);
    const words = (sign || than).toLowerCase();
    const op = /at least/.test(words)
      ? "gte"
      : /at most/.test(words)
        ? "lte"
        : /above|over|more|greater/.test(words)
          ? "gt"
          : "lt";
    const turned = { gt: "lte", gte: "lt", lt: "gte", lte: "gt" } as const;
    return keep(draft, sentence, text, [{ field: field.name, op: isLeftOut ? turned[op] : op, to: { literal: size } }]);
  }
  const without = text.match(
    /\b(?:skips?|ignores?|leaves? out|drops?) (?:the |all |any )?[a-z ]+? (?:without|with no|that have no|missing) (?:an? |the |any )?([a-z ]+?)(?=$|,| and )/i,
  )?.[1];
  const absent = without && draft.fields.find(({ label }) => label.toLowerCase() === without.toLowerCase());
  if (absent) {
    absent.required = false;
    return keep(draft, sentence, text, [{ field: absent.name, op: "isSet" }]);
  }
  const field = name && value ? fieldNamed(draft, name) : undefined;
  if (field?.type !== "text") return false;
  return keep(draft, sentence, text, [{ field: field.name, op: isLeftOut ? "ne" : "eq", to: { literal: value } }]);
}

function keep(draft: Draft, sentence: Sentence, text: string, condition: Condition): boolean {
  draft.files.keeps.push(...condition);
  put(draft, sentence, text, ["files:keeps"], undefined, "rule");
  return true;
}
