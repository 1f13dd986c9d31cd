import { exportOwn } from "@q2o/core/tenant/export";
import { TenantExport } from "@q2o/core/tenant/export/schema";
import { usage } from "@q2o/core/usage/report";
import { UsageReport } from "@q2o/core/usage/schema";
import { at } from "../edge/route.ts";
import { toDocument } from "./document.ts";

const on = at("tenant");

/** What a tenant has and takes. */
export const account = [
  on("get /api/tenant/usage", { summary: "Quotas, use and its history", verb: usage, reply: UsageReport }),
  on("get /api/tenant/export", {
    summary: "Everything the tenant owns; go on with `after` while `next` is not null",
    verb: exportOwn,
    reply: TenantExport,
    answer: toDocument,
  }),
];
