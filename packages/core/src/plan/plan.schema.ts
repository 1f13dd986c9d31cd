import * as z from "zod";
import { id } from "../base/base.schema.ts";

/** Null means unlimited. */
const Limit = z.int().nullable();

export const Plan = z.object({
  id: id("plan"),
  name: z.string(),
  monthlyCents: z.int(),
  yearlyCents: z.int(),
  runsPerMonth: Limit,
  codesPerMonth: Limit,
  concurrentRuns: Limit,
  maxDevices: Limit,
});
export type Plan = z.infer<typeof Plan>;

export const PlanList = z.object({ items: z.array(Plan) });
