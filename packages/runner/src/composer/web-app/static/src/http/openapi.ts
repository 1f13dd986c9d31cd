import * as z from "zod";
import type { Report, Span } from "../reports/report.ts";
import type { Field } from "../resource/fields.ts";
import { inputSchema } from "../resource/input.ts";
import { hasDay, pageSizes, sortable } from "../resource/query.ts";
import { type Computed, type Model, type Resource, targetOf } from "../resource/resource.ts";
import type { Verb } from "../resource/rights.ts";

type Json = { [key: string]: unknown };

/** Paths and schemas of a part that not every application has. */
export type Parts = Json & { paths: Json; schemas: Json };

export type Document = {
  title: string;
  description: string;
  model: Model;
  reports: readonly Report[];
  access?: Parts;
  messages?: Parts;
  files?: FilesDocument;
};

/** The part of the document about files, for applications whose records have some. */
export type FilesDocument = {
  schemas: Json;
  /** What a field of files holds, and what JSON may say of it. */
  shown(field: Field): Json;
  given(field: Field): Json;
  /** The other way to send a body. */
  body(resource: Resource, schema: Json): Json;
  paths(
    resource: Resource,
    about: { id: Json; who: number[]; see: Json; change: Json; seeing: number[]; changing: number[] },
  ): Json;
};

/** The OpenAPI 3.1 document of every route, made from the schemas that validate. */
export function openapi({ title, description, model, reports, access, messages, files }: Document): Json {
  const paths: Json = {};
  const schemas: Json = { Problem: problem, Reference: referenceSchema, ...files?.schemas };
  for (const resource of model.resources) {
    Object.assign(schemas, resourceSchemas(resource, files));
    Object.assign(paths, resourcePaths(resource, access !== undefined, files));
  }
  for (const report of reports) paths[`/api/reports/${report.name}`] = { get: reportOperation(model, report) };
  paths["/health"] = {
    get: { summary: "Whether the application works", security: [], responses: { 200: { description: "It does" } } },
  };
  paths["/openapi.json"] = {
    get: { summary: "This document", security: [], responses: { 200: { description: "OpenAPI 3.1" } } },
  };
  for (const part of [access, messages]) {
    Object.assign(paths, part?.paths);
    Object.assign(schemas, part?.schemas);
  }
  return {
    openapi: "3.1.0",
    info: { title, version: "1.0.0", description },
    servers: [{ url: "/" }],
    ...(access
      ? {
          security: [{ bearer: [] }, { cookie: [] }],
        }
      : {}),
    paths,
    components: {
      schemas,
      ...(access
        ? {
            securitySchemes: {
              bearer: { type: "http", scheme: "bearer", description: "The token of POST /api/session." },
              cookie: {
                type: "apiKey",
                in: "cookie",
                name: "session",
                description: "Set by signing in on the page or by POST /api/session.",
              },
            },
          }
        : {}),
    },
  };
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Json, description: string) => ({ description, content: { "application/json": { schema } } });

export const refusals = (...codes: number[]): Json =>
  Object.fromEntries(
    codes.map((code) => [
      code,
      { description: reasons[code], content: { "application/problem+json": { schema: ref("Problem") } } },
    ]),
  );

const reasons: Record<number, string> = {
  400: "The input is not valid; `errors` names each field",
  401: "Not signed in",
  403: "Not allowed for this person",
  404: "Unknown id",
  409: "In conflict with the present state, a unique value, or records that point here",
  413: "The body is too large",
  429: "Too many tries",
};

