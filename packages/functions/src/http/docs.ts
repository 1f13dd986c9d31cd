import { handle } from "hono/aws-lambda";
import { described } from "../api/index.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = described;

/** The API's description: the only function that knows every route, and it reaches nothing. */
export const handler = withPorts(["site"], handle(application(routes)));
