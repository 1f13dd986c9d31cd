import { createPlan, listPlans, restorePlan, retirePlan, updatePlan } from "@q2o/core/plan/manage";
import { ManagedPlan, ManagedPlanList } from "@q2o/core/plan/schema";
import { at } from "../edge/route.ts";

const on = at("admin");

/** What tenants may buy, as the platform's admins look after it. */
export const plans = [
  on("get /api/admin/plans", { summary: "List plans, also retired ones", verb: listPlans, reply: ManagedPlanList }),
  on("post /api/admin/plans", {
    summary: "Create a plan",
    verb: createPlan,
    status: 201,
    reply: ManagedPlan,
    refuses: ["conflict"],
  }),
  on("put /api/admin/plans/{id}", {
    summary: "Change a plan",
    verb: updatePlan,
    reply: ManagedPlan,
    refuses: ["missing", "conflict"],
  }),
  on("post /api/admin/plans/{id}/retire", {
    summary: "Offer a plan no more",
    verb: retirePlan,
    reply: ManagedPlan,
    refuses: ["missing"],
  }),
  on("post /api/admin/plans/{id}/restore", {
    summary: "Offer a plan again",
    verb: restorePlan,
    reply: ManagedPlan,
    refuses: ["missing"],
  }),
];
