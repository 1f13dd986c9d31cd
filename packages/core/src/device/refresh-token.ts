import { createHash, timingSafeEqual } from "node:crypto";
import { Ports } from "../ports/index.ts";

/** Which device, its how-manieth activation, and the how-manieth exchange since. */
export type RefreshClaim = { tenantId: string; deviceId: string; family: number; generation: number };

/**
 * What a device shows for its next access token: `tenant.device.family.generation.mac`. It follows from the row and
 * the product's secret, so it is stored nowhere; the row says which one serves.
 */
export const refreshTokenOf = (claim: RefreshClaim): string => `${bodyOf(claim)}.${macOf(claim)}`;

/** Undefined for one that was never given. */
export function readRefreshToken(token: string): RefreshClaim | undefined {
  const parts = /^(ten_[0-9A-Z]{26})\.(dev_[0-9A-Z]{26})\.(\d{1,9})\.(\d{1,9})\.([0-9a-f]{64})$/.exec(token);
  if (!parts) return undefined;
  const [, tenantId = "", deviceId = "", family = "", generation = "", mac = ""] = parts;
  const claim = { tenantId, deviceId, family: Number(family), generation: Number(generation) };
  return timingSafeEqual(digest(mac), digest(macOf(claim))) ? claim : undefined;
}

const bodyOf = ({ tenantId, deviceId, family, generation }: RefreshClaim) =>
  `${tenantId}.${deviceId}.${family}.${generation}`;
const macOf = (claim: RefreshClaim) => Ports.use().seal("device-refresh", bodyOf(claim));
const digest = (text: string) => createHash("sha256").update(text).digest();
