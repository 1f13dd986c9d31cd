import type { Rule } from "../../artefacts.ts";
import {
  type App,
  type AppComputed,
  type AppEntity,
  type AppField,
  type AppMove,
  inWords,
  isComputed,
  nameIn,
  partOf,
} from "../app.ts";
import { asCode, asSql, computedFunction, mayBeNull, valueAsSql, type Written } from "../conditions.ts";
import { array, call, code, comments, line, literal, type Node, noted, object, print, text } from "../print.ts";

/** The room of one entity: its table, its computed values, and what may be done with it. */
export function entityFiles(app: App, entity: AppEntity): [path: string, content: string][] {
  const room = `src/entities/${entity.folder}`;
  return [
    [`${room}/table.ts`, tableFile(app, entity)],
    ...(entity.computed.length > 0 ? [[`${room}/computed.ts`, computedFile(app, entity)] as [string, string]] : []),
    [`${room}/index.ts`, indexFile(app, entity)],
  ];
}

const tableOf = (entity: AppEntity) => `${entity.ident}Table`;

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
  const base = kind === "boolean" ? `integer(${column}, { mode: "boolean" })` : `${kind}(${column})`;
  const other = app.entities.find((each) => each.path === field.target);
  const target =
    field.target === undefined
      ? ""
      : `.references(${field.target === entity.path ? "(): AnySQLiteColumn" : "()"} => ${other ? tableOf(other) : "accounts"}.id)`;
  // The formatter gives a chain of three calls a line each.
  if (field.required && target) return `${base}\n    .notNull()\n    ${target}`;
  return `${base}${field.required ? ".notNull()" : ""}${target}`;
}

function computedFile(app: App, entity: AppEntity): string {
  const uses: Written["uses"] = new Set();
  const imports = new Map<string, string>();
  let aliases = false;
  const functions = entity.computed.map((computed) => {
    const written = computedCode(app, entity, computed, uses, imports);
    aliases ||= written.includes("aliased(");
    return written;
  });
  imports.set("./table.ts", `import { ${tableOf(entity)} } from "./table.ts";`);
  const typeOnly = !functions.some((each) => new RegExp(`(?<!typeof )\\b${tableOf(entity)}\\b`).test(each));
  if (typeOnly) imports.set("./table.ts", `import type { ${tableOf(entity)} } from "./table.ts";`);
  const fromNow = ["type Now", ...(uses.has("plusDays") ? ["plusDays"] : [])].sort();
  const nowImport = uses.has("plusDays")
    ? `import { ${fromNow.join(", ").replace("plusDays, type Now", "type Now, plusDays")} } from "../../now.ts";`
    : 'import type { Now } from "../../now.ts";';
  return `import { type SQL, sql } from "drizzle-orm";
${nowImport}
${aliases ? 'import { aliased } from "../../resource/resource.ts";\n' : ""}${[...imports]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([, each]) => `${each}\n`)
  .join("")}
type Row = typeof ${tableOf(entity)};

${functions.join("\n")}`;
}

function computedCode(
  app: App,
  entity: AppEntity,
  computed: AppComputed,
  uses: Written["uses"],
  imports: Map<string, string>,
): string {
  const name = computedFunction(computed);
  const own = { variable: "row", computed: "" };
  const { value } = computed;
  const add = (written: Written) => {
    for (const use of written.uses) uses.add(use);
    return written.sql;
  };
  const inner: Written["uses"] = new Set();
  const part = (source: string) => {
    const found = partOf(entity, source);
    return found ? valueAsSql(found, own, inner) : "null";
  };
  const make = (note: string, sql: string) => {
    const usesNow = /\bnow\b/.test(sql);
    const head = `export const ${name} = (row: Row, ${usesNow ? "now" : "_now"}: Now): SQL =>`;
    return `/** ${comments(note)} */\n${head.length + sql.length + 7 <= 120 ? `${head} sql\`${sql}\`;` : `${head}\n  sql\`${sql}\`;`}\n`;
  };
  switch (value.kind) {
    case "condition":
      return make(
        `${computed.label}: ${inWords(entity, value.when)}.`,
        `coalesce((${add(asSql(app, entity, value.when, own))}), 0)`,
      );
    case "product":
      return make(
        `${computed.label}: ${labelOf(entity, value.left)} times ${labelOf(entity, value.right)}.`,
        productSql(entity, computed, part),
      );
    case "daysBetween":
      return make(
        `${computed.label}: whole days from ${labelOf(entity, value.from)} to ${labelOf(entity, value.to)}.`,
        `cast(julianday(substr(${part(value.to)}, 1, 10)) - julianday(substr(${part(value.from)}, 1, 10)) as integer)`,
      );
    case "ageYears": {
      const from = part(value.from);
      return make(
        `${computed.label}: full years since ${labelOf(entity, value.from)}.`,
        `cast(substr(\${now.today}, 1, 4) - substr(${from}, 1, 4) - (substr(\${now.today}, 6, 5) < substr(${from}, 6, 5)) as integer)`,
      );
    }
    case "count":
    case "sum": {
      const child = app.entities.find((each) => each.name === value.of);
      const via = child && nameIn(child, value.via);
      if (!child || !via) return make(`${computed.label}.`, "0");
      const variable = child === entity ? `other${child.name}` : child.ident;
      const row = { variable, computed: child === entity ? "" : `${child.ident}Values.` };
      const condition = value.when.length > 0 ? ` and ${add(asSql(app, child, value.when, row))}` : "";
      const summed = value.kind === "sum" ? partOf(child, value.field) : undefined;
      const what = summed ? `coalesce(sum(${valueAsSql(summed, row, inner)}), 0)` : "count(*)";
      if (child !== entity)
        imports.set(`../${child.folder}/table.ts`, `import { ${tableOf(child)} } from "../${child.folder}/table.ts";`);
      const select = `select ${what} from \${${tableOf(child)}} \${${variable}}`;
      const where = `where \${${variable}.${via}} = \${row.id}${condition}`;
      if (`${select}${where}`.includes(`${child.ident}Values.`))
        imports.set(
          `../${child.folder}/computed.ts`,
          `import * as ${child.ident}Values from "../${child.folder}/computed.ts";`,
        );
      const words = value.when.length > 0 ? ` whose ${inWords(child, value.when)}` : "";
      const note = summed
        ? `${computed.label}: the sum of ${summed.label.toLowerCase()} of its ${child.plural.toLowerCase()}${words}.`
        : `${computed.label}: how many ${child.plural.toLowerCase()} it has${words}.`;
      const usesNow = /\bnow\b/.test(`${select}${where}`);
      return `/** ${comments(note)} */
export const ${name} = (row: Row, ${usesNow ? "now" : "_now"}: Now): SQL => {
  const ${variable} = aliased(${tableOf(child)}, "${snakeAlias(child, entity)}");
  return sql\`(${select} ${where})\`;
};
`;
    }
  }
}

