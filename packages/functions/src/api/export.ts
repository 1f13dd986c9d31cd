import { Analytics } from "@q2o/core/analytics";
import { Analytics as AnalyticsShape } from "@q2o/core/analytics/schema";
import { Export } from "@q2o/core/export";
import { at } from "../edge/route.ts";
import { asFile } from "./csv.ts";

const admin = at("admin");

/** Figures over time, and tables as files. */
export const figures = [
  admin("get /api/admin/analytics", {
    summary: "Activation, runs, usage, cost and revenue over a range, against the one before",
    verb: Analytics.read,
    reply: AnalyticsShape,
    isCostly: true,
  }),
  admin("get /api/admin/export", {
    summary: "A table as CSV, 10,000 rows a page; x-total-count says how many there are",
    verb: Export.table,
    status: 200,
    isCostly: true,
    type: "text/csv",
    answer: asFile,
  }),
];
