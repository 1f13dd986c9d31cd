import { handle } from "hono/aws-lambda";
import { device } from "../api/device.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";
import { deviceDoor, openTokens } from "../edge/tokens.ts";

export const routes = device;

/** What devices ask for. The only function that knows how tokens are signed. */
export const handler = withPorts(["database", "site", "secret"], handle(application(routes, { device: deviceDoor })), {
  openTokens,
});
