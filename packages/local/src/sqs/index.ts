export * as Sqs from "./index.ts";
export { type Message, openQueues, type QueueSpec, type Queues } from "./queues.ts";

import * as z from "zod";
import { AwsError, type Operations, serveAwsJson } from "../http/aws-json.ts";
import { md5OfAttributes } from "./attributes.ts";
import { type Message, md5, type Queues } from "./queues.ts";

const maxBytes = 1024 ** 2;

const Attribute = z.object({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});
const Queue = z.object({ QueueUrl: z.string() });
const Outgoing = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: z.int().min(0).max(900).default(0),
  MessageAttributes: z.record(z.string(), Attribute).default({}),
});
const Receive = Queue.extend({
  MaxNumberOfMessages: z.int().min(1).max(10).default(1),
  WaitTimeSeconds: z.int().min(0).max(20).default(0),
  VisibilityTimeout: z.int().min(0).max(43_200).optional(),
});
const Receipt = z.object({ ReceiptHandle: z.string() });
const Visibility = Receipt.extend({ VisibilityTimeout: z.int().min(0).max(43_200) });
const batchOf = <T extends z.ZodRawShape>(entry: z.ZodObject<T>) =>
  Queue.extend({
    Entries: z
      .array(entry.extend({ Id: z.string() }))
      .min(1)
      .max(10),
  });

/**
 * SQS over AWS JSON 1.0 for the queues that `queues` has; others do not exist and cannot be made.
 *
 * @returns the service, and the address of a queue as the SDK wants it
 */
export async function start(queues: Queues, options: { accessKeyId: string; port?: number }) {
  const service = await serveAwsJson(operations(queues), { version: "1.0", ...options });
  return { ...service, queueUrl: (name: string) => `${service.url}/000000000000/${name}` };
}

function operations(queues: Queues): Operations {
  const named = (name: string) => {
    if (queues.has(name)) return name;
    throw new AwsError("com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist.");
  };
  const queueOf = ({ QueueUrl }: z.infer<typeof Queue>) => named(QueueUrl.split("/").at(-1) ?? "");
  const send = (queue: string, { MessageBody, DelaySeconds, MessageAttributes }: z.infer<typeof Outgoing>) => {
    if (Buffer.byteLength(MessageBody) > maxBytes)
      throw new AwsError("com.amazonaws.sqs#InvalidParameterValue", "A message is at most 1 MiB.");
    const MD5OfMessageAttributes = md5OfAttributes(MessageAttributes);
    const MessageId = queues.send(queue, MessageBody, MessageAttributes, DelaySeconds);
    return { MessageId, MD5OfMessageBody: md5(MessageBody), MD5OfMessageAttributes };
  };
  const change = ({ ReceiptHandle, VisibilityTimeout }: z.infer<typeof Visibility>) => {
    if (!queues.changeVisibility(ReceiptHandle, VisibilityTimeout))
      throw new AwsError("com.amazonaws.sqs#MessageNotInflight", "The message is not in flight.");
  };

  return {
    GetQueueUrl: (input) => {
      const { QueueName } = z.object({ QueueName: z.string() }).parse(input);
      return { QueueUrl: `/000000000000/${named(QueueName)}` };
    },
    SendMessage: (input) => send(queueOf(Queue.parse(input)), Outgoing.parse(input)),
    SendMessageBatch: (input) => {
      const { Entries, ...rest } = batchOf(Outgoing).parse(input);
      const queue = queueOf(rest);
      return batch(Entries, (entry) => send(queue, entry));
    },
    ReceiveMessage: async (input) => {
      const wanted = Receive.parse(input);
      const messages = await queues.receive(queueOf(wanted), {
        max: wanted.MaxNumberOfMessages,
        waitSeconds: wanted.WaitTimeSeconds,
        ...(wanted.VisibilityTimeout === undefined ? {} : { visibilitySeconds: wanted.VisibilityTimeout }),
      });
      return messages.length === 0 ? {} : { Messages: messages.map(toWire) };
    },
    DeleteMessage: (input) => {
      queueOf(Queue.parse(input));
      queues.remove(Receipt.parse(input).ReceiptHandle);
    },
    DeleteMessageBatch: (input) => {
      const { Entries, ...rest } = batchOf(Receipt).parse(input);
      queueOf(rest);
      return batch(Entries, (entry) => queues.remove(entry.ReceiptHandle));
    },
    ChangeMessageVisibility: (input) => {
      queueOf(Queue.parse(input));
      change(Visibility.parse(input));
    },
    ChangeMessageVisibilityBatch: (input) => {
      const { Entries, ...rest } = batchOf(Visibility).parse(input);
      queueOf(rest);
      return batch(Entries, change);
    },
    PurgeQueue: (input) => queues.purge(queueOf(Queue.parse(input))),
    GetQueueAttributes: (input) => ({ Attributes: attributesOf(queues, queueOf(Queue.parse(input))) }),
  };
}

/** Each entry succeeds or fails for itself. */
function batch<T extends { Id: string }>(entries: T[], work: (entry: T) => unknown) {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...Object(work(entry)) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.type.split("#").at(-1), Message: error.message });
    }
  }
  return { Successful, Failed };
}

const toWire = (message: Message) => ({
  MessageId: message.id,
  ReceiptHandle: message.receiptHandle,
  Body: message.body,
  MD5OfBody: md5(message.body),
  Attributes: systemAttributes(message),
  MessageAttributes: message.attributes,
  MD5OfMessageAttributes: md5OfAttributes(message.attributes),
});

export const systemAttributes = (message: Message) => ({
  ApproximateReceiveCount: String(message.receives),
  ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
  SentTimestamp: String(message.sentAt),
  SenderId: "local",
});

function attributesOf(queues: Queues, queue: string) {
  const { ready, inFlight, delayed } = queues.count(queue);
  const { deadLetter, visibilitySeconds } = queues.specOf(queue) ?? {};
  const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
  const redrive = deadLetter && {
    deadLetterTargetArn: arn(deadLetter.queue),
    maxReceiveCount: deadLetter.afterReceives,
  };
  return {
    QueueArn: arn(queue),
    ApproximateNumberOfMessages: String(ready),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    VisibilityTimeout: String(visibilitySeconds),
    ...(redrive ? { RedrivePolicy: JSON.stringify(redrive) } : {}),
  };
}
