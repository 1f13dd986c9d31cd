import type { Port } from "./port.ts";

/** What the blueprint answers whoever asks it for more: what its rules have written is all there is. */
export const nothingToAdd = "NOTHING TO ADD";

/** The blueprint as a peer of the models, for a chain of fallbacks that ends with it. Asks nobody and costs nothing. */
export const blueprintPort: Port = {
  generate: async ({ choice }) => ({
    text: nothingToAdd,
    model: choice.model,
    ending: "complete",
    usage: { inputTokens: 0, cachedTokens: 0, outputTokens: 0 },
  }),
};
