import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { Setup } from "../pipeline/setup.ts";
import { AnswerRefused, BudgetSpent, NoAnswer, newAsker, type Question } from "./ask.ts";
import { blueprintPort } from "./blueprint.ts";
import { newBreakers } from "./breaker.ts";
import { newLedger } from "./ledger.ts";
import { ModelFailure, type Port } from "./port.ts";
import { costOf, mostOf, reserveFor } from "./prices.ts";
import { type Act, type Asked, type Scripted, startScripted } from "./scripted.ts";
import { openSdk } from "./sdk.ts";
import { type Answers, replayer } from "./store.ts";
import type { CallReport, Till } from "./till.ts";

type Agent = Parameters<Setup["agents"]["get"]>[0];
type Settings = NonNullable<ReturnType<Setup["agents"]["get"]>>;

const settings = (other: Partial<Settings> = {}): Settings => ({
  enabled: true,
  provider: "openai",
  model: "gpt-4.1-mini",
  fallback: [],
  temperature: 0.3,
  maxTokens: 500,
  runBudgetMicros: 1,
  reach: "gaps",
  versions: { system: 4, project: 2 },
  prompt: "You are the best there is.",
  ...other,
});
const setupOf = (agents: Record<Agent, Partial<Settings>>): Setup => ({
  agents: new Map(Object.entries(agents).map(([name, own]) => [name, settings(own)])),
  disabledBlueprints: new Set(),
});

