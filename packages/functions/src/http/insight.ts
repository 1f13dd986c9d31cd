import { handle } from "hono/aws-lambda";
import { admin } from "../api/admin.ts";
import { audit } from "../api/audit.ts";
import { figures } from "../api/export.ts";
import { plans } from "../api/plans.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = [...admin, ...audit, ...figures, ...plans];

/** What the platform's admins look at: figures, what happened, what Stripe told, and the plans that all of it is about. */
export const handler = withPorts(["database", "site", "secret", "queues"], handle(application(routes)));
