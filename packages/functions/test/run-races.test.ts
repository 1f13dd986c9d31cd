import { createHash } from "node:crypto";
import { Actor } from "@q2o/core/actor";
import { WakeMessage } from "@q2o/core/outbox/schema";
import { Ports } from "@q2o/core/ports";
import { launch } from "@q2o/core/run/launch";
import type { SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { queueHandler } from "../src/edge/queue.ts";
import { type Ready, type Runs, runsIn } from "./runs.ts";
import { type World, world } from "./world.ts";

/** How often each race is run: a few times on every change; with `Q2O_ROUNDS=50` fifty rounds, a thousand interleavings. */
const rounds = Number(process.env.Q2O_ROUNDS ?? 2);
const interleavings = rounds * 20;
/** Some moment, within about the time that a call takes. */
const later = (mostMs = 25) => new Promise((resolve) => setTimeout(resolve, Math.random() * mostMs));

describe("runs, raced and abused", { timeout: 3_600_000 }, () => {
  let w: World;
  let r: Runs;
  beforeAll(async () => {
    w = await world();
    r = runsIn(w);
  });
  afterAll(() => w.close());

  /** As if nothing of this tenant had run this month. */
  const end = async (tenantId: string) => {
    await w.asOwner(
      "update run set status = 'cancelled', desired = 'cancel' where tenant_id = $1 and status not in ('completed', 'failed', 'cancelled')",
      [tenantId],
    );
    await w.asOwner("delete from usage where tenant_id = $1 and kind = 'run'", [tenantId]);
    // Two thousand presses are more than anybody may make in an hour.
    await w.asOwner("delete from throttle");
  };
  const put = async (token: string, kind: string, text: string) => {
    const body = Buffer.from(text);
    const sha256 = createHash("sha256").update(body).digest("hex");
    const reply = await r.say(token, "artifacts", { kind, sha256, bytes: body.length, contentType: "a/b" });
    w.files.set(String(reply.body.key), { body, sha256 });
    return { key: String(reply.body.key), sha256, bytes: body.length };
  };
  const manifestText = JSON.stringify({
    generator: { name: "q2o" },
    requirements: [{ id: "R1", status: "verified", checks: [] }],
    files: [{ path: "a", sha256: "b" }],
  });
  const deliverable = async (token: string) => {
    const zip = await put(token, "zip", "the archive");
    const manifest = await put(token, "manifest", manifestText);
    return { zipKey: zip.key, manifestKey: manifest.key, sha256: zip.sha256, bytes: zip.bytes };
  };

  it("accepts exactly one of a hundred RUNs of one project", async () => {
    const who = await r.ready();
    for (let round = 0; round < rounds; round++) {
      const replies = await Promise.all(Array.from({ length: 100 }, () => who.press()));
      expect(replies.filter(({ status }) => status === 202)).toHaveLength(1);
      for (const { status, body } of replies)
        if (status !== 202) expect({ status, code: body.code }).toEqual({ status: 409, code: "run.already_open" });
      expect(await who.used()).toBe(1);
      await end(who.tenantId);
    }
  });

  it("accepts exactly one of fifty RUNs over ten projects of a trial", async () => {
    const who = await r.ready();
    const projects = [who.projectId];
    while (projects.length < 10) projects.push(await who.project());
    await w.asOwner("update subscription set status = 'trialing' where tenant_id = $1", [who.tenantId]);
    for (let round = 0; round < rounds; round++) {
      const replies = await Promise.all(Array.from({ length: 50 }, (_, i) => who.press(projects[i % 10])));
      expect(replies.filter(({ status }) => status === 202)).toHaveLength(1);
      expect(await who.used()).toBe(1);
      await end(who.tenantId);
    }
  });

  it("lets either the cancel or the completion win, and what was acknowledged stands", async () => {
    const who = await r.ready();
    const seen: Record<string, number> = {};
    for (let round = 0; round < interleavings; round++) {
      const { runId, token } = await r.running(who);
      const delivered = await deliverable(token);
      const [completed, cancelled] = await Promise.all([
        later().then(() => r.say(token, "complete", delivered)),
        later().then(() => who.wish(runId, "cancel")),
      ]);
      expect([completed.status, cancelled.status].sort()).toEqual(completed.status === 200 ? [200, 409] : [202, 409]);
      if (completed.status !== 200) await r.say(token, "released", { reason: "cancel" });
      const status = String((await who.read(runId)).status);
      expect(status).toBe(completed.status === 200 ? "completed" : "cancelled");
      seen[status] = (seen[status] ?? 0) + 1;
      await end(who.tenantId);
    }
    process.stdout.write(`cancel against complete: ${JSON.stringify(seen)}\n`);
  });

  it("comes to one end of a pause that meets a resume, and goes on or pauses whole", async () => {
    const who = await r.ready();
    const seen: Record<string, number> = {};
    for (let round = 0; round < interleavings; round++) {
      const { runId, token } = await r.running(who);
      // The task asks what is wanted, at some moment, and obeys.
      const obey = async () => {
        const { body } = await r.say(token, "heartbeat");
        if (body.desired !== "pause") return false;
        await later();
        expect((await r.say(token, "released", { reason: "pause" })).status).toBe(200);
        return true;
      };
      const [paused, resumed, isReleased] = await Promise.all([
        later().then(() => who.wish(runId, "pause")),
        later().then(() => who.wish(runId, "resume")),
        later(75).then(obey),
      ]);
      expect(paused.status).toBe(202);
      const hasResumed = resumed.status === 202;
      if (!hasResumed) expect(resumed).toMatchObject({ status: 409, body: { code: "run.not_paused" } });
      const [row] = await w.asOwner("select status, desired, paused_by, epoch, task_arn from run where id = $1", [
        runId,
      ]);
      const wanted = hasResumed ? { desired: "run", paused_by: null } : { desired: "pause", paused_by: "person" };
      expect(row).toEqual(
        isReleased
          ? { ...wanted, status: hasResumed ? "queued" : "paused", epoch: 2, task_arn: null }
          : { ...wanted, status: "running", epoch: 1, task_arn: `arn:task/${runId}-1` },
      );
      expect((await r.say(token, "heartbeat")).status).toBe(isReleased ? 409 : 200);
      const name = `${row?.status}, ${row?.desired}`;
      seen[name] = (seen[name] ?? 0) + 1;
      await who.wish(runId, "cancel");
      await end(who.tenantId);
    }
    process.stdout.write(`pause against resume: ${JSON.stringify(seen)}\n`);
  });

  it("names the state in which a run refuses what is asked of it", async () => {
    const who = await r.ready();
    const runId = String((await who.press()).body.id);
    expect(await who.wish(runId, "resume")).toMatchObject({
      status: 409,
      body: { code: "run.not_paused", detail: "This run is not paused: it is queued." },
    });
    expect(await who.wish(runId, "restart")).toMatchObject({
      status: 409,
      body: { code: "run.not_ended", detail: "Only a failed or cancelled run can be restarted; this one is queued." },
    });
    await who.wish(runId, "cancel");
    expect(await who.wish(runId, "pause")).toMatchObject({
      status: 409,
      body: { code: "run.ended", detail: "This run has ended: it is cancelled." },
    });
  });

  it("goes on from the last good checkpoint on another machine, and after a restart unless that is not wanted", async () => {
    const who = await r.ready();
    const { runId, token } = await r.running(who);
    const { key, sha256 } = await put(token, "checkpoint", "what was done");
    expect((await r.say(token, "checkpoint", { step: "compose", key, sha256 })).status).toBe(200);
    await r.say(token, "released", { reason: "sigterm" });
    await r.poke(who.tenantId, runId);
    const second = await r.say(r.tokenOf(runId), "boot");
    expect(second.body).toMatchObject({ run: { attempt: 2 }, checkpoint: { step: "compose", sha256 } });
    await r.say(r.tokenOf(runId), "fail", { code: "engine.broken", message: "x", retryable: false });

    const bootOf = async (body: object) => {
      const again = await w.ask("POST", `/api/tenant/runs/${runId}/restart`, { cookie: who.cookie, body });
      expect(again.status).toBe(202);
      await r.poke(who.tenantId, String(again.body.id));
      const booted = await r.say(r.tokenOf(String(again.body.id)), "boot");
      await end(who.tenantId);
      return booted.body;
    };
    expect(await bootOf({})).toMatchObject({ run: { attempt: 1 }, checkpoint: { step: "compose", sha256 } });
    expect(await bootOf({ fromStart: true })).toMatchObject({ run: { attempt: 1 }, checkpoint: null });
  });

  it("returns only the bad ones of a batch: of an unknown run, of another version, of no sense", async () => {
    const who = await r.ready();
    const runId = String((await who.press()).body.id);
    const good = { v: 1, tenantId: who.tenantId, runId };
    const bodies = [
      JSON.stringify(good),
      JSON.stringify({ ...good, runId: "run_01JQZ3M8S4T6V8X0Z2B4D6F8H0" }),
      JSON.stringify({ ...good, v: 2 }),
      "{",
    ];
    const handler = queueHandler(WakeMessage, (message) => Actor.provide({ type: "platform" }, () => launch(message)));
    const event = { Records: bodies.map((body, i) => ({ messageId: `m${i}`, body })) } as SQSEvent;
    const answer = await Ports.provide(w.ports, () => handler(event, {} as never));
    expect(answer).toEqual({ batchItemFailures: [1, 2, 3].map((i) => ({ itemIdentifier: `m${i}` })) });
    expect(await who.read(runId)).toMatchObject({ status: "launching" });
  });

  it("takes no harm from what a runner says that is malformed or too much", async () => {
    const who = await r.ready();
    const { runId, token } = await r.running(who);
    const line = (text: string) => ({ level: "info", text });
    for (const [call, body] of [
      ["steps", { seq: "one" }],
      ["steps", { seq: 1, progress: 101 }],
      ["steps", { seq: 1, log: Array(201).fill(line("x")) }],
      ["steps", { seq: 1, log: [line("x".repeat(4_001))] }],
      ["checkpoint", { step: "x" }],
      ["complete", { zipKey: "../x", manifestKey: "x", sha256: "0", bytes: -1 }],
      ["released", { reason: "bored" }],
      ["artifacts", { kind: "zip", sha256: "0".repeat(64), bytes: 200_000_001, contentType: "a/b" }],
    ] as const)
      expect((await r.say(token, call, body)).status, `${call} ${JSON.stringify(body).slice(0, 60)}`).toBe(400);
    const tooLarge = await w.ask("POST", "/api/runner/steps", {
      token,
      raw: JSON.stringify({ x: "x".repeat(1_300_000) }),
    });
    expect(tooLarge.status).toBe(413);
    expect(await who.read(runId)).toMatchObject({ status: "running", progress: 0 });

    const many = Array.from({ length: 10_001 }, (_, i) => ({ path: `f${i}`, sha256: "0" }));
    const zip = await put(token, "zip", "z");
    const manifest = await put(token, "manifest", JSON.stringify({ ...JSON.parse(manifestText), files: many }));
    expect(
      await r.say(token, "complete", {
        zipKey: zip.key,
        manifestKey: manifest.key,
        sha256: zip.sha256,
        bytes: zip.bytes,
      }),
    ).toMatchObject({ status: 400, body: { code: "artifact.refused" } });
    expect((await r.say(token, "heartbeat")).status).toBe(200);
  });

  it("keeps two megabytes of a run's log and says once that it is full", async () => {
    const who: Ready = await r.ready();
    const { runId, token } = await r.running(who);
    for (let seq = 1; seq <= 4; seq++)
      expect(
        (await r.say(token, "steps", { seq, log: Array(200).fill({ level: "info", text: "x".repeat(4_000) }) })).status,
      ).toBe(200);
    const [kept] = await w.asOwner(
      "select count(*)::int as lines, count(*) filter (where data->>'text' like 'The log is full%')::int as said from event where run_id = $1 and type = 'run.log'",
      [runId],
    );
    expect(kept).toEqual({ lines: 501, said: 1 });
    expect((await r.say(token, "heartbeat")).status).toBe(200);
  });
});
