#!/usr/bin/env node
// Runs on any Node from 20 on, with nothing installed: it installs what is missing, then goes on in Node 24.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const [command, ...rest] = process.argv.slice(2);

const help = `Usage:
  npm start                 the whole product on this machine; Ctrl-C stops it
  npm run demo -- OPTIONS   the main job without a browser; --help says more
  npx q2o run OPTIONS       the engine alone: a brief becomes a folder with verified software; --help says more

Settings (environment): PORT (4321), Q2O_HOME (.local), Q2O_SEED (demo or none), STRIPE_*, LLM_* and model keys.
README.md says what each is for.`;

if (command !== undefined && command !== "demo" && command !== "run") {
  console.log(help);
  process.exit(command === "--help" || command === "-h" ? 0 : 2);
}

install();
endWithNpm();
if (Number(process.versions.node.split(".")[0]) < 24) await continueInNode24();
else await run();

/** Whether every package that the product needs at run time is there in the locked version. */
function findMissing() {
  const installed = join(root, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return ["node_modules"];
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(installed, "utf8")).packages;
  const own = Object.keys(wanted[""].optionalDependencies ?? {}).map((name) => `node_modules/${name}`);
  return (
    Object.entries(wanted)
      .filter(([path, entry]) => path.includes("node_modules/") && !entry.dev && !entry.devOptional)
      // Of the optional ones we insist on our own that are made for this machine.
      .filter(([path, entry]) => !entry.optional || (own.includes(path) && fits(entry)))
      .filter(([path, entry]) => present[path]?.version !== entry.version || !existsSync(join(root, path)))
      .map(([path]) => path)
  );
}

function fits({ os, cpu }) {
  const allows = (list, value) => list === undefined || [list].flat().includes(value);
  return allows(os, process.platform) && allows(cpu, process.arch);
}

/** Adds what is missing. A full installation of a developer stays full, and the lock file stays as it is. */
function install() {
  const missing = findMissing();
  if (missing.length === 0) return;
  const isEmpty = missing[0] === "node_modules";
  const lockFile = join(root, "package-lock.json");
  const lock = readFileSync(lockFile);
  const isFull = existsSync(join(root, "node_modules/vitest"));
  const add = ["install", "--no-save", ...(isFull ? [] : ["--omit=dev"])];
  console.log(isEmpty ? "Installing packages (first start only)" : `Adding ${missing.length} missing packages`);
  const begun = performance.now();
  let result = isEmpty ? npm(["ci", "--omit=dev"], "ignore") : npm(add, "inherit");
  // A lock made on another platform may lack what npm ci wants to see; adding does not mind.
  if (result.status !== 0 && !result.signal && isEmpty) result = npm(add, "inherit");
  if (!readFileSync(lockFile).equals(lock)) writeFileSync(lockFile, lock);
  const left = result.status === 0 ? findMissing() : missing;
  if (left.length > 0) {
    const why = result.error
      ? `: ${result.error.message}`
      : result.status === 0
        ? `: ${left.join(", ")} is not there`
        : "";
    console.error(`npm could not install the packages${why}. The network and npm's message above say more.`);
    process.exit(1);
  }
  console.log(`  installed in ${Math.round((performance.now() - begun) / 1000)} s`);
}

/** The npm that started us, else the one in PATH. */
function npm(what, errors) {
  const args = [...what, "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"];
  const program = process.env.npm_execpath;
  const own = program?.endsWith(".js") ? [process.execPath, program] : ["npm"];
  return spawnSync(own[0], [...own.slice(1), ...args], { cwd: root, stdio: ["ignore", "ignore", errors] });
}

/** Its script becomes us by `exec`, so npm's signals reach us; when npm itself is killed we have another parent. */
function endWithNpm() {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return;
  setInterval(() => process.ppid !== parent && process.kill(process.pid, "SIGTERM"), 300).unref();
}

/** Becomes a caretaker of the same program in Node 24, which ends when we do. */
async function continueInNode24() {
  const node = join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (!existsSync(node)) {
    console.error(
      `Node 24 is needed; this is ${process.version}, and there is no packaged one for ${process.platform}-${process.arch}.`,
    );
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` },
  });
  // Ctrl-C reaches the child by itself: both belong to the terminal's group.
  process.on("SIGINT", () => undefined);
  for (const name of ["SIGTERM", "SIGHUP"]) process.on(name, () => child.kill(name));
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

async function run() {
  hideExperimentalWarnings();
  if (command === "run") return runEngine();
  const { build } = await import("./packages/local/src/build/index.ts");
  let builds;
  try {
    builds = await build(root, (line) => console.log(`  ${line}`));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
  if (command === "demo") {
    const { demo } = await import(builds.demo);
    process.exit(await demo(rest, root, builds));
  }
  const { main } = await import(builds.start);
  await main(root, builds);
}

/** Nothing of the product is built or started for it. */
async function runEngine() {
  const { keepHeapSmall } = await import("./packages/runner/src/platform/heap.ts");
  keepHeapSmall();
  const cache = join(root, "node_modules/.cache/q2o");
  mkdirSync(cache, { recursive: true });
  const { fillPackageCache } = await import("./packages/local/src/build/package-cache.ts");
  const packageCache = await fillPackageCache(root, cache, (line) => console.error(line));
  const { run } = await import("./packages/runner/src/cli/index.ts");
  const home = resolve(process.env.Q2O_HOME ?? join(root, ".local"));
  process.exit(await run(rest, { packageCache, home, env: process.env }));
}

/** Of Node's own modules that we use knowingly; other warnings stay. */
function hideExperimentalWarnings() {
  const emit = process.emitWarning;
  process.emitWarning = (warning, ...more) => {
    const kind = typeof more[0] === "string" ? more[0] : more[0]?.type;
    if (kind !== "ExperimentalWarning") emit.call(process, warning, ...more);
  };
}
