import type { App, AppEntity, AppField } from "../../app.ts";
import { text } from "../../print.ts";
import { accepts, inputs, plainScenario, usual, type Value } from "../../scenario.ts";
import { whoMay } from "../rights.ts";
import { makerOf } from "../samples.ts";
import { fileDrafts } from "./files.ts";
import { staysForGood } from "./locked.ts";
import { api, type Draft, expected, fileOf, inputOf, thing } from "./suite.ts";

/** That records of an entity are kept, read, changed, deleted, listed, and that rubbish is refused. */
export function recordDrafts(app: App, entity: AppEntity): Draft[] {
  const file = fileOf(entity);
  const path = api(entity);
  const change = changeOf(entity);
  const shown = Object.entries(plainScenario(app, entity).values).flatMap(([name, value]) => {
    const field = entity.fields.find((each) => each.name === name);
    return field && !field.unique && !field.varies && !["reference", "email", "file"].includes(value.is)
      ? [`assert.deepEqual(created.${name}, ${expected(value)});`]
      : [];
  });
  return [
    {
      words: `${thing(entity)} is kept, read${staysForGood(entity) ? " and changed" : ", changed and deleted"}`,
      file,
      body: [
        `const answer = await api.post("${path}", await ${entity.ident}Body(api));`,
        "const created = ok(answer, 201);",
        `assert.equal(answer.headers.get("Location"), \`${path}/\${created.id}\`);`,
        ...shown,
        `assert.deepEqual(ok(await api.get(\`${path}/\${created.id}\`)), created);`,
        `assert.ok((await idsOf(api, "${path}")).includes(created.id));`,
        ...(change
          ? [
              `const changed = ok(await api.patch(\`${path}/\${created.id}\`, { ${change.name}: ${expected(change.value)} }));`,
              `assert.deepEqual(changed.${change.name}, ${expected(change.value)});`,
              `assert.equal(ok(await api.get(\`${path}/\${created.id}\`)).${change.name}, changed.${change.name});`,
            ]
          : []),
        `assert.equal(ok(await api.put(\`${path}/\${created.id}\`, await ${entity.ident}Body(api))).id, created.id);`,
        ...(staysForGood(entity)
          ? []
          : [
              `assert.equal((await api.delete(\`${path}/\${created.id}\`)).status, 204);`,
              `refused(await api.get(\`${path}/\${created.id}\`), 404);`,
            ]),
      ],
    },
    {
      words: `${thing(entity)} that makes no sense is refused with the fields that are wrong`,
      file,
      body: [
        `refused(await api.raw("POST", "${path}", "{not json"), 400);`,
        `refused(await api.post("${path}", []), 400);`,
        `refused(await api.post("${path}", await ${entity.ident}Body(api, { noSuchField: 1 })), 400, "noSuchField");`,
        ...inputs(entity)
          .filter((field) => field.required && field.default === undefined && field.kind !== "boolean" && !field.byUser)
          .map((field) => `refused(${post(entity, field, `undefined`)}, 400, "${field.name}");`),
        ...inputs(entity)
          .slice(0, 6)
          .map((field) => `refused(${post(entity, field, `{ wrong: true }`)}, 400, "${field.name}");`),
        `refused(await api.get("${path}/999999"), 404);`,
        `refused(await api.patch("${path}/not-a-number", {}), 404);`,
        `refused(await api.raw("POST", "${path}", JSON.stringify({ much: "x".repeat(1_100_000) })), 413);`,
      ],
    },
    {
      words: `the list of ${entity.plural.toLowerCase()} has pages and an order`,
      file,
      body: [
        `const made = [await ${makerOf(entity)}(api), await ${makerOf(entity)}(api), await ${makerOf(entity)}(api)];`,
        `const { body } = await api.get("${path}?page=1&pageSize=2&sort=id:desc");`,
        "const ids = body.items.map((item) => item.id);",
        "assert.deepEqual(ids, [made[2]?.id, made[1]?.id]);",
        "assert.equal(body.page, 1);",
        "assert.equal(body.pageSize, 2);",
        "assert.ok(body.total >= 3);",
        "assert.equal(body.totalPages, Math.ceil(body.total / 2));",
        `refused(await api.get("${path}?page=0"), 400, "page");`,
        `refused(await api.get("${path}?pageSize=1000"), 400, "pageSize");`,
        `refused(await api.get("${path}?sort=noSuchField:asc"), 400, "sort");`,
        `refused(await api.get("${path}?list=no-such-list"), 400, "list");`,
      ],
    },
    {
      words: `the pages show ${entity.plural.toLowerCase()} and take new ones`,
      file,
      body: [
        `const record = await ${makerOf(entity)}(api);`,
        `const list = await api.get("/${entity.path}");`,
        "assert.equal(list.status, 200);",
        `assert.match(list.text, new RegExp(\`/${entity.path}/\${record.id}"\`));`,
        `assert.equal((await api.get(\`/${entity.path}/\${record.id}\`)).status, 200);`,
        `assert.match((await api.get("/${entity.path}/new")).text, /<form[^>]*method="post"/);`,
        `assert.match((await api.get(\`/${entity.path}/\${record.id}/delete\`)).text, /Delete/);`,
      ],
    },
  ];
}

