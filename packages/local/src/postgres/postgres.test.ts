import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ended, signal, startOf, until } from "../process/index.ts";
import { chooseAccount } from "./account.ts";
import { type Cluster, cloneDatabase, ensureTemplate, execute, start, type TestDatabase } from "./index.ts";
import { findLeftover } from "./leftover.ts";

const passwords = { superuser: "s'1", owner: "o w", login: "l@3" };

describe("a cluster", () => {
  const folder = mkdtempSync(join(tmpdir(), "q2o-pg-test-"));
  let cluster: Cluster;
  const open = async () => (cluster = await start({ folder, passwords }));

  beforeAll(open);
  afterAll(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("keeps data, passwords and port over a stop", async () => {
    await execute(cluster.url("owner"), ["CREATE TABLE kept AS SELECT 7 AS seven"]);
    const before = cluster.port;
    await cluster.stop();
    expect(existsSync(join(folder, "data/postmaster.pid"))).toBe(false);
    await open();
    expect(cluster.port).toBe(before);
    const [rows] = await execute(cluster.url("owner"), ["SELECT seven FROM kept"]);
    expect(rows?.rows).toEqual([{ seven: 7 }]);
  });

  it("runs PostgreSQL 18 and admits nobody without the password", async () => {
    const [version] = await execute(cluster.url("login"), ["SHOW server_version"]);
    expect(version?.rows[0].server_version).toMatch(/^18\./);
    const wrong = cluster.url("login").replace("l%403", "guess");
    await expect(execute(wrong, ["SELECT 1"])).rejects.toMatchObject({ code: "28P01" });
  });

  it("gives the login role no right of its own, and the owner those to make roles", async () => {
    await execute(cluster.url("owner"), [
      "CREATE ROLE t1 NOLOGIN",
      "GRANT t1 TO q2o_login",
      "CREATE TABLE mine (a int)",
    ]);
    await execute(cluster.url("owner"), ["GRANT USAGE ON SCHEMA public TO t1", "GRANT SELECT ON mine TO t1"]);
    await expect(execute(cluster.url("login"), ["SELECT * FROM mine"])).rejects.toMatchObject({ code: "42501" });
    await expect(execute(cluster.url("login"), ["CREATE TABLE x (a int)"])).rejects.toMatchObject({ code: "42501" });
    await execute(cluster.url("login"), ["SET ROLE t1", "SELECT * FROM mine"]);
  });

  it("ends a server whose supervisor was killed, and starts anew", async () => {
    const old = cluster.pid;
    const orphan = findLeftover(join(folder, "data"));
    expect(orphan).toBe(old);
    const next = await start({ folder, passwords });
    expect(startOf(old)).toBeUndefined();
    cluster = next;
    const [rows] = await execute(cluster.url("owner"), ["SELECT seven FROM kept"]);
    expect(rows?.rows).toEqual([{ seven: 7 }]);
  });

  it("leaves alone a stranger whose process id the stale pid file names", async () => {
    await cluster.stop();
    const stranger = spawn("sleep", ["60"], { stdio: "ignore" });
    writeFileSync(join(folder, "data/postmaster.pid"), `${stranger.pid}\n${folder}/data\n`);
    await open();
    expect(signal(stranger.pid ?? 0, 0)).toBe(true);
    expect(stranger.exitCode).toBeNull();
    stranger.kill("SIGKILL");
    await ended(stranger);
  });
});

describe("a supervisor that is killed", () => {
  it("takes its server with it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "q2o-pg-kill-"));
    const program = `
      import { start } from ${JSON.stringify(join(import.meta.dirname, "index.ts"))};
      const cluster = await start({ folder: ${JSON.stringify(folder)}, passwords: ${JSON.stringify(passwords)} });
      console.log(cluster.pid);
      setInterval(() => undefined, 1000);`;
    const supervisor = spawn("node", ["--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "inherit"] });
    const pid = await new Promise<number>((resolve) => supervisor.stdout.once("data", (line) => resolve(Number(line))));
    expect(startOf(pid)).toBeDefined();
    supervisor.kill("SIGKILL");
    expect(await until(() => startOf(pid) === undefined, 10_000)).toBe(true);
    rmSync(folder, { recursive: true, force: true });
  });
});

describe("as root", () => {
  const binaries = { folder: "/binaries", version: "18" };
  const closed = mkdtempSync(join(tmpdir(), "q2o-closed-"));
  const place = { binaries, folder: join(closed, "postgres") };

  it("runs as nobody where nobody can go", () => {
    const open = { binaries, folder: "/tmp" };
    expect(chooseAccount(open, { isRoot: true, unshare: () => true })).toMatchObject({ uid: 65_534, prefix: [] });
  });

  it("runs in a namespace where the way is closed, and not at all as another user otherwise", () => {
    expect(chooseAccount(place, { isRoot: true, unshare: () => true })).toMatchObject({ uid: undefined, owner: 0 });
    expect(chooseAccount(place, { isRoot: false, unshare: () => true })).toMatchObject({ uid: undefined, prefix: [] });
  });
});

describe("a test database", () => {
  let template: string;
  const made: TestDatabase[] = [];
  const clone = async () => {
    const database = await cloneDatabase(template);
    made.push(database);
    return database;
  };

  beforeAll(async () => {
    let builds = 0;
    const build = async (database: TestDatabase) => {
      builds++;
      await execute(database.ownerUrl, ["CREATE TABLE thing (name text)", "INSERT INTO thing VALUES ('first')"]);
    };
    const key = `t${process.pid}`;
    const names = await Promise.all([ensureTemplate(key, build), ensureTemplate(key, build)]);
    expect(new Set(names).size).toBe(1);
    expect(builds).toBe(1);
    template = names[0] ?? "";
  });
  afterAll(() => Promise.all(made.map((database) => database.drop())));

  it("is a copy that no other sees", async () => {
    const [one, two] = await Promise.all([clone(), clone()]);
    await execute(one.ownerUrl, ["INSERT INTO thing VALUES ('second')"]);
    const [rows] = await execute(two.ownerUrl, ["SELECT name FROM thing"]);
    expect(rows?.rows).toEqual([{ name: "first" }]);
  });
});
