import { existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { get as httpGet } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { start } from "./exec.ts";
import { Sandbox } from "./index.ts";
import { fill, readLockfile } from "./packages.ts";
import { PathRefused } from "./path-gate.ts";

const isRoot = process.getuid?.() === 0;
const files = (entries: Record<string, string>) => new Map(Object.entries(entries));
const alive = (pid: number) => {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, "utf8"));
};
const until = async (seen: () => boolean) => {
  for (let i = 0; i < 200 && !seen(); i++) await sleep(20);
  return seen();
};

describe("the package cache", () => {
  const entry = (more: object) => ({ version: "1.0.0", integrity: `sha512-${"A".repeat(86)}==`, ...more });
  const fillWith = (packages: object, cache: string) =>
    fill(readLockfile(JSON.stringify({ lockfileVersion: 3, packages })), cache, "http://127.0.0.1:1/");

  it("asks for no edition that is made for another system, and for its own", async () => {
    const cache = mkdtempSync(join(tmpdir(), "q2o-cache-"));
    try {
      const others = { "node_modules/a": entry({ os: ["plan9"] }), "node_modules/b": entry({ cpu: ["z80"] }) };
      expect(await fillWith(others, cache)).toBe(0);
      const resolved = "https://registry.npmjs.org/c/-/c-1.0.0.tgz";
      const own = { "node_modules/c": entry({ os: [process.platform], cpu: [process.arch], resolved }) };
      await expect(fillWith({ ...others, ...own }, cache)).rejects.toThrow("c@1.0.0 could not be fetched");
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  });
});

describe("a sandbox", () => {
  let work: string;
  let box: Sandbox.Sandbox;
  beforeEach(async () => {
    work = mkdtempSync(join(tmpdir(), "q2o-test-"));
    box = await Sandbox.open(work);
  });
  afterEach(async () => {
    await box.destroy();
    rmSync(work, { recursive: true, force: true });
  });
  const node = (code: string, options?: Sandbox.Options) => box.exec("node", ["-e", code], options);

  it("runs a command on the files put into it and hands back what it wrote", async () => {
    await box.put(files({ "src/a.js": `require("fs").writeFileSync("out.txt", "made"); console.log("said")` }));
    const result = await box.exec("node", ["src/a.js"]);
    expect(result).toMatchObject({ code: 0, ending: "exited", stdout: "said\n", stderr: "" });
    expect((await box.get(["out.txt", "absent.txt"])).get("out.txt")?.toString()).toBe("made");
  });

  it("gives children nothing of our environment", async () => {
    process.env.Q2O_RUN_TOKEN = "secret-token";
    try {
      const { stdout } = await node("console.log(JSON.stringify(process.env))", { env: { PORT: "1" } });
      const seen = JSON.parse(stdout);
      expect(stdout).not.toContain("secret-token");
      expect(
        Object.keys(seen)
          .filter((key) => !/^(npm_config_\w+|PWD|_|SHLVL|OLDPWD)$/.test(key))
          .sort(),
      ).toEqual(["CI", "HOME", "LANG", "NODE_COMPILE_CACHE", "PATH", "PORT", "TMPDIR", "TZ"]);
      expect(seen.NODE_COMPILE_CACHE).toMatch(`${seen.TMPDIR}/`);
    } finally {
      delete process.env.Q2O_RUN_TOKEN;
    }
  });

  it.runIf(isRoot)("runs as a user that is not root, has no group of ours and cannot read our files", async () => {
    const secret = join(work, "secret");
    writeFileSync(secret, "x", { mode: 0o600 });
    const { stdout } = await node(`
      let read = "no"; try { require("fs").readFileSync(${JSON.stringify(secret)}); read = "yes"; } catch {}
      console.log(JSON.stringify([process.getuid() > 0, process.getgid() > 0, process.getgroups().filter((g) => g !== process.getgid()), read]))`);
    expect(JSON.parse(stdout)).toEqual([true, true, [], "no"]);
  });

  it.runIf(isRoot)("keeps its folder from the other room's user", async () => {
    const clean = await Sandbox.open(work, 1);
    try {
      await box.put(files({ "a.txt": "mine" }));
      const { code, stderr } = await clean.exec("cat", [join(box.folder, "a.txt")]);
      expect(code).toBe(1);
      expect(stderr).toContain("Permission denied");
    } finally {
      await clean.destroy();
    }
  });

  it("ends a command at its time limit, its grandchildren included", async () => {
    const result = await node(
      `const c = require("child_process").spawn("node", ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1e3)"], {stdio: "ignore"});
       console.log(c.pid); setInterval(() => {}, 1e3);`,
      { limits: { maxMs: 700 } },
    );
    expect(result.ending).toBe("timeout");
    const grandchild = Number(result.stdout);
    expect(grandchild).toBeGreaterThan(0);
    expect(await until(() => !alive(grandchild))).toBe(true);
  });

  it("ends what a command left behind when the command itself has ended", async () => {
    const { stdout, code } = await node(
      `const c = require("child_process").spawn("sleep", ["60"], {stdio: "ignore"}); c.unref(); console.log(c.pid)`,
    );
    expect(code).toBe(0);
    expect(await until(() => !alive(Number(stdout)))).toBe(true);
  });

  it.runIf(isRoot)("ends on destroy even a process that left its group", async () => {
    const { stdout } = await node(
      `const c = require("child_process").spawn("sleep", ["60"], {detached: true, stdio: "ignore"}); c.unref(); console.log(c.pid)`,
    );
    expect(alive(Number(stdout))).toBe(true);
    await box.destroy();
    expect(await until(() => !alive(Number(stdout)))).toBe(true);
  });

  it("ends a command when its caller aborts", async () => {
    const stop = new AbortController();
    const running = box.exec("sleep", ["60"], { signal: stop.signal });
    stop.abort();
    expect((await running).ending).toBe("aborted");
  });

  it("ends the command when we are killed ourselves", async () => {
    const parent = start({
      command: process.execPath,
      args: [
        "--input-type=module",
        "-e",
        `import { Sandbox } from ${JSON.stringify(join(import.meta.dirname, "index.ts"))};
         const box = await Sandbox.open(${JSON.stringify(work)}, 1);
         console.log(box.start("sleep", ["60"]).pid);`,
      ],
      cwd: work,
      env: { PATH: process.env.PATH ?? "" },
      account: { kind: "same", uid: 0, gid: 0 },
      network: { kind: "open", close: () => undefined },
      limits: { maxMs: 5_000, maxMemoryBytes: 8e9, maxFileBytes: 1e9, maxProcesses: 0, maxOutputBytes: 1_000 },
      onOutput: (_, chunk) => said.push(Number(chunk)),
    });
    const said: number[] = [];
    expect(await until(() => said.length > 0)).toBe(true);
    const [sleeper = 0] = said;
    expect(alive(sleeper)).toBe(true);
    process.kill(parent.pid ?? 0, "SIGKILL");
    expect(await until(() => !alive(sleeper))).toBe(true);
  });

  it("keeps head and tail of an output that is too long", async () => {
    const { stdout } = await node(`console.log("first" + "x".repeat(3e6) + "last")`, {
      limits: { maxOutputBytes: 1_000 },
    });
    expect(stdout.length).toBeLessThan(1_200);
    expect(stdout).toMatch(/^first.*bytes left out.*last\n$/s);
  });

  it("refuses a file above the limit and memory above the limit", async () => {
    const write = await node(`require("fs").writeFileSync("big", Buffer.alloc(5e6))`, {
      limits: { maxFileBytes: 1_000_000 },
    });
    expect(write.code).not.toBe(0);
    expect(lstatSync(join(box.folder, "big")).size).toBeLessThanOrEqual(1_000_000);
    const grow = await node(`const all = []; for (;;) all.push(Buffer.alloc(1e8, 1))`, {
      limits: { maxMemoryBytes: 1e9 },
    });
    expect(grow.ending).toBe("exited");
    expect(grow.code).not.toBe(0);
  });

  it.runIf(isRoot)("refuses more processes than allowed", async () => {
    const { stdout } = await box.exec(
      "sh",
      ["-c", "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 1 & done; wait; echo all"],
      {
        limits: { maxProcesses: 6 },
      },
    );
    expect(stdout).not.toContain("all");
  });

  it("says what could not be started", async () => {
    const result = await box.exec("no-such-command", []);
    expect(result.code).not.toBe(0);
    expect(result.stderr).toMatch(/not found|ENOENT/);
  });

  it("reaches a server inside, and from inside nothing of ours where the network is its own", async () => {
    const port = await box.freePort();
    box.start("node", ["-e", `require("http").createServer((q, r) => r.end("inside")).listen(${port}, "127.0.0.1")`]);
    const address = await box.expose(port);
    const ask = () =>
      new Promise<string>((resolve) => {
        httpGet({ ...address, path: "/" }, async (answer) => {
          const parts = await answer.toArray();
          resolve(Buffer.concat(parts).toString());
        }).on("error", () => resolve(""));
      });
    let said = "";
    for (let i = 0; i < 100 && !said; i++, await sleep(30)) said = await ask();
    expect(said).toBe("inside");
    if (box.isolation.network === "open") return;
    const outer = (await import("node:http")).createServer((_, answer) => answer.end("outside")).listen(0, "127.0.0.1");
    await new Promise((resolve) => outer.once("listening", resolve));
    const { port: ours } = outer.address() as { port: number };
    const { stdout } = await node(
      `fetch("http://127.0.0.1:${ours}").then(() => console.log("reached"), () => console.log("cut off"))`,
    );
    outer.close();
    expect(stdout).toBe("cut off\n");
  });

  it("never writes or reads over a link that the code inside has laid", async () => {
    const outside = join(work, "outside");
    writeFileSync(outside, "ours");
    symlinkSync(work, join(box.folder, "way"));
    symlinkSync(outside, join(box.folder, "file"));
    await expect(box.put(files({ "way/new": "x" }))).rejects.toThrow(PathRefused);
    await expect(box.get(["way/outside"])).rejects.toThrow(PathRefused);
    await expect(box.get(["file"])).rejects.toThrow(PathRefused);
    await box.put(files({ file: "theirs" }));
    expect(readFileSync(outside, "utf8")).toBe("ours");
    expect(existsSync(join(work, "new"))).toBe(false);
  });
});
