import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openQueues, type Queues, start } from "./index.ts";

describe("sqs", () => {
  const folder = mkdtempSync(join(tmpdir(), "q2o-sqs-"));
  const specs = [
    { name: "runs", visibilitySeconds: 30, deadLetter: { queue: "runs-dead", afterReceives: 2 } },
    { name: "runs-dead", visibilitySeconds: 30 },
  ];
  let aheadMs = 0;
  let queues: Queues;
  let service: Awaited<ReturnType<typeof start>>;
  let client: SQSClient;
  const open = async () => {
    queues = openQueues(folder, specs, () => Date.now() + aheadMs);
    service = await start(queues, { accessKeyId: "AKLOCAL" });
    const credentials = { accessKeyId: "AKLOCAL", secretAccessKey: "s" };
    client = new SQSClient({ region: "us-east-1", endpoint: service.url, credentials });
  };
  const close = async () => {
    await service.stop();
    queues.close();
  };
  const url = (name = "runs") => service.queueUrl(name);
  const send = (MessageBody: string, more: object = {}) =>
    client.send(new SendMessageCommand({ QueueUrl: url(), MessageBody, ...more }));
  const receive = async (more: object = {}, name = "runs") =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl: url(name), MaxNumberOfMessages: 10, ...more })))
      .Messages ?? [];

  beforeAll(open);
  beforeEach(() => {
    for (const { name } of specs) queues.purge(name);
  });
  afterAll(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("gives a message once until it is visible again, and never after it is deleted", async () => {
    const MessageAttributes = { kind: { DataType: "String", StringValue: "ü" } };
    await send("hello ü", { MessageAttributes });
    const [first] = await receive();
    expect(first).toMatchObject({ Body: "hello ü", MessageAttributes });
    expect(await receive()).toEqual([]);
    aheadMs += 31_000;
    const [again] = await receive();
    expect(again?.Body).toBe("hello ü");
    await client.send(new DeleteMessageCommand({ QueueUrl: url(), ReceiptHandle: first?.ReceiptHandle }));
    await client.send(new DeleteMessageCommand({ QueueUrl: url(), ReceiptHandle: again?.ReceiptHandle }));
    aheadMs += 31_000;
    expect(await receive()).toEqual([]);
  });

  it("gives a message back at once when its visibility becomes 0", async () => {
    await send("x");
    const [first] = await receive();
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: url(),
        ReceiptHandle: first?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    expect(await receive()).toHaveLength(1);
  });

  it("moves a message that was received too often to the dead letters", async () => {
    await send("poison");
    for (let i = 0; i < 2; i++) {
      expect(await receive()).toHaveLength(1);
      aheadMs += 31_000;
    }
    expect(await receive()).toEqual([]);
    expect(await receive({}, "runs-dead")).toHaveLength(1);
  });

  it("waits for a message, and for a delayed one until it is due", async () => {
    const waiting = receive({ WaitTimeSeconds: 5 });
    await send("now");
    expect((await waiting).map((message) => message.Body)).toEqual(["now"]);
    await send("later", { DelaySeconds: 60 });
    expect(await receive()).toEqual([]);
    aheadMs += 61_000;
    expect((await receive()).map((message) => message.Body)).toContain("later");
  });

  it("keeps messages over a restart", async () => {
    const Entries = [
      { Id: "a", MessageBody: "1" },
      { Id: "b", MessageBody: "2" },
    ];
    const sent = await client.send(new SendMessageBatchCommand({ QueueUrl: url(), Entries }));
    expect(sent.Successful).toHaveLength(2);
    await close();
    await open();
    expect((await receive()).map((message) => message.Body).sort()).toEqual(["1", "2"]);
  });

  it("knows its queues, their redrive, and no stranger", async () => {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: url(), AttributeNames: ["All"] }),
    );
    expect(Attributes?.RedrivePolicy).toContain("runs-dead");
    await expect(receive({}, "nope")).rejects.toMatchObject({ name: "QueueDoesNotExist" });
    const answer = await fetch(service.url, { method: "POST", headers: { "x-amz-target": "AmazonSQS.SendMessage" } });
    expect(answer.status).toBe(400);
  });
});
