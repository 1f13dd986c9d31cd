import { Refused } from "./api.ts";

export type Remedy = { label: string; href: string };

/** What helps against a refusal, by its stable code. The sentence itself is the API's. */
const remedies: Readonly<Record<string, Remedy>> = {
  "project.no_code": { label: "Attach an activation code", href: "#activation-code" },
  "project.incomplete": { label: "Complete the brief", href: "#brief" },
  "run.already_open": { label: "See it on Status", href: "/app/status" },
  "subscription.inactive": { label: "Open billing", href: "/app/billing" },
  "quota.exhausted": { label: "Choose a larger plan", href: "/app/billing" },
  "trial.one_run": { label: "See what is running", href: "/app/status" },
  "trial.one_project": { label: "Open your project", href: "/app/projects" },
};

export const remedyFor = (error: Error | undefined): Remedy | undefined =>
  error instanceof Refused ? remedies[error.code] : undefined;
