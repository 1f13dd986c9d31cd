import type { Requirement } from "../../artefacts.ts";
import { type App, type AppEntity, capital, isComputed, partOf } from "../app.ts";
import type { Evidence } from "../kind.ts";
import { comments, text } from "../print.ts";
import { inputs, plainScenario, usual } from "../scenario.ts";
import { makerOf, samplesFile } from "../web-app/samples.ts";
import { computedDrafts, listDrafts, moveDrafts } from "../web-app/tests/behaviour.ts";
import { changeOf, fieldDrafts, searchDrafts } from "../web-app/tests/records.ts";
import { reportDrafts } from "../web-app/tests/reports.ts";
import { ruleDrafts } from "../web-app/tests/rules.ts";
import { type Draft, expected, fileOf, importLine, type Test, thing, titled } from "../web-app/tests/suite.ts";
import { wrap } from "../wrap.ts";
import { dashed, spoken } from "./speak.ts";

/** The delivered tests, from the requirements; each runs the tool as a process of its own. */
export function tests(app: App): { files: [path: string, content: string][]; evidence: Evidence[] } {
  const taken = new Set<string>();
  const all: Test[] = [];
  const written = new Set<string>();
  const met = app.requirements.filter((requirement) => !requirement.gap);
  const add = (requirement: Requirement, drafts: readonly Draft[]) => {
    for (const draft of drafts) written.add(`${draft.file} ${draft.words}`);
    const made = titled(requirement, drafts, taken);
    all.push(...made);
    return made.map(({ title }) => title);
  };
  const evidence = met.map((requirement): Evidence => {
    const drafts = requirement.targets.flatMap((target) => draftsOf(app, requirement, target));
    const chosen = drafts.length > 0 ? drafts : wholeDrafts(app).slice(0, 2);
    return { requirementId: requirement.id, tests: add(requirement, unlike(chosen)) };
  });
  const [fallback] = met;
  if (fallback) {
    const owner = (entity: AppEntity) =>
      met.find(({ targets }) => targets.some((target) => target.startsWith(entity.name))) ?? fallback;
    const last = met.at(-1) ?? fallback;
    const owed = [
      ...app.entities.flatMap((entity) => recordDrafts(app, entity).map((draft) => ({ draft, by: owner(entity) }))),
      ...app.entities.flatMap((entity) =>
        searchDrafts(app, entity)
          .slice(0, 1)
          .map((draft) => ({ draft, by: owner(entity) })),
      ),
      ...wholeDrafts(app).map((draft) => ({ draft, by: last })),
    ];
    for (const { draft, by } of owed) {
      if (written.has(`${draft.file} ${draft.words}`)) continue;
      evidence.find(({ requirementId }) => requirementId === by.id)?.tests.push(...add(by, [draft]));
    }
  }
  const files = [...new Set(all.map(({ file }) => file))].sort().map((file): [string, string] => {
    const entity = app.entities.find((each) => file === fileOf(each));
    const title = entity ? entity.plural.toLowerCase() : (file.split("/")[1]?.replace(".test.ts", "") ?? "");
    return [
      file,
      testFile(
        app,
        all.filter((test) => test.file === file),
        title,
      ),
    ];
  });
  return { files: [...files, ["test/support/samples.ts", samples(app)]], evidence };
}

const unlike = (drafts: readonly Draft[]): Draft[] => [
  ...new Map(drafts.map((draft) => [`${draft.file} ${draft.words}`, draft])).values(),
];

