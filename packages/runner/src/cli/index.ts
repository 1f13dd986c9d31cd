import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { agents } from "@q2o/core/llm/schema";
import { Models } from "../models/index.ts";
import { keyedProviders, takeKeys } from "../models/keys.ts";
import { newLedger } from "../models/ledger.ts";
import type { Till } from "../models/till.ts";
import { unzip } from "../pack/unzip.ts";
import { blueprint } from "../pipeline/blueprint.ts";
import { type Outcome, Pipeline } from "../pipeline/index.ts";
import { setupOf } from "../pipeline/setup.ts";
import { Config } from "../platform/schema.ts";
import { help, mustBeFree, readArguments, type Wanted, WrongArguments } from "./arguments.ts";
import { screenOn } from "./screen.ts";
import { signerOf } from "./signing-key.ts";

const exitCodes = { completed: 0, unmet: 1, misused: 2, refused: 3, unreachable: 4, interrupted: 130 } as const;

/** Where the command finds what is neither in the wish nor in the code. */
export type Surroundings = {
  packageCache: string;
  /** Where this machine's signing key is kept. */
  home: string;
  env: Record<string, string | undefined>;
};

const wallSeconds = 3_600;

/**
 * `npx q2o run`: the engine alone, from the words of a terminal to a folder with the software in it.
 *
 * @returns the exit code
 */
export async function run(args: string[], surroundings: Surroundings): Promise<number> {
  let wanted: Wanted | undefined;
  try {
    wanted = readArguments(args, () => readFileSync(0, "utf8"));
    if (wanted) return await perform(wanted, surroundings);
    console.log(help);
    return exitCodes.completed;
  } catch (error) {
    if (!(error instanceof WrongArguments)) throw error;
    console.error(error.message);
    return exitCodes.misused;
  }
}

