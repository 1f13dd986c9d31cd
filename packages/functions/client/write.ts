import type { JsonSchema } from "../src/edge/example.ts";

type Content = Record<string, { schema: JsonSchema }>;
type Operation = {
  summary: string;
  parameters: { name: string; in: "path" | "query"; required: boolean; schema: JsonSchema }[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
};
/** As much of OpenAPI as our description is made of. */
export type Description = {
  paths: Record<string, Record<string, object>>;
  components: { schemas: { Problem: JsonSchema } };
};

const widest = 118;

/** The module of types that says what each route takes and answers, as the description of the API says it. */
export function typesOf({ paths, components }: Description): string {
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => entry(`${method} ${path}`, operation as Operation)),
  );
  return `// Made by packages/functions/generate.ts from the description of the API.

/** Every refusal. */
export type Problem = ${typeOf(components.schemas.Problem, "")};

/** What each route finds in its path, what else it takes (of a GET the query, of others the body), and what it answers. */
export type Routes = {
${routes.join("\n")}
};
`;
}

function entry(key: string, { summary, parameters, requestBody, responses }: Operation): string {
  const indent = "    ";
  const body = requestBody?.content["application/json"]?.schema;
  const input = body ?? objectOf(parameters.filter((each) => each.in === "query"));
  const success = Object.entries(responses).find(([status]) => /^[23]/.test(status));
  const [answer] = Object.values(success?.[1].content ?? {});
  return [
    `  /** ${summary} */`,
    `  ${JSON.stringify(key)}: {`,
    `${indent}path: ${typeOf(objectOf(parameters.filter((each) => each.in === "path")), indent)};`,
    `${indent}input: ${typeOf(input, indent)};`,
    `${indent}reply: ${answer ? typeOf(answer.schema, indent) : "void"};`,
    "  };",
  ].join("\n");
}

const objectOf = (parameters: Operation["parameters"]): JsonSchema => ({
  type: "object",
  properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
  required: parameters.filter(({ required }) => required).map(({ name }) => name),
});

/** The type of whatever fits a schema, over several lines where it is long. */
function typeOf(schema: JsonSchema, indent: string): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(" | ");
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return unionOf(options.map((each) => typeOf(each, indent)));
  if (Array.isArray(schema.type)) return unionOf(schema.type.map((type) => typeOf({ ...schema, type }, indent)));
  if (schema.type === "object") return recordOf(schema, indent);
  if (schema.type === "array") return `${inBrackets(schema.items, typeOf(schema.items ?? {}, indent))}[]`;
  if (schema.type === "integer" || schema.type === "number") return "number";
  if (schema.type === "string" || schema.type === "boolean" || schema.type === "null") return schema.type;
  return "unknown";
}

const unionOf = (types: readonly string[]) => [...new Set(types)].join(" | ");
const inBrackets = (schema: JsonSchema = {}, type: string) =>
  schema.enum || schema.anyOf || schema.oneOf || Array.isArray(schema.type) ? `(${type})` : type;

function recordOf({ properties = {}, required = [], additionalProperties, propertyNames }: JsonSchema, indent: string) {
  const inner = `${indent}  `;
  const rest = typeof additionalProperties === "object" ? additionalProperties : undefined;
  if (rest && propertyNames?.enum) return `Record<${typeOf(propertyNames, "")}, ${typeOf(rest, indent)}>`;
  const fields = Object.entries(properties).map(
    ([name, schema]) => `${name}${required.includes(name) ? "" : "?"}: ${typeOf(schema, inner)}`,
  );
  if (rest) fields.push(`[name: string]: ${typeOf(rest, inner)}`);
  if (fields.length === 0) return "object";
  const line = `{ ${fields.join("; ")} }`;
  if (indent.length + line.length < widest && !line.includes("\n")) return line;
  return `{\n${fields.map((field) => `${inner}${field};`).join("\n")}\n${indent}}`;
}
