import { describe, expect, it } from "vitest";
import { ago, duration, eta } from "./time.ts";

const now = Date.parse("2026-11-24T12:00:00Z");

describe("time in words", () => {
  it.each([
    ["2026-11-24T11:59:30Z", "just now"],
    ["2026-11-24T11:55:00Z", "5 minutes ago"],
    ["2026-11-24T10:01:00Z", "1 hour ago"],
    ["2026-11-23T11:00:00Z", "yesterday"],
    ["2026-11-27T13:00:00Z", "in 3 days"],
    ["2025-11-01T12:00:00Z", "last year"],
    ["2026-11-24T12:00:30Z", "in a moment"],
  ])("%s is %s", (at, words) => expect(ago(at, now)).toBe(words));

  it.each([
    [-5, "0 s"],
    [48_200, "48 s"],
    [185_000, "3 min 05 s"],
    [4_800_000, "1 h 20 min"],
  ])("%i ms took %s", (ms, words) => expect(duration(ms)).toBe(words));

  it.each([
    [3, "a few seconds left"],
    [41, "about 50 s left"],
    [58, "about 1 min left"],
    [240, "about 4 min left"],
    [5_400, "about 1.5 h left"],
  ])("%i s are %s", (seconds, words) => expect(eta(seconds)).toBe(words));
});
