import { handle } from "hono/aws-lambda";
import { llm } from "../api/llm.ts";
import { application } from "../edge/http.ts";
import { openModels } from "../edge/models.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = llm;

/** The configuration of agents and models: the only function that holds the models' keys, to check them. */
export const handler = withPorts(
  ["database", "site", "secret", "queues", "agents", "models"],
  handle(application(routes)),
  { openModels },
);
