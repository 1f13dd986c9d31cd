import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it, vi } from "vitest";
import { openClient, Refused, type Reply } from "../client/index.ts";
import { typesOf } from "../client/write.ts";
import { generated } from "../generate.ts";
import { type World, world } from "./world.ts";

describe("what is generated", () => {
  it.each(Object.entries(generated))("is what npm run generate would write: %s", (file, write) => {
    expect(readFileSync(new URL(`../${file}`, import.meta.url), "utf8"), "Run npm run generate.").toBe(write());
  });

  it("says in types what a schema says", () => {
    const schema = (input: object, reply: object) =>
      typesOf({
        paths: {
          "/api/bikes/{id}": {
            put: {
              summary: "Change a bike",
              parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
              requestBody: { content: { "application/json": { schema: input } } },
              responses: { 200: { content: { "application/json": { schema: reply } } }, 400: {} },
            },
            delete: { summary: "Sell a bike", parameters: [], responses: { 204: {}, 400: {} } },
          },
        },
        components: { schemas: { Problem: { type: "object", properties: { code: { type: "string" } } } } },
      });
    const text = schema(
      { type: "object", properties: { gears: { type: "integer" }, colour: { enum: ["red", 2] } }, required: ["gears"] },
      {
        type: "object",
        required: ["owner", "tags", "rides", "open", "sizes"],
        properties: {
          owner: { type: ["string", "null"] },
          tags: { type: "array", items: { anyOf: [{ type: "string" }, { const: 0 }] } },
          rides: { type: "array", items: { type: "object", properties: { km: { type: "number" } } } },
          open: { type: "object", properties: {}, additionalProperties: {} },
          sizes: { type: "object", propertyNames: { enum: ["s", "m"] }, additionalProperties: { type: "boolean" } },
        },
      },
    );
    expect(text).toContain('input: { gears: number; colour?: "red" | 2 };');
    expect(text).toContain(
      [
        "    reply: {",
        "      owner: string | null;",
        "      tags: (string | 0)[];",
        "      rides: { km?: number }[];",
        "      open: { [name: string]: unknown };",
        '      sizes: Record<"s" | "m", boolean>;',
        "    };",
      ].join("\n"),
    );
    expect(text).toMatch(/"put \/api\/bikes\/\{id\}": \{\n {4}path: \{ id: string \};/);
    expect(text).toMatch(/"delete \/api\/bikes\/\{id\}": \{\n {4}path: object;\n {4}input: object;\n {4}reply: void;/);
  });
});

describe("the client that scripts use", () => {
  it("knows of each route what it takes and answers", () => {
    const call = openClient("");
    const never = () => [
      // @ts-expect-error there is no such route
      call("get /api/tenant/bikes"),
      // @ts-expect-error a project has a path
      call("get /api/tenant/projects/{id}"),
      // @ts-expect-error what is required must be said
      call("post /api/tenant/projects", { name: "x", description: "x" }),
      // @ts-expect-error nobody listens to this
      call("post /api/tenant/projects/{id}/run", { id: "x", speed: 2 }),
      // @ts-expect-error a query has names, too
      call("get /api/tenant/projects", { serach: "x" }),
      call("get /api/tenant/projects", { state: "whatever somebody typed" }),
      call("get /api/tenant/auth/session"),
    ];
    expect(never).toBeTypeOf("function");
    expectTypeOf<Reply<"get /api/tenant/runs/{id}">["progress"]>().toEqualTypeOf<number>();
    expectTypeOf<Reply<"delete /api/tenant/projects/{id}">>().toEqualTypeOf<void>();
    expectTypeOf<Reply<"get /api/admin/export">>().toEqualTypeOf<string>();
  });

  let w: World;
  beforeAll(async () => {
    w = await world();
    vi.stubGlobal("fetch", async (url: string, init: { method: string; body?: string; headers: object }) => {
      const { method, body, headers } = init;
      const { status, text, ...reply } = await w.ask(method, url.replace(w.site, ""), {
        headers: { ...headers },
        ...(body === undefined ? {} : { raw: body }),
      });
      return new Response(text === "" ? null : text, { status, headers: reply.headers });
    });
  });
  afterAll(async () => {
    vi.unstubAllGlobals();
    await w.close();
  });

  it("fills paths, queries and bodies, keeps cookies and says why not", async () => {
    const { email } = await w.tenant("Ann");
    const call = openClient(w.site);
    await expect(call("get /api/tenant/auth/session")).rejects.toMatchObject({
      status: 401,
      problem: { code: "session.missing", requestId: expect.stringMatching(/./) },
    });
    await call("post /api/tenant/auth/otp", { email });
    await call("post /api/tenant/auth/session", { email, code: w.newestCode(email) });
    const name = "Bikes & bells";
    const { id } = await call("post /api/tenant/projects", { name, description: "A shop.", objectives: "Hire." });
    await call("post /api/tenant/projects", { name: "Other", description: "A shop.", objectives: "Hire." });
    expect((await call("put /api/tenant/projects/{id}", { id, clientName: "Zed" })).clientName).toBe("Zed");
    const { items } = await call("get /api/tenant/projects", { search: "s & b", pageSize: 10 });
    expect(items.map((each) => each.id)).toEqual([id]);
    expect(await call("delete /api/tenant/projects/{id}", { id })).toBeUndefined();
    const failure = await call("get /api/tenant/runs/{id}", { id: "../../x?y" }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Refused);
    expect(failure).toMatchObject({ status: 404, problem: { code: "run.missing" } });
    expect(await call("get /api/tenant/audit/export")).toMatch(/^"at","type"/);
  });
});