/** One field with another value it may have, without touching any rule. */
export function changeOf(entity: AppEntity): { name: string; value: Value } | undefined {
  const ruled = new Set(
    entity.rules.flatMap((rule) =>
      ("field" in rule ? [rule.field] : "first" in rule ? [rule.first, rule.then] : []).concat(
        "when" in rule ? rule.when.map((each) => each.field) : [],
      ),
    ),
  );
  const free = inputs(entity).filter((field) => !ruled.has(field.source) && field.kind !== "reference");
  for (const field of free) {
    const value = otherThan(field);
    if (value && accepts(field, value)) return { name: field.name, value };
  }
  return undefined;
}

function otherThan(field: AppField): Value | undefined {
  const present = usual(field);
  switch (field.kind) {
    case "text":
    case "longText":
      return { is: "literal", value: `Another ${field.label.toLowerCase().replace(/[^\p{L}\p{N} ]/gu, "")}` };
    case "email":
      return { is: "literal", value: "another@example.com" };
    case "phone":
      return { is: "literal", value: "+1 202 555 0101" };
    case "url":
      return { is: "literal", value: "https://example.org/" };
    case "boolean":
      return present.is === "literal" ? { is: "literal", value: present.value !== true } : undefined;
    case "choice": {
      const other = field.values?.find((value) => present.is === "literal" && value !== present.value);
      return other === undefined ? undefined : { is: "literal", value: other };
    }
    case "date":
      return { is: "day", days: 5 };
    case "dateTime":
      return { is: "noon", days: 5 };
    case "time":
      return { is: "literal", value: "16:45" };
    case "integer":
    case "decimal":
    case "money":
    case "percent":
      return present.is === "literal" && typeof present.value === "number"
        ? [1, -1, 0.5]
            .map((off): Value => ({ is: "literal", value: (present.value as number) + off }))
            .find((value) => accepts(field, value))
        : undefined;
    default:
      return undefined;
  }
}

