import { type App, type AppComputed, type AppEntity, type AppMove, isComputed, nameIn, partOf } from "../app.ts";
import { asCode, computedType, mayBeNull, type Written } from "../conditions.ts";
import { array, code, comments, literal, type Node, noted, object, print } from "../print.ts";
import { checkParts, fieldCode, roomNote, searchOf } from "../web-app/entity.ts";

/** `src/entities/<noun>.ts`: what a record holds, what is worked out, and what may be done with it. */
export function entityFile(app: App, entity: AppEntity): string {
  const record = `${entity.name}Record`;
  const uses: Written["uses"] = new Set();
  const types = new Set<string>();
  const fields = noted(entity.fields.map((field) => ({ key: field.name, value: fieldCode(field, undefined) })));
  const when = (condition: Parameters<typeof asCode>[2]): Node => code(conditionCode(app, entity, condition, uses));
  const computed = Object.fromEntries(
    entity.computed.map((each) => [
      each.name,
      object({
        label: literal(each.label),
        kind: literal(each.kind),
        value: code(computedCode(app, entity, each, { uses, types })),
      }),
    ]),
  );
  const definition = print(
    object({
      label: literal(entity.label),
      plural: literal(entity.plural),
      path: literal(entity.path),
      fields: code("fields"),
      display: literal(entity.display),
      computed: object(computed),
      search: literal(searchOf(app, entity)),
      state: entity.state
        ? object({
            field: literal(entity.state.field),
            moves: array(entity.state.moves.map((move) => moveCode(entity, move))),
          })
        : undefined,
      rules: array(
        entity.rules.flatMap((rule) => {
          if (rule.kind === "exclusive" || rule.kind === "moveNeedsRole") return [];
          const inner: Written["uses"] = new Set();
          const { path, broken } = checkParts(app, entity, rule, "record", inner);
          for (const use of inner) uses.add(use);
          const now = inner.has("now") ? ", now: Now" : "";
          return [
            object({
              path: literal(path),
              message: literal(rule.message),
              broken: code(`(record: ${record}${now}) => ${broken}`),
            }),
          ];
        }),
      ),
      exclusives: array(
        entity.rules.flatMap((rule) =>
          rule.kind === "exclusive"
            ? [
                object({
                  fields: literal(rule.fields.map((field) => nameIn(entity, field) ?? field)),
                  period: rule.period
                    ? literal({
                        from: nameIn(entity, rule.period.from) ?? rule.period.from,
                        to: nameIn(entity, rule.period.to) ?? rule.period.to,
                      })
                    : undefined,
                  most: rule.most === undefined ? undefined : literal(rule.most),
                  message: literal(rule.message),
                  when: when(rule.when),
                }),
              ]
            : [],
        ),
      ),
      lists: array(
        entity.lists.map((list) =>
          object({
            name: literal(list.name),
            label: literal(list.label),
            sort: list.sort === undefined ? undefined : literal(list.sort),
            when: when(list.when),
          }),
        ),
      ),
    }),
  );
  const ownType = entity.computed.map((each) => `${each.name}: ${computedType(each)}`).join("; ");
  const isTyped = `${definition}`.includes(`: ${record}`) || isCounted(app, entity);
  const fromNow = ["daysBetween", "type Now", "plusDays", "yearsSince"].filter((name) =>
    name === "type Now" ? /\bnow: Now\b/.test(definition) : new RegExp(`\\b${name}\\(`).test(definition),
  );
  const fromResource = [
    /\ball: All\b/.test(definition) ? "type All" : "",
    /\bisBlank\(/.test(definition) ? "isBlank" : "",
  ].filter(Boolean);
  return `${importFrom(fromNow, "../now.ts")}import * as field from "../records/fields.ts";
${importFrom([...fromResource, "type Resource"], "../records/resource.ts")}${[...types].sort().join("")}
const fields = ${print(fields).replace(/^\{ (.*) \}$/s, "{\n  $1,\n}")};
${isTyped ? `\n${isCounted(app, entity) ? "export " : ""}type ${record} = field.RecordOf<typeof fields>${ownType ? ` & { ${ownType} }` : ""};\n` : ""}
/** ${comments(roomNote(app, entity))} */
export const ${entity.ident}: Resource = ${definition.replace(/^\{ (.*) \}$/s, "{\n  $1,\n}")};
`;
}

/** Whether another entity or a report counts or adds up records of this one. */
const isCounted = (app: App, entity: AppEntity): boolean =>
  app.reports.some((report) => report.entity === entity && report.when.length > 0) ||
  app.entities.some(
    (other) =>
      other !== entity &&
      other.computed.some(({ value }) => (value.kind === "count" || value.kind === "sum") && value.of === entity.name),
  );

export function importFrom(names: readonly string[], from: string): string {
  if (names.length === 0) return "";
  if (names.every((name) => name.startsWith("type ")))
    return `import type { ${names.map((name) => name.slice(5)).join(", ")} } from "${from}";\n`;
  return `import { ${names.join(", ")} } from "${from}";\n`;
}

/** A condition as a function of a record. */
export function conditionCode(
  app: App,
  entity: AppEntity,
  condition: Parameters<typeof asCode>[2],
  uses: Written["uses"],
): string {
  const inner: Written["uses"] = new Set();
  const body = asCode(app, entity, condition, "record", inner);
  for (const use of inner) uses.add(use);
  const takesNow = inner.has("now") ? ", now: Now" : "";
  return `(${/\brecord\b/.test(body) || takesNow ? `record: ${entity.name}Record` : ""}${takesNow}) => ${body}`;
}

type Made = { uses: Written["uses"]; types: Set<string> };

function computedCode(app: App, entity: AppEntity, computed: AppComputed, { uses, types }: Made): string {
  const { value } = computed;
  const head = (now: boolean, all: boolean) =>
    `(record: ${entity.name}Record${now || all ? `, ${now ? "now" : "_now"}: Now` : ""}${all ? ", all: All" : ""}) =>`;
  const own = (source: string) => `record.${nameIn(entity, source) ?? "id"}`;
  switch (value.kind) {
    case "condition":
      return conditionCode(app, entity, value.when, uses);
    case "product": {
      const parts = [partOf(entity, value.left), partOf(entity, value.right)];
      const guards = [
        ...new Set(parts.flatMap((part) => (part && mayBeNull(part) ? [`record.${part.name} === null`] : []))),
      ];
      const percent = parts.filter((part) => part?.kind === "percent").length;
      const both = `${own(value.left)} * ${own(value.right)}${percent > 0 ? ` / ${100 ** percent}` : ""}`;
      const worked =
        computed.kind === "money" && (percent > 0 || parts.some((part) => part?.kind === "decimal"))
          ? `Math.round(${both})`
          : both;
      return `${head(false, false)} ${guards.length > 0 ? `${guards.join(" || ")} ? null : ${worked}` : worked}`;
    }
    case "daysBetween":
      return `${head(false, false)} daysBetween(${own(value.from)}, ${own(value.to)})`;
    case "lookup":
    case "combined":
    case "hoursBetween":
    case "end":
    case "average":
    case "latest":
    case "later":
      throw new Error(`A tool works out no ${value.kind}: its reader makes none.`);
    case "ageYears":
      return `${head(true, false)} yearsSince(${own(value.from)}, now.today)`;
    case "count":
    case "sum": {
      const child = app.entities.find((each) => each.name === value.of);
      const via = child && nameIn(child, value.via);
      if (!child || !via) return `${head(false, false)} 0`;
      const variable = child === entity ? "other" : child.ident;
      const inner: Written["uses"] = new Set();
      const condition = value.when.length > 0 ? ` && ${asCode(app, child, value.when, variable, inner)}` : "";
      if (child !== entity) types.add(`import type { ${child.name}Record } from "./${child.folder}.ts";\n`);
      const chosen = `all<${child.name}Record>("${child.path}").filter((${variable}) => ${variable}.${via} === record.id${condition})`;
      const field = value.kind === "sum" ? partOf(child, value.field) : undefined;
      if (!field) return `${head(inner.has("now"), true)} ${chosen}.length`;
      const amount = `${variable}.${field.name}${mayBeNull(field) ? " ?? 0" : ""}`;
      return `${head(inner.has("now"), true)} ${chosen}.reduce((sum, ${variable}) => sum + ${mayBeNull(field) ? `(${amount})` : amount}, 0)`;
    }
  }
}

function moveCode(entity: AppEntity, move: AppMove): Node {
  const stamps = Object.fromEntries(
    move.stamps.map(({ field, with: what }) => {
      const part = partOf(entity, field);
      const isPoint = part !== undefined && !isComputed(part) && part.kind === "reference";
      const now =
        part?.kind === "dateTime" ? "now.instant" : part?.kind === "time" ? "now.instant.slice(11, 16)" : "now.today";
      const value = what === "currentUser" ? (isPoint ? "null" : "now.user.name") : now;
      return [nameIn(entity, field) ?? field, code(value)];
    }),
  );
  return object({
    action: literal(move.action),
    label: literal(move.label),
    from: literal(move.from),
    to: literal(move.to),
    asks: literal(move.asks),
    stamps: move.stamps.length > 0 ? code(`(now: Now) => (${print(object(stamps), 8, 40)})`) : undefined,
  });
}
