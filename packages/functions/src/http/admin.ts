import { handle } from "hono/aws-lambda";
import { admin } from "../api/admin.ts";
import { admins } from "../api/admins.ts";
import { allCodes } from "../api/all-codes.ts";
import { allDevices } from "../api/all-devices.ts";
import { audit } from "../api/audit.ts";
import { figures } from "../api/export.ts";
import { llm } from "../api/llm.ts";
import { plans } from "../api/plans.ts";
import { tenants } from "../api/tenants.ts";
import { work } from "../api/work.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = [
  ...admin,
  ...admins,
  ...allCodes,
  ...allDevices,
  ...tenants,
  ...plans,
  ...work,
  ...audit,
  ...figures,
  ...llm,
];

/** What the platform's admins ask for, in a function with rights of its own. */
export const handler = withPorts(
  ["database", "site", "secret", "queues", "tasks", "files", "agents", "models"],
  handle(application(routes)),
);
