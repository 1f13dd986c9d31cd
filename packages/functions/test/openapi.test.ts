import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020, type AnySchema } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "../src/api/index.ts";
import { type World, world } from "./world.ts";

type Operation = {
  operationId: string;
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
  security?: object[];
};
type Content = Record<string, { schema: AnySchema; example?: unknown }>;
type Document = { openapi: string; paths: Record<string, Record<string, Operation>> };

describe("the description of the API", () => {
  let w: World;
  let text: string;
  let document: Document;
  beforeAll(async () => {
    w = await world();
    ({ text } = await w.ask("GET", "/api/openapi.json"));
    document = JSON.parse(text) as Document;
  });
  afterAll(() => w.close());

  it("is valid OpenAPI 3.1, with every reference inside", async () => {
    const validator = new Validator();
    expect(await validator.validate(JSON.parse(text))).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
    expect(() => validator.resolveRefs()).not.toThrow();
  });

  it("has every route and nothing else", () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(described.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))("tells all of %s", (_, route) => {
    const operation = document.paths[route.path]?.[route.method];
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(operation?.parameters.filter((each) => each.in === "path").map(({ name }) => name)).toEqual(inPath);
    expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining([String(route.status), "400"]));
    expect(operation?.security).toEqual(route.door === "public" ? undefined : [{ [route.door]: [] }]);
    if (route.door !== "public") expect(operation?.responses).toHaveProperty("401");
    if (route.door === "admin" && !route.isForArriving) expect(operation?.responses).toHaveProperty("403");
  });

  it("gives an example of every body, and each is what its schema says", () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const whole = JSON.stringify(document);
    let examples = 0;
    for (const [path, methods] of Object.entries(document.paths))
      for (const [method, { requestBody, responses }] of Object.entries(methods))
        for (const content of [requestBody?.content, ...Object.values(responses).map((each) => each.content)])
          for (const [type, { schema, example }] of Object.entries(content ?? {})) {
            if (type !== "application/json") continue;
            examples++;
            expect(
              ajv.validate(schema, example),
              `${method} ${path}: ${JSON.stringify(example)} ${ajv.errorsText()}`,
            ).toBe(true);
          }
    expect(examples).toBeGreaterThan(60);
    expect(whole).not.toContain('"description":""');
  });

  it("gives every operation a name of its own", () => {
    const names = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it("can be read as a page that fetches nothing", async () => {
    const page = await w.ask("GET", "/api/docs");
    expect(page.headers.get("content-type")).toContain("text/html");
    for (const path of Object.keys(document.paths)) expect(page.text).toContain(path);
    expect(page.text).not.toMatch(/<script|<link|<img|src=|@import|url\(/);
  });
});
