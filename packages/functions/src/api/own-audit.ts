import { listOwnAudit } from "@q2o/core/event/audit";
import { AuditFeed } from "@q2o/core/event/audit/schema";
import { exportOwnAudit } from "@q2o/core/export/audit";
import { at } from "../edge/route.ts";
import { asFile } from "./csv.ts";

const on = at("tenant");

/** What a tenant's own people did, for all of them but viewers. */
export const ownAudit = [
  on("get /api/tenant/audit", {
    summary: "What people did in this tenant, newest first",
    verb: listOwnAudit,
    reply: AuditFeed,
  }),
  on("get /api/tenant/audit/export", {
    summary: "What people did in this tenant as CSV, 10,000 rows a page; x-total-count says how many there are",
    verb: exportOwnAudit,
    status: 200,
    isCostly: true,
    type: "text/csv",
    answer: asFile,
  }),
];
