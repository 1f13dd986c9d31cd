import { listDevices, revokeDevice } from "@q2o/core/device/list";
import { DevicePage } from "@q2o/core/device/schema";
import { at } from "../edge/route.ts";

const on = at("tenant");

/** The devices of a tenant, for its members. */
export const devices = [
  on("get /api/tenant/devices", { summary: "List devices", verb: listDevices, reply: DevicePage }),
  on("delete /api/tenant/devices/{id}", {
    summary: "Revoke a device, for good",
    verb: revokeDevice,
    refuses: ["missing"],
  }),
];