async function perform(wanted: Wanted, { packageCache, home, env }: Surroundings): Promise<number> {
  const { brief, choice, budgetMicros, force } = wanted;
  const models = modelsFor(wanted, env);
  const setup = setupOf(configOf(choice, budgetMicros));
  // Known before the work, so that nobody waits for what then has no place to go.
  const analysis = blueprint.analyse(brief, setup);
  const folder = wanted.output ?? resolve("contract" in analysis ? analysis.contract.slug : ".");
  if ("contract" in analysis) mustBeFree(folder, force);
  const sign = signerOf(join(home, "run-signing-key.pem"));
  const screen = screenOn(process.stderr, wanted.quiet);
  const interrupted = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(name, () => interrupted.abort());
  const work = mkdtempSync(join(env.TMPDIR ?? tmpdir(), "q2o-run-"));
  const startedAt = performance.now();
  const sinceStart = () => (performance.now() - startedAt) / 1_000;
  try {
    const outcome = await Pipeline.runPipeline({
      brief,
      engine: blueprint,
      models,
      setup,
      state: {},
      isResumed: false,
      place: { work, packages: { cache: packageCache, registry: registryOf(env) } },
      watch: {
        before: async () => "go",
        after: async () => undefined,
        tell: screen.tell,
        sign: async (sha256) => sign(sha256),
        // It is looked at as any other; who is here can look for themselves.
        keepPicture: async () => undefined,
        secondsLeft: () => wallSeconds - sinceStart(),
        signal: interrupted.signal,
      },
    });
    screen.end();
    const saved = save(folder, outcome);
    tell(wanted, outcome, { ...saved, seconds: Math.round(sinceStart() * 10) / 10, costMicros: models?.spent() ?? 0 });
    return codeOf(outcome);
  } catch (error) {
    screen.end();
    if (!interrupted.signal.aborted) throw error;
    console.error("Interrupted. Nothing was written.");
    return exitCodes.interrupted;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const registryOf = (env: Surroundings["env"]) => env.Q2O_PACKAGE_REGISTRY ?? "https://registry.npmjs.org/";

/** Everybody in the run asks the same model. */
function configOf({ provider, model }: Wanted["choice"], runBudgetMicros: number): Config {
  const agent = { enabled: true, provider, model, fallback: [], temperature: 0.2, maxTokens: 8_192, runBudgetMicros };
  const each = agents.map((name) => [name, { ...agent, versions: {}, prompt: 0 }]);
  return Config.parse({ provider, agents: Object.fromEntries(each), prompts: [""] });
}

/** @throws WrongArguments when the provider has neither key nor address here */
function modelsFor({ choice, budgetMicros }: Wanted, env: Surroundings["env"]) {
  // Before anything is started that could inherit them.
  const keys = takeKeys(env);
  const provider = keyedProviders.find((name) => name === choice.provider);
  if (provider === undefined) return undefined;
  if (!keys.access[provider])
    throw new WrongArguments(`${provider} is not configured: set ${variables[provider]} in the environment.`);
  const ledger = newLedger();
  const purse = { name: "run", limitMicros: budgetMicros };
  const till: Till = {
    reserve: async ({ id, mostMicros }) => ledger.reserve(id, [purse], mostMicros),
    tell: async ({ id, costMicros }) => ledger.settle(id, costMicros ?? Number.POSITIVE_INFINITY),
  };
  return { ports: Models.portsOf(keys), till, spent: () => ledger.spentOf(purse.name) };
}

const variables = {
  openai: "OPENAI_API_KEY",
  anthropic: "ANTHROPIC_API_KEY",
  google: "GOOGLE_GENERATIVE_AI_API_KEY",
  compatible: "LLM_COMPATIBLE_BASE_URL",
} as const;

type Saved = { folder: string; archive: string };

/** The software as a folder and as the archive that was proved; each is there whole or as it was before. */
function save(folder: string, outcome: Outcome): Saved | undefined {
  if (outcome.status === "stopped" || !outcome.packed) return undefined;
  const { zip, manifest } = outcome.packed;
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    for (const [path, body] of unzip(zip)) {
      const at = join(draft, path);
      mkdirSync(dirname(at), { recursive: true });
      writeFileSync(at, body, { mode: path.endsWith(".sh") ? 0o755 : 0o644 });
    }
    writeFileSync(join(draft, "archive.zip"), zip);
    rmSync(folder, { recursive: true, force: true });
    renameSync(join(draft, manifest.project.slug), folder);
    renameSync(join(draft, "archive.zip"), `${folder}.zip`);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return { folder, archive: `${folder}.zip` };
}

function codeOf(outcome: Outcome): number {
  if (outcome.status === "completed") return exitCodes.completed;
  if (outcome.status === "stopped") return exitCodes.interrupted;
  if (outcome.packed) return exitCodes.unmet;
  return outcome.retryable ? exitCodes.unreachable : exitCodes.refused;
}

function tell({ json }: Wanted, outcome: Outcome, facts: Partial<Saved> & { seconds: number; costMicros: number }) {
  if (outcome.status === "stopped") return;
  const { packed } = outcome;
  const problem = outcome.status === "failed" ? { code: outcome.code, message: outcome.message } : undefined;
  if (json) {
    const result = { status: outcome.status, problem, ...facts, sha256: packed?.zipSha256, manifest: packed?.manifest };
    console.log(JSON.stringify(result, undefined, 2));
    return;
  }
  for (const { id, status, text, reason } of packed?.manifest.requirements ?? [])
    console.log(`${status === "verified" ? "✓" : "–"} ${id} ${text}${reason ? `\n    ${reason}` : ""}`);
  if (problem) console.error(problem.message);
  const cost = facts.costMicros > 0 ? `, ${(facts.costMicros / 1_000_000).toFixed(2)} dollars` : "";
  if (facts.folder) console.log(`\n${facts.folder} and ${facts.archive} (${facts.seconds} s${cost})`);
}
