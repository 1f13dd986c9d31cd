import { handle } from "hono/aws-lambda";
import { tenants as routes } from "../api/tenants.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export { routes };

/** Tenants, as the platform's admins keep them. */
export const handler = withPorts(
  ["database", "site", "secret", "queues", "tasks", "files"],
  handle(application(routes)),
);
