import { describe, expect, it } from "vitest";
import { turnsOf } from "./turn.ts";

const run = (tenantId: string, age: number) => ({ tenantId, id: `run_${String(age).padStart(3, "0")}` });
const many = (tenantId: string, count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => run(tenantId, from + i));
const room = (places: number, limits: Record<string, number | null>, busy: Record<string, number> = {}) => ({
  places,
  limits: new Map(Object.entries(limits)),
  busy: new Map(Object.entries(busy)),
});
const names = (runs: { tenantId: string; id: string }[]) =>
  runs.map(({ tenantId, id }) => `${tenantId}${Number(id.slice(4))}`);

describe("whose turn it is", () => {
  it("is the oldest's of a tenant, up to what its plan allows at a time", () => {
    expect(names(turnsOf(many("a", 5).reverse(), room(100, { a: 3 })))).toEqual(["a0", "a1", "a2"]);
    expect(names(turnsOf(many("a", 5), room(100, { a: 3 }, { a: 2 })))).toEqual(["a0"]);
    expect(turnsOf(many("a", 5), room(100, { a: 3 }, { a: 3 }))).toEqual([]);
    expect(turnsOf(many("a", 5), room(100, { a: null }))).toHaveLength(5);
  });

  it("lets nobody with many runs keep back somebody with one", () => {
    const waiting = [...many("a", 50), run("b", 90), run("c", 91)];
    expect(names(turnsOf(waiting, room(4, { a: 10, b: 1, c: 1 })))).toEqual(["a0", "b90", "c91", "a1"]);
    expect(names(turnsOf(waiting, room(10, { a: 10, b: 1, c: 1 }, { a: 8 })))).toEqual(["b90", "c91"]);
  });

  it("never gives more places than there are, and leaves none empty while somebody may have it", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const next = (most: number) => (Math.imul(seed * 31 + most * 17, 2654435761) >>> 16) % (most + 1);
      const tenants = ["a", "b", "c", "d"].slice(0, 1 + next(3));
      const limits = Object.fromEntries(tenants.map((each, i) => [each, 1 + next(4 + i)]));
      const busy = Object.fromEntries(tenants.map((each, i) => [each, Math.min(limits[each] ?? 0, next(3 + i))]));
      const waiting = tenants.flatMap((each, i) => many(each, next(6 + i), i * 100));
      const places = next(12);
      const taken = Object.values(busy).reduce((sum, each) => sum + each, 0);
      const turns = turnsOf(waiting, room(places, limits, busy));
      for (const each of tenants) {
        const mine = turns.filter(({ tenantId }) => tenantId === each);
        expect(mine.length + (busy[each] ?? 0)).toBeLessThanOrEqual(limits[each] ?? 0);
        // First come, first served.
        const asked = waiting.filter(({ tenantId }) => tenantId === each).slice(0, mine.length);
        expect(mine.map(({ id }) => id).sort()).toEqual(asked.map(({ id }) => id));
      }
      const could = tenants.reduce(
        (sum, each) =>
          sum +
          Math.min(waiting.filter(({ tenantId }) => tenantId === each).length, (limits[each] ?? 0) - (busy[each] ?? 0)),
        0,
      );
      expect(turns).toHaveLength(Math.max(0, Math.min(places - taken, could)));
    }
  });
});
