import type { Profile, Project } from "./shapes.ts";

/** What the API says of a workspace, as far as its first steps go. */
export type Facts = {
  projects: readonly Pick<Project, "id" | "state" | "activationCode" | "latestRun">[];
  profile: Pick<Profile, "primaryColor" | "logoUrl">;
  /** Everybody with a membership, whether they have come already or not. */
  members: number;
  /** Whether a client was ever here. */
  hasClientLooked: boolean;
};

type Step = { id: string; title: string; text: string; href: string; isDone: boolean };

/**
 * The way from an empty workspace to a client who looks at what was delivered. Nothing remembers a step: each is done when
 * the API's own answers show it, and the link of each leads to what does it.
 *
 * @param mayOwn whether who looks may brand the workspace and invite; nobody is sent to what their role may not do
 */
export function firstSteps({ projects, profile, members, hasClientLooked }: Facts, mayOwn: boolean): Step[] {
  // The project that has come farthest is the one to go on with.
  const farthest = [...projects].sort((one, other) => stageOf(other) - stageOf(one))[0];
  const stage = farthest ? stageOf(farthest) : 0;
  const page = farthest ? `/app/projects/${farthest.id}` : "/app/projects/new";
  const steps: readonly Step[] = [
    {
      id: "brief",
      title: "Write a brief",
      text: "Say what the software must do.",
      href: "/app/projects/new",
      isDone: stage >= 1,
    },
    {
      id: "code",
      title: "Attach an activation code",
      text: "It opens the project to your client.",
      href: farthest ? `${page}#activation-code` : page,
      isDone: stage >= 2,
    },
    { id: "run", title: "Press RUN", text: "A team of agents builds it.", href: page, isDone: stage >= 3 },
    {
      id: "delivered",
      title: "Get it delivered",
      text: "Built, tested and packed, with the evidence.",
      href: farthest ? `/app/status?open=${farthest.id}` : page,
      isDone: stage >= 4,
    },
    {
      id: "client",
      title: "Show it to your client",
      text: "Send the code; they follow and download.",
      href: farthest ? `${page}#activation-code` : page,
      isDone: hasClientLooked,
    },
  ];
  const owners: readonly Step[] = [
    {
      id: "brand",
      title: "Put your brand on it",
      text: "Your colour and logo on the client's page.",
      href: "/app/profile",
      isDone: profile.primaryColor !== null || profile.logoUrl !== null,
    },
    {
      id: "colleague",
      title: "Invite a colleague",
      text: "To build, to pay, or to watch.",
      href: "/app/members?invite=1",
      isDone: members > 1,
    },
  ];
  return mayOwn ? [...steps, ...owners] : [...steps];
}

function stageOf({ state, latestRun, activationCode }: Facts["projects"][number]): number {
  if (state === "completed") return 4;
  if (latestRun) return 3;
  return activationCode ? 2 : 1;
}
