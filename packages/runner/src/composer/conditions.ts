import type { Condition } from "../artefacts.ts";
import {
  type App,
  type AppComputed,
  type AppEntity,
  type AppField,
  type Comparison,
  isComputed,
  isReserved,
  partOf,
} from "./app.ts";
import { text } from "./print.ts";

/** A condition in the two languages it is needed in: SQL for lists and computed values, TypeScript for rules. */
export type Written = { sql: string; uses: Set<"now" | "plusDays" | "isBlank"> };

/** The variable that holds the table, and what stands before the names of its computed values. */
export type Row = { variable: string; computed: string };

/** A condition as the inside of an `sql` template; true when it is empty. */
export function asSql(app: App, entity: AppEntity, condition: Condition, row: Row): Written {
  const uses: Written["uses"] = new Set();
  const parts = condition.map((each) => comparisonAsSql(app, entity, each, row, uses));
  return { sql: parts.join(" and ") || "1", uses };
}

/** The name of the function that makes a computed value, clear of what its file already holds. */
export const computedFunction = (computed: AppComputed): string =>
  isReserved(computed.name) ? `${computed.name}Value` : computed.name;

export function valueAsSql(part: AppField | AppComputed, row: Row, uses: Written["uses"]): string {
  if (!isComputed(part)) return `\${${row.variable}.${part.name}}`;
  uses.add("now");
  return `(\${${row.computed}${computedFunction(part)}(${row.variable}, now)})`;
}

function comparisonAsSql(app: App, entity: AppEntity, comparison: Comparison, row: Row, uses: Written["uses"]): string {
  const part = partOf(entity, comparison.field);
  if (!part) return "0";
  const isText = ["text", "longText", "email", "phone", "url", "choice"].includes(part.kind);
  const plain = valueAsSql(part, row, uses);
  if (comparison.op === "isEmpty") return isText ? `coalesce(${plain}, '') = ''` : `${plain} is null`;
  if (comparison.op === "isSet") return isText ? `coalesce(${plain}, '') <> ''` : `${plain} is not null`;
  const { to } = comparison;
  if (!to) return "1";
  // An instant is compared with a day by its own day.
  const left = part.kind === "dateTime" && "todayPlusDays" in to ? `substr(${plain}, 1, 10)` : plain;
  const right = operandAsSql(app, entity, part, to, row, uses);
  if (comparison.op === "eq") return `${left} ${"literal" in to && to.literal !== null ? "=" : "is"} ${right}`;
  if (comparison.op === "ne") return `${left} is not ${right}`;
  return `${left} ${signs[comparison.op]} ${right}`;
}

