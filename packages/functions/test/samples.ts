import * as z from "zod";
import type { Route } from "../src/edge/route.ts";

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
  additionalProperties?: boolean | JsonSchema;
};

export const inputOf = (route: Route): JsonSchema =>
  z.toJSONSchema(route.input, { io: "input", unrepresentable: "any" }) as JsonSchema;

/** An id of this noun that nobody has: the one that all ids have for their example. */
export const unknownId = (prefix: string): string => `${prefix}_01JQZ3M8S4T6V8X0Z2B4D6F8H0`;

/** The three letters of the noun whose id a field takes, if it takes one. */
const nounOf = (schema: JsonSchema | undefined): string | undefined =>
  /^([a-z]{3})_01JQZ3M8S4T6V8X0Z2B4D6F8H0$/.exec(String(schema?.example ?? ""))?.[1];

/** Each field of a route's input that takes an id, with the noun. */
export const idsOf = (route: Route): { name: string; noun: string }[] =>
  Object.entries(inputOf(route).properties ?? {}).flatMap(([name, schema]) => {
    const noun = nounOf(schema) ?? schema.anyOf?.map(nounOf).find((each) => each !== undefined);
    return noun ? [{ name, noun }] : [];
  });

export const inPath = (route: Route): string[] => [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);

const texts: Record<string, string> = {
  email: "someone@example.test",
  uri: "https://example.com/logo.png",
  "date-time": "2026-01-01T00:00:00.000Z",
  date: "2026-01-01",
};

/** The least that fits a schema: its example, or else something of its type. */
export function sampleOf(schema: JsonSchema): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.examples?.length) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [one] = schema.anyOf ?? schema.oneOf ?? [];
  if (one) return sampleOf(one);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object")
    return Object.fromEntries((schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {})]));
  if (type === "array") return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}));
  if (type === "integer" || type === "number") return schema.minimum ?? 1;
  if (type === "boolean") return true;
  if (type === "null") return null;
  return texts[schema.format ?? ""] ?? "x".repeat(Math.max(3, schema.minLength ?? 0));
}
