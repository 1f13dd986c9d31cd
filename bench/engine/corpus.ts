import { building } from "../../packages/runner/src/analyst/corpus/building.ts";
import { measuring } from "../../packages/runner/src/analyst/corpus/measuring.ts";
import { buildingSites } from "../../packages/runner/src/analyst/corpus/sites.ts";
import { buildingTools } from "../../packages/runner/src/analyst/corpus/tools.ts";
import { written } from "../../packages/runner/src/analyst/corpus/written.ts";
import type { Brief } from "../../packages/runner/src/artefacts.ts";

const briefOf = ([name, objectives]: readonly [string, string, ...unknown[]]): Brief => ({
  name,
  description: `${name}.`,
  objectives,
});

/** All that the analyst was built on and all that it was not, in one order. */
export const corpus: readonly Brief[] = [
  ...[...measuring, ...written("measuring"), ...building, ...written("building")].map(briefOf),
  ...[...buildingTools, ...buildingSites].map(briefOf),
];

/** So many of them, evenly over the whole; all with Q2O_BENCH_BRIEFS=all. */
export function some(usually: number): readonly Brief[] {
  const wanted = process.env.Q2O_BENCH_BRIEFS ?? String(usually);
  const count = wanted === "all" ? corpus.length : Math.min(corpus.length, Number(wanted));
  return Array.from({ length: count }, (_, i) => corpus[Math.floor(((i + 0.5) * corpus.length) / count)]).filter(
    (brief) => brief !== undefined,
  );
}
