import { describe, expect, it } from "vitest";
import { micros, money } from "./money.ts";

describe("money", () => {
  it.each([
    [19_900, "$199"],
    [2_050, "$20.50"],
    [198_204, "$1,982.04"],
    [0, "$0"],
  ])("%d cents read %s", (cents, words) => expect(money(cents)).toBe(words));

  it("names another currency", () => expect(money(500, "eur")).toBe("€5"));
});

describe("millionths", () => {
  it.each([
    [0, "$0"],
    [4_200, "$0.0042"],
    [310_000, "$0.31"],
    [12_345_678, "$12.35"],
    [-2_000_000, "-$2.00"],
  ])("%d read %s", (amount, words) => expect(micros(amount)).toBe(words));
});