function resourcePaths(resource: Resource, signedIn: boolean, files: FilesDocument | undefined): Json {
  const base = `/api/${resource.path}`;
  const tags = [resource.plural];
  const thing = resource.label.toLowerCase();
  const id = { name: "id", in: "path", required: true, schema: { type: "integer", minimum: 1 } };
  const body = (name: string, required = true) => ({
    required,
    content: { "application/json": { schema: ref(name) }, ...files?.body(resource, ref(name)) },
  });
  const who = signedIn ? [401] : [];
  const may = (verb: Verb) => takes(resource, verb);
  // What goes only for people's own records is refused of others'.
  const limited = resource.rights?.own !== undefined && signedIn;
  const refused = (verb: Verb) => (limited || resource.rights?.[verb] ? [403] : []);
  const paths: Json = {
    [base]: {
      get: {
        tags,
        operationId: `list${pascal(resource.path)}`,
        summary: `List ${resource.plural.toLowerCase()}`,
        ...may("see"),
        parameters: listParameters(resource),
        responses: {
          200: json(ref(`${resource.name}Page`), "One page"),
          ...refusals(400, ...who, ...(resource.rights?.see ? [403] : [])),
        },
      },
      post: {
        tags,
        operationId: `create${resource.name}`,
        summary: `Create a record of ${thing}`,
        ...may("create"),
        requestBody: body(`${resource.name}Input`),
        responses: {
          201: json(ref(resource.name), "Created"),
          ...refusals(400, ...who, ...refused("create"), 409, 413),
        },
      },
    },
    [`${base}/{id}`]: {
      parameters: [id],
      get: {
        tags,
        operationId: `get${resource.name}`,
        summary: `Read one ${thing}`,
        ...may("see"),
        responses: {
          200: json(ref(resource.name), "The record"),
          ...refusals(...who, ...(resource.rights?.see ? [403] : []), 404),
        },
      },
      put: {
        tags,
        operationId: `replace${resource.name}`,
        summary: `Replace one ${thing}; what is left out becomes empty`,
        ...may("change"),
        requestBody: body(`${resource.name}Input`),
        responses: {
          200: json(ref(resource.name), "The record as it now is"),
          ...refusals(400, ...who, ...refused("change"), 404, 409, 413),
        },
      },
      patch: {
        tags,
        operationId: `change${resource.name}`,
        summary: `Change some fields of one ${thing}`,
        ...may("change"),
        requestBody: body(`${resource.name}Patch`),
        responses: {
          200: json(ref(resource.name), "The record as it now is"),
          ...refusals(400, ...who, ...refused("change"), 404, 409, 413),
        },
      },
      delete: {
        tags,
        operationId: `delete${resource.name}`,
        summary: `Delete one ${thing}`,
        ...may("delete"),
        responses: { 204: { description: "Deleted" }, ...refusals(...who, ...refused("delete"), 404, 409) },
      },
    },
  };
  if (resource.csv?.includes("export"))
    paths[`${base}/export.csv`] = {
      get: {
        tags,
        operationId: `export${pascal(resource.path)}`,
        summary: `All ${resource.plural.toLowerCase()} of a list as CSV`,
        description: "Money is in whole units here, and text that a spreadsheet would run begins with an apostrophe.",
        ...may("see"),
        parameters: listParameters(resource).filter(({ name }) => name !== "page" && name !== "pageSize"),
        responses: {
          200: { description: "A row a record", content: { "text/csv": { schema: { type: "string" } } } },
          ...refusals(400, ...who, ...(resource.rights?.see ? [403] : [])),
        },
      },
    };
  if (resource.csv?.includes("import"))
    paths[`${base}/import`] = {
      post: {
        tags,
        operationId: `import${pascal(resource.path)}`,
        summary: `New ${resource.plural.toLowerCase()} from the rows of a CSV file, all or none`,
        description: "The first row names the columns. `errors` names each wrong row as a spreadsheet counts: `row3.email`.",
        ...may("create"),
        requestBody: { required: true, content: { "text/csv": { schema: { type: "string" } } } },
        responses: {
          201: json(
            {
              type: "object",
              properties: { created: { type: "integer" }, ids: { type: "array", items: { type: "integer" } } },
              required: ["created", "ids"],
            },
            "What was made",
          ),
          ...refusals(400, ...who, ...refused("create"), 413),
        },
      },
    };
  const about = { id, who, see: may("see"), change: may("change") };
  const seeing = resource.rights?.see ? [403] : [];
  Object.assign(paths, files?.paths(resource, { ...about, seeing, changing: refused("change") }));
  for (const move of resource.state?.moves ?? []) {
    const roles = move.roles.length > 0 ? ` Takes the role ${move.roles.join(" or ")}.` : "";
    const more = [...move.needs, ...(move.follows ?? [])].map(({ message }) => ` ${message}`).join("");
    paths[`${base}/{id}/${move.action}`] = {
      parameters: [id],
      post: {
        tags,
        operationId: `${camel(move.action)}${resource.name}`,
        summary: `${move.label}: from ${move.from.join(", ")} to ${move.to}`,
        description: `The body is optional and may change fields in the same step.${roles}${more}`,
        requestBody: body(`${resource.name}Patch`, false),
        responses: {
          200: json(ref(resource.name), "The record as it now is"),
          ...refusals(400, ...who, ...(signedIn ? [403] : []), 404, 409),
        },
      },
    };
  }
  return paths;
}

