import type { Analysis, Brief, Condition, Entity, Field, Files, Requirement } from "../../artefacts.ts";
import { priorityOf } from "../clauses.ts";
import { attributeOf, camel, capital, kebab } from "../fields.ts";
import { speaksToBuilder } from "../records.ts";
import type { Sentence } from "../text.ts";
import { plural, singular } from "../tokens.ts";

type Wish = {
  sentence: Sentence;
  text: string;
  priority: Requirement["priority"];
  kind: Requirement["kind"];
  targets: string[];
  gap?: string;
};

type Draft = { words: string; fields: Field[]; files: Files; wishes: Wish[]; assumptions: string[] };

const formats = "(?:csv|tsv|jsonl?|json lines|ndjson|spreadsheet|text|logs?)";

/** Whether a tool is to read files rather than keep records. */
export const readsFiles = (sentences: readonly Sentence[]): boolean =>
  sentences.some(({ text }) =>
    new RegExp(
      `\\b(?:reads?|takes?|loads?|parses?|processes|converts?|transforms?|turns?|cleans?|merges?|filters?|checks?|validates?|summari[sz]es|analy[sz]es|totals?|from|given)\\b[^.]{0,60}\\b${formats}\\b`,
      "i",
    ).test(text),
  ) &&
  !sentences.some(({ text }) =>
    /\b(?:kept|keeps?|stored?|stores|saves?) (?:[\w ]+ )?in (?:a|an|one) (?:\w+ )?(?:file|database)\b/i.test(text),
  );

const does =
  "(?:prints?|shows?|lists?|counts?|warns?|reports?|writes?|sorts?|removes?|drops?|filters?|keeps?|groups?|converts?|checks?|validates?|skips?|ignores?|exports?|outputs?|totals?|sums?|calculates?|computes?|saves?|says?|emits?|adds? up|finds?|flags?|rejects?|refuses?|deduplicates?|leaves? out|gives?|tells?|(?:the )?(?:number|totals?|average|counts?|sum) (?:of|per|by|[a-z]+ (?:per|by)))";
const pieces = new RegExp(
  `(?:,\\s*(?:and\\s+)?|\\s+and\\s+|;\\s*|\\s+then\\s+)(?=(?:then\\s+)?(?:it\\s+)?(?:also\\s+)?${does}\\b(?!\\s+(?:per|by)\\b))`,
  "i",
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
      .split(pieces))
      readPiece(draft, sentence, piece.trim());
  }
  if (draft.wishes.every(({ gap }) => gap !== undefined)) return undefined;
  return finish(brief, draft, program);
}

/** "a CSV of bank transactions with date, category and amount": what a row is, and its columns. */
function findRows(draft: Draft, text: string): void {
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
  const [columns = ""] = told.split(pieces).map((part) => part.split(/ (?:in)?to (?:an? |one )/i)[0]);
  for (const phrase of columns.replace(/\(([^)]*)\)/g, "").split(/,\s+(?:and )?|\s+and\s+/)) addField(draft, phrase);
}

function addField(draft: Draft, phrase: string): Field | undefined {
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
    column.type === "enum"
      ? { name: column.name, label: column.label, type: "text", required: true, unique: false }
      : column,
  );
  return draft.fields.at(-1);
}

