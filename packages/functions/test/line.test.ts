import { launch } from "@q2o/core/run/launch";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Ready, type Runs, runsIn } from "./runs.ts";
import { type World, world } from "./world.ts";

describe("the line of runs", () => {
  let w: World;
  let r: Runs;
  beforeAll(async () => {
    w = await world();
    r = runsIn(w);
  });
  afterAll(() => w.close());
  afterEach(async () => {
    w.ports.tasks.places = 1_000;
    w.launchWith(async (spec) => ({ kind: "started", taskArn: `arn:task/${spec.clientToken}` }));
    // What one test leaves waits in nobody's way.
    await w.asOwner(
      "update run set status = 'cancelled', desired = 'cancel' where status not in ('completed', 'failed', 'cancelled')",
    );
  });

  /** So many projects of a tenant, RUN pressed on each; the oldest run first. */
  async function pressed(who: Ready, count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let i = 0; i < count; i++) {
      const reply = await who.press(i === 0 ? who.projectId : await who.project());
      expect(reply.status).toBe(202);
      ids.push(String(reply.body.id));
    }
    return ids;
  }
  /** Delivers every poke that was sent and not delivered yet, again and again. */
  let heard = 0;
  async function deliver() {
    while (heard < w.sent.length) {
      const pokes = w.sent.slice(heard).filter(({ queue }) => queue === "runs");
      heard = w.sent.length;
      await Promise.all(
        pokes.map(({ body }) =>
          w.inside({ type: "platform" }, () =>
            launch({ v: 1, tenantId: String(body.tenantId), runId: String(body.runId) }),
          ),
        ),
      );
    }
  }
  const statusOf = async (ids: string[]) => {
    const rows = await w.asOwner("select id, status from run where id = any($1)", [ids]);
    return ids.map((id) => rows.find((row) => row.id === id)?.status);
  };

  it("lets as many work at a time as the plan allows, the oldest first, however many pokes come at once", async () => {
    const who = await r.ready();
    const ids = await pressed(who, 6);
    expect(await who.used()).toBe(6);
    await Promise.all([...ids, ...ids].map((id) => r.poke(who.tenantId, id)));
    await deliver();
    expect(await statusOf(ids)).toEqual(["launching", "launching", "launching", "queued", "queued", "queued"]);
    expect(await who.read(ids[4] ?? "")).toMatchObject({
      queuePosition: 2,
      waitingFor: "The plan runs 3 at a time. It starts after 1 that wait longer.",
    });
    expect(await who.read(ids[0] ?? "")).toMatchObject({ queuePosition: null, waitingFor: null });
  });

  it("gives a place that becomes free to the next, without anybody pressing anything", async () => {
    const who = await r.ready();
    const ids = await pressed(who, 5);
    await deliver();
    const token = r.tokenOf(ids[1] ?? "");
    await r.say(token, "boot");
    await r.say(token, "fail", { code: "engine.broken", message: "x", retryable: false });
    await deliver();
    expect(await statusOf(ids)).toEqual(["launching", "failed", "launching", "launching", "queued"]);
    // One at work pauses, one that waits is cancelled: what comes after both moves up.
    await who.wish(ids[0] ?? "", "pause");
    expect((await r.say(r.tokenOf(ids[0] ?? ""), "boot")).status).toBe(409);
    await deliver();
    expect(await statusOf(ids)).toEqual(["paused", "failed", "launching", "launching", "launching"]);
  });

  it("pokes for each run whose turn came once, however many leave a place before anybody listens", async () => {
    const who = await r.ready();
    const ids = await pressed(who, 7);
    await deliver();
    const ends = async (id: string | undefined) => {
      await who.wish(id ?? "", "cancel");
      expect((await r.say(r.tokenOf(id ?? ""), "boot")).status).toBe(409);
    };
    const pokesOf = () => w.sent.slice(heard).flatMap(({ queue, body }) => (queue === "runs" ? [body.runId] : []));
    await ends(ids[0]);
    await ends(ids[1]);
    expect(pokesOf()).toEqual([ids[3], ids[4]]);
    // One that comes too early is heard in vain, and takes nothing from the one that comes in time.
    await r.poke(who.tenantId, ids[6] ?? "");
    await ends(ids[2]);
    expect(pokesOf()).toEqual([ids[3], ids[4], ids[5]]);
    await deliver();
    expect(await statusOf(ids.slice(3))).toEqual(["launching", "launching", "launching", "queued"]);
    await ends(ids[3]);
    expect(pokesOf()).toEqual([ids[6]]);
  });

  it("keeps a run's place in line while it is resumed, and says what a paused one waits for", async () => {
    const who = await r.ready("pln_starter");
    const ids = await pressed(who, 3);
    await who.wish(ids[1] ?? "", "pause");
    expect(await who.read(ids[1] ?? "")).toMatchObject({
      queuePosition: null,
      waitingFor: "It is paused and goes on when somebody resumes it.",
    });
    expect(await who.read(ids[2] ?? "")).toMatchObject({ queuePosition: 2 });
    await who.wish(ids[1] ?? "", "resume");
    expect(await who.read(ids[1] ?? "")).toMatchObject({ queuePosition: 2 });
    expect(await who.read(ids[2] ?? "")).toMatchObject({ queuePosition: 3 });
  });

  it("shares what there is between tenants: who has many waits among its own", async () => {
    const [ann, bea] = [await r.ready(), await r.ready()];
    w.ports.tasks.places = 2;
    const anns = await pressed(ann, 3);
    const beas = await pressed(bea, 1);
    await Promise.all([...anns, ...beas].map((id) => r.poke(anns.includes(id) ? ann.tenantId : bea.tenantId, id)));
    await deliver();
    expect(await statusOf([...anns, ...beas])).toEqual(["launching", "queued", "queued", "launching"]);
    expect(await ann.read(anns[1] ?? "")).toMatchObject({
      queuePosition: 1,
      waitingFor: "All machines are busy. It starts as soon as one is free.",
    });
  });

  it("is found by the sweeper when every poke was lost, and only those whose turn it is", async () => {
    const who = await r.ready("pln_starter");
    const ids = await pressed(who, 2);
    heard = w.sent.length;
    await w.advance(61);
    await r.sweep();
    const pokes = w.sent.slice(heard).flatMap(({ body }) => body.runId ?? []);
    expect(pokes).toContain(ids[0]);
    expect(pokes).not.toContain(ids[1]);
  });

  it("backs off when no machine is free, says so in the log, and takes a dearer one after two interruptions", async () => {
    const who = await r.ready();
    const [runId = ""] = await pressed(who, 1);
    w.launchWith(async () => ({ kind: "refused", reason: "RESOURCE:FARGATE" }));
    await r.poke(who.tenantId, runId);
    expect(await who.read(runId)).toMatchObject({
      status: "queued",
      waitingFor: "Its last start did not work out. It is tried again within minutes.",
    });
    const log = await w.ask("GET", `/api/tenant/runs/${runId}/events`, { cookie: who.cookie });
    expect((log.body.items as { text: string }[]).map(({ text }) => text)).toContain(
      "No machine is free for it just now. It is tried again in 10 seconds.",
    );
    w.launchWith(async (spec) => ({ kind: "started", taskArn: `arn:task/${spec.clientToken}` }));
    for (let interrupted = 0; interrupted < 3; interrupted++) {
      await w.advance(11);
      await r.poke(who.tenantId, runId);
      await r.say(r.tokenOf(runId), "boot");
      expect((await r.say(r.tokenOf(runId), "released", { reason: "sigterm" })).status).toBe(200);
    }
    const machines = w.launches.filter(({ startedBy }) => startedBy === runId).map(({ machine }) => machine);
    expect(machines).toEqual(["spot", "spot", "spot", "on_demand"]);
    const [row] = await w.asOwner("select failures from run where id = $1", [runId]);
    expect(row).toEqual({ failures: 0 });
  });
});
