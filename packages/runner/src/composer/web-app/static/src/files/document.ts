import { type FilesDocument, refusals } from "../http/openapi.ts";
import type { Field } from "../resource/fields.ts";
import { hasFiles } from "../resource/files.ts";

const ref = { $ref: "#/components/schemas/StoredFile" };
const binary = { type: "string", contentMediaType: "application/octet-stream" };
const kept = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };

/** How the OpenAPI document tells of files. */
export const filesDocument = (maxBytes: number): FilesDocument => ({
  schemas: {
    StoredFile: {
      type: "object",
      description: "A file of a record, read and removed at its url.",
      properties: {
        id: { type: "string" },
        name: { type: "string" },
        type: { type: "string", description: "Told by its bytes." },
        size: { type: "integer", description: "In bytes." },
        url: { type: "string" },
      },
      required: ["id", "name", "type", "size", "url"],
    },
  },

  shown: (field) => (many(field) ? { type: "array", items: ref } : { anyOf: [ref, { type: "null" }] }),

  given: (field) => ({
    ...(many(field) ? { type: "array", items: kept, maxItems: field.files?.most } : { anyOf: [kept, { type: "null" }] }),
    description: "Files that the record has and keeps. New ones are sent as multipart/form-data.",
  }),

  body: (resource, schema) => {
    const fields = Object.entries(resource.fields).filter(([, { kind }]) => kind === "file");
    if (fields.length === 0) return {};
    return {
      "multipart/form-data": {
        schema: {
          type: "object",
          description: `At most ${maxBytes / 1_000_000} MB in all.`,
          properties: {
            record: schema,
            ...Object.fromEntries(
              fields.map(([name, field]) => [
                name,
                {
                  ...(many(field) ? { type: "array", items: binary } : binary),
                  description: `${field.label}: ${field.files?.kinds}.${many(field) ? " With PATCH they are put with those that are there." : ""}`,
                },
              ]),
            ),
          },
        },
        encoding: { record: { contentType: "application/json" } },
      },
    };
  },

  paths: (resource, { id, who, see, change, seeing, changing }) => {
    const path = `/api/${resource.path}/{id}/files/{file}`;
    const file = { name: "file", in: "path", required: true, schema: { type: "string" }, description: "The id of a file." };
    const tags = [resource.plural];
    if (!hasFiles(resource)) return {};
    return {
      [path]: {
        parameters: [id, file],
        get: {
          tags,
          operationId: `readFileOf${resource.name}`,
          summary: `Read a file of one ${resource.label.toLowerCase()}`,
          description: "Pictures are shown inline, all else is an attachment.",
          ...see,
          responses: {
            200: { description: "Its bytes", content: { "*/*": { schema: binary } } },
            304: { description: "The same as the one that If-None-Match names" },
            ...refusals(...who, ...seeing, 404),
          },
        },
        delete: {
          tags,
          operationId: `removeFileOf${resource.name}`,
          summary: `Remove a file of one ${resource.label.toLowerCase()}`,
          ...change,
          responses: { 204: { description: "Removed" }, ...refusals(400, ...who, ...changing, 404, 409) },
        },
      },
    };
  },
});

const many = (field: Field): boolean => field.files?.most !== 1;