const signs = { lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;

function operandAsSql(
  app: App,
  entity: AppEntity,
  part: AppField | AppComputed,
  to: NonNullable<Comparison["to"]>,
  row: Row,
  uses: Written["uses"],
): string {
  if ("field" in to) {
    const other = partOf(entity, to.field);
    return other ? valueAsSql(other, row, uses) : "null";
  }
  if ("todayPlusDays" in to) {
    uses.add("now");
    return `\${${days(to.todayPlusDays, uses)}}`;
  }
  if ("currentUser" in to) {
    uses.add("now");
    return userAsSql(app, part);
  }
  const { literal } = to;
  if (literal === null) return "null";
  if (typeof literal === "boolean") return literal ? "1" : "0";
  if (typeof literal === "number") return String(literal);
  return /^[\w .,:/+-]*$/.test(literal) ? `'${literal}'` : `\${${text(literal)}}`;
}

/** A field holds a person as an account, as a record of their own (of their account, else of the same e-mail or name), or by name. */
function userAsSql(app: App, part: AppField | AppComputed): string {
  if (isComputed(part) || part.kind !== "reference") return "${now.user?.name ?? null}";
  return part.target === app.access?.path ? "${now.user?.id ?? 0}" : personOf(app, part);
}

function personOf(app: App, field: AppField): string {
  const target = app.entities.find((entity) => entity.path === field.target);
  const account = target?.fields.find(({ source, target: to }) => source === "account" && to === app.access?.path);
  if (target && account)
    return `(select id from "${target.table}" where "${account.column}" = \${now.user?.id ?? 0} limit 1)`;
  const email = target?.fields.find((each) => each.kind === "email");
  const name = target?.fields.find((each) => each.name === target.display && each.kind === "text");
  const by = email ?? name;
  if (!target || !by) return "0";
  return `(select id from "${target.table}" where lower("${by.column}") = lower(\${now.user?.${email ? "email" : "name"} ?? ""}) limit 1)`;
}

function days(offset: number, uses: Written["uses"]): string {
  if (offset === 0) return "now.today";
  uses.add("plusDays");
  return `plusDays(now.today, ${offset})`;
}

/** A condition as a TypeScript expression over `record`. */
export function asCode(
  app: App,
  entity: AppEntity,
  condition: Condition,
  record: string,
  uses: Written["uses"],
): string {
  return condition.map((each) => comparisonAsCode(app, entity, each, record, uses)).join(" && ") || "true";
}

function comparisonAsCode(
  app: App,
  entity: AppEntity,
  { field, op, to }: Comparison,
  record: string,
  uses: Written["uses"],
): string {
  const part = partOf(entity, field);
  if (!part) return "false";
  const plain = `${record}.${part.name}`;
  if (op === "isEmpty" || op === "isSet") {
    uses.add("isBlank");
    return `${op === "isSet" ? "!" : ""}isBlank(${plain})`;
  }
  if (!to) return "true";
  const byDay = part.kind === "dateTime" && "todayPlusDays" in to;
  const other = "field" in to ? partOf(entity, to.field) : undefined;
  if ("field" in to && !other) return "false";
  const right = operandAsCode(app, part, to, other ? `${record}.${other.name}` : "", uses);
  const left = byDay ? `${plain}${mayBeNull(part) ? "?" : ""}.slice(0, 10)` : plain;
  if (op === "eq")
    return part.kind === "boolean" && right === "true"
      ? mayBeNull(part)
        ? `${left} === true`
        : left
      : `${left} === ${right}`;
  if (op === "ne") return `${left} !== ${right}`;
  const guards = [
    ...(mayBeNull(part) ? [`${plain} !== null`] : []),
    ...(other && mayBeNull(other) ? [`${record}.${other.name} !== null`] : []),
  ];
  const bare = byDay ? `${plain}.slice(0, 10)` : plain;
  return [...guards, `${bare} ${signs[op]} ${right}`].join(" && ");
}

function operandAsCode(
  app: App,
  part: AppField | AppComputed,
  to: NonNullable<Comparison["to"]>,
  other: string,
  uses: Written["uses"],
): string {
  if ("field" in to) return other;
  if ("todayPlusDays" in to) {
    uses.add("now");
    return days(to.todayPlusDays, uses);
  }
  if ("currentUser" in to) {
    uses.add("now");
    if (isComputed(part) || part.kind !== "reference") return "(now.user?.name ?? null)";
    return part.target === app.access?.path ? "(now.user?.id ?? 0)" : "0";
  }
  return typeof to.literal === "string" ? text(to.literal) : String(to.literal);
}

/** Whether a record may hold nothing there. */
export const mayBeNull = (part: AppField | AppComputed): boolean =>
  isComputed(part) ? !["condition", "count", "sum"].includes(part.value.kind) : !part.required;

/** The variable of an entity's table. */
export const tableOf = (entity: AppEntity): string => `${entity.ident}Table`;

/** What a computed value is in the type of a record. */
export function computedType(computed: AppComputed): string {
  if (computed.kind === "boolean") return "boolean";
  const type = computed.kind === "date" || computed.kind === "dateTime" ? "string" : "number";
  return mayBeNull(computed) ? `${type} | null` : type;
}
