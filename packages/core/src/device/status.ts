import type { DeviceStatus } from "./device.schema.ts";

type Facts = {
  device: { revokedAt: Date | null; refreshExpiresAt: Date };
  code: { revokedAt: Date | null; expiresAt: Date | null };
};

/** Strongest first. A device that was silent for too long has expired, and one whose code has, too. */
export function statusOf({ device, code }: Facts, now: Date): DeviceStatus {
  if (device.revokedAt || code.revokedAt) return "revoked";
  return device.refreshExpiresAt <= now || (code.expiresAt && code.expiresAt <= now) ? "expired" : "active";
}
