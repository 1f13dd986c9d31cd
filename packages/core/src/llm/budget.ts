import type { AlertKind } from "./llm.schema.ts";

type BudgetAlert = Extract<AlertKind, `budget_${string}`>;

const thresholds = [
  [100, "budget_100"],
  [95, "budget_95"],
  [80, "budget_80"],
] as const satisfies [number, BudgetAlert][];

/** The highest mark that was reached; undefined below all, or while nothing is spent. Whole micros, so nothing is rounded. */
export function markOf(usedMicros: number, limitMicros: number): BudgetAlert | undefined {
  if (usedMicros <= 0) return undefined;
  return thresholds.find(([percent]) => BigInt(usedMicros) * 100n >= BigInt(limitMicros) * BigInt(percent))?.[1];
}

/** Percent used, to one decimal and rounded down, so that 100 means reached. Of a budget of nothing, any use is all of it. */
export function percentOf(usedMicros: number, limitMicros: number): number {
  if (limitMicros === 0) return usedMicros > 0 ? 100 : 0;
  return Number((BigInt(usedMicros) * 1_000n) / BigInt(limitMicros)) / 10;
}

/** At least a fifth of at least ten calls failed. */
export const isErrorRate = ({ calls, failed }: { calls: number; failed: number }): boolean =>
  calls >= 10 && failed * 5 >= calls;

/** That many in a row and none that succeeded after them. */
export const failuresOfDown = 5;

/** `$12.34`, rounded down to the cent. */
export const dollars = (micros: number): string => {
  const cents = Math.floor(micros / 10_000);
  return `$${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
};
