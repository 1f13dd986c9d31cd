import { handle } from "hono/aws-lambda";
import { admins } from "../api/admins.ts";
import { allCodes } from "../api/all-codes.ts";
import { allDevices } from "../api/all-devices.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = [...allCodes, ...allDevices, ...admins];

/** The codes and devices of all tenants, as the platform's admins see and end them; and who these admins are. */
export const handler = withPorts(["database", "site", "secret", "queues"], handle(application(routes)));
