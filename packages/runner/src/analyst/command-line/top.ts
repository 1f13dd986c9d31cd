import type { Field, Files } from "../../artefacts.ts";
import { numberOf } from "../number-words.ts";
import type { Sentence } from "../text.ts";
import { singular } from "../tokens.ts";
import { type Draft, fieldNamed, put, putTable } from "./draft.ts";

type Table = Files["tables"][number];
type Measure = Table["measures"][number];

const count = "(?:(\\d+|two|three|four|five|six|seven|eight|nine|ten|twenty) )";
const most = "(highest|largest|biggest|most|best|lowest|smallest|fewest|least|worst)";
const down = /^(?:lowest|smallest|fewest|least|worst|oldest|cheapest|first)$/i;

const numeric = ({ type }: Field): boolean => ["money", "decimal", "integer", "percent"].includes(type);

const sizeOf = (written: string | undefined): number | undefined =>
  written === undefined ? undefined : numberOf(written);

/**
 * What stands at the top: "the ten busiest addresses", "the three customers with the highest turnover", "the five
 * biggest expenses", "the lowest and highest score", "sorted by average, best first". @returns false when it is none
 */
export function readTop(draft: Draft, sentence: Sentence, text: string): boolean {
  return (
    readExtremes(draft, sentence, text) ||
    readFigureOrder(draft, sentence, text) ||
    readGroups(draft, sentence, text) ||
    readRows(draft, sentence, text)
  );
}

/** "The lowest and the highest score per question." */
function readExtremes(draft: Draft, sentence: Sentence, text: string): boolean {
  const [, words = "", by] =
    text.match(
      /\b(?:lowest|minimum|smallest|min)(?:,| and)? (?:and )?(?:the )?(?:highest|maximum|largest|biggest|max) ([a-z ]+?)(?: (?:per|for each|for every|of each|by) ([a-z ]+))?$/i,
    ) ??
    text.match(
      /\b(?:highest|maximum|largest|max)(?:,| and)? (?:and )?(?:the )?(?:lowest|minimum|smallest|min) ([a-z ]+?)(?: (?:per|for each|for every|of each|by) ([a-z ]+))?$/i,
    ) ??
    [];
  const field = draft.fields.find(
    (each) => numeric(each) && each.label.toLowerCase().replace(/ \(.*$/, "") === singular(words.toLowerCase()),
  );
  const group = by === undefined ? undefined : fieldNamed(draft, singular(by.toLowerCase()));
  if (!field || (by !== undefined && !group)) return false;
  const of = field.label.toLowerCase();
  return putTable(draft, sentence, text, {
    groupBy: group ? [{ field: group.name }] : [],
    measures: [
      { name: "lowest", label: `Lowest ${of}`, fn: "lowest", field: field.name },
      { name: "highest", label: `Highest ${of}`, fn: "highest", field: field.name },
      { name: "count", label: "Count", fn: "count" },
    ],
  });
}

/** "Sort by average score, best first": the figures that were asked for last. */
function readFigureOrder(draft: Draft, sentence: Sentence, text: string): boolean {
  const [, words = "", first = ""] =
    text.match(
      /\b(?:sort(?:s|ed)?|ordered|order|ranked)(?: [a-z]+)? by (?:the |their )?((?:average|total|count|sum|number)[a-z ]*?)(?:,? (?:the )?([a-z]+) first|,? (descending|ascending))?$/i,
    ) ?? [];
  const fn = ({ average: "average", total: "sum", sum: "sum", count: "count", number: "count" } as const)[
    words.toLowerCase().split(" ")[0] ?? ""
  ];
  const table = draft.files.tables.findLast(({ measures }) => measures.some((measure) => measure.fn === fn));
  const measure = table?.measures.find((each) => each.fn === fn);
  if (!table || !measure) return false;
  table.order = { measure: measure.name, isReversed: !down.test(first) && !/\bascending\b/i.test(text) };
  return put(draft, sentence, text, [`files:table.${table.name}`], undefined, "list");
}

/** "The ten most requested paths", "the three customers with the highest turnover", "top 5 products by revenue". */
function readGroups(draft: Draft, sentence: Sentence, text: string): boolean {
  const often = text.match(
    new RegExp(
      `\\b(?:the )?(?:top )?${count}?(?:most (?:requested|common|frequent|popular|used|active|ordered|visited|sold|often [a-z]+)|busiest|most active) ([a-z ]+?)$`,
      "i",
    ),
  );
  const ranked =
    text.match(
      new RegExp(
        `\\b(?:the )?(?:top )?${count}?([a-z]+(?: [a-z]+)?) with (?:the )?${most} (?:total |sum of )?([a-z ]+?)$`,
        "i",
      ),
    ) ??
    text.match(
      new RegExp(
        `\\b(?:the )?(?:top|best) ${count}?([a-z]+(?: [a-z]+)?) (by) (?:total |sum of |their )?([a-z ]+?)$`,
        "i",
      ),
    );
  const [, size, things = ""] = often ?? ranked ?? [];
  const column = draft.fields.find(
    ({ label }) => label.toLowerCase().replace(/ \(.*$/, "") === singular(things.trim().toLowerCase()),
  );
  if (!column) return false;
  const [, , , sign = "", words = ""] = ranked ?? [];
  const field =
    ranked &&
    draft.fields.find(
      (each) => numeric(each) && each.label.toLowerCase().replace(/ \(.*$/, "") === singular(words.toLowerCase()),
    );
  const isCount =
    often !== null ||
    /^(?:rows?|entries|lines|orders|payments|requests|records)$/i.test(words) ||
    singular(words) === singular(draft.words);
  const usual = field ?? draft.fields.find(({ type }) => type === "money") ?? draft.fields.find(numeric);
  if (!isCount && !usual) return false;
  const measures: Measure[] = [
    ...(isCount || !usual
      ? []
      : [{ name: "total", label: `Total ${usual.label.toLowerCase()}`, fn: "sum" as const, field: usual.name }]),
    { name: "count", label: "Count", fn: "count" },
  ];
  const limit = sizeOf(size);
  return putTable(draft, sentence, text, {
    groupBy: [{ field: column.name }],
    measures,
    order: { measure: measures[0]?.name ?? "count", isReversed: !down.test(sign) },
    ...(limit ? { limit } : {}),
  });
}

/** "The five biggest expenses": rows, which come in that order and are cut by an option. */
function readRows(draft: Draft, sentence: Sentence, text: string): boolean {
  const [, size, sign = "", things = ""] =
    text.match(
      new RegExp(
        `\\b(?:the |top )?${count}?(biggest|largest|highest|smallest|lowest|newest|latest|oldest|most expensive|cheapest) ([a-z]+(?: [a-z]+)?)$`,
        "i",
      ),
    ) ?? [];
  if (sign === "" || /\bfirst$/i.test(text)) return false;
  const isTime = /^(?:newest|latest|oldest)$/i.test(sign);
  const named = draft.fields.find(
    (each) => numeric(each) && each.label.toLowerCase() === singular(things.toLowerCase()),
  );
  const field = isTime
    ? draft.fields.find(({ type }) => type === "date" || type === "dateTime")
    : (named ?? draft.fields.find(({ type }) => type === "money") ?? draft.fields.find(numeric));
  if (!field) return false;
  draft.files.sort = { field: field.name, isReversed: !down.test(sign) };
  const limit = sizeOf(size);
  if (limit)
    draft.assumptions.push(
      `Rows come in this order; “rows --limit ${limit}” shows ${text.match(/the .+$/i)?.[0] ?? text}.`,
    );
  return put(draft, sentence, text, ["files:sort"], undefined, "list");
}
