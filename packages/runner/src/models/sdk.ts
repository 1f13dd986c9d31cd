import type { LanguageModel } from "ai";
import type { Access, KeyedProvider, Keys } from "./keys.ts";
import { ModelFailure, type Port, type Reply, type Request, type Usage } from "./port.ts";

/**
 * The providers of models, by the Vercel AI SDK. It is loaded at the first question only: a run without models shall
 * not wait for it.
 *
 * A provider's own address streams, so that no gateway between ends a long answer as idle. A server that somebody else
 * runs is asked for the whole answer at once: that is what all of them can do, and tell the tokens of.
 *
 * @param streams also those at another address; for tests
 */
export function openSdk({ access, timeoutMs }: Keys, streams?: boolean): Port {
  const models = new Map<string, Promise<LanguageModel>>();
  return {
    async generate(request, signal) {
      const { provider, model } = request.choice;
      const given = access[provider as KeyedProvider];
      if (!given) throw new ModelFailure("key", `There is no key for ${provider}.`);
      const name = `${provider}/${model}`;
      const opened = models.get(name) ?? openModel(provider as KeyedProvider, model, given);
      models.set(name, opened);
      // Loading it is our time, not the provider's.
      const [languageModel] = await Promise.all([opened, import("ai")]);
      const patience = new AbortController();
      const asked = AbortSignal.any([signal, patience.signal]);
      const work = (streams ?? given.address === undefined) ? stream : generate;
      const timer = setTimeout(() => patience.abort(), timeoutMs);
      try {
        return await work(languageModel, request, asked, () => timer.refresh());
      } catch (error) {
        signal.throwIfAborted();
        if (patience.signal.aborted)
          throw new ModelFailure("timeout", `${name} did not answer within ${timeoutMs / 1_000} s.`, { isPaid: true });
        throw await failureOf(error, name);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

// Its warnings are about settings that a model does not have; our log is for facts.
globalThis.AI_SDK_LOG_WARNINGS = false;

async function openModel(provider: KeyedProvider, model: string, { key, address }: Access): Promise<LanguageModel> {
  const baseURL = address === undefined ? {} : { baseURL: address };
  const apiKey = key === undefined ? {} : { apiKey: key };
  switch (provider) {
    case "openai":
      // Chat completions, not responses: every gateway and stand-in that takes OpenAI's address speaks them.
      return (await import("@ai-sdk/openai")).createOpenAI({ ...baseURL, ...apiKey }).chat(model);
    case "anthropic":
      return (await import("@ai-sdk/anthropic")).createAnthropic(apiKey).languageModel(model);
    case "google":
      return (await import("@ai-sdk/google")).createGoogle(apiKey).languageModel(model);
    case "compatible": {
      const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
      const settings = { name: "compatible", baseURL: address ?? "", includeUsage: true, ...apiKey };
      return createOpenAICompatible(settings).chatModel(model);
    }
  }
}

type Work = (model: LanguageModel, request: Request, signal: AbortSignal, onSign: () => void) => Promise<Reply>;

/**
 * Those that can answer at once instead of thinking first. They are asked to: a temperature counts for nothing while
 * they think, and their thoughts would use up the tokens that an answer may have.
 */
const canAnswerAtOnce = /^gpt-5\.\d/;

const optionsOf = (model: LanguageModel, request: Request, abortSignal: AbortSignal) => ({
  model,
  ...(canAnswerAtOnce.test(request.choice.model) ? { reasoning: "none" as const } : {}),
  // Every server knows that role; OpenAI itself reads it as its own newer one.
  providerOptions: { openai: { systemMessageMode: "system" } },
  instructions: request.instructions,
  messages: request.messages.map(({ role, content }) => ({ role, content })),
  temperature: request.temperature,
  maxOutputTokens: request.maxTokens,
  // Tries are counted, paid and told one by one, so they are made where that is done.
  maxRetries: 0,
  abortSignal,
});

const generate: Work = async (model, request, signal) => {
  const { generateText } = await import("ai");
  const { text, response, finishReason, usage } = await generateText(optionsOf(model, request, signal));
  return replyOf(text, response.modelId, finishReason, usage);
};

/** @param onSign called for each piece: what still comes is not late */
const stream: Work = async (model, request, signal, onSign) => {
  const { streamText } = await import("ai");
  const result = streamText({ ...optionsOf(model, request, signal), onError: () => undefined });
  let text = "";
  for await (const part of result.stream) {
    onSign();
    if (part.type === "text-delta") text += part.text;
    if (part.type === "error") throw part.error;
  }
  signal.throwIfAborted();
  return replyOf(text, (await result.response).modelId, await result.finishReason, await result.usage);
};

type SdkUsage = {
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  inputTokenDetails: { cacheReadTokens: number | undefined };
};

function replyOf(text: string, model: string, finishReason: string, usage: SdkUsage): Reply {
  // A stream that ended without a word of why was cut on its way.
  const isCut = finishReason === "length" || finishReason === "interrupted" || finishReason === "other";
  const ending = finishReason === "content-filter" ? "refused" : isCut ? "cut" : "complete";
  return { text, model, ending, usage: usageOf(usage) };
}

const isCount = (count: number | undefined): count is number => count !== undefined && Number.isFinite(count);

function usageOf({ inputTokens, outputTokens, inputTokenDetails }: SdkUsage): Usage | undefined {
  // Nobody answers from nothing: counts of zero are counts that were not made.
  if (!isCount(inputTokens) || !isCount(outputTokens) || inputTokens <= 0 || outputTokens < 0) return undefined;
  const cached = inputTokenDetails.cacheReadTokens;
  return {
    inputTokens: Math.ceil(inputTokens),
    cachedTokens: isCount(cached) ? Math.min(Math.max(0, Math.floor(cached)), Math.ceil(inputTokens)) : 0,
    outputTokens: Math.ceil(outputTokens),
  };
}

/** Says what went wrong without quoting: addresses, questions and answers stay out of logs. */
async function failureOf(error: unknown, name: string): Promise<ModelFailure> {
  const { APICallError } = await import("ai");
  const cause = APICallError.isInstance(error) ? error : undefined;
  const status = cause?.statusCode;
  if (status === undefined) return new ModelFailure("down", `${name} can't be reached.`);
  if (status === 429)
    return new ModelFailure("limited", `${name} is asked too often.`, {
      retryAfterMs: retryAfter(cause?.responseHeaders),
    });
  if (status === 401 || status === 403) return new ModelFailure("key", `${name} refuses the key.`);
  if (status === 408 || status >= 500) return new ModelFailure("down", `${name} answered ${status}.`);
  // It said that all was well, and then something that is no answer: that may be on the bill.
  if (status < 300) return new ModelFailure("down", `What ${name} answered can't be read.`, { isPaid: true });
  return new ModelFailure("request", `${name} refused the question with ${status}.`);
}

/** `retry-after` in seconds or as an instant; `retry-after-ms` is more exact where there is one. */
function retryAfter(headers: Record<string, string> | undefined): number | undefined {
  const exact = Number(headers?.["retry-after-ms"] ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const said = headers?.["retry-after"];
  if (said === undefined) return undefined;
  const ms = /^\s*\d+(\.\d+)?\s*$/.test(said) ? Number(said) * 1_000 : Date.parse(said) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
