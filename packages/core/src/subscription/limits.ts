import type { overridableLimits } from "./limits.schema.ts";

export type Limit = (typeof overridableLimits)[number];
/** Null is unlimited. */
export type Limits = Record<Limit, number | null>;

/**
 * What a tenant may take: its plan's limits, except for those that an admin set otherwise.
 *
 * @param overrides those in force, the newest first; of several for one limit the newest counts
 */
export function withOverrides<P extends Limits>(
  plan: P,
  overrides: readonly { limit: Limit; value: number | null }[],
): P {
  const newestLast = [...overrides].reverse().map(({ limit, value }) => [limit, value]);
  return { ...plan, ...Object.fromEntries(newestLast) };
}
