import { log, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { Ports } from "../ports/index.ts";
import { Throttle } from "../throttle/index.ts";
import { type CheckOutcome, type Provider, providers } from "./llm.schema.ts";
import { AskCheck, AskProviders } from "./providers.schema.ts";

const names: Record<Provider, string> = {
  blueprint: "Blueprints, without a model",
  openai: "OpenAI",
  anthropic: "Anthropic",
  google: "Google",
  compatible: "OpenAI-compatible",
};

/** Who can answer agents, and whether each has what it needs. The key itself stays where it is. */
export const listProviders = verb({ as: ["admin"], input: AskProviders }, async () => ({
  items: providers.map((provider) => {
    const isConfigured = provider === "blueprint" || Ports.use().models.isConfigured(provider);
    return { provider, name: names[provider], isConfigured, isUsable: isConfigured };
  }),
}));

const messages: Record<CheckOutcome, string> = {
  ok: "It answers and takes the key.",
  refused: "It answers and refuses the key.",
  unreachable: "It does not answer as it should. Is its address right, and the network open?",
  not_configured: "There is no key for it in the environment.",
};

/** Asks a provider for its models, with our key. @throws Failure `rate.limited` */
export const checkProvider = verb({ as: ["admin"], input: AskCheck }, async ({ provider }, actor) => {
  if (provider === "blueprint")
    return { provider, outcome: "ok" as const, status: null, latencyMs: 0, message: "It is part of the engine." };
  await Db.tx(() => Throttle.take({ what: "provider-check", who: actor.adminId, times: 20, perSeconds: 60 }));
  const check = await Ports.use().models.check(provider);
  log.info("provider.checked", { provider, outcome: check.outcome, status: check.status, tookMs: check.latencyMs });
  return { provider, ...check, message: messages[check.outcome] };
});
