import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "@q2o/core/run/launch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blueprint } from "../../runner/src/pipeline/blueprint.ts";
import type { Engine } from "../../runner/src/pipeline/engine.ts";
import type { Setup } from "../../runner/src/pipeline/setup.ts";
import { runTask } from "../../runner/src/pipeline/task.ts";
import { overHttp } from "./over-http.ts";
import { type World, world } from "./world.ts";

const brief = {
  name: "Bike hire",
  description: "A shop hires out bikes.",
  objectives: "Keep bikes with a name and a daily price.",
};

type Run = {
  status: string;
  error: { code: string; message: string } | null;
  tasks: { id: string; agent: string; status: string; summary: string }[];
};

describe("what a run works by", () => {
  let w: World;
  let admin: string;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  let bea: typeof ann;
  let platform: Awaited<ReturnType<typeof overHttp>>;
  let work: string;
  let apiUrl: string;
  beforeAll(async () => {
    w = await world();
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
    ann = await w.tenant("Ann");
    bea = await w.tenant("Bea");
    work = mkdtempSync(join(tmpdir(), "q2o-test-"));
    platform = await overHttp(w);
    apiUrl = platform.apiUrl;
  });
  afterAll(async () => {
    platform.close();
    rmSync(work, { recursive: true, force: true });
    await w.close();
  });

  const projectOf = async ({ cookie }: typeof ann) => {
    const made = await w.ask("POST", "/api/tenant/projects", { cookie, body: brief });
    const generated = await w.ask("POST", "/api/tenant/activation-codes/generate", { cookie, body: { count: 1 } });
    const [code] = generated.body.codes as { id: string }[];
    const id = String(made.body.id);
    await w.ask("POST", `/api/tenant/projects/${id}/assign-activation-code`, { cookie, body: { codeId: code?.id } });
    return id;
  };
  const press = async ({ cookie }: typeof ann, id: string) =>
    String((await w.ask("POST", `/api/tenant/projects/${id}/run`, { cookie, body: {} })).body.id);
  const save = async (path: string, values: object) => {
    const { version } = (await w.ask("GET", `/api/llm/${path}`, { cookie: admin })).body;
    const body = { values, replaces: version, reason: "A test" };
    const reply = await w.ask("PUT", `/api/llm/${path}`, { cookie: admin, body });
    expect(reply.status, reply.text).toBe(200);
    return Number(reply.body.version);
  };
  const read = async ({ cookie }: typeof ann, runId: string) =>
    (await w.ask("GET", `/api/tenant/runs/${runId}`, { cookie })).body as Run;

  /** The real task with an engine that only remembers how it was set up, and then finds the brief unclear. */
  async function setupOf(who: typeof ann, runId: string): Promise<Setup> {
    let seen: Setup | undefined;
    const engine: Engine = {
      provider: "blueprint",
      analyse: (_, setup) => {
        seen = setup;
        return { code: "brief.unclear", message: "Say more." };
      },
      compose: () => ({ files: new Map(), evidence: [] }),
      describe: (_, __, composition) => composition,
    };
    await runWith(engine, who, runId);
    if (!seen) throw new Error("The engine was never asked.");
    return seen;
  }

  async function runWith(engine: Engine, { tenantId }: typeof ann, runId: string) {
    await w.inside({ type: "platform" }, () => launch({ v: 1, tenantId, runId }));
    const token = w.launches.findLast(({ startedBy }) => startedBy === runId)?.environment.Q2O_RUN_TOKEN ?? "";
    const packages = { cache: join(work, "cache"), registry: "http://127.0.0.1:9/" };
    return runTask({ apiUrl, token, work, packages }, engine, new AbortController().signal);
  }

  it("is what was configured when it was started, for all thirteen agents, down to the engine", async () => {
    const id = await projectOf(ann);
    const before = await setupOf(ann, await press(ann, id));
    expect(before.agents.size).toBe(13);
    expect(before.agents.get("writer")).toMatchObject({
      provider: "blueprint",
      maxTokens: 4_096,
      prompt: "Write plainly.",
      versions: { system: 0 },
    });

    const system = await save("system", { prompt: "For all.", runBudgetMicros: 1_234 });
    const own = await save(`projects/${id}`, { provider: "openai", model: "big", prompt: "For bikes." });
    const agent = await save(`projects/${id}/agents/writer`, { temperature: 1.5, maxTokens: 64, prompt: "Be brief." });
    const after = await setupOf(ann, await press(ann, id));
    expect(after.agents.get("writer")).toEqual({
      ...before.agents.get("writer"),
      provider: "openai",
      model: "big",
      temperature: 1.5,
      maxTokens: 64,
      runBudgetMicros: 1_234,
      prompt: "For all.\n\nFor bikes.\n\nBe brief.",
      versions: { system, project: own, agent },
    });
    expect(after.agents.get("coder")).toMatchObject({
      model: "big",
      maxTokens: 4_096,
      prompt: "For all.\n\nFor bikes.",
      versions: { system, project: own },
    });
    const other = await setupOf(bea, await press(bea, await projectOf(bea)));
    expect(other.agents.get("writer")).toMatchObject({
      provider: "blueprint",
      prompt: "For all.",
      versions: { system },
    });
  });

  it("is not changed by what is saved after it was started", async () => {
    const id = await projectOf(ann);
    const version = await save(`projects/${id}`, { model: "then", prompt: "Then." });
    const runId = await press(ann, id);
    await save(`projects/${id}`, { model: "later", prompt: "Later." });
    const setup = await setupOf(ann, runId);
    expect(setup.agents.get("coder")).toMatchObject({ model: "then", versions: { project: version } });
    expect(setup.agents.get("coder")?.prompt).toMatch(/Then\.$/);
  });

  it("keeps each prompt once, however many agents share it", async () => {
    const id = await projectOf(ann);
    await save(`projects/${id}`, { prompt: "p".repeat(20_000) });
    await save(`projects/${id}/agents/coder`, { prompt: "Own." });
    const runId = await press(ann, id);
    const [row = {}] = await w.asOwner("select config from run where id = $1", [runId]);
    const { prompts, agents } = row.config as { prompts: string[]; agents: Record<string, { prompt: number }> };
    expect(prompts).toHaveLength(2);
    expect(Object.keys(agents)).toHaveLength(13);
    expect(prompts[agents.coder?.prompt ?? 9]).toMatch(/Own\.$/);
    expect(prompts[agents.writer?.prompt ?? 9]).toMatch(/p$/);
  });

  it("takes an agent out that is switched off, and says in the log whose provider is not there", async () => {
    const id = await projectOf(ann);
    await save(`projects/${id}/agents/mobile`, { enabled: false });
    await save(`projects/${id}/agents/coder`, { provider: "anthropic", model: "clever" });
    const runId = await press(ann, id);
    await setupOf(ann, runId);
    const run = await read(ann, runId);
    expect(run.tasks.find(({ agent }) => agent === "mobile")).toMatchObject({
      status: "skipped",
      summary: "Switched off in the configuration that this run was started with.",
    });
    expect(run.tasks.filter(({ summary }) => summary?.startsWith("Switched off"))).toHaveLength(1);
    const log = await w.ask("GET", `/api/tenant/runs/${runId}/events`, { cookie: ann.cookie });
    const lines = (log.body.items as { text: string }[]).map(({ text }) => text);
    expect(lines).toContain("The agent mobile is switched off.");
    expect(lines).toContain(
      "anthropic is configured but not available to this run, so the blueprint provider does the work of: coder.",
    );
  });

  it("ends, and is not charged, when the only blueprint that fits is switched off", async () => {
    const id = await projectOf(bea);
    const toggle = (what: string) => w.ask("POST", `/api/llm/templates/web-app/${what}`, { cookie: admin, body: {} });
    expect(await toggle("disable")).toMatchObject({ status: 200, body: { enabled: false } });
    const runId = await press(bea, id);
    expect(await toggle("enable")).toMatchObject({ status: 200, body: { enabled: true } });
    // Its snapshot is from when it was off.
    expect(await runWith(blueprint, bea, runId)).toBe("failed");
    const run = await read(bea, runId);
    expect(run).toMatchObject({ status: "failed", error: { code: "blueprint.disabled" } });
    expect(run.error?.message).toContain("switched off");
    expect(run.tasks.find(({ id }) => id === "plan")?.status).toBe("failed");
    expect(run.tasks.find(({ id }) => id === "application")?.status).toBe("skipped");
    const [usage] = await w.asOwner("select given_back_at from usage where key = $1", [runId]);
    expect(usage?.given_back_at).not.toBeNull();
  });

  it("is nothing but the provider for runs that were started before it was kept, and they go on", async () => {
    const id = await projectOf(ann);
    const runId = await press(ann, id);
    await w.asOwner(`update run set config = '{"provider":"blueprint"}' where id = $1`, [runId]);
    expect((await setupOf(ann, runId)).agents.size).toBe(0);
  });
});
