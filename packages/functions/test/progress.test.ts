import { launch } from "@q2o/core/run/launch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cookieOf, type World, world } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };

type Line = { id: string; type: string; text: string; level: string; about: { kind: string } | null };
type Task = { id: string; startedAt: string | null; endedAt: string | null };

describe("a run at work", () => {
  let w: World;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  let bea: typeof ann;
  let annsRun: Awaited<ReturnType<typeof running>>;
  beforeAll(async () => {
    w = await world();
    ann = await w.tenant("Ann");
    bea = await w.tenant("Bea");
    await report(await running(bea), { tasks: [task("t1", "coder", "running")] });
    annsRun = await running(ann);
  });
  afterAll(() => w.close());

  /** A project with a run that has booted. */
  async function running({ cookie, tenantId }: typeof ann) {
    const { projectId, code } = await project(cookie);
    const run = await w.ask("POST", `/api/tenant/projects/${projectId}/run`, { cookie, body: {} });
    const runId = String(run.body.id);
    await w.inside({ type: "platform" }, () => launch({ v: 1, tenantId, runId }));
    const token = w.launches.at(-1)?.environment.Q2O_RUN_TOKEN ?? "";
    expect((await w.ask("POST", "/api/runner/boot", { token, body: {} })).status).toBe(200);
    return { projectId, runId, token, code, seq: 0 };
  }
  async function project(cookie: string) {
    const projectId = String((await w.ask("POST", "/api/tenant/projects", { cookie, body: brief })).body.id);
    const codes = await w.ask("POST", "/api/tenant/activation-codes/generate", { cookie, body: { count: 1 } });
    const [code] = codes.body.codes as { id: string; code: string }[];
    const body = { codeId: code?.id };
    await w.ask("POST", `/api/tenant/projects/${projectId}/assign-activation-code`, { cookie, body });
    return { projectId, code: code?.code ?? "" };
  }
  const task = (id: string, agent: string, status: string, dependsOn: string[] = []) => ({
    ...{ id, agent, title: `Part ${id}`, status, dependsOn },
  });
  async function report(run: { token: string; seq: number }, said: object) {
    run.seq += 1;
    const reply = await w.ask("POST", "/api/runner/steps", { token: run.token, body: { seq: run.seq, ...said } });
    expect(reply.status, reply.text).toBe(200);
  }
  const read = async () => (await w.ask("GET", `/api/tenant/runs/${annsRun.runId}`, { cookie: ann.cookie })).body;
  const linesSince = async (after: string) => {
    const reply = await w.ask("GET", `/api/tenant/runs/${annsRun.runId}/events?after=${after}`, { cookie: ann.cookie });
    return reply.body.items as Line[];
  };

  it("says in kinds, and not only in words, what begins, is written, is checked and ends", async () => {
    const before = (await linesSince("")).at(-1)?.id ?? "";
    await report(annsRun, {
      tasks: [task("t1", "coder", "running"), task("t2", "qa", "waiting", ["t1"]), task("t3", "mobile", "waiting")],
    });
    await report(annsRun, {
      tasks: [task("t1", "coder", "done"), task("t3", "mobile", "nothing_to_do")],
      files: [{ path: "src/app.ts", bytes: 1_234 }],
      checks: [
        { check: "V3", name: "Tests", status: "failed", requirementIds: [], summary: "1 of 9 failed", durationMs: 5 },
      ],
      log: [{ level: "info", text: "Nearly there." }],
    });
    const lines = await linesSince(before);
    expect(lines.map(({ type, about, text, level }) => ({ type, about, text, level }))).toEqual([
      {
        type: "run.task_started",
        about: { kind: "task", id: "t1", agent: "coder", status: "running" },
        text: "coder: Part t1",
        level: "info",
      },
      {
        type: "run.file_written",
        about: { kind: "file", path: "src/app.ts", bytes: 1_234 },
        text: "src/app.ts, 1,234 bytes",
        level: "info",
      },
      {
        type: "run.check_ended",
        about: { kind: "check", check: "V3", name: "Tests", status: "failed" },
        text: "V3 Tests: 1 of 9 failed",
        level: "error",
      },
      {
        type: "run.task_ended",
        about: { kind: "task", id: "t1", agent: "coder", status: "done" },
        text: "coder: Part t1 – done",
        level: "info",
      },
      {
        type: "run.task_ended",
        about: { kind: "task", id: "t3", agent: "mobile", status: "nothing_to_do" },
        text: "mobile: Part t3 – nothing to do",
        level: "info",
      },
      { type: "run.log", about: null, text: "Nearly there.", level: "info" },
    ]);
  });

  it("says each thing once, however often it is reported", async () => {
    const before = (await linesSince("")).at(-1)?.id ?? "";
    await report(annsRun, {
      tasks: [task("t1", "coder", "done"), task("t2", "qa", "waiting", ["t1"])],
      checks: [{ check: "V3", name: "Tests", status: "failed", requirementIds: [], summary: "x", durationMs: 5 }],
    });
    expect(await linesSince(before)).toEqual([]);
  });

  it("keeps when each task began and ended, by the product's clock", async () => {
    const ten = async () => void (await w.advance(10));
    await ten();
    await report(annsRun, { tasks: [task("t2", "qa", "running", ["t1"])] });
    await ten();
    await report(annsRun, { tasks: [task("t2", "qa", "running", ["t1"])] });
    await ten();
    await report(annsRun, { tasks: [task("t2", "qa", "failed", ["t1"])] });
    const tasks = new Map(((await read()).tasks as Task[]).map((each) => [each.id, each]));
    const { startedAt, endedAt } = tasks.get("t2") ?? {};
    expect(Math.round((Date.parse(endedAt ?? "") - Date.parse(startedAt ?? "")) / 1_000)).toBe(20);
    expect(tasks.get("t3")).toMatchObject({ startedAt: null, endedAt: expect.any(String) });
    await report(annsRun, { tasks: [task("t2", "qa", "waiting", ["t1"])] });
    expect(((await read()).tasks as Task[]).find(({ id }) => id === "t2")).toMatchObject({
      startedAt: null,
      endedAt: null,
    });
  });

  it("shows a client checks in plain words, and nothing of agents, files and what the engine says", async () => {
    const client = cookieOf(await w.ask("POST", "/api/public/activate-project", { body: { code: annsRun.code } }));
    const reply = await w.ask("GET", `/api/public/projects/${annsRun.projectId}/events`, { cookie: client });
    const types = new Set((reply.body.items as Line[]).map(({ type }) => type));
    expect(types).toContain("run.check_ended");
    for (const hidden of ["run.task_started", "run.task_ended", "run.file_written", "run.log"])
      expect(types).not.toContain(hidden);
    expect(reply.text).not.toMatch(/coder|src\/app\.ts/);
  });

  it("is listed with its agents and all numbers, so that a row opens without a question", async () => {
    await report(annsRun, {
      phase: "verify",
      progress: 40,
      tasks: [task("t2", "qa", "running", ["t1"])],
      requirements: ["verified", "verified", "gap", "open"].map((status, at) => ({
        ...{ id: `R${at}`, text: "It works.", kind: "function", priority: "must", status },
      })),
      checks: [{ check: "V1", name: "Types", status: "passed", requirementIds: [], summary: "ok", durationMs: 5 }],
    });
    await project(ann.cookie);
    const list = await w.ask("GET", "/api/tenant/projects/status", { cookie: ann.cookie });
    expect(list.body).toMatchObject({ total: 1, pageSize: 10 });
    expect((list.body.items as object[])[0]).toMatchObject({
      id: annsRun.projectId,
      state: "running",
      latestRun: { id: annsRun.runId, phase: "verify", progress: 40 },
      work: {
        agents: [
          { agent: "coder", status: "done" },
          { agent: "qa", status: "running" },
          { agent: "mobile", status: "nothing_to_do" },
        ],
        current: [{ id: "t2", agent: "qa", title: "Part t2", startedAt: expect.any(String) }],
        tasks: { total: 3, waiting: 0, running: 1, done: 1, failed: 0, skipped: 0, nothingToDo: 1 },
        requirements: { total: 4, open: 1, verified: 2, gap: 1 },
        checks: { total: 2, passed: 1, failed: 1, skipped: 0 },
      },
    });
    expect(list.text).not.toContain(bea.tenantId);
    for (const [query, total] of [
      ["state=running", 1],
      ["state=failed", 0],
      ["search=bike", 1],
      ["search=boat", 0],
    ] as const)
      expect(
        (await w.ask("GET", `/api/tenant/projects/status?${query}`, { cookie: ann.cookie })).body.total,
        query,
      ).toBe(total);
  });

  it("tells how long it takes by what runs took before, until the engine knows better", async () => {
    const cleo = await w.tenant("Cleo");
    const { projectId } = await project(cleo.cookie);
    const press = async () =>
      (await w.ask("POST", `/api/tenant/projects/${projectId}/run`, { cookie: cleo.cookie, body: {} })).body;
    const cancel = (id: unknown) => w.ask("POST", `/api/tenant/runs/${id}/cancel`, { cookie: cleo.cookie, body: {} });
    const first = await press();
    expect(first.etaSeconds).toBeNull();
    await cancel(first.id);
    // Three that took 100, 200 and 600 seconds.
    for (const [at, seconds] of [100, 200, 600].entries())
      await w.asOwner(
        `insert into run (tenant_id, id, project_id, number, brief, config, is_trial, status, result_key, started_at, ended_at)
         values ($1, $2, $3, $4, '{}', '{}', false, 'completed', 'k', now() - make_interval(secs => $5), now())`,
        [cleo.tenantId, `run_past${at}`, projectId, 100 + at, seconds],
      );
    const second = await press();
    expect(second.etaSeconds).toBe(200);
    await w.asOwner("update run set progress = 75 where id = $1", [second.id]);
    const seen = async () =>
      (await w.ask("GET", `/api/tenant/runs/${second.id}`, { cookie: cleo.cookie })).body.etaSeconds;
    expect(await seen()).toBe(50);
    await w.asOwner("update run set eta_seconds = 7 where id = $1", [second.id]);
    expect(await seen()).toBe(7);
    await w.asOwner("update run set eta_seconds = null where id = $1", [second.id]);
    await cancel(second.id);
    expect(await seen()).toBeNull();
  });
});
