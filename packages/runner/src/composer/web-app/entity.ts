import type { Rule } from "../../artefacts.ts";
import {
  type App,
  type AppComputed,
  type AppEntity,
  type AppField,
  type AppFollow,
  type AppMove,
  isComputed,
  nameIn,
  partOf,
} from "../app.ts";
import { asCode, asSql, computedFunction, computedType, mayBeNull, tableOf, type Written } from "../conditions.ts";
import { array, call, code, comments, line, literal, type Node, noted, object, print, text } from "../print.ts";
import { computedFile } from "./computed.ts";
import { notificationsFile } from "./notifications.ts";
import { rightsFile } from "./rights.ts";

/** The room of one entity: its table, its computed values, and what may be done with it. */
export function entityFiles(app: App, entity: AppEntity): [path: string, content: string][] {
  const room = `src/entities/${entity.folder}`;
  return [
    [`${room}/table.ts`, tableFile(app, entity)],
    ...(entity.computed.length > 0 ? [[`${room}/computed.ts`, computedFile(app, entity)] as [string, string]] : []),
    [`${room}/index.ts`, indexFile(app, entity)],
    ...[rightsFile(app, entity)].flatMap((content): [string, string][] =>
      content === undefined ? [] : [[`${room}/rights.ts`, content]],
    ),
    ...[notificationsFile(app, entity)].flatMap((content): [string, string][] =>
      content === undefined ? [] : [[`${room}/notifications.ts`, content]],
    ),
  ];
}

function tableFile(app: App, entity: AppEntity): string {
  const targets = [
    ...new Map(
      entity.fields.flatMap((field) =>
        field.target && field.target !== entity.path ? [[field.target, tableImport(app, field.target)] as const] : [],
      ),
    ).values(),
  ].sort();
  const selfish = entity.fields.some((field) => field.target === entity.path);
  const builders = [
    ...new Set([
      "integer",
      "sqliteTable",
      "text",
      ...entity.fields.filter((field) => columnKind(field) === "real").map(() => "real"),
      ...(selfish ? ["type AnySQLiteColumn"] : []),
    ]),
  ].sort((a, b) => a.replace("type ", "").toLowerCase().localeCompare(b.replace("type ", "").toLowerCase()));
  const columns: Record<string, Node> = { id: code('integer("id").primaryKey({ autoIncrement: true })') };
  for (const field of entity.fields) columns[field.name] = code(columnCode(app, entity, field));
  for (const [name, column] of [
    ["createdAt", "created_at"],
    ["updatedAt", "updated_at"],
  ] as const)
    columns[name] ??= code(`text("${column}").notNull()`);
  const body = print(object(columns)).replace(/^\{ (.*) \}$/s, "{\n  $1,\n}");
  return `import { ${builders.join(", ")} } from "drizzle-orm/sqlite-core";
${targets.map((each) => `${each}\n`).join("")}
export const ${tableOf(entity)} = sqliteTable(${text(entity.table)}, ${body});
`;
}

function tableImport(app: App, path: string): string {
  const other = app.entities.find((each) => each.path === path);
  return other
    ? `import { ${tableOf(other)} } from "../${other.folder}/table.ts";`
    : 'import { accounts } from "../../access/table.ts";';
}

export const columnKind = (field: AppField): "integer" | "real" | "boolean" | "text" =>
  field.kind === "boolean"
    ? "boolean"
    : ["integer", "money", "reference"].includes(field.kind)
      ? "integer"
      : ["decimal", "percent"].includes(field.kind)
        ? "real"
        : "text";

function columnCode(app: App, entity: AppEntity, field: AppField): string {
  const kind = columnKind(field);
  const column = text(field.column);
  const base =
    kind === "boolean"
      ? `integer(${column}, { mode: "boolean" })`
      : field.kind === "file"
        ? `text(${column}, { mode: "json" })`
        : `${kind}(${column})`;
  const other = app.entities.find((each) => each.path === field.target);
  const target =
    field.target === undefined
      ? ""
      : `.references(${field.target === entity.path ? "(): AnySQLiteColumn" : "()"} => ${other ? tableOf(other) : "accounts"}.id)`;
  // The formatter gives a chain of three calls a line each.
  if (field.required && target) return `${base}\n    .notNull()\n    ${target}`;
  return `${base}${field.required ? ".notNull()" : ""}${target}`;
}

