import type { EventData, EventType } from "../event/event.schema.ts";
import type { checkStatuses } from "./run.schema.ts";

type Status = (typeof checkStatuses)[number];

/** What each check of the engine finds out, for somebody who wants the software and not to know how it is made. */
const findings: Record<string, string> = {
  V0: "The sources are complete and tidy",
  V1: "Everything it builds on is known and allowed",
  V2: "Its parts fit together",
  V3: "It does what you asked for",
  V4: "It starts as it will for you",
  V5: "It runs and answers",
  V6: "Each thing you asked for answers from outside",
  V7: "It keeps strangers out",
  V8: "It works in an empty place, from the archive alone",
};

const endings: Record<Status, string> = { passed: "yes", failed: "not yet", skipped: "not tried" };

const findingOf = (check: string) => findings[check] ?? "A further check";

/** One line for each kind of check: failed when one of its kind is, in the order in which they come in. */
export function plainChecks(checks: readonly { check: string; status: Status }[]) {
  const kinds = Map.groupBy(checks, ({ check }) => check);
  const standingOf = (own: readonly { status: Status }[]): Status =>
    (["failed", "passed"] as const).find((status) => own.some((each) => each.status === status)) ?? "skipped";
  const items = [...kinds].map(([check, own]) => ({ text: findingOf(check), status: standingOf(own) }));
  const count = (status: Status) => checks.filter((each) => each.status === status).length;
  return { passed: count("passed"), failed: count("failed"), items };
}

/** What a client reads of a run. What is not here is not shown: agents, files, attempts, and whatever the engine says. */
export const plainSentences: Partial<Record<EventType, (data: EventData) => string>> = {
  "run.queued": () => "It waits for its turn.",
  "run.started": () => "The work has begun.",
  "run.requeued": () => "The work was interrupted and goes on from where it was.",
  "run.paused": () => "Work is paused.",
  "run.resumed": () => "Work goes on.",
  "run.cancelled": () => "The work was stopped.",
  "run.completed": () => "Your software is ready.",
  "run.failed": () => "This attempt could not be finished.",
  "run.check_ended": ({ check, status }) =>
    `${findingOf(check ?? "")}: ${endings[(status ?? "skipped") as Status] ?? endings.skipped}.`,
};
