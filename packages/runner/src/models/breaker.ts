import type { Choice, ModelFailure } from "./port.ts";

/** Failures in a row after which a provider is left alone, and for how long. */
const failuresToOpen = 3;
const openMs = 60_000;

/** Whom not to ask for now, so that one provider's trouble costs a run seconds, not its whole time. */
export type Breakers = {
  /** Why not; undefined when it may be asked. */
  refuses(choice: Choice): string | undefined;
  failed(choice: Choice, failure: ModelFailure): void;
  answered(choice: Choice): void;
};

/** @param now in milliseconds, of a clock that never goes back */
export function newBreakers(now: () => number = () => performance.now()): Breakers {
  const providers = new Map<string, { failures: number; openUntil: number }>();
  const models = new Set<string>();
  const nameOf = ({ provider, model }: Choice) => `${provider}/${model}`;
  return {
    refuses(choice) {
      if (models.has(nameOf(choice))) return `${nameOf(choice)} takes no question of this run`;
      const open = providers.get(choice.provider);
      return open && open.openUntil > now() ? `${choice.provider} is left alone after failures` : undefined;
    },
    failed(choice, { kind }) {
      if (kind === "request") {
        models.add(nameOf(choice));
        return;
      }
      const before = providers.get(choice.provider)?.failures ?? 0;
      // Once is enough for a key that is refused, and for a silence that was waited out.
      const failures = before + (kind === "key" || kind === "timeout" ? failuresToOpen : 1);
      // After its rest one question is let through; its failure opens again at once.
      const openUntil = failures >= failuresToOpen ? (kind === "key" ? Number.POSITIVE_INFINITY : now() + openMs) : 0;
      providers.set(choice.provider, { failures, openUntil });
    },
    answered: (choice) => void providers.delete(choice.provider),
  };
}
