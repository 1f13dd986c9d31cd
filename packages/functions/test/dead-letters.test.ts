import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Actor } from "@q2o/core/actor";
import { WakeMessage } from "@q2o/core/outbox/schema";
import { Ports } from "@q2o/core/ports";
import { launch } from "@q2o/core/run/launch";
import { type Host, poll } from "@q2o/local/lambda";
import { Sqs } from "@q2o/local/sqs";
import type { SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { queueHandler } from "../src/edge/queue.ts";
import { openQueues } from "../src/edge/queues.ts";
import { type Runs, runsIn } from "./runs.ts";
import { type World, world } from "./world.ts";

/** Receives before a message is given up, as the stacks say. */
const afterReceives = 5;

describe("a message that makes no sense", () => {
  const folder = mkdtempSync(join(tmpdir(), "q2o-dead-"));
  let w: World;
  let r: Runs;
  let aheadMs = 0;
  let queues: Sqs.Queues;
  let service: Awaited<ReturnType<typeof Sqs.start>>;
  beforeAll(async () => {
    w = await world();
    r = runsIn(w);
    const specs = [
      { name: "runs", visibilitySeconds: 360, deadLetter: { queue: "runs-dead", afterReceives } },
      { name: "runs-dead", visibilitySeconds: 30 },
    ];
    queues = Sqs.openQueues(folder, specs, () => Date.now() + aheadMs);
    service = await Sqs.start(queues, { accessKeyId: "AK" });
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_SQS: service.url,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "AK",
      AWS_SECRET_ACCESS_KEY: "s",
    });
  });
  afterAll(async () => {
    await service.stop();
    queues.close();
    rmSync(folder, { recursive: true, force: true });
    await w.close();
  });

  /** Pokes for runs that were there when they were sent. */
  async function deletedWithProject() {
    const who = await r.ready();
    const runId = String((await who.press()).body.id);
    await who.wish(runId, "cancel");
    const { cookie } = await w.signIn("admin", "admin@example.com");
    expect((await w.ask("DELETE", `/api/admin/projects/${who.projectId}`, { cookie })).status).toBe(204);
    return { v: 1, tenantId: who.tenantId, runId };
  }
  async function deletedWithTenant() {
    const who = await r.ready();
    const runId = String((await who.press()).body.id);
    const { cookie } = await w.signIn("admin", "admin@example.com");
    expect((await w.ask("DELETE", `/api/admin/tenants/${who.tenantId}`, { cookie })).status).toBe(204);
    return { v: 1, tenantId: who.tenantId, runId };
  }

  it("ends among the dead letters after five tries, unless its run was deleted, and keeps nobody else from their run", async () => {
    const [ann, bea] = [await r.ready(), await r.ready()];
    const { runId: atWork } = await r.running(bea);
    const runId = String((await ann.press()).body.id);
    const good = { v: 1, tenantId: ann.tenantId, runId };
    const senseless = [
      { ...good, runId: "run_01JQZ3M8S4T6V8X0Z2B4D6F8H0" },
      { ...good, tenantId: bea.tenantId },
      { ...good, v: 2 },
      { hello: "world" },
    ];
    const deleted = [await deletedWithProject(), await deletedWithTenant()];
    const RUNS_QUEUE_URL = service.queueUrl("runs");
    const port = openQueues({ RUNS_QUEUE_URL, MAIL_QUEUE_URL: RUNS_QUEUE_URL });
    for (const body of [...deleted, ...senseless, good]) await port.send("runs", body);

    let tries = 0;
    const handler = queueHandler(WakeMessage, (message) => Actor.provide({ type: "platform" }, () => launch(message)));
    const invoke: Host["invoke"] = (_, event) => {
      tries++;
      return Ports.provide(w.ports, () => handler(event as SQSEvent, {} as never));
    };
    const poller = poll({ invoke } as Host, queues, { queue: "runs", function: "launcher", timeoutMs: 30_000 });
    try {
      await expect
        .poll(
          () => {
            aheadMs += 61_000;
            return queues.count("runs-dead").ready;
          },
          { timeout: 30_000, interval: 200 },
        )
        .toBe(senseless.length);
    } finally {
      await poller.stop();
    }
    expect(tries).toBeGreaterThanOrEqual(afterReceives);
    expect(queues.count("runs")).toEqual({ ready: 0, inFlight: 0, delayed: 0 });
    const dead = await queues.receive("runs-dead", { max: 10 });
    const said = dead.map(({ body }) => JSON.parse(body));
    expect(said).toHaveLength(senseless.length);
    expect(said).toEqual(expect.arrayContaining(senseless));
    expect(await ann.read(runId)).toMatchObject({ status: "launching", attempt: 1 });
    expect(w.launches.filter(({ startedBy }) => startedBy === runId)).toHaveLength(1);
    expect(await bea.read(atWork)).toMatchObject({ status: "running", attempt: 1 });
  });
});