/** Money times a quantity stays whole cents; a percentage is a share of a hundred. */
function productSql(entity: AppEntity, computed: AppComputed, part: (source: string) => string): string {
  if (computed.value.kind !== "product") return "null";
  const { left, right } = computed.value;
  const percent = [left, right].filter((source) => partOf(entity, source)?.kind === "percent").length;
  const both = `${part(left)} * ${part(right)}${" / 100.0".repeat(percent)}`;
  return computed.kind === "money" ? `cast(round(${both}) as integer)` : both;
}

const snakeAlias = (child: AppEntity, entity: AppEntity) => `${child.table}_of_${entity.table}`;

const labelOf = (entity: AppEntity, source: string) => (partOf(entity, source)?.label ?? source).toLowerCase();

function indexFile(app: App, entity: AppEntity): string {
  const uses: Written["uses"] = new Set();
  const table = tableOf(entity);
  const fields = noted(entity.fields.map((field) => ({ key: field.name, value: fieldCode(field, app.access?.path) })));
  const row = { variable: "row", computed: "computed." };
  const record = `${entity.name}Record`;
  let usesSql = false;
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
                  to: literal(nameIn(entity, rule.period.to) ?? rule.period.to),
                })
              : undefined,
            most: rule.most === undefined ? undefined : literal(rule.most),
            message: literal(rule.message),
            when: condition(rule.when),
          }),
        ]
      : [],
  );
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
          value: code(`computed.${computedFunction(each)}`),
        }),
      ]),
    ),
  );

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
      lists: array(lists),
      csv: entity.csv.length > 0 ? literal(entity.csv) : undefined,
    }),
  );
  const needsRecord = definition.includes(`: ${record}`);
  const computedType = entity.computed
    .map(
      (each) => `${each.name}: ${each.kind === "boolean" ? "boolean" : mayBeNull(each) ? "number | null" : "number"}`,
    )
    .join("; ");
  const fromNow = [/\bnow: Now\b/.test(definition) ? "type Now" : "", uses.has("plusDays") ? "plusDays" : ""].filter(
    Boolean,
  );
  const body = print(fields).replace(/^\{ (.*) \}$/s, "{\n  $1,\n}");
  return `${usesSql ? 'import { sql } from "drizzle-orm";\n' : ""}${fromNow.length === 1 && fromNow[0] === "type Now" ? 'import type { Now } from "../../now.ts";\n' : fromNow.length > 0 ? `import { ${fromNow.join(", ")} } from "../../now.ts";\n` : ""}import * as field from "../../resource/fields.ts";
import ${uses.has("isBlank") ? "{ isBlank, type Resource }" : "type { Resource }"} from "../../resource/resource.ts";
${entity.computed.length > 0 ? 'import * as computed from "./computed.ts";\n' : ""}import { ${table} } from "./table.ts";

const fields = ${body};
${needsRecord ? `\ntype ${record} = field.RecordOf<typeof fields>${computedType ? ` & { ${computedType} }` : ""};\n` : ""}
/** ${comments(roomNote(app, entity))} */
export const ${entity.ident}: Resource = ${definition.replace(/^\{ (.*) \}$/s, "{\n  $1,\n}")};
`;
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
  if (!part) return undefined;
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
  });
}

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
  });
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