const put = (
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

const beyond: readonly (readonly [RegExp, string])[] = [
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
  if (/\bduplicat|\btwice\b|\bunique\b|\bsame (?:row|line)|\brepeated\b/i.test(text))
    return readDuplicates(draft, sentence, text);
  if (/\bcheck(?:s|ed)?\b|\bvalidates?\b/i.test(text) && betweenValues.test(text))
    return put(draft, sentence, text, [], "The tool checks each value by its kind, and no value against another.");
  if (
    /\b(?:invalid|wrong|missing|incomplete|broken|malformed|bad|empty|unreadable)\b|\bvalidat|\bcheck(?:s|ed)? (?:that|the|each|every|all|for|whether)\b/i.test(
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
  ) && !/\b(?:csv|tsv|jsonl?|json lines|ndjson)\b/i.test(text);

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

function readDuplicates(draft: Draft, sentence: Sentence, text: string): boolean {
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

function readSort(draft: Draft, sentence: Sentence, text: string): boolean {
  const [, phrase = ""] =
    text.match(
      /\b(?:sort(?:s|ed)?(?: (?:them|the rows|rows|it|everything|[a-z]+s))?|ordered|order) (?:by|of) (?:the |their )?([a-z ]+?)(?:,? (?:descending|ascending|(?:newest|latest|largest|highest|biggest|oldest|smallest|lowest) first|in descending order))?$/i,
    ) ?? [];
  const isAny = /^(?:an?|any|each|every|one|given|chosen)?\s*columns?$/i.test(phrase.trim());
  const field = phrase && !isAny && fieldNamed(draft, phrase);
  if (!field) return put(draft, sentence, text, ["files:sort"], undefined, "list");
  draft.files.sort = {
    field: field.name,
    isReversed: /\b(?:descending|newest|latest|largest|highest|biggest)\b/i.test(text),
  };
  return put(draft, sentence, text, ["files:sort"], undefined, "list");
}

/** A column by its words, begun when no row was said to have it. */
function fieldNamed(draft: Draft, phrase: string): Field | undefined {
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

function readTable(draft: Draft, sentence: Sentence, text: string): boolean {
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
  const label = capital(
    text
      .replace(
        /^(?:it |also |then )*(?:prints?|shows?|lists?|reports?|calculates?|computes?|gives?|tells?|outputs?|writes?) (?:the |a |an )?/i,
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
  if (!draft.files.tables.some((table) => table.name === name))
    draft.files.tables.push({ name, label, groupBy, measures });
  return put(draft, sentence, text, [`files:table.${name}`], undefined, "report");
}

/** "skip rows whose status is cancelled", "only payments above 100". */
function readKeeps(draft: Draft, sentence: Sentence, text: string): boolean {
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

function finish(brief: Brief, draft: Draft, program: string): Analysis {
  const { files, assumptions } = draft;
  const wasTold = draft.fields.length > 0;
  if (draft.fields.length === 0) {
    addField(draft, "name");
    addField(draft, "amount");
  }
  const words = (draft.words || "rows").split(" ");
  const one = [...words.slice(0, -1), singular(words.at(-1) ?? "row")];
  const many = [...words.slice(0, -1), plural(one.at(-1) ?? "row")];
  if (files.duplicates && files.duplicates.fields.length === 0)
    files.duplicates.fields = draft.fields.map(({ name }) => name);
  if (files.tables.length === 0)
    assumptions.push(
      "The brief asks for no figures, so the summary says how many rows there are, and what is wrong with the others.",
    );
  assumptions.push(
    `The brief ${wasTold ? "does not say more of" : "says nothing of"} the columns, so the file is expected to have: ${draft.fields.map(({ name }) => name).join(", ")}. Other columns are read past.`,
  );
  const name = capital(camel(one));
  const entity: Entity = {
    name: /^[A-Z]/.test(name) ? name : "Row",
    label: capital(one.join(" ")),
    pluralLabel: capital(many.join(" ")),
    path: kebab(many) || "rows",
    display: draft.fields[0]?.name ?? "name",
    fields: draft.fields,
    computed: [],
    search: [],
    rules: [],
    lists: [],
  };
  const owed: Wish = {
    sentence: { part: "objectives", quote: "", text: "" },
    text: "Files are read from disk and from standard input, lines that make no sense are named and never counted, and every command says how it is used",
    priority: "must",
    kind: "quality",
    targets: ["files:read", "files:wrong", "files:help"],
  };
  const asked = new Set(draft.wishes.flatMap(({ targets }) => targets));
  const rest = owed.targets.filter((target) => !asked.has(target));
  const wishes = [...draft.wishes, { ...owed, targets: rest.length > 0 ? rest : ["files:help"] }];
  return {
    contract: {
      kind: "command-line",
      title: capital(brief.name.trim()).slice(0, 100),
      slug:
        kebab(
          brief.name
            .toLowerCase()
            .split(/[^a-z0-9]+/)
            .filter(Boolean)
            .slice(0, 6),
        ) || "tool",
      program,
      entities: [entity],
      reports: [],
      files,
      assumptions: [
        ...assumptions,
        `The tool is called ${program}, after the name of the brief; “bin” in package.json and src/tool.ts say so.`,
      ],
    },
    requirements: wishes.map(({ sentence, text, priority, kind, targets, gap }, index) => ({
      id: `R${index + 1}`,
      text: `${capital(text.trim())
        .slice(0, 600)
        .replace(/[.,;:]+$/, "")}.`,
      kind,
      priority,
      source: { part: sentence.quote === "" ? "implied" : sentence.part, quote: sentence.quote },
      acceptance: gap
        ? []
        : [
            {
              given: "a file with known rows",
              when: "the tool reads it",
              then: "it does this, and the figures equal counting by hand",
            },
          ],
      targets: gap ? [] : targets,
      ...(gap ? { gap } : {}),
    })),
  };
}
