import { readFileSync, writeFileSync } from "node:fs";
import { type Call, type Command, type Option, textOf } from "../cli/command.ts";
import { readCsv, writeCsv } from "../cli/csv.ts";
import { json, plain, table } from "../cli/output.ts";
import { type FieldError, Problem, UsageError } from "../cli/problem.ts";
import type { Field } from "../records/fields.ts";
import { changeData, readData } from "../records/file.ts";
import { type Query, query, referred } from "../records/query.ts";
import type { Move, Resource, Shown } from "../records/resource.ts";
import { type Body, create, get, move, newWork, remove, update, type Work } from "../records/store.ts";
import { fromText, toText } from "../records/values.ts";

/** Words of the command line are told from each other by dashes: `returnDate` is `--return-date`. */
export const dashed = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

const optionOf = (name: string, field: Field): string => dashed(field.kind === "reference" ? name.replace(/Id$/, "") : name);

/** Everything that can be done with the records of one kind. */
export function recordCommands(resources: readonly Resource[], resource: Resource): Command[] {
  const { path } = resource;
  const [one, many] = [resource.label.toLowerCase(), resource.plural.toLowerCase()];
  const fields = Object.entries(resource.fields).filter(([, field]) => !field.readOnly);
  const inputs = [...fields.map(([name, field]) => inputOption(name, field)), inputFile];
  const reading = (call: Call) => newWork(readData(call.dataFile), resources, call.now);
  const changing = <T>(call: Call, work: (work: Work) => T): Promise<T> =>
    changeData(call.dataFile, (data) => work(newWork(data, resources, call.now)));
  const changed = (call: Call, what: string, record: Shown, before: readonly string[], after: readonly string[]) => {
    call.out(call.json ? json(record) : `${what} ${one} ${record.id}: ${plain(record.label)}.\n`);
    for (const label of after.filter((each) => !before.includes(each)))
      call.err(`warning: ${one} ${record.id} (${plain(record.label)}) is now on the list “${label}”.\n`);
  };
  const change = (call: Call, what: string, id: number, act: (work: Work) => Shown) =>
    changing(call, (work) => {
      const before = listsOf(work, resource, get(work, resource, id));
      const record = act(work);
      return [record, before, listsOf(work, resource, record)] as const;
    }).then(([record, before, after]) => changed(call, what, record, before, after));

  const commands: Command[] = [
    {
      name: `${path} add`,
      takes: [],
      help: `add a ${one}`,
      options: inputs,
      async run(call) {
        const [record, lists] = await changing(call, (work) => {
          const made = create(work, resource, bodyOf(call, work, resource));
          return [made, listsOf(work, resource, made)] as const;
        });
        changed(call, "Added", record, [], lists);
      },
    },
    {
      name: `${path} list`,
      takes: [],
      help: `list ${many}`,
      options: [...listOptions(resource), ...format],
      run: (call) => print(call, resource, query(reading(call), resource, queryOf(call, resource))),
    },
    {
      name: `${path} find`,
      takes: ["<words...>"],
      help: `find ${many} by what is written in them`,
      options: [...listOptions(resource), ...format],
      run: (call) =>
        print(call, resource, query(reading(call), resource, { ...queryOf(call, resource), search: call.words.join(" ") })),
    },
    {
      name: `${path} show`,
      takes: ["<id>"],
      help: `show one ${one} with everything about it`,
      options: [],
      run(call) {
        const record = get(reading(call), resource, idOf(call));
        call.out(call.json ? json(record) : details(resource, record));
      },
    },
    {
      name: `${path} change`,
      takes: ["<id>"],
      help: `change some values of a ${one}`,
      options: inputs,
      run: (call) =>
        change(call, "Changed", idOf(call), (work) => update(work, resource, idOf(call), bodyOf(call, work, resource))),
    },
    {
      name: `${path} remove`,
      takes: ["<id>"],
      help: `remove a ${one}`,
      options: [],
      async run(call) {
        const id = idOf(call);
        await changing(call, (work) => remove(work, resource, id));
        call.out(call.json ? json({ removed: id }) : `Removed ${one} ${id}.\n`);
      },
    },
    ...(resource.state?.moves ?? []).map((action: Move): Command => ({
      name: `${path} ${action.action}`,
      takes: ["<id>"],
      help: `${action.label.toLowerCase()}: from ${action.from.join(" or ")} to ${action.to}`,
      options: inputs,
      run: (call) =>
        change(call, `${action.label}:`, idOf(call), (work) =>
          move(work, resource, idOf(call), action, bodyOf(call, work, resource)),
        ),
    })),
    {
      name: `${path} export`,
      takes: ["[file]"],
      help: `write ${many} as CSV to a file or to standard output`,
      options: listOptions(resource),
      run: (call) => write(call, csvOf(resource, query(reading(call), resource, queryOf(call, resource))), many),
    },
    {
      name: `${path} import`,
      takes: ["<file>"],
      help: `add the rows of a CSV file (- is standard input), all of them or none`,
      options: [],
      async run(call) {
        const text = fileText(call, call.words[0] ?? "");
        const ids = await changing(call, (work) => importRows(work, resource, text));
        call.out(call.json ? json({ created: ids.length, ids }) : `Added ${ids.length} ${many}.\n`);
      },
    },
  ];
  return commands;
}

