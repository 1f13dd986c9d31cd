/** As much of JSON Schema as our schemas become. */
export type JsonSchema = {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  example?: unknown;
  examples?: unknown[];
  default?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  propertyNames?: JsonSchema;
  additionalProperties?: boolean | JsonSchema;
};

const texts: Record<string, string> = {
  email: "ann@example.com",
  uri: "https://example.com/logo.png",
  "date-time": "2026-01-01T09:12:04.511Z",
  date: "2026-01-01",
};

/** What a field of this name holds, for those whose schema says no more than that it is text. */
const named: Record<string, string> = {
  email: "ann@example.com",
  ownerEmail: "ann@example.com",
  slug: "demo-studio",
  name: "Bike hire",
  companyName: "Demo Studio",
  clientName: "North Cycles",
  description: "A shop hires out bikes.",
  objectives: "Customers hire bikes by the day. Staff see what is out.",
  label: "Spring",
  code: "7K3QF-0M9ZX-R4T8B-W2C6H-J5NPV",
  text: "Looks good.",
  reason: "Agreed with the customer.",
  last5: "J5NPV",
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  contentType: "application/zip",
  primaryColor: "#0a7f5a",
  domain: "projects.example.com",
};

/**
 * Something that fits a schema: its example where it has one, else what its name and type suggest.
 *
 * @param isWhole with every field, as an answer has; else with those that must be there
 */
export function exampleOf(schema: JsonSchema, isWhole: boolean, name = ""): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.examples?.length) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const options = schema.anyOf ?? schema.oneOf;
  const chosen = options?.find(({ type }) => type !== "null") ?? options?.[0];
  if (chosen) return exampleOf(chosen, isWhole, name);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object") return objectFor(schema, isWhole);
  if (type === "array")
    return Array.from({ length: Math.max(schema.minItems ?? 0, isWhole ? 1 : 0) }, () =>
      exampleOf(schema.items ?? {}, isWhole, name),
    );
  if (type === "integer" || type === "number") return Math.max(schema.minimum ?? 1, Math.min(1, schema.maximum ?? 1));
  if (type === "boolean") return true;
  if (type === "null") return null;
  return textFor(schema, name);
}

function objectFor(schema: JsonSchema, isWhole: boolean): Record<string, unknown> {
  const { properties = {}, required = [], propertyNames, additionalProperties } = schema;
  const names = isWhole ? Object.keys(properties) : required;
  // Of a record every name that it may have, as some must have all.
  const keys = typeof additionalProperties === "object" ? (propertyNames?.enum ?? []).map(String) : [];
  const rest = typeof additionalProperties === "object" ? additionalProperties : {};
  return Object.fromEntries([
    ...keys.map((each) => [each, exampleOf(rest, isWhole, each)]),
    ...names.map((each) => [each, exampleOf(properties[each] ?? {}, isWhole, each)]),
  ]);
}

function textFor({ format, pattern, minLength = 0, maxLength = 200 }: JsonSchema, name: string): string {
  const fits = (text: string) =>
    text.length >= minLength && text.length <= maxLength && (!pattern || new RegExp(pattern, "u").test(text));
  const tried = [
    named[name],
    texts[format ?? ""],
    "Example",
    "example",
    "1",
    "2026-01",
    "engine.failed",
    "example-1",
    "x".repeat(minLength),
    "",
  ];
  return tried.find((text) => text !== undefined && fits(text)) ?? "";
}
