import type { KeyedProvider } from "@q2o/core/llm/schema";
import type { ModelsCheck, Ports } from "@q2o/core/ports";
import type { Settings } from "./settings.ts";

type Endpoint = { url: string; headers: Record<string, string> };
type Addresses = { openai: string; anthropic: string; google: string };

const publicAddresses: Addresses = {
  openai: "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com",
  google: "https://generativelanguage.googleapis.com",
};

const patienceMs = 8_000;

/**
 * The providers' lists of models, as a way to learn whether a key is taken.
 *
 * Keys travel in headers, never in an address, and follow no redirection; what a provider answers is not read.
 */
export function openModels(
  settings: Settings<"models">,
  addresses: Addresses = publicAddresses,
): Omit<Ports["models"], "systemPrompt" | "choice"> {
  const endpoints = endpointsOf(settings, addresses);
  return {
    isConfigured: (provider) => endpoints[provider] !== undefined,
    check: async (provider) => {
      const endpoint = endpoints[provider];
      return endpoint ? ask(endpoint) : { outcome: "not_configured", status: null, latencyMs: 0 };
    },
  };
}

function endpointsOf(given: Settings<"models">, at: Addresses): Partial<Record<KeyedProvider, Endpoint>> {
  const bearer = (key: string | undefined): Record<string, string> =>
    key === undefined ? {} : { authorization: `Bearer ${key}` };
  return {
    ...(given.OPENAI_API_KEY && {
      openai: { url: `${given.OPENAI_BASE_URL ?? at.openai}/models`, headers: bearer(given.OPENAI_API_KEY) },
    }),
    ...(given.ANTHROPIC_API_KEY && {
      anthropic: {
        url: `${at.anthropic}/v1/models`,
        headers: { "x-api-key": given.ANTHROPIC_API_KEY, "anthropic-version": "2023-06-01" },
      },
    }),
    ...(given.GOOGLE_GENERATIVE_AI_API_KEY && {
      google: {
        url: `${at.google}/v1beta/models`,
        headers: { "x-goog-api-key": given.GOOGLE_GENERATIVE_AI_API_KEY },
      },
    }),
    // A server of one's own may want no key.
    ...(given.LLM_COMPATIBLE_BASE_URL && {
      compatible: { url: `${given.LLM_COMPATIBLE_BASE_URL}/models`, headers: bearer(given.LLM_COMPATIBLE_API_KEY) },
    }),
  };
}

async function ask({ url, headers }: Endpoint): Promise<ModelsCheck> {
  const began = performance.now();
  const since = () => Math.round(performance.now() - began);
  try {
    const answer = await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(patienceMs) });
    await answer.body?.cancel();
    return { outcome: outcomeOf(answer.status), status: answer.status, latencyMs: since() };
  } catch {
    // Its message may quote a header.
    return { outcome: "unreachable", status: null, latencyMs: since() };
  }
}

/** Google says 400 of a wrong key. What is neither taken nor refused (429, 5xx) says nothing of the key. */
function outcomeOf(status: number): ModelsCheck["outcome"] {
  if (status >= 200 && status < 300) return "ok";
  return status === 400 || status === 401 || status === 403 ? "refused" : "unreachable";
}
