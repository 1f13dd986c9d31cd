import * as z from "zod";
import { Instant, id } from "../base/base.schema.ts";
import { CodeScope } from "../code/code.schema.ts";
import { MemberRole } from "../member/member.schema.ts";

export const sessionRealms = ["tenant", "client", "admin"] as const;
export type SessionRealm = (typeof sessionRealms)[number];

export const TenantSession = z.object({
  tenant: z.object({ id: id("tenant"), slug: z.string(), name: z.string() }),
  member: z.object({ id: z.string(), email: z.string(), role: MemberRole }),
  /** What the tenant may do now, and Stripe's word for why. */
  subscription: z.object({ status: z.string(), access: z.enum(["full", "trial", "grace", "none"]) }),
  expiresAt: Instant,
});

export const AdminSession = z.object({
  admin: z.object({ id: z.string(), email: z.string() }),
  expiresAt: Instant,
  /** What must still be shown or enrolled before the session is worth anything. */
  needs: z.enum(["passkey", "enrolment"]).optional(),
});

export const ClientSession = z.object({ projectId: id("project"), scopes: z.array(CodeScope), expiresAt: Instant });

export const SessionId = z.object({ id: id("session") });

export const SessionList = z.object({
  items: z.array(
    z.object({
      id: id("session"),
      isCurrent: z.boolean(),
      /** What the browser calls itself. */
      agent: z.string().nullable(),
      createdAt: Instant,
      seenAt: Instant,
      expiresAt: Instant,
    }),
  ),
});

export const SessionsEnded = z.object({ ended: z.int() });
