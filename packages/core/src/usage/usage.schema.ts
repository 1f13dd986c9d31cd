import * as z from "zod";

/** Null is unlimited. */
export const Meter = z.object({ used: z.int(), limit: z.int().nullable() });

/** Runs and codes of this calendar month in UTC; runs and devices as they are now. */
export const Meters = z.object({ runs: Meter, codes: Meter, concurrentRuns: Meter, devices: Meter });

/** A calendar month in UTC, as 2026-01. Runs given back are not counted; the cost is of the runs begun in it. */
const Month = z.object({
  month: z.string(),
  runs: z.int(),
  codes: z.int(),
  completed: z.int(),
  failed: z.int(),
  costMicros: z.int(),
});

export const UsageReport = z.object({
  month: z.string(),
  resetsAt: z.iso.datetime(),
  plan: z.object({ id: z.string(), name: z.string() }),
  quotas: Meters,
  costMicros: z.int(),
  /** The last twelve months, this one first. */
  history: z.array(Month),
});
