import * as z from "zod";

const Operation = z.looseObject({
  responses: z.record(z.string(), z.unknown()),
  security: z.array(z.unknown()).optional(),
  parameters: z.array(z.unknown()).optional(),
});

const Document = z.looseObject({
  openapi: z.string().regex(/^3\.[01]\.\d+$/),
  info: z.looseObject({ title: z.string().min(1), version: z.string().min(1) }),
  paths: z.record(z.string().startsWith("/"), z.record(z.string(), z.unknown())),
  security: z.array(z.unknown()).optional(),
});

const methods = new Set(["get", "put", "post", "delete", "patch"]);

/** What the later probes need of a description: the lists, and whether one must sign in to see them. */
export type Described = { lists: { path: string; isClosed: boolean }[]; operations: number };

/**
 * Reads a description of an API as a client would.
 *
 * @returns the lists in it, or what is wrong with it
 */
export function readOpenApi(text: string): Described | { problems: string[] } {
  let document: z.infer<typeof Document>;
  try {
    document = Document.parse(JSON.parse(text));
  } catch (error) {
    return { problems: [error instanceof z.ZodError ? z.prettifyError(error) : "it is not JSON"] };
  }
  const problems: string[] = [...danglingReferences(document)];
  const lists: Described["lists"] = [];
  let operations = 0;
  for (const [path, item] of Object.entries(document.paths))
    for (const [method, raw] of Object.entries(item)) {
      if (!methods.has(method)) continue;
      operations += 1;
      const parsed = Operation.safeParse(raw);
      if (!parsed.success || Object.keys(parsed.data.responses).length === 0) {
        problems.push(`${method} ${path} describes no answer`);
        continue;
      }
      problems.push(...undeclared(path, method, [item.parameters, parsed.data.parameters], document));
      const isClosed = (parsed.data.security ?? document.security ?? []).length > 0;
      if (method === "get" && /^\/api\/[^/{}]+$/.test(path)) lists.push({ path, isClosed });
    }
  if (operations === 0) problems.push("it describes no route");
  return problems.length > 0 ? { problems } : { lists, operations };
}

const Parameter = z.object({ name: z.string(), in: z.string() });

function undeclared(path: string, method: string, parameters: unknown[], document: unknown): string[] {
  const declared = parameters
    .flat()
    .map((one) => Parameter.safeParse(resolve(one, document)))
    .flatMap((one) => (one.success && one.data.in === "path" ? [one.data.name] : []));
  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? "");
  return inPath.filter((name) => !declared.includes(name)).map((name) => `${method} ${path} does not declare ${name}`);
}

const Reference = z.object({ $ref: z.string() });

function resolve(value: unknown, document: unknown): unknown {
  const reference = Reference.safeParse(value);
  return reference.success ? at(document, reference.data.$ref) : value;
}

/** Follows `#/components/schemas/Bike`; undefined when it leads nowhere. */
function at(document: unknown, pointer: string): unknown {
  if (!pointer.startsWith("#/")) return undefined;
  let here: unknown = document;
  for (const part of pointer.slice(2).split("/")) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string, unknown>)[key];
  }
  return here;
}

function* danglingReferences(document: unknown): Generator<string> {
  const seen = new Set<string>();
  const open: unknown[] = [document];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const reference = Reference.safeParse(value);
    if (reference.success && !seen.has(reference.data.$ref)) {
      seen.add(reference.data.$ref);
      if (at(document, reference.data.$ref) === undefined) yield `${reference.data.$ref} leads nowhere`;
    }
    open.push(...Object.values(value).filter((one) => one !== undefined));
  }
}
