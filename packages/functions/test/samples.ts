import * as z from "zod";
import type { JsonSchema } from "../src/edge/example.ts";
import type { Route } from "../src/edge/route.ts";

export const inputOf = (route: Route): JsonSchema =>
  z.toJSONSchema(route.input, { io: "input", unrepresentable: "any" }) as JsonSchema;

/** An id of this noun that nobody has: the one that all ids have for their example. */
export const unknownId = (prefix: string): string => `${prefix}_01JQZ3M8S4T6V8X0Z2B4D6F8H0`;

/** The three letters of the noun whose id a field takes, if it takes one. */
const nounOf = (schema: JsonSchema | undefined): string | undefined =>
  /^([a-z]{3})_01JQZ3M8S4T6V8X0Z2B4D6F8H0$/.exec(String(schema?.example ?? ""))?.[1];

/** Fields that take an id which is no noun's with a prefix of its own making. */
const byName: Record<string, string> = { planId: "pln" };

/** Each field of a route's input that takes an id, with the noun. */
export const idsOf = (route: Route): { name: string; noun: string }[] =>
  Object.entries(inputOf(route).properties ?? {}).flatMap(([name, schema]) => {
    const noun = nounOf(schema) ?? schema.anyOf?.map(nounOf).find((each) => each !== undefined) ?? byName[name];
    return noun ? [{ name, noun }] : [];
  });

export const inPath = (route: Route): string[] => [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
