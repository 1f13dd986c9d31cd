import { Tenant } from "@q2o/core/tenant";
import { explain, getTenant } from "@q2o/core/tenant/detail";
import { exportTenant } from "@q2o/core/tenant/export";
import { TenantExport } from "@q2o/core/tenant/export/schema";
import { listTenants } from "@q2o/core/tenant/list";
import { reinstate, suspend, update } from "@q2o/core/tenant/manage";
import { endOverride, listOverrides, setOverride } from "@q2o/core/tenant/override";
import { deletionImpact, remove } from "@q2o/core/tenant/remove";
import { DeletionImpact } from "@q2o/core/tenant/remove/schema";
import { Explanation, OverrideList, OverrideMade, SlugCheck, TenantDetail, TenantPage } from "@q2o/core/tenant/schema";
import { at } from "../edge/route.ts";
import { toDocument } from "./document.ts";

const on = at("admin");

/** Tenants, as the platform's admins look after them. */
export const tenants = [
  on("get /api/admin/tenants", { summary: "List tenants", verb: listTenants, reply: TenantPage }),
  on("post /api/admin/tenants", {
    summary: "Create a tenant; its owner is invited by mail",
    verb: Tenant.create,
    status: 201,
    reply: TenantDetail,
    refuses: ["conflict"],
  }),
  on("get /api/admin/tenants/slug-check", {
    summary: "Whether a slug is free",
    verb: Tenant.checkSlug,
    reply: SlugCheck,
  }),
  on("get /api/admin/tenants/{id}", {
    summary: "Read a tenant",
    verb: getTenant,
    reply: TenantDetail,
    refuses: ["missing"],
  }),
  on("put /api/admin/tenants/{id}", {
    summary: "Change a tenant",
    verb: update,
    reply: TenantDetail,
    refuses: ["missing", "conflict"],
  }),
  on("get /api/admin/tenants/{id}/deletion-impact", {
    summary: "What would go with a tenant",
    verb: deletionImpact,
    reply: DeletionImpact,
    refuses: ["missing"],
  }),
  on("get /api/admin/tenants/{id}/export", {
    summary: "Everything a tenant owns; go on with `after` while `next` is not null",
    verb: exportTenant,
    reply: TenantExport,
    answer: toDocument,
    refuses: ["missing"],
  }),
  on("delete /api/admin/tenants/{id}", {
    summary: "Delete a tenant with all it owns, for good",
    verb: remove,
    refuses: ["missing"],
  }),
  on("post /api/admin/tenants/{id}/suspend", {
    summary: "Take a tenant's access; what runs pauses",
    verb: suspend,
    reply: TenantDetail,
    refuses: ["missing"],
  }),
  on("post /api/admin/tenants/{id}/reinstate", {
    summary: "Give a tenant's access back; what paused for it goes on",
    verb: reinstate,
    reply: TenantDetail,
    refuses: ["missing"],
  }),
  on("get /api/admin/tenants/{id}/explain", {
    summary: "Why a tenant can or cannot run",
    verb: explain,
    reply: Explanation,
    refuses: ["missing"],
  }),
  on("get /api/admin/tenants/{id}/overrides", {
    summary: "What limits were set otherwise for a tenant",
    verb: listOverrides,
    reply: OverrideList,
    refuses: ["missing"],
  }),
  on("post /api/admin/tenants/{id}/overrides", {
    summary: "Set a limit otherwise for a tenant",
    verb: setOverride,
    status: 201,
    reply: OverrideMade,
    refuses: ["missing"],
  }),
  on("delete /api/admin/tenants/{id}/overrides/{overrideId}", {
    summary: "End an override",
    verb: endOverride,
    refuses: ["missing"],
  }),
];
