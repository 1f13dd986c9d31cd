import { Actor } from "@q2o/core/actor";
import { log } from "@q2o/core/base";
import { reconcile } from "@q2o/core/billing/worker";
import { withPorts } from "../edge/ports.ts";
import { openStripe } from "../edge/stripe.ts";

/** Every minute, a few at a time: events that nobody handled, and customers of whom nothing was heard for hours. */
export const handler = withPorts(
  ["database", "site", "secret", "queues", "stripe"],
  () =>
    Actor.provide({ type: "platform" }, async () => {
      const looked = await reconcile({});
      if (looked > 0) log.info("reconcile.done", { looked });
    }),
  { openStripe },
);
