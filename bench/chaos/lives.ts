import { setTimeout as sleep } from "node:timers/promises";
import type { Mischief } from "../../packages/local/src/mischief/index.ts";
import { until } from "../../packages/local/src/process/index.ts";
import type { Person } from "./people.ts";
import type { Stack } from "./stack.ts";

const finals = ["completed", "failed", "cancelled"];
/** How long a run may take before it counts as stuck; one that nothing happens to takes two seconds. */
const patienceMs = 120_000;

type Life = (of: { stack: Stack; person: Person; id: string; dice: Mischief.Dice }) => Promise<unknown>;

const statusOf = async (stack: Stack, id: string) =>
  String((await stack.sql(`select status from run where id = '${id}'`))[0]?.status);
const becomes = (stack: Stack, id: string, statuses: readonly string[], maxMs: number) =>
  until(async () => statuses.includes(await statusOf(stack, id)), maxMs, 150);
const works = (stack: Stack, id: string) => becomes(stack, id, ["running", ...finals], patienceMs / 2);

/** Waits for a run's end, whatever it is; one that never ends is the verdict's to see. */
export const ends = (stack: Stack, id: string) => becomes(stack, id, finals, patienceMs);

/** What may happen to a run besides what is armed. */
export const lives = {
  alone: async () => undefined,
  paused: async ({ stack, person, id, dice }) => {
    await works(stack, id);
    await sleep(dice() * 250);
    await person.wish(id, "pause");
    await becomes(stack, id, ["paused", ...finals], 15_000);
    await person.wish(id, "resume");
  },
  cancelled: async ({ person, id, dice }) => {
    await sleep(dice() * 1_500);
    await person.wish(id, "cancel");
  },
  /** Its machine is taken away in order. */
  interrupted: async ({ stack, id }) => {
    await works(stack, id);
    const task = stack.engine.tasks.unfinished().find(({ startedBy }) => startedBy === id);
    if (task)
      stack.engine.stop(task, { stopCode: "SpotInterruption", stoppedReason: "Your Spot Task was interrupted." });
  },
} satisfies Record<string, Life>;
