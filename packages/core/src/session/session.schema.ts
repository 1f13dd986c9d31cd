import * as z from "zod";
import { Instant, id } from "../base/base.schema.ts";
import { MemberRole } from "../member/member.schema.ts";

export const sessionRealms = ["tenant", "client", "admin"] as const;
export type SessionRealm = (typeof sessionRealms)[number];

export const TenantSession = z.object({
  tenant: z.object({ id: id("tenant"), slug: z.string(), name: z.string() }),
  member: z.object({ id: z.string(), email: z.string(), role: MemberRole }),
  expiresAt: Instant,
});

export const AdminSession = z.object({
  admin: z.object({ id: z.string(), email: z.string() }),
  expiresAt: Instant,
});
