import { dashboard } from "@q2o/core/admin/dashboard";
import { Dashboard } from "@q2o/core/admin/dashboard/schema";
import { listActivities } from "@q2o/core/event/activity";
import { ActivityList } from "@q2o/core/event/activity/schema";
import { at } from "../edge/route.ts";

const on = at("admin");

/** What the platform's admins do. */
export const admin = [
  on("get /api/admin/dashboard", { summary: "The figures of the platform", verb: dashboard, reply: Dashboard }),
  on("get /api/admin/activities", { summary: "What happened lately", verb: listActivities, reply: ActivityList }),
];
