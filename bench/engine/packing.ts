import { crc32, deflateRawSync } from "node:zlib";
import { zip } from "../../packages/runner/src/pack/zip.ts";
import { type Figure, median } from "../figure.ts";

const files = 60;
const turns = 25;

/** An archive beside what compressing alone would take at the level that ours has, which is none. */
export async function* packing(): AsyncGenerator<Figure> {
  const tree = new Map(
    Array.from({ length: files }, (_, i) => [`src/file-${i}.ts`, Buffer.from(sourceOf(i))] as const),
  );
  const [own, plain] = [[] as number[], [] as number[]];
  for (let turn = 0; turn < turns; turn++) {
    let begun = performance.now();
    for (const body of tree.values()) crc32(deflateRawSync(body, { level: 0 }));
    plain.push(performance.now() - begun);
    begun = performance.now();
    await zip("project", tree);
    own.push(performance.now() - begun);
  }
  yield {
    name: `archive of ${files} files, 1 MB`,
    value: median(own),
    unit: "ms",
    bound: 1_000,
    baseline: { name: "plain deflate, level 0", value: median(plain), bound: 1.5, slack: 1 },
  };
}

const sourceOf = (seed: number) =>
  Array.from({ length: 400 }, (_, i) => `export const value${i} = ${seed * 7_919 + i};`)
    .join("\n")
    .slice(0, 1_000_000 / files);
