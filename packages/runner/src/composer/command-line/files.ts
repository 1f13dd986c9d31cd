import type { Files, Requirement } from "../../artefacts.ts";
import { type App, type AppEntity, type AppField, capital, inWords, nameIn } from "../app.ts";
import { asCode } from "../conditions.ts";
import type { Evidence } from "../kind.ts";
import { inline, listed } from "../markdown.ts";
import { array, code, literal, noted, object, print, text } from "../print.ts";
import { bullets, requirementsSection } from "../readme.ts";
import { fieldCode } from "../web-app/entity.ts";
import { wordsFor } from "../words.ts";
import { wrap } from "../wrap.ts";
import { dashed } from "./speak.ts";

type Values = Record<string, string | number | boolean | null>;
type Draft = { about: string; words: string; file: string; body: string[] };

/** A tool that reads files: its shape, examples, tests and README. */
export function composeReader(
  app: App,
  reading: Files,
  program: string,
  fileOfTest: (suites: readonly (readonly [string, string])[]) => (title: string) => string,
): { written: [path: string, content: string][]; evidence: Evidence[] } {
  const [entity] = app.entities;
  if (!entity) throw new Error("The files have no rows.");
  const sample = `samples/${entity.path}.csv`;
  const { files, evidence } = tests(app, entity, reading);
  const written: [string, string][] = [
    ["src/shape.ts", shapeFile(app, entity, reading)],
    ["src/tool.ts", toolFile(app, entity, program, sample)],
    [
      sample,
      csv(entity, [...rowsOf(entity, reading), ...(reading.duplicates ? rowsOf(entity, reading).slice(0, 1) : [])]),
    ],
    ...files,
  ];
  return {
    written: [...written, ["README.md", readerReadme(app, reading, program, evidence, fileOfTest(files))]],
    evidence,
  };
}

function shapeFile(app: App, entity: AppEntity, reading: Files): string {
  const fields = noted(entity.fields.map((field) => ({ key: field.name, value: fieldCode(field, undefined) })));
  const keeps = reading.keeps.length > 0 ? asCode(app, entity, reading.keeps, "row", new Set()) : undefined;
  const named = (source: string) => nameIn(entity, source) ?? source;
  const shape = object({
    label: literal(entity.label),
    plural: literal(entity.plural),
    fields: code("fields"),
    tables: array(
      reading.tables.map(({ name, label, groupBy, measures }) =>
        literal({
          name,
          label,
          groupBy: groupBy.map(({ field, each }) => ({ field: named(field), ...(each ? { each } : {}) })),
          measures: measures.map((measure) => ({
            ...measure,
            ...(measure.field ? { field: named(measure.field) } : {}),
          })),
        }),
      ),
    ),
    duplicates: reading.duplicates
      ? literal({ fields: reading.duplicates.fields.map(named), areLeftOut: reading.duplicates.areLeftOut })
      : undefined,
    keeps: keeps ? code(`(row: field.RecordOf<typeof fields>) => ${keeps}`) : undefined,
    sort: reading.sort ? literal({ field: named(reading.sort.field), isReversed: reading.sort.isReversed }) : undefined,
  });
  const isBlank = keeps?.includes("isBlank(") ? 'import { isBlank } from "./records/resource.ts";\n' : "";
  return `import type { Shape } from "./files/shape.ts";
import * as field from "./records/fields.ts";
${isBlank}
const fields = ${print(fields).replace(/^\{ (.*) \}$/s, "{\n  $1,\n}")};

/** What stands in the files, and what is made of it. */
export const shape: Shape = ${print(shape, 0, 28).replace(/^\{ (.*) \}$/s, "{\n  $1,\n}")};
`;
}

const toolFile = (
  app: App,
  entity: AppEntity,
  program: string,
  sample: string,
): string => `import type { Tool } from "./cli/run.ts";
import { fileCommands } from "./commands/files.ts";
import { shape } from "./shape.ts";

export const tool: Tool = ${print(
  object({
    name: literal(program),
    version: literal("1.0.0"),
    description: literal(`${capital(app.title)}: ${app.description}`),
    commands: code("fileCommands(shape)"),
    examples: literal([
      `summary ${sample}`,
      `check ${sample}`,
      `rows ${sample} --limit 3`,
      `rows ${sample} --sort ${dashed(entity.fields[0]?.name ?? "")} --csv`,
    ]),
  }),
)};
`;

