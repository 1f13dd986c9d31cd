import { Tenant } from "@q2o/core/tenant";
import { Profile } from "@q2o/core/tenant/schema";
import { at } from "../edge/route.ts";

const on = at("tenant");

/** Who a tenant is. */
export const profile = [
  on("get /api/tenant/profile", {
    summary: "The tenant, its plan and its quotas",
    verb: Tenant.profile,
    reply: Profile,
  }),
  on("put /api/tenant/profile", {
    summary: "Change the profile",
    verb: Tenant.updateProfile,
    reply: Profile,
    refuses: ["forbidden", "conflict"],
  }),
];
