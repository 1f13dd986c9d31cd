import * as z from "zod";
import { Instant, id } from "../base/base.schema.ts";
import { CodeScope } from "../code/code.schema.ts";
import { checkStatuses, Picture, requirementStatuses } from "../run/run.schema.ts";
import { ProjectState } from "./project.schema.ts";

/** Where the work stands, in the words of whom it is for. */
export const stages = [
  "waiting",
  "understanding",
  "building",
  "checking",
  "proving",
  "ready",
  "paused",
  "stopped",
] as const;
const Stage = z.enum(stages);
export type Stage = z.infer<typeof Stage>;

/**
 * What a client is shown: the project in its tenant's name. Each field is named here because somebody chose to show it;
 * costs, attempts, agents, files and the engine's own messages are the tenant's business.
 */
export const ClientProject = z.object({
  id: id("project"),
  name: z.string(),
  clientName: z.string().nullable(),
  description: z.string(),
  state: ProjectState,
  stage: Stage,
  /** What the stage means, for people. */
  sentence: z.string(),
  tenant: z.object({
    name: z.string(),
    logoUrl: z.string().nullable(),
    primaryColor: z.string().nullable(),
    /** Whether the client is told on whose platform this runs. */
    namesPlatform: z.boolean(),
  }),
  scopes: z.array(CodeScope),
  /** The newest run; null before the first. */
  run: z
    .object({
      /** The share of weighted work that is verified, 0–100. */
      progress: z.int(),
      etaSeconds: z.int().nullable(),
      startedAt: Instant.nullable(),
      endedAt: Instant.nullable(),
      requirements: z.array(z.object({ id: z.string(), text: z.string(), status: z.enum(requirementStatuses) })),
      /** Of each kind of check how it went, in the order in which they are done. */
      checks: z.object({
        passed: z.int(),
        failed: z.int(),
        items: z.array(z.object({ text: z.string(), status: z.enum(checkStatuses) })),
      }),
    })
    .nullable(),
  /** The newest finished archive, also while a later run goes on. */
  artifact: z.object({ bytes: z.int(), sha256: z.string() }).nullable(),
  /** How that looks to who opens it, on a desk and on a phone. */
  pictures: z.array(Picture),
});
export type ClientProject = z.infer<typeof ClientProject>;
export const ClientActivated = z.object({ project: ClientProject });
