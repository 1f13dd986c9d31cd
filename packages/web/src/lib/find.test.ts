import { expect, test } from "vitest";
import { matchRank } from "./find.ts";

test("words are found by their beginnings, in any order and case; earlier words count more", () => {
  expect(matchRank("Activation codes", "")).toBe(0);
  expect(matchRank("Activation codes", "COD")).toBe(1);
  expect(matchRank("Activation codes", "codes act")).toBe(1);
  expect(matchRank("Codes", "cod")).toBe(0);
  expect(matchRank("Activation codes", "odes")).toBeUndefined();
  expect(matchRank("Müller & Söhne", "söh")).toBe(1);
});