/** Rows of several groups and months, each unlike the others; as words, their numbers would stand in another order. */
function rowsOf(entity: AppEntity, reading: Files): Values[] {
  const grouped = new Set(reading.tables.flatMap(({ groupBy }) => groupBy.map(({ field }) => nameIn(entity, field))));
  const rows = Array.from({ length: 6 }, (_, index) =>
    Object.fromEntries(
      entity.fields.map((field) => [field.name, exampleOf(entity, field, index, grouped.has(field.name))]),
    ),
  );
  return rows.map((row) => kept(entity, reading, row));
}

/** The same row, within what the tool keeps. */
function kept(entity: AppEntity, { keeps }: Files, row: Values): Values {
  const changed = { ...row };
  for (const { field, op, to } of keeps) {
    const name = nameIn(entity, field) ?? field;
    const value = to && "literal" in to ? to.literal : null;
    if (op === "eq") changed[name] = value;
    if (typeof value === "number" && typeof changed[name] === "number") {
      const present = Number(changed[name]);
      if (op === "gt" || op === "gte") changed[name] = present > value ? present : value + 100 + present;
      if (op === "lt" || op === "lte") changed[name] = Math.min(present, value - 1);
    }
  }
  return changed;
}

function exampleOf(entity: AppEntity, field: AppField, index: number, isGroup: boolean): Values[string] {
  switch (field.kind) {
    case "integer":
      return Math.max(field.min ?? 8, 8) + index * 3;
    case "decimal":
    case "percent":
      return 8.5 + index;
    case "money":
      return 950 + index * 1475;
    case "boolean":
      return index % 2 === 0;
    case "date":
      return `2025-0${1 + Math.floor(index / 2)}-1${index}`;
    case "dateTime":
      return `2025-0${1 + Math.floor(index / 2)}-1${index}T12:00:00.000Z`;
    case "time":
      return `1${index}:30`;
    case "email":
      return `person${index + 1}@example.com`;
    case "phone":
      return `+44 20 7946 0${120 + index}`;
    case "url":
      return `https://example.com/${index + 1}`;
    case "choice":
      return field.values?.[index % (field.values.length || 1)] ?? "";
    default: {
      const words =
        categories.find(([pattern]) => pattern.test(field.name.toLowerCase()))?.[1] ??
        wordsFor(entity.label, field.label);
      return words[index % (isGroup ? 2 : words.length)] ?? field.label;
    }
  }
}

const categories: readonly (readonly [RegExp, readonly string[]])[] = [
  [/categor/, ["Groceries", "Rent", "Travel", "Insurance", "Repairs", "Books"]],
  [
    /customer|client/,
    ["Alder & Sons", "Brightwater Ltd", "Cobalt Works", "Dunmore Supplies", "Evergreen Partners", "Granite House"],
  ],
  [/product|article|item/, ["Hinge set", "Copper pipe", "Oak board", "LED strip", "Door handle", "Cable"]],
  [/region|country|city|shop|store|branch/, ["North", "South", "East", "West", "Centre", "Coast"]],
  [/status|level/, ["ok", "error", "warning", "info", "open", "closed"]],
];

