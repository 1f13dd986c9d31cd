import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Setup } from "../pipeline/setup.ts";
import { nothingToAdd } from "./blueprint.ts";
import { type Breakers, newBreakers } from "./breaker.ts";
import { type Choice, type Message, ModelFailure, type Port, type Reply, type Request, type Usage } from "./port.ts";
import { costOf, mostOf, priceVersion, reserveFor } from "./prices.ts";
import { type Answers, hashOf, recorded, replyOf } from "./store.ts";
import type { CallReport, Till } from "./till.ts";

/** An answer that is not what was asked for. Its message tells the model why, in a sentence. */
export class AnswerRefused extends Error {
  override readonly name = "AnswerRefused";
}

/** Nobody in the chain has an answer that can be used. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** What is left of a budget does not reach for another question: the run has to land. */
export class BudgetSpent extends Error {
  override readonly name = "BudgetSpent";
}

export type Question<T> = {
  agent: string;
  /** The task that the question belongs to. */
  taskId: string;
  /** How the answer has to look; the agent's configured prompt comes before it. */
  form: string;
  prompt: string;
  /** @throws AnswerRefused with what is wrong: the model is told once, and then the next one is asked */
  read: (text: string) => T;
  /** How many of the chain to pass over, because they got nowhere. */
  passOver?: number;
};

export type Asker = {
  /**
   * Asks along the agent's chain until an answer can be used.
   *
   * @throws NoAnswer, BudgetSpent, and the signal's reason
   */
  ask<T>(question: Question<T>): Promise<{ value: T; choice: Choice }>;
  /** Whom an agent may ask: its model and its fallbacks, as far as this run has what they need. */
  chainOf(agent: string): Choice[];
};

const triesOfOne = 3;
const firstWaitMs = 500;
/** Who wants to be left alone for longer is passed over. */
const longestWaitMs = 30_000;

