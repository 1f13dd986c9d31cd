import { handle } from "hono/aws-lambda";
import { comments } from "../api/comments.ts";
import { health } from "../api/health.ts";
import { tenant } from "../api/tenant.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = [health, ...tenant, ...comments];

/** Projects and runs, for those who have them built. */
export const handler = withPorts(
  ["database", "site", "secret", "queues", "tasks", "files", "agents"],
  handle(application(routes)),
);
