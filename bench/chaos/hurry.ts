import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { bundles, esbuildOptions } from "../../packages/functions/bundles.ts";
import { root } from "../product.ts";

/** How long a lease lasts here. */
export const leaseSeconds = 6;

/** How long after its end a run's files may still come. */
export const afterwardsSeconds = 20;

/** The product's patience, and ours: everything that is waited for takes a sixtieth or so. No setting can do this. */
const shorter: Readonly<Record<string, [written: string, instead: string][]>> = {
  "packages/core/src/run/moves.ts": [
    ["leaseSeconds = 90", `leaseSeconds = ${leaseSeconds}`],
    ["heartbeatSeconds = 20", "heartbeatSeconds = 1"],
    ["launchSeconds = 600", "launchSeconds = 8"],
    ["5 * 2 ** Math.min(run.attempt, 6)", "1"],
    ["later(now, 30)", "later(now, 1)"],
  ],
  "packages/core/src/run/sweep.ts": [["patienceSeconds = 60", "patienceSeconds = 2"]],
  "packages/core/src/billing/worker.ts": [
    ["forgottenSeconds = 120", "forgottenSeconds = 3"],
    ["staleSeconds = 6 * 3_600", "staleSeconds = 5"],
  ],
  "packages/core/src/erasure/index.ts": [
    ["afterwardsSeconds = 3_600", `afterwardsSeconds = ${afterwardsSeconds}`],
    ["const batch = 50;", "const batch = 5_000;"],
  ],
  "packages/core/src/run/line.ts": [["interval '1 minute'", "interval '2 seconds'"]],
  "packages/core/src/outbox/index.ts": [
    ["firstSeconds = 15", "firstSeconds = 1"],
    ["claimSeconds = 60", "claimSeconds = 2"],
  ],
  "packages/runner/src/platform/heartbeat.ts": [
    ["marginSeconds = 15", "marginSeconds = 2"],
    ["graceMs = 5_000", "graceMs = 500"],
  ],
};

const hurry: Plugin = {
  name: "hurry",
  setup: ({ onLoad }) => {
    for (const [file, changes] of Object.entries(shorter))
      onLoad({ filter: new RegExp(`${file.replaceAll("/", "[/\\\\]").replaceAll(".", "\\.")}$`) }, ({ path }) => {
        const text = changes.reduce(
          (source, [written, instead]) => {
            if (!source.includes(written)) throw new Error(`${file} does not say: ${written}`);
            return source.replace(written, instead);
          },
          readFileSync(path, "utf8"),
        );
        return { contents: text, loader: "ts" };
      });
  },
};

export type Builds = { functions: string; program: string; task: string };

/** The product's functions, their host and the short task, made for `folder`. */
export async function bundle(folder: string): Promise<Builds> {
  const common = {
    ...esbuildOptions,
    logLevel: "error" as const,
    absWorkingDir: root,
    minify: false,
    plugins: [hurry],
  };
  const functions = [...bundles, { name: "seed", entry: "src/seed/index.ts" }].map(({ name, entry }) => ({
    out: name,
    in: join(root, "packages/functions", entry),
  }));
  const program = { out: "program", in: join(root, "packages/local/src/lambda/program.ts") };
  const task = { out: "task", in: join(import.meta.dirname, "task.ts") };
  await build({ ...common, entryPoints: functions, outdir: join(folder, "functions") });
  await build({ ...common, entryPoints: [program, task], splitting: false, outdir: folder });
  return {
    functions: join(folder, "functions"),
    program: join(folder, "program.mjs"),
    task: join(folder, "task.mjs"),
  };
}
