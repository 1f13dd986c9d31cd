// Packs so many files of 40 kB, each copied from one text when its turn comes, and prints the most memory that the process has held.
import { readFileSync } from "node:fs";
import { zipped } from "../../packages/runner/src/pack/zip.ts";
import { keepHeapSmall } from "../../packages/runner/src/platform/heap.ts";
import { sourceOf } from "./source.ts";

keepHeapSmall();
const paths = Array.from({ length: Number(process.argv[2]) }, (_, i) => `src/file-${String(i).padStart(4, "0")}.ts`);
const text = Buffer.from(sourceOf(1, 400_000));
const fileBytes = 40_000;
const read = (path: string) => {
  const from = (Number(path.slice(9, 13)) * 391) % (text.length - fileBytes);
  return Uint8Array.prototype.slice.call(text, from, from + fileBytes);
};
let bytes = 0;
for (const part of zipped("project", paths, read)) bytes += part.length;
const megabytes = (amount: number) => Math.round(amount / 100_000) / 10;
// Not the usage that the system tells: that begins with what the parent held.
const peakKB = Number(readFileSync("/proc/self/status", "utf8").match(/^VmHWM:\s+(\d+) kB/m)?.[1]);
console.log(JSON.stringify({ peakMB: megabytes(peakKB * 1_024), archiveMB: megabytes(bytes) }));
