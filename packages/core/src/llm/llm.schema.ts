import * as z from "zod";
import { text } from "../base/base.schema.ts";

/** Those who work on a run, each with a configuration of its own. */
export const agents = [
  "orchestrator",
  "researcher",
  "architect",
  "coder",
  "frontend",
  "integration",
  "workflow",
  "mobile",
  "infrastructure",
  "testing",
  "qa",
  "security",
  "writer",
] as const;
export const Agent = z.enum(agents);
export type Agent = z.infer<typeof Agent>;

export const providers = ["blueprint", "openai", "anthropic", "google", "compatible"] as const;
export const Provider = z.enum(providers);
export type Provider = z.infer<typeof Provider>;

const Budget = z.int().min(0).max(1_000_000_000_000);

/** What one level may say; what it leaves out, the level above says. Money in micros. */
export const LlmValues = z.strictObject({
  provider: Provider.optional(),
  model: text(200).trim().min(1).optional(),
  /** Tried in their order when the first choice fails. */
  fallback: z
    .array(z.strictObject({ provider: Provider, model: text(200).trim().min(1) }))
    .max(8)
    .optional(),
  temperature: z.number().min(0).max(2).optional(),
  maxTokens: z.int().min(64).max(8_192).optional(),
  monthlyBudgetMicros: Budget.optional(),
  dailyBudgetMicros: Budget.optional(),
  projectBudgetMicros: Budget.optional(),
  runBudgetMicros: Budget.optional(),
  enabled: z.boolean().optional(),
  /** Added to the prompts of the levels above. */
  prompt: text(20_000).optional(),
});
export type LlmValues = z.infer<typeof LlmValues>;

/** Which version of each level an answer or a prompt came from; a level without any is left out. */
export const PromptVersions = z.object({
  system: z.int().optional(),
  project: z.int().optional(),
  agent: z.int().optional(),
});
export type PromptVersions = z.infer<typeof PromptVersions>;

export const cacheStates = ["none", "miss", "hit"] as const;
export const callStatuses = ["succeeded", "failed", "refused"] as const;
export const alertKinds = ["budget_80", "budget_95", "budget_100", "error_rate", "provider_down"] as const;
