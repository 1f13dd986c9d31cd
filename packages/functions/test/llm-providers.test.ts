import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openModels } from "../src/edge/models.ts";
import { type World, world } from "./world.ts";

const canary = "sk-canary-5f2b7c9d1e";

describe("providers and blueprints", () => {
  let w: World;
  let admin: string;
  let server: Server;
  let status = 200;
  beforeAll(async () => {
    w = await world();
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
    // It says back what it was sent, as a careless server would.
    server = createServer((request, response) => {
      response.writeHead(status, { "x-echo": request.headers.authorization ?? "" });
      response.end(JSON.stringify(request.headers));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const keys = { ANTHROPIC_API_KEY: undefined, GOOGLE_GENERATIVE_AI_API_KEY: undefined };
    const compatible = { LLM_COMPATIBLE_BASE_URL: "http://127.0.0.1:1/v1", LLM_COMPATIBLE_API_KEY: canary };
    const models = openModels({ ...keys, ...compatible, OPENAI_API_KEY: canary, OPENAI_BASE_URL: url });
    Object.assign(w.ports.models, models);
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await w.close();
  });
  afterEach(() => vi.restoreAllMocks());

  const get = (path: string) => w.ask("GET", `/api/llm/${path}`, { cookie: admin });
  const check = (provider: string) =>
    w.ask("POST", `/api/llm/providers/${provider}/check`, { cookie: admin, body: {} });

  it("says who has a key and what a provider says to it, and never the key itself", async () => {
    const lines: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
    const list = await get("providers");
    expect(
      (list.body.items as { provider: string; isConfigured: boolean }[]).map((one) => [one.provider, one.isConfigured]),
    ).toEqual([
      ["blueprint", true],
      ["openai", true],
      ["anthropic", false],
      ["google", false],
      ["compatible", true],
    ]);
    const said = [list.text];
    for (const [answer, outcome] of [
      [200, "ok"],
      [401, "refused"],
      [503, "unreachable"],
    ] as const) {
      status = answer;
      const reply = await check("openai");
      expect(reply).toMatchObject({ status: 200, body: { provider: "openai", outcome, status: answer } });
      said.push(reply.text, JSON.stringify([...reply.headers]));
    }
    const others = [
      ["blueprint", "ok"],
      ["anthropic", "not_configured"],
      ["compatible", "unreachable"],
    ] as const;
    for (const [provider, outcome] of others) {
      const reply = await check(provider);
      expect(reply.body).toMatchObject({ provider, outcome, status: null });
      said.push(reply.text);
    }
    for (const path of ["system", "stats", "logs", "effective", "history", "templates"])
      said.push((await get(path)).text);
    expect(lines.length).toBeGreaterThan(10);
    for (const text of [...said, ...lines]) expect(text).not.toContain(canary);
    const rows = await w.asOwner("select 1 from event where data::text like '%canary%'");
    expect(rows).toEqual([]);
  });

  it("checks no provider and no address that somebody types", async () => {
    expect((await check("http:%2F%2F169.254.169.254")).status).toBe(400);
    const body = { url: "http://169.254.169.254", baseUrl: "http://169.254.169.254" };
    const reply = await w.ask("POST", "/api/llm/providers/anthropic/check", { cookie: admin, body });
    expect(reply.body).toMatchObject({ outcome: "not_configured" });
  });

  it("does not knock at a provider's for ever", async () => {
    status = 200;
    const replies = [];
    for (let i = 0; i < 25; i++) replies.push(await check("openai"));
    expect(replies.at(-1)).toMatchObject({ status: 429, body: { code: "rate.limited" } });
  });

  it("lists what the engine really has, and finds it", async () => {
    const found = async (query: string) =>
      ((await get(`templates?${query}`)).body.items as { id: string }[]).map(({ id }) => id);
    expect(await found("")).toEqual(["web-app", "integration", "command-line", "static-site"]);
    expect(await found("kind=static-site")).toEqual(["static-site"]);
    expect(await found("search=openapi&kind=web-app&enabled=true")).toEqual(["web-app"]);
    expect(await found("search=blockchain")).toEqual([]);
    expect(await found("enabled=false")).toEqual([]);
    expect((await get("templates?kind=mobile-app")).status).toBe(400);
    expect((await get("templates/mobile-app")).status).toBe(404);
    const file = await get("templates/web-app/export");
    expect(file.headers.get("content-disposition")).toBe('attachment; filename="web-app.json"');
    expect(file.body).toMatchObject({ format: "q2o.blueprint/1", id: "web-app", version: "1" });
  });

  it("takes a blueprint out of use and back, and writes down who did", async () => {
    const toggle = (what: string, isRepeat?: true) =>
      w.ask("POST", `/api/llm/templates/web-app/${what}`, {
        cookie: admin,
        body: {},
        ...(isRepeat ? { isRepeat } : {}),
      });
    const off = { enabled: false, disabledBy: { email: "admin@example.com" } };
    expect((await toggle("disable")).body).toMatchObject(off);
    expect((await toggle("disable", true)).body).toMatchObject(off);
    expect((await get("templates?enabled=false")).body.items).toMatchObject([off]);
    expect((await toggle("enable")).body).toMatchObject({ enabled: true, disabledAt: null, disabledBy: null });
    expect((await toggle("enable", true)).body).toMatchObject({ enabled: true });
    const events = await w.asOwner("select type from event where type like 'llm.blueprint%' order by id");
    expect(events.map(({ type }) => type)).toEqual(["llm.blueprint_disabled", "llm.blueprint_enabled"]);
    expect((await w.ask("POST", "/api/llm/templates/none/disable", { cookie: admin, body: {} })).status).toBe(404);
  });
});
