import { Code } from "@q2o/core/code";
import { getCode, listCodes } from "@q2o/core/code/list";
import { CodeDetails, CodePage, NewCodes } from "@q2o/core/code/schema";
import { at } from "../edge/route.ts";

const on = at("tenant");

/** The activation codes of a tenant, for its members. */
export const codes = [
  on("get /api/tenant/activation-codes", {
    summary: "List activation codes; with status=active those that a project can be given",
    verb: listCodes,
    reply: CodePage,
  }),
  on("post /api/tenant/activation-codes/generate", {
    summary: "Generate activation codes, shown once",
    verb: Code.generate,
    status: 201,
    reply: NewCodes,
    refuses: ["forbidden"],
  }),
  on("get /api/tenant/activation-codes/{id}", {
    summary: "An activation code with the projects and devices that stand on it",
    verb: getCode,
    reply: CodeDetails,
    refuses: ["missing"],
  }),
  on("delete /api/tenant/activation-codes/{id}", {
    summary: "Revoke an activation code, with the sessions and devices that stand on it",
    verb: Code.revoke,
    refuses: ["missing"],
  }),
];
