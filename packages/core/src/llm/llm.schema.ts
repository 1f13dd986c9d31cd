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

/**
 * Those whose part a delivery can be without. Of the others some carry evidence (testing, qa, security), and the rest
 * make what every delivery must hold.
 */
export const optionalAgents: readonly Agent[] = ["researcher", "integration", "mobile"];

export const providers = ["blueprint", "openai", "anthropic", "google", "compatible"] as const;
export const Provider = z.enum(providers);
export type Provider = z.infer<typeof Provider>;

/** Those that want a key or an address. */
export const keyedProviders = ["openai", "anthropic", "google", "compatible"] as const;
export type KeyedProvider = (typeof keyedProviders)[number];

/** Which model is asked where a provider's key is all that there is. One's own server decides by itself. */
export const usualModels: Record<KeyedProvider, string> = {
  openai: "gpt-5.4",
  anthropic: "claude-sonnet-4-6",
  google: "gemini-3.5-flash",
  compatible: "default",
};

/** What models work on: what the blueprint leaves open, or every requirement that a stricter test can still fail. */
export const reaches = ["gaps", "all"] as const;

export const checkOutcomes = ["ok", "refused", "unreachable", "not_configured"] as const;
export type CheckOutcome = (typeof checkOutcomes)[number];

const Budget = z.int().min(0).max(1_000_000_000_000);
const Model = text(200).trim().min(1, "Name the model.");

/** What one level may say; what it leaves out, the level above says. Money in micros. */
export const LlmValues = z.strictObject({
  provider: Provider.optional(),
  model: Model.optional(),
  /** Tried in their order when the first choice fails. */
  fallback: z
    .array(z.strictObject({ provider: Provider, model: Model }))
    .max(8)
    .optional(),
  temperature: z.number().min(0).max(2).optional(),
  maxTokens: z.int().min(64).max(8_192).optional(),
  /** Of the platform at the system's level; of one project where its own level says so. Months and days are UTC's. */
  monthlyBudgetMicros: Budget.optional(),
  dailyBudgetMicros: Budget.optional(),
  /** Of all runs of one tenant in a month. */
  tenantBudgetMicros: Budget.optional(),
  /** Of all runs of one project together. */
  projectBudgetMicros: Budget.optional(),
  runBudgetMicros: Budget.optional(),
  reach: z.enum(reaches).optional(),
  /** Whether models may be asked. Without them the blueprint does the work of whom a delivery can't be without. */
  enabled: z.boolean().optional(),
  /** Added to the prompts of the levels above. */
  prompt: text(20_000).optional(),
});
export type LlmValues = z.infer<typeof LlmValues>;

/** What is in force when every level has spoken. */
export type LlmSettings = Required<Omit<LlmValues, "prompt">>;

export const levels = ["system", "project", "agent"] as const;
export const Level = z.enum(levels);
export type Level = z.infer<typeof Level>;

/** Which version of each level an answer or a prompt came from; a level without any is left out. */
export const PromptVersions = z.object({
  system: z.int().min(0).optional(),
  project: z.int().min(0).optional(),
  agent: z.int().min(0).optional(),
});
export type PromptVersions = z.infer<typeof PromptVersions>;

/** One agent's part of a run's configuration. */
const AgentSettings = LlmValues.omit({ prompt: true })
  .required()
  .extend({
    versions: PromptVersions,
    /** Which of the configuration's prompts: most agents share one, and prompts are long. */
    prompt: z.int().min(0),
  });

/** What a run works by: resolved when it starts, and never again. */
export const RunConfig = z.object({
  provider: Provider,
  /** Of all agents together; each has its own besides. Runs from before budgets were held have none. */
  runBudgetMicros: Budget.optional(),
  agents: z.record(Agent, AgentSettings),
  /** Composed, each once. */
  prompts: z.array(z.string()),
  disabledBlueprints: z.array(z.string()),
});
export type RunConfig = z.infer<typeof RunConfig>;

export const cacheStates = ["none", "miss", "hit"] as const;
export const callStatuses = ["succeeded", "failed", "refused"] as const;
export const alertKinds = ["budget_80", "budget_95", "budget_100", "error_rate", "provider_down"] as const;
export type AlertKind = (typeof alertKinds)[number];
