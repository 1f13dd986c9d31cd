import { expect, test } from "vitest";
import { gapsIn } from "./delivered.ts";

test("what was left out is said, and nothing where nothing was", () => {
  expect(gapsIn({ verified: 5, gaps: 5 })).toBe("5 of 10 built, 5 named gaps");
  expect(gapsIn({ verified: 9, gaps: 1 })).toBe("9 of 10 built, 1 named gap");
  expect(gapsIn({ verified: 10, gaps: 0 })).toBeUndefined();
  expect(gapsIn(null)).toBeUndefined();
  expect(gapsIn(undefined)).toBeUndefined();
});
