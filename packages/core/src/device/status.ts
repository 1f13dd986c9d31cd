import { and, eq, gt, lte, type SQL } from "drizzle-orm";
import { clock } from "../db/columns.ts";
import type { DeviceStatus } from "./device.schema.ts";
import { deviceTable as t } from "./device.sql.ts";

type Facts = {
  device: { revokedAt: Date | null; refreshExpiresAt: Date };
  code: { revokedAt: Date | null; expiresAt: Date | null };
};

/** Strongest first. A device that was silent for too long has expired, and one whose code has, too. */
export function statusOf({ device, code }: Facts, now: Date): DeviceStatus {
  if (device.revokedAt || code.revokedAt) return "revoked";
  return device.refreshExpiresAt <= now || (code.expiresAt && code.expiresAt <= now) ? "expired" : "active";
}

/** The same decision for the database, by what it keeps of a device and its code. */
export const whereStatus: Record<DeviceStatus, SQL | undefined> = {
  revoked: eq(t.isRevoked, true),
  expired: and(eq(t.isRevoked, false), lte(t.endsAt, clock)),
  active: and(eq(t.isRevoked, false), gt(t.endsAt, clock)),
};
