import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { bundles, esbuildOptions, type FunctionName } from "../packages/functions/bundles.ts";
import { type Figure, median } from "./figure.ts";
import { nodeMs, root } from "./product.ts";

const sdk = ["@aws-sdk/*", "@smithy/*"];
/** All that answers HTTP but the description, which knows every route; and the launcher. */
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
  identity: 400,
  device: 400,
  "runner-api": 400,
  billing: 400,
  launcher: 400,
} satisfies Partial<Record<FunctionName, number>>;

/** What is deployed without the AWS SDK, every part that may be loaded later included. */
export async function bundleSizes(): Promise<Figure[]> {
  return Promise.all(
    Object.entries(bounds).map(async ([name, bound]): Promise<Figure> => {
      const { metafile } = await build({
        ...options(name),
        write: false,
        metafile: true,
        external: [...esbuildOptions.external, ...sdk],
      });
      const code = Object.entries(metafile?.outputs ?? {}).filter(([file]) => file.endsWith(".mjs"));
      const bytes = code.reduce((sum, [, { bytes }]) => sum + bytes, 0);
      return { name: `Bundle of ${name}, without the AWS SDK`, value: bytes / 1_000, unit: "kB", bound };
    }),
  );
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
