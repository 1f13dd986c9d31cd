import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { bundles, esbuildOptions, type FunctionName } from "../packages/functions/bundles.ts";
import { type Figure, median } from "./figure.ts";
import { nodeMs, root } from "./product.ts";

const sdk = ["@aws-sdk/*", "@smithy/*"];
/**
 * What each may have in all, in kB: all that answers HTTP but the description, which knows every route; and the launcher.
 * Two load somebody else's large library at the first call that needs it: passkeys' certificates, and Stripe's SDK.
 */
const bounds = {
  api: 400,
  client: 400,
  people: 400,
  keys: 400,
  admin: 400,
  holdings: 400,
  insight: 400,
  work: 400,
  llm: 400,
  identity: 820,
  device: 400,
  "runner-api": 400,
  billing: 620,
  "hook-stripe": 400,
  launcher: 400,
} satisfies Partial<Record<FunctionName, number>>;

/** What every cold start reads of a function may be this much, in kB, whatever it loads later. */
const coldBound = 400;

/** What is deployed, and what of it a cold start reads. The AWS SDK, always loaded later, is not counted. */
export async function bundleSizes(): Promise<Figure[]> {
  const figures = Object.entries(bounds).map(async ([name, bound]): Promise<Figure[]> => {
    const { metafile } = await build({
      ...options(name),
      write: false,
      metafile: true,
      external: [...esbuildOptions.external, ...sdk],
    });
    const { outputs } = metafile ?? { outputs: {} };
    const sizeOf = (files: Iterable<string>) =>
      [...files].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0) / 1_000;
    const all = Object.keys(outputs).filter((file) => file.endsWith(".mjs"));
    const cold = reached(
      outputs,
      all.filter((file) => file.endsWith("/index.mjs")),
    );
    return [
      { name: `Bundle of ${name}, read at a cold start`, value: sizeOf(cold), unit: "kB", bound: coldBound },
      { name: "  with what is loaded later, without AWS", value: sizeOf(all), unit: "kB", bound },
    ];
  });
  return (await Promise.all(figures)).flat();
}

/** What is imported all the way down, but for what is imported only when a line is reached. */
function reached(outputs: Metafile["outputs"], from: readonly string[]): Set<string> {
  const found = new Set(from);
  for (const file of found)
    for (const { path, kind } of outputs[file]?.imports ?? [])
      if (kind === "import-statement" && outputs[path]) found.add(path);
  return found;
}

/** What a cold start of the API adds to Node's own. */
export async function importTime(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "q2o-bench-"));
  try {
    await build({ ...options("api"), outdir: folder });
    const program = join(folder, "index.mjs");
    const bare: number[] = [];
    const loaded: number[] = [];
    for (let turn = 0; turn < 25; turn++) {
      bare.push(nodeMs("-e", "0"));
      loaded.push(nodeMs("--input-type=module", "-e", `await import(${JSON.stringify(program)}); process.exit(0)`));
    }
    return [
      {
        name: "Importing the API, over bare Node",
        value: median(loaded) - median(bare),
        unit: "ms",
        bound: 60,
        baseline: { name: "bare Node", value: median(bare) },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function options(name: string) {
  const found = bundles.find((each) => each.name === name);
  if (!found) throw new Error(`No function is called ${name}.`);
  return {
    ...esbuildOptions,
    entryPoints: [{ in: join(root, "packages/functions", found.entry), out: "index" }],
    outdir: "out",
    logLevel: "error" as const,
  };
}
