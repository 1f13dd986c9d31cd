import * as z from "zod";
import { Instant, id, PageQuery, pageOf, sortBy } from "../base/base.schema.ts";

/** Strongest first: a revoked device that was also silent for too long is revoked. */
export const DeviceStatus = z.enum(["revoked", "expired", "active"]);
export type DeviceStatus = z.infer<typeof DeviceStatus>;

/** Who or what ended a device: a member, an admin, the use of a refresh token that was exchanged before, or its code's end. */
export const revokedReasons = ["member", "admin", "reuse", "code"] as const;

export const DeviceId = z.object({ id: id("device") });

export const Device = z.object({
  id: id("device"),
  label: z.string().nullable(),
  status: DeviceStatus,
  code: z.object({ id: id("code"), last5: z.string(), label: z.string().nullable() }),
  createdAt: Instant,
  /** When it was last heard of. */
  seenAt: Instant,
  revokedAt: Instant.nullable(),
  revokedReason: z.enum(revokedReasons).nullable(),
});
export const DeviceOfTenant = Device.extend({ tenant: z.object({ id: id("tenant"), name: z.string() }) });

export const ListDevices = PageQuery.extend({
  status: DeviceStatus.optional(),
  sort: sortBy(["createdAt", "seenAt", "label"], "createdAt:desc"),
});
export const ListAllDevices = ListDevices.extend({ tenantId: id("tenant").optional() });
export const DevicePage = pageOf(Device);
export const AllDevicesPage = pageOf(DeviceOfTenant);
