import * as z from "zod";
import { FeedQuery, feedOf, Instant, id, text } from "../base/base.schema.ts";
import { From, To } from "./period.schema.ts";

export const actorTypes = ["public", "arriving", "admin", "tenant", "client", "device"] as const;

/** Newest first; `after` is the last id of the page before and leads to what is older. */
export const AuditQuery = FeedQuery.extend({
  actorType: z.enum(actorTypes).optional(),
  /** A whole type (`code.revoked`) or how it begins (`code`). */
  type: z
    .string()
    .regex(/^[a-z_]{1,40}(\.[a-z_]{0,40})?$/, "A type such as code.revoked, or its beginning.")
    .optional(),
  from: From.optional(),
  to: To.optional(),
  /** The id of anything that an entry is about, of who did it, or of the request. */
  search: text(200).trim().default(""),
});
export const AllAuditQuery = AuditQuery.extend({ tenantId: id("tenant").optional() });

/** Who did it; a name and an address as long as there is somebody of that id. */
export const EventActor = z.object({
  type: z.string(),
  id: z.string().nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
});

export const AuditEntry = z.object({
  id: z.string(),
  at: Instant,
  type: z.string(),
  text: z.string(),
  actor: EventActor,
  tenant: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  projectId: z.string().nullable(),
  runId: z.string().nullable(),
  codeId: z.string().nullable(),
  /** Whatever else it is about: a member, a device, a plan. */
  subjectId: z.string().nullable(),
  requestId: z.string().nullable(),
  /** Its place in the chain of its tenant, or of the platform. */
  seq: z.int(),
});
export const AuditFeed = feedOf(AuditEntry);

/** Without a tenant it is the platform's own chain. */
export const VerifyChain = z.object({ tenantId: id("tenant").optional() });

/** `brokenAt` is the first place that is not as it was written, and null for a chain that is whole. */
export const ChainVerdict = z.object({ ok: z.boolean(), brokenAt: z.int().nullable(), entries: z.int() });