const inputFile: Option = { name: "input", value: "FILE", help: "the values as a JSON object, from a file or - (standard input)" };

const format: Option[] = [{ name: "csv", help: "print CSV" }];

const kinds: Partial<Record<Field["kind"], string>> = {
  integer: "NUMBER",
  decimal: "NUMBER",
  percent: "PERCENT",
  money: "AMOUNT",
  boolean: "YES|NO",
  date: "DATE",
  dateTime: "TIME",
  time: "TIME",
  reference: "NUMBER|NAME",
};

function inputOption(name: string, field: Field): Option {
  const facts = [
    field.required && field.default === undefined ? "required" : "",
    field.unique ? "unique" : "",
    field.options ? field.options.join(", ") : "",
    field.default === undefined ? "" : `${toText(field, field.default)} unless given`,
  ].filter(Boolean);
  const help = `${field.label.toLowerCase()}${facts.length > 0 ? ` (${facts.join("; ")})` : ""}`;
  return { name: optionOf(name, field), value: kinds[field.kind] ?? "TEXT", help };
}

function listOptions(resource: Resource): Option[] {
  const own = [...Object.entries(resource.fields), ...Object.entries(resource.computed)];
  const lists = resource.lists.map(({ name, label }) => `${name} (${label.toLowerCase()})`).join(", ");
  const known = new Set(["only", "search", "sort", "reverse", "limit", "csv", "json", "data", "help"]);
  const filters = own.flatMap(([name, part]) => {
    const option = "options" in part || part.kind === "reference" ? optionOf(name, part as Field) : dashed(name);
    const isDay = part.kind === "date" || part.kind === "dateTime";
    const label = part.label.toLowerCase();
    return [
      { name: option, value: kinds[part.kind] ?? "TEXT", help: `only those with this ${label}` },
      ...(isDay
        ? [
            { name: `${option}-from`, value: "DATE", help: `only those with a ${label} on or after this day` },
            { name: `${option}-to`, value: "DATE", help: `only those with a ${label} on or before this day` },
          ]
        : []),
    ];
  });
  return [
    ...(lists === "" ? [] : [{ name: "only", value: "LIST", help: `one of the lists: ${lists}` }]),
    { name: "search", value: "WORDS", help: "only those in which the words are written" },
    { name: "sort", value: "FIELD", help: "in the order of a field" },
    { name: "reverse", help: "the other way round" },
    { name: "limit", value: "NUMBER", help: "at most so many" },
    ...filters.filter(({ name }) => !known.has(name)),
  ];
}

function queryOf(call: Call, resource: Resource): Query {
  const limit = textOf(call, "limit");
  if (limit !== undefined && !/^[1-9]\d*$/.test(limit)) throw new UsageError("limit: Use a whole number above 0.");
  const names = [...Object.keys(resource.fields), ...Object.keys(resource.computed)];
  const values: Record<string, string> = {};
  for (const name of names) {
    const field = resource.fields[name];
    const option = field ? optionOf(name, field) : dashed(name);
    const typed = { [name]: option, [`${name}From`]: `${option}-from`, [`${name}To`]: `${option}-to` };
    for (const [key, word] of Object.entries(typed)) {
      const value = textOf(call, word);
      if (value !== undefined && !["only", "search", "sort", "limit"].includes(word)) values[key] = value;
    }
  }
  return {
    only: textOf(call, "only"),
    search: textOf(call, "search"),
    sort: sortOf(resource, textOf(call, "sort")),
    reverse: call.options.reverse === true,
    limit: limit === undefined ? undefined : Number(limit),
    values,
  };
}

/** People sort by the words of the options. */
const sortOf = (resource: Resource, typed: string | undefined): string | undefined =>
  [...Object.keys(resource.fields), ...Object.keys(resource.computed)].find(
    (name) => dashed(name) === typed || (resource.fields[name] && optionOf(name, resource.fields[name]) === typed),
  ) ?? typed;

function idOf(call: Call): number {
  const [word = ""] = call.words;
  if (!/^[1-9]\d{0,14}$/.test(word)) throw new UsageError(`“${word}” is not the number of a record.`);
  return Number(word);
}

/** The values that somebody gave: as JSON, as options, or both; options win. */
function bodyOf(call: Call, work: Work, resource: Resource): unknown {
  const file = textOf(call, "input");
  const given = file === undefined ? {} : parsed(fileText(call, file));
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
  const body: Body = { ...given };
  for (const [name, field] of Object.entries(resource.fields)) {
    const typed = field.readOnly ? undefined : textOf(call, optionOf(name, field));
    if (typed === undefined) continue;
    body[name] = field.kind === "reference" ? referred(work, field, typed) : fromText(field, typed);
  }
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("invalid", "The input is not JSON.");
  }
}

