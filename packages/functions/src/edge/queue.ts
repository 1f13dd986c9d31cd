import middy from "@middy/core";
import partialBatch from "@middy/sqs-partial-batch-failure";
import { log, withLogContext } from "@q2o/core/base";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import type * as z from "zod";
import { crash } from "./crash.ts";

/** Within the function's own thirty seconds, so that one record that hangs does not take its neighbours along. */
const recordMs = 25_000;

/**
 * An SQS handler that parses each message, runs them side by side and returns only the ones that failed,
 * so one bad message does not redeliver its nine neighbours. The queue must report batch item failures.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const queueHandler = <T extends z.ZodType>(schema: T, handle: (message: z.output<T>) => Promise<unknown>) => {
  const one = (record: SQSRecord) =>
    withLogContext({ messageId: record.messageId }, () =>
      withinTime(async () => handle(schema.parse(JSON.parse(record.body)))),
    ).finally(() => crash("CP-launcher-mid-batch"));
  return middy(async (event: SQSEvent) => Promise.allSettled(event.Records.map(one))).use(
    partialBatch({ logger: (reason, record) => log.error("queue.failed", reason, { messageId: record.messageId }) }),
  );
};

async function withinTime<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new Error("The record took too long.")), recordMs);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
