import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cloneDatabase, execute } from "../postgres/index.ts";
import { clockFunction, openClock } from "./index.ts";
import { shiftDate } from "./shift.ts";

const folder = mkdtempSync(join(tmpdir(), "q2o-clock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the clock", () => {
  it("goes ahead, and is still ahead after a restart", () => {
    const clock = openClock(join(folder, "clock.json"));
    clock.advance(3_600);
    clock.advance(60);
    expect(openClock(join(folder, "clock.json")).offsetSeconds()).toBe(3_660);
    expect(clock.now().getTime() - Date.now()).toBeGreaterThan(3_659_000);
  });

  it.each([-1, 0.5, "60", null, undefined, Number.NaN, 1e12])("refuses %s", (by) => {
    const clock = openClock(join(folder, "other.json"));
    expect(() => clock.advance(by)).toThrow(RangeError);
    expect(clock.offsetSeconds()).toBe(0);
  });

  it("is the database's clock", async () => {
    const database = await cloneDatabase();
    const define = ["CREATE SCHEMA app", clockFunction(0), clockFunction(7_200)];
    const ahead = "SELECT extract(epoch FROM app.clock() - now())::int AS seconds";
    const results = await execute(database.ownerUrl, [...define, ahead]);
    expect(results.at(-1)?.rows).toEqual([{ seconds: 7_200 }]);
    await database.drop();
  });

  it("is the clock of a process, for now and for nothing else", () => {
    const before = Date.now();
    shiftDate(86_400);
    const [now, made, fixed] = [Date.now(), new Date(), new Date(5)];
    shiftDate(0);
    expect(now - before).toBeGreaterThanOrEqual(86_400_000);
    expect(made.getTime() - before).toBeGreaterThanOrEqual(86_400_000);
    expect(fixed.getTime()).toBe(5);
    expect(new Date(2026, 0, 1).getFullYear()).toBe(2026);
    expect(made).toBeInstanceOf(Date);
    expect(structuredClone(fixed)).toBeInstanceOf(Object.getPrototypeOf(Date));
  });
});
