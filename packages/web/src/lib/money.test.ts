import { describe, expect, it } from "vitest";
import { money } from "./money.ts";

describe("money", () => {
  it.each([
    [19_900, "$199"],
    [2_050, "$20.50"],
    [198_204, "$1,982.04"],
    [0, "$0"],
  ])("%d cents read %s", (cents, words) => expect(money(cents)).toBe(words));

  it("names another currency", () => expect(money(500, "eur")).toBe("€5"));
});
