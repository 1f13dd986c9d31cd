import { expect, it } from "vitest";
import { ceiling } from "./scale.ts";

it.each([
  [0, 4],
  [4, 4],
  [5, 5],
  [7, 10],
  [10, 10],
  [11, 20],
  [201, 500],
  [999, 1_000],
])("an axis for %d ends at %d", (value, top) => expect(ceiling(value)).toBe(top));