/** The roles that an operation takes, for programs. */
const takes = ({ rights }: Resource, verb: Verb): Json => (rights?.[verb] ? { "x-roles": rights[verb] } : {});

function listParameters(resource: Resource): Json[] {
  const parameter = (name: string, schema: Json, description: string) => ({
    name,
    in: "query",
    required: false,
    schema,
    description,
  });
  const orders = sortable(resource).flatMap((name) => [`${name}:asc`, `${name}:desc`]);
  const filters = [...Object.entries(resource.fields), ...Object.entries(resource.computed)].filter(
    ([, { kind }]) => kind !== "file",
  );
  return [
    parameter("page", { type: "integer", minimum: 1, default: 1 }, "Counts from 1."),
    parameter(
      "pageSize",
      { type: "integer", minimum: 1, maximum: pageSizes.most, default: pageSizes.usual },
      "Records a page.",
    ),
    parameter(
      "search",
      { type: "string", maxLength: 200 },
      `Words to find in: ${resource.search.join(", ") || "nothing"}.`,
    ),
    parameter("sort", { type: "string", enum: orders }, "A field and a direction."),
    ...(resource.lists.length > 0
      ? [
          parameter(
            "list",
            { type: "string", enum: resource.lists.map((list) => list.name) },
            resource.lists.map((list) => `${list.name}: ${list.label}`).join("; "),
          ),
        ]
      : []),
    ...filters.map(([name, field]) =>
      parameter(name, { type: typeOf(field) }, `Only records whose ${field.label.toLowerCase()} is exactly this.`),
    ),
    ...filters.flatMap(([name, field]) =>
      hasDay(resource, name)
        ? [
            parameter(`${name}From`, day, `Only records whose ${field.label.toLowerCase()} is this day or later.`),
            parameter(`${name}To`, day, `Only records whose ${field.label.toLowerCase()} is this day or earlier.`),
          ]
        : [],
    ),
  ];
}

const day = { type: "string", format: "date" };

function resourceSchemas(resource: Resource, files: FilesDocument | undefined): Json {
  const input = (mode: "whole" | "partial") => {
    const schema = z.toJSONSchema(inputSchema(resource, mode), { io: "input", unrepresentable: "any" }) as Json & {
      properties: Record<string, Json>;
    };
    delete schema.$schema;
    for (const [name, property] of Object.entries(schema.properties)) {
      const field = resource.fields[name];
      if (field) schema.properties[name] = { ...property, ...described(field) };
      if (field?.kind === "file") schema.properties[name] = { title: field.label, ...files?.given(field) };
    }
    return schema;
  };
  const properties: Record<string, Json> = { id: { type: "integer", readOnly: true } };
  if (!Object.hasOwn(resource.fields, "label"))
    properties.label = { type: "string", readOnly: true, description: "What people call this record." };
  for (const [name, field] of Object.entries(resource.fields)) {
    const schema = z.toJSONSchema(field.required ? field.schema : z.union([z.null(), field.schema]), {
      io: "output",
      unrepresentable: "any",
    }) as Json;
    delete schema.$schema;
    properties[name] = { ...schema, ...described(field), ...(field.readOnly ? { readOnly: true } : {}) };
    if (field.kind === "file") properties[name] = { title: field.label, ...files?.shown(field) };
    if (field.kind === "reference" && name.endsWith("Id"))
      properties[name.slice(0, -2)] = {
        anyOf: [ref("Reference"), { type: "null" }],
        readOnly: true,
        description: `The name of the ${field.label.toLowerCase()}.`,
      };
  }
  for (const [name, computed] of Object.entries(resource.computed))
    properties[name] = {
      type: computed.kind === "boolean" ? "boolean" : [typeOf(computed), "null"],
      title: computed.label,
      readOnly: true,
      ...unit(computed.kind),
    };
  for (const name of ["createdAt", "updatedAt"])
    properties[name] ??= { type: "string", format: "date-time", readOnly: true };

  return {
    [resource.name]: { type: "object", properties, required: Object.keys(properties) },
    [`${resource.name}Input`]: input("whole"),
    [`${resource.name}Patch`]: input("partial"),
    [`${resource.name}Page`]: {
      type: "object",
      properties: {
        items: { type: "array", items: ref(resource.name) },
        total: { type: "integer" },
        page: { type: "integer" },
        pageSize: { type: "integer" },
        totalPages: { type: "integer" },
      },
      required: ["items", "total", "page", "pageSize", "totalPages"],
    },
  };
}

