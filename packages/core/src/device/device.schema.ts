import * as z from "zod";

/** Strongest first: a revoked device that was also silent for too long is revoked. */
export const DeviceStatus = z.enum(["revoked", "expired", "active"]);
export type DeviceStatus = z.infer<typeof DeviceStatus>;

/** Who or what ended a device: a member, an admin, the use of a refresh token that was exchanged before, or its code's end. */
export const revokedReasons = ["member", "admin", "reuse", "code"] as const;
