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

const dayMs = 86_400_000;

/** What a tenant may do now. Pure, so that access cannot disagree with its reasons, whatever order events came in. */
export function accessOf(standing: Standing, now: Date): Access {
  if (standing.suspendedAt) return "none";
  if (standing.status === "active") return "full";
  if (standing.status === "trialing") return !standing.trialEndsAt || standing.trialEndsAt > now ? "trial" : "none";
  if (standing.status === "past_due" && standing.pastDueSince) {
    const graceEndsAt = standing.pastDueSince.getTime() + standing.pastDueGraceDays * dayMs;
    return now.getTime() < graceEndsAt ? "grace" : "none";
  }
  return "none";
}

export const mayBegin = (access: Access): boolean => access === "full" || access === "trial";
export const mayGoOn = (access: Access): boolean => access !== "none";
