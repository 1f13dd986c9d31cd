import { type App, type AppEntity, nameIn } from "../../app.ts";
import { text } from "../../print.ts";
import { type Scenario, solve } from "../../scenario.ts";
import { isLimited, limitsIn, type Own, rightsOf, rolesThatMay, seesTargets, type Verb } from "../rights.ts";
import { giverOf, makerOf } from "../samples.ts";
import { staysForGood } from "./locked.ts";
import { changeOf } from "./records.ts";
import { api, arrange, type Draft, expected, fileOf, rolesFor } from "./suite.ts";

/** That a right is held: for a verb by role, or for what is people's own. */
export function rightsDrafts(app: App, entity: AppEntity, part: string): Draft[] {
  if (part === "own") return limitsIn(app, entity).flatMap((own) => ownDrafts(app, entity, own));
  const verb = (["see", "create", "change", "delete"] as const).find((each) => each === part);
  return verb ? verbDrafts(app, entity, verb) : [];
}

const one = (entity: AppEntity, name: string) => `\`${api(entity)}/\${${name}.id}\``;
const page = (entity: AppEntity, name: string, more = "") => `\`/${entity.path}/\${${name}.id}${more}\``;
const lacks = (call: string) => [`refused(${call}, 403);`, `assert.equal((${call}).body.code, "right.missing");`];

/** Every role without the right is refused wherever it could be used, and sees no button for it; every other one may. */
function verbDrafts(app: App, entity: AppEntity, verb: Verb): Draft[] {
  const roles = rightsOf(app, entity)[verb];
  const all = app.access?.roles.map(({ name }) => name) ?? [];
  if (!roles) return [];
  const sees = rolesThatMay(app, entity, "see");
  const others = all.filter((role) => !roles.includes(role));
  // What is only their own is another test's.
  const allowed = rolesThatMay(app, entity, verb).filter(
    (role) => verb !== "create" || (!isLimited(app, entity, role) && seesTargets(app, entity, role)),
  );
  const body = [
    ...others.flatMap((role, index) => refusals(app, entity, verb, role, `for${index + 1}`, sees.includes(role))),
    ...allowed.flatMap((role, index) => permissions(entity, verb, role, `by${index + 1}`)),
  ];
  return body.length === 0
    ? []
    : [
        {
          words: `only ${roles.join(" and ")} may ${verb} ${entity.plural.toLowerCase()}`,
          file: fileOf(entity),
          body,
        },
      ];
}

function refusals(app: App, entity: AppEntity, verb: Verb, role: string, name: string, sees: boolean): string[] {
  const who = `app.as(${text(role)})`;
  const made = `const ${name} = await ${makerOf(entity)}(api);`;
  const before = `${name}Before`;
  const isThere = [`const ${before} = ok(await api.get(${one(entity, name)}));`];
  const isSame = [`assert.deepEqual(ok(await api.get(${one(entity, name)})), ${before});`];
  // Whoever is kept to their own doesn't find this one at all.
  const touches = (lines: string[]) => (isLimited(app, entity, role, "see") || !sees ? [] : lines);
  switch (verb) {
    case "see":
      return [
        made,
        ...lacks(`await ${who}.get(${text(api(entity))})`),
        ...lacks(`await ${who}.get(${one(entity, name)})`),
        `assert.equal((await ${who}.get("${api(entity)}/999999")).text, (await ${who}.get(${one(entity, name)})).text);`,
        `assert.equal((await ${who}.get("/${entity.path}")).status, 403);`,
        `assert.equal((await ${who}.get(${page(entity, name)})).status, 403);`,
        ...(entity.csv.includes("export") ? lacks(`await ${who}.get("${api(entity)}/export.csv")`) : []),
        ...app.reports
          .filter((report) => report.entity === entity)
          .flatMap((report) => lacks(`await ${who}.get("/api/reports/${report.name}")`)),
        `const ${name}Home = await ${who}.get("/");`,
        `assert.equal(${name}Home.status, 200);`,
        `assert.doesNotMatch(${name}Home.text, /href="\\/${entity.path}["?]/);`,
        ...pointedAt(app, entity, role, who, name),
      ];
    case "create":
      return [
        `const ${name} = await ${entity.ident}Body(api);`,
        `const ${before} = await idsOf(api, ${text(api(entity))});`,
        ...lacks(`await ${who}.post(${text(api(entity))}, ${name})`),
        `assert.equal((await ${who}.get("/${entity.path}/new")).status, 403);`,
        ...(entity.csv.includes("import") ? lacks(`await ${who}.raw("POST", "${api(entity)}/import", "id")`) : []),
        ...(sees ? [`assert.doesNotMatch((await ${who}.get("/${entity.path}")).text, /${entity.path}\\/new"/);`] : []),
        `assert.doesNotMatch((await ${who}.get("/")).text, /${entity.path}\\/new"/);`,
        `assert.deepEqual(await idsOf(api, ${text(api(entity))}), ${before});`,
      ];
    case "change":
      return [
        made,
        ...isThere,
        ...lacks(`await ${who}.patch(${one(entity, name)}, {})`),
        ...lacks(`await ${who}.put(${one(entity, name)}, await ${entity.ident}Body(api))`),
        ...touches([
          ...(entity.state?.moves ?? [])
            .filter((move) => move.roles.length === 0)
            .flatMap((move) => lacks(`await ${who}.post(\`${api(entity)}/\${${name}.id}/${move.action}\`)`)),
          ...movedWith(entity, role, who, name),
          `assert.equal((await ${who}.get(${page(entity, name, "/edit")})).status, 403);`,
          `assert.doesNotMatch((await ${who}.get(${page(entity, name)})).text, /\\/edit"/);`,
        ]),
        ...isSame,
      ];
    case "delete":
      return [
        made,
        ...isThere,
        ...lacks(`await ${who}.delete(${one(entity, name)})`),
        ...touches([
          `assert.equal((await ${who}.get(${page(entity, name, "/delete")})).status, 403);`,
          `assert.doesNotMatch((await ${who}.get(${page(entity, name)})).text, /\\/delete"/);`,
        ]),
        ...isSame,
      ];
  }
}

