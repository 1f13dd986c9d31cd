import { handle } from "hono/aws-lambda";
import { account } from "../api/account.ts";
import { codes } from "../api/codes.ts";
import { devices } from "../api/devices.ts";
import { ownAudit } from "../api/own-audit.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = [...codes, ...devices, ...account, ...ownAudit];

/** What a tenant gives out and what it takes: codes, devices, usage, what was done, and all of it to carry away. */
export const handler = withPorts(["database", "site", "secret", "queues"], handle(application(routes)));
