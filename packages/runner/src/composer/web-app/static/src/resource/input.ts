import * as z from "zod";
import { type FieldError, invalid, Problem } from "../http/problem.ts";
import type { Field } from "./fields.ts";
import type { Resource } from "./resource.ts";

export type Body = Record<string, unknown>;

/** What a record may be made of, for whole records and for changes to some fields. */
export function inputSchema(resource: Pick<Resource, "fields">, mode: "whole" | "partial"): z.ZodType<Body> {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, field] of Object.entries(resource.fields)) {
    if (field.readOnly) continue;
    const value = field.required ? field.schema : z.union([z.null(), field.schema]);
    const needed = mode === "whole" && field.required && field.default === undefined;
    shape[name] = needed ? value : value.optional();
  }
  return z.strictObject(shape);
}

/**
 * A request's body, ready to be stored. What the API itself added to a record (id, names of references, computed
 * values) is taken back without complaint, so that a client can send what it was given.
 *
 * @throws Problem `input.invalid` with every field that is wrong, unknown ones by name
 */
export function parseInput(resource: Resource, body: unknown, mode: "whole" | "partial"): Body {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw invalid([{ path: "", message: "Send a JSON object." }]);

  const errors: FieldError[] = [];
  const given: Body = {};
  for (const [name, value] of Object.entries(body)) if (!isOutput(resource, name)) given[name] = value;
  for (const [name, field] of Object.entries(resource.fields))
    if (!field.required && given[name] === "") given[name] = null;

  const values: Body = {};
  for (const [name, field] of Object.entries(resource.fields)) {
    if (field.readOnly) continue;
    const result = parseField(field, given[name], mode);
    if ("errors" in result) errors.push(...result.errors.map((message) => ({ path: name, message })));
    else if (result.value !== undefined) values[name] = result.value;
  }
  for (const name of Object.keys(given))
    if (!Object.hasOwn(resource.fields, name)) errors.push({ path: name, message: "There is no such field." });
  if (errors.length > 0) throw invalid(errors, summary(errors));
  return values;
}

function parseField(
  field: Field,
  given: unknown,
  mode: "whole" | "partial",
): { value: unknown } | { errors: string[] } {
  if (given === undefined) {
    if (mode === "partial") return { value: undefined };
    if (field.default !== undefined) return { value: field.default };
    return field.required ? { errors: ["This field is required."] } : { value: null };
  }
  if (given === null) return field.required ? { errors: ["This field is required."] } : { value: null };
  const result = field.schema.safeParse(given);
  if (result.success) return { value: result.data };
  return {
    errors: [...new Set(result.error.issues.map((issue) => issue.message.replace(/^Invalid input: /, "")))].slice(0, 1),
  };
}

/** The state is among the fields, but only its moves change it: a body that says otherwise is refused by name. */
export function refuseStateChange(resource: Resource, body: Body, present: unknown, isNew: boolean): void {
  const state = resource.state;
  const field = state && resource.fields[state.field];
  if (!state || !field || body[state.field] === undefined || body[state.field] === present) return;
  const verbs = state.moves.map((move) => `POST /api/${resource.path}/{id}/${move.action}`).join(", ");
  const known = field.options?.includes(String(body[state.field])) ?? false;
  const errors = [
    { path: state.field, message: known ? "This is changed only by actions." : "There is no such state." },
  ];
  if (isNew || !known) throw invalid(errors, `${field.label} starts as ${present} and is changed by: ${verbs}.`);
  throw new Problem(409, "state.moves_only", `${field.label} is changed only by: ${verbs}.`, errors);
}

function isOutput(resource: Resource, name: string): boolean {
  if (name === "id" || name === "label" || name === "createdAt" || name === "updatedAt")
    return !Object.hasOwn(resource.fields, name);
  if (Object.hasOwn(resource.computed, name)) return true;
  const field = Object.hasOwn(resource.fields, name) ? resource.fields[name] : undefined;
  if (field) return field.readOnly === true;
  return resource.fields[`${name}Id`]?.kind === "reference";
}

const summary = (errors: FieldError[]) =>
  `Not accepted: ${errors
    .map((error) => error.path)
    .slice(0, 20)
    .join(", ")}.`;
