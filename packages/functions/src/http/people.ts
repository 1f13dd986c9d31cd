import { handle } from "hono/aws-lambda";
import { auth } from "../api/auth.ts";
import { members } from "../api/members.ts";
import { ownAudit } from "../api/own-audit.ts";
import { profile } from "../api/profile.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = [...auth, ...members, ...profile, ...ownAudit];

/** A tenant's people: how they come in, who they are and what they did. */
export const handler = withPorts(["database", "site", "secret", "queues"], handle(application(routes)));
