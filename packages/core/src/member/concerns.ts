import { type MemberRole, type NotificationKind, notificationKinds } from "./member.schema.ts";

const builders = ["owner", "builder"] as const;
const payers = ["owner", "billing"] as const;

/** Whom a mail concerns by their role; the others look when they like. */
export const concerns = {
  run_completed: builders,
  run_failed: builders,
  run_paused: builders,
  comment_added: builders,
  trial_ending: payers,
  payment_failed: payers,
} as const satisfies Record<NotificationKind, readonly MemberRole[]>;

export const kindsFor = (role: MemberRole): NotificationKind[] =>
  notificationKinds.filter((kind) => (concerns[kind] as readonly MemberRole[]).includes(role));
