import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import type { Brief } from "../../packages/runner/src/artefacts.ts";
import { Manifest } from "../../packages/runner/src/artefacts.ts";
import { ownersEnvironment } from "../../packages/runner/src/composer/fixtures/owner.ts";
import { blueprint } from "../../packages/runner/src/pipeline/blueprint.ts";
import { type Figure, median } from "../figure.ts";
import { corpus, some } from "./corpus.ts";

const root = join(import.meta.dirname, "../..");
const setup = { agents: new Map(), disabledBlueprints: new Set<string>() };

/** From the words to all files, of every brief, the second time that each is read. */
export async function* composing(): AsyncGenerator<Figure> {
  const times = corpus.map((brief) => {
    const turns = [1, 2].map(() => {
      const begun = performance.now();
      const analysis = blueprint.analyse(brief, setup);
      if (!("requirements" in analysis)) throw new Error(`${brief.name}: ${analysis.message}`);
      blueprint.compose(brief, analysis, setup);
      return (performance.now() - begun) / 1_000;
    });
    return Math.min(...turns);
  });
  yield { name: `analyse and compose, median of ${times.length} briefs`, value: median(times), unit: "s", bound: 1 };
  yield { name: "analyse and compose, slowest brief", value: Math.max(...times), unit: "s", bound: 1 };
}

const Result = z.object({
  status: z.string(),
  seconds: z.number(),
  folder: z.string(),
  archive: z.string(),
  manifest: Manifest,
});

/** As `npx q2o run` delivers them, one after the other: a line for each, then the totals and the figures. */
export async function* delivered(): AsyncGenerator<Figure> {
  const runs: Awaited<ReturnType<typeof measured>>[] = [];
  const home = mkdtempSync(join(tmpdir(), "q2o-bench-"));
  try {
    for (const brief of some(6)) {
      const run = await measured(brief, home);
      runs.push(run);
      const counts = `${run.found} requirements, ${run.met} verified, ${run.found - run.met} gaps`;
      const size = `${run.seconds} s, ${run.peakMB} MB, archive ${run.bytes} bytes`;
      console.log(`${brief.name.padEnd(28)} ${run.kind.padEnd(13)} ${run.status.padEnd(10)} ${counts}, ${size}`);
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  const sum = (of: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + of(run), 0);
  const most = (of: (run: (typeof runs)[number]) => number) => Math.max(...runs.map(of));
  const [found, met] = [sum((run) => run.found), sum((run) => run.met)];
  console.log(`In all ${found} requirements, ${met} verified, ${found - met} gaps (${share(found - met, found)} %)`);
  const byHand = { name: "npm ci, tsc, npm test by hand", value: median(runs.map((run) => run.byHand)) };
  const lost = sum(({ status }) => (status === "completed" ? 0 : 1));
  const unmet = share(
    sum((run) => run.unmet),
    sum((run) => run.musts),
  );
  const seconds = median(runs.map((run) => run.seconds));
  yield { name: `of ${runs.length} briefs, not completed`, value: lost, unit: "runs", bound: 0 };
  yield { name: `of ${sum((run) => run.musts)} musts, not verified`, value: unmet, unit: "%", bound: 5 };
  yield { name: "a brief, median", value: seconds, unit: "s", bound: 15, baseline: byHand };
  yield { name: "a brief, slowest", value: most((run) => run.seconds), unit: "s", bound: 15 };
  yield { name: "most memory of the engine's process", value: most((run) => run.peakMB), unit: "MB", bound: 250 };
}

const share = (part: number, whole: number) => Math.round((1_000 * part) / whole) / 10;

async function measured(brief: Brief, home: string) {
  const { result, peakMB } = await deliver(brief, home);
  const { requirements, project } = result.manifest;
  const musts = requirements.filter(({ priority }) => priority === "must");
  const isMet = ({ status }: (typeof requirements)[number]) => status === "verified";
  const byHand = secondsByHand(result.folder);
  rmSync(result.folder, { recursive: true, force: true });
  return {
    kind: project.kind,
    status: result.status,
    found: requirements.length,
    met: requirements.filter(isMet).length,
    musts: musts.length,
    unmet: musts.filter((each) => !isMet(each)).length,
    seconds: result.seconds,
    bytes: statSync(result.archive).size,
    peakMB,
    byHand,
  };
}

/** @throws Error with what it said, when there is nothing to measure */
export async function deliver(brief: Brief, home: string) {
  const config = join(home, "brief.json");
  writeFileSync(config, JSON.stringify(brief));
  const args = ["run", "--config", config, "--output", join(home, "made"), "--force", "--json", "--quiet"];
  const child = spawn(process.execPath, [join(root, "start.mjs"), ...args], {
    cwd: home,
    env: { ...ownersEnvironment, Q2O_HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, errors, peakMB] = ["", "", 0];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (errors += chunk));
  const watch = setInterval(() => (peakMB = Math.max(peakMB, highWaterMB(child.pid ?? 0))), 50);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(watch);
  if (code !== 0 && code !== 1) throw new Error(`${brief.name} ended with ${code}: ${errors}`);
  return { result: Result.parse(JSON.parse(out)), peakMB };
}

/** The most memory that a process has held so far; 0 where nobody tells. */
function highWaterMB(pid: number): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  try {
    return Math.round(Number(readFileSync(file, "utf8").match(/^VmHWM:\s+(\d+) kB/m)?.[1] ?? 0) / 1_000);
  } catch {
    return 0;
  }
}

/** What its owner waits for to see the same without us, once. */
function secondsByHand(folder: string): number {
  const begun = performance.now();
  for (const [command, ...args] of [
    ["npm", "ci", "--prefer-offline", "--no-audit", "--no-fund"],
    ["npx", "tsc"],
    ["npm", "test"],
  ] as const) {
    const { status, stdout } = spawnSync(command, args, { cwd: folder, env: ownersEnvironment, encoding: "utf8" });
    if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${stdout.slice(-2_000)}`);
  }
  return (performance.now() - begun) / 1_000;
}
