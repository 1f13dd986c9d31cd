import type { Analysis, Brief } from "../artefacts.ts";

/** Which delivered tests speak for a requirement, by their titles. */
export type Evidence = { requirementId: string; tests: string[] };

export type Composition = { files: Map<string, string>; evidence: Evidence[] };

/** What a folder beside this file exports for its kind of software. */
export type Composer = {
  /**
   * The complete project for an analysis: sources, tests, documents. A function of its input alone: no clock, no
   * chance, no disk.
   */
  compose(brief: Brief, analysis: Analysis): Composition;
  /** The same composition with the README of this analysis: where each requirement is met, and what is not. */
  describe(
    brief: Brief,
    analysis: Analysis,
    composition: { files: ReadonlyMap<string, string>; evidence: Evidence[] },
  ): Composition;
};