function indexFile(app: App, entity: AppEntity): string {
  const uses: Written["uses"] = new Set();
  const table = tableOf(entity);
  const fields = noted(entity.fields.map((field) => ({ key: field.name, value: fieldCode(field, app.access?.path) })));
  const row = { variable: "row", computed: "computed." };
  const record = `${entity.name}Record`;
  let usesSql = false;
  const imports = new Map<string, string>();
  const condition = (when: Parameters<typeof asSql>[2]) => {
    const written = asSql(app, entity, when, row);
    for (const use of written.uses) uses.add(use);
    usesSql = true;
    const now = written.uses.has("now") ? ", now" : "";
    const argument = /\brow\b/.test(written.sql) || now ? `row: typeof ${table}${now}` : "";
    return code(`(${argument}) => sql\`${written.sql}\``);
  };
  const checks = entity.rules.filter(
    (rule) => rule.kind === "requiredWhen" || rule.kind === "order" || rule.kind === "never",
  );
  const rules = checks.map((rule) => checkCode(app, entity, rule, record, uses));
  const exclusives = entity.rules.flatMap((rule) =>
    rule.kind === "exclusive"
      ? [
          object({
            fields: literal(rule.fields.map((field) => nameIn(entity, field) ?? field)),
            period: rule.period
              ? object({
                  from: literal(nameIn(entity, rule.period.from) ?? rule.period.from),
                  on:
                    rule.period.on === undefined
                      ? undefined
                      : literal(nameIn(entity, rule.period.on) ?? rule.period.on),
                  to: literal(nameIn(entity, rule.period.to) ?? rule.period.to),
                })
              : undefined,
            each: rule.each
              ? object({
                  field: literal(nameIn(entity, rule.each.field) ?? rule.each.field),
                  span: literal(rule.each.span),
                })
              : undefined,
            most: rule.most === undefined ? undefined : literal(rule.most),
            message: literal(rule.message),
            when: condition(rule.when),
          }),
        ]
      : [],
  );
  const locks = entity.rules.flatMap((rule) => {
    if (rule.kind !== "locked") return [];
    const inner: Written["uses"] = new Set();
    const when = asCode(app, entity, rule.when, "record", inner);
    for (const use of inner) uses.add(use);
    const given = `${/\brecord\b/.test(when) ? `record: ${record}` : ""}${inner.has("now") ? ", now: Now" : ""}`;
    return [
      object({ verbs: literal(rule.verbs), message: literal(rule.message), when: code(`(${given}) => ${when}`) }),
    ];
  });
  const blocks = entity.rules.flatMap((rule) => {
    if (rule.kind !== "blocked") return [];
    const block = blockedCode(app, entity, rule);
    if (!block) return [];
    usesSql = true;
    for (const use of block.uses) uses.add(use);
    for (const [path, each] of block.imports) imports.set(path, each);
    const now = block.uses.has("now") ? ", now" : "";
    return [
      object({
        fields: literal(block.fields),
        message: literal(rule.message),
        when: code(`(record${now}) => sql\`${block.sql}\``),
      }),
    ];
  });
  const lists = entity.lists.map((list) =>
    object({
      name: literal(list.name),
      label: literal(list.label),
      sort: list.sort === undefined ? undefined : literal(list.sort),
      descending: list.descending ? literal(true) : undefined,
      when: condition(list.when),
    }),
  );
  const moves = (entity.state?.moves ?? []).map((move) => moveCode(app, entity, move, record, uses));
  const computed = object(
    Object.fromEntries(
      entity.computed.map((each) => [
        each.name,
        object({
          label: literal(each.label),
          kind: literal(each.kind),
          from: lookedUp(app, entity, each),
          value: code(`computed.${computedFunction(each)}`),
        }),
      ]),
    ),
  );

  const hasOwnRights = rightsFile(app, entity) !== undefined;
  const definition = print(
    object({
      name: literal(entity.name),
      label: literal(entity.label),
      plural: literal(entity.plural),
      path: literal(entity.path),
      table: code(table),
      fields: code("fields"),
      display: literal(entity.display),
      computed,
      search: literal(searchOf(app, entity)),
      state: entity.state ? object({ field: literal(entity.state.field), moves: array(moves) }) : undefined,
      rules: array(rules),
      exclusives: array(exclusives),
      locks: locks.length > 0 ? array(locks) : undefined,
      blocks: blocks.length > 0 ? array(blocks) : undefined,
      lists: array(lists),
      order: entity.order.length > 0 ? literal(entity.order) : undefined,
      csv: entity.csv.length > 0 ? literal(entity.csv) : undefined,
      rights: hasOwnRights ? code("rights") : undefined,
    }),
  );
  const needsRecord = definition.includes(`: ${record}`);
  const ownType = entity.computed.map((each) => `${each.name}: ${computedType(each)}`).join("; ");
  const fromNow = [/\bnow: Now\b/.test(definition) ? "type Now" : "", uses.has("plusDays") ? "plusDays" : ""].filter(
    Boolean,
  );
  const body = print(fields).replace(/^\{ (.*) \}$/s, "{\n  $1,\n}");
  return `${usesSql ? 'import { sql } from "drizzle-orm";\n' : ""}${entity.fields.some(({ kind }) => kind === "file") ? 'import { file } from "../../files/field.ts";\n' : ""}${fromNow.length === 1 && fromNow[0] === "type Now" ? 'import type { Now } from "../../now.ts";\n' : fromNow.length > 0 ? `import { ${fromNow.join(", ")} } from "../../now.ts";\n` : ""}import * as field from "../../resource/fields.ts";
import ${uses.has("isBlank") ? "{ isBlank, type Resource }" : "type { Resource }"} from "../../resource/resource.ts";
${[...imports]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([, each]) => `${each}\n`)
  .join(
    "",
  )}${entity.computed.length > 0 ? 'import * as computed from "./computed.ts";\n' : ""}${hasOwnRights ? 'import { rights } from "./rights.ts";\n' : ""}import { ${table} } from "./table.ts";

const fields = ${body};
${needsRecord ? `\ntype ${record} = field.RecordOf<typeof fields>${ownType ? ` & { ${ownType} }` : ""};\n` : ""}
/** ${comments(roomNote(app, entity))} */
export const ${entity.ident}: Resource = ${definition.replace(/^\{ (.*) \}$/s, "{\n  $1,\n}")};
`;
}

