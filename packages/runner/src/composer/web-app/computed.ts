import { type App, type AppComputed, type AppEntity, inWords, nameIn, partOf } from "../app.ts";
import { asSql, computedFunction, mayBeNull, tableOf, valueAsSql, type Written } from "../conditions.ts";
import { comments } from "../print.ts";
import { hidesSome } from "./rights.ts";

/** `computed.ts` of an entity: what is worked out of a record, each as the SQL that reads it. */
export function computedFile(app: App, entity: AppEntity): string {
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
${aliases ? 'import { aliased } from "../../resource/resource.ts";\n' : ""}${functions.some((each) => each.includes("visible(")) ? 'import { visible } from "../../resource/rights.ts";\n' : ""}${[
  ...imports,
]
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
    case "lookup":
      return lookupCode(app, entity, computed, value, imports);
    case "combined":
      return make(`${computed.label}: ${combinedWords(entity, value)}.`, combinedSql(entity, computed, part));
    case "hoursBetween": {
      const [from, to] = [part(value.from), part(value.to)];
      const minutes = `(strftime('%s', ${to}) - strftime('%s', ${from})) / 60`;
      const isTime = partOf(entity, value.from)?.kind === "time";
      return make(
        `${computed.label}: hours from ${labelOf(entity, value.from)} to ${labelOf(entity, value.to)}.`,
        `(${isTime ? `(${minutes} + 1440) % 1440` : minutes}) / 60.0`,
      );
    }
    case "end":
      return make(
        `${computed.label}: ${labelOf(entity, value.lasts)} after ${labelOf(entity, value.from)}.`,
        endSql(entity, value, part),
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
    case "average":
      return make(
        `${computed.label}: the average of ${value.of.map((each) => labelOf(entity, each)).join(" and ")}.`,
        averageSql(computed, value.of.map(part)),
      );
    case "later":
      return make(
        `${computed.label}: ${value.count} ${value.unit} after ${labelOf(entity, value.from)}.`,
        `date(substr(${part(value.from)}, 1, 10), '+${value.count} ${value.unit}')`,
      );
    case "latest":
    case "count":
    case "sum": {
      const child = app.entities.find((each) => each.name === value.of);
      const via = child && nameIn(child, value.via);
      if (!child || !via) return make(`${computed.label}.`, "0");
      const variable = child === entity ? `other${child.name}` : child.ident;
      const row = { variable, computed: child === entity ? "" : `${child.ident}Values.` };
      const condition = value.when.length > 0 ? ` and ${add(asSql(app, child, value.when, row))}` : "";
      const summed = value.kind === "count" ? undefined : partOf(child, value.field);
      const amount = summed ? valueAsSql(summed, row, inner) : "";
      const what =
        value.kind === "latest" ? `max(substr(${amount}, 1, 10))` : summed ? `coalesce(sum(${amount}), 0)` : "count(*)";
      if (child !== entity)
        imports.set(`../${child.folder}/table.ts`, `import { ${tableOf(child)} } from "../${child.folder}/table.ts";`);
      const select = `select ${what} from \${${tableOf(child)}} \${${variable}}`;
      const where = `where \${${variable}.${via}} = \${row.id}${condition}${inSight(app, entity, child, variable, imports)}`;
      if (`${select}${where}`.includes(`${child.ident}Values.`))
        imports.set(
          `../${child.folder}/computed.ts`,
          `import * as ${child.ident}Values from "../${child.folder}/computed.ts";`,
        );
      const words = value.when.length > 0 ? ` whose ${inWords(child, value.when)}` : "";
      const note =
        value.kind === "latest"
          ? `${computed.label}: the last ${(summed?.label ?? "day").toLowerCase()} of its ${child.plural.toLowerCase()}${words}.`
          : summed
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

/** Of nothing that is missing: then there is no average yet. */
function averageSql(computed: AppComputed, values: readonly string[]): string {
  const mean = `(${values.join(" + ")}) / ${values.length}.0`;
  return computed.kind === "money" ? `cast(round(${mean}) as integer)` : mean;
}

/** Tells the table apart from itself in a query that holds both. */
const snakeAlias = (child: AppEntity, entity: AppEntity) => `${child.table}_of_${entity.table}`;

const labelOf = (entity: AppEntity, source: string) => (partOf(entity, source)?.label ?? source).toLowerCase();

type ValueOf<Kind> = Extract<AppComputed["value"], { kind: Kind }>;

/** A value of the record that a reference points at. */
function lookupCode(
  app: App,
  entity: AppEntity,
  computed: AppComputed,
  value: ValueOf<"lookup">,
  imports: Map<string, string>,
): string {
  const via = partOf(entity, value.via);
  const target = via && "target" in via ? app.entities.find((each) => each.path === via.target) : undefined;
  const name = computedFunction(computed);
  const found = target && partOf(target, value.field);
  if (!via || !target || !found)
    return `/** ${comments(computed.label)}: nothing to look it up in. */\nexport const ${name} = (_row: Row, _now: Now): SQL => sql\`null\`;\n`;
  const variable = target === entity ? `other${target.name}` : target.ident;
  const inner: Written["uses"] = new Set();
  const prefix = target === entity ? "" : `${target.ident}Values.`;
  const what = valueAsSql(found, { variable, computed: prefix }, inner);
  if (target !== entity)
    imports.set(`../${target.folder}/table.ts`, `import { ${tableOf(target)} } from "../${target.folder}/table.ts";`);
  if (prefix !== "" && what.includes(prefix))
    imports.set(
      `../${target.folder}/computed.ts`,
      `import * as ${target.ident}Values from "../${target.folder}/computed.ts";`,
    );
  const seen = inSight(app, entity, target, variable, imports);
  return `/** ${comments(`${computed.label}: ${found.label.toLowerCase()} of its ${via.label.toLowerCase()}, as it is now`)}. */
export const ${name} = (row: Row, ${/\bnow\b/.test(what + seen) ? "now" : "_now"}: Now): SQL => {
  const ${variable} = aliased(${tableOf(target)}, "${snakeAlias(target, entity)}");
  return sql\`(select ${what} from \${${tableOf(target)}} \${${variable}} where \${${variable}.id} = \${row.${via.name}}${seen})\`;
};
`;
}

/** What counts in a figure is what whoever looks may see; nothing where everybody sees everything. */
function inSight(
  app: App,
  entity: AppEntity,
  other: AppEntity,
  variable: string,
  imports: Map<string, string>,
): string {
  if (!hidesSome(app, other)) return "";
  const rights = other === entity ? "rights" : `${other.ident}Rights`;
  const path = other === entity ? "./rights.ts" : `../${other.folder}/rights.ts`;
  imports.set(path, `import { ${other === entity ? rights : `rights as ${rights}`} } from "${path}";`);
  return ` and \${visible({ rights${other === entity ? "" : `: ${rights}`} }, ${variable}, now) ?? sql\`1\`}`;
}

const combinedWords = (entity: AppEntity, { parts, isMoney }: ValueOf<"combined">): string =>
  parts
    .map(({ value, times }, index) => {
      const share = isMoney
        ? `${Math.abs(times) / 100} for each of `
        : Math.abs(times) === 1
          ? ""
          : `${Number((Math.abs(times) * 100).toFixed(4))} % of `;
      return `${index === 0 ? "" : times < 0 ? " less " : " plus "}${share}${labelOf(entity, value)}`;
    })
    .join("");

/** What is added counts as nothing when it is missing; what something is taken off, or taken off it, must be there. */
function combinedSql(entity: AppEntity, computed: AppComputed, part: (source: string) => string): string {
  if (computed.value.kind !== "combined") return "null";
  const terms = computed.value.parts.map(({ value, times }, index) => {
    const found = partOf(entity, value);
    const isOwed = index === 0 || times < 0 || (found && !mayBeNull(found));
    const amount = isOwed ? part(value) : `coalesce(${part(value)}, 0)`;
    const factor = Math.abs(times) === 1 ? amount : `${amount} * ${Math.abs(times)}`;
    return `${index === 0 ? (times < 0 ? "-" : "") : times < 0 ? " - " : " + "}${factor}`;
  });
  return computed.kind === "money" ? `cast(round(${terms.join("")}) as integer)` : terms.join("");
}

/** A whole number of minutes or days later; of a time of day, the moment of its day. */
function endSql(entity: AppEntity, value: ValueOf<"end">, part: (source: string) => string): string {
  const lasts = part(value.lasts);
  if (value.unit === "days") return `date(${part(value.from)}, cast(round(${lasts}) as integer) || ' days')`;
  const minutes = `cast(round(${lasts}${value.unit === "hours" ? " * 60" : ""}) as integer) || ' minutes'`;
  if (partOf(entity, value.from)?.kind === "time" && value.on !== undefined)
    return `strftime('%Y-%m-%dT%H:%M', ${part(value.on)} || 'T' || ${part(value.from)}, ${minutes})`;
  return `strftime('%Y-%m-%dT%H:%M:%fZ', ${part(value.from)}, ${minutes})`;
}
