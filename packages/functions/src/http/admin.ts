import { handle } from "hono/aws-lambda";
import { admins } from "../api/admins.ts";
import { tenants } from "../api/tenants.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = [...admins, ...tenants];

/** Tenants and admins, as the platform's admins keep them. */
export const handler = withPorts(
  ["database", "site", "secret", "queues", "tasks", "files"],
  handle(application(routes)),
);
