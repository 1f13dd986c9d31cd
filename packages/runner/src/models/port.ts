/** Which model, and whose. */
export type Choice = { provider: string; model: string };

export type Message = { role: "user" | "assistant"; content: string };

/** One question to one model. Everything that decides the answer is in here, so that its hash names it. */
export type Request = {
  choice: Choice;
  /** What the agent is told first: its prompt, and how it has to answer. */
  instructions: string;
  messages: readonly Message[];
  temperature: number;
  /** The most tokens that the answer may have. */
  maxTokens: number;
};

export type Usage = {
  inputTokens: number;
  /** Of the input, those that the provider had in its own cache. */
  cachedTokens: number;
  outputTokens: number;
};

export type Reply = {
  text: string;
  /** As the provider names what has answered. */
  model: string;
  /** `cut`: it was not finished when the tokens ran out. `refused`: the model or its provider would not answer. */
  ending: "complete" | "cut" | "refused";
  /** Undefined when the provider does not say. */
  usage: Usage | undefined;
};

/**
 * Who answers. The blueprint, the providers of models and a replayer of stored answers are peers behind it.
 *
 * `generate` throws a ModelFailure when there is no answer, and the signal's reason when that is aborted.
 */
export type Port = { generate(request: Request, signal: AbortSignal): Promise<Reply> };

/**
 * `limited`: too many questions for now · `down`: nothing useful answers there · `timeout`: nothing came in time ·
 * `key`: the key is refused · `request`: this model will not take such a question, or does not exist.
 */
export type FailureKind = "limited" | "down" | "timeout" | "key" | "request";

/** A question that was not answered. Its message has nothing of the question, of the answer or of a key in it. */
export class ModelFailure extends Error {
  override readonly name = "ModelFailure";
  readonly kind: FailureKind;
  /** How long the provider wants to be left alone. */
  readonly retryAfterMs: number | undefined;
  /** Whether the question may have been worked on, so that it may have to be paid. */
  readonly isPaid: boolean;

  constructor(kind: FailureKind, message: string, more: { retryAfterMs?: number | undefined; isPaid?: boolean } = {}) {
    super(message);
    this.kind = kind;
    this.retryAfterMs = more.retryAfterMs;
    this.isPaid = more.isPaid ?? false;
  }
}
