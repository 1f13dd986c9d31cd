import { readFileSync, writeFileSync } from "node:fs";
import { type Call, type Command, type Option, textOf } from "../cli/command.ts";
import { writeCsv } from "../cli/csv.ts";
import { json, plain, table } from "../cli/output.ts";
import { Problem, UsageError } from "../cli/problem.ts";
import { type Content, fromCell, readRows } from "../files/read.ts";
import type { Row, Shape, Table } from "../files/shape.ts";
import { linesOf } from "../files/tables.ts";
import { isBlank } from "../records/resource.ts";
import { toText, wrongWith } from "../records/values.ts";

const dashed = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

/** What can be done with a file: look at its figures, at what is wrong with it, and at its rows. */
export function fileCommands(shape: Shape): Command[] {
  const many = shape.plural.toLowerCase();
  const options = filterOptions(shape);
  const output: Option = { name: "output", value: "FILE", help: "write it to a file instead of the terminal" };
  return [
    {
      name: "summary",
      takes: ["[file]..."],
      help: `print ${shape.tables.length > 0 ? shape.tables.map(({ label }) => label.toLowerCase()).join("; ") : `how many ${many} there are`}; the file is CSV or JSON, - is standard input`,
      options: [...options, { name: "report", value: "FILE", help: "also write everything as JSON to a file" }],
      run(call) {
        const content = chosen(call, shape);
        warn(call, shape, content);
        const report = reportOf(shape, content);
        const file = textOf(call, "report");
        if (file !== undefined) write(call, file, json(report));
        call.out(call.json ? json(report) : asText(shape, content));
      },
    },
    {
      name: "check",
      takes: ["[file]..."],
      help: `say what is wrong with a file, line by line; the exit code is 1 when something is`,
      options: [],
      run(call) {
        const { rows, wrong, duplicates } = readRows(shape, textsIn(call));
        if (wrong.length > 0)
          throw new Problem(
            "invalid",
            wrong.map(({ line, field, message }) => `Line ${line}, ${field}: ${message}`).join(" "),
            wrong.map(({ line, field, message }) => ({ field: `line${line}.${field}`, message })),
          );
        call.out(call.json ? json({ rows: rows.length, duplicates }) : `${rows.length} ${many}, nothing wrong.\n`);
        for (const { line, of } of duplicates) call.err(`warning: line ${line} repeats line ${of}.\n`);
      },
    },
    {
      name: "rows",
      takes: ["[file]..."],
      help: `print the ${many} themselves, chosen and in order`,
      options: [
        ...options,
        { name: "sort", value: "FIELD", help: "in the order of a field" },
        { name: "reverse", help: "the other way round" },
        { name: "limit", value: "NUMBER", help: "at most so many" },
        { name: "unique", help: "leave out rows that repeat an earlier one" },
        { name: "csv", help: "print CSV" },
        output,
      ],
      run(call) {
        const content = chosen(call, shape);
        warn(call, shape, content);
        const rows = ordered(call, shape, unique(call, content));
        const text = call.json ? json(rows.map(({ values }) => values)) : call.options.csv ? csvOf(shape, rows) : tableOf(shape, rows);
        const file = textOf(call, "output");
        if (file === undefined) call.out(text);
        else write(call, file, text);
      },
    },
  ];
}

function filterOptions({ fields }: Shape): Option[] {
  return Object.entries(fields).flatMap(([name, { label, kind }]) => [
    { name: dashed(name), value: "VALUE", help: `only those with this ${label.toLowerCase()}` },
    ...(kind === "date"
      ? [
          { name: `${dashed(name)}-from`, value: "DATE", help: `only those on or after this day` },
          { name: `${dashed(name)}-to`, value: "DATE", help: `only those on or before this day` },
        ]
      : []),
  ]);
}

function textsIn(call: Call): string[] {
  return (call.words.length > 0 ? call.words : ["-"]).map((file) => {
    if (file === "-") return call.input();
    try {
      return readFileSync(file, "utf8");
    } catch (error) {
      throw new Problem("file", `${file} can't be read: ${error instanceof Error ? error.message : String(error)}.`);
    }
  });
}

