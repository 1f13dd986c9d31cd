import { Actor } from "@q2o/core/actor";
import { log } from "@q2o/core/base";
import { Erasure } from "@q2o/core/erasure";
import { raiseAlerts } from "@q2o/core/llm/alerts";
import { settleLost } from "@q2o/core/llm/reserve";
import { foldSums } from "@q2o/core/llm/totals";
import { forget } from "@q2o/core/outbox/forget";
import { sweep } from "@q2o/core/run/sweep";
import { remindTrials } from "@q2o/core/subscription/remind";
import { Tally } from "@q2o/core/tally";
import { withPorts } from "../edge/ports.ts";

/** What is done in this order; one that fails keeps back no other. */
const chores: Readonly<Record<string, (input: Record<string, never>) => Promise<unknown>>> = {
  runs: sweep,
  trials: remindTrials,
  lost: settleLost,
  alerts: raiseAlerts,
  forgotten: forget,
  counts: Tally.fold,
  sums: foldSums,
  files: Erasure.carryOut,
};

/** Every minute; any number may run at once. @throws the first failure, when all is done, so that somebody is told */
export const handler = withPorts(["database", "site", "secret", "queues", "tasks", "files"], () =>
  Actor.provide({ type: "platform" }, async () => {
    const failures: unknown[] = [];
    const done: Record<string, number> = {};
    for (const [chore, work] of Object.entries(chores))
      try {
        const count = await work({});
        if (typeof count === "number") done[chore] = count;
      } catch (error) {
        log.error("sweep.failed", error, { chore });
        failures.push(error);
      }
    log.info("sweep.done", done);
    if (failures.length > 0) throw failures[0];
  }),
);
