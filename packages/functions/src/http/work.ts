import { handle } from "hono/aws-lambda";
import { work } from "../api/work.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = work;

/** The projects and runs of all tenants, as the platform's admins see and end them. */
export const handler = withPorts(
  ["database", "site", "secret", "queues", "tasks", "files"],
  handle(application(routes)),
);
