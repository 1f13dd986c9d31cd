/**
 * What an integration service moves: records of one kind, from one system to another, by rules. How the systems name
 * things is not known when a brief is read; it is configuration of what is delivered.
 */
import * as z from "zod";

const camel = z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/);
const kebab = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
const label = z.string().min(1).max(120);

const valueTypes = ["text", "email", "amount", "whole", "flag", "day", "instant", "words"] as const;

/** One value of a record as the source has it. */
const Value = z.object({ name: camel, label, type: z.enum(valueTypes), required: z.boolean() });
export type Value = z.infer<typeof Value>;

/** How a value of the target comes about. */
const Making = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("copy"), from: camel, otherwise: z.string().optional() }),
  z.object({
    kind: z.enum([
      "firstName",
      "lastName",
      "fromCents",
      "toCents",
      "upper",
      "lower",
      "digitsOnly",
      "day",
      "countryCode",
    ]),
    from: camel,
  }),
  z.object({ kind: z.enum(["joined", "product", "sum", "difference"]), from: z.array(camel).min(2) }),
  z.object({ kind: z.literal("daysAfter"), from: camel, days: z.number().int().positive() }),
  z.object({ kind: z.literal("constant"), value: z.string() }),
  z.object({ kind: z.literal("translated"), from: camel, table: z.array(z.tuple([z.string(), z.string()])).min(1) }),
]);
export type Making = z.infer<typeof Making>;

const Mapped = z.object({ to: camel, label, making: Making });
export type Mapped = z.infer<typeof Mapped>;

/** A condition on one record of the source. */
const Test = z.discriminatedUnion("op", [
  z.object({ op: z.enum(["isTrue", "isNotTrue", "isEmpty"]), field: camel }),
  z.object({ op: z.enum(["isOneOf", "isNoneOf", "has", "hasNot"]), field: camel, values: z.array(z.string()).min(1) }),
  z.object({ op: z.enum(["below", "above", "atMost", "atLeast"]), field: camel, value: z.number() }),
  z.object({ op: z.literal("olderThan"), field: camel, days: z.number().int().positive() }),
]);
export type Test = z.infer<typeof Test>;

const Skip = z.object({ reason: label, when: Test });
export type Skip = z.infer<typeof Skip>;

/** What becomes of a record at the target once it is over at the source: when it is gone there, or fits the condition. */
const End = z.object({
  label,
  when: Test.optional(),
  effect: z.union([z.literal("remove"), z.object({ field: camel, label, value: z.union([z.string(), z.boolean()]) })]),
});
export type End = z.infer<typeof End>;

const Schedule = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("every"), seconds: z.number().int().min(60) }),
  z.object({
    kind: z.literal("at"),
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    weekday: z.number().int().min(0).max(6).optional(),
  }),
]);
export type Schedule = z.infer<typeof Schedule>;

const Thing = z.object({ key: kebab, label, plural: label });

const Flow = z.object({
  name: kebab,
  label,
  from: kebab,
  to: kebab,
  source: Thing,
  target: Thing,
  values: z.array(Value).min(1),
  mapping: z.array(Mapped).min(1),
  skip: z.array(Skip),
  ends: z.array(End).optional(),
  mode: z.enum(["upsert", "once", "update"]),
  /** The target's field by which a record is found there. */
  matchBy: camel.optional(),
  schedule: Schedule.optional(),
  webhook: z.boolean(),
  back: z.object({ flow: kebab, conflict: z.enum(["newest", "source", "target"]) }).optional(),
});
export type Flow = z.infer<typeof Flow>;

const System = z.object({
  name: kebab,
  label,
  /** How it lets programs in, until its settings say otherwise. */
  auth: z.enum(["oauth2", "api-key"]),
  /** Requests a second that it allows, where the brief says so. */
  maxPerSecond: z.number().positive().optional(),
});
export type System = z.infer<typeof System>;

/** What a service that keeps systems in step has beside what every contract has. */
export const flowParts = {
  systems: z.array(System).min(2).max(6),
  flows: z.array(Flow).min(1).max(12),
  /** How often a record that fails is tried in all before it is given up. */
  recordTries: z.number().int().min(1).max(100),
};
