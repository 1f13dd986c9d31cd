import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isMainThread } from "node:worker_threads";
import {
  fixtureAnalysis,
  fixtureComposition,
  fixtureEngine,
  fixtureFiles,
} from "../../packages/runner/src/checks/fixture.ts";
import { Pack } from "../../packages/runner/src/pack/index.ts";
import type { Outcome, runPipeline } from "../../packages/runner/src/pipeline/index.ts";
import { exitCodes, runTask } from "../../packages/runner/src/pipeline/task.ts";
import { crashpoint } from "../../packages/runner/src/platform/crashpoint.ts";

/**
 * A task as the runner's own, with its platform, heartbeat, checkpoints and delivery, but with work that takes a
 * moment instead of a minute: three steps that each say that they did something.
 */
const shortPipeline: typeof runPipeline = async ({ state, watch }): Promise<Outcome> => {
  const step = async (name: "compose" | "verify" | "prove", isDone: boolean, keep: () => void) => {
    if (isDone) return undefined;
    const word = await watch.before(name);
    if (word !== "go") return word;
    watch.tell({ phase: name, log: [{ level: "info", text: `did ${name}` }] });
    await sleep(120, undefined, { signal: watch.signal }).catch(() => watch.signal.throwIfAborted());
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
      state.verification = { standings, checks: [] };
    })) ??
    (await step("prove", state.proof !== undefined, () => {
      state.proof = { check, repeated: [] };
    }));
  if (word) return { status: "stopped", reason: word };
  const packing = { analysis: fixtureAnalysis, provider: "blueprint", files, standings, checks: [] };
  return { status: "completed", packed: await Pack.pack(packing, watch.sign) };
};

if (isMainThread) {
  const { Q2O_API_URL: apiUrl = "", Q2O_RUN_TOKEN: token = "", Q2O_WORK: work = "" } = process.env;
  mkdirSync(work, { recursive: true });
  const sigterm = new AbortController();
  process.once("SIGTERM", () => sigterm.abort());
  const settings = { apiUrl, token, work, packages: { cache: work, registry: apiUrl } };
  const ending = await runTask(settings, fixtureEngine(fixtureFiles()), sigterm.signal, shortPipeline).catch(
    (error: unknown) => {
      console.error(error);
      return "crashed" as const;
    },
  );
  process.exit(exitCodes[ending]);
} else await import("../../packages/runner/src/platform/heartbeat.ts");
