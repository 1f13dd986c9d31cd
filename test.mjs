// The product's own checks, on any Node from 20 on with nothing installed. `npm test` runs all of them; names after
// `--` pick some. Ends with one line: how many checks passed and how many failed.
import { spawn, spawnSync } from "node:child_process";
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const bin = join(root, "node_modules/.bin");
const arguments_ = process.argv.slice(2);

if (arguments_[0] === "--help") {
  console.log(
    "Usage: npm test [-- NAME...]   format types unit migrations portals unused pooler journey\n       npm run check              format and types\n       npm run bench              the figures, as ratios where a baseline exists\n       npm run bench:api          the API's figures, with a million projects\n       npm run bench:billing      the figures of money\n       npm run bench:engine       the engine's figures on our own corpus\n       npm run bench:runs         the figures of runs: accepted, begun, lost, followed, in line\n       npm run bench:web          the figures of the portals, in a browser\n       npm run chaos              kills everything everywhere (-- --soak: under everything at once)",
  );
  process.exit(0);
}

install();
const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, NO_COLOR: "1", FORCE_COLOR: "0" };

const programs = {
  bench: "bench/index.ts",
  "bench:api": "bench/api/index.ts",
  "bench:billing": "bench/billing/index.ts",
  "bench:engine": "bench/engine/index.ts",
  "bench:runs": "bench/runs/index.ts",
  "bench:web": "bench/web/index.ts",
  chaos: "bench/chaos/index.ts",
  "chaos:billing": "bench/chaos/billing.ts",
};
if (arguments_[0] in programs) {
  const { status } = spawnSync(join(bin, "node"), [programs[arguments_[0]], ...arguments_.slice(1)], {
    cwd: root,
    env,
    stdio: "inherit",
  });
  process.exit(status ?? 1);
}

/** In the order of how soon they speak up. `count` finds how many tests a step ran, where it runs tests. */
const steps = [
  { name: "format", what: "Format and lint", run: ["biome", "check", "--error-on-warnings", "."] },
  { name: "types", what: "Types", run: ["tsc", "--noEmit", "-p", "tsconfig.json"] },
  {
    name: "portals",
    what: "The portals' types and build",
    run: ["sh", "-c", "cd packages/web && astro check --minimumFailingSeverity warning && astro build"],
  },
  { name: "unused", what: "Files, exports and packages that nothing uses", run: ["knip", "--no-progress"] },
  { name: "migrations", what: "Migrations fit the tables", check: migrationsFit },
  { name: "unit", what: "Unit and integration tests", tests: ["vitest", "run"] },
  {
    name: "pooler",
    what: "The API's tests through a transaction-mode pooler",
    tests: ["vitest", "run", "--config", "vitest.pooler.config.ts"],
    needs: "pgbouncer",
  },
  {
    name: "journey",
    what: "The journey in a browser",
    tests: ["vitest", "run", "--config", "packages/web/vitest.config.ts"],
  },
];