/** A value as somebody would write it in a file. */
function cell(field: AppField | undefined, value: Values[string]): string {
  if (value === null) return "";
  const text =
    field?.kind === "money" && typeof value === "number"
      ? (value / 100).toFixed(2)
      : typeof value === "boolean"
        ? value
          ? "yes"
          : "no"
        : String(value);
  return /[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const csv = (entity: AppEntity, rows: readonly Values[], separator = ","): string =>
  [
    entity.fields.map(({ name }) => name).join(separator),
    ...rows.map((row) => entity.fields.map((field) => cell(field, row[field.name] ?? null)).join(separator)),
    "",
  ].join("\n");

/** What a table must be for these rows, worked out here and not by the tool. */
function expectedLines(entity: AppEntity, { groupBy, measures }: Files["tables"][number], rows: readonly Values[]) {
  const keyOf = (row: Values) =>
    groupBy.map(({ field, each }) => {
      const value = String(row[nameIn(entity, field) ?? field] ?? "");
      return each === "year"
        ? value.slice(0, 4)
        : each === "month"
          ? value.slice(0, 7)
          : each === "day"
            ? value.slice(0, 10)
            : value;
    });
  const keys = [...new Set(rows.map((row) => JSON.stringify(keyOf(row))))].map((key) => JSON.parse(key) as string[]);
  keys.sort(
    (a, b) =>
      a
        .map((word, index) => word.localeCompare(b[index] ?? "", "en", { numeric: true }))
        .find((order) => order !== 0) ?? 0,
  );
  return keys.map((key) => {
    const own = rows.filter((row) => JSON.stringify(keyOf(row)) === JSON.stringify(key));
    const worth = ({ fn, field }: (typeof measures)[number]) => {
      const numbers = own.map((row) => Number(row[nameIn(entity, field ?? "") ?? ""]));
      const sum = numbers.reduce((total, each) => total + each, 0);
      return fn === "count" ? own.length : fn === "sum" ? sum : sum / own.length;
    };
    return {
      ...Object.fromEntries(
        groupBy.map(({ field, each }, index) => [each ?? nameIn(entity, field) ?? field, key[index] ?? ""]),
      ),
      ...Object.fromEntries(measures.map((measure) => [measure.name, worth(measure)])),
    };
  });
}

function tests(app: App, entity: AppEntity, reading: Files): { files: [string, string][]; evidence: Evidence[] } {
  const drafts = draftsOf(entity, reading);
  const met = app.requirements.filter(({ gap }) => gap === undefined);
  const taken = new Set<string>();
  const bodies = new Map<string, string[]>();
  const add = ({ id }: Requirement, { words, file, body }: Draft): string => {
    let title = `${id}: ${words}`;
    for (let number = 2; taken.has(title); number += 1) title = `${id}: ${words} (${number})`;
    taken.add(title);
    const lines = body.map((line) => `${wrap(line, 2)}\n`).join("");
    bodies.set(file, [...(bodies.get(file) ?? []), `test(${text(title)}, async () => {\n${lines}});\n`]);
    return title;
  };
  const used = new Set<Draft>();
  const evidence = met.map((requirement): Evidence => {
    const own = drafts.filter(
      ({ about }) => requirement.targets.includes(`files:${about}`) || requirement.targets.includes(`tool:${about}`),
    );
    for (const draft of own) used.add(draft);
    return { requirementId: requirement.id, tests: own.map((draft) => add(requirement, draft)) };
  });
  const last = met.at(-1);
  if (last)
    for (const draft of drafts.filter((each) => !used.has(each)))
      evidence.find(({ requirementId }) => requirementId === last.id)?.tests.push(add(last, draft));
  return { files: [...bodies].map(([file, all]) => [file, testFile(entity, reading, all.join("\n"))]), evidence };
}

function testFile(entity: AppEntity, reading: Files, bodies: string): string {
  const uses = (name: string) => new RegExp(`\\b${name}\\b`).test(bodies);
  const support = ["folder", "ok", "refused", "run", "tool"].filter((name) =>
    name === "folder" ? uses("folder") || uses("fileWith") : new RegExp(`\\b${name}\\(`).test(bodies),
  );
  const fs = ["readFileSync", "writeFileSync"].filter(
    (name) => uses(name) || (name === "writeFileSync" && uses("fileWith")),
  );
  const data = csv(entity, rowsOf(entity, reading)).trimEnd().split("\n");
  return `import assert from "node:assert/strict";
${fs.length > 0 ? `import { ${fs.join(", ")} } from "node:fs";\n` : ""}${uses("folder") || uses("fileWith") ? 'import { join } from "node:path";\n' : ""}import { test } from "node:test";
import { ${support.join(", ")} } from "./support/run.ts";
${
  uses("lines")
    ? `
/** A file as people have it: its columns, then good rows that are unlike each other. */
const lines = ${print(array(data.map((line) => literal(line))), 0, 14)};
const good = \`\${lines.join("\\n")}\\n\`;
`
    : ""
}${
  uses("fileWith")
    ? `
let files = 0;

/** A file that holds just this. */
function fileWith(text: string): string {
  files += 1;
  const file = join(folder, \`input-\${files}.csv\`);
  writeFileSync(file, text);
  return file;
}
`
    : ""
}
${bodies}`;
}

type Report =
  "as unknown as { rows: number; tables: Record<string, unknown[]>; wrong: { line: number; field: string }[]; duplicates: { line: number; of: number }[] }";
const report: Report =
  "as unknown as { rows: number; tables: Record<string, unknown[]>; wrong: { line: number; field: string }[]; duplicates: { line: number; of: number }[] }";

function draftsOf(entity: AppEntity, reading: Files): Draft[] {
  const rows = rowsOf(entity, reading);
  const file = "test/files.test.ts";
  const json = (value: unknown) => print(literal(value), 0, -1_000_000);
  const required =
    entity.fields.find(
      (field) => field.required && !reading.keeps.some(({ field: name }) => nameIn(entity, name) === field.name),
    ) ?? entity.fields.find(({ required }) => required);
  const typed = entity.fields.find(({ kind }) => ["money", "integer", "decimal", "date"].includes(kind));
  const broken = (field: AppField, value: string) =>
    entity.fields.map((each) => (each === field ? value : cell(each, rows[0]?.[each.name] ?? null))).join(",");
  const drafts: Draft[] = [
    {
      about: "read",
      words: `${entity.plural.toLowerCase()} are read from CSV and JSON, from a file and from standard input`,
      file,
      body: [
        `const expected = ${json(rows)};`,
        "const ordered = (rows: unknown) => [...(rows as object[])].map((row) => JSON.stringify(row)).sort();",
        'assert.deepEqual(ordered(ok(await tool("rows", fileWith(good)))), ordered(expected));',
        'assert.deepEqual(ordered(ok(await run(["rows", "-", "--json"], good))), ordered(expected));',
        'assert.deepEqual(ordered(ok(await run(["rows", "--json"], `\\uFEFF${good.replaceAll("\\n", "\\r\\n")}`))), ordered(expected));',
        `const objects = ${json(rows.map((row) => Object.fromEntries(entity.fields.map((field) => [field.label, field.kind === "money" ? Number(row[field.name]) / 100 : (row[field.name] ?? null)]))))};`,
        'assert.deepEqual(ordered(ok(await run(["rows", "--json"], JSON.stringify(objects)))), ordered(expected));',
        'const jsonLines = objects.map((each) => JSON.stringify(each)).join("\\n");',
        'assert.deepEqual(ordered(ok(await run(["rows", "--json"], jsonLines))), ordered(expected));',
        `refused(await run(["check", "--json"], \`\${jsonLines}\\n{broken\\n\`), "invalid", "line${rows.length + 1}.line");`,
        'assert.deepEqual(ok(await run(["rows", "--json"], `${lines[0]}\\n`)), []);',
      ],
    },
    ...reading.tables.map(
      (each): Draft => ({
        about: `table.${each.name}`,
        words: `${each.label.toLowerCase()} add up by hand`,
        file,
        body: [
          `const { tables } = ok(await tool("summary", fileWith(good))) ${report};`,
          `assert.deepEqual(tables[${text(each.name)}], ${json(expectedLines(entity, each, rows))});`,
          'const { code, out } = await run(["summary"], good);',
          "assert.equal(code, 0);",
          `assert.ok(out.includes(${text(each.label)}), out);`,
          ...each.groupBy.slice(0, 1).map(({ field, each: part }) => {
            const value = String(rows[0]?.[nameIn(entity, field) ?? field] ?? "");
            return `assert.ok(out.includes(${text(part === "month" ? value.slice(0, 7) : part === "year" ? value.slice(0, 4) : value)}), out);`;
          }),
        ],
      }),
    ),
    {
      about: "wrong",
      words: "lines that make no sense are named with what is wrong, and never counted",
      file,
      body: [
        `const before = ok(await run(["summary", "--json"], good)) ${report};`,
        "assert.deepEqual(before.wrong, []);",
        ...(required
          ? [
              `const missing = \`\${good}${broken(required, "")}\\n\`;`,
              'const answer = await run(["summary", "--json"], missing);',
              `const after = ok(answer) ${report};`,
              "assert.deepEqual(after.tables, before.tables);",
              `assert.deepEqual(after.wrong.map(({ line, field }) => [line, field]), [[${rows.length + 2}, "${required.name}"]]);`,
              `assert.match(answer.err, /^warning: line ${rows.length + 2} is left out, ${required.name}: /m);`,
              `refused(await run(["check", "--json"], missing), "invalid", "line${rows.length + 2}.${required.name}");`,
            ]
          : []),
        ...(typed
          ? [
              `refused(await run(["check", "--json"], \`\${good}${broken(typed, "nothing it could be")}\\n\`), "invalid", "line${rows.length + 2}.${typed.name}");`,
            ]
          : []),
        'assert.equal((await run(["check"], good)).code, 0);',
        'refused(await run(["summary", "--json"], "no,such,columns\\n1,2,3\\n"), "invalid");',
        'refused(await run(["summary", "--json"], \'[{"broken": \'), "invalid");',
        'refused(await tool("summary", join(folder, "no-such-file.csv")), "file");',
      ],
    },
    {
      about: "json",
      words: "the report is written as JSON, to the terminal and to a file",
      file,
      body: [
        'const file = join(folder, "report.json");',
        'const answer = await run(["summary", "--report", file], good);',
        "assert.equal(answer.code, 0, answer.err);",
        `assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), ok(await run(["summary", "--json"], good)));`,
        `assert.equal((JSON.parse(readFileSync(file, "utf8")) as { rows: number }).rows, ${rows.length});`,
        'refused(await run(["summary", "--json", "--report", join(folder, "no", "such", "folder.json")], good), "file");',
      ],
    },
    {
      about: "csv",
      words: "rows leave as CSV that the tool and spreadsheets read again",
      file,
      body: [
        'const file = join(folder, "out.csv");',
        'assert.equal((await run(["rows", "--csv", "--output", file], good)).code, 0);',
        'assert.deepEqual(ok(await tool("rows", file)), ok(await run(["rows", "--json"], good)));',
        `assert.equal((await run(["rows", "--csv"], good)).out.trimEnd().split("\\r\\n").length, ${rows.length + 1});`,
        ...textField(entity, reading).map(
          (field) =>
            `assert.match((await run(["rows", "--csv"], \`\${lines[0]}\\n${broken(field, "=1+1")}\\n\`)).out, /'=1\\+1/);`,
        ),
      ],
    },
    filterDraft(entity, rows, file),
    orderDraft(entity, reading, rows, file),
    {
      about: "help",
      words: "every command says how it is used, and the exit code tells done, refused and not understood apart",
      file: "test/tool.test.ts",
      body: [
        "const overview = await run([]);",
        "assert.equal(overview.code, 0);",
        'for (const name of ["summary", "check", "rows"]) {',
        '  assert.match(overview.out, new RegExp(`^  [a-z0-9-]+ ${name} `, "m"));',
        '  const help = await run([name, "--help"]);',
        "  assert.equal(help.code, 0);",
        "  assert.match(help.out, /--json/);",
        '  refused(await tool(name, "--no-such-option"), "usage");',
        "}",
        'refused(await tool("no-such-command"), "usage");',
        'assert.match((await run(["no-such-command"])).err, /Try: .+ help/);',
        'assert.match((await run(["--version"])).out, / 1\\.0\\.0\\n$/);',
      ],
    },
  ];
  if (reading.duplicates) drafts.push(duplicatesDraft(entity, reading, rows, file, broken));
  if (reading.keeps.length > 0) drafts.push(keepsDraft(entity, reading, rows, file));
  return drafts.map((draft) => ({ ...draft, body: draft.body.filter((line) => line !== "") }));
}

