import type { Kind } from "../../artefacts.ts";
import { verifyModule } from "./module.ts";

/**
 * `verify.sh`, the same in every archive of a kind: it reads what to prove from the `q2o.json` beside it. Plain sh and Node, so
 * that it runs wherever the project itself does. Neither backtick nor dollar-brace: it stands in a raw template.
 */
export const verifyScript = (kind: Kind): string => String.raw`#!/bin/sh
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
types=
tried=
clean() {
  for child in $types $tried; do kill "$child" 2>/dev/null; wait "$child" 2>/dev/null; done
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
${verifyModule(kind)}
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

NODE_COMPILE_CACHE="$scratch/compiled"
export NODE_COMPILE_CACHE
if [ -f tsconfig.json ]; then
  node node_modules/typescript/bin/tsc --noEmit --pretty false > "$scratch/types.log" 2>&1 &
  types=$!
fi
mkdir "$scratch/data"
node "$scratch/verify.mjs" try "$scratch/data" > "$scratch/try.log" 2>&1 &
tried=$!
# The tests meet the software as its users run it, in a process of its own.
TEST_BOOTED=1 NODE_OPTIONS="--test-reporter=spec --test-reporter-destination=stdout --test-reporter=\"$scratch/reporter.mjs\" --test-reporter-destination=\"$scratch/tests.jsonl\"" \
  npm test > "$scratch/tests.log" 2>&1
tested=$?
if [ -n "$types" ]; then
  if wait "$types"; then pass types "tsc --noEmit"; else fail types "tsc --noEmit" "$scratch/types.log"; fi
  types=
fi
if [ "$tested" = 0 ]; then pass tests "npm test, as it runs"; else fail tests "npm test, as it runs" "$scratch/tests.log"; fi
node "$scratch/verify.mjs" tests "$scratch/tests.jsonl" || failed=1

wait "$tried" || failed=1
tried=
cat "$scratch/try.log"

if [ "$failed" = 0 ]; then echo verified; else echo failed; fi
exit "$failed"
`;
