import { afterEach, describe, expect, it } from "vitest";
import { type Keys, takeKeys } from "./keys.ts";
import { ModelFailure, type Request } from "./port.ts";
import { type Act, type Scripted, startScripted } from "./scripted.ts";
import { openSdk } from "./sdk.ts";

const never = new AbortController().signal;

describe("the providers of models, over HTTP", () => {
  let server: Scripted | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  const request = (other: Partial<Request> = {}): Request => ({
    choice: { provider: "openai", model: "gpt-4.1-mini" },
    instructions: "You are terse.",
    messages: [{ role: "user", content: "Say something." }],
    temperature: 0.7,
    maxTokens: 123,
    ...other,
  });
  const opened = async (act: Act, { streams = false, timeoutMs = 5_000 } = {}) => {
    server = await startScripted(() => act);
    const at = { key: "sk-of-the-test", address: server.url };
    const keys: Keys = { access: { openai: at, compatible: at }, timeoutMs };
    return openSdk(keys, streams);
  };
  const failureOf = async (act: Act, more?: { streams?: boolean; timeoutMs?: number }) => {
    const error = await (await opened(act, more)).generate(request(), never).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ModelFailure);
    return error as ModelFailure;
  };

  describe.each([
    ["whole", false],
    ["as a stream", true],
  ])("%s", (_, streams) => {
    it.each(["openai", "compatible"])("sends %s what was configured and reads what came", async (provider) => {
      const port = await opened(
        { text: "Something, then. ".repeat(20), model: "gpt-4.1-mini-2025-04-14" },
        { streams },
      );
      const reply = await port.generate(request({ choice: { provider, model: "gpt-4.1-mini" } }), never);
      expect(reply).toEqual({
        text: "Something, then. ".repeat(20),
        model: "gpt-4.1-mini-2025-04-14",
        ending: "complete",
        usage: { inputTokens: 100, cachedTokens: 40, outputTokens: 20 },
      });
      const [asked] = server?.asked ?? [];
      expect(asked?.path).toBe("/v1/chat/completions");
      expect(asked?.headers.authorization).toBe("Bearer sk-of-the-test");
      expect(asked?.body).toMatchObject({ model: "gpt-4.1-mini", temperature: 0.7, max_tokens: 123 });
      expect(asked?.body.messages.map(({ role, content }) => [role, JSON.stringify(content)])).toEqual([
        ["system", '"You are terse."'],
        ["user", expect.stringContaining("Say something.")],
      ]);
      expect(asked?.body.stream ?? false).toBe(streams);
    });

    it("keeps the configured temperature, limit and prompt also with a model that could think first", async () => {
      const port = await opened({ text: "yes" }, { streams });
      await port.generate(request({ choice: { provider: "openai", model: "gpt-5.4" } }), never);
      expect(server?.asked[0]?.body).toMatchObject({ temperature: 0.7, max_completion_tokens: 123 });
      expect(server?.asked[0]?.system).toBe("You are terse.");
      expect(server?.asked[0]?.body.messages[0]?.role).toBe("system");
    });

    it("says when an answer was cut, when it was refused, and when nobody counted", async () => {
      const port = async (act: Act) => (await opened(act, { streams })).generate(request(), never);
      expect(await port({ text: "So far", finish: "length" })).toMatchObject({ ending: "cut" });
      await server?.close();
      expect(await port({ text: "", finish: "content_filter" })).toMatchObject({ ending: "refused" });
      await server?.close();
      expect(await port({ text: "Fine", usage: "none" })).toMatchObject({ text: "Fine", usage: undefined });
      await server?.close();
      const nothing = { prompt_tokens: 0, completion_tokens: 0 };
      expect(await port({ text: "Fine", usage: nothing })).toMatchObject({ usage: undefined });
    });

    it.each([
      [
        { status: 429, headers: { "retry-after": "7" } },
        { kind: "limited", retryAfterMs: 7_000, isPaid: false },
      ],
      [
        { status: 429, headers: { "retry-after-ms": "250" } },
        { kind: "limited", retryAfterMs: 250 },
      ],
      [
        { status: 429, headers: { "retry-after": "Thu, 01 Jan 2015 00:00:00 GMT" } },
        { kind: "limited", retryAfterMs: 0 },
      ],
      [{ status: 429 }, { kind: "limited", retryAfterMs: undefined }],
      [{ status: 500 }, { kind: "down", isPaid: false }],
      [{ status: 503, body: "<html>" }, { kind: "down" }],
      [{ status: 401 }, { kind: "key" }],
      [{ status: 403 }, { kind: "key" }],
      [{ status: 404 }, { kind: "request" }],
      [{ status: 400 }, { kind: "request" }],
      [{ fate: "hangup" }, { kind: "down" }],
    ] satisfies [Act, object][])("tells what %j means", async (act, expected) => {
      const failure = await failureOf(act, { streams });
      expect(failure).toMatchObject(expected);
      expect(failure.message).not.toContain("sk-of-the-test");
    });

    it("gives up on a silence", async () => {
      const failure = await failureOf({ fate: "silence" }, { streams, timeoutMs: 100 });
      expect(failure).toMatchObject({ kind: "timeout", isPaid: true });
    });

    it("passes on that it was interrupted", async () => {
      const port = await opened({ fate: "silence" }, { streams });
      const stop = new AbortController();
      const asking = port.generate(request(), stop.signal);
      setTimeout(() => stop.abort(new Error("the run is over")), 50);
      await expect(asking).rejects.toThrow("the run is over");
    });

    it("takes half an answer for none", async () => {
      const failed = (await opened({ fate: "half" }, { streams })).generate(request(), never);
      await expect(failed).rejects.toBeInstanceOf(ModelFailure);
    });
  });

  it("takes what is no completion for trouble that may be on the bill", async () => {
    expect(await failureOf({ status: 200, body: '{"hello":"world"}' })).toMatchObject({ kind: "down", isPaid: true });
    await server?.close();
    expect(await failureOf({ status: 200, body: "not JSON" })).toMatchObject({ kind: "down", isPaid: true });
  });

  it("asks nobody whose key it was not given", async () => {
    const port = await opened({ text: "Hello" });
    const asking = port.generate(request({ choice: { provider: "anthropic", model: "claude-haiku-4-5" } }), never);
    await expect(asking).rejects.toMatchObject({ kind: "key" });
    expect(server?.asked).toEqual([]);
  });
});

describe("keys", () => {
  it("leave the environment with whoever reads them", () => {
    const environment: Record<string, string | undefined> = {
      PATH: "/bin",
      OPENAI_API_KEY: "a",
      OPENAI_BASE_URL: "http://127.0.0.1:1/v1/",
      ANTHROPIC_API_KEY: " ",
      GOOGLE_GENERATIVE_AI_API_KEY: "g",
      LLM_COMPATIBLE_BASE_URL: "http://127.0.0.1:2/v1",
    };
    const { access } = takeKeys(environment);
    expect(environment).toEqual({ PATH: "/bin" });
    expect(access).toEqual({
      openai: { key: "a", address: "http://127.0.0.1:1/v1" },
      google: { key: "g", address: undefined },
      compatible: { key: undefined, address: "http://127.0.0.1:2/v1" },
    });
  });

  it("go nowhere when their address makes no sense", () => {
    expect(takeKeys({ OPENAI_API_KEY: "a", OPENAI_BASE_URL: "file:///etc" }).access).toEqual({});
    expect(takeKeys({ LLM_COMPATIBLE_BASE_URL: "here" }).access).toEqual({});
    expect(takeKeys({}).access).toEqual({});
  });
});
