import { handle } from "hono/aws-lambda";
import { runner } from "../api/runner.ts";
import { runnerDoor } from "../edge/door.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = runner;

/** What tasks ask for. The only function that signs. */
export const handler = withPorts(
  ["database", "site", "secret", "queues", "tasks", "files", "signing"],
  handle(application(routes, { runner: runnerDoor })),
);