type Blocked = Extract<Rule, { kind: "blocked" }>;

/** Whether something stands against a record, asked of what it is for or of what belongs to that. */
function blockedCode(app: App, entity: AppEntity, rule: Blocked) {
  const via = partOf(entity, rule.via);
  const target = via && "target" in via ? app.entities.find((each) => each.path === via.target) : undefined;
  const asked = rule.by ? app.entities.find((each) => each.name === rule.by?.of) : target;
  if (!via || !asked) return undefined;
  const table = tableOf(asked);
  const prefix = asked === entity ? "computed." : `${asked.ident}Values.`;
  const written = asSql(app, asked, rule.when, { variable: table, computed: prefix });
  const { uses } = written;
  const key = rule.by ? nameIn(asked, rule.by.via) : "id";
  const parts = [`\${${table}.${key}} = \${record.${via.name}}`];
  const fields = [via.name];
  const period = rule.by?.period;
  if (period) {
    const [from, to] = [nameIn(asked, period.from), nameIn(asked, period.to)];
    const on = period.on === undefined ? undefined : nameIn(entity, period.on);
    const day = on ? `\${record.${on}}` : "${now.today}";
    if (on) fields.push(on);
    else uses.add("now");
    parts.push(`substr(\${${table}.${from}}, 1, 10) <= substr(${day}, 1, 10)`);
    parts.push(`(\${${table}.${to}} is null or substr(\${${table}.${to}}, 1, 10) >= substr(${day}, 1, 10))`);
  }
  if (asked === entity) parts.push(`\${${table}.id} <> \${record.id}`);
  if (rule.when.length > 0) parts.push(written.sql);
  const imports = new Map<string, string>();
  if (asked !== entity) {
    imports.set(`../${asked.folder}/table.ts`, `import { ${table} } from "../${asked.folder}/table.ts";`);
    if (written.sql.includes(prefix))
      imports.set(
        `../${asked.folder}/computed.ts`,
        `import * as ${asked.ident}Values from "../${asked.folder}/computed.ts";`,
      );
  }
  return { fields, sql: `exists (select 1 from \${${table}} where ${parts.join(" and ")})`, uses, imports };
}

