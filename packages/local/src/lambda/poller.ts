import { setTimeout as sleep } from "node:timers/promises";
import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import * as z from "zod";
import type { Message, Queues } from "../sqs/index.ts";
import { md5 } from "../sqs/queues.ts";
import type { Host } from "./host.ts";

const Partial = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) }).nullable();

export type Poller = { stop: () => Promise<void> };

/**
 * Feeds a queue to a function in batches, as an event source mapping with `ReportBatchItemFailures` does: what the
 * function did not name as failed is deleted, the rest is seen again, later each time.
 */
export function poll(host: Host, queues: Queues, what: { queue: string; function: string; timeoutMs: number }): Poller {
  const ending = new AbortController();
  const work = (async () => {
    while (!ending.signal.aborted) {
      const messages = await queues.receive(what.queue, { max: 10, waitSeconds: 20, signal: ending.signal });
      if (messages.length === 0) continue;
      const event = { Records: messages.map((message) => toRecord(message, what.queue)) };
      const result = await host.invoke(what.function, event, what.timeoutMs).catch(() => undefined);
      const failed = failuresOf(result as SQSBatchResponse | null | undefined, messages);
      for (const message of messages) {
        if (failed.has(message.id))
          queues.changeVisibility(message.receiptHandle, Math.min(60, 2 ** (message.receives - 1)));
        else queues.remove(message.receiptHandle);
      }
      // A function that fails everything at once must not spin.
      if (failed.size === messages.length)
        await sleep(100, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      ending.abort();
      await work;
    },
  };
}

/** A crash (undefined) or an answer that names a stranger fails the whole batch; no answer at all fails nothing. */
function failuresOf(result: SQSBatchResponse | null | undefined, messages: Message[]): Set<string> {
  const all = new Set(messages.map((message) => message.id));
  const parsed = Partial.safeParse(result);
  if (result === undefined) return all;
  if (!parsed.success) return hasList(result) ? all : new Set();
  const named = (parsed.data?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier);
  return named.every((id) => all.has(id)) ? new Set(named) : all;
}

const hasList = (result: unknown) => result !== null && typeof result === "object" && "batchItemFailures" in result;

const toRecord = (message: Message, queue: string): SQSRecord => ({
  messageId: message.id,
  receiptHandle: message.receiptHandle,
  body: message.body,
  attributes: {
    ApproximateReceiveCount: String(message.receives),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    SentTimestamp: String(message.sentAt),
    SenderId: "local",
  },
  messageAttributes: Object.fromEntries(
    Object.entries(message.attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType,
        ...(StringValue === undefined ? {} : { stringValue: StringValue }),
        ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
      },
    ]),
  ),
  md5OfBody: md5(message.body),
  eventSource: "aws:sqs",
  eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
  awsRegion: "us-east-1",
});
