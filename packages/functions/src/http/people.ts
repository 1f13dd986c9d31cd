import { handle } from "hono/aws-lambda";
import { auth } from "../api/auth.ts";
import { members } from "../api/members.ts";
import { profile } from "../api/profile.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = [...auth, ...members, ...profile];

/** A tenant's people: how they come in and who they are. */
export const handler = withPorts(["database", "site", "secret", "queues"], handle(application(routes)));
