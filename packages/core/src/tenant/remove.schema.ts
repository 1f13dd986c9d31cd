import * as z from "zod";
import { id } from "../base/base.schema.ts";

/** What would go with a tenant. */
export const DeletionImpact = z.object({
  tenant: z.object({ id: id("tenant"), slug: z.string(), name: z.string() }),
  members: z.int(),
  projects: z.int(),
  runs: z.int(),
  openRuns: z.int(),
  codes: z.int(),
  devices: z.int(),
  comments: z.int(),
  /** In which somebody is signed in now. */
  sessions: z.int(),
  files: z.int(),
  bytes: z.int(),
  /** There are more files than were counted. */
  hasMoreFiles: z.boolean(),
});