/** Where a value comes from that is another record's own. */
function lookedUp(app: App, entity: AppEntity, { value }: AppComputed): Node | undefined {
  if (value.kind !== "lookup") return undefined;
  const via = partOf(entity, value.via);
  const target = via && "target" in via ? app.entities.find((each) => each.path === via.target) : undefined;
  const field = target && nameIn(target, value.field);
  return via && field ? literal({ via: via.name, field }) : undefined;
}

/** What the room is for, in the author's words. */
export function roomNote(app: App, entity: AppEntity): string {
  const own = app.requirements.find((each) => each.targets.includes(entity.name) && !each.gap);
  return own ? `${own.id}: ${line(own.text, 100)}` : `${entity.plural} and what may be done with them.`;
}

export function fieldCode(field: AppField, accountPath: string | undefined): Node {
  const options = object({
    label: literal(field.label),
    required: field.required ? literal(true) : undefined,
    unique: field.unique ? literal(true) : undefined,
    min:
      field.min === undefined
        ? field.kind === "percent" && (field.max ?? 0) <= 100
          ? literal(0)
          : undefined
        : literal(field.min),
    max:
      field.max === undefined
        ? field.kind === "percent" && (field.min ?? 0) >= 0
          ? literal(100)
          : undefined
        : literal(field.max),
    default: field.default === undefined ? undefined : literal(field.default),
    readOnly: field.readOnly ? literal(true) : undefined,
    later: field.stamped && !field.readOnly ? literal(true) : undefined,
    account: field.kind === "reference" && field.target === accountPath ? literal(true) : undefined,
    byDefault: field.byUser ? literal("currentUser") : undefined,
  });
  if (field.kind === "file")
    return call(
      "file",
      object({
        label: literal(field.label),
        required: field.required ? literal(true) : undefined,
        pictures: field.files?.pictures ? literal(true) : undefined,
        most: (field.files?.most ?? 1) > 1 ? literal(field.files?.most) : undefined,
      }),
    );
  if (field.kind === "choice") return call("field.choice", literal(field.values ?? []), options);
  if (field.kind === "reference") return call("field.reference", literal(field.target), options);
  return call(`field.${field.kind}`, options);
}

/** Search places in the API's names; computed values can be searched, places that don't exist are left out. */
export function searchOf(app: App, entity: AppEntity): string[] {
  const places = entity.search.map((place) => searchPath(app, entity, place.split(".")));
  return [...new Set(places.filter((place) => place !== undefined))];
}

/** A reference at the end stands for what its record is called. */
function searchPath(
  app: App,
  entity: AppEntity,
  [source = "", ...rest]: readonly string[],
  depth = 0,
): string | undefined {
  const part = partOf(entity, source);
  if (!part || part.kind === "file") return undefined;
  if (isComputed(part) || part.kind !== "reference") return rest.length === 0 ? part.name : undefined;
  if (part.target === app.access?.path) {
    const inner = rest[0] ?? "name";
    return ["name", "email", "role"].includes(inner) ? `${part.name}.${inner}` : undefined;
  }
  const target = app.entities.find((each) => each.path === part.target);
  if (!target) return undefined;
  const shown = target.fields.find((each) => each.name === target.display);
  // A record that is called by another one is found by that one's name, two steps away at most.
  const inner =
    rest.length > 0
      ? searchPath(app, target, rest)
      : shown?.kind !== "reference"
        ? target.display
        : shown.target === entity.path || depth > 0
          ? undefined
          : searchPath(app, target, [shown.source], depth + 1);
  return inner && `${part.name}.${inner}`;
}

function checkCode(app: App, entity: AppEntity, rule: Rule, record: string, uses: Written["uses"]): Node {
  const variable = "record";
  const inner: Written["uses"] = new Set();
  const { path, broken } = checkParts(app, entity, rule, variable, inner);
  for (const use of inner) uses.add(use);
  const now = inner.has("now") ? ", now: Now" : "";
  return object({
    path: literal(path),
    message: literal(rule.message),
    broken: code(`(${variable}: ${record}${now}) => ${broken}`),
    asked: speaksOfToday(rule) ? literal(namesAsked(entity, rule)) : undefined,
  });
}

