import { createHash } from "node:crypto";
import { Erasure } from "@q2o/core/erasure";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Runs, runsIn } from "./runs.ts";
import { type World, world } from "./world.ts";

const hour = 3_600;

describe("what runs leave behind", () => {
  let w: World;
  let r: Runs;
  beforeAll(async () => {
    w = await world();
    r = runsIn(w);
  });
  afterAll(() => w.close());
  beforeEach(() => {
    w.atWork.splice(0);
    w.stopped.splice(0);
  });

  /** As the task engine says it: so many seconds old. */
  const task = (startedBy: string, taskArn: string, seconds = 90) =>
    w.atWork.push({ taskArn, startedBy, createdAt: new Date(w.ports.now().getTime() - seconds * 1_000) });

  describe("tasks that work for nobody", () => {
    it("are stopped: of a run that has another, that ended, waits, was paused, or is not there at all", async () => {
      const who = await r.ready("pln_enterprise");
      const other = await r.ready();
      const { runId: atWork } = await r.running(who);
      task(atWork, `arn:task/${atWork}-1`);
      task(atWork, `arn:task/${atWork}-0`);
      const projects = [await who.project(), await who.project(), await who.project()];
      const [paused, ended, waiting] = await Promise.all(projects.map((each) => r.running(who, each)));
      for (const each of [paused, ended, waiting]) task(each?.runId ?? "", `arn:task/${each?.runId}-1`);
      await who.wish(paused?.runId ?? "", "pause");
      await r.say(paused?.token ?? "", "released", { reason: "pause" });
      await r.say(ended?.token ?? "", "fail", { code: "engine.broken", message: "x", retryable: false });
      await r.say(waiting?.token ?? "", "released", { reason: "sigterm" });
      const { runId: strange } = await r.running(other);
      task(strange, `arn:task/${strange}-1`);
      task("run_01JQZ3M8S4T6V8X0Z2B4D6F8H0", "arn:task/of-a-run-that-is-gone");
      task("somebody-else", "arn:task/of-somebody-else");

      await r.sweep();
      expect(w.stopped.toSorted()).toEqual(
        [
          ...[paused, ended, waiting].map((each) => `arn:task/${each?.runId}-1`),
          `arn:task/${atWork}-0`,
          "arn:task/of-a-run-that-is-gone",
        ].toSorted(),
      );
      for (const [owner, runId] of [
        [who, atWork],
        [other, strange],
      ] as const)
        expect(await owner.read(runId)).toMatchObject({ status: "running" });
    });

    it("are left alone while their launch may still be written down", async () => {
      const who = await r.ready();
      const runId = String((await who.press()).body.id);
      w.launchWith(async () => {
        throw new Error("no answer");
      });
      await expect(r.poke(who.tenantId, runId)).rejects.toThrow("no answer");
      w.launchWith(async (spec) => ({ kind: "started", taskArn: `arn:task/${spec.clientToken}` }));
      // Which of the two it is, only a repeated launch can tell.
      for (const name of ["one", "two"]) task(runId, `arn:task/${name}`);
      await r.sweep();
      expect(w.stopped).toEqual([]);
      await r.poke(who.tenantId, runId);
      task(runId, `arn:task/${runId}-1`);
      task(runId, "arn:task/a-young-one", 30);
      await r.sweep();
      expect(w.stopped).toEqual(["arn:task/one", "arn:task/two"]);
    });

    it("keep nobody else waiting when the task engine does not answer, and are swept by many at once", async () => {
      const who = await r.ready();
      const { runId, token } = await r.running(who);
      const { list } = w.ports.tasks;
      w.ports.tasks.list = async () => {
        throw new Error("ECS is away");
      };
      await w.advance(91);
      await r.sweep();
      w.ports.tasks.list = list;
      expect(await who.read(runId)).toMatchObject({ status: "queued" });
      expect(await r.say(token, "heartbeat")).toMatchObject({ status: 409, body: { code: "run.superseded" } });
      const ghost = "arn:task/a-ghost";
      task(runId, ghost);
      await Promise.all([1, 2, 3].map(() => r.sweep()));
      expect(w.stopped).toContain(ghost);
    });
  });

  describe("files", () => {
    const put = async (token: string, kind: string, text: string) => {
      const body = Buffer.from(text);
      const sha256 = createHash("sha256").update(body).digest("hex");
      const reply = await r.say(token, "artifacts", { kind, sha256, bytes: body.length, contentType: "a/b" });
      const key = String(reply.body.key);
      w.files.set(key, { body, sha256 });
      return { key, sha256, bytes: body.length };
    };
    const manifestText = JSON.stringify({
      generator: { name: "q2o" },
      requirements: [{ id: "R1", status: "verified", checks: [] }],
      files: [{ path: "a", sha256: "b" }],
    });
    const tidy = () => w.inside({ type: "platform" }, () => Erasure.carryOut({}));
    const filesOf = (runId: string) => [...w.files.keys()].filter((key) => key.includes(runId)).sort();
    const checkpoint = async (token: string, text: string) => {
      const { key, sha256 } = await put(token, "checkpoint", text);
      expect((await r.say(token, "checkpoint", { step: "compose", key, sha256 })).status).toBe(200);
      return key;
    };

    it("of attempts that lost are never served, and go an hour after the end; what was delivered stays", async () => {
      const who = await r.ready();
      const { runId, token } = await r.running(who);
      await checkpoint(token, "what was done first");
      const lost = await put(token, "zip", "of the attempt that lost");
      await r.say(token, "released", { reason: "sigterm" });
      await r.poke(who.tenantId, runId);
      const next = r.tokenOf(runId);
      await r.say(next, "boot");
      await checkpoint(next, "what was done then");
      const zip = await put(next, "zip", "the archive");
      const manifest = await put(next, "manifest", manifestText);
      const delivered = { zipKey: zip.key, manifestKey: manifest.key, sha256: zip.sha256, bytes: zip.bytes };
      expect(await r.say(next, "complete", { ...delivered, zipKey: lost.key })).toMatchObject({ status: 400 });
      expect((await r.say(next, "complete", delivered)).status).toBe(200);
      expect(filesOf(runId)).toHaveLength(5);

      // Who was fenced may still put what it was once let to put.
      expect(await tidy()).toBe(0);
      const late = lost.key.replace("project.zip", "late");
      w.files.set(late, { body: Buffer.from("late"), sha256: "x" });
      await w.advance(hour + 1);
      const { remove } = w.ports.files;
      w.ports.files.remove = async () => {
        throw new Error("S3 is away");
      };
      expect(await tidy()).toBe(0);
      w.ports.files.remove = remove;
      // Any number at once, and one may have died after removing and before it said so.
      expect((await Promise.all([tidy(), tidy()])).some((removed) => removed === 4)).toBe(true);
      expect(filesOf(runId)).toEqual([zip.key, manifest.key].sort());
      expect(await w.asOwner("select 1 from erasure where unnamed_by = $1", [runId])).toEqual([]);

      const cookie = (await w.signIn("tenant", who.email)).cookie;
      const download = await w.ask("GET", `/api/tenant/projects/${who.projectId}/download`, { cookie });
      expect(download.body).toMatchObject({ url: `https://files.test/${zip.key}`, sha256: zip.sha256 });
    });

    it("from which a failed run can be restarted stay, also when the restart has ended", async () => {
      const who = await r.ready();
      const { runId, token } = await r.running(who);
      const first = await checkpoint(token, "one step");
      const kept = await checkpoint(token, "two steps");
      await put(token, "zip", "with gaps");
      await r.say(token, "fail", { code: "engine.broken", message: "x", retryable: false });
      const again = await who.wish(runId, "restart");
      const secondId = String(again.body.id);
      await r.poke(who.tenantId, secondId);
      expect((await r.say(r.tokenOf(secondId), "boot")).body).toMatchObject({ checkpoint: { step: "compose" } });
      await w.advance(hour + 1);
      await tidy();
      expect(filesOf(runId)).toEqual([kept]);
      expect(kept).not.toBe(first);
      await r.say(r.tokenOf(secondId), "fail", { code: "engine.broken", message: "x", retryable: false });
      await w.advance(hour + 1);
      await tidy();
      expect(filesOf(runId)).toEqual([kept]);
    });

    it("of a run that is open are not touched, however long it pauses", async () => {
      const who = await r.ready();
      const { runId, token } = await r.running(who);
      await checkpoint(token, "one step");
      await checkpoint(token, "two steps");
      await r.say(token, "released", { reason: "sigterm" });
      await w.advance(100 * hour);
      await tidy();
      expect(filesOf(runId)).toHaveLength(2);
    });
  });
});
