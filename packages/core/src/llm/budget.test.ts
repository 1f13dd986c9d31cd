import { describe, expect, it } from "vitest";
import { dollars, isErrorRate, markOf, percentOf } from "./budget.ts";

describe("a budget", () => {
  it.each([
    [0, 100, undefined, 0],
    [0, 0, undefined, 0],
    [1, 0, "budget_100", 100],
    [79, 100, undefined, 79],
    [80, 100, "budget_80", 80],
    [94, 100, "budget_80", 94],
    [95, 100, "budget_95", 95],
    [99, 100, "budget_95", 99],
    [100, 100, "budget_100", 100],
    [250, 100, "budget_100", 250],
    // A micro below each mark, where a fraction would round up.
    [799_999_999_999, 1_000_000_000_000, undefined, 79.9],
    [949_999_999_999, 1_000_000_000_000, "budget_80", 94.9],
    [999_999_999_999, 1_000_000_000_000, "budget_95", 99.9],
    [Number.MAX_SAFE_INTEGER, 1_000_000_000_000, "budget_100", 900_719.9],
    [2, 3, undefined, 66.6],
  ])("of which %i of %i is used has reached %s at %d percent", (used, limit, mark, percent) => {
    expect(markOf(used, limit)).toBe(mark);
    expect(percentOf(used, limit)).toBe(percent);
  });

  it.each([
    [0, "$0.00"],
    [9_999, "$0.00"],
    [10_000, "$0.01"],
    [1_234_567, "$1.23"],
    [500_000_000, "$500.00"],
  ])("says %i micros as %s", (micros, text) => expect(dollars(micros)).toBe(text));

  it.each([
    [9, 9, false],
    [10, 1, false],
    [10, 2, true],
    [11, 2, false],
    [1_000, 199, false],
    [1_000, 200, true],
  ])("of %i calls with %i failed worries: %s", (calls, failed, does) => {
    expect(isErrorRate({ calls, failed })).toBe(does);
  });
});
