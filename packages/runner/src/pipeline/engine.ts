import type { Analysis, Brief, FileTree, Refusal } from "../artefacts.ts";
import type { Setup } from "./setup.ts";

/** What the composer says it wrote for a requirement: titles of tests. */
type Promised = { requirementId: string; tests: string[] };
export type Composition = { files: FileTree; evidence: Promised[] };

/**
 * Who turns a brief into an application. The blueprint does it by rules; a model is the same port, and works as its
 * agents are set up.
 */
export type Engine = {
  provider: string;
  analyse(brief: Brief, setup: Setup): Analysis | Refusal;
  compose(brief: Brief, analysis: Analysis, setup: Setup): Composition;
  /** The same composition with its documents saying what is true of it now. */
  describe(brief: Brief, analysis: Analysis, composition: Composition): Composition;
};
