import { and, gt, isNotNull, isNull, lte, or, type SQL } from "drizzle-orm";
import { codeTable } from "../code/code.sql.ts";
import { isAlive } from "../code/status.ts";
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

const isKept = and(isNull(t.revokedAt), isNull(codeTable.revokedAt));

/** The same decision for the database, of a device joined to its code. */
export const whereStatus: Record<DeviceStatus, SQL | undefined> = {
  revoked: or(isNotNull(t.revokedAt), isNotNull(codeTable.revokedAt)),
  expired: and(isKept, or(lte(t.refreshExpiresAt, clock), lte(codeTable.expiresAt, clock))),
  active: and(isNull(t.revokedAt), gt(t.refreshExpiresAt, clock), isAlive),
};
