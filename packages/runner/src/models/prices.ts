import type { Choice, Request, Usage } from "./port.ts";

/** Dollars for a million tokens, which is also micros for one. */
type Price = { input: number; cached: number; output: number };

/** Grows with each change of the table, and is told with each call, so that a sum can be worked out again. */
export const priceVersion = "2026-06";

const price = (input: number, cached: number, output: number): Price => ({ input, cached, output });

/** As the providers list them for questions that are answered at once, below their surcharges for very long ones. */
const prices: Record<string, Record<string, Price>> = {
  openai: {
    "gpt-5.5": price(5, 0.5, 30),
    "gpt-5.4": price(2.5, 0.25, 15),
    "gpt-5.4-mini": price(0.75, 0.075, 4.5),
    "gpt-5.4-nano": price(0.2, 0.02, 1.25),
    "gpt-5.2": price(1.75, 0.175, 14),
    "gpt-5.1": price(1.25, 0.125, 10),
    "gpt-5": price(1.25, 0.125, 10),
    "gpt-5-mini": price(0.25, 0.025, 2),
    "gpt-5-nano": price(0.05, 0.005, 0.4),
    "gpt-4.1": price(2, 0.5, 8),
    "gpt-4.1-mini": price(0.4, 0.1, 1.6),
    "gpt-4.1-nano": price(0.1, 0.025, 0.4),
    "gpt-4o": price(2.5, 1.25, 10),
    "gpt-4o-mini": price(0.15, 0.075, 0.6),
  },
  anthropic: {
    "claude-opus-4-7": price(5, 0.5, 25),
    "claude-opus-4-6": price(5, 0.5, 25),
    "claude-opus-4-5": price(5, 0.5, 25),
    "claude-sonnet-4-6": price(3, 0.3, 15),
    "claude-sonnet-4-5": price(3, 0.3, 15),
    "claude-haiku-4-5": price(1, 0.1, 5),
  },
  google: {
    "gemini-3.5-flash": price(1.5, 0.15, 9),
    "gemini-2.5-pro": price(1.25, 0.31, 10),
    "gemini-2.5-flash": price(0.3, 0.075, 2.5),
    "gemini-2.5-flash-lite": price(0.1, 0.025, 0.4),
  },
};

/** A dated edition costs what its model costs: `gpt-4.1-2025-04-14`, `claude-haiku-4-5-20251001`. */
const edition = /-(\d{4}-\d{2}-\d{2}|\d{8})$/;

/** Undefined when it is not known: then nothing is guessed, and the call is flagged. */
const priceOf = ({ provider, model }: Choice): Price | undefined => {
  const known = prices[provider];
  return known?.[model] ?? known?.[model.replace(edition, "")];
};

/** In whole thousandths of a micro, so that no sum depends on how a fraction is kept. */
const cost = (per: Price, { inputTokens, cachedTokens, outputTokens }: Usage): number => {
  const thousandths = (dollars: number) => Math.round(dollars * 1_000);
  const fresh = inputTokens - cachedTokens;
  const sum = fresh * thousandths(per.input) + cachedTokens * thousandths(per.cached);
  return Math.ceil((sum + outputTokens * thousandths(per.output)) / 1_000);
};

/** What a call costs, in micros, rounded up; null when the price is not known. */
export const costOf = (choice: Choice, usage: Usage): number | null => {
  const known = priceOf(choice);
  return known ? cost(known, usage) : null;
};

/** What the form of a conversation may add to its text, in tokens. */
const formTokens = 512;

/**
 * The most tokens that a question and its answer can come to. No tokenizer makes more tokens than there are bytes, so
 * this holds for every model without asking any.
 */
export function mostOf({ instructions, messages, maxTokens }: Request): Usage {
  const texts = [instructions, ...messages.map(({ content }) => content)];
  const inputTokens = formTokens + texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 16, 0);
  return { inputTokens, cachedTokens: 0, outputTokens: maxTokens };
}

/**
 * What is set aside before a question is asked: what it can cost at most, in micros. For a model of a known provider
 * that has no price here, the dearest of that provider; nothing on a server of one's own, whose prices nobody lists.
 */
export function reserveFor(choice: Choice, most: Usage): number {
  const known = priceOf(choice);
  if (known) return cost(known, most);
  const all = Object.values(prices[choice.provider] ?? {});
  return Math.max(0, ...all.map((each) => cost(each, most)));
}
