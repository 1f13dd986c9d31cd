import { handle } from "hono/aws-lambda";
import { identity } from "../api/identity.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

/** How admins come in. */
export const handler = withPorts(["database", "site", "secret", "queues", "passkeys"], handle(application(identity)));
