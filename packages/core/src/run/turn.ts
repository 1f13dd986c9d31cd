/** A run that is due and waits for a place; `id` sorts by age. */
export type Waiting = { tenantId: string; id: string };

export type Room = {
  /** How many runs may be at work at once, of all tenants. */
  places: number;
  /** How many each tenant has at work; who is not here has none. */
  busy: ReadonlyMap<string, number>;
  /** How many each tenant may have at work; null is unlimited. */
  limits: ReadonlyMap<string, number | null>;
};

/**
 * Whose turn it is now, in this order. Within a tenant the oldest comes first. Between tenants each one's first place
 * comes before anybody's second, and so on: who asks for much waits among its own.
 */
export function turnsOf<T extends Waiting>(waiting: readonly T[], { places, busy, limits }: Room): T[] {
  const laps = new Map(busy);
  const taken = [...busy.values()].reduce((sum, each) => sum + each, 0);
  return [...waiting]
    .sort(byAge)
    .map((run) => {
      const lap = (laps.get(run.tenantId) ?? 0) + 1;
      laps.set(run.tenantId, lap);
      return { run, lap };
    })
    .filter(({ run, lap }) => lap <= (limits.get(run.tenantId) ?? Number.POSITIVE_INFINITY))
    .sort((one, other) => one.lap - other.lap || byAge(one.run, other.run))
    .slice(0, Math.max(0, places - taken))
    .map(({ run }) => run);
}

const byAge = (one: Waiting, other: Waiting) => (one.id < other.id ? -1 : 1);
