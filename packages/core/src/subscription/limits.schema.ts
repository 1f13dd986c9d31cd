/** What an admin may set otherwise for one tenant. */
export const overridableLimits = ["runsPerMonth", "codesPerMonth", "concurrentRuns", "maxDevices"] as const;