/** A move that the role may make brings no other values with it. */
function movedWith(entity: AppEntity, role: string, who: string, name: string): string[] {
  const change = changeOf(entity);
  const move = entity.state?.moves.find(
    ({ roles, from, needs, asks }) =>
      roles.includes(role) && from.includes(entity.state?.initial ?? "") && needs.length === 0 && asks.length === 0,
  );
  if (!change || !move) return [];
  return lacks(
    `await ${who}.post(\`${api(entity)}/\${${name}.id}/${move.action}\`, { ${change.name}: ${expected(change.value)} })`,
  );
}

function permissions(entity: AppEntity, verb: Verb, role: string, name: string): string[] {
  const who = `app.as(${text(role)})`;
  const made = `const ${name} = await ${makerOf(entity)}(api);`;
  switch (verb) {
    case "see":
      return [
        made,
        `ok(await ${who}.get(${one(entity, name)}));`,
        `assert.ok((await idsOf(${who}, ${text(api(entity))})).includes(${name}.id));`,
      ];
    case "create":
      return [`ok(await ${who}.post(${text(api(entity))}, await ${entity.ident}Body(api)), 201);`];
    case "change":
      return [
        made,
        `ok(await ${who}.patch(${one(entity, name)}, {}));`,
        `assert.match((await ${who}.get(${page(entity, name)})).text, /\\/edit"/);`,
      ];
    case "delete":
      return staysForGood(entity)
        ? []
        : [
            made,
            `assert.match((await ${who}.get(${page(entity, name)})).text, /\\/delete"/);`,
            `assert.equal((await ${who}.delete(${one(entity, name)})).status, 204);`,
          ];
  }
}

/** What is another's is out of sight, or out of reach, wherever it could be met; what is one's own is not. */
function ownDrafts(app: App, entity: AppEntity, own: Own): Draft[] {
  const known = app.access?.roles.map(({ name }) => name) ?? [];
  return own.roles
    .filter((role) => known.includes(role) && rolesThatMay(app, entity, "see", true).includes(role))
    .map((role) => ({
      words: `with the role ${role} one ${own.verbs.includes("see") ? "sees" : `may ${own.verbs.join(" and ")}`} only one's own ${entity.plural.toLowerCase()}`,
      file: fileOf(entity),
      body: [
        `const mine = await ${makerOf(entity)}(api);`,
        `const who = await ${giverOf(entity)}(app, ${text(role)}, mine.id);`,
        `const other = await ${makerOf(entity)}(api);`,
        `ok(await who.get(${one(entity, "mine")}));`,
        ...(own.verbs.includes("see") ? outOfSight(app, entity, role) : []),
        ...touched(app, entity, role, own),
        ...filed(app, entity, role, own),
      ],
    }));
}

