import { handle } from "hono/aws-lambda";
import { allCodes } from "../api/all-codes.ts";
import { allDevices } from "../api/all-devices.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = [...allCodes, ...allDevices];

/** The codes and devices of all tenants, as the platform's admins see and end them. */
export const handler = withPorts(["database", "site", "secret", "queues"], handle(application(routes)));
