import { handle } from "hono/aws-lambda";
import { client } from "../api/client.ts";
import { clientComments } from "../api/comments.ts";
import { open } from "../api/public.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = [...open, ...client, ...clientComments];

/** What clients and strangers ask for. It starts no task and stops none. */
export const handler = withPorts(["database", "site", "secret", "queues", "files"], handle(application(routes)));
