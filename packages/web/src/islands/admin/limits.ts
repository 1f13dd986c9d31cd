import type { Override } from "../../lib/shapes.ts";

/** What plans limit, in words. */
export const limitNames: Readonly<Record<Override["limit"], string>> = {
  runsPerMonth: "Runs a month",
  codesPerMonth: "Codes a month",
  concurrentRuns: "Runs at a time",
  maxDevices: "Devices",
};
