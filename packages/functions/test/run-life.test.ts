import { createHash } from "node:crypto";
import { forget } from "@q2o/core/outbox/forget";
import type { Launched } from "@q2o/core/ports";
import { taskStopped } from "@q2o/core/run/launch";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { brief, type Ready, type Runs, runsIn } from "./runs.ts";
import { type World, world } from "./world.ts";

describe("a run's life", () => {
  let w: World;
  let r: Runs;
  beforeAll(async () => {
    w = await world();
    r = runsIn(w);
  });
  afterAll(() => w.close());
  afterEach(() => w.launchWith(async (spec) => started(spec.clientToken)));

  const started = (token: string): Launched => ({ kind: "started", taskArn: `arn:task/${token}` });

  const ready = (planId?: string) => r.ready(planId);
  const running = (who: Ready) => r.running(who);
  const poke = (tenantId: string, runId: string) => r.poke(tenantId, runId);
  const sweepOnce = () => r.sweep();
  const tokenOf = (runId: string) => r.tokenOf(runId);
  const say = (token: string, call: string, body?: object) => r.say(token, call, body);

  it("is one however often RUN is pressed at once, and takes one of the quota", async () => {
    for (let round = 0; round < 5; round++) {
      const who = await ready();
      const replies = await Promise.all(Array.from({ length: 20 }, () => who.press()));
      expect(replies.map(({ status }) => status).sort()).toEqual([202, ...Array(19).fill(409)]);
      for (const reply of replies.filter(({ status }) => status === 409))
        expect(reply.body.code).toBe("run.already_open");
      expect(await who.used()).toBe(1);
      expect(w.sent.filter(({ queue, body }) => queue === "runs" && body.tenantId === who.tenantId)).toHaveLength(1);
    }
  });

  it("is refused when the month's runs are used up", async () => {
    const who = await ready();
    const [limit] = await w.asOwner("select runs_per_month from plan where id = 'pln_pro'");
    await w.asOwner("update plan set runs_per_month = 0 where id = 'pln_pro'");
    try {
      expect(await who.press()).toMatchObject({ status: 403, body: { code: "quota.exhausted" } });
      expect(await w.asOwner("select 1 from run where tenant_id = $1", [who.tenantId])).toEqual([]);
    } finally {
      await w.asOwner("update plan set runs_per_month = $1 where id = 'pln_pro'", [limit?.runs_per_month]);
    }
  });

  it.each(["past_due", "unpaid", "canceled", "incomplete", "paused", "of_tomorrow"])(
    "is refused while the subscription is %s, and so are projects and codes",
    async (status) => {
      const who = await ready();
      await w.asOwner("update subscription set status = $1 where tenant_id = $2", [status, who.tenantId]);
      const inactive = { status: 403, body: { code: "subscription.inactive" } };
      expect(await who.press()).toMatchObject(inactive);
      const { cookie } = who;
      expect(await w.ask("POST", "/api/tenant/projects", { cookie, body: brief })).toMatchObject(inactive);
      expect(
        await w.ask("POST", "/api/tenant/activation-codes/generate", { cookie, body: { count: 1 } }),
      ).toMatchObject(inactive);
    },
  );

  it("starts one task however often it is poked", async () => {
    const who = await ready();
    const runId = String((await who.press()).body.id);
    await Promise.all(Array.from({ length: 8 }, () => poke(who.tenantId, runId)));
    const tokens = w.launches.filter(({ startedBy }) => startedBy === runId).map(({ clientToken }) => clientToken);
    expect(new Set(tokens)).toEqual(new Set([`${runId}-1`]));
    expect(await who.read(runId)).toMatchObject({ status: "launching" });
  });

  it("repeats a launch whose answer was lost, word for word", async () => {
    const who = await ready();
    const runId = String((await who.press()).body.id);
    w.launchWith(async () => {
      throw new Error("no answer");
    });
    await expect(poke(who.tenantId, runId)).rejects.toThrow("no answer");
    w.launchWith(async (spec) => started(spec.clientToken));
    await poke(who.tenantId, runId);
    const asked = w.launches.filter(({ startedBy }) => startedBy === runId);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toEqual(asked[0]);
    expect((await say(tokenOf(runId), "boot")).status).toBe(200);
  });

  it("waits when there is no capacity, and comes back to it", async () => {
    const who = await ready();
    const runId = String((await who.press()).body.id);
    w.launchWith(async () => ({ kind: "refused", reason: "RESOURCE:FARGATE" }));
    await poke(who.tenantId, runId);
    expect(await who.read(runId)).toMatchObject({ status: "queued" });
    w.launchWith(async (spec) => started(spec.clientToken));
    await poke(who.tenantId, runId);
    expect(await who.read(runId)).toMatchObject({ status: "queued" });
    await w.advance(301);
    await poke(who.tenantId, runId);
    expect(await who.read(runId)).toMatchObject({ status: "launching" });
    Object.assign(who, await w.signIn("tenant", who.email));
  });

  it("fails uncharged when the task engine will never start it", async () => {
    const who = await ready();
    const runId = String((await who.press()).body.id);
    w.launchWith(async () => ({ kind: "impossible", reason: "ClientException" }));
    await poke(who.tenantId, runId);
    expect(await who.read(runId)).toMatchObject({ status: "failed", error: { code: "run.launch_config" } });
    expect(await who.used()).toBe(0);
  });

  it("goes on in another task when one falls silent, and the silent one is a ghost", async () => {
    const who = await ready();
    const { runId, token } = await running(who);
    await w.advance(91);
    await sweepOnce();
    expect(await say(token, "heartbeat")).toMatchObject({ status: 409, body: { code: "run.superseded" } });
    await w.advance(301);
    await poke(who.tenantId, runId);
    const next = tokenOf(runId);
    expect(next).not.toBe(token);
    expect((await say(next, "boot")).body).toMatchObject({ run: { id: runId, attempt: 2 } });
    for (const [call, body] of [
      ["boot", {}],
      ["steps", { seq: 1 }],
      ["fail", { code: "engine.broken", message: "x", retryable: false }],
      ["released", { reason: "sigterm" }],
    ] as const)
      expect(await say(token, call, body), call).toMatchObject({ status: 409, body: { code: "run.superseded" } });
    expect(await who.read(runId)).toMatchObject({ status: "running" });
  });

  it("gives up uncharged after three lost tasks, whoever tells first", async () => {
    const who = await ready();
    const runId = String((await who.press()).body.id);
    for (let lost = 0; lost < 3; lost++) {
      await w.advance(301);
      await poke(who.tenantId, runId);
      const taskArn = `arn:task/${w.launches.findLast(({ startedBy }) => startedBy === runId)?.clientToken}`;
      expect((await say(tokenOf(runId), "boot")).status).toBe(200);
      // The engine's event comes twice, and the lease runs out besides.
      await Promise.all([1, 2].map(() => w.inside({ type: "platform" }, () => taskStopped({ runId, taskArn }))));
      await w.advance(91);
      await sweepOnce();
    }
    const fresh = await w.signIn("tenant", who.email);
    expect((await w.ask("GET", `/api/tenant/runs/${runId}`, { cookie: fresh.cookie })).body).toMatchObject({
      status: "failed",
      error: { code: "run.stopped" },
    });
    expect(await who.used()).toBe(0);
    expect(
      await w.asOwner("select count(*)::int as n from event where type = 'run.failed' and run_id = $1", [runId]),
    ).toEqual([{ n: 1 }]);
  });

  it("charges for a brief that makes no sense only when it is understood that way, and gives back what we broke", async () => {
    for (const [code, used] of [
      ["brief.unreadable", 1],
      ["engine.broken", 0],
    ] as const) {
      const who = await ready();
      const { runId, token } = await running(who);
      expect(
        (await say(token, "fail", { code, message: "Say what the software keeps.", retryable: false })).status,
      ).toBe(200);
      expect(await who.read(runId)).toMatchObject({
        status: "failed",
        error: { code, message: "Say what the software keeps." },
      });
      expect(await who.used()).toBe(used);
      expect((await who.press()).status).toBe(202);
    }
  });

  it("pauses at a step, resumes from there, and is cancelled before it starts", async () => {
    const who = await ready();
    const { runId, token } = await running(who);
    expect((await who.wish(runId, "pause")).status).toBe(202);
    expect((await say(token, "steps", { seq: 1 })).body).toEqual({ desired: "pause" });
    expect((await say(token, "released", { reason: "pause" })).status).toBe(200);
    expect(await who.read(runId)).toMatchObject({ status: "paused" });
    expect((await who.wish(runId, "resume")).status).toBe(202);
    expect(await who.read(runId)).toMatchObject({ status: "queued" });
    expect((await who.wish(runId, "cancel")).status).toBe(202);
    expect(await who.read(runId)).toMatchObject({ status: "cancelled" });
    for (const what of ["pause", "resume", "cancel"])
      expect(await who.wish(runId, what), what).toMatchObject({ status: 409, body: { code: "run.ended" } });
    expect((await who.wish(runId, "restart")).status).toBe(202);
  });

  it("is never completed once its cancelling was acknowledged", async () => {
    const who = await ready();
    const { runId, token } = await running(who);
    const put = async (kind: string, text: string) => {
      const body = Buffer.from(text);
      const sha256 = createHash("sha256").update(body).digest("hex");
      const reply = await say(token, "artifacts", { kind, sha256, bytes: body.length, contentType: "a/b" });
      w.files.set(String(reply.body.key), { body, sha256 });
      return { key: String(reply.body.key), sha256, bytes: body.length };
    };
    const zip = await put("zip", "the archive");
    const manifest = await put(
      "manifest",
      JSON.stringify({
        generator: { name: "q2o" },
        requirements: [{ id: "R1", status: "verified", checks: [] }],
        files: [{ path: "a", sha256: "b" }],
      }),
    );
    expect((await who.wish(runId, "cancel")).status).toBe(202);
    const body = { zipKey: zip.key, manifestKey: manifest.key, sha256: zip.sha256, bytes: zip.bytes };
    expect(await say(token, "complete", body)).toMatchObject({ status: 409 });
    expect((await say(token, "released", { reason: "cancel" })).status).toBe(200);
    expect(await who.read(runId)).toMatchObject({ status: "cancelled" });
    expect(await w.ask("GET", `/api/tenant/projects/${who.projectId}/download`, { cookie: who.cookie })).toMatchObject({
      status: 409,
      body: { code: "artifact.missing" },
    });
  });

  it("takes no file of another's for its result", async () => {
    const [ann, bea] = [await ready(), await ready()];
    const [first, second] = [await running(ann), await running(bea)];
    const body = Buffer.from("another's");
    const sha256 = createHash("sha256").update(body).digest("hex");
    const { key } = (
      await say(first.token, "artifacts", { kind: "zip", sha256, bytes: body.length, contentType: "a/b" })
    ).body;
    w.files.set(String(key), { body, sha256 });
    for (const zipKey of [String(key), `../${key}`, String(key).replace(first.runId, second.runId)])
      expect(
        await say(second.token, "complete", { zipKey, manifestKey: zipKey, sha256, bytes: body.length }),
      ).toMatchObject({ status: 400 });
    expect(await say(second.token, "checkpoint", { step: "compose", key, sha256 })).toMatchObject({ status: 400 });
    expect(await bea.read(second.runId)).toMatchObject({ status: "running" });
  });

  it("believes no token that was altered", async () => {
    const who = await ready();
    const { token } = await running(who);
    const parts = token.split(".");
    for (let at = 0; at < token.length; at += 7) {
      const altered = `${token.slice(0, at)}${token[at] === "a" ? "b" : "a"}${token.slice(at + 1)}`;
      expect((await say(altered, "heartbeat")).status, altered).toBe(401);
    }
    for (const each of ["", "x", `${parts[0]}.`, parts.slice(0, -1).join("."), `${token}.x`])
      expect((await say(each, "heartbeat")).status).toBe(401);
    expect((await say(token, "heartbeat")).status).toBe(200);
  });

  it("stops for a lapsed subscription and goes on by itself when it is back", async () => {
    const who = await ready();
    const { runId, token } = await running(who);
    const set = (status: string) =>
      w.asOwner("update subscription set status = $1 where tenant_id = $2", [status, who.tenantId]);
    await set("unpaid");
    await sweepOnce();
    expect((await say(token, "heartbeat")).body).toMatchObject({ desired: "pause" });
    await say(token, "released", { reason: "pause" });
    expect(await who.read(runId)).toMatchObject({ status: "paused" });
    await sweepOnce();
    expect(await who.read(runId)).toMatchObject({ status: "paused" });
    await set("active");
    await sweepOnce();
    expect(await who.read(runId)).toMatchObject({ status: "queued" });
    expect(await who.used()).toBe(1);
  });

  it("is picked up by the sweeper when its message was lost", async () => {
    const who = await ready();
    const runId = String((await who.press()).body.id);
    const pokes = () => w.sent.filter(({ queue, body }) => queue === "runs" && body.runId === runId).length;
    expect(pokes()).toBe(1);
    await w.advance(61);
    // However many sweep at once and one after the other, it is poked once a minute.
    await Promise.all([sweepOnce(), sweepOnce(), sweepOnce()]);
    await sweepOnce();
    expect(pokes()).toBe(2);
    await w.advance(61);
    await sweepOnce();
    expect(pokes()).toBeGreaterThan(2);
  });

  it("forgets what has served its time, and no run", async () => {
    const [before] = await w.asOwner("select count(*)::int as n from run");
    await w.advance(40 * 86_400);
    await w.inside({ type: "platform" }, () => forget({}));
    expect(await w.asOwner("select count(*)::int as n from otp")).toEqual([{ n: 0 }]);
    expect(await w.asOwner("select count(*)::int as n from session")).toEqual([{ n: 0 }]);
    expect(await w.asOwner("select count(*)::int as n from run")).toEqual([before]);
  });
});
