import type { App, AppEntity, AppField } from "../../app.ts";
import { text } from "../../print.ts";
import { isLimited, rolesThatMay } from "../rights.ts";
import { makerOf } from "../samples.ts";
import { staysForGood } from "./locked.ts";
import { api, type Draft, fileOf, thing } from "./suite.ts";

/** That files of a field are kept as they were sent, shown to those who may, refused where they are none, and removed. */
export function fileDrafts(app: App, entity: AppEntity, field: AppField): Draft[] {
  const file = fileOf(entity);
  const label = field.label.toLowerCase();
  const whose = `${label} of ${thing(entity)}`;
  return [
    { words: `the ${whose} comes back byte for byte and is shown`, file, body: kept(entity, field) },
    { words: `what the ${whose} can't be is refused and leaves nothing behind`, file, body: refused(entity, field) },
    {
      words: `the ${whose} is gone when it is replaced, removed or its record is deleted`,
      file,
      body: gone(entity, field),
    },
    ...(app.access
      ? [{ words: `the ${whose} is for those who may see it`, file, body: shownTo(app, entity, field) }]
      : []),
    ...(isChangeable(entity)
      ? [{ words: `a form without scripts takes, keeps and removes the ${whose}`, file, body: byForm(entity, field) }]
      : []),
  ];
}

const one = (entity: AppEntity, name = "record") => `\`${api(entity)}/\${${name}.id}\``;
const many = (field: AppField) => (field.files?.most ?? 1) > 1;
const made = (field: AppField, name = "") => `${field.files?.pictures ? "picture" : "paper"}(${name})`;
const given = (field: AppField, value: string) => (many(field) ? `[${value}]` : value);
const shown = (field: AppField, record: string) => `shownIn(${record}, "${field.name}")`;

/** Whether a record of the kind may be changed whatever is in it. */
const isChangeable = (entity: AppEntity): boolean =>
  !entity.rules.some((rule) => rule.kind === "locked" && rule.verbs.includes("change"));

/** Whether nothing asks for the file. */
const mayBeEmpty = (entity: AppEntity, field: AppField): boolean =>
  !field.required && !entity.rules.some((rule) => JSON.stringify(rule).includes(`"${field.source}"`));

function kept(entity: AppEntity, field: AppField): string[] {
  const isPicture = field.files?.pictures;
  return [
    `const sent = ${made(field)};`,
    `const record = await ${makerOf(entity)}(api, { ${field.name}: ${given(field, "sent")} });`,
    `const [file] = ${shown(field, "record")};`,
    "assert.ok(file);",
    `assert.deepEqual([file.name, file.size], [sent.name, sent.size]);`,
    "const read = await api.get(file.url);",
    "assert.equal(read.status, 200);",
    "assert.deepEqual(read.bytes, await bytesOf(sent));",
    'assert.equal(read.headers.get("Content-Type"), file.type);',
    'assert.equal(read.headers.get("X-Content-Type-Options"), "nosniff");',
    `assert.match(read.headers.get("Content-Disposition") ?? "", /^${isPicture ? "inline" : "attachment"}; filename="${isPicture ? "picture.png" : "paper.pdf"}"/);`,
    'assert.equal((await api.get(file.url, { "If-None-Match": read.headers.get("ETag") ?? "" })).status, 304);',
    `const page = (await api.get(\`/${entity.path}/\${record.id}\`)).text;`,
    isPicture
      ? `assert.match(page, new RegExp(\`<img src="\${file.url}" alt="[^"]+"\`));`
      : `assert.ok(page.includes(\`href="\${file.url}"\`));`,
    ...(isChangeable(entity)
      ? [
          `const same = ok(await api.patch(${one(entity)}, { ${field.name}: record.${field.name} }));`,
          `assert.deepEqual(same.${field.name}, record.${field.name});`,
        ]
      : []),
  ];
}

function refused(entity: AppEntity, field: AppField): string[] {
  const post = (value: string) =>
    `await api.post("${api(entity)}", await ${entity.ident}Body(api, { ${field.name}: ${value} }))`;
  const refuse = (value: string) => `refused(${post(given(field, value))}, 400, "${field.name}");`;
  const wrong = field.files?.pictures
    ? [`new File(["<svg onload='alert(1)'/>"], "picture.png", { type: "image/png" })`, "paper()"]
    : ['new File(["MZ\\0\\u0001"], "paper.pdf", { type: "application/pdf" })'];
  return [
    `const before = lyingIn(app.dataDir);`,
    ...wrong.map(refuse),
    refuse('new File([], "empty.png")'),
    `refused(${post(given(field, `{ id: "0".repeat(32) }`))}, 400, "${field.name}");`,
    `refused(${post('"picture.png"')}, 400, "${field.name}");`,
    ...(many(field)
      ? [
          `refused(${post(`Array.from({ length: ${(field.files?.most ?? 1) + 1} }, () => ${made(field)})`)}, 400, "${field.name}");`,
        ]
      : []),
    `refused(${post(given(field, `new File([await bytesOf(${made(field)}), Buffer.alloc(1_100_000)], "large.png")`))}, 413);`,
    `refused(await api.raw("POST", "${api(entity)}", "no form", { "Content-Type": "multipart/form-data; boundary=x" }), 400);`,
    "assert.deepEqual(lyingIn(app.dataDir), before);",
    `const record = await ${makerOf(entity)}(api, { ${field.name}: ${given(field, made(field, text(`../../evil.${field.files?.pictures ? "png" : "pdf"}`)))} });`,
    `const [file] = ${shown(field, "record")};`,
    `assert.equal(file?.name, ${text(`evil.${field.files?.pictures ? "png" : "pdf"}`)});`,
    "assert.ok(lyingIn(app.dataDir).includes(file.id));",
    `refused(await api.get(\`${api(entity)}/\${record.id}/files/..%2f..%2fapp.sqlite\`), 404);`,
    `refused(await api.get(\`${api(entity)}/\${record.id}/files/\${"0".repeat(32)}\`), 404);`,
  ];
}

