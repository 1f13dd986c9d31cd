import { createHash } from "node:crypto";
import * as z from "zod";
import { ModelFailure, type Port, type Reply, type Request } from "./port.ts";

const count = z.number().int().nonnegative();

/** An answer that was paid, and what was paid. */
export const Stored = z.object({
  text: z.string(),
  model: z.string(),
  ending: z.enum(["complete", "cut", "refused"]),
  usage: z.object({ inputTokens: count, cachedTokens: count, outputTokens: count }).optional(),
  costMicros: count.nullable(),
});
export type Stored = z.infer<typeof Stored>;

/** Answers by the hash of their question. They lie with the run's checkpoint, so that nothing is paid twice. */
export type Answers = Map<string, Stored>;

/** Names a question: the same words to the same model with the same settings have the same name. */
export const hashOf = ({ choice, instructions, messages, temperature, maxTokens }: Request): string =>
  createHash("sha256")
    .update(
      JSON.stringify([
        choice.provider,
        choice.model,
        instructions,
        messages.map(({ role, content }) => [role, content]),
        temperature,
        maxTokens,
      ]),
    )
    .digest("hex");

export const recorded = ({ text, model, ending, usage }: Reply, costMicros: number | null): Stored => ({
  text,
  model,
  ending,
  ...(usage ? { usage } : {}),
  costMicros,
});

export const replyOf = ({ text, model, ending, usage }: Stored): Reply => ({ text, model, ending, usage });

/** Answers from what was recorded and asks nobody: a run that was recorded can be played again anywhere. */
export const replayer = (answers: Answers): Port => ({
  generate: async (request) => {
    const stored = answers.get(hashOf(request));
    if (!stored) throw new ModelFailure("request", "Nobody has recorded an answer to this question.");
    return replyOf(stored);
  },
});
