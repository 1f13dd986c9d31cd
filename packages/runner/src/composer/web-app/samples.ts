import type { App, AppEntity, AppField } from "../app.ts";
import { type Floor, floorsOf } from "../floors.ts";
import { code, literal, type Node, object, print, text } from "../print.ts";
import { baseValues, plainScenario, type Value } from "../scenario.ts";
import { inOrder } from "./migration.ts";
import { limitsIn, type Own } from "./rights.ts";

/** How a value is written in a test. A text that must be unique gets a number nothing else has. */
export function valueCode(value: Value, field?: AppField): Node {
  switch (value.is) {
    case "literal":
      if (field?.unique && typeof value.value === "number") return code(`${value.value} + next()`);
      if ((field?.unique || field?.varies) && typeof value.value === "string")
        return code(`\`${template(value.value)} \${next()}\``);
      return literal(value.value);
    case "day":
      return code(`day(${value.days})`);
    case "noon":
      return code(`noon(${value.days})`);
    case "yearsAgo":
      return code(`yearsAgo(${value.years})`);
    case "text":
      return field?.unique || field?.varies ? code(`\`${template(value.words)} \${next()}\``) : literal(value.words);
    case "email":
      return code("`person${next()}@example.com`");
    case "reference":
      return code("0");
    case "file": {
      const one = value.pictures ? "picture()" : "paper()";
      return code(value.many ? `[${one}]` : one);
    }
  }
}

/** Words as they may stand in a template literal. */
const template = (words: string): string =>
  JSON.stringify(words).slice(1, -1).replaceAll('\\"', '"').replaceAll("`", "\\`").replaceAll("${", "\\${");

export const makerOf = (entity: AppEntity): string => `new${entity.name}`;

/** `test/support/samples.ts`: a valid record of everything, and what it needs. */
export function samplesFile(app: App): string {
  const makers = inOrder(app.entities).flatMap((entity) => [
    maker(app, entity),
    ...(limitsIn(app, entity).length > 0 ? [giver(entity, limitsIn(app, entity))] : []),
  ]);
  const all = makers.join("\n");
  const used = ["type Body", "type Client", "day", "type Item", "next", "noon", "ok", "yearsAgo"].filter((name) =>
    name.startsWith("type ") ? name !== "type Body" : new RegExp(`\\b${name}\\(`).test(all),
  );
  const files = ["paper", "picture"].filter((name) => new RegExp(`\\b${name}\\(`).test(all));
  return `import { ${used.join(", ")} } from "./client.ts";
${files.length > 0 ? `import { ${files.join(", ")} } from "./files.ts";\n` : ""}${all.includes("app: TestApp") ? 'import type { TestApp } from "./start.ts";\n' : ""}
type Values = Record<string, unknown>;

${all}`;
}

function maker(app: App, entity: AppEntity): string {
  const values = { ...baseValues(app, entity), ...plainScenario(app, entity).values };
  const entries: Record<string, Node> = {};
  const references: string[] = [];
  const floors = floorsOf(app).filter(({ taken }) => taken.entity === entity);
  for (const [name, value] of Object.entries(values)) {
    const field = partByName(entity, name);
    if (value.is === "reference") {
      const target = app.entities.find((each) => each.path === value.path);
      if (!target) continue;
      references.push(name);
      const floor = floors.find(({ taken }) => taken.via.name === name);
      const make = floor ? coverer(floor, target) : makerOf(target);
      entries[name] = code(`values.${name} === undefined ? (await ${make}(api)).id : values.${name}`);
    } else entries[name] = valueCode(value, field);
  }
  const body = print(object({ ...entries, "...values": code("") }), 2, 9);
  const isAsync = references.length > 0;
  const name = entity.label.toLowerCase();
  const unusedApi = isAsync ? "api" : "_api";
  const covers = floors.map(coverLine);
  const coverers = floors.map((floor) => covererCode(app, floor));
  return `/** What a valid ${comment(name)} is made of; \`values\` replaces parts of it. */
export async function ${entity.ident}Body(${unusedApi}: Client, values: Values = {}): Promise<Values> {
  return ${body};
}

/** A ${comment(name)} the application has accepted${covers.length > 0 ? "; what it takes is given before" : ""}. */
export async function ${makerOf(entity)}(api: Client, values: Values = {}): Promise<Item> {
${covers.length > 0 ? `  const body = await ${entity.ident}Body(api, values);\n${covers.join("")}` : ""}  return ok(await api.post(${text(`/api/${entity.path}`)}, ${covers.length > 0 ? "body" : `await ${entity.ident}Body(api, values)`}), 201);
}
${coverers.join("")}`;
}

/** A line that gives as much as a record is going to take. */
const coverLine = ({ given, taken }: Floor): string =>
  `  await ${makerOf(given.entity)}(api, { ${given.via.name}: body.${taken.via.name}, ${given.amount.name}: body.${taken.amount.name} });\n`;

const coverer = ({ taken }: Floor, target: AppEntity): string => `${target.ident}For${taken.entity.name}`;

/** What makes a record that more than enough was given for. */
function covererCode(app: App, floor: Floor): string {
  const { given } = floor;
  const target = app.entities.find((each) => each.path === given.via.target);
  if (!target) return "";
  const plenty = Math.min(given.amount.max ?? 100_000, given.amount.kind === "money" ? 10_000_000 : 100_000);
  return `
/** A ${comment(target.label.toLowerCase())} with more than enough to take from. */
async function ${coverer(floor, target)}(api: Client): Promise<Item> {
  const record = await ${makerOf(target)}(api);
  await ${makerOf(given.entity)}(api, { ${given.via.name}: record.id, ${given.amount.name}: ${plenty} });
  return record;
}
`;
}

export const giverOf = (entity: AppEntity): string => `${entity.ident}Of`;

/** How a record becomes that of somebody who deals with nothing but their own. */
function giver(entity: AppEntity, limits: readonly Own[]): string {
  const path = `\`/api/${entity.path}/\${id}\``;
  const lines = limits.flatMap(({ field, via, roles }) => {
    const given = via
      ? [
          `const self = record.${field} ?? (await ${makerOf(via.entity)}(app.api)).id;`,
          `if (record.${field} === null) ok(await app.api.patch(${path}, { ${field}: self }));`,
          `ok(await app.api.patch(\`/api/${via.entity.path}/\${self}\`, { ${via.field}: me.id }));`,
        ]
      : [`if (record.${field} !== me.id) ok(await app.api.patch(${path}, { ${field}: me.id }));`];
    if (limits.length === 1) return given;
    return [`if (${print(literal(roles))}.includes(role)) {`, ...given.map((line) => `  ${line}`), "}"];
  });
  return `/** Makes a ${comment(entity.label.toLowerCase())} that of somebody with this role, and returns the client of that person. */
export async function ${giverOf(entity)}(app: TestApp, role: string, id: number): Promise<Client> {
  const me = ok(await app.as(role).get("/api/me"));
  const record = ok(await app.api.get(${path}));
${lines.map((line) => `  ${line}\n`).join("")}  return app.as(role);
}
`;
}

const comment = (words: string) => words.replaceAll("*/", "* /").replace(/\s+/g, " ");
const partByName = (entity: AppEntity, name: string) => entity.fields.find((field) => field.name === name);
