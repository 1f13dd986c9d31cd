import fc from "fast-check";
import type { JsonSchema } from "../src/edge/example.ts";

/** What a field may be given that it was not made for. */
const hostile: unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e308,
  "",
  " ",
  "\u0000",
  "\ud800",
  "\u202e",
  "x".repeat(3_000),
  "'; drop table tenant; --",
  "%_\\",
  "../../etc/passwd",
  [],
  [[]],
  {},
  { $ne: 1 },
];

/** Ids to put where one is taken: one's own, another's, nobody's. */
export type Ids = (noun: string) => string[];

/** What fits a schema, at its edges too. */
function fitting(schema: JsonSchema, ids: Ids): fc.Arbitrary<unknown> {
  const noun = /^([a-z]{3})_01JQZ3M8S4T6V8X0Z2B4D6F8H0$/.exec(String(schema.example ?? ""))?.[1];
  if (noun) return fc.constantFrom(...ids(noun), String(schema.example), "nonsense");
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fc.oneof(...options.map((each) => fitting(each, ids)));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object") return objectOf(schema, ids);
  if (type === "array")
    return fc.array(fitting(schema.items ?? {}, ids), {
      minLength: schema.minItems ?? 0,
      maxLength: Math.min(schema.maxItems ?? 3, 5),
    });
  if (type === "integer")
    return fc.integer({ min: Math.max(schema.minimum ?? 0, -(2 ** 31)), max: Math.min(schema.maximum ?? 50, 2 ** 31) });
  if (type === "number") return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 100, noNaN: true });
  if (type === "boolean") return fc.boolean();
  if (type === "null") return fc.constant(null);
  return textOf(schema);
}

function textOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const min = schema.minLength ?? 0;
  const plain = fc.string({
    minLength: min,
    maxLength: Math.max(min, Math.min(schema.maxLength ?? 40, 60)),
    unit: "grapheme",
  });
  const written = fc.constantFrom(
    "Ann & Sons",
    "bike",
    "42",
    "2026-01-01",
    "a-b-c",
    "x".repeat(Math.min(schema.maxLength ?? 9, 500)),
  );
  const example = [schema.example, ...(schema.examples ?? [])].filter((each) => each !== undefined);
  const formats: Record<string, fc.Arbitrary<unknown>> = {
    email: fc.nat(999).map((n) => `person${n}@example.test`),
    uri: fc.constantFrom("https://example.com/a.png", "https://a.example.org/?x=1"),
    "date-time": fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") })
      .map((at) => at.toISOString()),
    date: fc.constantFrom("2026-01-01", "2026-02-29", "1999-12-31"),
  };
  const fit =
    formats[schema.format ?? ""] ??
    (schema.pattern ? fc.oneof(written, matching(schema.pattern)) : fc.oneof(plain, written));
  return example.length > 0 ? fc.oneof(fit, fc.constantFrom(...example)) : fit;
}

function matching(pattern: string): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern, "u"), { maxLength: 60 });
  } catch {
    // A pattern that looks ahead, or asks for classes of letters, is tried with plain text alone.
    return fc.string({ maxLength: 40 });
  }
}

function objectOf(schema: JsonSchema, ids: Ids): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(schema.properties ?? {}).map(([name, each]) => [name, fitting(each, ids)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [], noNullPrototype: true });
}

/** Inputs of a route: fitting ones, and such with one field missing, unheard of, or holding what it should not. */
export function inputs(schema: JsonSchema, ids: Ids): fc.Arbitrary<Record<string, unknown>> {
  const fit = objectOf(schema, ids);
  const names = [...Object.keys(schema.properties ?? {}), "unheardOf"];
  const spoilt = fc
    .tuple(fit, fc.constantFrom(...names), fc.constantFrom(...hostile))
    .map(([input, name, value]) => ({ ...input, [name]: value }));
  const short = fc.tuple(fit, fc.constantFrom(...names)).map(([input, name]) => {
    const { [name]: _, ...rest } = input;
    return rest;
  });
  return fc.oneof({ weight: 5, arbitrary: fit }, { weight: 3, arbitrary: spoilt }, { weight: 1, arbitrary: short });
}
