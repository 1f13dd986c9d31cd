import * as z from "zod";
import { Instant, id } from "../base/base.schema.ts";
import type { RunStatus } from "../run/run.schema.ts";

export const ranges = ["7d", "30d", "90d", "12m", "custom"] as const;

const Day = z.iso
  .date("A date such as 2026-01-31.")
  .refine((typed) => typed >= "2000-01-01" && typed < "2200", "A date between 2000 and 2200.")
  .optional();

/** Calendar days and months are UTC's. The named ranges end now; a custom one has both its days whole. */
export const AnalyticsQuery = z
  .object({
    range: z.enum(ranges).default("30d"),
    from: Day,
    to: Day,
    project: id("project").optional(),
    tenant: id("tenant").optional(),
  })
  .superRefine(({ range, from, to }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (range !== "custom") return;
    if (from === undefined) refuse("from", "A range of your own has a first day.");
    if (to === undefined) refuse("to", "A range of your own has a last day.");
    if (from === undefined || to === undefined) return;
    if (from > to) refuse("to", "The last day comes after the first.");
    else if (Date.parse(to) - Date.parse(from) > 1_830 * 86_400_000) refuse("to", "At most five years.");
  });

/** A figure of the range, of the one before it, and the difference; null where nothing can be said. */
const figureOf = <T extends z.ZodType<number>>(number: T) =>
  z.object({ value: number.nullable(), previous: number.nullable(), change: number.nullable() });
const Count = figureOf(z.int());
const Decimal = figureOf(z.number());

const Outcomes = { completed: z.int(), failed: z.int(), cancelled: z.int() } as const;

/** Percent of the runs that completed or failed which completed, to one decimal; null without any. */
const Rate = z.number().nullable();

const Cost = z.object({
  calls: z.int(),
  failed: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  costMicros: z.int(),
  /** Calls of models whose price is not known, which cost nothing here. */
  unpriced: z.int(),
});

const Usage = z.object({ runs: z.int(), ...Outcomes, codes: z.int(), devices: z.int(), costMicros: z.int() });

export const Analytics = z.object({
  range: z.object({
    from: Instant,
    to: Instant,
    bucket: z.enum(["day", "month"]),
    previous: z.object({ from: Instant, to: Instant }),
  }),
  totals: z.object({
    codesGenerated: Count,
    codesAssigned: Count,
    devicesActivated: Count,
    clientSignIns: Count,
    runs: Count,
    completed: Count,
    failed: Count,
    cancelled: Count,
    successRate: Decimal,
    costMicros: Count,
  }),
  /** By day (2026-01-31) or month (2026-01), none left out. */
  activation: z.array(
    z.object({
      at: z.string(),
      codesGenerated: z.int(),
      codesAssigned: z.int(),
      devicesActivated: z.int(),
      clientSignIns: z.int(),
    }),
  ),
  /** `started` when RUN was pressed, the others when the run ended. */
  runs: z.array(z.object({ at: z.string(), started: z.int(), ...Outcomes, successRate: Rate })),
  /** Of the runs completed in the range, from the first start to the end, pauses included; in seconds. */
  durations: z.object({ p50Seconds: Decimal, p95Seconds: Decimal, averageSeconds: Decimal }),
  /** Those with the most runs, and all others together. */
  tenants: z.object({
    items: z.array(Usage.extend({ tenant: z.object({ id: z.string(), name: z.string() }) })),
    rest: Usage.extend({ tenants: z.int() }),
  }),
  cost: z.object({
    byProvider: z.array(Cost.extend({ provider: z.string() })),
    byModel: z.array(Cost.extend({ provider: z.string(), model: z.string() })),
    byAgent: z.array(Cost.extend({ agent: z.string() })),
  }),
  /** As they are now, whatever the range. */
  subscriptions: z.array(
    z.object({
      plan: z.object({ id: z.string(), name: z.string() }),
      status: z.string(),
      interval: z.enum(["month", "year"]),
      tenants: z.int(),
      mrrCents: z.int(),
    }),
  ),
  /** Monthly recurring revenue now: active subscriptions at their plan's price, yearly ones at a twelfth; trials are 0. */
  mrrCents: z.int(),
});

export const endStatuses = ["completed", "failed", "cancelled"] as const satisfies readonly RunStatus[];
