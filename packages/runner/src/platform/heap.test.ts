import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const heap = JSON.stringify(join(import.meta.dirname, "heap.ts"));

/** What a process of its own still holds for new objects after it has made and forgotten some hundred MB, in MB. */
function heldAfter(first: string): number {
  const program = `${first}
    const { getHeapSpaceStatistics } = await import("node:v8");
    let kept = [];
    for (let i = 0; i < 3_000_000; i++) { kept.push({ i, text: "text " + i }); if (kept.length > 50_000) kept = []; }
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
    console.log(young.space_size / 1_048_576);`;
  const args = ["--no-warnings", "--input-type=module", "--eval", program];
  return Number(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

test("the heap for new objects stays as small as it begins", () => {
  const asItIs = heldAfter("");
  const small = heldAfter(`const { keepHeapSmall } = await import(${heap}); keepHeapSmall();`);
  // V8 makes it 64 MB by itself; what several threads collect at once needs a page or two more than it began with.
  expect(asItIs).toBeGreaterThan(16);
  expect(small).toBeLessThan(8);
});