function fileText(call: Call, file: string): string {
  if (file === "-") return call.input();
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Problem("file", `${file} can't be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** The lists that a record is on: what its owner wants to be warned of. */
const listsOf = (work: Work, resource: Resource, record: Shown): string[] =>
  resource.lists.filter(({ when }) => when(record, work.now)).map(({ label }) => label);

function print(call: Call, resource: Resource, records: readonly Shown[]): void {
  if (call.json) call.out(json(records));
  else if (call.options.csv) call.out(csvOf(resource, records));
  else if (records.length === 0) call.out(`No ${resource.plural.toLowerCase()}.\n`);
  else call.out(asTable(resource, records));
}

/** Records as people look at them: their number and everything that is not long. */
export function asTable(resource: Resource, records: readonly Shown[]): string {
  const parts = [...Object.entries(resource.fields), ...Object.entries(resource.computed)].filter(
    ([, { kind }]) => kind !== "longText",
  );
  const columns = [
    { title: "id", isNumber: true },
    ...parts.map(([, { label, kind }]) => ({
      title: label.toLowerCase(),
      isNumber: ["integer", "decimal", "money", "percent"].includes(kind),
    })),
  ];
  const rows = records.map((record) => [String(record.id), ...parts.map(([name, part]) => cell(record, name, part))]);
  return table(columns, rows);
}

function cell(record: Shown, name: string, part: { kind: Field["kind"] }): string {
  const other = part.kind === "reference" ? record[name.replace(/Id$/, "")] : undefined;
  return typeof other === "object" && other !== null && "label" in other
    ? String(other.label)
    : toText(part, record[name]);
}

function details(resource: Resource, record: Shown): string {
  const parts = [...Object.entries(resource.fields), ...Object.entries(resource.computed)];
  const width = Math.max(...parts.map(([, { label }]) => label.length));
  const lines = parts.map(([name, part]) => `${part.label.padEnd(width)}  ${plain(cell(record, name, part))}`.trimEnd());
  return `${resource.label} ${record.id}: ${plain(record.label)}\n\n${lines.join("\n")}\n`;
}

/** Every value of records, under the names that an import understands. */
function csvOf(resource: Resource, records: readonly Shown[]): string {
  const parts = [...Object.entries(resource.fields), ...Object.entries(resource.computed)];
  const numbers = ["integer", "decimal", "money", "percent", "reference"];
  const rows = records.map((record) => [
    record.id,
    ...parts.map(([name, part]) => {
      const text = toText(part, record[name]);
      return numbers.includes(part.kind) && text !== "" && part.kind !== "money" ? Number(text) : text;
    }),
  ]);
  return writeCsv([["id", ...parts.map(([name]) => name)], ...rows]);
}

function write(call: Call, text: string, what: string): void {
  const [file] = call.words;
  if (file === undefined || file === "-") {
    call.out(text);
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Problem("file", `${file} can't be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
  call.err(`Wrote ${what} to ${file}.\n`);
}

/** Each wrong row is named, and nothing of its file is kept. */
function importRows(work: Work, resource: Resource, text: string): number[] {
  const [header = [], ...rows] = readCsv(text);
  const names = header.map((title) => columnOf(resource, title));
  const strange = header.filter((_, index) => names[index] === undefined);
  if (header.length === 0) throw new Problem("invalid", "The file has no rows.");
  if (strange.length > 0)
    throw new Problem("invalid", `There is no column called ${strange.join(", ")}.`, [
      { field: "header", message: `Use: ${Object.keys(resource.fields).join(", ")}.` },
    ]);
  const errors: FieldError[] = [];
  const ids = rows.map((row, index) => {
    const body: Body = {};
    for (const [at, name] of names.entries()) {
      const field = resource.fields[name ?? ""];
      if (name && field && !field.readOnly) body[name] = fromText(field, row[at] ?? "");
    }
    try {
      return create(work, resource, body).id;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const of = error.fields.length > 0 ? error.fields : [{ field: "", message: error.message }];
      errors.push(...of.map(({ field, message }) => ({ field: `row${index + 2}.${field}`, message })));
      return 0;
    }
  });
  if (errors.length > 0)
    throw new Problem("invalid", errors.map(({ field, message }) => `${field}: ${message}`).join(" "), errors);
  return ids;
}

/** A column by its name or its label; the number and what is worked out are read past. */
function columnOf(resource: Resource, title: string): string | undefined {
  const wanted = title.trim().toLowerCase();
  const found = Object.entries(resource.fields).find(
    ([name, field]) => name.toLowerCase() === wanted || field.label.toLowerCase() === wanted || optionOf(name, field) === wanted,
  );
  if (found) return found[0];
  return wanted === "id" || Object.keys(resource.computed).some((name) => name.toLowerCase() === wanted) ? "" : undefined;
}
