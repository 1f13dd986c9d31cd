import { launch } from "@q2o/core/run/launch";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { cookieOf, type World, world } from "./world.ts";

const canary = "canary7f3a";
const brief = {
  name: `Bikes ${canary}`,
  clientName: `Client ${canary}`,
  description: `A shop ${canary} hires out bikes.`,
  objectives: `Customers ${canary} hire bikes.`,
};

describe("the log", () => {
  let w: World;
  const lines: string[] = [];
  beforeAll(async () => {
    w = await world();
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      lines.push(...String(text).split("\n").filter(Boolean));
      return true;
    });
  });
  afterEach(() => vi.clearAllMocks());
  afterAll(async () => {
    vi.restoreAllMocks();
    await w.close();
  });

  it("has a line for every request, each with its id, and nothing of what people wrote or hold", async () => {
    const secrets: string[] = [canary];
    const ann = await w.tenant(`Ann${canary}`);
    const { cookie, tenantId } = ann;
    const admin = await w.signIn("admin", "admin@example.com");
    secrets.push("@example", ...[cookie, admin.cookie].map((one) => one.split("=")[1] ?? "none"));
    for (const email of [ann.email, "admin@example.com"]) secrets.push(w.newestCode(email));
    const project = await w.ask("POST", "/api/tenant/projects", { cookie, body: brief });
    const codes = await w.ask("POST", "/api/tenant/activation-codes/generate", {
      cookie,
      body: { count: 1, label: canary },
    });
    const [code] = codes.body.codes as { id: string; code: string }[];
    secrets.push(code?.code ?? "none", (code?.code ?? "none").replaceAll("-", ""));
    const path = `/api/tenant/projects/${project.body.id}`;
    await w.ask("POST", `${path}/assign-activation-code`, { cookie, body: { code: code?.code } });
    const client = await w.ask("POST", "/api/public/activate-project", { body: { code: code?.code } });
    secrets.push(cookieOf(client).split("=")[1] ?? "none");
    const run = await w.ask("POST", `${path}/run`, { cookie, body: {} });
    await w.inside({ type: "platform" }, () => launch({ v: 1, tenantId, runId: String(run.body.id) }));
    const token = w.launches.at(-1)?.environment.Q2O_RUN_TOKEN ?? "";
    secrets.push(token);
    await w.ask("POST", "/api/runner/boot", { token, body: {} });
    const steps = {
      seq: 1,
      tasks: [{ id: "t", agent: "coder", title: canary, status: "running" }],
      files: [{ path: `src/${canary}.ts`, bytes: 1 }],
      log: [{ level: "error", text: canary }],
    };
    await w.ask("POST", "/api/runner/steps", { token, body: steps });
    await w.ask("POST", "/api/runner/fail", { token, body: { code: "a.b", message: canary, retryable: false } });

    // Refused, malformed and unheard of.
    await w.ask("POST", "/api/tenant/auth/session", { body: { email: `${canary}@example.test`, code: "123456" } });
    await w.ask("POST", "/api/public/activate-project", { body: { code: canary } });
    await w.ask("POST", "/api/tenant/projects", { cookie, raw: `{"${canary}` });
    await w.ask("POST", "/api/tenant/projects", { cookie, body: { name: `${canary}\u0000` } });
    for (const asked of [`/api/${canary}`, `/api/tenant/projects?search=${canary}`, `/api/tenant/runs/${canary}`])
      await w.ask("GET", asked, { cookie, headers: { "x-request-id": canary, "user-agent": canary } });

    const text = lines.join("\n");
    expect(lines.length).toBeGreaterThan(30);
    for (const secret of secrets) expect(text).not.toContain(secret);
    const answered = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const inRequests = answered.filter(({ route }) => route !== undefined);
    expect(inRequests.filter(({ event }) => event === "http.answered").length).toBeGreaterThan(20);
    expect(inRequests.filter(({ requestId }) => typeof requestId !== "string")).toEqual([]);
    // What follows a commit belongs to the request, too.
    expect(inRequests.some(({ event }) => event === "project.created")).toBe(true);
  });

  it("says of a fault where it was and not what it was about", async () => {
    const { cookie } = await w.tenant("Bea");
    lines.length = 0;
    await w.asOwner("alter table project rename to project_away");
    const reply = await w.ask("POST", "/api/tenant/projects", { cookie, body: brief });
    await w.asOwner("alter table project_away rename to project");
    expect(reply).toMatchObject({ status: 500, body: { code: "internal.error" } });
    expect(reply.text).not.toContain(canary);
    const crashed = lines.find((line) => line.includes("http.crashed")) ?? "";
    expect(JSON.parse(crashed)).toMatchObject({ level: "error", requestId: reply.body.requestId, causeCode: "42P01" });
    expect(lines.join("\n")).not.toContain(canary);
  });
});
