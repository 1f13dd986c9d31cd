import type { Kind } from "../artefacts.ts";
import { commandLine } from "./command-line/index.ts";
import { integration } from "./integration/index.ts";
import type { Composer } from "./kind.ts";
import { staticSite } from "./static-site/index.ts";
import { webApp } from "./web-app/index.ts";

const composers: Record<Kind, Composer> = {
  "web-app": webApp,
  integration,
  "command-line": commandLine,
  "static-site": staticSite,
};

/** The complete project for an analysis, by the composer of its kind. */
export const compose: Composer["compose"] = (brief, analysis) =>
  composers[analysis.contract.kind].compose(brief, analysis);

/** The same composition with the README of this analysis, by the composer of its kind. */
export const describe: Composer["describe"] = (brief, analysis, composition) =>
  composers[analysis.contract.kind].describe(brief, analysis, composition);
