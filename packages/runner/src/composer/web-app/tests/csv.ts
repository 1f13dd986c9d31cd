import type { App, AppEntity, AppField } from "../../app.ts";
import { literal, print, text } from "../../print.ts";
import { accepts, inputs, plainScenario } from "../../scenario.ts";
import { makerOf } from "../samples.ts";
import { api, type Draft, fileOf } from "./suite.ts";

/** That a list leaves as a file: every record of it and no other, as a spreadsheet opens it and never runs it. */
export function exportDrafts(app: App, entity: AppEntity): Draft[] {
  const path = `${api(entity)}/export.csv`;
  const risky = inputs(entity).find(
    (field) =>
      field.kind === "text" &&
      !field.unique &&
      !entity.rules.some((rule) => JSON.stringify(rule).includes(`"${field.source}"`)) &&
      accepts(field, { is: "literal", value: "=1+1" }) &&
      plainScenario(app, entity).values[field.name] !== undefined,
  );
  return [
    {
      words: `${entity.plural.toLowerCase()} leave as a CSV file`,
      file: fileOf(entity),
      body: [
        `const record = await ${makerOf(entity)}(api);`,
        `const file = await api.get("${path}");`,
        "assert.equal(file.status, 200);",
        'assert.match(file.headers.get("Content-Type") ?? "", /^text\\/csv/);',
        `assert.match(file.headers.get("Content-Disposition") ?? "", /^attachment; filename="${entity.path}\\.csv"$/);`,
        "assert.ok(idsIn(file.text).includes(record.id));",
        `assert.equal(idsIn(file.text).length, (await idsOf(api, "${api(entity)}")).length);`,
        `assert.deepEqual(idsIn((await api.get("${path}?search=nothing-is-called-this")).text), []);`,
        `refused(await api.get("${path}?list=no-such-list"), 400, "list");`,
        `assert.match((await api.get("/${entity.path}")).text, /\\/api\\/${entity.path}\\/export\\.csv/);`,
        ...(risky
          ? [
              `await ${makerOf(entity)}(api, { ${risky.name}: "=1+1" });`,
              `assert.match((await api.get("${path}")).text, /,'=1\\+1/);`,
            ]
          : []),
        ...(app.access ? [`refused(await app.anonymous.get("${path}"), 401);`] : []),
      ],
    },
  ];
}

/** That rows come in all or none, and that each wrong one is named. */
export function importDrafts(app: App, entity: AppEntity): Draft[] {
  const path = `${api(entity)}/import`;
  const money = print(literal(entity.fields.filter(({ kind }) => kind === "money").map(({ name }) => name)));
  const wrong = wrongIn(entity);
  const send = (records: string, by = "api") =>
    `await ${by}.raw("POST", "${path}", csvOf([${records}], ${money}), { "Content-Type": "text/csv" })`;
  const body = `await ${entity.ident}Body(api)`;
  return [
    {
      words: `${entity.plural.toLowerCase()} come in as a CSV file, all rows or none`,
      file: fileOf(entity),
      body: [
        `const first = ${body};`,
        `const second = ${body};`,
        `const before = (await idsOf(api, "${api(entity)}")).length;`,
        `const made = ok(${send("first, second")}, 201);`,
        "assert.equal(made.created, 2);",
        `assert.equal((await idsOf(api, "${api(entity)}")).length, before + 2);`,
        ...kept(entity),
        `const third = ${body};`,
        ...(wrong
          ? [
              `refused(${send(`third, { ...(${body}), ${wrong.name}: ${text(wrong.value)} }`)}, 400, "row3.${wrong.name}");`,
            ]
          : []),
        `refused(${send("{ ...third, noSuchColumn: 1 }")}, 400, "header");`,
        `refused(await api.raw("POST", "${path}", "", { "Content-Type": "text/csv" }), 400);`,
        `assert.equal((await idsOf(api, "${api(entity)}")).length, before + 2);`,
        `assert.match((await api.get("/${entity.path}/import")).text, /type="file"/);`,
        ...(app.access ? [`refused(${send("third", "app.anonymous")}, 401);`] : []),
      ],
    },
  ];
}

/** What was in a cell is in the record. */
function kept(entity: AppEntity): string[] {
  const shown = inputs(entity)
    .filter(
      ({ kind, byUser }) =>
        ["text", "integer", "money", "decimal", "date", "choice", "reference"].includes(kind) && !byUser,
    )
    .slice(0, 3);
  return [
    `const [id] = made.ids as number[];`,
    `const stored = ok(await api.get(\`${api(entity)}/\${id}\`));`,
    ...shown.map(({ name }) => `if (first.${name} !== undefined) assert.equal(stored.${name}, first.${name});`),
  ];
}

/** A value that a field of the entity can't be. */
function wrongIn(entity: AppEntity): { name: string; value: string } | undefined {
  const own = inputs(entity).filter(({ byUser }) => !byUser);
  const typed: AppField | undefined = own.find(({ kind }) =>
    ["integer", "money", "decimal", "date", "email", "choice"].includes(kind),
  );
  if (typed) return { name: typed.name, value: "nothing it could be" };
  const required = own.find((field) => field.required && field.default === undefined && field.kind !== "boolean");
  return required && { name: required.name, value: "" };
}
