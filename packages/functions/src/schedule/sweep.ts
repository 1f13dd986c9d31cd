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

/** Every minute; any number may run at once. */
export const handler = withPorts(["database", "site", "secret", "queues", "tasks", "files"], () =>
  Actor.provide({ type: "platform" }, async () => {
    const touched = await sweep({});
    const reminded = await remindTrials({});
    await settleLost({});
    await raiseAlerts({});
    await forget({});
    await Tally.fold({});
    await foldSums({});
    const removed = await Erasure.carryOut({});
    if (touched + reminded + removed > 0) log.info("sweep.done", { touched, reminded, removed });
  }),
);