const textField = (entity: AppEntity, reading: Files): AppField[] =>
  entity.fields
    .filter(({ kind, source }) => kind === "text" && !reading.keeps.some(({ field }) => field === source))
    .slice(0, 1);

function filterDraft(entity: AppEntity, rows: readonly Values[], file: string): Draft {
  const date = entity.fields.find(({ kind }) => kind === "date");
  const word = entity.fields.find(({ kind }) => kind === "text" || kind === "choice");
  const day = date ? String(rows[2]?.[date.name]) : "";
  const wanted = word ? String(rows[0]?.[word.name]) : "";
  return {
    about: "filter",
    words: "rows and figures are narrowed by any value, and by days",
    file,
    body: [
      'const all = ok(await run(["rows", "--json"], good)) as unknown as Record<string, unknown>[];',
      ...(word
        ? [
            `const alike = ok(await run(["rows", "--json", "--${dashed(word.name)}", ${text(wanted.toUpperCase())}], good)) as unknown as unknown[];`,
            `assert.deepEqual(alike, all.filter((row) => row.${word.name} === ${text(wanted)}));`,
          ]
        : []),
      ...(date
        ? [
            `const later = ok(await run(["rows", "--json", "--${dashed(date.name)}-from", "${day}"], good)) as unknown as unknown[];`,
            `assert.equal(later.length, ${rows.filter((row) => String(row[date.name]) >= day).length});`,
            `const earlier = ok(await run(["rows", "--json", "--${dashed(date.name)}-to", "${day}"], good)) as unknown as unknown[];`,
            `assert.equal(earlier.length, ${rows.filter((row) => String(row[date.name]) <= day).length});`,
            `refused(await run(["rows", "--json", "--${dashed(date.name)}-from", "soon"], good), "usage");`,
          ]
        : []),
      `assert.equal(all.length, ${rows.length});`,
    ],
  };
}