export function newAsker(given: {
  /** Who answers for each provider; one that is not here can't be asked. */
  ports: ReadonlyMap<string, Port>;
  setup: Setup;
  till: Till;
  answers: Answers;
  /** After each answer that was paid, so that it can be kept before anything else happens. */
  onPaid: () => Promise<void>;
  signal: AbortSignal;
  breakers?: Breakers;
}): Asker {
  const { ports, setup, till, answers, signal, breakers = newBreakers() } = given;

  const chainOf = (agent: string): Choice[] => {
    const own = setup.agents.get(agent);
    if (!own?.enabled) return [];
    return [{ provider: own.provider, model: own.model }, ...own.fallback].filter(({ provider }) =>
      ports.has(provider),
    );
  };

  /** One try of one question, set aside before and settled after, whatever comes of it. */
  async function once(of: Pick<Question<unknown>, "agent" | "taskId">, request: Request): Promise<Reply> {
    const { choice } = request;
    const port = ports.get(choice.provider);
    if (!port) throw new NoAnswer(`${choice.provider} is not there.`);
    const id = randomUUID();
    const most = mostOf(request);
    const isFree = choice.provider === "blueprint";
    const mostMicros = isFree ? 0 : reserveFor(choice, most);
    if (!isFree) {
      const { agent } = of;
      const word = await till.reserve({ id, agent, choice, mostMicros });
      if (!word.granted) throw new BudgetSpent(`What is left of the budget of the ${word.budget} does not reach.`);
    }
    const startedAt = performance.now();
    const tell = (outcome: Pick<CallReport, "status" | "costMicros"> & Partial<CallReport>, usage?: Usage) =>
      till.tell({
        id,
        ...of,
        provider: choice.provider,
        model: choice.model,
        promptVersions: setup.agents.get(of.agent)?.versions ?? {},
        priceVersion,
        inputTokens: usage?.inputTokens ?? 0,
        cachedTokens: usage?.cachedTokens ?? 0,
        outputTokens: usage?.outputTokens ?? 0,
        savedMicros: 0,
        latencyMs: Math.round(performance.now() - startedAt),
        cache: isFree ? "none" : "miss",
        ...outcome,
      });
    try {
      const reply = await port.generate(request, signal);
      const { usage, isCredible } = credible(reply.usage, most);
      const costMicros = isFree ? 0 : costOf(choice, usage);
      answers.set(hashOf(request), recorded({ ...reply, usage }, costMicros));
      const status = reply.ending === "refused" ? "refused" : "succeeded";
      const doubt = isCredible ? {} : { errorCode: "usage.doubtful" };
      await tell({ status, costMicros, model: reply.model.slice(0, 200) || choice.model, ...doubt }, usage);
      await given.onPaid();
      return reply;
    } catch (error) {
      const isOurs = !(error instanceof ModelFailure) && !signal.aborted;
      if (isOurs) throw error;
      // What may have been worked on may be on the bill, and counts as if it were.
      const isPaid = !(error instanceof ModelFailure) || error.isPaid;
      const costMicros = isPaid ? (costOf(choice, most) === null ? null : mostMicros) : 0;
      const kind = error instanceof ModelFailure ? error.kind : "interrupted";
      await tell({ status: "failed", costMicros, errorCode: `model.${kind}` }).catch(() => undefined);
      throw error;
    }
  }

  /** As often as it makes sense with one model. @throws ModelFailure when it does not answer */
  async function answerOf(of: Pick<Question<unknown>, "agent" | "taskId">, request: Request): Promise<Reply> {
    const known = answers.get(hashOf(request));
    if (known) {
      await till.tell({
        id: randomUUID(),
        ...of,
        provider: request.choice.provider,
        model: known.model,
        promptVersions: setup.agents.get(of.agent)?.versions ?? {},
        priceVersion,
        ...{ inputTokens: 0, cachedTokens: 0, outputTokens: 0, latencyMs: 0 },
        costMicros: 0,
        savedMicros: known.costMicros ?? 0,
        cache: "hit",
        status: known.ending === "refused" ? "refused" : "succeeded",
      });
      return replyOf(known);
    }
    for (let attempt = 1; ; attempt++) {
      try {
        const reply = await once(of, request);
        breakers.answered(request.choice);
        return reply;
      } catch (error) {
        if (!(error instanceof ModelFailure)) throw error;
        const isAgain = error.kind === "limited" || error.kind === "down";
        const waitMs = error.retryAfterMs ?? firstWaitMs * 2 ** (attempt - 1);
        if (error.kind !== "limited" || attempt === triesOfOne || waitMs > longestWaitMs)
          breakers.failed(request.choice, error);
        if (!isAgain || attempt === triesOfOne || waitMs > longestWaitMs) throw error;
        await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    }
  }

  return {
    chainOf,
    async ask({ agent, taskId, form, prompt, read, passOver = 0 }) {
      const own = setup.agents.get(agent);
      const reasons: string[] = [];
      for (const choice of chainOf(agent).slice(passOver)) {
        signal.throwIfAborted();
        const closed = breakers.refuses(choice);
        if (closed !== undefined || !own) {
          reasons.push(closed ?? "not set up");
          continue;
        }
        const instructions = [own.prompt, form].filter((part) => part !== "").join("\n\n");
        const settings = { choice, instructions, temperature: own.temperature, maxTokens: own.maxTokens };
        const messages: Message[] = [{ role: "user", content: prompt }];
        // The second round is the one chance to put right what could not be read.
        for (let round = 0; round < 2; round++) {
          try {
            const reply = await answerOf({ agent, taskId }, { ...settings, messages: [...messages] });
            if (reply.text === nothingToAdd) throw new NoAnswer("The blueprint has nothing to add.");
            if (reply.ending === "refused") {
              reasons.push(`${choice.model} declines`);
              break;
            }
            return { value: readAll(reply, own.maxTokens, read), choice };
          } catch (error) {
            if (error instanceof ModelFailure) {
              reasons.push(error.message);
              break;
            }
            if (!(error instanceof AnswerRefused)) throw error;
            reasons.push(`${choice.model}: ${error.message}`);
            messages.push(
              { role: "assistant", content: answers.get(hashOf({ ...settings, messages }))?.text || "(nothing)" },
              { role: "user", content: repairOf(error) },
            );
          }
        }
      }
      throw new NoAnswer(reasons.length > 0 ? reasons.slice(-3).join("; ") : `No model is set up for ${agent}.`);
    },
  };
}

const repairOf = ({ message }: AnswerRefused) =>
  `Your answer can't be used: ${message} Answer again, completely, in the form that you were told, and say nothing else.`;

function readAll<T>({ ending, text }: Reply, maxTokens: number, read: (text: string) => T): T {
  if (ending === "cut") throw new AnswerRefused(`It was cut off; it may have ${maxTokens} tokens at most.`);
  if (text.trim() === "") throw new AnswerRefused("It is empty.");
  return read(text);
}

/**
 * What a provider says that it counted, as far as that is possible. What it does not say, or what no question and no
 * answer of these sizes can come to, counts as the most that was possible.
 */
function credible(said: Usage | undefined, most: Usage): { usage: Usage; isCredible: boolean } {
  if (!said) return { usage: most, isCredible: false };
  if (said.inputTokens <= most.inputTokens && said.outputTokens <= most.outputTokens)
    return { usage: said, isCredible: true };
  return {
    usage: {
      inputTokens: Math.min(said.inputTokens, most.inputTokens),
      cachedTokens: Math.min(said.cachedTokens, most.inputTokens),
      outputTokens: Math.min(said.outputTokens, most.outputTokens),
    },
    isCredible: false,
  };
}
