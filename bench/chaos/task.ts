import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isMainThread } from "node:worker_threads";
import * as z from "zod";
import {
  fixtureAnalysis,
  fixtureComposition,
  fixtureEngine,
  fixtureFiles,
} from "../../packages/runner/src/checks/fixture.ts";
import { testPackages } from "../../packages/runner/src/checks/package-cache.ts";
import { Pack } from "../../packages/runner/src/pack/index.ts";
import type { Outcome, runPipeline } from "../../packages/runner/src/pipeline/index.ts";
import { exitCodes, runTask } from "../../packages/runner/src/pipeline/task.ts";
import { call } from "../../packages/runner/src/platform/call.ts";
import { crashpoint } from "../../packages/runner/src/platform/crashpoint.ts";

const {
  Q2O_API_URL: apiUrl = "",
  Q2O_RUN_TOKEN: token = "",
  Q2O_WORK: work = "",
  Q2O_PACKAGE_CACHE,
  Q2O_STEP_MS,
} = process.env;

/** Asks a model, which costs: a call of its own each time that it is asked. */
const pay = (step: string, signal: AbortSignal) => {
  const asked = { agent: "coder", provider: "compatible", model: step, promptVersions: {}, cache: "none" } as const;
  const took = { inputTokens: 10, outputTokens: 5, costMicros: 7, latencyMs: 1, status: "succeeded" } as const;
  return call(
    { apiUrl, token, signal },
    "llm-calls",
    { calls: [{ id: randomUUID(), ...asked, ...took }] },
    z.unknown(),
  );
};

/**
 * A task as the runner's own, with its platform, heartbeat, checkpoints and delivery, but with work that takes a
 * moment instead of a minute: three steps that each say that they did something, and pay for it.
 */
const shortPipeline: typeof runPipeline = async ({ state, watch }): Promise<Outcome> => {
  const step = async (name: "compose" | "verify" | "prove", isDone: boolean, keep: () => void) => {
    if (isDone) return undefined;
    const word = await watch.before(name);
    if (word !== "go") return word;
    watch.tell({ phase: name, log: [{ level: "info", text: `began ${name}` }] });
    await pay(name, watch.signal);
    await sleep(Number(Q2O_STEP_MS ?? 120), undefined, { signal: watch.signal }).catch(() =>
      watch.signal.throwIfAborted(),
    );
    watch.tell({ log: [{ level: "info", text: `did ${name}` }] });
    crashpoint("CP-task-in-step");
    keep();
    await watch.after(name, state);
    return undefined;
  };
  const { files, evidence } = fixtureComposition(fixtureFiles());
  const standings = fixtureAnalysis.requirements.map(({ id }) => ({ id, status: "verified" as const, tests: [] }));
  const check = {
    check: "V8" as const,
    name: "Clean room",
    status: "passed" as const,
    requirementIds: [],
    summary: "",
    durationMs: 1,
  };
  const word =
    (await step("compose", state.composition !== undefined, () => {
      state.composition = { files: [...files], evidence };
    })) ??
    (await step("verify", state.verification !== undefined, () => {
      state.verification = { standings, checks: [], pictures: [] };
    })) ??
    (await step("prove", state.proof !== undefined, () => {
      state.proof = { check, repeated: [] };
    }));
  if (word) return { status: "stopped", reason: word };
  const packing = { analysis: fixtureAnalysis, provider: "blueprint", files, standings, checks: [] };
  return { status: "completed", packed: await Pack.pack(packing, watch.sign) };
};

if (isMainThread) {
  mkdirSync(work, { recursive: true });
  const sigterm = new AbortController();
  process.once("SIGTERM", () => sigterm.abort());
  const settings = {
    apiUrl,
    token,
    work,
    packages: { cache: Q2O_PACKAGE_CACHE ?? work, registry: testPackages.registry },
  };
  // With packages to build from, the work is the runner's own as well.
  const pipeline = Q2O_PACKAGE_CACHE === undefined ? shortPipeline : undefined;
  const ending = await runTask(settings, fixtureEngine(fixtureFiles()), sigterm.signal, pipeline).catch(
    (error: unknown) => {
      console.error(error);
      return "crashed" as const;
    },
  );
  process.exit(exitCodes[ending]);
} else await import("../../packages/runner/src/platform/heartbeat.ts");
