import { dashboard } from "@q2o/core/admin/dashboard";
import { Dashboard } from "@q2o/core/admin/dashboard/schema";
import { Code } from "@q2o/core/code";
import { AllCodesPage, NewCodes } from "@q2o/core/code/schema";
import { listActivities } from "@q2o/core/event/activity";
import { ActivityList } from "@q2o/core/event/activity/schema";
import { at } from "../edge/route.ts";

const on = at("admin");

/** What the platform's admins do. */
export const admin = [
  on("get /api/admin/dashboard", { summary: "The figures of the platform", verb: dashboard, reply: Dashboard }),
  on("get /api/admin/activities", { summary: "What happened lately", verb: listActivities, reply: ActivityList }),
  on("get /api/admin/codes", {
    summary: "List activation codes of all tenants",
    verb: Code.listAll,
    reply: AllCodesPage,
  }),
  on("post /api/admin/codes/generate", {
    summary: "Generate activation codes for a tenant, shown once",
    verb: Code.generateFor,
    status: 201,
    reply: NewCodes,
    refuses: ["forbidden", "missing"],
  }),
  on("delete /api/admin/codes/{id}", {
    summary: "Revoke an activation code",
    verb: Code.revokeAny,
    refuses: ["missing"],
  }),
];
