// The figures that the product is held to: `npm run bench`, or `npm run bench -- NAME...` for some of them.
// Times on a shared machine say little by themselves, so each stands beside what the same machine did just then.
import { bundleSizes, importTime } from "./bundles.ts";
import { type Figure, line } from "./figure.ts";
import { runToCompleted } from "./run.ts";
import { coldStart, warmStart } from "./start.ts";

const benches: Readonly<Record<string, () => Promise<Figure[]>>> = {
  bundles: bundleSizes,
  import: importTime,
  warm: warmStart,
  run: runToCompleted,
  cold: coldStart,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(", ")}. There are: ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}
let above = 0;
for (const [name, measure] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const figure of await measure()) {
    console.log(line(figure));
    if (!(figure.value <= figure.bound)) above++;
  }
}
process.exit(above === 0 ? 0 : 1);
