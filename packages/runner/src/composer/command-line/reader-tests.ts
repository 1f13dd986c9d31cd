import type { Files, Requirement } from "../../artefacts.ts";
import { type App, type AppEntity, type AppField, inWords, nameIn } from "../app.ts";
import type { Evidence } from "../kind.ts";
import { array, literal, print, text } from "../print.ts";
import { wrap } from "../wrap.ts";
import { cell, csv, rowsOf, type Values } from "./rows.ts";
import { dashed } from "./speak.ts";

type Draft = { about: string; words: string; file: string; body: string[] };

/** What a table must be for these rows, worked out here and not by the tool. */
function expectedLines(
  entity: AppEntity,
  { groupBy, measures, order, limit }: Files["tables"][number],
  rows: readonly Values[],
) {
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
  const lines = keys.map((key): Record<string, string | number> => {
    const own = rows.filter((row) => JSON.stringify(keyOf(row)) === JSON.stringify(key));
    const worth = ({ fn, field }: (typeof measures)[number]) => {
      const numbers = own.map((row) => Number(row[nameIn(entity, field ?? "") ?? ""]));
      const sum = numbers.reduce((total, each) => total + each, 0);
      if (fn === "lowest" || fn === "highest") return Math[fn === "lowest" ? "min" : "max"](...numbers);
      return fn === "count" ? own.length : fn === "sum" ? sum : sum / own.length;
    };
    return {
      ...Object.fromEntries(
        groupBy.map(({ field, each }, index) => [each ?? nameIn(entity, field) ?? field, key[index] ?? ""]),
      ),
      ...Object.fromEntries(measures.map((measure) => [measure.name, worth(measure)])),
    };
  });
  if (order) lines.sort((a, b) => (Number(a[order.measure]) - Number(b[order.measure])) * (order.isReversed ? -1 : 1));
  return lines.slice(0, limit);
}

export function tests(
  app: App,
  entity: AppEntity,
  reading: Files,
): { files: [string, string][]; evidence: Evidence[] } {
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
        'const half = [lines[0], ...lines.slice(1, 4), ""].join("\\n");',
        'const other = [lines[0], ...lines.slice(4), ""].join("\\n");',
        'assert.deepEqual(ordered(ok(await tool("rows", fileWith(half), fileWith(other)))), ordered(expected));',
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