function described(field: Field): Json {
  return {
    title: field.label,
    ...(field.default === undefined ? {} : { default: field.default }),
    ...(field.target === undefined
      ? {}
      : { description: `The id of a record under /api/${field.target}.`, "x-resource": field.target }),
    ...unit(field.kind),
  };
}

function unit(kind: string): Json {
  if (kind === "money") return { description: "In cents: 1250 is 12.50.", "x-unit": "cents" };
  if (kind === "percent") return { description: "In percent: 12.5 is 12.5 %.", "x-unit": "percent" };
  return {};
}

function typeOf(field: Field | Computed): string {
  if (field.kind === "boolean") return "boolean";
  if (["integer", "money", "reference"].includes(field.kind)) return "integer";
  return ["decimal", "percent"].includes(field.kind) ? "number" : "string";
}

function reportOperation(model: Model, report: Report): Json {
  const via = report.via === undefined ? undefined : resourceField(report, report.via);
  const holder = via ? targetOf(model, via) : report.resource;
  const group = holder.fields[report.groupBy];
  const properties: Json = {
    group: {
      type: ["string", "number", "boolean", "null"],
      description: report.each ? spanInWords(report.each) : `The ${(group?.label ?? report.groupBy).toLowerCase()} of the row.`,
    },
  };
  if (group?.kind === "reference")
    properties.groupId = { type: ["integer", "null"], description: `Its id under /api/${group.target}.` };
  const and = report.and === undefined ? undefined : resourceField(report, report.and);
  if (report.and !== undefined)
    properties.and = {
      type: ["string", "number", "boolean", "null"],
      description: `The ${(and?.label ?? report.and).toLowerCase()} of the row.`,
    };
  if (and?.kind === "reference")
    properties.andId = { type: ["integer", "null"], description: `Its id under /api/${and.target}.` };
  if (report.over)
    properties.period = { type: ["string", "null"], description: spanInWords(report.over.each) };
  for (const measure of report.measures) {
    const kind = measure.field
      ? (report.resource.fields[measure.field] ?? report.resource.computed[measure.field])?.kind
      : undefined;
    properties[measure.name] = { type: ["number", "null"], title: measure.label, ...unit(kind ?? "") };
  }
  const items = { type: "array", items: { type: "object", properties } };
  const schema = {
    type: "object",
    properties: { name: { type: "string" }, label: { type: "string" }, items },
    required: ["name", "label", "items"],
  };
  return {
    tags: ["Reports"],
    operationId: `report${pascal(report.name)}`,
    summary: report.label,
    ...takes(report.resource, "see"),
    ...(report.ranked?.top ? { parameters: [topParameter(report.ranked.top)] } : {}),
    responses: {
      200: json(schema, report.ranked ? "One row a group, the most first" : "One row a group"),
      ...(report.ranked?.top ? refusals(400) : {}),
      ...(report.resource.rights?.see ? refusals(403) : {}),
    },
  };
}

const topParameter = (top: number): Json => ({
  name: "top",
  in: "query",
  description: "How many rows at most.",
  schema: { type: "integer", minimum: 1, maximum: 1_000, default: top },
});

const spanInWords = (each: Span): string =>
  each === "week" ? "The Monday that its week begins with." : `The ${each} of the row, such as ${samples[each]}.`;
const samples = { day: "2026-03-09", month: "2026-03", quarter: "2026-Q1", year: "2026" };

const resourceField = (report: Report, name: string): Field | undefined => report.resource.fields[name];

const pascal = (kebab: string) =>
  kebab
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
const camel = (kebab: string) => kebab.charAt(0) + pascal(kebab).slice(1);

const referenceSchema: Json = {
  type: "object",
  properties: { id: { type: "integer" }, label: { type: "string" } },
  required: ["id", "label"],
};

const problem: Json = {
  type: "object",
  description: "RFC 9457 problem details.",
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", description: "Stable, for programs." },
    detail: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        properties: { path: { type: "string" }, message: { type: "string" } },
        required: ["path", "message"],
      },
    },
  },
  required: ["type", "title", "status", "code", "detail", "errors"],
};
