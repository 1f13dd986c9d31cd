import { readFileSync } from "node:fs";
import * as z from "zod";
import type { Flow, Integration, Values } from "./flow.ts";

const path = z.string().regex(/^\/[\w\-./]*$/, "should be a path such as /orders");
/** `customer.email` is the email within the customer. */
const place = z.string().regex(/^[\w-]+(\.[\w-]+)*$/, "should be a name such as email or customer.email");

const Resource = z.strictObject({
  path,
  id: place,
  /** Without it every sync reads everything and finds out by comparing. */
  updatedAt: place.nullable(),
  fields: z.record(z.string(), place),
});

const SystemMapping = z.strictObject({
  oauth: z.strictObject({ tokenPath: path, scope: z.string() }),
  apiKey: z.strictObject({ header: z.string().regex(/^[\w-]+$/), prefix: z.string() }),
  list: z.strictObject({
    /** Where the records are in the answer; empty when the answer is the list itself. */
    items: z.union([place, z.literal("")]),
    paging: z.enum(["cursor", "page", "link", "none"]),
    sizeParameter: z.string(),
    size: z.number().int().min(1).max(1_000),
    /** cursor: the parameter, and where the answer has the next one. page: the parameter, counted from 1. */
    parameter: z.string(),
    next: z.union([place, z.literal("")]),
    /** Empty when the system can't narrow a list to what has changed. */
    sinceParameter: z.string(),
  }),
  write: z.strictObject({
    /**
     * search: look for the record, then create or change it. put: write under an id of ours, which is safe to repeat.
     * post: always create, and rely on the Idempotency-Key.
     */
    style: z.enum(["search", "put", "post"]),
    method: z.enum(["PATCH", "PUT"]),
    /** The field that holds our id of a record, and the parameter that searches by it. */
    externalId: place,
  }),
  webhook: z.strictObject({
    signatureHeader: z.string(),
    prefix: z.string(),
    encoding: z.enum(["hex", "base64"]),
    /** Without it only the body is signed, and an old delivery can't be told from a new one. */
    timestampHeader: z.string().nullable(),
    eventHeader: z.string(),
    /** Where the event names the record; the record itself is then read from the system. */
    id: place,
  }),
  /** Requests a second; null for no limit of our own. */
  maxPerSecond: z.number().positive().nullable(),
  resources: z.record(z.string(), Resource),
});

const Mapping = z.strictObject({ systems: z.record(z.string(), SystemMapping) });

export type Resource = z.infer<typeof Resource>;
export type SystemMapping = z.infer<typeof SystemMapping>;
export type Mapping = z.infer<typeof Mapping>;

/**
 * How both systems name things.
 *
 * @throws Error naming every place in the file that is wrong, and every field that a flow needs and the file lacks
 */
export function readMapping(file: string, integration: Integration): Mapping {
  const parsed = Mapping.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!parsed.success)
    throw new Error(
      `${file} is wrong. ${parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")}`,
    );
  const lacks = integration.flows.flatMap((flow) => [
    ...lacking(parsed.data, flow.from, flow.source),
    ...lacking(parsed.data, flow.to, flow.target),
  ]);
  if (lacks.length > 0) throw new Error(`${file} lacks ${[...new Set(lacks)].join(", ")}`);
  return parsed.data;
}

function lacking(mapping: Mapping, system: string, resource: string): string[] {
  return mapping.systems[system]?.resources[resource] ? [] : [`systems.${system}.resources.${resource}`];
}

/** The value at a place of a JSON document; undefined when there is none. */
export function valueAt(document: unknown, where: string): unknown {
  let here = document;
  for (const part of where.split(".")) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, part)) return undefined;
    here = (here as Values)[part];
  }
  return here;
}

/** Puts a value at a place; objects on the way are made. */
function put(document: Values, where: string, value: unknown): void {
  const parts = where.split(".");
  const last = parts.pop() ?? "";
  let here = document;
  for (const part of parts) {
    const inner = here[part];
    const next: Values = typeof inner === "object" && inner !== null ? (inner as Values) : {};
    here[part] = next;
    here = next;
  }
  here[last] = value;
}

/** A document of a system as the fields that this service knows. A field that the file doesn't name keeps its name. */
export function fromSystem(resource: Resource, flow: Flow, document: unknown): Values {
  const names = new Set([...Object.keys(resource.fields), ...fieldsOf(flow)]);
  return Object.fromEntries([...names].map((name) => [name, valueAt(document, resource.fields[name] ?? name)]));
}

/** Fields of this service as a document of a system; what is undefined is left out. */
export function toSystem(resource: Resource, values: Values): Values {
  const document: Values = {};
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) put(document, resource.fields[name] ?? name, value);
  return document;
}

const fieldsOf = (flow: Flow): string[] => ("shape" in flow.record ? Object.keys(flow.record.shape as object) : []);
