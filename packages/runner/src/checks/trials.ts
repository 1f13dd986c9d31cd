import type { Check, Kind } from "../artefacts.ts";
import type { LockedPackage } from "../sandbox/packages.ts";
import { boot, checkBoot, production } from "./boot.ts";
import type { Bench } from "./check.ts";
import { checkDefences } from "./defences.ts";
import { accountOf, type Looked, look, notLooked } from "./look/index.ts";
import { tryByScript } from "./scripted.ts";

/** How software of a kind is shown to run. */
type Trial = {
  /** What V6 is called: how its own tests meet it. */
  byItsTests: string;
  /** V4, V5 and V7, each told as soon as it is there; with the packages of production only. @returns what a browser saw */
  run(bench: Bench, packages: readonly LockedPackage[], tell: (check: Check) => void): Promise<Looked>;
};

/** What answers HTTP: it boots, answers, and stands what strangers try. */
const server: Trial = {
  byItsTests: "Requirements by HTTP",
  async run(bench, packages, tell) {
    let looked = notLooked("It did not run, so nobody looked at it");
    const visit = async (port: number) => {
      looked = await look(bench, port, accountOf(bench));
    };
    for (const check of await checkBoot(bench, packages, undefined, visit)) tell(check);
    tell(await checkDefences(bench, production));
    return looked;
  },
};

/** What is built from files is tried by `verify.sh`'s own script, and then looked at as it is served. */
async function lookAtSite(bench: Bench): Promise<Looked> {
  const server = await boot(bench);
  if ("problem" in server) return notLooked("It did not run, so nobody looked at it");
  try {
    return await look(bench, server.port, undefined);
  } finally {
    server.running.stop();
  }
}

export const trials: Record<Kind, Trial> = {
  "web-app": server,
  integration: server,
  "command-line": {
    byItsTests: "Requirements by running the tool",
    run: async (bench, packages, tell) => {
      await tryByScript(bench, packages, "command-line", tell);
      return notLooked("A tool of the command line has no page to look at");
    },
  },
  "static-site": {
    byItsTests: "Requirements on the pages",
    run: async (bench, packages, tell) => {
      await tryByScript(bench, packages, "static-site", tell);
      return lookAtSite(bench);
    },
  },
};
