/**
 * `verify.sh`, the same in every archive: it reads what to prove from the `q2o.json` beside it. Plain sh and Node, so
 * that it runs wherever the project itself does. Neither backtick nor dollar-brace: it stands in a raw template.
 */
export const verifyScript = String.raw`#!/bin/sh
# Repeats the evidence of q2o.json on this machine: needs Node 24 or newer and npm.
# Q2O_OFFLINE=1 takes packages from npm's cache only.
# Prints PASS, FAIL or GAP for each item; the last line is "verified" or "failed", and the exit code says the same.
cd "$(dirname "$0")" || exit 2
if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 24 ? 0 : 1)' 2>/dev/null; then
  echo "FAIL node       Node 24 or newer is needed"
  echo failed
  exit 1
fi

scratch=$(mktemp -d) || exit 2
child=
clean() {
  if [ -n "$child" ]; then kill "$child" 2>/dev/null; wait "$child" 2>/dev/null; fi
  rm -rf "$scratch"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
failed=0

pass() { printf 'PASS %-10s %s\n' "$1" "$2"; }
fail() { failed=1; printf 'FAIL %-10s %s\n' "$1" "$2"; if [ -n "$3" ]; then tail -n 40 "$3" | sed 's/^/     | /'; fi; }

cat > "$scratch/reporter.mjs" <<'JS'
export default async function* (events) {
  for await (const { type, data } of events)
    if ((type === "test:pass" || type === "test:fail") && data.details?.type !== "suite")
      yield JSON.stringify({ name: data.name, passed: type === "test:pass" && !data.skip && !data.todo }) + "\n";
}
JS

cat > "$scratch/verify.mjs" <<'JS'
import { spawn } from "node:child_process";
import { createHash, createPublicKey, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const manifest = JSON.parse(readFileSync("q2o.json", "utf8"));
const [, , command, ...rest] = process.argv;
const say = (word, item, text) => {
  if (word === "FAIL") process.exitCode = 1;
  console.log(word + " " + item.padEnd(10) + " " + text);
};

const commands = {
  files() {
    const wrong = manifest.files.filter(({ path, sha256 }) =>
      !existsSync(path) || createHash("sha256").update(readFileSync(path)).digest("hex") !== sha256);
    for (const { path } of wrong) say("FAIL", "files", path + " is missing or changed");
    if (wrong.length === 0) say("PASS", "files", manifest.files.length + " files are as q2o.json lists them");
  },

  signature() {
    const { keyId, publicKey, signature } = JSON.parse(readFileSync("q2o.json.sig", "utf8"));
    const digest = createHash("sha256").update(readFileSync("q2o.json")).digest();
    const fits = verify(null, digest, createPublicKey(publicKey), Buffer.from(signature, "base64"));
    say(fits ? "PASS" : "FAIL", "signature", "q2o.json " + (fits ? "is signed" : "is not what was signed") + " by key " + keyId);
  },

  tests(log) {
    const results = readFileSync(log, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
    for (const { id, text, status, priority, reason, checks } of manifest.requirements) {
      if (status === "gap") {
        say("GAP ", id, text + " (" + (reason ?? "not met") + ")");
        if (priority === "must") say("FAIL", id, "a requirement that must be met is not");
        continue;
      }
      const names = new Set(checks.filter(({ check }) => check === "V3").map(({ name }) => name));
      const seen = results.filter(({ name }) => names.has(name));
      const ran = new Set(seen.map(({ name }) => name));
      const good = names.size > 0 && ran.size === names.size && seen.every(({ passed }) => passed);
      say(good ? "PASS" : "FAIL", id, text + " (" + ran.size + " of " + names.size + " tests ran)");
    }
  },

  async serve(data) {
    const port = await freePort();
    const env = { ...process.env, ...example(), PORT: String(port), DATA_DIR: data };
    const server = spawn("npm", ["start"], { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let errors = "";
    let isOver = false;
    server.stderr.on("data", (chunk) => { errors += chunk; });
    server.stdout.resume();
    server.once("exit", () => { isOver = true; });
    const stop = () => { try { process.kill(-server.pid, "SIGTERM"); } catch {} };
    for (const name of ["SIGTERM", "SIGINT"]) process.once(name, () => { stop(); process.exit(1); });
    try {
      await probe("http://127.0.0.1:" + port, () => isOver);
    } catch (error) {
      say("FAIL", "start", String(error.message ?? error) + (errors ? "\n" + errors.slice(-2000) : ""));
    } finally {
      stop();
    }
  },
};

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

function example() {
  if (!existsSync(".env.example")) return {};
  const pairs = readFileSync(".env.example", "utf8").split("\n").map((line) => /^([A-Za-z_]\w*)=(.*)$/.exec(line.trim()));
  return Object.fromEntries(pairs.filter(Boolean).map(([, key, value]) => [key, value.replace(/^"(.*)"$/, "$1")]));
}

async function probe(base, isOver) {
  const ask = (path) => fetch(base + path, { signal: AbortSignal.timeout(10_000) });
  let health;
  for (let i = 0; i < 300 && !isOver() && health?.status !== 200; i++) {
    health = await ask("/health").catch(() => undefined);
    if (health?.status !== 200) await sleep(100);
  }
  if (health?.status !== 200) throw new Error(isOver() ? "npm start ended by itself" : "GET /health did not answer 200 within 30 s");
  say("PASS", "start", "npm start, GET /health answers 200");

  const document = await (await ask("/openapi.json")).json();
  const paths = Object.entries(document.paths ?? {});
  const isGood = /^3\./.test(document.openapi) && paths.length > 0;
  say(isGood ? "PASS" : "FAIL", "openapi", paths.length + " paths in GET /openapi.json");

  const page = await ask("/");
  const isPage = page.status === 200 && /text\/html/.test(page.headers.get("content-type") ?? "");
  say(isPage ? "PASS" : "FAIL", "page", "GET / answers " + page.status);

  for (const [path, operations] of paths) {
    if (!operations.get || !/^\/api\/[^/{}]+$/.test(path)) continue;
    const answer = await ask(path);
    const body = await answer.json().catch(() => undefined);
    const isClosed = answer.status === 401 && (operations.get.security ?? document.security ?? []).length > 0;
    const isList = answer.status === 200 && Array.isArray(body?.items);
    say(isClosed || isList ? "PASS" : "FAIL", "list", "GET " + path + " answers " + answer.status + (isClosed ? " until someone signs in" : ""));
  }
}

await commands[command](...rest);
process.exit();
JS

node "$scratch/verify.mjs" files || failed=1
node "$scratch/verify.mjs" signature || failed=1

offline=
if [ "$Q2O_OFFLINE" = 1 ]; then offline=--offline; fi
if npm ci --ignore-scripts --no-audit --no-fund $offline > "$scratch/install.log" 2>&1; then
  pass install "npm ci"
else
  fail install "npm ci" "$scratch/install.log"
  echo failed
  exit 1
fi

if [ -f tsconfig.json ]; then
  node node_modules/typescript/bin/tsc --noEmit --pretty false > "$scratch/types.log" 2>&1 &
  child=$!
fi
NODE_OPTIONS="--test-reporter=spec --test-reporter-destination=stdout --test-reporter=\"$scratch/reporter.mjs\" --test-reporter-destination=\"$scratch/tests.jsonl\"" \
  npm test > "$scratch/tests.log" 2>&1
tested=$?
if [ -n "$child" ]; then
  if wait "$child"; then pass types "tsc --noEmit"; else fail types "tsc --noEmit" "$scratch/types.log"; fi
  child=
fi
if [ "$tested" = 0 ]; then pass tests "npm test"; else fail tests "npm test" "$scratch/tests.log"; fi
node "$scratch/verify.mjs" tests "$scratch/tests.jsonl" || failed=1

mkdir "$scratch/data"
node "$scratch/verify.mjs" serve "$scratch/data" &
child=$!
wait "$child" || failed=1
child=

if [ "$failed" = 0 ]; then echo verified; else echo failed; fi
exit "$failed"
`;
