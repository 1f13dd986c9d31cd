import { listAllDevices, revokeAnyDevice } from "@q2o/core/device/list";
import { AllDevicesPage } from "@q2o/core/device/schema";
import { at } from "../edge/route.ts";

const on = at("admin");

/** The devices of all tenants, for admins. */
export const allDevices = [
  on("get /api/admin/devices", { summary: "List devices of all tenants", verb: listAllDevices, reply: AllDevicesPage }),
  on("delete /api/admin/devices/{id}", {
    summary: "Revoke a device, for good",
    verb: revokeAnyDevice,
    refuses: ["missing"],
  }),
];
