import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Host } from "./host.ts";

export type Schedule = {
  /** Runs it now instead of at the end of the minute, for instance because the clock was moved. */
  run: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Calls a function every minute and once at the start, never twice at the same time. */
export function everyMinute(host: Host, name: string, now: () => Date): Schedule {
  let running: Promise<void> | undefined;
  const run = () => {
    running ??= host
      .invoke(name, scheduledEvent(name, now()), 60_000)
      .catch(() => undefined)
      .then(() => {
        running = undefined;
      });
    return running;
  };
  const timer = setInterval(run, 60_000);
  void run();
  return {
    run,
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

const scheduledEvent = (name: string, at: Date) => ({
  version: "0",
  id: randomUUID(),
  "detail-type": "Scheduled Event",
  source: "aws.events",
  account: "000000000000",
  time: at.toISOString(),
  region: "us-east-1",
  resources: [`arn:aws:events:us-east-1:000000000000:rule/${name}`],
  detail: {},
});

/** Delivers events to a function as EventBridge does: side by side, again after a failure, given up after a while. */
export function deliverTo(host: Host, name: string) {
  const inFlight = new Set<Promise<void>>();
  const attempt = async (event: unknown) => {
    for (const pauseMs of [500, 2_000, 10_000, 30_000, 0]) {
      const isDone = await host.invoke(name, event, 30_000).then(
        () => true,
        () => false,
      );
      if (isDone) return;
      await sleep(pauseMs, undefined, { ref: false });
    }
  };
  return {
    deliver: (event: unknown): void => {
      const work: Promise<void> = attempt(event).finally(() => inFlight.delete(work));
      inFlight.add(work);
    },
    /** Waits for what is under way, at most so long. */
    settle: async (maxMs: number): Promise<void> => {
      await Promise.race([Promise.all(inFlight), sleep(maxMs, undefined, { ref: false })]);
    },
  };
}
