import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type World, world } from "./world.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };

describe("the configuration of the agents", () => {
  let w: World;
  let admin: string;
  let ann: Awaited<ReturnType<World["tenant"]>>;
  let bea: typeof ann;
  let project: string;
  let ofBea: string;
  beforeAll(async () => {
    w = await world();
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
    ann = await w.tenant("Ann");
    bea = await w.tenant("Bea");
    project = await projectOf(ann, "Bike hire");
    ofBea = await projectOf(bea, "Wine cellar");
  });
  afterAll(() => w.close());

  const projectOf = async ({ cookie }: typeof ann, name: string) =>
    String((await w.ask("POST", "/api/tenant/projects", { cookie, body: { ...brief, name } })).body.id);
  const get = async (path: string) => (await w.ask("GET", `/api/llm/${path}`, { cookie: admin })).body;
  const put = (path: string, values: object, replaces: number, reason = "A test") =>
    w.ask("PUT", `/api/llm/${path}`, { cookie: admin, body: { values, replaces, reason } });
  const now = async (path: string) => Number((await get(path)).version);
  const save = async (path: string, values: object) => {
    const reply = await put(path, values, await now(path));
    expect(reply.status, reply.text).toBe(200);
    return reply.body;
  };

  it("begins with the defaults and the environment's prompt, written by nobody", async () => {
    expect(await get("system")).toMatchObject({
      level: "system",
      version: 0,
      id: null,
      author: null,
      values: { provider: "blueprint", maxTokens: 4_096, enabled: true, prompt: "Write plainly." },
    });
    expect(await get(`projects/${project}`)).toMatchObject({
      level: "project",
      version: 0,
      values: {},
      agents: [],
      project: { id: project, name: "Bike hire" },
      tenant: { id: ann.tenantId, name: "Ann" },
    });
    expect(await get(`projects/${project}/agents/coder`)).toMatchObject({ level: "agent", agent: "coder", version: 0 });
  });

  it("keeps every save as a version with author, time and reason, and changes none", async () => {
    const first = await put("system", { model: "one", temperature: 0 }, 0, "Because");
    expect(first).toMatchObject({
      status: 200,
      body: {
        version: 1,
        values: { model: "one", temperature: 0 },
        reason: "Because",
        author: { email: "admin@example.com" },
      },
    });
    expect(await put("system", { model: "two" }, 1)).toMatchObject({ status: 200, body: { version: 2 } });
    const id = String(first.body.id);
    expect(await get(`history/${id}`)).toMatchObject({ version: 1, values: { model: "one" }, isInForce: false });
    const rows = await w.asOwner("select version, values from llm_config where level = 'system' order by version");
    expect(rows).toEqual([
      { version: 1, values: { model: "one", temperature: 0 } },
      { version: 2, values: { model: "two" } },
    ]);
  });

  it("refuses a save that replaces another version than the one in force, and says which that is", async () => {
    const version = await now("system");
    for (const replaces of [version - 1, version + 1, 0]) {
      const reply = await put("system", { model: "late" }, replaces);
      expect(reply).toMatchObject({ status: 409, body: { code: "llm.stale", errors: [{ path: "replaces" }] } });
      expect(reply.body.detail).toContain(`version ${version} is in force`);
    }
    expect(await now("system")).toBe(version);
  });

  it.each(["system", "project", "agent"])("lets one of many win who save the %s level at once", async (level) => {
    const path = { system: "system", project: `projects/${project}`, agent: `projects/${project}/agents/coder` }[level];
    for (let round = 0; round < 4; round++) {
      const version = await now(path ?? "");
      const replies = await Promise.all(
        Array.from({ length: 8 }, (_, i) => put(path ?? "", { model: `m${i}` }, version)),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)]);
      for (const { status, body } of replies) if (status === 409) expect(body.code).toBe("llm.stale");
      const won = replies.findIndex(({ status }) => status === 200);
      expect(await get(path ?? "")).toMatchObject({ version: version + 1, values: { model: `m${won}` } });
    }
  });

  it("wants a reason, known names and values within their bounds, and says where each fault is", async () => {
    const faults = async (body: object, path = "system") => {
      const reply = await w.ask("PUT", `/api/llm/${path}`, { cookie: admin, body });
      expect(reply.status).toBe(400);
      return (reply.body.errors as { path: string }[]).map((fault) => fault.path).sort();
    };
    const good = { values: {}, replaces: await now("system"), reason: "x" };
    expect(await faults({ ...good, reason: "  " })).toEqual(["reason"]);
    expect(await faults({ values: {} })).toEqual(["reason", "replaces"]);
    const outOfBounds = {
      provider: "nobody",
      model: "",
      temperature: 2.1,
      maxTokens: 63,
      monthlyBudgetMicros: -1,
      dailyBudgetMicros: 0.5,
      enabled: "yes",
      prompt: "x".repeat(20_001),
      fallback: [{ provider: "openai" }],
    };
    expect(await faults({ ...good, values: outOfBounds })).toEqual(
      ["fallback.0.model", ...Object.keys(outOfBounds).filter((name) => name !== "fallback")]
        .map((name) => `values.${name}`)
        .sort(),
    );
    expect(await faults({ ...good, values: { maxTokens: 8_193, apiKey: "k" } })).toEqual([
      "values",
      "values.maxTokens",
    ]);
    expect(await faults(good, `projects/${project}/agents/butler`)).toEqual(["agent"]);
  });

  it("knows no project that there is not, at any route", async () => {
    const unknown = "prj_01JQZ3M8S4T6V8X0Z2B4D6F8H0";
    const body = { values: {}, replaces: 0, reason: "x" };
    for (const [method, path] of [
      ["GET", `projects/${unknown}`],
      ["PUT", `projects/${unknown}`],
      ["DELETE", `projects/${unknown}`],
      ["GET", `projects/${unknown}/agents/coder`],
      ["PUT", `projects/${unknown}/agents/coder`],
      ["DELETE", `projects/${unknown}/agents/coder`],
      ["GET", `effective?projectId=${unknown}`],
    ] as const)
      expect(
        await w.ask(method, `/api/llm/${path}`, { cookie: admin, ...(method === "GET" ? {} : { body }) }),
      ).toMatchObject({ status: 404, body: { code: "project.missing" } });
    expect((await w.ask("GET", "/api/llm/history/llc_x", { cookie: admin })).status).toBe(404);
  });

  it.each(["testing", "qa", "security", "coder"])("cannot switch off %s, which a delivery needs", async (agent) => {
    const path = `projects/${project}/agents/${agent}`;
    const version = await now(path);
    expect(await put(path, { enabled: false }, version)).toMatchObject({
      status: 400,
      body: { code: "llm.agent_needed", errors: [{ path: "values.enabled" }] },
    });
    expect(await now(path)).toBe(version);
    expect((await put(path, { enabled: true }, version)).status).toBe(200);
  });

  it("shows what holds for an agent, where each value comes from, and the composed prompt", async () => {
    const system = await save("system", { provider: "openai", model: "big", prompt: "For all." });
    const own = await save(`projects/${project}`, { model: "small", prompt: "For bikes." });
    const agent = await save(`projects/${project}/agents/writer`, { temperature: 1, prompt: "Be brief." });
    expect(await get(`effective?projectId=${project}&agent=writer`)).toMatchObject({
      projectId: project,
      agent: "writer",
      values: {
        provider: { value: "openai", level: "system", version: system.version },
        model: { value: "small", level: "project", version: own.version },
        temperature: { value: 1, level: "agent", version: agent.version },
        maxTokens: { value: 4_096, level: "system", version: 0 },
      },
      prompt: { text: "For all.\n\nFor bikes.\n\nBe brief." },
      versions: { system: system.version, project: own.version, agent: agent.version },
    });
    expect(await get(`effective?projectId=${ofBea}&agent=writer`)).toMatchObject({
      values: { model: { value: "big", level: "system" }, temperature: { value: 0.2, version: 0 } },
      prompt: { text: "For all." },
      versions: { system: system.version },
    });
    expect(await get("effective?projectId=&agent=")).toMatchObject({ projectId: null, prompt: { text: "For all." } });
  });

  it("falls back to the level above when what a level says is taken away", async () => {
    const path = `projects/${project}/agents/mobile`;
    await save(path, { enabled: false });
    const clear = (body: object) => w.ask("DELETE", `/api/llm/${path}`, { cookie: admin, body });
    expect(await clear({ replaces: 7 })).toMatchObject({ status: 409, body: { code: "llm.stale" } });
    expect(await clear({ reason: "Again" })).toMatchObject({
      status: 200,
      body: { version: 2, values: {}, reason: "Again" },
    });
    expect(await clear({})).toMatchObject({ status: 404, body: { code: "llm.nothing_said" } });
    const effective = await get(`effective?projectId=${project}&agent=mobile`);
    expect(effective).toMatchObject({ values: { enabled: { value: true, version: 0 } } });
    await save(`projects/${ofBea}`, { model: "red" });
    expect(await w.ask("DELETE", `/api/llm/projects/${ofBea}`, { cookie: admin })).toMatchObject({
      status: 200,
      body: { version: 2, values: {} },
    });
  });

  it("lists the projects that say something otherwise, and no others", async () => {
    const third = await projectOf(bea, "Boat club");
    await save(`projects/${third}/agents/qa`, { model: "careful" });
    const list = await get("projects?sort=name:asc");
    expect(list).toMatchObject({
      total: 2,
      items: [
        {
          project: { id: project, name: "Bike hire" },
          tenant: { name: "Ann" },
          overrides: expect.arrayContaining([
            expect.objectContaining({ level: "project", agent: null, names: ["model", "prompt"] }),
            expect.objectContaining({ level: "agent", agent: "writer", names: ["prompt", "temperature"] }),
          ]),
        },
        {
          project: { id: third },
          overrides: [{ level: "agent", agent: "qa", version: 1, names: ["model"] }],
        },
      ],
    });
    expect(JSON.stringify(list)).not.toContain('"mobile"');
    expect(await get("projects?search=boat")).toMatchObject({ total: 1, items: [{ project: { id: third } }] });
    expect(await get("projects?search=ann")).toMatchObject({ total: 1, items: [{ project: { id: project } }] });
    expect(await get("projects?search=wine")).toMatchObject({ total: 0, items: [] });
    expect(await get(`projects/${project}`)).toMatchObject({
      agents: expect.arrayContaining([expect.objectContaining({ agent: "writer" })]),
    });
  });

  it("tells the whole history, newest first, by pages that miss nothing while others save", async () => {
    const all: { id: string; level: string }[] = [];
    let after = "";
    do {
      const page = await get(`history?limit=10&after=${after}`);
      all.push(...(page.items as typeof all));
      after = String(page.next ?? "");
      if (all.length === 10) await save("system", { model: "meanwhile" });
    } while (after !== "");
    const rows = await w.asOwner("select id from llm_config order by id desc");
    expect(all.map(({ id }) => id)).toEqual(rows.slice(1).map(({ id }) => id));
    const agents = await get("history?level=agent&limit=100");
    const count = await w.asOwner("select count(*)::int as n from llm_config where agent is not null");
    expect((agents.items as object[]).length).toBe(count[0]?.n);
    const [writer] = (await get(`history?projectId=${project}&agent=writer`)).items as object[];
    expect(writer).toMatchObject({
      level: "agent",
      agent: "writer",
      reason: "A test",
      author: { email: "admin@example.com" },
      changes: [{ name: "temperature", old: null, new: 1 }],
      prompt: { addedLines: 1, removedLines: 0 },
    });
    expect(await get("history?authorId=adm_01JQZ3M8S4T6V8X0Z2B4D6F8H0")).toMatchObject({ items: [], next: null });
  });

  it("shows two versions side by side and restores one as a new one", async () => {
    const path = `projects/${ofBea}/agents/writer`;
    const one = await save(path, { model: "a", prompt: "same\nold" });
    const two = await save(path, { model: "b", maxTokens: 64, prompt: "same\nnew" });
    const values = [
      { name: "maxTokens", old: null, new: 64 },
      { name: "model", old: "a", new: "b" },
    ];
    const prompt = [
      { kind: "same", text: "same" },
      { kind: "removed", text: "old" },
      { kind: "added", text: "new" },
    ];
    const expected = { from: { version: 1 }, to: { id: two.id, version: 2 }, values, prompt };
    expect(await get(`history/${two.id}/diff`)).toMatchObject(expected);
    expect(await get(`history/${two.id}/diff?against=${one.id}`)).toMatchObject({
      ...expected,
      from: { id: one.id, level: "agent", version: 1 },
    });
    expect(await get(`history/${one.id}`)).toMatchObject({ isInForce: false, affectedProjects: 1 });

    const restore = (body: object) => w.ask("POST", `/api/llm/history/${one.id}/restore`, { cookie: admin, body });
    expect(await restore({ replaces: 1 })).toMatchObject({ status: 409, body: { code: "llm.stale" } });
    expect(await restore({})).toMatchObject({
      status: 200,
      body: { version: 3, values: { model: "a", prompt: "same\nold" }, reason: "Version 1 again.", isInForce: true },
    });
    expect(await get(path)).toMatchObject({ version: 3, values: { model: "a", prompt: "same\nold" } });
    const [event] = await w.asOwner(
      "select tenant_id, actor_type from event where type = 'llm.config_restored' order by id desc",
    );
    expect(event).toEqual({ tenant_id: bea.tenantId, actor_type: "admin" });
  });

  it("is no tenant's to see or to change", async () => {
    const who = { type: "tenant", tenantId: bea.tenantId, memberId: "m", role: "owner", sessionId: "s" } as const;
    const seen = await w.query(who, "select distinct tenant_id from llm_config");
    expect(new Set(seen.map((row) => row.tenant_id))).toEqual(new Set([null, bea.tenantId]));
    await expect(w.query(who, "delete from llm_config")).rejects.toThrow();
    await expect(w.query(who, `update llm_config set reason = 'x'`)).rejects.toThrow();
    expect((await w.ask("GET", "/api/llm/system", { cookie: bea.cookie })).status).toBe(401);
  });
});
