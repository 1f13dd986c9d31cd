import { Actor } from "@q2o/core/actor";
import { BillingMessage } from "@q2o/core/billing/schema";
import { handleMessage } from "@q2o/core/billing/worker";
import { withPorts } from "../edge/ports.ts";
import { queueHandler } from "../edge/queue.ts";
import { openStripe } from "../edge/stripe.ts";

/** Pokes about events in the inbox: what they mean, Stripe is asked. */
const biller = queueHandler(BillingMessage, (message) =>
  Actor.provide({ type: "platform" }, () => handleMessage(message)),
);

export const handler = withPorts(["database", "site", "secret", "queues", "stripe"], biller, { openStripe });
