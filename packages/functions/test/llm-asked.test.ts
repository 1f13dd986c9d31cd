import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fixtureEngine, fixtureFiles } from "../../runner/src/checks/fixture.ts";
import { testPackages } from "../../runner/src/checks/package-cache.ts";
import { Models } from "../../runner/src/models/index.ts";
import { type Scripted, startScripted } from "../../runner/src/models/scripted.ts";
import { runTask } from "../../runner/src/pipeline/task.ts";
import { overHttp } from "./over-http.ts";
import { runsIn } from "./runs.ts";
import { type World, world } from "./world.ts";

type Call = { agent: string; taskId: string; model: string; costMicros: number; promptVersions: object };

describe("what a run asks of models", { timeout: 120_000 }, () => {
  let w: World;
  let admin: string;
  let platform: Awaited<ReturnType<typeof overHttp>>;
  let model: Scripted;
  let work: string;
  let runs: ReturnType<typeof runsIn>;
  let ann: Awaited<ReturnType<typeof runs.ready>>;
  beforeAll(async () => {
    w = await world();
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
    runs = runsIn(w);
    ann = await runs.ready();
    platform = await overHttp(w);
    work = mkdtempSync(join(tmpdir(), "q2o-test-"));
    model = await startScripted(() => ({ text: "I'd rather talk about the weather." }));
  });
  afterAll(async () => {
    platform.close();
    await model.close();
    rmSync(work, { recursive: true, force: true });
    await w.close();
  });
  beforeEach(() => {
    model.asked.length = 0;
  });

  const get = async (path: string) => (await w.ask("GET", `/api/llm/${path}`, { cookie: admin })).body;
  const save = async (path: string, values: object) => {
    const { version } = await get(path);
    const body = { values, replaces: version, reason: "A test" };
    const reply = await w.ask("PUT", `/api/llm/${path}`, { cookie: admin, body });
    expect(reply.status, reply.text).toBe(200);
    return Number(reply.body.version);
  };
  /** A run by the real task, which reaches the platform and the model over HTTP. */
  async function run(projectId: string) {
    const runId = String((await ann.press(projectId)).body.id);
    await runs.poke(ann.tenantId, runId);
    const ports = Models.portsOf({ access: { openai: { key: "k", address: model.url } }, timeoutMs: 5_000 });
    const settings = { apiUrl: platform.apiUrl, token: runs.tokenOf(runId), work, packages: testPackages, ports };
    expect(await runTask(settings, fixtureEngine(fixtureFiles()), new AbortController().signal)).toBe("completed");
    const calls = (await get(`logs?runId=${runId}`)).items as Call[];
    const { costMicros, tasks } = await ann.read(runId);
    return { costMicros, tasks, calls: calls.reverse() };
  }

  it("is what admins have configured, and stands in the log with its cost", async () => {
    const system = await save("system", { provider: "openai", model: "gpt-4.1-mini", prompt: "For all." });
    const project = await save(`projects/${ann.projectId}`, { temperature: 1.25, maxTokens: 999 });
    const agent = await save(`projects/${ann.projectId}/agents/testing`, { model: "unheard-of", prompt: "Test well." });
    const { calls, costMicros } = await run(ann.projectId);
    expect(model.asked.map(({ body }) => [body.model, body.temperature, body.max_tokens])).toEqual([
      ["gpt-4.1-mini", 1.25, 999],
      ["gpt-4.1-mini", 1.25, 999],
      ["unheard-of", 1.25, 999],
      ["unheard-of", 1.25, 999],
    ]);
    expect(model.asked[0]?.system).toMatch(/^For all\.\n\nYou check a plan/);
    expect(model.asked[2]?.system).toMatch(/^For all\.\n\nTest well\.\n\nYou write the acceptance tests/);
    expect(calls).toMatchObject([
      ...[1, 2].map(() => ({
        agent: "architect",
        taskId: "review",
        promptVersions: { system, project },
        costMicros: 60,
      })),
      ...[1, 2].map(() => ({ agent: "testing", taskId: "test-R3", promptVersions: { system, project, agent } })),
    ]);
    // Nobody knows what the tester's model costs: that is said, and not taken for nothing.
    expect(calls.map((call) => call.costMicros)).toEqual([60, 60, null, null]);
    expect(costMicros).toBe(120);
    expect((await get("stats")).totals).toMatchObject({ calls: 4, costMicros: 120, unpriced: 2, inputTokens: 400 });
    expect(await w.asOwner("select * from llm_reservation")).toEqual([]);
  });

  it("is nothing where the budget does not reach, and the run completes without", async () => {
    const other = await ann.project();
    await save(`projects/${other}`, { runBudgetMicros: 100 });
    const { calls, tasks } = await run(other);
    expect(model.asked).toEqual([]);
    expect(calls).toEqual([]);
    expect(tasks).toContainEqual(expect.objectContaining({ id: "review", status: "skipped" }));
  });

  it("is the environment's choice until an admin says otherwise", async () => {
    await save("system", {});
    w.ports.models.choice = { provider: "openai", model: "gpt-4.1-mini" };
    const other = await ann.project();
    expect((await get(`effective?projectId=${other}`)).values).toMatchObject({
      provider: { value: "openai", level: "system", version: 0 },
      model: { value: "gpt-4.1-mini", level: "system", version: 0 },
    });
    expect((await run(other)).calls).toHaveLength(4);
    await save("system", { provider: "blueprint", model: "web-app" });
    expect((await run(other)).calls).toEqual([]);
  });
});