describe("a chain of models", () => {
  let server: Scripted | undefined;
  afterEach(async () => {
    await server?.close();
  });

  /** An asker that speaks to a scripted server, and all that it told of it. */
  async function begin(
    script: (asked: Asked, count: number) => Act,
    given: {
      agents?: Record<string, Partial<Settings>>;
      timeoutMs?: number;
      budgetMicros?: number;
      answers?: Answers;
      ports?: [string, Port][];
    } = {},
  ) {
    server = await startScripted(script);
    const at = { key: "k", address: server.url };
    const sdk = openSdk({ access: { openai: at, compatible: at }, timeoutMs: given.timeoutMs ?? 20_000 });
    const told: CallReport[] = [];
    const ledger = newLedger();
    const purses = [{ name: "run", limitMicros: given.budgetMicros ?? 1_000_000 }];
    const till: Till = {
      reserve: async ({ id, mostMicros }) => ledger.reserve(id, purses, mostMicros),
      tell: async (call) => {
        ledger.settle(call.id, call.costMicros ?? 0);
        told.push(call);
      },
    };
    const paid: number[] = [];
    const answers: Answers = given.answers ?? new Map();
    const asker = newAsker({
      ports: new Map([["openai", sdk], ["compatible", sdk], ["blueprint", blueprintPort], ...(given.ports ?? [])]),
      setup: setupOf(given.agents ?? { coder: {} }),
      till,
      answers,
      onPaid: async () => void paid.push(told.length),
      signal: new AbortController().signal,
    });
    const ask = (other: Partial<Question<string>> = {}) =>
      asker.ask({ agent: "coder", taskId: "build-R1", form: "Say yes.", prompt: "Well?", read: isYes, ...other });
    return { asker, ask, told, answers, paid, server, ledger };
  }
  const isYes = (text: string) => {
    if (text !== "yes") throw new AnswerRefused("That is not yes.");
    return text;
  };

  it("carries each agent's prompt, model, temperature and limit into its question, and its versions into the log", async () => {
    const agents = {
      architect: { prompt: "A prompt", model: "gpt-4.1", temperature: 0, maxTokens: 64, versions: { system: 1 } },
      coder: {
        prompt: "C prompt",
        model: "gpt-4o",
        temperature: 2,
        maxTokens: 8_192,
        versions: { system: 1, agent: 9 },
      },
      qa: { prompt: "", provider: "compatible", model: "llama", temperature: 1.1, maxTokens: 777 },
    };
    const { ask, told, server } = await begin(() => ({ text: "yes" }), { agents });
    for (const agent of Object.keys(agents)) await ask({ agent });
    expect(server.asked.map(({ system, body }) => [system, body.model, body.temperature, body.max_tokens])).toEqual([
      ["A prompt\n\nSay yes.", "gpt-4.1", 0, 64],
      ["C prompt\n\nSay yes.", "gpt-4o", 2, 8_192],
      ["Say yes.", "llama", 1.1, 777],
    ]);
    expect(told.map(({ agent, provider, promptVersions }) => [agent, provider, promptVersions])).toEqual([
      ["architect", "openai", { system: 1 }],
      ["coder", "openai", { system: 1, agent: 9 }],
      ["qa", "compatible", { system: 4, project: 2 }],
    ]);
  });

  it("tells what a call was, and flags a price that nobody knows", async () => {
    const agents = { coder: {}, qa: { model: "gpt-99" } };
    const { ask, told } = await begin(() => ({ text: "yes", model: "gpt-4.1-mini-2025-04-14" }), { agents });
    await ask();
    await ask({ agent: "qa" });
    expect(told[0]).toMatchObject({
      agent: "coder",
      taskId: "build-R1",
      model: "gpt-4.1-mini-2025-04-14",
      inputTokens: 100,
      cachedTokens: 40,
      outputTokens: 20,
      // 60 × 0.40 + 40 × 0.10 + 20 × 1.60, in micros.
      costMicros: 60,
      cache: "miss",
      status: "succeeded",
    });
    expect(told[1]?.costMicros).toBeNull();
  });

  it("lets a model put right once what could not be read, and then asks the next", async () => {
    const script = ({ body }: Asked, count: number): Act => ({
      text: body.model === "second" && count === 4 ? "yes" : `no ${count}`,
    });
    const fallback = [{ provider: "compatible", model: "second" }];
    const { ask, server, told } = await begin(script, { agents: { coder: { fallback } } });
    expect(await ask()).toEqual({ value: "yes", choice: { provider: "compatible", model: "second" } });
    expect(server.asked.map(({ body }) => body.model)).toEqual(["gpt-4.1-mini", "gpt-4.1-mini", "second", "second"]);
    const [, repair] = server.asked;
    expect(repair?.body.messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
    expect(repair?.prompt).toContain("That is not yes.");
    expect(JSON.stringify(repair?.body.messages[2])).toContain("no 1");
    expect(told).toHaveLength(4);
  });

  it("says why when nobody's answer can be used, and passes over whom it is told to", async () => {
    const fallback = [{ provider: "compatible", model: "second" }];
    const { ask, server } = await begin(() => ({ text: "no" }), { agents: { coder: { fallback } } });
    await expect(ask({ passOver: 1 })).rejects.toThrow(/second: That is not yes/);
    expect(server.asked.map(({ body }) => body.model)).toEqual(["second", "second"]);
    await expect(ask({ agent: "nobody" })).rejects.toBeInstanceOf(NoAnswer);
  });

  it.each([
    ["cut off", { text: "ye", finish: "length" }, /cut off; it may have 500 tokens/],
    ["empty", { text: " " }, /It is empty/],
  ] satisfies [string, Act, RegExp][])("does not take an answer that is %s", async (_, act, why) => {
    const { ask, server } = await begin(() => act);
    await expect(ask()).rejects.toThrow(why);
    expect(server.asked).toHaveLength(2);
  });

  it("goes on to the next when a model declines, and says so in the log", async () => {
    const fallback = [{ provider: "compatible", model: "second" }];
    const script = ({ body }: Asked): Act =>
      body.model === "second" ? { text: "yes" } : { text: "", finish: "content_filter" };
    const { ask, told, server } = await begin(script, { agents: { coder: { fallback } } });
    await ask();
    expect(told.map(({ status }) => status)).toEqual(["refused", "succeeded"]);
    expect(server.asked).toHaveLength(2);
  });

  it("waits as long as it is told before it asks again, and not at all for who wants an hour", async () => {
    const soon = { status: 429, headers: { "retry-after-ms": "5" } };
    const { ask, told } = await begin((_, count) => (count < 3 ? soon : { text: "yes" }));
    expect((await ask()).value).toBe("yes");
    expect(told.map(({ status, costMicros, errorCode }) => [status, costMicros, errorCode])).toEqual([
      ["failed", 0, "model.limited"],
      ["failed", 0, "model.limited"],
      ["succeeded", 60, undefined],
    ]);
    await server?.close();
    const hour = await begin(() => ({ status: 429, headers: { "retry-after": "3600" } }));
    await expect(hour.ask()).rejects.toThrow(/too often/);
    expect(hour.told).toHaveLength(1);
  });

  it("leaves a provider alone that failed three times, and goes on with another", async () => {
    const other: Port = {
      generate: async () => ({ text: "yes", model: "m", ending: "complete", usage: undefined }),
    };
    const agents = { coder: { fallback: [{ provider: "google", model: "m" }] } };
    const { ask, server } = await begin(() => ({ status: 500 }), { agents, ports: [["google", other]] });
    expect((await ask({ prompt: "One?" })).choice.provider).toBe("google");
    expect(server.asked).toHaveLength(3);
    expect((await ask({ prompt: "Two?" })).choice.provider).toBe("google");
    expect(server.asked).toHaveLength(3);
  });

  it("asks a model no more that does not exist, and a provider no more whose key is refused or that is silent", async () => {
    const fates = [{ status: 404 }, { status: 401 }, { fate: "silence" }] satisfies Act[];
    for (const act of fates) {
      const { ask, server } = await begin(() => act, { timeoutMs: 300 });
      await expect(ask({ prompt: "One?" })).rejects.toBeInstanceOf(NoAnswer);
      await expect(ask({ prompt: "Two?" })).rejects.toBeInstanceOf(NoAnswer);
      expect(server.asked, JSON.stringify(act)).toHaveLength(1);
      await server.close();
    }
  });

  it("counts what may be on the bill as if it were: silences, and what nobody counted or nobody can believe", async () => {
    const silent = await begin(() => ({ fate: "silence" }), { timeoutMs: 300 });
    await silent.ask().catch(() => undefined);
    expect(silent.told[0]?.status).toBe("failed");
    const most = silent.told[0]?.costMicros ?? 0;
    expect(most).toBeGreaterThan(800);
    expect(silent.ledger.spentOf("run")).toBe(most);
    await silent.server.close();

    const uncounted = await begin(() => ({ text: "yes", usage: "none" }));
    await uncounted.ask();
    expect(uncounted.told[0]).toMatchObject({ costMicros: most, errorCode: "usage.doubtful", status: "succeeded" });
    await uncounted.server.close();

    const wild = await begin(() => ({ text: "yes", usage: { prompt_tokens: 9e9, completion_tokens: 9e9 } }));
    await wild.ask();
    expect(wild.told[0]).toMatchObject({ outputTokens: 500, costMicros: most, errorCode: "usage.doubtful" });
  });

  it("asks nothing that the budget does not reach for", async () => {
    const { ask, server, told } = await begin(() => ({ text: "yes" }), { budgetMicros: 100 });
    await expect(ask()).rejects.toBeInstanceOf(BudgetSpent);
    expect(server.asked).toEqual([]);
    expect(told).toEqual([]);
  });

  it("pays for an answer once, and plays a recorded run without asking anybody", async () => {
    const first = await begin(() => ({ text: "yes" }));
    await first.ask();
    expect(first.paid).toEqual([1]);
    await first.server.close();

    const again = await begin(() => ({ status: 500 }), { answers: first.answers });
    expect((await again.ask()).value).toBe("yes");
    expect(again.server.asked).toEqual([]);
    expect(again.told).toMatchObject([{ cache: "hit", costMicros: 0, savedMicros: 60, inputTokens: 0, latencyMs: 0 }]);

    const player = replayer(first.answers);
    const request = {
      choice: { provider: "openai", model: "gpt-4.1-mini" },
      instructions: "You are the best there is.\n\nSay yes.",
      messages: [{ role: "user" as const, content: "Well?" }],
      temperature: 0.3,
      maxTokens: 500,
    };
    expect(await player.generate(request, AbortSignal.timeout(1))).toMatchObject({ text: "yes" });
    for (const other of [{ temperature: 0.4 }, { maxTokens: 501 }, { instructions: "" }])
      await expect(player.generate({ ...request, ...other }, AbortSignal.timeout(1))).rejects.toThrow(/Nobody has/);
  });

  it("ends with the blueprint where the chain says so, and asks nobody after it", async () => {
    const fallback = [
      { provider: "blueprint", model: "web-app" },
      { provider: "compatible", model: "second" },
    ];
    const { ask, server, told } = await begin(() => ({ text: "no" }), { agents: { coder: { fallback } } });
    await expect(ask()).rejects.toThrow(/blueprint has nothing to add/);
    expect(server.asked).toHaveLength(2);
    expect(told.at(-1)).toMatchObject({ provider: "blueprint", costMicros: 0, cache: "none" });
  });

  it("asks nobody for an agent that is switched off", async () => {
    const { asker, ask } = await begin(() => ({ text: "yes" }), { agents: { coder: { enabled: false } } });
    expect(asker.chainOf("coder")).toEqual([]);
    await expect(ask()).rejects.toBeInstanceOf(NoAnswer);
  });
});

describe("breakers", () => {
  const openai = { provider: "openai", model: "m" };
  const down = new ModelFailure("down", "");

  it("open after three failures in a row, let one through after a minute, and close when it is answered", () => {
    let now = 0;
    const breakers = newBreakers(() => now);
    breakers.failed(openai, down);
    breakers.failed(openai, down);
    breakers.answered(openai);
    for (let i = 0; i < 2; i++) breakers.failed(openai, down);
    expect(breakers.refuses(openai)).toBeUndefined();
    breakers.failed(openai, down);
    expect(breakers.refuses(openai)).toContain("openai");
    expect(breakers.refuses({ provider: "google", model: "m" })).toBeUndefined();
    now = 60_001;
    expect(breakers.refuses(openai)).toBeUndefined();
    breakers.failed(openai, down);
    expect(breakers.refuses(openai)).toBeDefined();
    now = 130_000;
    breakers.answered(openai);
    breakers.failed(openai, down);
    expect(breakers.refuses(openai)).toBeUndefined();
  });
});

describe("prices", () => {
  const text = fc.string({ unit: "binary", maxLength: 300 });
  it("set aside at least what any credible answer costs", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("gpt-5.4", "gpt-4.1-mini", "gpt-4o-mini-2024-07-18", "gpt-unheard-of"),
        text,
        fc.array(text, { maxLength: 4 }),
        fc.integer({ min: 64, max: 8_192 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (model, instructions, texts, maxTokens, share) => {
          const choice = { provider: "openai", model };
          const messages = texts.map((content) => ({ role: "user" as const, content }));
          const most = mostOf({ choice, instructions, messages, temperature: 0, maxTokens });
          const bytes = Buffer.byteLength(instructions + texts.join(""));
          expect(most.inputTokens).toBeGreaterThanOrEqual(bytes);
          const inputTokens = Math.floor(most.inputTokens * share);
          const usage = {
            inputTokens,
            cachedTokens: Math.floor(inputTokens / 2),
            outputTokens: Math.floor(maxTokens * share),
          };
          expect(reserveFor(choice, most)).toBeGreaterThanOrEqual(costOf(choice, usage) ?? 0);
          expect(costOf(choice, usage) === null).toBe(model === "gpt-unheard-of");
          expect(reserveFor(choice, most)).toBeGreaterThan(0);
        },
      ),
    );
  });

  it("set nothing aside for a server of one's own, whose prices nobody lists", () => {
    const most = { inputTokens: 1_000, cachedTokens: 0, outputTokens: 1_000 };
    expect(reserveFor({ provider: "compatible", model: "llama" }, most)).toBe(0);
    expect(costOf({ provider: "compatible", model: "llama" }, most)).toBeNull();
  });
});
