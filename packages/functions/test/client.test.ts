import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runsIn } from "./runs.ts";
import { cookieOf, type World, world } from "./world.ts";

type Item = { id: string; type: string; text: string };

describe("a client", () => {
  let w: World;
  let runs: ReturnType<typeof runsIn>;
  beforeAll(async () => {
    w = await world();
    runs = runsIn(w);
  });
  afterAll(() => w.close());

  /** A tenant with a project, and a client who came with its code. */
  const opened = async (scopes?: string[]) => {
    const tenant = await runs.ready();
    const { cookie } = tenant;
    const project = await w.ask("POST", "/api/tenant/projects", {
      cookie,
      body: { name: "Bike hire", description: "A shop.", objectives: "Customers hire bikes." },
    });
    const projectId = String(project.body.id);
    const made = await w.ask("POST", "/api/tenant/activation-codes/generate", {
      cookie,
      body: { count: 1, ...(scopes ? { scopes } : {}) },
    });
    const [code] = made.body.codes as { id: string; code: string }[];
    await w.ask("POST", `/api/tenant/projects/${projectId}/assign-activation-code`, {
      cookie,
      body: { codeId: code?.id },
    });
    const open = () => w.ask("POST", "/api/public/activate-project", { body: { code: code?.code } });
    const client = cookieOf(await open());
    return { tenant, projectId, code: code?.id ?? "", open, client };
  };
  const look = async (projectId: string, cookie: string, path = "") =>
    w.ask("GET", `/api/public/projects/${projectId}${path}`, { cookie });
  const session = (cookie: string) => w.ask("GET", "/api/public/session", { cookie });

  it("has a session that says what it came for, and ends it alone", async () => {
    const mine = await opened(["watch", "comment"]);
    const theirs = await opened();
    const { status, body } = await session(mine.client);
    expect({ status, body }).toEqual({
      status: 200,
      body: { projectId: mine.projectId, scopes: ["watch", "comment"], expiresAt: expect.any(String) },
    });
    const ends = "least(expires_at, seen_at + interval '30 minutes') as at from session where project_id = $1";
    expect(await w.asOwner(`select ${ends}`, [mine.projectId])).toEqual([{ at: new Date(String(body.expiresAt)) }]);
    const beside = cookieOf(await mine.open());
    const left = await w.ask("DELETE", "/api/public/session", { cookie: mine.client });
    expect(left.status).toBe(204);
    expect(left.headers.getSetCookie()[0]).toMatch(/^q2o_client=; Path=\/; Max-Age=0/);
    for (const reply of [
      await session(mine.client),
      await look(mine.projectId, mine.client),
      await w.ask("DELETE", "/api/public/session", { cookie: mine.client }),
    ])
      expect(reply).toMatchObject({ status: 401, body: { code: "session.missing" } });
    for (const cookie of [beside, theirs.client]) expect((await session(cookie)).status).toBe(200);
    const events = await w.asOwner(
      "select tenant_id, actor_type, actor_id, project_id from event where type = 'client.signed_out'",
    );
    expect(events).toEqual([
      {
        tenant_id: mine.tenant.tenantId,
        ...{ actor_type: "client", actor_id: mine.code, project_id: mine.projectId },
      },
    ]);
    const audit = await w.ask("GET", "/api/tenant/audit", { cookie: mine.tenant.cookie });
    expect(audit.text).toContain("A client left a project");
  });

  it("loses the session with the code", async () => {
    const { tenant, code, client } = await opened();
    await w.ask("DELETE", `/api/tenant/activation-codes/${code}`, { cookie: tenant.cookie });
    expect(await session(client)).toMatchObject({ status: 401, body: { code: "session.missing" } });
  });

  it("is told where the work stands in plain words, and nothing of how it is done", async () => {
    const { tenant, projectId, client } = await opened();
    const read = async () => (await look(projectId, client)).body;
    expect(await read()).toMatchObject({ state: "pending", stage: "waiting", run: null, artifact: null });
    const { runId, token } = await runs.running(tenant, projectId);
    let seq = 0;
    const report = (said: object) => runs.say(token, "steps", { seq: ++seq, ...said });
    await report({ phase: "analyse", etaSeconds: 90 });
    expect(await read()).toMatchObject({ stage: "understanding", sentence: "We are reading what you asked for." });
    await report({
      phase: "verify",
      progress: 40,
      tasks: [{ id: "t1", agent: "coder", title: "canary-task", status: "running", dependsOn: [] }],
      requirements: [
        { id: "R1", text: "Customers hire bikes.", kind: "function", priority: "must", status: "verified" },
        ...[
          { id: "R2", text: "By post.", kind: "function", priority: "could", status: "gap", reason: "canary-reason" },
        ],
      ],
      checks: [
        { check: "V2", name: "canary-name", status: "passed", requirementIds: [], summary: "ok", durationMs: 5 },
        { check: "V3", name: "canary-b", status: "passed", requirementIds: ["R1"], summary: "ok", durationMs: 5 },
        { check: "V3", name: "canary-c", status: "failed", requirementIds: [], summary: "canary-sum", durationMs: 5 },
      ],
      files: [{ path: "src/canary.ts", bytes: 12 }],
      log: [{ level: "info", text: "canary-log" }],
    });
    expect(await read()).toEqual({
      ...{ id: projectId, name: "Bike hire", clientName: null, description: "A shop.", state: "running" },
      stage: "checking",
      sentence: "1 of 2 things you asked for are built and checked.",
      tenant: { name: tenant.name, logoUrl: null, primaryColor: null, namesPlatform: expect.any(Boolean) },
      scopes: ["watch", "comment", "download"],
      run: {
        ...{ progress: 40, etaSeconds: 90, startedAt: expect.any(String), endedAt: null },
        requirements: [
          { id: "R1", text: "Customers hire bikes.", status: "verified" },
          { id: "R2", text: "By post.", status: "gap" },
        ],
        checks: {
          ...{ passed: 2, failed: 1 },
          items: [
            { text: "Its parts fit together", status: "passed" },
            { text: "It does what you asked for", status: "failed" },
          ],
        },
      },
      artifact: null,
      pictures: [],
    });
    await runs.say(token, "fail", {
      code: "engine.crashed",
      message: "canary-message at file.ts:12",
      retryable: false,
    });
    expect(await read()).toMatchObject({
      ...{ state: "failed", stage: "stopped" },
      sentence: "The last attempt could not be finished. What was done so far is kept for the next one.",
    });
    const events = await look(projectId, client, "/events");
    expect((events.body.items as Item[]).map(({ type, text }) => [type, text])).toEqual([
      ["run.queued", "It waits for its turn."],
      ["run.started", "The work has begun."],
      ["run.check_ended", "Its parts fit together: yes."],
      ["run.check_ended", "It does what you asked for: yes."],
      ["run.check_ended", "It does what you asked for: not yet."],
      ["run.failed", "This attempt could not be finished."],
    ]);
    const whole = await look(projectId, client);
    for (const { text } of [whole, events]) {
      expect(text).not.toMatch(/canary|coder|costMicros|attempt"|desired|epoch|phase/);
      expect(text).not.toContain(runId);
      expect(text).not.toContain(tenant.tenantId);
    }
    const after = (events.body.items as Item[])[3]?.id ?? "";
    expect((await look(projectId, client, `/events?after=${after}&limit=1`)).body).toMatchObject({
      items: [{ text: "It does what you asked for: not yet." }],
    });
  });

  it("is told of a finished archive what it downloads, also while a later run goes on", async () => {
    const { tenant, projectId, client } = await opened();
    const { runId } = await runs.running(tenant, projectId);
    const sha256 = "a".repeat(64);
    const key = `${tenant.tenantId}/${runId}/out.zip`;
    await w.asOwner(
      "update run set status = 'completed', ended_at = app.clock(), result_key = $2, result_bytes = 1234, result_sha256 = $3 where id = $1",
      [runId, key, sha256],
    );
    expect((await look(projectId, client)).body).toMatchObject({
      ...{ state: "completed", stage: "ready", artifact: { bytes: 1234, sha256 } },
    });
    await runs.running(tenant, projectId);
    const now = (await look(projectId, client)).body;
    expect(now).toMatchObject({ state: "running", artifact: { bytes: 1234, sha256 } });
    expect((await look(projectId, client, "/download")).body).toMatchObject({ bytes: 1234, sha256 });
  });

  it("sees the tenant's name, and the platform's only when the tenant wants it", async () => {
    const { tenant, projectId, client } = await opened();
    for (const names of [true, false]) {
      await w.asOwner("update tenant set names_platform = $2 where id = $1", [tenant.tenantId, names]);
      expect((await look(projectId, client)).body).toMatchObject({
        tenant: { name: tenant.name, namesPlatform: names },
      });
    }
  });

  it("of another project, of the same tenant's or of another, sees nothing", async () => {
    const mine = await opened();
    const theirs = await opened();
    const sister = mine.tenant.projectId;
    for (const id of [theirs.projectId, sister, "prj_01JQZ3M8S4T6V8X0Z2B4D6F8H0"])
      for (const path of ["", "/events", "/comments", "/download"])
        expect(await look(id, mine.client, path)).toMatchObject({ status: 404, body: { code: "project.missing" } });
  });
});