function orderDraft(entity: AppEntity, reading: Files, rows: readonly Values[], file: string): Draft {
  const field =
    entity.fields.find(({ kind }) => ["money", "integer", "decimal", "date"].includes(kind)) ?? entity.fields[0];
  const name = field?.name ?? "";
  const by = (key: string) =>
    [...rows]
      .map((row) => row[key] ?? "")
      .sort((a, b) =>
        typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en"),
      );
  const sorted = reading.sort && (nameIn(entity, reading.sort.field) ?? reading.sort.field);
  const usual = sorted ? by(sorted) : [];
  return {
    about: "sort",
    words: sorted
      ? `rows come in the order of their ${sorted}${reading.sort?.isReversed ? ", the last first" : ""}`
      : "rows are put in any order, and cut to a number",
    file,
    body: [
      'const turned = [lines[0], ...lines.slice(1).reverse(), ""].join("\\n");',
      "const values = (rows: unknown, name: string) => (rows as Record<string, unknown>[]).map((row) => row[name]);",
      ...(sorted
        ? [
            `assert.deepEqual(values(ok(await run(["rows", "--json"], turned)), "${sorted}"), ${print(literal(reading.sort?.isReversed ? usual.reverse() : usual), 0, -1_000_000)});`,
          ]
        : []),
      `assert.deepEqual(values(ok(await run(["rows", "--json", "--sort", "${dashed(name)}"], turned)), "${name}"), ${print(literal(by(name)), 0, -1_000_000)});`,
      `assert.deepEqual(values(ok(await run(["rows", "--json", "--sort", "${dashed(name)}", "--reverse", "--limit", "2"], turned)), "${name}"), ${print(literal(by(name).reverse().slice(0, 2)), 0, -1_000_000)});`,
      'refused(await run(["rows", "--json", "--sort", "no-such-field"], good), "usage");',
      'refused(await run(["rows", "--json", "--limit", "0"], good), "usage");',
    ],
  };
}

