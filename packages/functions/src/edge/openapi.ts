import type { Kind } from "@q2o/core/base";
import * as z from "zod";
import { exampleOf, type JsonSchema } from "./example.ts";
import { statusOf } from "./problem.ts";
import type { Door, Route } from "./route.ts";

const ProblemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** Who stands at each door. */
const doors: Record<Door, string> = {
  public: "Anybody: signing in and up, and what needs no account.",
  tenant: "A tenant's members, with the cookie of their sign-in.",
  client: "A tenant's client, with nothing but an activation code.",
  admin: "The platform's admins.",
  device: "A machine bound to an activation code, with its short-lived token.",
  runner: "The task of one attempt of one run, with its token.",
};

/** What a status means, with the codes that any route may give. */
const meanings: Record<Kind, string> = {
  invalid:
    "The input is not valid: `input.invalid`, `input.malformed` or `input.too_deep`, with the path of each fault, or a refusal of this route.",
  unauthenticated: "Nobody is signed in: `session.missing`, or the token or code shown is refused.",
  forbidden: "Not allowed, and why: ",
  missing: "Unknown, or not yours: `….missing`.",
  conflict: "Not as things are now; the code says what stands in the way.",
  too_large: "`input.too_large`",
  mismatch: "`idempotency.mismatch`: the key was used for another request.",
  limited: "`rate.limited`: too often; `Retry-After` says in how many seconds to come again.",
  upstream: "Somebody else's service failed.",
};

const forbiddenFor = (route: Route): string =>
  [
    route.may && "`role.not_allowed`",
    route.isFresh && "`step_up.required`",
    route.door === "admin" && !route.isForArriving && "`passkey.required`, `passkey.enrolment_required`",
    route.scope && "`scope.not_allowed`",
    route.method !== "get" && "`origin.refused`",
    "or a rule of the subscription",
  ]
    .filter(Boolean)
    .join(", ");

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
    tags: Object.entries(doors).map(([name, description]) => ({ name, description })),
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
    properties: Object.fromEntries(others.map((name) => [name, properties[name] ?? {}])),
    required: required.filter((name) => others.includes(name)),
  };
  const isChange = route.method !== "get";
  const kinds = new Set<Kind>(["invalid", ...route.refuses]);
  if (route.door !== "public") kinds.add("unauthenticated");
  if (isChange) for (const kind of ["forbidden", "limited", "too_large"] as const) kinds.add(kind);
  if (route.isCostly) kinds.add("limited");
  // Whoever has shown a code and no passkey yet.
  if (route.door === "admin" && !route.isForArriving) kinds.add("forbidden");
  if (route.method === "post") kinds.add("mismatch");
  const refusals = [...kinds].map((kind) => [
    statusOf[kind],
    {
      description: kind === "forbidden" ? meanings[kind] + forbiddenFor(route) : meanings[kind],
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    },
  ]);
  const reply = route.type ? { type: "string" } : route.reply && schemaOf(route.reply, "output");
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
      : {
          requestBody: {
            required: body.required.length > 0,
            content: { "application/json": { schema: body, example: exampleOf(body, false) } },
          },
        }),
    responses: {
      [route.status]: {
        description: route.summary,
        ...(reply
          ? {
              content: {
                [route.type ?? "application/json"]: {
                  schema: reply,
                  ...(route.type ? {} : { example: exampleOf(reply, true) }),
                },
              },
            }
          : {}),
      },
      ...Object.fromEntries(refusals),
    },
  };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest as JsonSchema;
}
