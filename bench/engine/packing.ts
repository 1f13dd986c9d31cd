import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { deflateSync } from "fflate";
import * as z from "zod";
import { level, zip } from "../../packages/runner/src/pack/zip.ts";
import { type Figure, median } from "../figure.ts";
import { sourceOf } from "./source.ts";

const files = 60;
const turns = 25;

/**
 * An archive beside what compressing alone takes by the same code at the same level. That code is JavaScript, for its
 * bytes are the same everywhere; zlib's own is faster and is not.
 */
export async function* packing(): AsyncGenerator<Figure> {
  const tree = new Map(
    Array.from({ length: files }, (_, i) => [`src/file-${i}.ts`, Buffer.from(sourceOf(i, 17_000))] as const),
  );
  const [own, plain] = [[] as number[], [] as number[]];
  for (let turn = 0; turn < turns; turn++) {
    let begun = performance.now();
    for (const body of tree.values()) deflateSync(body, { level });
    plain.push(performance.now() - begun);
    begun = performance.now();
    zip("project", tree);
    own.push(performance.now() - begun);
  }
  yield {
    name: `archive of ${files} files, 1 MB`,
    value: median(own),
    unit: "ms",
    bound: 1_000,
    baseline: { name: `plain deflate, level ${level}`, value: median(plain), bound: 1.5, slack: 1 },
  };
  const { peakMB, emptyMB, archiveMB } = await large();
  console.log(
    `5,000 files of 200 MB in an archive of ${archiveMB} MB; a process that packs one file holds ${emptyMB} MB`,
  );
  yield { name: "memory while 5,000 files, 200 MB are packed", value: peakMB, unit: "MB", bound: 150 };
}

const Packed = z.object({ peakMB: z.number(), archiveMB: z.number() });

/** In processes of their own, bundled as a run's task is: what this one holds is not theirs. */
async function large() {
  const folder = mkdtempSync(join(tmpdir(), "q2o-bench-"));
  const program = join(folder, "large.mjs");
  const packed = (count: number) => {
    const { stdout, stderr } = spawnSync(process.execPath, [program, String(count)], { encoding: "utf8" });
    if (!stdout) throw new Error(stderr);
    return Packed.parse(JSON.parse(stdout));
  };
  try {
    const entryPoints = [join(import.meta.dirname, "large.ts")];
    await build({ entryPoints, outfile: program, bundle: true, platform: "node", format: "esm", logLevel: "error" });
    return { ...packed(5_000), emptyMB: packed(1).peakMB };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