/** That one field is kept as it is given and refuses what it can't be. */
export function fieldDrafts(app: App, entity: AppEntity, field: AppField): Draft[] {
  const file = fileOf(entity);
  const path = api(entity);
  const label = field.label.toLowerCase();
  if (field.kind === "reference") return referenceDrafts(app, entity, field);
  if (field.kind === "file") return fileDrafts(app, entity, field);
  if (field.readOnly) {
    const rest =
      field.name === entity.state?.field
        ? [
            `assert.equal((await ${makerOf(entity)}(api)).${field.name}, ${text(entity.state.initial)});`,
            ...(entity.state.values.length > 1
              ? [
                  `refused(await api.patch(\`${path}/\${record.id}\`, { ${field.name}: ${text(entity.state.values.find((value) => value !== entity.state?.initial) ?? "")} }), 409, "${field.name}");`,
                ]
              : []),
            `refused(${post(entity, field, `"no such state"`)}, 400, "${field.name}");`,
          ]
        : [];
    return [
      {
        words: `the ${label} of ${thing(entity)} is set by the application`,
        file,
        body: [`const record = await ${makerOf(entity)}(api);`, `assert.ok("${field.name}" in record);`, ...rest],
      },
    ];
  }
  const body: string[] = [];
  const plain = plainScenario(app, entity).values[field.name] ?? usual(field);
  if (field.required && field.default === undefined && field.kind !== "boolean")
    body.push(
      `refused(${post(entity, field, `undefined`)}, 400, "${field.name}");`,
      `refused(${post(entity, field, `null`)}, 400, "${field.name}");`,
    );
  for (const wrong of wrongValues(field))
    body.push(`refused(${post(entity, field, `${wrong}`)}, 400, "${field.name}");`);
  const kept = plain.is === "literal" && plain.value === null && accepts(field, usual(field)) ? undefined : plain;
  if (kept && kept.is !== "reference") {
    body.push(
      `const record = await ${makerOf(entity)}(api${field.unique || kept.is === "email" ? "" : `, { ${field.name}: ${expected(kept)} }`});`,
    );
    if (!field.unique && kept.is !== "email") body.push(`assert.equal(record.${field.name}, ${expected(kept)});`);
    body.push(`assert.equal(ok(await api.get(\`${path}/\${record.id}\`)).${field.name}, record.${field.name});`);
    if ((kept.is === "day" || kept.is === "noon") && !takes(entity, `${field.name}From`))
      body.push(
        `const at = String(record.${field.name}).slice(0, 10);`,
        `assert.ok((await idsOf(api, \`${path}?${field.name}From=\${at}&${field.name}To=\${at}\`)).includes(record.id));`,
        `assert.ok(!(await idsOf(api, "${path}?${field.name}From=9999-01-01")).includes(record.id));`,
        `assert.ok(!(await idsOf(api, "${path}?${field.name}To=1000-01-01")).includes(record.id));`,
        `refused(await api.get("${path}?${field.name}From=soon"), 400, "${field.name}From");`,
      );
  } else {
    body.push(`const record = await ${makerOf(entity)}(api);`, `assert.ok("${field.name}" in record);`);
  }
  const drafts: Draft[] = [{ words: `${thing(entity)} has the field ${label}`, file, body }];
  if (field.unique)
    drafts.push({
      words: `two ${entity.plural.toLowerCase()} never share the ${label}`,
      file,
      body: [
        `const first = await ${makerOf(entity)}(api);`,
        `refused(await api.post("${path}", await ${entity.ident}Body(api, { ${field.name}: first.${field.name} })), 409, "${field.name}");`,
        `assert.notEqual((await ${makerOf(entity)}(api)).${field.name}, first.${field.name});`,
        `ok(await api.patch(\`${path}/\${first.id}\`, { ${field.name}: first.${field.name} }));`,
      ],
    });
  const bounds = [
    field.min === undefined ? undefined : { at: field.min, out: field.min - 1 },
    field.max === undefined ? undefined : { at: field.max, out: field.max + 1 },
  ].filter((each) => each !== undefined);
  if (bounds.length > 0 && !field.unique)
    drafts.push({
      words: `the ${label} of ${thing(entity)} stays within its bounds`,
      file,
      body: bounds.flatMap(({ at, out }) => [
        `refused(await api.post("${path}", await ${entity.ident}Body(api, { ${field.name}: ${out} })), 400, "${field.name}");`,
        ...(boundAllowed(entity, field)
          ? [`assert.equal((await ${makerOf(entity)}(api, { ${field.name}: ${at} })).${field.name}, ${at});`]
          : []),
      ]),
    });
  return drafts;
}

