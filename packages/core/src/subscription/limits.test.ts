import { describe, expect, it } from "vitest";
import { withOverrides } from "./limits.ts";

const plan = { name: "Pro", runsPerMonth: 50, codesPerMonth: 50, concurrentRuns: 3, maxDevices: null };

describe("the limits of a tenant", () => {
  it("are its plan's while nobody says otherwise", () => expect(withOverrides(plan, [])).toEqual(plan));

  it("are what an admin set, also to none, to nothing and below the plan", () =>
    expect(
      withOverrides(plan, [
        { limit: "runsPerMonth", value: null },
        { limit: "codesPerMonth", value: 0 },
        { limit: "maxDevices", value: 2 },
      ]),
    ).toEqual({ ...plan, runsPerMonth: null, codesPerMonth: 0, maxDevices: 2 }));

  it("follow the newest of several overrides", () =>
    expect(
      withOverrides(plan, [
        { limit: "runsPerMonth", value: 7 },
        { limit: "runsPerMonth", value: 99 },
      ]).runsPerMonth,
    ).toBe(7));
});