function duplicatesDraft(
  entity: AppEntity,
  { duplicates, tables }: Files,
  rows: readonly Values[],
  file: string,
  broken: (field: AppField, value: string) => string,
): Draft {
  const areLeftOut = duplicates?.areLeftOut === true;
  const compared = (duplicates?.fields ?? []).map((source) => nameIn(entity, source) ?? source);
  const other = entity.fields.find(({ name, kind }) =>
    kind === "money" || kind === "integer" ? compared.includes(name) : false,
  );
  const line = rows.length + 2;
  return {
    about: "duplicates",
    words: areLeftOut
      ? "rows that repeat an earlier one are left out, and named"
      : "rows that repeat an earlier one are warned of, and left out on demand",
    file,
    body: [
      "const twice = `${good}${lines[1]}\\n`;",
      'const answer = await run(["summary", "--json"], twice);',
      `const found = ok(answer) ${report};`,
      `assert.deepEqual(found.duplicates, [{ line: ${line}, of: 2 }]);`,
      `assert.match(answer.err, /^warning: line ${line} repeats line 2/m);`,
      `assert.equal(found.rows, ${areLeftOut ? rows.length : rows.length + 1});`,
      ...(areLeftOut && tables.length > 0
        ? [`assert.deepEqual(found.tables, (ok(await run(["summary", "--json"], good)) ${report}).tables);`]
        : []),
      `assert.equal((ok(await run(["rows", "--json", "--unique"], twice)) as unknown as unknown[]).length, ${rows.length});`,
      `assert.deepEqual((ok(await run(["summary", "--json"], good)) ${report}).duplicates, []);`,
      ...(other
        ? [
            `assert.deepEqual((ok(await run(["summary", "--json"], \`\${good}${broken(other, other.kind === "money" ? "999.99" : "999")}\\n\`)) ${report}).duplicates, []);`,
          ]
        : []),
    ],
  };
}