/** Whether a field has the very name that would narrow a list by days. */
const takes = (entity: AppEntity, name: string) =>
  [...entity.fields, ...entity.computed].some((each) => each.name === name);

/** Whether a record may stand on the border itself: a rule could speak against it. */
function boundAllowed(entity: AppEntity, field: AppField): boolean {
  return !entity.rules.some((rule) => JSON.stringify(rule).includes(`"${field.source}"`));
}

function wrongValues(field: AppField): string[] {
  switch (field.kind) {
    case "integer":
    case "money":
      return ['"12"', "1.5", "true"];
    case "decimal":
    case "percent":
      return ['"12"', "true"];
    case "boolean":
      return ['"yes"', "1"];
    case "date":
      return ['"2026-02-30"', '"tomorrow"', "20260101"];
    case "dateTime":
      return ['"2026-13-01T00:00:00Z"', '"now"'];
    case "time":
      return ['"25:00"', "9"];
    case "email":
      return ['"not an address"', "1"];
    case "phone":
      return ['"call me"'];
    case "url":
      return ['"javascript:alert(1)"', '"example"'];
    case "choice":
      return ['"no such choice"', "1"];
    default:
      return ["12", '"x".repeat(20_000)'];
  }
}

function referenceDrafts(app: App, entity: AppEntity, field: AppField): Draft[] {
  const file = fileOf(entity);
  const path = api(entity);
  const target = app.entities.find((each) => each.path === field.target);
  const base = field.name.replace(/Id$/, "");
  if (!target || field.readOnly) {
    const isUser = field.byUser && !field.readOnly;
    return [
      {
        words: `the ${field.label.toLowerCase()} of ${thing(entity)} is a person with an account`,
        file,
        body: isUser
          ? [
              `const record = await ${makerOf(entity)}(api);`,
              `assert.equal(record.${field.name}, ok(await ${whoMay(app, entity, "create")}.get("/api/me")).id);`,
              `refused(await api.post("${path}", await ${entity.ident}Body(api, { ${field.name}: 999_999 })), 400, "${field.name}");`,
            ]
          : [`const record = await ${makerOf(entity)}(api);`, `assert.ok("${field.name}" in record);`],
      },
    ];
  }
  const twice = target === entity;
  return [
    {
      words: `${thing(entity)} belongs to ${thing(target)}`,
      file,
      body: [
        `const ${twice ? "target" : "owner"} = await ${makerOf(target)}(api);`,
        `const other = await ${makerOf(target)}(api);`,
        `const record = await ${makerOf(entity)}(api, { ${field.name}: ${twice ? "target" : "owner"}.id });`,
        `const foreign = await ${makerOf(entity)}(api, { ${field.name}: other.id });`,
        `assert.equal(record.${field.name}, ${twice ? "target" : "owner"}.id);`,
        `assert.deepEqual(record.${base}, { id: ${twice ? "target" : "owner"}.id, label: ${twice ? "target" : "owner"}.label });`,
        `const ids = await idsOf(api, \`${path}?${field.name}=\${${twice ? "target" : "owner"}.id}\`);`,
        "assert.deepEqual(ids, [record.id]);",
        "assert.ok(!ids.includes(foreign.id));",
        `refused(await api.post("${path}", await ${entity.ident}Body(api, { ${field.name}: 999_999 })), 400, "${field.name}");`,
        `refused(await api.delete(\`${api(target)}/\${${twice ? "target" : "owner"}.id}\`), 409);`,
        `assert.match((await api.get(\`/${target.path}/\${${twice ? "target" : "owner"}.id}\`)).text, new RegExp(\`/${entity.path}/\${record.id}"\`));`,
      ],
    },
  ];
}

/** Where a search place leads: the references on the way, and the field at its end. */
type Searched = { owner: AppEntity; field: AppField; via: { from: AppEntity; by: AppField }[] };

