import { expect, test } from "vitest";
import { contrastOnWhite, hexColour } from "./contrast.ts";

test("contrast is that of the guidelines", () => {
  expect(contrastOnWhite("#000000")).toBeCloseTo(21);
  expect(contrastOnWhite("#ffffff")).toBeCloseTo(1);
  expect(contrastOnWhite("#767676")).toBeCloseTo(4.54, 2);
  expect(contrastOnWhite("#1a73e8")).toBeCloseTo(4.51, 1);
});

test("a colour may be typed short, and nothing else is one", () => {
  expect(hexColour(" #AbC ")).toBe("#aabbcc");
  expect(hexColour("#1A73e8")).toBe("#1a73e8");
  for (const typed of ["", "red", "#12", "#12345", "1a73e8", "#gggggg"]) expect(hexColour(typed)).toBeUndefined();
});