function gone(entity: AppEntity, field: AppField): string[] {
  const isGone = (name: string) => [
    `refused(await api.get(${name}.url), 404);`,
    `assert.ok(!lyingIn(app.dataDir).includes(${name}.id));`,
  ];
  const replaced = isChangeable(entity)
    ? [
        `const changed = ok(await api.patch(${one(entity)}, { ${field.name}: ${given(field, made(field))} }));`,
        `const second = ${shown(field, "changed")}.at(-1);`,
        "assert.ok(second);",
        ...(many(field)
          ? [
              `assert.equal(${shown(field, "changed")}.length, 2);`,
              `ok(await api.patch(${one(entity)}, { ${field.name}: [second] }));`,
            ]
          : []),
        ...isGone("first"),
        "assert.equal((await api.get(second.url)).status, 200);",
        ...(mayBeEmpty(entity, field)
          ? [
              "assert.equal((await api.delete(second.url)).status, 204);",
              ...isGone("second"),
              `assert.deepEqual(${shown(field, `ok(await api.get(${one(entity)}))`)}, []);`,
            ]
          : []),
      ]
    : ["assert.equal((await api.get(first.url)).status, 200);"];
  return [
    `const record = await ${makerOf(entity)}(api, { ${field.name}: ${given(field, made(field))} });`,
    `const [first] = ${shown(field, "record")};`,
    "assert.ok(first);",
    ...replaced,
    ...(staysForGood(entity)
      ? []
      : [
          `const other = await ${makerOf(entity)}(api, { ${field.name}: ${given(field, made(field))} });`,
          `const [last] = ${shown(field, "other")};`,
          "assert.ok(last);",
          `assert.equal((await api.delete(${one(entity, "other")})).status, 204);`,
          ...isGone("last"),
        ]),
  ];
}

/** Nobody without a session, no role that doesn't see the record, and nobody whom it isn't for. */
function shownTo(app: App, entity: AppEntity, field: AppField): string[] {
  const sees = rolesThatMay(app, entity, "see", true);
  const roles = (app.access?.roles ?? []).map(({ name }) => name);
  const changes = rolesThatMay(app, entity, "change", true);
  return [
    `const record = await ${makerOf(entity)}(api, { ${field.name}: ${given(field, made(field))} });`,
    `const [file] = ${shown(field, "record")};`,
    "assert.ok(file);",
    "refused(await app.anonymous.get(file.url), 401);",
    "refused(await app.anonymous.delete(file.url), 401);",
    ...roles.flatMap((role) => {
      const who = `app.as(${text(role)})`;
      if (!sees.includes(role)) return [`refused(await ${who}.get(file.url), 403);`];
      if (isLimited(app, entity, role, "see")) return [`refused(await ${who}.get(file.url), 404);`];
      return [
        `assert.equal((await ${who}.get(file.url)).status, 200);`,
        ...(changes.includes(role) ? [] : [`refused(await ${who}.delete(file.url), 403);`]),
      ];
    }),
    "assert.equal((await api.get(file.url)).status, 200);",
  ];
}

function byForm(entity: AppEntity, field: AppField): string[] {
  const page = `/${entity.path}/\${record.id}/edit`;
  const send = `assert.equal((await api.raw("POST", \`${page}\`, form)).status, 303);`;
  const now = (name: string) => `const ${name} = ${shown(field, `ok(await api.get(${one(entity)}))`)};`;
  return [
    `const record = await ${makerOf(entity)}(api);`,
    `let form = formIn((await api.get(\`${page}\`)).text);`,
    `form.set("${field.name}", ${made(field)});`,
    send,
    now("taken"),
    "const file = taken.at(-1);",
    "assert.ok(file);",
    `form = formIn((await api.get(\`${page}\`)).text);`,
    send,
    now("kept"),
    "assert.deepEqual(kept, taken);",
    ...(mayBeEmpty(entity, field)
      ? [
          `form = formIn((await api.get(\`${page}\`)).text);`,
          `form.append("${field.name}:removed", file.id);`,
          send,
          now("left"),
          "assert.ok(left.every(({ id }) => id !== file.id));",
          "refused(await api.get(file.url), 404);",
        ]
      : []),
    `form = formIn((await api.get(\`${page}\`)).text);`,
    `form.set("${field.name}", new File(["MZ\\0\\u0001"], "program.exe"));`,
    `const answer = await api.raw("POST", \`${page}\`, form);`,
    "assert.equal(answer.status, 400);",
    `assert.match(answer.text, /id="${field.name}-error"/);`,
  ];
}
