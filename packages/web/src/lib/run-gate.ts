import type { Remedy } from "./refusals.ts";
import type { Profile, Project, RunStatus } from "./shapes.ts";

const openStatuses: readonly RunStatus[] = ["queued", "launching", "running", "paused"];

export const isOpen = (status: RunStatus): boolean => openStatuses.includes(status);
/** Something changes by itself; a paused run waits for a person. */
export const isMoving = (status: RunStatus): boolean => isOpen(status) && status !== "paused";

export type Gate = { open: true } | { open: false; reason: string; remedy?: Remedy };

const blockedBy: Readonly<Record<string, string>> = {
  past_due: "The last payment failed, so runs wait until it is settled.",
  unpaid: "An invoice is unpaid, so runs wait until it is settled.",
  canceled: "Your subscription has ended.",
  incomplete: "The first payment is not complete.",
  incomplete_expired: "The first payment was never completed.",
  paused: "Your subscription is paused.",
  suspended: "Your workspace is suspended. Contact support.",
};

/** As much of a project and of its tenant as decides. */
export type Facts = Pick<Project, "id" | "name" | "description" | "objectives" | "activationCode"> & {
  latestRun: { status: RunStatus } | null;
};
export type Means = { subscription: { status: string }; quotas: Pick<Profile["quotas"], "runs"> };

/**
 * Whether RUN can be pressed and, if not, why and what helps: what the API would refuse, said before it is asked. The API
 * decides; what a page cannot know (quota taken a second ago) still comes back as its refusal.
 */
export function runGate(project: Facts, means: Means | undefined): Gate {
  const status = means?.subscription.status;
  if (status && status !== "active" && status !== "trialing")
    return {
      open: false,
      reason: blockedBy[status] ?? "Your subscription does not allow runs now.",
      ...(status === "suspended" ? {} : { remedy: { label: "Open billing", href: "/app/billing" } }),
    };
  if (project.latestRun && isOpen(project.latestRun.status))
    return {
      open: false,
      reason: project.latestRun.status === "paused" ? "Run paused. Resume or cancel it first." : "A run is under way.",
      remedy: { label: "See it on Status", href: `/app/status?open=${project.id}` },
    };
  if (!project.name.trim() || !project.description.trim() || !project.objectives.trim())
    return {
      open: false,
      reason: "The brief needs a name, a description and objectives.",
      remedy: { label: "Complete the brief", href: "?edit=1" },
    };
  if (!project.activationCode)
    return {
      open: false,
      reason: "A project runs with an activation code.",
      remedy: { label: "Attach a code", href: "#activation-code" },
    };
  const runs = means?.quotas.runs;
  if (runs && runs.limit !== null && runs.used >= runs.limit)
    return {
      open: false,
      reason: `All ${runs.limit} runs of this month are used. The next month starts on the 1st (UTC).`,
      remedy: { label: "Choose a larger plan", href: "/app/billing" },
    };
  return { open: true };
}