function searched(
  app: App,
  entity: AppEntity,
  [source = "", ...rest]: readonly string[],
  depth = 0,
): Searched | undefined {
  const own = entity.fields.find((field) => field.source === source);
  if (!own || own.readOnly) return undefined;
  if (own.kind !== "reference") return rest.length === 0 ? { owner: entity, field: own, via: [] } : undefined;
  // The search itself reaches two references far.
  if (depth > 1) return undefined;
  const next = app.entities.find((each) => each.path === own.target);
  const named = next?.fields.find((field) => field.name === next.display)?.source;
  const end =
    next && (rest.length > 0 || named)
      ? searched(app, next, rest.length > 0 ? rest : [named ?? ""], depth + 1)
      : undefined;
  return end && { ...end, via: [{ from: entity, by: own }, ...end.via] };
}

/** "the name of the family of their pupil" */
const placeInWords = (field: AppField, via: Searched["via"]): string => {
  const [nearest, ...further] = via.map(({ by }) => by.label.toLowerCase());
  const label = field.label.toLowerCase();
  if (nearest === undefined) return label;
  return `the ${[label, ...further.reverse()].join(" of the ")} of their ${nearest}`;
};

/** That search finds by each of its places, without regard to case, and finds nothing else. */
export function searchDrafts(app: App, entity: AppEntity): Draft[] {
  const file = fileOf(entity);
  const path = api(entity);
  const places = entity.search.flatMap((place) => searched(app, entity, place.split(".")) ?? []);
  const textual = places.filter(({ field }) => ["text", "longText"].includes(field.kind) && !field.readOnly);
  if (textual.length === 0) {
    const choice = inputOf(entity, "choice", "text", "longText", "integer", "money", "date");
    const record = [`const record = await ${makerOf(entity)}(api);`];
    return [
      {
        words: `${entity.plural.toLowerCase()} are found by what they hold`,
        file,
        body: choice
          ? [
              ...record,
              `const found = await idsOf(api, \`${path}?${choice.name}=\${encodeURIComponent(String(record.${choice.name}))}\`);`,
              "assert.ok(found.includes(record.id));",
              `assert.deepEqual(await idsOf(api, "${path}?search=nothing-is-called-this"), []);`,
            ]
          : [
              ...record,
              `assert.deepEqual(await idsOf(api, "${path}?search=nothing-is-called-this"), []);`,
              `assert.ok((await idsOf(api, "${path}")).includes(record.id));`,
            ],
      },
    ];
  }
  return textual.slice(0, 4).map(({ owner, field, via }) => ({
    words: `${entity.plural.toLowerCase()} are found by ${placeInWords(field, via)}`,
    file,
    body: [
      // From the far end: what is searched for, then each record that leads to it.
      `const ${via.length === 0 ? "record" : "found0"} = await ${makerOf(owner)}(api, { ${field.name}: ${field.unique ? "`Zoë Quillfeather ${next()}`" : '"Zoë Quillfeather"'} });`,
      ...via
        .toReversed()
        .map(
          ({ from, by }, index) =>
            `const ${index === via.length - 1 ? "record" : `found${index + 1}`} = await ${makerOf(from)}(api, { ${by.name}: found${index}.id });`,
        ),
      `const other = await ${makerOf(entity)}(api);`,
      `const found = await idsOf(api, "${path}?search=quillFEATHER");`,
      "assert.ok(found.includes(record.id));",
      "assert.ok(!found.includes(other.id));",
      `assert.ok((await idsOf(api, "${path}?search=zoe")).includes(record.id));`,
      `assert.deepEqual(await idsOf(api, "${path}?search=nothing-is-called-this"), []);`,
    ],
  }));
}

/** A creation with one field replaced; a reference left out is not made by the sample either. */
function post(entity: AppEntity, field: AppField, value: string): string {
  const body =
    field.kind === "reference" && value === "undefined"
      ? `{ ...(await ${entity.ident}Body(api)), ${field.name}: undefined }`
      : `await ${entity.ident}Body(api, { ${field.name}: ${value} })`;
  return `await api.post("${api(entity)}", ${body})`;
}
