import { gunzipSync, gzipSync } from "node:zlib";
import * as z from "zod";
import { Improvement } from "../agents/improve.ts";
import { Analysis, Check } from "../artefacts.ts";
import { Stored } from "../models/store.ts";
import { SignReply } from "../platform/schema.ts";
import { Verification } from "./verification.ts";

/** What the accepted steps have left. Each step adds its part; a run resumes after the last one that is there. */
export const State = z.object({
  analysis: Analysis.optional(),
  composition: z
    .object({
      files: z.array(z.tuple([z.string(), z.string()])),
      evidence: z.array(z.object({ requirementId: z.string(), tests: z.array(z.string()) })),
    })
    .optional(),
  verification: Verification.optional(),
  /** What models have answered, by the hash of the question: paid once. */
  answers: z.array(z.tuple([z.string(), Stored])).optional(),
  improvement: Improvement.optional(),
  signature: SignReply.optional(),
  proof: z.object({ check: Check, repeated: z.array(z.string()) }).optional(),
});
export type State = z.infer<typeof State>;

const Saved = z.object({ version: z.literal(1), state: State });
const maxBytes = 200_000_000;

/** The state as bytes for the platform to keep. */
export const save = (state: State): Buffer<ArrayBuffer> =>
  Buffer.from(gzipSync(JSON.stringify({ version: 1, state } satisfies z.input<typeof Saved>)));

/** @returns undefined when it was not saved by this version: the work is then done again */
export function load(bytes: Buffer): State | undefined {
  try {
    return Saved.parse(JSON.parse(gunzipSync(bytes, { maxOutputLength: maxBytes }).toString("utf8"))).state;
  } catch {
    return undefined;
  }
}
