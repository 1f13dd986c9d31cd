import { handle } from "hono/aws-lambda";
import { identity } from "../api/identity.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = identity;

/** How admins come in. */
export const handler = withPorts(["database", "site", "secret", "queues", "passkeys"], handle(application(routes)));
