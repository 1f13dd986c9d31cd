/** What Stripe and the admins say of a tenant. */
export type Standing = {
  /** Stripe's word, or one that nobody here has heard of yet. */
  status: string;
  suspendedAt: Date | null;
  trialEndsAt: Date | null;
  pastDueSince: Date | null;
  pastDueGraceDays: number;
};

/**
 * `full`: any number of projects. `trial`: one project, one run at a time. `grace`: what runs may go on, nothing new
 * begins. `none`: what runs pauses.
 */
export type Access = "full" | "trial" | "grace" | "none";

/** Every status that Stripe has; the edge does not compile when Stripe's library has one more. */
export type KnownStatus =
  | "active"
  | "trialing"
  | "past_due"
  | "unpaid"
  | "canceled"
  | "incomplete"
  | "incomplete_expired"
  | "paused";

const dayMs = 86_400_000;

/** What each status gives. Access is open by decision only: what is not said here is closed. */
const given: Readonly<Record<KnownStatus, (standing: Standing, now: Date) => Access>> = {
  active: () => "full",
  trialing: ({ trialEndsAt }, now) => (!trialEndsAt || trialEndsAt > now ? "trial" : "none"),
  past_due: (standing, now) => (now < (graceEndsAt(standing) ?? now) ? "grace" : "none"),
  unpaid: () => "none",
  canceled: () => "none",
  incomplete: () => "none",
  incomplete_expired: () => "none",
  paused: () => "none",
};

export const knownStatuses: readonly string[] = Object.keys(given);

/** What a tenant may do now. Pure, so that access cannot disagree with its reasons, whatever order events came in. */
export function accessOf(standing: Standing, now: Date): Access {
  if (standing.suspendedAt) return "none";
  const decide = Object.hasOwn(given, standing.status) ? given[standing.status as KnownStatus] : undefined;
  return decide?.(standing, now) ?? "none";
}

/** Until when what runs goes on although a payment is overdue; undefined when none is. */
export const graceEndsAt = (standing: Pick<Standing, "status" | "pastDueSince" | "pastDueGraceDays">) =>
  standing.status === "past_due" && standing.pastDueSince
    ? new Date(standing.pastDueSince.getTime() + standing.pastDueGraceDays * dayMs)
    : undefined;

export const mayBegin = (access: Access): boolean => access === "full" || access === "trial";
export const mayGoOn = (access: Access): boolean => access !== "none";
