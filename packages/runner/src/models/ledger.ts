/** What a question would be charged to. `limitMicros` of nothing allows nothing, also what would cost nothing. */
type Purse = { name: string; limitMicros: number };

export type Granted = { granted: true } | { granted: false; budget: string };

/**
 * Budgets as ledgers: what a question can cost at most is set aside before it is asked, and what it did cost is
 * entered in its place. So no order of askings and answers can spend more than there is.
 */
export type Ledger = {
  /** All purses or none. */
  reserve(id: string, purses: readonly Purse[], mostMicros: number): Granted;
  /** What became of a reservation; never more than was set aside counts. */
  settle(id: string, costMicros: number): void;
  spentOf(name: string): number;
};

export function newLedger(spentBefore: Iterable<readonly [name: string, micros: number]> = []): Ledger {
  const spent = new Map<string, number>(spentBefore);
  const held = new Map<string, { names: string[]; micros: number }>();
  const heldOf = (name: string) =>
    [...held.values()].reduce((sum, one) => sum + (one.names.includes(name) ? one.micros : 0), 0);
  const spentOf = (name: string) => spent.get(name) ?? 0;
  return {
    spentOf,
    reserve(id, purses, mostMicros) {
      if (held.has(id)) return { granted: true };
      for (const { name, limitMicros } of purses) {
        const used = spentOf(name) + heldOf(name);
        if (used >= limitMicros || used + mostMicros > limitMicros) return { granted: false, budget: name };
      }
      held.set(id, { names: purses.map(({ name }) => name), micros: mostMicros });
      return { granted: true };
    },
    settle(id, costMicros) {
      const reservation = held.get(id);
      if (!reservation) return;
      held.delete(id);
      const charged = Math.min(costMicros, reservation.micros);
      for (const name of reservation.names) spent.set(name, spentOf(name) + charged);
    },
  };
}
