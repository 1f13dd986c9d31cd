import { expect, test } from "vitest";
import { line, playTogether } from "../bench/chaos/play.ts";
import { points } from "../bench/chaos/points.ts";
import { isClean } from "../bench/chaos/verdict.ts";

test("no run is lost, doubled or stuck while everything dies everywhere", { timeout: 900_000 }, async () => {
  const verdict = await playTogether(2);
  process.stdout.write(`${line(verdict)}, of ${points.length} points\n`);
  expect(verdict.wrong).toEqual([]);
  expect(isClean(verdict)).toBe(true);
  expect(verdict.kills).toBeGreaterThan(points.length);
});
