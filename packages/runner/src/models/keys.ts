import * as z from "zod";

/** Absent or empty: not configured. */
const Text = z
  .string()
  .trim()
  .optional()
  .transform((given) => given || undefined);
const Address = Text.pipe(z.url({ protocol: /^https?$/ }).optional())
  .transform((url) => url?.replace(/\/+$/, ""))
  // A key never goes elsewhere because an address was mistyped.
  .catch("wrong");

const Environment = z.object({
  OPENAI_API_KEY: Text,
  OPENAI_BASE_URL: Address,
  ANTHROPIC_API_KEY: Text,
  GOOGLE_GENERATIVE_AI_API_KEY: Text,
  LLM_COMPATIBLE_BASE_URL: Address,
  LLM_COMPATIBLE_API_KEY: Text,
  LLM_TIMEOUT_SECONDS: z.coerce.number().min(1).max(600).catch(120),
});

export const keyedProviders = ["openai", "anthropic", "google", "compatible"] as const;
export type KeyedProvider = (typeof keyedProviders)[number];

/** Where a provider is asked and with what; without an address, at its own. */
export type Access = { key: string | undefined; address: string | undefined };
export type Keys = { access: Partial<Record<KeyedProvider, Access>>; timeoutMs: number };

/**
 * Takes what model providers need out of an environment: nothing that is started later can inherit a key. A provider
 * whose address is none is as one without a key.
 */
export function takeKeys(environment: Record<string, string | undefined>): Keys {
  const given = Environment.parse(environment);
  for (const name of Object.keys(Environment.shape)) delete environment[name];
  const access: Keys["access"] = {};
  if (given.OPENAI_API_KEY && given.OPENAI_BASE_URL !== "wrong")
    access.openai = { key: given.OPENAI_API_KEY, address: given.OPENAI_BASE_URL };
  if (given.ANTHROPIC_API_KEY) access.anthropic = { key: given.ANTHROPIC_API_KEY, address: undefined };
  if (given.GOOGLE_GENERATIVE_AI_API_KEY)
    access.google = { key: given.GOOGLE_GENERATIVE_AI_API_KEY, address: undefined };
  if (given.LLM_COMPATIBLE_BASE_URL && given.LLM_COMPATIBLE_BASE_URL !== "wrong")
    access.compatible = { key: given.LLM_COMPATIBLE_API_KEY, address: given.LLM_COMPATIBLE_BASE_URL };
  return { access, timeoutMs: given.LLM_TIMEOUT_SECONDS * 1_000 };
}
