import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { BuildOptions } from "esbuild";
import { bundles, esbuildOptions } from "../../../functions/bundles.ts";
import { fingerprint } from "./fingerprint.ts";
import { fillPackageCache } from "./package-cache.ts";

/** Where everything is that a start needs and sources are not. */
export type Builds = {
  /** The bundled start program, and the one that does the main job. */
  start: string;
  demo: string;
  /** The bundled process in which functions run, and the folder with one `NAME.mjs` each. */
  program: string;
  functions: string;
  /** What a task runs. */
  runner: string;
  /** The portals. */
  web: string;
  rewrites: string;
  /** npm's cache with what delivered projects install. */
  packageCache: string;
};

type Tell = (line: string) => void;

const sources = {
  functions: ["packages/functions", "packages/core", "packages/local/src", "package-lock.json"],
  runner: ["packages/runner", "packages/core/src", "package-lock.json"],
  web: ["packages/web", "packages/core/src", "packages/functions/src", "package-lock.json"],
};

/**
 * Makes what is missing or made of other sources, and nothing else: a warm start only reads and compares.
 *
 * @param root the repository's folder
 */
export async function build(root: string, tell: Tell): Promise<Builds> {
  const cache = join(root, "node_modules/.cache/q2o");
  mkdirSync(cache, { recursive: true });
  const [code, runner, packageCache] = await Promise.all([
    buildCode(root, cache, tell),
    buildRunner(root, cache, tell),
    fillPackageCache(root, cache, tell),
    buildWeb(root, cache, tell),
  ]);
  await stopBundler();
  return {
    start: join(code, "start.mjs"),
    demo: join(code, "demo.mjs"),
    program: join(code, "program.mjs"),
    functions: join(code, "functions"),
    runner,
    web: join(root, "packages/web/dist"),
    rewrites: join(root, "packages/web/rewrites.json"),
    packageCache,
  };
}

/** A folder named for its sources, complete or not there, whoever else builds it at the same time. */
async function once(cache: string, kind: string, key: string, make: (draft: string) => Promise<void>): Promise<string> {
  const folder = join(cache, `${kind}-${key}`);
  if (existsSync(folder)) {
    utimesSync(folder, new Date(), new Date());
    return folder;
  }
  const draft = `${folder}.${process.pid}`;
  await make(draft);
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
  removeOld(cache, kind);
  return folder;
}

/** Keeps the three latest: another start may still run one of them. */
function removeOld(cache: string, kind: string): void {
  const made = readdirSync(cache)
    .filter((name) => name.startsWith(`${kind}-`))
    .map((name) => ({ path: join(cache, name), usedAt: statSync(join(cache, name)).mtimeMs }))
    .sort((a, b) => b.usedAt - a.usedAt);
  for (const { path } of made.slice(3)) rmSync(path, { recursive: true, force: true });
}

const buildCode = (root: string, cache: string, tell: Tell) =>
  once(cache, "code", fingerprint(root, sources.functions), async (draft) => {
    tell("Bundling the functions");
    const functions = join(root, "packages/functions");
    const local = join(root, "packages/local/src");
    const entries = [...bundles, { name: "seed", entry: "src/seed/index.ts" }].map(({ name, entry }) => ({
      out: name,
      in: join(functions, entry),
    }));
    const programs = { start: "cloud/main.ts", demo: "demo/main.ts", program: "lambda/program.ts" };
    await Promise.all([
      bundle(root, { entryPoints: entries, outdir: join(draft, "functions") }),
      bundle(root, {
        entryPoints: Object.entries(programs).map(([out, path]) => ({ out, in: join(local, path) })),
        outdir: draft,
        minify: false,
        external: [...esbuildOptions.external, "esbuild"],
      }),
    ]);
  });

const buildRunner = async (root: string, cache: string, tell: Tell): Promise<string> => {
  const folder = await once(cache, "runner", fingerprint(root, sources.runner), async (draft) => {
    tell("Bundling the runner");
    const entry = { out: "main", in: join(root, "packages/runner/src/main.ts") };
    // In parts: what speaks to models is read by runs that have one, and the heartbeat's thread reads only its own.
    await bundle(root, { entryPoints: [entry], outdir: draft, minify: false });
  });
  return join(folder, "main.mjs");
};

let isBundling = false;

/** Its helper process would else stay, and hold a hundred megabytes. */
async function stopBundler(): Promise<void> {
  if (isBundling) await (await import("esbuild")).stop();
}

async function bundle(root: string, options: BuildOptions): Promise<void> {
  isBundling = true;
  const esbuild = await import("esbuild");
  await esbuild.build({ ...esbuildOptions, logLevel: "error", absWorkingDir: root, ...options });
}

/** Astro builds into `packages/web/dist`, where the stacks look for it, so its sources' word lies beside. */
async function buildWeb(root: string, cache: string, tell: Tell): Promise<void> {
  const word = fingerprint(root, sources.web);
  const note = join(cache, "web");
  const isBuilt = existsSync(join(root, "packages/web/dist/index.html"));
  if (isBuilt && existsSync(note) && readFileSync(note, "utf8") === word) return;
  tell("Building the portals");
  const astro = join(root, "node_modules/astro/bin/astro.mjs");
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
  const child = spawn(process.execPath, [astro, "build"], { cwd: join(root, "packages/web"), env, stdio: "pipe" });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.once("close", resolve).once("error", resolve));
  if (code !== 0) throw new Error(`The portals cannot be built:\n${output.slice(-4_000)}`);
  writeFileSync(note, word);
}
