import * as z from "zod";
import { ranges } from "../analytics/analytics.schema.ts";
import { id } from "../base/base.schema.ts";
import { AllAuditQuery } from "../event/audit.schema.ts";

export const rowKinds = ["tenants", "codes", "projects", "devices", "runs", "webhook-events"] as const;
export const analyticsTables = ["totals", "activation", "runs", "tenants", "cost", "subscriptions"] as const;

/** How many rows a file has at most; `page=2` gives the next. */
export const rowsPerFile = 10_000;

const { actorType, type, search, from, to, tenantId } = AllAuditQuery.shape;

/** `tenantId`, `from` and `to` narrow every kind; what else narrows one is as where that kind is listed. */
export const ExportQuery = z.object({
  kind: z.enum([...rowKinds, "audit", "analytics"]),
  format: z.literal("csv").default("csv"),
  page: z.coerce.number().int().min(1).max(1_000).default(1),
  ...{ tenantId, from, to },
  ...{ actorType, type, search },
  table: z.enum(analyticsTables).default("activation"),
  range: z.enum(ranges).default("30d"),
  project: id("project").optional(),
});

export const OwnAuditExport = z.object({
  format: z.literal("csv").default("csv"),
  page: z.coerce.number().int().min(1).max(1_000).default(1),
  ...{ actorType, type, search, from, to },
});