function keepsDraft(entity: AppEntity, { keeps }: Files, rows: readonly Values[], file: string): Draft {
  const [first] = keeps;
  const field = entity.fields.find(({ source }) => source === first?.field);
  const value = first?.to && "literal" in first.to ? first.to.literal : null;
  const outside =
    typeof value === "number"
      ? first?.op === "gt" || first?.op === "gte"
        ? value - (first.op === "gt" ? 0 : 1)
        : value + (first?.op === "lt" ? 0 : 1)
      : first?.op === "ne"
        ? value
        : "something else";
  const line = entity.fields
    .map((each) => cell(each, each === field ? (outside as Values[string]) : (rows[0]?.[each.name] ?? null)))
    .join(",");
  return {
    about: "keeps",
    words: `only ${entity.plural.toLowerCase()} whose ${inWords(entity, keeps)} count`,
    file,
    body: [
      `const found = ok(await run(["summary", "--json"], \`\${good}${line}\\n\`)) ${report};`,
      `assert.equal(found.rows, ${rows.length});`,
      "assert.deepEqual(found.wrong, []);",
    ],
  };
}

/** The README of a tool that reads files. */
export function readerReadme(
  app: App,
  reading: Files,
  program: string,
  evidence: readonly Evidence[],
  fileOfTest: (title: string) => string,
): string {
  const [entity] = app.entities;
  const fields = entity?.fields ?? [];
  const sample = `samples/${entity?.path}.csv`;
  return `# ${inline(app.title)}

${inline(app.description)}

\`${program}\` is a command-line tool that reads ${inline(entity?.plural.toLowerCase() ?? "rows")} from a CSV or JSON file${reading.tables.length > 0 ? ` and prints ${listed(reading.tables.map(({ label }) => inline(label.toLowerCase())))}` : ""}.
It needs Node and nothing else, and keeps nothing.

## Install, test, start

With Node 24 and npm:

\`\`\`sh
npm ci
npm test
npm start
npm link   # makes \`${program}\` a command of this machine
\`\`\`

## Try it

\`\`\`sh
${program} summary ${sample}
${program} summary ${sample} --report report.json
${program} check ${sample}
${program} rows ${sample} --limit 3
\`\`\`

## The file

The first line names the columns: ${fields.map(({ name, required }) => `\`${name}\`${required ? "" : " (optional)"}`).join(", ")}. Their order, capitals and blanks do not
matter, and other columns are read past. Commas, semicolons and tabs separate; amounts may be 1,234.50 or 1.234,50, days
2026-03-31 or 31/03/2026 (day first). A JSON file is a list of objects with the same names. In JSON output amounts are whole cents.

## Commands

Every command takes a file, or \`-\` for standard input, says how it is used with \`--help\` and prints JSON with \`--json\`.
Warnings go to standard error. Exit codes: 0 done, 1 refused with the reason, 2 not understood.

- \`${program} summary [file]\`: ${reading.tables.map(({ label }) => inline(label.toLowerCase())).join("; ") || "how many there are"}; \`--report FILE\` also writes everything as JSON
- \`${program} check [file]\`: what is wrong with the file, line by line
- \`${program} rows [file]\`: the rows themselves; \`--sort\`, \`--reverse\`, \`--limit\`, \`--unique\`, \`--csv\`, \`--output FILE\`

\`summary\` and \`rows\` are narrowed by any column, \`--${dashed(fields[0]?.name ?? "name")} VALUE\`${fields.some(({ kind }) => kind === "date") ? ", and days by `-from` and `-to`" : ""}.

${requirementsSection(app.requirements, ({ targets }) => (targets.some((target) => /table|duplicates|keeps|sort/.test(target)) ? ["`src/shape.ts`, `src/files/`"] : ["`src/files/`, `src/commands/`"]), evidence, fileOfTest)}${bullets("Assumptions", app.assumptions)}## Layout

\`\`\`
bin/run.mjs        what is run when the tool is called
src/shape.ts       what the files hold and what is made of them
src/files/         reading, checking, adding up
src/commands/      the commands
src/cli/           options, help, tables, CSV
samples/           a file to try it with
test/              each test named after its requirement, each a run of the tool
\`\`\`

Licences of the packages used: \`LICENSE-NOTICES.md\`.
`;
}
