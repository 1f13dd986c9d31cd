import type { Check, Kind } from "../artefacts.ts";
import type { LockedPackage } from "../sandbox/packages.ts";
import { checkBoot, production } from "./boot.ts";
import type { Bench } from "./check.ts";
import { checkDefences } from "./defences.ts";
import { tryByScript } from "./scripted.ts";

/** How software of a kind is shown to run. */
type Trial = {
  /** What V6 is called: how its own tests meet it. */
  byItsTests: string;
  /** V4, V5 and V7, each told as soon as it is there; with the packages of production only. */
  run(bench: Bench, packages: readonly LockedPackage[], tell: (check: Check) => void): Promise<void>;
};

/** What answers HTTP: it boots, answers, and stands what strangers try. */
const server: Trial = {
  byItsTests: "Requirements by HTTP",
  async run(bench, packages, tell) {
    for (const check of await checkBoot(bench, packages)) tell(check);
    tell(await checkDefences(bench, production));
  },
};

export const trials: Record<Kind, Trial> = {
  "web-app": server,
  integration: server,
  "command-line": {
    byItsTests: "Requirements by running the tool",
    run: (bench, packages, tell) => tryByScript(bench, packages, "command-line", tell),
  },
  "static-site": {
    byItsTests: "Requirements on the pages",
    run: (bench, packages, tell) => tryByScript(bench, packages, "static-site", tell),
  },
};
