import { branding } from "@q2o/core/tenant/branding";
import { exportOwn } from "@q2o/core/tenant/export";
import { TenantExport } from "@q2o/core/tenant/export/schema";
import { Branding } from "@q2o/core/tenant/schema";
import { usage } from "@q2o/core/usage/report";
import { UsageReport } from "@q2o/core/usage/schema";
import { at } from "../edge/route.ts";
import { toDocument } from "./document.ts";

const on = at("tenant");

/** What a tenant has and takes, and how it looks to its clients. */
export const account = [
  at("public")("get /api/public/branding", {
    summary: "How a tenant looks, by slug or domain",
    verb: branding,
    reply: Branding,
    refuses: ["missing"],
  }),
  on("get /api/tenant/usage", { summary: "Quotas, use and its history", verb: usage, reply: UsageReport }),
  on("get /api/tenant/export", {
    summary: "Everything the tenant owns; go on with `after` while `next` is not null",
    verb: exportOwn,
    reply: TenantExport,
    answer: toDocument,
  }),
];
