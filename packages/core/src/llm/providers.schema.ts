import * as z from "zod";
import { checkOutcomes, Provider } from "./llm.schema.ts";

export const AskProviders = z.object({});
export const ProviderList = z.object({
  items: z.array(
    z.object({
      provider: Provider,
      name: z.string(),
      /** Whether the environment gives what it needs. What that is, nobody is told. */
      isConfigured: z.boolean(),
      /** Whether the engine can work with it today. */
      isUsable: z.boolean(),
    }),
  ),
});

export const AskCheck = z.object({ provider: Provider });
export const ProviderCheck = z.object({
  provider: Provider,
  outcome: z.enum(checkOutcomes),
  /** As the provider answered. */
  status: z.int().nullable(),
  latencyMs: z.int(),
  message: z.string(),
});
