import { Actor } from "@q2o/core/actor";
import { Mail } from "@q2o/core/mail";
import { MailMessage } from "@q2o/core/outbox/schema";
import { withPorts } from "../edge/ports.ts";
import { queueHandler } from "../edge/queue.ts";

const mailer = queueHandler(MailMessage, (message) => Actor.provide({ type: "platform" }, () => Mail.deliver(message)));

export const handler = withPorts(["database", "site", "secret", "mail"], mailer);
