import type { Analysis, Brief, Refusal } from "../artefacts.ts";
import type { Sentence } from "./text.ts";

/** Reads the sentences of a brief as one kind of software. */
export type Reader = (brief: Brief, sentences: readonly Sentence[]) => Analysis | Refusal;
