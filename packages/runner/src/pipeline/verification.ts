import * as z from "zod";
import { Check } from "../artefacts.ts";
import { Shown } from "../checks/look/shown.ts";
import { StandingShape } from "./verdict.ts";

/** What V0 to V7 found of a composition, and the keys of the pictures that the platform keeps of it. */
export const Verification = z.object({
  standings: z.array(StandingShape),
  checks: z.array(Check),
  pictures: z.array(Shown.extend({ key: z.string() })).default([]),
});
export type Verification = z.infer<typeof Verification>;
