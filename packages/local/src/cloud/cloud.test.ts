import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Builds } from "../build/index.ts";
import { startOf, until } from "../process/index.ts";
import { type Cloud, readSettings, StartError, start } from "./index.ts";

/** The functions' environment is all they have; they report it, use it and nothing else. */
const functions = {
  api: `export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ env: process.env, now: Date.now() }) });`,
  "hook-stripe": `export const handler = async () => ({ statusCode: 200, body: "hook" });`,
  launcher: "export const handler = async () => undefined;",
  mailer: "export const handler = async () => undefined;",
  "task-state": "export const handler = async () => undefined;",
  sweeper: "export const handler = async () => undefined;",
  relay: "export const handler = async () => undefined;",
  migrate: `
    import pg from "pg";
    export const handler = async () => {
      const client = new pg.Client(process.env.DATABASE_OWNER_URL);
      await client.connect();
      await client.query("CREATE SCHEMA IF NOT EXISTS app; CREATE TABLE IF NOT EXISTS app.starts (at timestamptz)");
      await client.query("INSERT INTO app.starts VALUES (now())");
      await client.end();
    };`,
  seed: `export const handler = async ({ seed }) => { if (seed !== "demo") throw new Error(seed); };`,
};

describe("the cloud on one machine", () => {
  // Below this package, so that the functions find its dependencies.
  const folder = mkdtempSync(join(import.meta.dirname, "../../.cloud-test-"));
  const home = join(mkdtempSync(join(tmpdir(), "q2o-cloud-")), "home");
  const settings = readSettings(
    { PORT: "0", Q2O_HOME: home, OPENAI_API_KEY: "k", LLM_SYSTEM_PROMPT: "p", OTHER: "x" },
    "/",
  );
  const builds: Builds = {
    start: "",
    demo: "",
    program: join(import.meta.dirname, "../lambda/program.ts"),
    functions: join(folder, "functions"),
    runner: join(folder, "runner.mjs"),
    web: join(folder, "web"),
    rewrites: join(folder, "rewrites.json"),
    packageCache: join(folder, "packages"),
  };
  let cloud: Cloud;

  beforeAll(async () => {
    for (const name of ["functions", "web"]) mkdirSync(join(folder, name));
    for (const [name, code] of Object.entries(functions)) writeFileSync(join(folder, "functions", `${name}.mjs`), code);
    writeFileSync(join(folder, "web/index.html"), "home");
    writeFileSync(builds.runner, "setInterval(() => {}, 1000)");
    mkdirSync(join(home, "work/of-a-killed-task"), { recursive: true });
    cloud = await start(settings, builds, () => undefined);
  }, 30_000);
  afterAll(async () => {
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  });

  const get = async <T>(path: string) => (await (await fetch(`${cloud.url}${path}`)).json()) as T;
  const advance = (advanceSeconds: unknown) =>
    fetch(`${cloud.url}/_local/clock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ advanceSeconds }),
    });
  type Health = { items: { name: string; pid: number; up: boolean }[] };

  it("has every part up, and says which process each is", async () => {
    const { items } = await get<Health>("/_local/health");
    expect(items.map((part) => part.name).sort()).toEqual([
      "ecs",
      "lambda",
      "mail",
      "portal",
      "postgres",
      "s3",
      "sqs",
      "stripe",
    ]);
    for (const part of items)
      expect([part.name, part.up, startOf(part.pid) !== undefined]).toEqual([part.name, true, true]);
  });

  it("begins with no work of tasks that were killed", () => {
    expect(readdirSync(join(home, "work"))).toEqual([]);
  });

  it("gives functions the names that the stacks give them, and not the owner's address", async () => {
    const { env } = await get<{ env: Record<string, string> }>("/api/x");
    for (const name of [
      "DATABASE_URL",
      "BUCKET",
      "RUNS_QUEUE_URL",
      "TASK_SUBNETS",
      "APP_SECRET",
      "AWS_ENDPOINT_URL_ECS",
    ])
      expect([name, env[name]]).not.toEqual([name, undefined]);
    expect(env).toMatchObject({ SITE_URL: cloud.url, OPENAI_API_KEY: "k", LLM_SYSTEM_PROMPT: "p" });
    expect(env.DATABASE_OWNER_URL).toBeUndefined();
    expect(env.OTHER).toBeUndefined();
    expect(Buffer.from(env.SIGNING_KEY ?? "", "base64").toString()).toContain("BEGIN PRIVATE KEY");
  });

  it("moves the functions' clock with its own", async () => {
    expect((await advance(3_600)).status).toBe(200);
    expect((await advance(-1)).status).toBe(400);
    expect((await get<{ now: number }>("/api/x")).now - Date.now()).toBeGreaterThan(3_590_000);
  });

  it("lets no second start onto its folder, nor anybody onto its port", async () => {
    await expect(start(settings, builds, () => undefined)).rejects.toThrow(StartError);
    const elsewhere = { ...settings, home: `${home}-2`, port: Number(new URL(cloud.url).port) };
    await expect(start(elsewhere, builds, () => undefined)).rejects.toThrow(/^Port \d+ is taken/);
    expect((await get<Health>("/_local/health")).items.every((part) => part.up)).toBe(true);
  });

  it("keeps its secrets to its owner", () => {
    for (const name of ["secrets.json", "mail", "s3", "sqs", "ecs", "logs", "postgres/data"])
      expect([name, statSync(join(home, name)).mode & 0o077]).toEqual([name, 0]);
  });

  it("ends everything it started, and finds everything again", async () => {
    const before = readFileSync(join(home, "secrets.json"), "utf8");
    const pids = (await get<Health>("/_local/health")).items
      .map((part) => part.pid)
      .filter((pid) => pid !== process.pid);
    await cloud.stop();
    expect(await until(() => pids.every((pid) => startOf(pid) === undefined), 5_000)).toBe(true);
    cloud = await start(settings, builds, () => undefined);
    expect(readFileSync(join(home, "secrets.json"), "utf8")).toBe(before);
    expect((await get<{ offsetSeconds: number }>("/_local/clock")).offsetSeconds).toBe(3_600);
  }, 30_000);
});

describe("settings", () => {
  it("have the documented defaults, and an empty one is none", () => {
    expect(readSettings({ PORT: "", STRIPE_SECRET_KEY: "", npm_config_registry: "" }, "/repo")).toMatchObject({
      port: 4321,
      home: "/repo/.local",
      seed: "demo",
      stripe: {},
    });
  });

  it.each([{ PORT: "http" }, { PORT: "70000" }, { Q2O_SEED: "all" }, { STRIPE_API_BASE: "x" }])(
    "refuse %o",
    (environment) => {
      expect(() => readSettings(environment, "/")).toThrow(StartError);
    },
  );
});