const wanted = arguments_[0] === "check" ? ["format", "types"] : arguments_;
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(", ")}. There are: ${steps.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

let passed = 0;
let failed = 0;
/** What failed, said again at the end, where it is looked for. */
const faults = [];
/** What failed beside other files and passed by itself: no fault of this change, most likely, but a fault. */
const unsteady = [];
/** More than this is no accident. */
const mostRepeated = 5;
for (const step of steps) {
  if (wanted.length > 0 && !wanted.includes(step.name)) continue;
  const begun = performance.now();
  console.log(`\n── ${step.what}`);
  if (step.needs && !isInstalled(step.needs)) {
    console.log(`── ${step.what}: LEFT OUT, for ${step.needs} is not installed`);
    continue;
  }
  const result = step.check ? await step.check() : step.tests ? await runTests(step.tests) : await runOne(step.run);
  passed += result.passed;
  failed += result.failed;
  console.log(
    `── ${step.what}: ${result.failed === 0 ? "passed" : "FAILED"} (${((performance.now() - begun) / 1000).toFixed(0)} s)`,
  );
}
if (unsteady.length > 0) console.log(`\nPassed only at the second try, to be looked into:\n${unsteady.join("\n")}`);
if (faults.length > 0) console.log(`\nFailed:\n${faults.join("\n")}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function runOne([command, ...rest]) {
  const code = await show(command, rest);
  if (code === 0) return { passed: 1, failed: 0 };
  faults.push(`  ${[command, ...rest].join(" ")}: exit ${code}`);
  return { passed: 0, failed: 1 };
}

/**
 * A suite, and what failed in it once more by itself (docs/decisions/0029-second-try.md). Counts from the reports, not
 * from the exit code; a suite that ran nothing or died is a failure, and so is a test that did not run.
 */
async function runTests(command) {
  const first = await runSuite(command);
  const isFew = first.bad.length > 0 && first.bad.length <= mostRepeated;
  if (isFew) console.log(`\nOnce more, by themselves: ${first.bad.map(({ name }) => name).join(", ")}`);
  const second = isFew ? await runSuite([...command, ...new Set(first.bad.map(({ file }) => file))]) : first;
  const hasPassed = ({ name }) => second.passed.some((test) => test.name === name);
  const still = first.bad.filter((test) => !hasPassed(test));
  unsteady.push(...first.bad.filter(hasPassed).map(told));
  faults.push(...still.map(told));
  // An error outside of any test has no test to its name.
  const isBroken = first.passed.length === 0 || (first.bad.length === 0 && first.code !== 0);
  if (isBroken) faults.push(`  ${command.join(" ")}: exit ${first.code}; see above`);
  return {
    passed: first.passed.length + first.bad.length - still.length,
    failed: still.length > 0 ? still.length : isBroken ? 1 : 0,
  };
}

function told({ name, message }) {
  const lines = message.split("\n").filter((line) => !line.includes("/node_modules/"));
  return `  ${name}\n${lines.map((line) => `    ${line}`).join("\n")}`;
}

/** Runs test files; the log of the services under test goes to a file, which is kept if something failed. */
async function runSuite([command, ...rest]) {
  const folder = mkdtempSync(join(tmpdir(), "q2o-test-"));
  const report = join(folder, "report.json");
  const log = join(folder, "services.log");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await show(command, [...rest, ...reporters], log);
  const { testResults } = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : { testResults: [] };
  if (code === 0) rmSync(folder, { recursive: true, force: true });
  else console.log(`What the services logged is kept in ${log}`);
  const tests = testResults.flatMap(({ name: path, status, message, assertionResults }) => {
    const file = relative(root, path);
    // A file that could not be read has no tests.
    if (assertionResults.length === 0) return [{ file, name: file, status, message }];
    return assertionResults.map(({ fullName, status, failureMessages }) => ({
      file,
      name: `${file} › ${fullName}`,
      status,
      message: (failureMessages.join("\n") || message || "did not run").slice(0, 2000),
    }));
  });
  const hasPassed = ({ status }) => status === "passed";
  return { code, passed: tests.filter(hasPassed), bad: tests.filter((test) => !hasPassed(test)) };
}

/** A change of a table without a migration would only show in production. */
async function migrationsFit() {
  const { stdout, status } = spawnSync(join(bin, "drizzle-kit"), ["generate", "--name=unexpected"], {
    cwd: root,
    env,
    encoding: "utf8",
    input: "",
  });
  const fits = status === 0 && /No schema changes/.test(stdout);
  if (!fits)
    console.error(`${stdout}\nA table changed without its migration: run npm run generate and commit what it wrote.`);
  return { passed: fits ? 1 : 0, failed: fits ? 0 : 1 };
}

function isInstalled(program) {
  return [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"].some((folder) =>
    existsSync(join(folder, program)),
  );
}

/** @param log where lines of the services' own log go instead of the terminal, when given */
function show(command, rest, log) {
  return new Promise((resolve) => {
    const local = join(bin, command);
    const child = spawn(existsSync(local) ? local : command, rest, {
      cwd: root,
      env,
      stdio: ["ignore", log ? "pipe" : "inherit", "inherit"],
    });
    if (log) {
      const kept = createWriteStream(log);
      createInterface({ input: child.stdout }).on("line", (line) => {
        if (line.startsWith('{"at":')) kept.write(`${line}\n`);
        else console.log(line);
      });
    }
    child.once("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    // Not "close": what a killed test left behind may hold its output open.
    child.once("exit", (code) => setTimeout(resolve, log ? 500 : 0, code ?? 1));
  });
}

/** Everything of the lock file, developers' tools included; Node 24 comes with it. */
function install() {
  const marker = join(root, "node_modules/.package-lock.json");
  const wantedLock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const present = existsSync(marker) ? JSON.parse(readFileSync(marker, "utf8")).packages : {};
  const isComplete = Object.entries(wantedLock).every(
    ([path, entry]) => !path.includes("node_modules/") || entry.optional || present[path]?.version === entry.version,
  );
  if (isComplete) return;
  console.log("Installing packages");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) {
    console.error("npm ci failed; see above.");
    process.exit(1);
  }
}
