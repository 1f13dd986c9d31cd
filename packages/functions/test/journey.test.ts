import { createHash } from "node:crypto";
import { launch } from "@q2o/core/run/launch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cookieOf, type World, world } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };

describe("the journey through the API", () => {
  let w: World;
  beforeAll(async () => {
    w = await world();
  });
  afterAll(() => w.close());

  it("goes from a one-time code to a downloaded archive", async () => {
    const ann = await w.tenant("Ann");
    const { cookie } = ann;
    const project = await w.ask("POST", "/api/tenant/projects", { cookie, body: brief });
    expect(project).toMatchObject({ status: 201, body: { ...brief, state: "pending", activationCode: null } });
    const id = String(project.body.id);
    expect(await w.ask("POST", `/api/tenant/projects/${id}/run`, { cookie, body: {} })).toMatchObject({
      status: 409,
      body: { code: "project.no_code" },
    });
    const codes = await w.ask("POST", "/api/tenant/activation-codes/generate", {
      cookie,
      body: { count: 2, label: "Shop" },
    });
    expect(codes.status).toBe(201);
    const [{ code }] = codes.body.codes as [{ code: string }];
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/);
    const assigned = await w.ask("POST", `/api/tenant/projects/${id}/assign-activation-code`, {
      cookie,
      body: { code: code.toLowerCase().replaceAll("-", " ") },
    });
    expect(assigned).toMatchObject({ status: 200, body: { activationCode: { last5: code.slice(-5), label: "Shop" } } });
    const run = await w.ask("POST", `/api/tenant/projects/${id}/run`, { cookie, body: {} });
    expect(run).toMatchObject({ status: 202, body: { status: "queued", number: 1, progress: 0 } });
    const runId = String(run.body.id);
    expect(await w.ask("POST", `/api/tenant/projects/${id}/run`, { cookie, body: {} })).toMatchObject({
      status: 409,
      body: { code: "run.already_open" },
    });

    const poke = w.sent.findLast(({ queue }) => queue === "runs")?.body as { v: 1; tenantId: string; runId: string };
    expect(poke).toEqual({ v: 1, tenantId: ann.tenantId, runId });
    await w.inside({ type: "platform" }, () => launch(poke));
    const token = w.launches.at(-1)?.environment.Q2O_RUN_TOKEN ?? "";
    const say = (call: string, body: object) => w.ask("POST", `/api/runner/${call}`, { token, body });
    const boot = await say("boot", {});
    expect(boot).toMatchObject({
      status: 200,
      body: { run: { id: runId, attempt: 1, epoch: 1 }, project: { ...brief, slug: "bike-hire" }, desired: "run" },
    });
    expect(await say("heartbeat", {})).toMatchObject({ status: 200, body: { desired: "run", leaseSeconds: 90 } });
    const report = {
      seq: 1,
      phase: "compose",
      progress: 40,
      etaSeconds: 12,
      tasks: [{ id: "t1", agent: "architect", title: "Model", status: "running" }],
      requirements: [{ id: "R1", text: "Customers hire bikes.", kind: "function", priority: "must", status: "open" }],
      log: [{ level: "info", text: "Modelled 2 things." }],
    };
    expect(await say("steps", report)).toMatchObject({ status: 200, body: { desired: "run" } });
    expect(await say("steps", report)).toMatchObject({ status: 200 });
    const seen = await w.ask("GET", `/api/tenant/runs/${runId}`, { cookie });
    expect(seen.body).toMatchObject({
      status: "running",
      phase: "compose",
      progress: 40,
      etaSeconds: 12,
      tasks: [{ id: "t1" }],
      requirements: [{ id: "R1", status: "open" }],
    });
    const log = await w.ask("GET", `/api/tenant/runs/${runId}/events`, { cookie });
    const types = (log.body.items as { type: string }[]).map(({ type }) => type);
    expect(types).toEqual(["run.queued", "run.launching", "run.started", "run.task_started", "run.log"]);

    const put = (kind: string, text: string) => {
      const body = Buffer.from(text);
      const sha256 = createHash("sha256").update(body).digest("hex");
      return say("artifacts", { kind, sha256, bytes: body.length, contentType: "application/zip" }).then(
        ({ body: { key } }) => {
          w.files.set(String(key), { body, sha256 });
          return { key: String(key), sha256, bytes: body.length };
        },
      );
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
    const delivered = { zipKey: zip.key, manifestKey: manifest.key, sha256: zip.sha256, bytes: zip.bytes };
    expect(await say("complete", { ...delivered, bytes: 3 })).toMatchObject({
      status: 400,
      body: { code: "artifact.refused" },
    });
    expect(await say("complete", delivered)).toMatchObject({ status: 200 });
    expect(await say("complete", delivered)).toMatchObject({ status: 200 });
    expect(await say("heartbeat", {})).toMatchObject({ status: 409, body: { code: "run.superseded" } });
    expect((await w.ask("GET", `/api/tenant/projects/${id}`, { cookie })).body).toMatchObject({
      state: "completed",
      latestRun: { progress: 100 },
    });
    expect((await w.ask("GET", `/api/tenant/projects/${id}/download`, { cookie })).body).toMatchObject({
      bytes: 11,
      sha256: zip.sha256,
    });
    expect(
      await w.ask("GET", `/api/tenant/projects/${id}/download`, { cookie, headers: { accept: "text/html" } }),
    ).toMatchObject({ status: 302 });

    const client = await w.ask("POST", "/api/public/activate-project", { body: { code } });
    expect(client).toMatchObject({
      status: 200,
      body: { project: { id, state: "completed", tenant: { name: "Ann" } } },
    });
    expect(JSON.stringify(client.body)).not.toContain("costMicros");
    const visitor = cookieOf(client);
    expect((await w.ask("GET", `/api/public/projects/${id}/download`, { cookie: visitor })).body).toMatchObject({
      sha256: zip.sha256,
    });
    expect((await w.ask("GET", `/api/public/projects/${id}/events`, { cookie: visitor })).status).toBe(200);

    const kinds = w.sent.filter(({ queue }) => queue === "mail").map(({ body }) => body.kind);
    expect(kinds).toContain("run_ended");
  });
});
