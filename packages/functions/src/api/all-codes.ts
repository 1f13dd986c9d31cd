import { Code } from "@q2o/core/code";
import { getAnyCode, listAllCodes } from "@q2o/core/code/list";
import { AllCodesPage, CodeOfTenantDetails, NewCodes } from "@q2o/core/code/schema";
import { at } from "../edge/route.ts";

const on = at("admin");

/** The activation codes of all tenants, for admins. */
export const allCodes = [
  on("get /api/admin/codes", {
    summary: "List activation codes of all tenants",
    verb: listAllCodes,
    reply: AllCodesPage,
  }),
  on("post /api/admin/codes/generate", {
    summary: "Generate activation codes for a tenant, outside of its month's quota; shown once",
    verb: Code.generateFor,
    status: 201,
    reply: NewCodes,
    refuses: ["forbidden", "missing"],
  }),
  on("get /api/admin/codes/{id}", {
    summary: "An activation code with the projects and devices that stand on it",
    verb: getAnyCode,
    reply: CodeOfTenantDetails,
    refuses: ["missing"],
  }),
  on("delete /api/admin/codes/{id}", {
    summary: "Revoke an activation code, with the sessions and devices that stand on it",
    verb: Code.revokeAny,
    refuses: ["missing"],
  }),
];
