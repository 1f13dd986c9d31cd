import type { Kind } from "@q2o/core/base";
import * as z from "zod";
import { statusOf } from "./problem.ts";
import type { Route } from "./route.ts";

const ProblemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

type JsonSchema = { properties?: Record<string, object>; required?: string[] };

/** OpenAPI 3.1 of the routes, from the very schemas that check what comes in. */
export function describe(routes: readonly Route[], site: string) {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Q2O", version: "1", description: "From a written objective to working software." },
    servers: [{ url: site }],
    paths,
    components: {
      schemas: { Problem: schemaOf(ProblemSchema, "output") },
      securitySchemes: {
        tenant: { type: "apiKey", in: "cookie", name: "q2o_tenant" },
        client: { type: "apiKey", in: "cookie", name: "q2o_client" },
        admin: { type: "apiKey", in: "cookie", name: "q2o_admin" },
        device: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        runner: { type: "http", scheme: "bearer" },
      },
    },
  };
}

function operation(route: Route): object {
  const { properties = {}, required = [] } = schemaOf(route.input, "input");
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const others = Object.keys(properties).filter((name) => !inPath.includes(name));
  const parameter = (name: string, place: "path" | "query") => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: properties[name] ?? { type: "string" },
  });
  const body = {
    type: "object",
    properties: Object.fromEntries(others.map((name) => [name, properties[name]])),
    required: required.filter((name) => others.includes(name)),
  };
  const kinds = new Set<Kind>(["invalid", ...route.refuses]);
  if (route.door !== "public") kinds.add("unauthenticated");
  // Whoever has shown a code and no passkey yet.
  if (route.door === "admin" && !route.isForArriving) kinds.add("forbidden");
  const refusals = [...kinds].map((kind) => [
    statusOf[kind],
    {
      description: kind,
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    },
  ]);
  return {
    summary: route.summary,
    tags: [route.door],
    operationId: `${route.method}${route.path.replace(/^\/api/, "").replace(/[^A-Za-z0-9]+(\w?)/g, (_, sign: string) => sign.toUpperCase())}`,
    ...(route.door === "public" ? {} : { security: [{ [route.door]: [] }] }),
    parameters: [
      ...inPath.map((name) => parameter(name, "path")),
      ...(route.method === "get" ? others.map((name) => parameter(name, "query")) : []),
    ],
    ...(route.method === "get" || others.length === 0
      ? {}
      : { requestBody: { required: body.required.length > 0, content: { "application/json": { schema: body } } } }),
    responses: {
      [route.status]: {
        description: route.summary,
        ...(route.reply ? { content: { "application/json": { schema: schemaOf(route.reply, "output") } } } : {}),
      },
      ...Object.fromEntries(refusals),
    },
  };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest as JsonSchema;
}