/** The tests of one target: an entity, a field or computed value, a list, a move, a rule, a report, a file. */
function draftsOf(app: App, requirement: Requirement, target: string): Draft[] {
  if (target === "tool:csv") return app.entities.map(csvDraft);
  if (target.startsWith("tool:")) return wholeDrafts(app).filter(({ about }) => `tool:${about}` === target);
  if (target.startsWith("report:"))
    return app.reports.filter(({ name }) => `report:${name}` === target).flatMap((report) => reportDrafts(app, report));
  const [, name = "", sign, part = ""] = target.match(/^([A-Z][A-Za-z0-9]*)(?:([.?!~#])(.+))?$/) ?? [];
  const entity = app.entities.find((each) => each.name === name);
  if (!entity) return [];
  switch (sign) {
    case ".": {
      const found = partOf(entity, part);
      if (requirement.kind === "search") return searchDrafts(app, entity);
      if (!found) return [];
      return isComputed(found) ? computedDrafts(app, entity, found) : fieldDrafts(app, entity, found);
    }
    case "?":
      return entity.lists
        .filter((list) => list.name === part)
        .flatMap((list) => [...listDrafts(app, entity, list), dueDraft(entity, list)]);
    case "!":
      return (entity.state?.moves ?? [])
        .filter(({ action }) => action === part)
        .flatMap((move) => moveDrafts(app, entity, move));
    case "~": {
      const rule = entity.told[Number(part)];
      return rule ? ruleDrafts(app, entity, rule) : [];
    }
    case "#":
      return [csvDraft(entity)];
    default:
      return requirement.kind === "search" ? searchDrafts(app, entity) : recordDrafts(app, entity);
  }
}

/** That what is on a list is also what `due` tells. */
const dueDraft = (entity: AppEntity, list: AppEntity["lists"][number]): Draft => ({
  words: `due tells what is on the list "${list.label}"`,
  file: fileOf(entity),
  body: [
    `const listed = await idsOf(${text(entity.path)}, "--only", ${text(list.name)});`,
    'const due = ok(await tool("due")) as unknown as { list: string; records: { id: number }[] }[];',
    `const same = due.find((each) => each.list === ${text(`${entity.path} ${list.name}`)});`,
    "assert.deepEqual(same?.records.map(({ id }) => id), listed);",
  ],
});

/** That records are added, listed, shown, changed and removed, and that rubbish is refused. */
function recordDrafts(app: App, entity: AppEntity): Draft[] {
  const { path, ident } = entity;
  const file = fileOf(entity);
  const plain = plainScenario(app, entity).values;
  const shown = Object.entries(plain).flatMap(([name, value]) => {
    const field = entity.fields.find((each) => each.name === name);
    return field && !field.unique && value.is !== "reference" && value.is !== "email"
      ? [`assert.deepEqual(added.${name}, ${expected(value)});`]
      : [];
  });
  const change = changeOf(entity);
  const given = inputs(entity)
    .filter(({ kind, name }) => ["text", "integer", "money", "choice", "date"].includes(kind) && name in plain)
    .slice(0, 4);
  const asTyped = given.map(({ name, kind }) => {
    const value = kind === "money" ? `(Number(values.${name}) / 100).toFixed(2)` : `String(values.${name})`;
    return `"--${dashed(name)}", ${value}`;
  });
  const rest = inputs(entity).some(({ name }) => name in plain && !given.some((each) => each.name === name));
  return [
    {
      words: `${thing(entity)} is added, listed, shown, changed and removed`,
      file,
      body: [
        `const added = await ${makerOf(entity)}();`,
        ...shown,
        `assert.deepEqual(ok(await tool("${path}", "show", added.id)), added);`,
        `assert.ok((await idsOf("${path}")).includes(added.id));`,
        ...(change
          ? [
              `const changed = ok(await change("${path}", added.id, { ${change.name}: ${expected(change.value)} }));`,
              `assert.deepEqual(changed.${change.name}, ${expected(change.value)});`,
              `assert.deepEqual(ok(await tool("${path}", "show", added.id)), changed);`,
            ]
          : []),
        `assert.deepEqual(ok(await tool("${path}", "remove", added.id)), { removed: added.id });`,
        `refused(await tool("${path}", "show", added.id), "missing");`,
        `assert.ok(!(await idsOf("${path}")).includes(added.id));`,
        `assert.ok((await ${makerOf(entity)}()).id > added.id);`,
      ],
    },
    {
      words: `${thing(entity)} is added by options and printed for people`,
      file,
      body: [
        `const values = await ${ident}Body();`,
        `const answer = await run([${[`"${path}"`, '"add"', ...(rest ? ['"--input"', '"-"'] : []), ...asTyped].join(", ")}]${rest ? `, JSON.stringify({ ...values${given.map(({ name }) => `, ${name}: undefined`).join("")} })` : ""});`,
        "assert.equal(answer.code, 0, answer.err);",
        `assert.ok(answer.out.startsWith(${text(`Added ${entity.label.toLowerCase()} `)}), answer.out);`,
        "const id = Number(answer.out.match(/ (\\d+): /)?.[1]);",
        `const record = ok(await tool("${path}", "show", id));`,
        ...given.map(({ name }) => `assert.equal(record.${name}, values.${name});`),
        `assert.match((await run(["${path}", "list"])).out, new RegExp(\`^ *\${id}  \`, "m"));`,
        `assert.ok((await run(["${path}", "show", id])).out.startsWith([${text(entity.label)}, \`\${id}: \`].join(" ")));`,
      ],
    },
    {
      words: `${thing(entity)} that makes no sense is refused with the fields that are wrong`,
      file,
      body: [
        `refused(await run(["${path}", "add", "--input", "-", "--json"], "{not json"), "invalid");`,
        `refused(await add("${path}", []), "invalid");`,
        `refused(await add("${path}", await ${ident}Body({ noSuchField: 1 })), "invalid", "noSuchField");`,
        ...inputs(entity)
          .filter((field) => field.required && field.default === undefined && field.kind !== "boolean")
          .map(
            (field) =>
              `refused(await add("${path}", { ...(await ${ident}Body()), ${field.name}: undefined }), "invalid", "${field.name}");`,
          ),
        ...inputs(entity)
          .slice(0, 2)
          .map(
            (field) =>
              `refused(await add("${path}", { ...(await ${ident}Body()), ${field.name}: { wrong: true } }), "invalid", "${field.name}");`,
          ),
        `refused(await tool("${path}", "show", 999999), "missing");`,
        `refused(await tool("${path}", "remove", 999999), "missing");`,
        `refused(await tool("${path}", "show", "not-a-number"), "usage");`,
        `refused(await tool("${path}", "show"), "usage");`,
        `refused(await tool("${path}", "add", "--no-such-option", "1"), "usage");`,
      ],
    },
    {
      words: `the list of ${entity.plural.toLowerCase()} has an order and an end`,
      file,
      body: [
        `const made = [await ${makerOf(entity)}(), await ${makerOf(entity)}(), await ${makerOf(entity)}()];`,
        `const newest = await idsOf("${path}", "--sort", "id", "--reverse", "--limit", 2);`,
        "assert.deepEqual(newest, [made[2]?.id, made[1]?.id]);",
        `refused(await tool("${path}", "list", "--limit", 0), "usage");`,
        `refused(await tool("${path}", "list", "--sort", "no-such-field"), "usage");`,
        ...(entity.lists.length > 0
          ? [`refused(await tool("${path}", "list", "--only", "no-such-list"), "usage");`]
          : []),
      ],
    },
    csvDraft(entity),
  ];
}

/** That records leave and come in as CSV, all rows or none. */
function csvDraft(entity: AppEntity): Draft {
  const { path } = entity;
  const risky = inputs(entity).find(
    ({ kind, unique, source }) =>
      kind === "text" && !unique && !entity.rules.some((rule) => JSON.stringify(rule).includes(`"${source}"`)),
  );
  const required = inputs(entity).find(
    (field) => field.required && field.default === undefined && field.kind !== "boolean",
  );
  const uniques = inputs(entity).filter(({ unique }) => unique);
  return {
    words: `${entity.plural.toLowerCase()} leave as CSV and come in as CSV, all rows or none`,
    file: fileOf(entity),
    body: [
      `const record = await ${makerOf(entity)}(${risky ? `{ ${risky.name}: "=1+1" }` : ""});`,
      `const file = join(folder, "${path}.csv");`,
      `assert.equal((await run(["${path}", "export", file])).code, 0);`,
      'const lines = readFileSync(file, "utf8").trimEnd().split("\\r\\n");',
      `assert.equal(lines.length - 1, (await idsOf("${path}")).length);`,
      'const line = lines.find((each) => each.startsWith(`${record.id},`)) ?? "";',
      ...(risky ? [`assert.match(line, /'=1\\+1/);`] : ['assert.notEqual(line, "");']),
      `assert.equal((await run(["${path}", "export"])).out.trimEnd().split("\\r\\n").length, lines.length);`,
      `const before = await idsOf("${path}");`,
      ...(uniques.length === 0 && !entity.rules.some(({ kind }) => kind === "exclusive")
        ? [
            'const [header = ""] = lines;',
            `const again = ok(await run(["${path}", "import", "-", "--json"], [header, line, ""].join("\\r\\n")));`,
            "assert.equal(again.created, 1);",
            `const [id = 0] = again.ids as number[];`,
            `const copy = ok(await tool("${path}", "show", id));`,
            ...(risky ? [`assert.equal(copy.${risky.name}, "=1+1");`] : ["assert.equal(copy.id, id);"]),
            `ok(await tool("${path}", "remove", id));`,
          ]
        : []),
      `refused(await run(["${path}", "import", "-", "--json"], "noSuchColumn\\n1\\n"), "invalid", "header");`,
      ...(required
        ? [
            `refused(await run(["${path}", "import", "-", "--json"], "${required.name}${entity.fields.some(({ name }) => name === "id2") ? "" : ",id"}\\n,1\\n"), "invalid", "row2.${required.name}");`,
          ]
        : []),
      `assert.deepEqual(await idsOf("${path}"), before);`,
    ],
  };
}

/** What every tool owes its users; `about` is what a requirement may speak of. */
function wholeDrafts(app: App): (Draft & { about: string })[] {
  const [first] = app.entities;
  if (!first) return [];
  const file = "test/tool.test.ts";
  const { path } = first;
  return [
    {
      about: "file",
      words: "what was entered is kept in the data file, whoever reads it next",
      file,
      body: [
        `const record = await ${makerOf(first)}();`,
        'const kept = JSON.parse(readFileSync(join(folder, "data.json"), "utf8")) as { kinds: Record<string, { records: { id: number }[] }> };',
        `assert.ok(kept.kinds[${text(path)}]?.records.some(({ id }) => id === record.id));`,
        `assert.deepEqual(ok(await tool("${path}", "show", record.id)), record);`,
        `const elsewhere = join(folder, \`elsewhere-\${next()}.json\`);`,
        `assert.deepEqual(ok(await tool("${path}", "list", "--data", elsewhere)), []);`,
        'writeFileSync(elsewhere, "{ broken");',
        `refused(await tool("${path}", "list", "--data", elsewhere), "file");`,
        `refused(await run(["${path}", "add", "--input", "-", "--json", "--data", elsewhere], JSON.stringify(await ${first.ident}Body())), "file");`,
        'assert.equal(readFileSync(elsewhere, "utf8"), "{ broken");',
      ],
    },
    {
      about: "together",
      words: "commands that run at the same time wait for each other, and nothing is lost",
      file,
      body: [
        `const before = (await idsOf("${path}")).length;`,
        `const made = await Promise.all(Array.from({ length: 5 }, () => ${makerOf(first)}()));`,
        "assert.equal(new Set(made.map(({ id }) => id)).size, 5);",
        `assert.equal((await idsOf("${path}")).length, before + 5);`,
      ],
    },
    {
      about: "json",
      words: "every command prints JSON for programs, results and refusals alike",
      file,
      body: [
        `const record = await ${makerOf(first)}();`,
        ...app.entities.map(({ path: noun }) => `assert.ok(Array.isArray(ok(await tool("${noun}", "list"))));`),
        `assert.deepEqual(ok(await tool("${path}", "show", record.id)), record);`,
        ...app.reports.map(({ name }) => `assert.ok(Array.isArray(await report("${name}")));`),
        ...(app.entities.some(({ lists }) => lists.length > 0)
          ? ['assert.ok(Array.isArray(ok(await tool("due"))));']
          : []),
        'assert.equal(ok(await tool("--version")).version, "1.0.0");',
        `refused(await tool("${path}", "show", 999999), "missing");`,
        'refused(await tool("no-such-command"), "usage");',
      ],
    },
    {
      about: "help",
      words: "every command says how it is used",
      file,
      body: [
        "const overview = await run([]);",
        "assert.equal(overview.code, 0);",
        'assert.deepEqual(await run(["--help"]), overview);',
        'const { commands } = ok(await tool("help")) as unknown as { commands: { name: string; help: string }[] };',
        `assert.ok(commands.length >= ${5 * app.entities.length});`,
        'const verbs = new Map(commands.map((command) => [command.name.split(" ").at(-1), command]));',
        'for (const { name } of commands) assert.match(overview.out, new RegExp(`^  [a-z0-9-]+ ${name}( |$)`, "m"));',
        "for (const { name, help } of verbs.values()) {",
        '  const answer = await run([...name.split(" "), "--help"]);',
        "  assert.equal(answer.code, 0, answer.err);",
        "  assert.ok(answer.out.startsWith(help), name);",
        "  assert.match(answer.out, /--json/);",
        "}",
      ],
    },
    {
      about: "exit",
      words: "the exit code tells done, refused and not understood apart, and errors say what to do",
      file,
      body: [
        `assert.equal((await run(["${path}", "list"])).code, 0);`,
        `const missing = await run(["${path}", "show", 999999]);`,
        "assert.equal(missing.code, 1);",
        'assert.equal(missing.out, "");',
        "assert.match(missing.err, /There is no .+ 999999/);",
        'const unknown = await run(["no-such-command"]);',
        "assert.equal(unknown.code, 2);",
        "assert.match(unknown.err, /Try: .+ help/);",
        `assert.equal((await run(["${path}", "list", "--no-such-option"])).code, 2);`,
        `assert.equal((await run(["${path}", "no-such-verb"])).code, 2);`,
        'assert.match((await run(["--version"])).out, / 1\\.0\\.0\\n$/);',
      ],
    },
    {
      about: "examples",
      words: "examples fill an empty data file and keep out of one that is used",
      file,
      body: [
        "const data = join(folder, `examples-${next()}.json`);",
        'assert.ok(Number(ok(await tool("examples", "--data", data)).created) > 0);',
        ...app.entities.map(
          (each) => `assert.notDeepEqual(ok(await tool("${each.path}", "list", "--data", data)), []);`,
        ),
        'refused(await tool("examples", "--data", data), "usage");',
        ...app.reports.map(({ name }) => `assert.equal((await run(["report", "${name}", "--data", data])).code, 0);`),
      ],
    },
    ...terminalDraft(first, file),
  ];
}

/** That what somebody typed can't take over the terminal of who reads it. */
function terminalDraft(entity: AppEntity, file: string): (Draft & { about: string })[] {
  const field = inputs(entity).find(({ kind }) => kind === "text" || kind === "longText");
  if (!field || usual(field).is !== "text") return [];
  return [
    {
      about: "terminal",
      words: "control characters are refused and never reach the terminal",
      file,
      body: [
        `refused(await add("${entity.path}", await ${entity.ident}Body({ ${field.name}: "\\u001b[31mred" })), "invalid", "${field.name}");`,
        `const answer = await run(["${entity.path}", "find", "\\u001b[31mred"]);`,
        "assert.equal(answer.code, 0);",
        'assert.ok(!answer.out.includes("\\u001b"));',
      ],
    },
  ];
}

function testFile(app: App, all: readonly Test[], title: string): string {
  const bodies = all.map((test) => {
    const lines = spoken(app, test.body).map((line) => `${wrap(line, 2)}\n`);
    return `test(${text(test.title)}, async () => {\n${lines.join("")}});\n`;
  });
  const written = bodies.join("\n");
  const uses = (name: string) => new RegExp(`\\b${name}\\(`).test(written);
  const support = [
    "add",
    "change",
    "day",
    "idsOf",
    "next",
    "noon",
    "ok",
    "refused",
    "report",
    "run",
    "tool",
    "yearsAgo",
  ].filter(uses);
  if (/\bfolder\b/.test(written)) support.push("folder");
  const samplesUsed = app.entities
    .flatMap((entity) => [`${entity.ident}Body`, makerOf(entity)])
    .filter(uses)
    .sort();
  const fs = ["readFileSync", "writeFileSync"].filter(uses);
  return `${/\bassert\b/.test(written) ? 'import assert from "node:assert/strict";\n' : ""}${fs.length > 0 ? `import { ${fs.join(", ")} } from "node:fs";\n` : ""}${uses("join") ? 'import { join } from "node:path";\n' : ""}import { test } from "node:test";
${samplesUsed.length > 0 ? `${importLine(samplesUsed, "./support/samples.ts")}\n` : ""}${support.length > 0 ? `${importLine(support.sort(), "./support/tool.ts")}\n` : ""}
// ${capital(comments(title))}: the tool runs as its users run it, with a data file of its own.

${written}`;
}

/** A valid record of everything, made by the tool itself. */
function samples(app: App): string {
  const written = samplesFile(app)
    .replaceAll(/\b_?api: Client(?:, )?/g, "")
    .replaceAll(/\((api)(?:, )?/g, "(")
    .replaceAll(/ok\(await api\.post\("\/api\/([\w-]+)", (.+)\), 201\)/g, 'ok(await add("$1", $2))')
    .replaceAll("the application has accepted", "the tool has accepted");
  const [, names = ""] = written.match(/^import \{ ([^}]*) \} from "\.\/client\.ts";/) ?? [];
  const used = ["add", ...names.split(", ").filter((name) => name !== "type Client")].sort((a, b) =>
    a.replace("type ", "").localeCompare(b.replace("type ", ""), "en"),
  );
  return written
    .replace(/^import .*\n/, `import { ${used.join(", ")} } from "./tool.ts";\n`)
    .replace(/\bapi\b(?=\))/g, "");
}
