import * as z from "zod";
import { Instant, id, text } from "../base/base.schema.ts";

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

/** As an admin sees it. */
export const ManagedPlan = Plan.extend({
  pastDueGraceDays: z.int(),
  retiredAt: Instant.nullable(),
  /** How many tenants have it. */
  tenants: z.int(),
  createdAt: Instant,
  updatedAt: Instant,
});
export const ManagedPlanList = z.object({ items: z.array(ManagedPlan) });

/** Seeded plans have names for ids, all others are like every other id. Whatever else comes is nobody's. */
const PlanIdentity = z
  .string()
  .max(200)
  .overwrite((typed) => (/^pln_\w{1,60}$/.test(typed) ? typed : "unknown"))
  .meta({ example: "pln_pro" });
export const PlanId = z.object({ id: PlanIdentity });

const Name = text(60).trim().min(1, "Give the plan a name.");
const Cents = z.int().min(0).max(10_000_000, "At most $100,000.");
const AnyLimit = z.int().min(0).max(1_000_000, "At most 1,000,000; null is unlimited.").nullable();
/** A tenth of them are starter codes, made while the admin who creates a tenant waits. */
const RunLimit = z.int().min(0).max(100_000, "At most 100,000; null is unlimited.").nullable();
const GraceDays = z.int().min(0).max(90, "At most 90 days.");

export const CreatePlan = z.object({
  name: Name,
  monthlyCents: Cents,
  /** Twelve months less 17 % unless given. */
  yearlyCents: Cents.optional(),
  runsPerMonth: RunLimit,
  codesPerMonth: AnyLimit,
  concurrentRuns: AnyLimit,
  maxDevices: AnyLimit,
  pastDueGraceDays: GraceDays.default(0),
});
export const UpdatePlan = CreatePlan.extend({ pastDueGraceDays: GraceDays }).partial().extend({ id: PlanIdentity });