/** What points at a record that is out of sight doesn't tell its name, and nothing more can be made to point there. */
function pointedAt(app: App, entity: AppEntity, role: string, who: string, name: string): string[] {
  return app.entities.flatMap((other) => {
    const field = other.fields.find((each) => each.target === entity.path && !each.readOnly);
    const isSeen = rolesThatMay(app, other, "see").includes(role) && other !== entity;
    if (!field?.name.endsWith("Id") || !isSeen) return [];
    const variable = `${name}In${other.name}`;
    const given = `{ ${field.name}: ${name}.id }`;
    const isFiling =
      rolesThatMay(app, other, "create").includes(role) &&
      !isLimited(app, other, role) &&
      seesTargets(app, { ...other, fields: other.fields.filter((each) => each !== field) }, role);
    return [
      `const ${variable} = await ${makerOf(other)}(api, ${given});`,
      `assert.equal(ok(await ${who}.get(${one(other, variable)})).${field.name.slice(0, -2)}, null);`,
      ...(isFiling
        ? [
            `assert.ok(!(${choices(who, other, field.name)}).includes(${name}.id));`,
            `refused(await ${who}.post(${text(api(other))}, await ${other.ident}Body(api, ${given})), 400, ${text(field.name)});`,
          ]
        : []),
    ];
  });
}

/** What a form offers to choose from. */
const choices = (who: string, entity: AppEntity, name: string): string =>
  `await offered(${who}, "/${entity.path}/new", "${name}")`;

/** Figures of what somebody sees count nothing that they don't. */
function figuresOf(app: App, entity: AppEntity, role: string): string[] {
  if (entity.rules.some((rule) => rule.kind === "exclusive")) return [];
  return app.entities.flatMap((parent) => {
    if (!rolesThatMay(app, parent, "see").includes(role) || parent === entity) return [];
    const vias = parent.computed.flatMap(({ value }) =>
      (value.kind === "count" || value.kind === "sum") && value.of === entity.name ? [nameIn(entity, value.via)] : [],
    );
    return [...new Set(vias)].flatMap((via) => {
      if (via === undefined || entity.fields.find(({ name }) => name === via)?.readOnly) return [];
      const variable = `${parent.ident}By${via}`;
      return [
        `const ${variable} = await ${makerOf(parent)}(api);`,
        `const ${variable}Before = ok(await who.get(${one(parent, variable)}));`,
        `await ${makerOf(entity)}(api, { ${via}: ${variable}.id });`,
        `assert.deepEqual(ok(await who.get(${one(parent, variable)})), ${variable}Before);`,
      ];
    });
  });
}

function outOfSight(app: App, entity: AppEntity, role: string): string[] {
  const reports = app.reports.filter((report) => report.entity === entity);
  const looks = [
    api(entity),
    ...entity.lists.map((list) => `${api(entity)}?list=${list.name}`),
    ...(entity.csv.includes("export") ? [`${api(entity)}/export.csv`] : []),
    ...reports.map((report) => `/api/reports/${report.name}`),
  ];
  const [move] = entity.state?.moves ?? [];
  return [
    `const foreign = await who.get(${one(entity, "other")});`,
    "refused(foreign, 404);",
    `assert.equal(foreign.text, (await who.get("${api(entity)}/999999")).text);`,
    `assert.equal((await who.get(${page(entity, "other")})).status, 404);`,
    ...(move ? [`refused(await who.post(\`${api(entity)}/\${other.id}/${move.action}\`), 404);`] : []),
    `const ids = await idsOf(who, ${text(api(entity))});`,
    "assert.ok(ids.includes(mine.id));",
    "assert.ok(!ids.includes(other.id));",
    `assert.equal((await who.get(${text(api(entity))})).body.total, ids.length);`,
    `assert.doesNotMatch((await who.get("/${entity.path}")).text, new RegExp(\`/${entity.path}/\${other.id}"\`));`,
    `assert.ok((await who.get("/${entity.path}")).text.includes(${text(`My ${entity.plural.toLowerCase()}`.replaceAll("&", "&amp;").replaceAll("'", "&#39;").replaceAll('"', "&quot;").replaceAll("<", "&lt;"))}));`,
    ...(entity.search.length > 0
      ? [
          `assert.ok(!(await idsOf(who, \`${api(entity)}?search=\${encodeURIComponent(String(other.label).slice(0, 200))}\`)).includes(other.id));`,
        ]
      : []),
    `const looks = [${looks.map((path) => text(path)).join(", ")}];`,
    "const seen = () => Promise.all(looks.map(async (path) => (await who.get(path)).text));",
    "const before = await seen();",
    ...counted(app, entity, reports),
    "assert.deepEqual(await seen(), before);",
    ...figuresOf(app, entity, role),
    ...pointedAt(app, entity, role, "who", "other"),
  ];
}

