import { type ChildProcess, spawn } from "node:child_process";
import { createHash, createPublicKey, verify } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Manifest } from "../artefacts.ts";
import { fixtureBrief, fixtureEngine, fixtureFiles } from "../checks/fixture.ts";
import { testPackages } from "../checks/package-cache.ts";
import { unzip } from "../pack/unzip.ts";
import { type StandIn, type StandInSettings, startStandIn } from "../platform/stand-in.ts";
import type { runPipeline } from "./index.ts";
import { exitCodes, runTask } from "./task.ts";

describe("a task", { timeout: 90_000 }, () => {
  let platform: StandIn;
  let work: string;
  let term: AbortController;
  const begin = async (settings: Partial<StandInSettings> = {}, objectives = fixtureBrief.objectives) => {
    platform = await startStandIn({ project: { ...fixtureBrief, slug: "notes", objectives }, ...settings });
  };
  beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), "q2o-test-"));
    term = new AbortController();
  });
  afterEach(async () => {
    await platform.close();
    rmSync(work, { recursive: true, force: true });
  });
  const run = (changed: Record<string, string> = {}, counts?: { analysed: number; composed: number }) => {
    const engine = fixtureEngine(fixtureFiles(changed));
    const counted = counts && {
      ...engine,
      analyse: (...args: Parameters<typeof engine.analyse>) => {
        counts.analysed += 1;
        return engine.analyse(...args);
      },
      compose: (...args: Parameters<typeof engine.compose>) => {
        counts.composed += 1;
        return engine.compose(...args);
      },
    };
    return runTask(
      { apiUrl: platform.url, token: platform.token, work, packages: testPackages },
      counted ?? engine,
      term.signal,
    );
  };
  const tasks = () => new Map(platform.reports.flatMap((report) => report.tasks ?? []).map((one) => [one.id, one]));
  const requirements = () =>
    new Map(platform.reports.flatMap((report) => report.requirements ?? []).map((one) => [one.id, one]));
  const storedBy = (key: unknown) => platform.stored.get(String(key)) ?? Buffer.of();

  it("takes a brief from boot to completed, with a signed archive and the whole story told", async () => {
    await begin();
    expect(await run()).toBe("completed");

    expect(platform.end?.path).toBe("complete");
    const { zipKey, manifestKey, sha256, bytes } = platform.end?.body ?? {};
    const archive = storedBy(zipKey);
    expect([archive.length, createHash("sha256").update(archive).digest("hex")]).toEqual([bytes, sha256]);
    const files = unzip(archive);
    const text = files.get("notes/q2o.json") ?? Buffer.of();
    expect(storedBy(manifestKey).equals(text)).toBe(true);
    const manifest = Manifest.parse(JSON.parse(text.toString()));
    expect(manifest.requirements.map(({ status }) => status)).toEqual(["verified", "verified", "gap"]);
    const { publicKey, signature } = JSON.parse((files.get("notes/q2o.json.sig") ?? "").toString());
    const digest = createHash("sha256").update(text).digest();
    expect(verify(null, digest, createPublicKey(publicKey), Buffer.from(signature, "base64"))).toBe(true);

    expect(platform.reports.map(({ seq }) => seq)).toEqual(platform.reports.map((_, i) => i + 1));
    const progress = platform.reports.flatMap((report) => report.progress ?? []);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(100);
    expect([...requirements().values()].map(({ id, status }) => [id, status])).toEqual([
      ["R1", "verified"],
      ["R2", "verified"],
      ["R3", "gap"],
    ]);
    expect(
      platform.reports
        .flatMap((report) => report.checks ?? [])
        .map(({ check, status }) => `${check} ${status}`)
        .sort(),
    ).toEqual(
      ["V0", "V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8"].map(
        (check) => `${check} ${check === "V6" ? "skipped" : "passed"}`,
      ),
    );
    const told = [...tasks().values()];
    expect(new Set(told.map(({ agent }) => agent))).toEqual(
      new Set([
        "orchestrator",
        "researcher",
        "architect",
        "coder",
        "frontend",
        "integration",
        "workflow",
        "mobile",
        "infrastructure",
        "testing",
        "qa",
        "security",
        "writer",
      ]),
    );
    expect(told.filter(({ status }) => status !== "done").map(({ id, status }) => [id, status])).toEqual([
      ["research", "nothing_to_do"],
      ["workflow", "nothing_to_do"],
      ["integration", "nothing_to_do"],
      ["mobile", "nothing_to_do"],
    ]);
    expect(told.every(({ summary }) => summary)).toBe(true);
    expect(readdirSync(work)).toEqual([]);
  });

  it("gives the same archive for the same brief", async () => {
    await begin();
    await run();
    const first = platform.end?.body.sha256;
    await run();
    expect(platform.end?.body.sha256).toBe(first);
  });

  it("ends a brief that makes no sense with a sentence that helps, for good", async () => {
    await begin({}, "nonsense");
    expect(await run()).toBe("failed");
    expect(platform.end).toEqual({
      path: "fail",
      body: { code: "brief.unclear", message: "Say what is to be kept and who uses it.", retryable: false },
    });
    expect(tasks().get("contract")?.status).toBe("failed");
    expect(tasks().get("proof")).toMatchObject({ status: "waiting" });
  });

  it("fails with the gap named and still offers the archive when a must is not met", async () => {
    await begin();
    expect(await run({ "src/rules.ts": "export const isLong = (text: string): boolean => text.length > 50;\n" })).toBe(
      "failed",
    );
    expect(platform.end?.path).toBe("fail");
    expect(platform.end?.body).toMatchObject({ code: "requirements.unmet", retryable: false });
    expect(platform.end?.body.message).toContain(
      "R2 “Long notes are refused” (The test “R2: a long note is refused” failed.)",
    );
    const manifest = Manifest.parse(JSON.parse(storedBy(platform.end?.body.manifestKey).toString()));
    expect(manifest.requirements.map(({ status }) => status)).toEqual(["verified", "gap", "gap"]);
    expect([...requirements().values()].map(({ status }) => status)).toEqual(["verified", "gap", "gap"]);
    expect(unzip(storedBy(platform.end?.body.zipKey)).has("notes/q2o.json")).toBe(true);
    expect(Math.max(...platform.reports.flatMap((report) => report.progress ?? []))).toBeLessThan(100);
    expect(tasks().get("quality")?.status).toBe("failed");
    expect(tasks().get("package")?.status).toBe("done");
  });

  it("claims nothing that the clean room did not repeat", async () => {
    await begin();
    // Only where the workshop's packages lie beside it does this test pass.
    const test = (fixtureFiles().get("test/rules.test.ts") ?? "").replace(
      'isLong("longer"), true',
      "isLong(\"longer\"), import.meta.dirname.includes('/app/test')",
    );
    expect(await run({ "test/rules.test.ts": test })).toBe("failed");
    const manifest = Manifest.parse(JSON.parse(storedBy(platform.end?.body.manifestKey).toString()));
    expect(manifest.requirements.map(({ status }) => status)).toEqual(["verified", "gap", "gap"]);
    expect(manifest.requirements[1]?.reason).toContain("V8 Clean room: FAIL tests");
    expect(platform.end?.body.message).toContain("R2 “Long notes are refused” (V8 Clean room");
  });

  it("says that it may be tried again when a package cannot be fetched", async () => {
    await begin();
    const nowhere = { cache: join(work, "empty"), registry: "http://127.0.0.1:9/" };
    const settings = { apiUrl: platform.url, token: platform.token, work, packages: nowhere };
    expect(await runTask(settings, fixtureEngine(fixtureFiles()), term.signal)).toBe("failed");
    expect(platform.end?.body).toMatchObject({ code: "packages.unreachable", retryable: true });
  });

  it("says that it may be tried again when the engine breaks", async () => {
    await begin();
    const engine = fixtureEngine(fixtureFiles());
    const broken = {
      ...engine,
      compose: () => {
        throw new TypeError("a bug");
      },
    };
    expect(
      await runTask({ apiUrl: platform.url, token: platform.token, work, packages: testPackages }, broken, term.signal),
    ).toBe("crashed");
    expect(platform.end?.body).toMatchObject({ code: "engine.crashed", retryable: true });
    expect(JSON.stringify(platform.end)).not.toContain("a bug");
  });

  it("pauses before the next step and goes on from the checkpoint without repeating", async () => {
    await begin();
    const counts = { analysed: 0, composed: 0 };
    platform.before = (path) => {
      if (path === "checkpoint" && platform.checkpoint?.step === "analyse") platform.desired = "pause";
      return "answer";
    };
    expect(await run({}, counts)).toBe("released");
    expect(platform.end).toEqual({ path: "released", body: { reason: "pause" } });
    expect(platform.checkpoint?.step).toBe("compose");

    platform.before = () => "answer";
    platform.desired = "run";
    expect(await run({}, counts)).toBe("completed");
    expect(counts).toEqual({ analysed: 1, composed: 1 });
  });

  it("has told all of a step before it is accepted, since nobody tells it again", async () => {
    await begin();
    const files: number[] = [];
    platform.before = (path) => {
      if (path === "checkpoint") files.push(platform.reports.flatMap((report) => report.files ?? []).length);
      if (path === "checkpoint" && files.length === 2) term.abort();
      return "answer";
    };
    expect(await run()).toBe("released");
    expect(files).toEqual([0, fixtureFiles().size]);
  });

  it("does a step again when its checkpoint is gone or is not what was saved", async () => {
    await begin();
    const counts = { analysed: 0, composed: 0 };
    platform.checkpoint = { step: "verify", url: `${platform.url}/store/gone`, sha256: "0".repeat(64) };
    expect(await run({}, counts)).toBe("completed");
    expect(counts).toEqual({ analysed: 1, composed: 1 });
  });

  it("cancels in the middle of a step", async () => {
    await begin({ heartbeatSeconds: 0.2 });
    const running = run();
    while (!platform.calls.some(({ body }) => body.step === "compose")) await sleep(20);
    platform.desired = "cancel";
    expect(await running).toBe("released");
    expect(platform.end).toEqual({ path: "released", body: { reason: "cancel" } });
    expect(platform.calls.some(({ body }) => body.step === "verify")).toBe(false);
    expect(readdirSync(work)).toEqual([]);
  });

  it("is released when a cancel overtakes the last call", async () => {
    await begin();
    platform.before = (path) => (path === "complete" ? 409 : "answer");
    expect(await run()).toBe("released");
    expect(platform.end).toEqual({ path: "released", body: { reason: "cancel" } });
  });

  it("stops and says nothing more once the run is somebody else's", async () => {
    await begin();
    platform.before = (path) => {
      if (path === "checkpoint") platform.isSuperseded = true;
      return "answer";
    };
    expect(await run()).toBe("lost");
    expect(platform.end).toBeUndefined();
  });

  it("outlives lost answers, and a repeat changes nothing", async () => {
    // No heartbeat among what is counted, however slow the machine.
    await begin({ heartbeatSeconds: 3_600, leaseSeconds: 7_200 });
    const lost = new Set<string>();
    platform.before = (path) => {
      if (lost.has(path)) return "answer";
      lost.add(path);
      return path === "store" || path === "steps" ? "lose" : "drop";
    };
    expect(await run()).toBe("completed");
    // A slow machine beats meanwhile, a quick one does not.
    lost.delete("heartbeat");
    expect([...lost].sort()).toEqual(["artifacts", "boot", "checkpoint", "complete", "sign", "steps", "store"]);
    expect(platform.reports.map(({ seq }) => seq)).toEqual(platform.reports.map((_, i) => i + 1));
  });

  it("ends children and is released at SIGTERM", async () => {
    await begin();
    const running = run();
    while (!platform.calls.some(({ body }) => body.step === "compose")) await sleep(20);
    term.abort();
    expect(await running).toBe("released");
    expect(platform.end).toEqual({ path: "released", body: { reason: "sigterm" } });
    expect(readdirSync(work)).toEqual([]);
  });

  const broken = {
    status: "failed",
    code: "engine.unproved",
    message: "A check was killed.",
    retryable: true,
  } as const;
  it.each([
    { how: "throws", end: () => Promise.reject(new DOMException("The operation was aborted.", "AbortError")) },
    { how: "fails", end: async () => broken },
  ])("is released, and not broken, when its work $how because it was ended", async ({ end }) => {
    await begin();
    const pipeline: typeof runPipeline = async ({ watch }) => {
      term.abort();
      expect(watch.signal.aborted).toBe(true);
      return end();
    };
    const settings = { apiUrl: platform.url, token: platform.token, work, packages: testPackages };
    expect(await runTask(settings, fixtureEngine(fixtureFiles()), term.signal, pipeline)).toBe("released");
    expect(platform.end).toEqual({ path: "released", body: { reason: "sigterm" } });
  });

  it("ends a run that takes too long", async () => {
    await begin({ wallSeconds: 0.5 });
    expect(await run()).toBe("failed");
    expect(platform.end?.body).toMatchObject({ code: "run.overlong", retryable: false });
  });

  const stuck: ChildProcess[] = [];
  afterEach(() => {
    for (const child of stuck.splice(0)) child.kill("SIGKILL");
  });

  /** The task as a process of its own, with an engine that never comes to an end. */
  const spawnStuck = (environment: Record<string, string> = {}) => {
    const [task, fixture] = [join(import.meta.dirname, "task.ts"), join(import.meta.dirname, "../checks/fixture.ts")];
    const program = `
      import { exitCodes, runTask } from ${JSON.stringify(task)};
      import { fixtureEngine, fixtureFiles } from ${JSON.stringify(fixture)};
      const stuck = { ...fixtureEngine(fixtureFiles()), compose: () => { for (;;); } };
      const settings = ${JSON.stringify({ apiUrl: platform.url, token: platform.token, work, packages: testPackages })};
      process.exit(exitCodes[await runTask(settings, stuck, new AbortController().signal)]);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
      env: { PATH: process.env.PATH, ...environment },
      stdio: "ignore",
    });
    stuck.push(child);
    return new Promise<{ code: number | null; signal: string | null }>((resolve) => {
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
  };

  it("keeps its lease while the work blocks everything, and is gone before the lease ends when nobody answers", async () => {
    await begin({ heartbeatSeconds: 0.2, leaseSeconds: 16 });
    const ended = spawnStuck();
    const beats = () => platform.calls.filter(({ path }) => path === "heartbeat").length;
    while (beats() < 10) await sleep(50);
    platform.before = () => "drop";
    expect(await ended).toEqual({ code: null, signal: "SIGKILL" });
  });

  it("dies without a word at a crash point that was named", async () => {
    await begin();
    expect(await spawnStuck({ CRASH_AT: "CP-task-boot-answered" })).toEqual({ code: null, signal: "SIGKILL" });
    expect(platform.calls.map(({ path }) => path)).toEqual(["boot"]);
  });

  it("has an exit code for each ending", () => expect(new Set(Object.values(exitCodes)).size).toBe(5));
});
