import { handle } from "hono/aws-lambda";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";
import { admin } from "./admin.ts";
import { auth } from "./auth.ts";
import { client } from "./client.ts";
import { meta } from "./meta.ts";
import { runner } from "./runner.ts";
import { tenant } from "./tenant.ts";

const resources = [...auth, ...tenant, ...client, ...admin, ...runner];

/** Every route of the API, for those who test or describe all of them. */
export const routes = [...meta(resources), ...resources];

export const handler = withPorts(
  ["database", "site", "secret", "queues", "tasks", "files", "signing"],
  handle(application(routes)),
);