/** A constant that nobody reads again becomes a plain statement. */
const unused = (lines: readonly string[]): string[] =>
  lines.map((line) => (lines.length === 1 ? line.replace("const another = ", "") : line));

/** Another one that is not theirs, in a situation that reports count where somebody else can bring it there. */
function counted(app: App, entity: AppEntity, reports: App["reports"]): string[] {
  const isOthers = ({ moves }: Scenario) =>
    moves.every((move, at) => {
      const [role] = rolesFor(app, entity, move, { values: {}, moves: moves.slice(0, at), children: [] });
      return role !== undefined && !isLimited(app, entity, role);
    });
  const scenario = reports
    .map((report) => solve(app, entity, report.when, true))
    .find((each) => each && isOthers(each));
  return scenario ? unused(arrange(app, entity, scenario, "another")) : [`await ${makerOf(entity)}(api);`];
}

/** Changing and deleting: 404 for what is out of sight, 403 for what is only out of reach. */
function touched(app: App, entity: AppEntity, role: string, own: Own): string[] {
  const hides = own.verbs.includes("see");
  return (["change", "delete"] as const).flatMap((verb) => {
    if (!hides && !own.verbs.includes(verb)) return [];
    const rights = rolesThatMay(app, entity, verb, true).includes(role);
    const call = (name: string) =>
      verb === "change" ? `await who.patch(${one(entity, name)}, {})` : `await who.delete(${one(entity, name)})`;
    if (!rights) return [`refused(${call("mine")}, 403);`];
    const link = verb === "change" ? "edit" : "delete";
    const stays = verb === "delete" && staysForGood(entity);
    return [
      `refused(${call("other")}, ${hides ? 404 : 403});`,
      ...(hides
        ? []
        : [
            `assert.equal((${call("other")}).body.code, "right.own_only");`,
            `assert.doesNotMatch((await who.get(${page(entity, "other")})).text, /\\/${link}"/);`,
          ]),
      ...(stays ? [] : [`assert.match((await who.get(${page(entity, "mine")})).text, /\\/${link}"/);`]),
      ...(verb === "change"
        ? [
            `refused(await who.patch(${one(entity, "mine")}, { ${own.field}: ${someoneElses(own)} }), 403);`,
            `ok(${call("mine")});`,
          ]
        : []),
    ];
  });
}

/** The id of what makes a record another's. */
const someoneElses = ({ via }: Own): string =>
  via ? `(await ${makerOf(via.entity)}(api)).id` : `ok(await api.get("/api/me")).id`;

/** What somebody files is theirs, and for nobody else. */
function filed(app: App, entity: AppEntity, role: string, own: Own): string[] {
  const unlimited = entity.rules.every((rule) => rule.kind !== "exclusive");
  const given = rolesThatMay(app, entity, "create", true).includes(role);
  if (!given || !isLimited(app, entity, role) || !seesTargets(app, entity, role)) return [];
  const path = text(api(entity));
  return [
    `const theirs = ${someoneElses(own)};`,
    `refused(await who.post(${path}, await ${entity.ident}Body(api, { ${own.field}: theirs })), 403);`,
    `const choices = ${choices("who", entity, own.field)};`,
    `assert.ok(choices.includes(Number(ok(await who.get(${one(entity, "mine")})).${own.field})));`,
    "assert.ok(!choices.includes(Number(theirs)));",
    ...(unlimited
      ? [
          `const kept = ok(await who.post(${path}, await ${entity.ident}Body(api, { ${own.field}: undefined })), 201);`,
          ...(own.via
            ? [
                `assert.equal(ok(await api.get(\`/api/${own.via.entity.path}/\${kept.${own.field}}\`)).${own.via.field}, ok(await who.get("/api/me")).id);`,
              ]
            : [`assert.equal(kept.${own.field}, ok(await who.get("/api/me")).id);`]),
        ]
      : []),
  ];
}
