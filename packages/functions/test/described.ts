import { Ajv2020, type AnySchema, type ValidateFunction } from "ajv/dist/2020.js";
import type { Route } from "../src/edge/route.ts";
import type { Reply } from "./world.ts";

type Content = Record<string, { schema: AnySchema }>;
export type Document = {
  openapi: string;
  paths: Record<string, Record<string, { responses: Record<string, { content?: Content }> }>>;
  components: { schemas: Record<string, AnySchema> };
};

/** Holds answers to the document that everybody else reads: status, type of content, and the body's schema. */
export function describer(document: Document) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ ...document, $id: "openapi" } as AnySchema);
  const known = new Map<AnySchema, ValidateFunction>();
  const validatorOf = (schema: AnySchema) => {
    const found = known.get(schema) ?? ajv.compile(rooted(schema));
    known.set(schema, found);
    return found;
  };

  /** @returns what of the answer is not as described, or nothing */
  return (route: Route, { status, headers, text }: Reply): string | undefined => {
    const described = document.paths[route.path]?.[route.method]?.responses[String(status)];
    if (!described) return `${status} is not described: ${text.slice(0, 300)}`;
    if (status === 304 || status === 302 || described.content === undefined)
      return text === "" ? undefined : "a body that is not described";
    const type = headers.get("content-type")?.split(";")[0] ?? "none";
    const schema = described.content[type]?.schema;
    if (!schema) return `${type} is not described for ${status}`;
    if (!/json$/.test(type)) return undefined;
    const validate = validatorOf(schema);
    return validate(JSON.parse(text)) ? undefined : ajv.errorsText(validate.errors);
  };
}

/** References are to the whole document. */
const rooted = (schema: AnySchema): AnySchema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/')) as AnySchema;
