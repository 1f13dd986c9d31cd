import { Device } from "@q2o/core/device";
import { DeviceKeys, DevicePolicy, DeviceTokens, Heard } from "@q2o/core/device/door/schema";
import { heartbeat, policy } from "@q2o/core/device/policy";
import { at } from "../edge/route.ts";

const anybody = at("public");
const on = at("device");

/** What a device does. */
export const device = [
  anybody("post /api/device/activate", {
    summary: "Bind this device to an activation code",
    verb: Device.activate,
    reply: DeviceTokens,
    refuses: ["unauthenticated", "forbidden", "limited"],
  }),
  anybody("post /api/device/refresh", {
    summary: "Exchange the refresh token, once, for the next pair",
    verb: Device.refresh,
    reply: DeviceTokens,
    refuses: ["unauthenticated"],
  }),
  anybody("get /api/device/keys", {
    summary: "The keys that check access tokens (JWKS)",
    verb: Device.keys,
    reply: DeviceKeys,
  }),
  on("post /api/device/heartbeat", {
    summary: "Say that the device is there",
    isQuiet: true,
    verb: heartbeat,
    reply: Heard,
  }),
  on("get /api/device/policy", {
    summary: "What the device may, and what it shows",
    verb: policy,
    reply: DevicePolicy,
  }),
];
