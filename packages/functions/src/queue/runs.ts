import { Actor } from "@q2o/core/actor";
import { WakeMessage } from "@q2o/core/outbox/schema";
import { launch } from "@q2o/core/run/launch";
import { withPorts } from "../edge/ports.ts";
import { queueHandler } from "../edge/queue.ts";

/** Pokes about runs: whoever is due gets a task. */
const launcher = queueHandler(WakeMessage, (message) => Actor.provide({ type: "platform" }, () => launch(message)));

export const handler = withPorts(["database", "site", "secret", "queues", "tasks"], launcher);
