import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { routes } from "../src/api/index.ts";
import { inputs } from "./arbitraries.ts";
import { type Ready, type Runs, runsIn } from "./runs.ts";
import { inputOf } from "./samples.ts";
import { type World, world } from "./world.ts";

type Status = "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
type Act = "run" | "pause" | "resume" | "cancel" | "restart";
const acts = ["run", "pause", "resume", "cancel", "restart"] as const;
const calls = [
  "boot",
  "heartbeat",
  "steps",
  "artifacts",
  "checkpoint",
  "sign",
  "complete",
  "fail",
  "released",
] as const;

/** What is answered to each act in each state: accepted, or refused with this code. */
const open = { run: "run.already_open", restart: "run.not_ended" };
const goes = { ...open, pause: 202, resume: "run.not_paused", cancel: 202 } as const;
const pausing = { ...open, pause: 202, resume: 202, cancel: 202 } as const;
const cancelling = { ...open, pause: "run.cancelling", resume: "run.cancelling", cancel: 202 } as const;
const ended = { run: 202, pause: "run.ended", resume: "run.ended", cancel: "run.ended" } as const;

describe("what is asked of a run at the wrong time", { timeout: 300_000 }, () => {
  let w: World;
  let r: Runs;
  beforeAll(async () => {
    w = await world();
    r = runsIn(w);
  });
  afterAll(() => w.close());
  beforeEach(() => w.asOwner("delete from throttle"));

  const put = async (token: string, kind: string, text: string) => {
    const body = Buffer.from(text);
    const sha256 = createHash("sha256").update(body).digest("hex");
    const reply = await r.say(token, "artifacts", { kind, sha256, bytes: body.length, contentType: "a/b" });
    w.files.set(String(reply.body.key), { body, sha256 });
    return { key: String(reply.body.key), sha256, bytes: body.length };
  };
  const archive = async (token: string, text: string) => {
    const zip = await put(token, "zip", text);
    const manifest = await put(
      token,
      "manifest",
      JSON.stringify({
        generator: { name: "q2o" },
        requirements: [{ id: "R1", status: "verified", checks: [] }],
        files: [{ path: "a", sha256: "b" }],
      }),
    );
    return { zipKey: zip.key, manifestKey: manifest.key, sha256: zip.sha256, bytes: zip.bytes };
  };
  const deliver = async (token: string) =>
    expect((await r.say(token, "complete", await archive(token, "the archive"))).status).toBe(200);
  const broken = { code: "engine.broken", message: "x", retryable: false };

  /** Runs in every state in which one can be, each by its own way there. */
  const states: Record<string, [Status, (who: Ready) => Promise<string>, Record<Act, number | string>]> = {
    queued: ["queued", async (who) => String((await who.press()).body.id), goes],
    launching: [
      "launching",
      async (who) => {
        const id = String((await who.press()).body.id);
        await r.poke(who.tenantId, id);
        return id;
      },
      goes,
    ],
    "launching, to be paused": ["launching", (who) => wished(who, "launching", "pause"), pausing],
    "launching, to be cancelled": ["launching", (who) => wished(who, "launching", "cancel"), cancelling],
    running: ["running", async (who) => (await r.running(who)).runId, goes],
    "running, to be paused": ["running", (who) => wished(who, "running", "pause"), pausing],
    "running, to be cancelled": ["running", (who) => wished(who, "running", "cancel"), cancelling],
    paused: ["paused", (who) => wished(who, "queued", "pause"), pausing],
    "paused at work": [
      "paused",
      async (who) => {
        const id = await wished(who, "running", "pause");
        await r.say(r.tokenOf(id), "released", { reason: "pause" });
        return id;
      },
      pausing,
    ],
    completed: [
      "completed",
      async (who) => {
        const { runId, token } = await r.running(who);
        await deliver(token);
        return runId;
      },
      { ...ended, restart: "run.not_ended" },
    ],
    failed: [
      "failed",
      async (who) => {
        const { runId, token } = await r.running(who);
        await r.say(token, "fail", broken);
        return runId;
      },
      { ...ended, restart: 202 },
    ],
    cancelled: ["cancelled", (who) => wished(who, "queued", "cancel"), { ...ended, restart: 202 }],
  };
  const wished = async (who: Ready, at: string, what: string): Promise<string> => {
    const id = (await states[at]?.[1](who)) ?? "";
    expect((await who.wish(id, what)).status).toBe(202);
    return id;
  };
  const isKnown = (status: unknown) => status === 202 || status === 409;

  describe.each(Object.entries(states))("when it is %s", (_, [status, bring, answers]) => {
    it.each(acts)("answers to %s as it must, and names its state where it refuses", async (act) => {
      const who = await r.ready();
      const id = await bring(who);
      const before = await who.read(id);
      expect(before.status).toBe(status);
      const path = act === "run" ? `projects/${who.projectId}/run` : `runs/${id}/${act}`;
      // To want once more what is wanted already changes nothing.
      const isRepeat = (act === "pause" || act === "cancel") && before.desired === act;
      const ask = { cookie: who.cookie, body: {}, ...(isRepeat ? { isRepeat } : {}) } as const;
      const reply = await w.ask("POST", `/api/tenant/${path}`, ask);
      const wanted = answers[act];
      expect(isKnown(reply.status)).toBe(true);
      if (typeof wanted === "number") return expect(reply.status, reply.text).toBe(wanted);
      expect(reply).toMatchObject({ status: 409, body: { code: wanted } });
      expect(reply.body.detail).toContain(status);
      expect(await who.read(id)).toEqual(before);
      expect(await who.used()).toBe(status === "failed" ? 0 : 1);
    });
  });

  it("is answered to another tenant as if there were no such run", async () => {
    const [ann, bea] = [await r.ready(), await r.ready()];
    const id = String((await ann.press()).body.id);
    for (const act of ["pause", "resume", "cancel", "restart"])
      expect(await bea.wish(id, act), act).toMatchObject({ status: 404, body: { code: "run.missing" } });
    expect(await ann.read(id)).toMatchObject({ status: "queued" });
  });

  describe("a task that has lost its run", () => {
    const good = {
      boot: {},
      heartbeat: {},
      steps: { seq: 99, progress: 50, log: [{ level: "info", text: "from beyond" }] },
      artifacts: { kind: "zip", sha256: "0".repeat(64), bytes: 1, contentType: "a/b" },
      sign: { sha256: "0".repeat(64) },
      fail: broken,
      released: { reason: "pause" },
    };
    const ways: Record<string, (who: Ready, id: string, token: string) => Promise<unknown>> = {
      "because its lease ran out": async (who, id) => {
        await w.asOwner("update run set lease_until = now() - interval '1 second' where id = $1", [id]);
        await r.sweep();
        expect(await who.read(id)).toMatchObject({ status: "queued" });
      },
      "to another that works already": async (who, id, token) => {
        await r.say(token, "released", { reason: "sigterm" });
        await r.poke(who.tenantId, id);
        expect((await r.say(r.tokenOf(id), "boot")).status).toBe(200);
      },
      "because it let it go for a pause": async (who, id, token) => {
        await who.wish(id, "pause");
        await r.say(token, "released", { reason: "pause" });
      },
      "because it was cancelled": async (who, id, token) => {
        await who.wish(id, "cancel");
        await r.say(token, "released", { reason: "cancel" });
      },
      "because it failed": (_, __, token) => r.say(token, "fail", broken),
      "because it completed": (_, __, token) => deliver(token),
    };

    it.each(Object.entries(ways))("%s is told to stop, whatever it says, and changes nothing", async (_, lose) => {
      const who = await r.ready();
      const { runId, token } = await r.running(who);
      // All of it is there, so that it is refused for its epoch and nothing else.
      const { key, sha256 } = await put(token, "checkpoint", "of the old epoch");
      const complete = await archive(token, "another archive");
      await lose(who, runId, token);
      const stand = () =>
        w.asOwner(
          `select r.*, (select count(*)::int from event e where e.run_id = r.id) as events,
            (select count(*)::int from run_task t where t.run_id = r.id) as tasks from run r where id = $1`,
          [runId],
        );
      const before = await stand();
      const bodies: Record<string, object> = { ...good, checkpoint: { step: "compose", key, sha256 }, complete };
      for (const call of calls)
        expect(await r.say(token, call, bodies[call]), call).toMatchObject({
          status: 409,
          body: { code: "run.superseded" },
        });
      expect(await stand()).toEqual(before);
    });
  });

  it("is unharmed by whatever its own task says that is no sense, and lives on", async () => {
    const runnerRoutes = routes.filter(({ door }) => door === "runner");
    const who = await r.ready();
    let { runId, token } = await r.running(who);
    const row = async () => {
      const [found] = await w.asOwner(
        "select status, desired, epoch, attempt, last_seq, checkpoint_key, result_key, progress from run where id = $1",
        [runId],
      );
      return found;
    };
    for (const route of runnerRoutes)
      await fc.assert(
        fc.asyncProperty(
          inputs(inputOf(route), () => []),
          async (body) => {
            const before = await row();
            const reply = await r.say(token, route.path.split("/").at(-1) ?? "", body);
            expect(reply.status, reply.text).toBeLessThan(500);
            if (reply.status >= 400) expect(await row()).toEqual(before);
            // Some of it makes sense, and ends the run as said.
            if ((await row())?.status !== "running") {
              await who.wish(runId, "cancel");
              await w.asOwner("delete from usage");
              await w.asOwner("delete from throttle");
              await w.advance(301);
              Object.assign(who, await w.signIn("tenant", who.email));
              ({ runId, token } = await r.running(who));
            }
          },
        ),
        { numRuns: Number(process.env.Q2O_FUZZ ?? 12), seed: 20_261 },
      );
    expect((await r.say(token, "heartbeat")).status).toBe(200);
    expect(await row()).toMatchObject({ status: "running" });
  });
});
