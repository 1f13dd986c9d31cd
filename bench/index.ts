// The figures that the product is held to: `npm run bench`, or `npm run bench -- NAME...` for some of them.
// Times on a shared machine say little by themselves, so each stands beside what the same machine did just then.
import { bundleSizes, importTime } from "./bundles.ts";
import { type Figure, report } from "./figure.ts";
import { runToCompleted } from "./run.ts";
import { coldStart, warmStart } from "./start.ts";

const benches: Readonly<Record<string, () => Promise<Figure[]>>> = {
  bundles: bundleSizes,
  import: importTime,
  warm: warmStart,
  run: runToCompleted,
  cold: coldStart,
};

const isWithin = await report(benches, process.argv.slice(2));
process.exit(isWithin ? 0 : 1);
