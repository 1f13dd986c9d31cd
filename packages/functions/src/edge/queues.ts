import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Ports } from "@q2o/core/ports";
import type { Settings } from "./settings.ts";

export function openQueues(urls: Settings<"queues">): Ports["queue"] {
  const client = new SQSClient({});
  const urlOf = { runs: urls.RUNS_QUEUE_URL, mail: urls.MAIL_QUEUE_URL };
  return {
    send: async (queue, body) => {
      await client.send(new SendMessageCommand({ QueueUrl: urlOf[queue], MessageBody: JSON.stringify(body) }));
    },
  };
}