/** Whether a rule would be broken by nothing but the days that go by. */
export const speaksOfToday = (rule: Rule): rule is Extract<Rule, { kind: "never" }> =>
  rule.kind === "never" && rule.when.some(({ to }) => to !== undefined && "todayPlusDays" in to);

const namesAsked = (entity: AppEntity, rule: Rule): string[] =>
  rule.kind === "never" ? [...new Set(rule.when.flatMap(({ field }) => nameIn(entity, field) ?? []))] : [];

export function checkParts(
  app: App,
  entity: AppEntity,
  rule: Rule,
  record: string,
  uses: Written["uses"],
): { path: string; broken: string } {
  switch (rule.kind) {
    case "requiredWhen": {
      const path = nameIn(entity, rule.field) ?? "id";
      uses.add("isBlank");
      return { path, broken: `${asCode(app, entity, rule.when, record, uses)} && isBlank(${record}.${path})` };
    }
    case "order": {
      const first = partOf(entity, rule.first);
      const then = partOf(entity, rule.then);
      if (!first || !then) return { path: "id", broken: "false" };
      const guards = [first, then].filter(mayBeNull).map((part) => `${record}.${part.name} !== null`);
      return {
        path: then.name,
        broken: [...guards, `${record}.${then.name} ${rule.allowEqual ? "<" : "<="} ${record}.${first.name}`].join(
          " && ",
        ),
      };
    }
    case "never": {
      const named = rule.when
        .map((each) => partOf(entity, each.field))
        .find((part) => part && part.name !== entity.state?.field);
      return { path: named?.name ?? entity.state?.field ?? "id", broken: asCode(app, entity, rule.when, record, uses) };
    }
    default:
      return { path: "id", broken: "false" };
  }
}

/** The field a broken rule is reported on. */
export const pathOfRule = (app: App, entity: AppEntity, rule: Rule): string =>
  checkParts(app, entity, rule, "record", new Set()).path;

function moveCode(app: App, entity: AppEntity, move: AppMove, record: string, uses: Written["uses"]): Node {
  const stamps = Object.fromEntries(
    move.stamps.map((stamp) => [nameIn(entity, stamp.field) ?? stamp.field, code(stampCode(app, entity, stamp))]),
  );
  const usesNow = move.stamps.length > 0;
  const needs = move.needs.map((need) => {
    const inner: Written["uses"] = new Set();
    const when = asCode(app, entity, need.when, "record", inner);
    for (const use of inner) uses.add(use);
    return object({
      roles: literal(need.roles),
      message: literal(need.message),
      when: code(
        `(${/\brecord\b/.test(when) ? `record: ${record}` : ""}${inner.has("now") ? ", now: Now" : ""}) => ${when}`,
      ),
    });
  });
  return object({
    action: literal(move.action),
    label: literal(move.label),
    from: literal(move.from),
    to: literal(move.to),
    roles: literal(move.roles),
    asks: literal(move.asks),
    stamps: usesNow ? code(`(now: Now) => (${print(object(stamps), 8, 40)})`) : undefined,
    needs: array(needs),
    follows: move.follows.length > 0 ? array(move.follows.map(followCode)) : undefined,
  });
}

function followCode(follow: AppFollow): Node {
  const path = literal(follow.entity.path);
  const message = literal(follow.message);
  if (follow.kind === "sets")
    return object({
      path,
      via: literal(follow.via.name),
      field: literal(follow.field.name),
      to: literal(follow.to),
      message,
    });
  const values = follow.values.map(({ field, from }) =>
    literal([field.name, typeof from === "string" ? { is: from } : from.name]),
  );
  return object({ path, values: array(values), message });
}

function stampCode(app: App, entity: AppEntity, stamp: AppMove["stamps"][number]): string {
  const part = partOf(entity, stamp.field);
  if (stamp.with === "currentUser") {
    if (part && !isComputed(part) && part.kind === "reference")
      return part.target === app.access?.path ? "now.user?.id || null" : "null";
    return "now.user?.name ?? null";
  }
  if (part?.kind === "dateTime") return "now.instant";
  return part?.kind === "time" ? "now.instant.slice(11, 16)" : "now.today";
}
