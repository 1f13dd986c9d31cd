import type { Kind } from "../../artefacts.ts";
import { commandLine } from "./command-line.ts";
import { common } from "./common.ts";
import { server } from "./server.ts";
import { site } from "./site.ts";
import { webApp } from "./web-app.ts";

/** How software of a kind is tried out: each defines `tryOut(data)`, whose last word is PASS or FAIL of the probes. */
const trials: Record<Kind, readonly string[]> = {
  "web-app": [server, webApp],
  integration: [server, webApp],
  "command-line": [commandLine],
  "static-site": [server, site],
};

/**
 * What `verify.sh` runs in Node: files and signature against `q2o.json`, tests against requirements, and the software
 * itself from outside. The checks of a run use the same, so that nothing is claimed that cannot be repeated.
 * No part has a backtick or a dollar-brace: they stand in raw templates.
 */
export const verifyModule = (kind: Kind): string =>
  [common, ...trials[kind], "await commands[command](...rest);\nprocess.exit();"].join("\n");