function write(call: Call, file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Problem("file", `${file} can't be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
  call.err(`Wrote ${file}.\n`);
}

/** The content of the file, less the rows that the options leave out. */
function chosen(call: Call, shape: Shape): Content {
  const content = readRows(shape, textsIn(call));
  const tests: ((values: Row["values"]) => boolean)[] = [];
  for (const [name, field] of Object.entries(shape.fields)) {
    const wanted = (option: string) => {
      const text = textOf(call, option);
      if (text === undefined) return undefined;
      const value = fromCell(field, text);
      const wrong = isBlank(value) ? undefined : wrongWith(field, value);
      if (wrong) throw new UsageError(`${option}: ${wrong}`);
      return value;
    };
    const [only, from, to] = [wanted(dashed(name)), wanted(`${dashed(name)}-from`), wanted(`${dashed(name)}-to`)];
    if (only !== undefined) tests.push((values) => same(values[name], only));
    if (from !== undefined) tests.push((values) => String(values[name] ?? "") >= String(from));
    if (to !== undefined) tests.push((values) => !isBlank(values[name]) && String(values[name]) <= String(to));
  }
  return { ...content, rows: content.rows.filter(({ values }) => tests.every((test) => test(values))) };
}

const same = (a: unknown, b: unknown): boolean => String(a ?? "").toLowerCase() === String(b ?? "").toLowerCase();

const unique = (call: Call, { rows, duplicates }: Content): Row[] => {
  const twins = new Set(duplicates.map(({ line }) => line));
  return call.options.unique ? rows.filter(({ line }) => !twins.has(line)) : rows;
};

function ordered(call: Call, shape: Shape, rows: readonly Row[]): Row[] {
  const typed = textOf(call, "sort");
  const field = Object.keys(shape.fields).find((name) => dashed(name) === typed || name === typed);
  if (typed !== undefined && !field) throw new UsageError(`There is nothing called ${typed} to sort by.`);
  const limit = textOf(call, "limit");
  if (limit !== undefined && !/^[1-9]\d*$/.test(limit)) throw new UsageError("limit: Use a whole number above 0.");
  const by = field ?? shape.sort?.field;
  const sorted = by === undefined ? [...rows] : [...rows].sort((a, b) => compare(a.values[by], b.values[by]) || a.line - b.line);
  const isReversed = (call.options.reverse === true) !== (field === undefined && shape.sort?.isReversed === true);
  if (isReversed) sorted.reverse();
  return sorted.slice(0, limit === undefined ? undefined : Number(limit));
}

function compare(a: unknown, b: unknown): number {
  if (isBlank(a) || isBlank(b)) return Number(isBlank(a)) - Number(isBlank(b));
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en");
}

/** What stands out is said beside the result, never in it. */
function warn(call: Call, shape: Shape, { wrong, duplicates }: Content): void {
  const lines = [...new Set(wrong.map(({ line }) => line))];
  for (const { line, field, message } of wrong) call.err(`warning: line ${line} is left out, ${field}: ${plain(message)}\n`);
  for (const { line, of } of duplicates)
    call.err(`warning: line ${line} repeats line ${of}${shape.duplicates?.areLeftOut ? " and is left out" : ""}.\n`);
  if (lines.length > 0) call.err(`warning: ${lines.length} of the lines could not be used.\n`);
}

/** Everything for programs: figures, what was wrong, what was there twice. */
const reportOf = (shape: Shape, { rows, wrong, duplicates }: Content) => ({
  rows: rows.length,
  tables: Object.fromEntries(shape.tables.map((each) => [each.name, linesOf(each, rows)])),
  wrong,
  duplicates,
});

function asText(shape: Shape, { rows }: Content): string {
  const head = `${rows.length} ${shape.plural.toLowerCase()}\n`;
  return [head, ...shape.tables.map((each) => `${each.label}\n\n${figures(shape, each, rows)}`)].join("\n");
}

function figures(shape: Shape, { groupBy, measures, ...rest }: Table, rows: readonly Row[]): string {
  const lines = linesOf({ groupBy, measures, ...rest }, rows);
  const columns = [
    ...groupBy.map(({ field, each }) => ({ title: each ?? shape.fields[field]?.label.toLowerCase() ?? field })),
    ...measures.map(({ label }) => ({ title: label.toLowerCase(), isNumber: true })),
  ];
  const cells = lines.map((line) => [
    ...groupBy.map(({ field, each }) => String(line[each ?? field] || "(none)")),
    ...measures.map(({ name, field }) => toText({ kind: shape.fields[field ?? ""]?.kind ?? "integer" }, line[name])),
  ]);
  return table(columns, cells);
}

function tableOf(shape: Shape, rows: readonly Row[]): string {
  if (rows.length === 0) return `No ${shape.plural.toLowerCase()}.\n`;
  const fields = Object.entries(shape.fields);
  const isNumber = (kind: string) => ["integer", "decimal", "money", "percent"].includes(kind);
  const columns = fields.map(([, { label, kind }]) => ({ title: label.toLowerCase(), isNumber: isNumber(kind) }));
  return table(columns, rows.map(({ values }) => fields.map(([name, field]) => toText(field, values[name]))));
}

function csvOf(shape: Shape, rows: readonly Row[]): string {
  const fields = Object.entries(shape.fields);
  return writeCsv([
    fields.map(([name]) => name),
    ...rows.map(({ values }) => fields.map(([name, field]) => toText(field, values[name]))),
  ]);
}
