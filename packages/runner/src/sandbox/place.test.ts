import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { newPlace } from "./place.ts";

describe("a new place for a sandbox", () => {
  it("removes what runs that are over have left there, and nothing else", () => {
    const work = mkdtempSync(join(tmpdir(), "q2o-test-"));
    const first = newPlace(work, true);
    const base = dirname(first);
    const over = spawnSync(process.execPath, ["-e", ""]).pid;
    const [, namespace] = basename(first).split("-");
    const left = join(base, `q2o-${namespace}-${over}-abcdef`);
    const others = [
      join(base, `q2o-1${namespace}-${over}-abcdef`),
      join(base, `q2o-${namespace}-${over}-notes-abcdef`),
    ];
    for (const folder of [left, ...others]) mkdirSync(join(folder, "app"), { recursive: true });
    const second = newPlace(work, true);
    try {
      expect(existsSync(left)).toBe(false);
      expect([first, ...others].map((folder) => existsSync(folder))).toEqual([true, true, true]);
    } finally {
      for (const folder of [work, first, second, ...others]) rmSync(folder, { recursive: true, force: true });
    }
  });
});
