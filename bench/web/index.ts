// The figures of the portals: `npm run bench:web`, or `npm run bench:web -- NAME...` for some of them, and with
// `--page /app/projects/ID` (as often as wanted) for some pages. All in a real browser against the whole product, as
// somebody meets it who was never there before.
import { parseArgs } from "node:util";
import { report } from "../figure.ts";
import { live } from "./live.ts";
import { paint } from "./paint.ts";
import { requery } from "./requery.ts";
import { sound } from "./sound.ts";
import { openVisitors } from "./visitors.ts";
import { weight } from "./weight.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { page: { type: "string", multiple: true } },
});
const visitors = await openVisitors(values.page);
try {
  const isWithin = await report(
    {
      weight: () => weight(visitors),
      sound: () => sound(visitors),
      requery: () => requery(visitors),
      paint: () => paint(visitors),
      live: () => live(visitors),
    },
    positionals,
  );
  process.exitCode = isWithin ? 0 : 1;
} finally {
  await visitors.stop();
}
