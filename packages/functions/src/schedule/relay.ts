import { Actor } from "@q2o/core/actor";
import { log } from "@q2o/core/base";
import { Outbox } from "@q2o/core/outbox";
import { withPorts } from "../edge/ports.ts";

/** Every minute: what was written and not yet said. */
export const handler = withPorts(["database", "queues"], () =>
  Actor.provide({ type: "platform" }, async () => {
    const sent = await Outbox.relay({});
    if (sent > 0) log.info("relay.done", { sent });
  }),
);
