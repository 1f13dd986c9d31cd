import * as z from "zod";
import { Email, Instant, id, PageQuery, pageOf, sortBy, text } from "../base/base.schema.ts";

export const memberRoles = ["owner", "builder", "billing", "viewer"] as const;
export const MemberRole = z.enum(memberRoles);
export type MemberRole = z.infer<typeof MemberRole>;

/** Invited until the first sign-in. */
const memberStatuses = ["invited", "active"] as const;

const Name = text(100).trim();

export const ListMembers = PageQuery.extend({
  role: MemberRole.optional(),
  status: z.enum(memberStatuses).optional(),
  sort: sortBy(["createdAt", "email", "role"], "createdAt:asc"),
});

export const InviteMember = z.object({ email: Email, role: MemberRole, name: Name.optional() });
export const MemberId = z.object({ id: id("member") });
/** What is left out stays; an empty name takes the name away. */
export const UpdateMember = MemberId.extend({ role: MemberRole.optional(), name: Name.nullable().optional() });

export const Member = z.object({
  id: id("member"),
  email: z.string(),
  name: z.string().nullable(),
  role: MemberRole,
  status: z.enum(memberStatuses),
  /** Whether it is who asks. */
  isSelf: z.boolean(),
  joinedAt: Instant.nullable(),
  /** Null also of who was last here over a month ago: sessions are forgotten. */
  lastSeenAt: Instant.nullable(),
  createdAt: Instant,
});
export const MemberPage = pageOf(Member);

export const notificationKinds = [
  "run_completed",
  "run_failed",
  "run_paused",
  "trial_ending",
  "payment_failed",
  "comment_added",
] as const;
const NotificationKind = z.enum(notificationKinds);
export type NotificationKind = z.infer<typeof NotificationKind>;

/** The mails that come to one's role, and whether one wants them. */
export const Notifications = z.object({
  items: z.array(z.object({ kind: NotificationKind, isOn: z.boolean() })).max(50),
});
