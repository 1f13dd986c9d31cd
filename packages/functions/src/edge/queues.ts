import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Ports } from "@q2o/core/ports";
import type { Settings } from "./settings.ts";

export function openQueues(urls: Settings<"queues">): Ports["queue"] {
  const client = new SQSClient({});
  const urlOf = { runs: urls.RUNS_QUEUE_URL, mail: urls.MAIL_QUEUE_URL, billing: urls.BILLING_QUEUE_URL };
  return {
    send: async (queue, body) => {
      const QueueUrl = urlOf[queue];
      // Those who rarely have something to say to it leave that to the relay.
      if (QueueUrl === undefined) throw new Error(`This function may not send to the queue: ${queue}`);
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
    },
  };
}
