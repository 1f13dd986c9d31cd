import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { keyedProviders } from "@q2o/core/llm/schema";
import { afterEach, describe, expect, it } from "vitest";
import { openModels } from "./models.ts";
import { settings } from "./settings.ts";

const key = "sk-canary-0123456789";
const all = {
  OPENAI_API_KEY: key,
  OPENAI_BASE_URL: undefined,
  ANTHROPIC_API_KEY: key,
  GOOGLE_GENERATIVE_AI_API_KEY: key,
  LLM_COMPATIBLE_BASE_URL: undefined,
  LLM_COMPATIBLE_API_KEY: key,
};
const none = {
  OPENAI_API_KEY: undefined,
  OPENAI_BASE_URL: undefined,
  ANTHROPIC_API_KEY: undefined,
  GOOGLE_GENERATIVE_AI_API_KEY: undefined,
  LLM_COMPATIBLE_BASE_URL: undefined,
  LLM_COMPATIBLE_API_KEY: undefined,
};

describe("the check of a provider's key", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const at = (url: string, given: typeof all | typeof none = all) =>
    openModels(
      { ...given, ...(given === all ? { LLM_COMPATIBLE_BASE_URL: `${url}/own/v1` } : {}) },
      { openai: `${url}/v1`, anthropic: url, google: url },
    );

  it.each([
    ["openai", "/v1/models", { authorization: `Bearer ${key}` }],
    ["anthropic", "/v1/models", { "x-api-key": key, "anthropic-version": "2023-06-01" }],
    ["google", "/v1beta/models", { "x-goog-api-key": key }],
    ["compatible", "/own/v1/models", { authorization: `Bearer ${key}` }],
  ] as const)("asks %s for its models, with the key in a header", async (provider, path, headers) => {
    const asked: unknown[] = [];
    const url = await serve((request, response) => {
      asked.push({ method: request.method, url: request.url, headers: request.headers });
      response.end(JSON.stringify({ data: [] }));
    });
    expect(await at(url).check(provider)).toEqual({ outcome: "ok", status: 200, latencyMs: expect.any(Number) });
    expect(asked).toEqual([{ method: "GET", url: path, headers: expect.objectContaining(headers) }]);
  });

  it.each([
    [400, "refused"],
    [401, "refused"],
    [403, "refused"],
    [404, "unreachable"],
    [429, "unreachable"],
    [500, "unreachable"],
  ])("takes an answer of %i for %s", async (status, outcome) => {
    const url = await serve((_, response) => void response.writeHead(status).end("no"));
    for (const provider of keyedProviders) expect(await at(url).check(provider)).toMatchObject({ outcome, status });
  });

  it("carries no key to where an answer points", async () => {
    const asked: string[] = [];
    const elsewhere = await serve((request, response) => {
      asked.push(request.url ?? "");
      response.end();
    });
    const url = await serve((_, response) => void response.writeHead(302, { location: `${elsewhere}/models` }).end());
    expect(await at(url).check("anthropic")).toMatchObject({ outcome: "unreachable", status: null });
    expect(asked).toEqual([]);
  });

  it("says that nobody answers, and never throws", async () => {
    expect(await at("http://127.0.0.1:1").check("openai")).toMatchObject({ outcome: "unreachable", status: null });
    const url = await serve((request) => request.socket.destroy());
    expect(await at(url).check("google")).toMatchObject({ outcome: "unreachable" });
    const odd = openModels({ ...none, OPENAI_API_KEY: "two\nlines", OPENAI_BASE_URL: url });
    expect(await odd.check("openai")).toMatchObject({ outcome: "unreachable" });
  });

  it("asks nobody where there is no key, or of one's own server no address", async () => {
    let count = 0;
    const url = await serve((_, response) => {
      count += 1;
      response.end();
    });
    const models = at(url, none);
    for (const provider of keyedProviders) {
      expect(models.isConfigured(provider)).toBe(false);
      expect(await models.check(provider)).toEqual({ outcome: "not_configured", status: null, latencyMs: 0 });
    }
    expect(openModels(all).isConfigured("compatible")).toBe(false);
    expect(count).toBe(0);
  });

  it("needs no key for a server of one's own", async () => {
    const url = await serve(
      (request, response) => void response.writeHead(request.headers.authorization ? 500 : 200).end(),
    );
    const models = openModels({ ...none, LLM_COMPATIBLE_BASE_URL: url });
    expect(await models.check("compatible")).toMatchObject({ outcome: "ok" });
  });

  it("reads an empty setting as none, and refuses an address that is not HTTP without saying it", () => {
    const before = { ...process.env };
    try {
      Object.assign(process.env, {
        OPENAI_API_KEY: " ",
        OPENAI_BASE_URL: "",
        LLM_COMPATIBLE_BASE_URL: "http://own/v1/",
      });
      const { OPENAI_API_KEY, OPENAI_BASE_URL, LLM_COMPATIBLE_BASE_URL } = settings("models");
      expect([OPENAI_API_KEY, OPENAI_BASE_URL, LLM_COMPATIBLE_BASE_URL]).toEqual([
        undefined,
        undefined,
        "http://own/v1",
      ]);
      process.env.LLM_COMPATIBLE_BASE_URL = "file:///etc/passwd";
      expect(() => settings("models")).toThrow(/^Missing or wrong in the environment: LLM_COMPATIBLE_BASE_URL$/);
    } finally {
      process.env = before;
    }
  });
});
