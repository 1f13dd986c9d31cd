import type { Work } from "../sync/work.ts";
import { listingsOf } from "./lists.ts";
import type { Listing } from "./query.ts";

type Json = { [key: string]: unknown };

/** The OpenAPI 3.1 document of every route, with the lists as they are really narrowed and sorted. */
export function openapi({ integration, config, mapping }: Work): Json {
  const listings = listingsOf(integration);
  const flows = { type: "string", enum: integration.flows.map((flow) => flow.name) };
  const isClosed = config.OPERATOR_PASSWORD !== undefined;
  const who = isClosed ? [401] : [];
  const id = { name: "id", in: "path", required: true, schema: { type: "integer", minimum: 1 } };
  const listOf = (name: keyof typeof listings, item: string, summary: string) => ({
    operationId: `list${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    summary,
    parameters: parameters(listings[name]),
    responses: { 200: json(pageOf(item), "One page"), ...refusals(400, ...who) },
  });
  const paths: Json = {
    "/health": {
      get: { summary: "Whether the service works", security: [], responses: { 200: { description: "It does" } } },
    },
    "/openapi.json": {
      get: { summary: "This document", security: [], responses: { 200: { description: "OpenAPI 3.1" } } },
    },
    "/api/flows": {
      get: {
        operationId: "listFlows",
        summary: "Every flow: its schedule, its checkpoint, its counts",
        parameters: [{ name: "search", in: "query", required: false, schema: { type: "string" } }],
        responses: { 200: json(pageOf("Flow"), "All of them"), ...refusals(400, ...who) },
      },
    },
    "/api/syncs": {
      get: listOf("syncs", "Sync", "What was synced, when, and how many records of each outcome"),
      post: {
        operationId: "startSync",
        summary: "Sync now: one flow, or all when none is named",
        requestBody: {
          required: false,
          content: {
            "application/json": {
              schema: { type: "object", properties: { flow: flows }, additionalProperties: false },
            },
          },
        },
        responses: {
          202: json(
            { type: "object", properties: { items: { type: "array", items: ref("Sync") } }, required: ["items"] },
            "Asked for",
          ),
          ...refusals(400, ...who, 409, 413),
        },
      },
    },
    "/api/syncs/{id}": {
      parameters: [id],
      get: {
        operationId: "getSync",
        summary: "One sync",
        responses: { 200: json(ref("Sync"), "The sync"), ...refusals(...who, 404) },
      },
    },
    "/api/records": { get: listOf("records", "Record", "What became of each record") },
    "/api/records/{id}": {
      parameters: [id],
      get: {
        operationId: "getRecord",
        summary: "One record, with its content as it was last read",
        responses: { 200: json(ref("Record"), "The record"), ...refusals(...who, 404) },
      },
    },
    "/api/failures": { get: listOf("failures", "Record", "Records that have not arrived, each with the reason") },
    "/api/failures/retry": {
      post: {
        operationId: "retryFailures",
        summary: "Try all failures again now",
        responses: { 202: json(retried, "Asked for"), ...refusals(...who) },
      },
    },
    "/api/failures/{id}/retry": {
      parameters: [id],
      post: {
        operationId: "retryFailure",
        summary: "Try one failure again now",
        responses: { 202: json(retried, "Asked for"), ...refusals(...who, 404) },
      },
    },
    "/api/events": { get: listOf("events", "Event", "What webhooks brought") },
  };
  for (const flow of integration.flows.filter((each) => each.webhook)) {
    const webhook = mapping.systems[flow.from]?.webhook;
    paths[`/webhooks/${flow.name}`] = {
      post: {
        operationId: `receive-${flow.name}`,
        summary: `Webhook of ${flow.label}: the record named at ${webhook?.id} is read and sent on`,
        description: `HMAC-SHA256 of ${webhook?.timestampHeader ? `the header ${webhook.timestampHeader}, a dot and the body` : "the body"} in the header ${webhook?.signatureHeader}.`,
        security: [],
        requestBody: { required: true, content: { "application/json": { schema: { type: "object" } } } },
        responses: {
          200: json({ type: "object" }, "Received before"),
          202: json({ type: "object" }, "Stored; it will be worked on"),
          ...refusals(400, 401, 413),
        },
      },
    };
  }
  return {
    openapi: "3.1.0",
    info: { title: integration.title, version: "1.0.0", description: integration.description },
    servers: [{ url: "/" }],
    ...(isClosed ? { security: [{ operator: [] }, { browser: [] }] } : {}),
    paths,
    components: {
      schemas,
      ...(isClosed
        ? {
            securitySchemes: {
              operator: { type: "http", scheme: "bearer", description: "OPERATOR_PASSWORD" },
              browser: { type: "http", scheme: "basic", description: "Any name, and OPERATOR_PASSWORD" },
            },
          }
        : {}),
    },
  };
}

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Json, description: string): Json => ({
  description,
  content: { "application/json": { schema } },
});

const pageOf = (item: string): Json => ({
  type: "object",
  properties: {
    items: { type: "array", items: ref(item) },
    total: { type: "integer" },
    page: { type: "integer" },
    pageSize: { type: "integer" },
    totalPages: { type: "integer" },
  },
  required: ["items", "total", "page", "pageSize", "totalPages"],
});

const parameters = ({ sortable, filters }: Listing): Json[] =>
  [
    { name: "page", schema: { type: "integer", minimum: 1, default: 1 } },
    { name: "pageSize", schema: { type: "integer", minimum: 1, maximum: 100, default: 25 } },
    { name: "search", schema: { type: "string", maxLength: 200 } },
    {
      name: "sort",
      schema: { type: "string", enum: Object.keys(sortable).flatMap((name) => [`${name}:asc`, `${name}:desc`]) },
    },
    ...Object.entries(filters).map(([name, { values }]) => ({ name, schema: { type: "string", enum: values } })),
  ].map((each) => ({ ...each, in: "query", required: false }));

const reasons: Record<number, string> = {
  400: "The input is not valid; `errors` names each field",
  401: "Not allowed without the password or a right signature",
  404: "Unknown",
  409: "In conflict with the present state",
  413: "The body is too large",
};

const refusals = (...codes: number[]): Json =>
  Object.fromEntries(
    codes.map((code) => [
      code,
      { description: reasons[code], content: { "application/problem+json": { schema: ref("Problem") } } },
    ]),
  );

const retried = { type: "object", properties: { retried: { type: "integer" } }, required: ["retried"] };
const text = { type: "string" };
const maybe = { type: ["string", "null"] };
const number = { type: "integer" };
const instant = { type: "string", format: "date-time" };
const object = (properties: Json, others: Json = {}): Json => ({
  type: "object",
  properties: { ...properties, ...others },
  required: Object.keys(properties),
});

const schemas: Json = {
  Flow: object({
    name: text,
    label: text,
    from: text,
    to: text,
    schedule: { type: ["object", "null"] },
    webhook: maybe,
    nextRunAt: maybe,
    checkpoint: maybe,
    records: object({ delivered: number, ended: number, skipped: number, failed: number, dead: number }),
    lastSync: { anyOf: [ref("Sync"), { type: "null" }] },
  }),
  Sync: object({
    id: number,
    flow: text,
    cause: text,
    status: text,
    createdAt: instant,
    startedAt: maybe,
    endedAt: maybe,
    pages: number,
    read: number,
    created: number,
    updated: number,
    unchanged: number,
    skipped: number,
    failed: number,
    error: maybe,
  }),
  Record: object(
    {
      id: number,
      flow: text,
      sourceId: text,
      targetId: maybe,
      status: text,
      reason: maybe,
      sourceUpdatedAt: maybe,
      tries: number,
      nextTryAt: maybe,
      createdAt: instant,
      updatedAt: instant,
    },
    { item: { description: "Only where one record is asked for." } },
  ),
  Event: object({
    id: number,
    flow: text,
    eventId: text,
    sourceId: text,
    status: text,
    reason: maybe,
    tries: number,
    nextTryAt: instant,
    receivedAt: instant,
    updatedAt: instant,
  }),
  Problem: {
    ...object({
      type: text,
      title: text,
      status: number,
      code: text,
      detail: text,
      errors: { type: "array", items: object({ path: text, message: text }) },
    }),
    description: "RFC 9457 problem details.",
  },
};
