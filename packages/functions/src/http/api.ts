import { handle } from "hono/aws-lambda";
import { account } from "../api/account.ts";
import { auth } from "../api/auth.ts";
import { client } from "../api/client.ts";
import { codes } from "../api/codes.ts";
import { comments } from "../api/comments.ts";
import { devices } from "../api/devices.ts";
import { health } from "../api/health.ts";
import { members } from "../api/members.ts";
import { ownAudit } from "../api/own-audit.ts";
import { tenant } from "../api/tenant.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = [
  health,
  ...auth,
  ...tenant,
  ...account,
  ...members,
  ...ownAudit,
  ...codes,
  ...devices,
  ...client,
  ...comments,
];

/** What tenants, their clients and strangers ask for. */
export const handler = withPorts(
  ["database", "site", "secret", "queues", "tasks", "files", "agents"],
  handle(application(routes)),
);
