import * as z from "zod";
import { id } from "../base/base.schema.ts";
import { CodeScope } from "../code/code.schema.ts";
import { Run } from "../run/run.schema.ts";
import { ProjectState } from "./project.schema.ts";

/** What a client is shown: the project in its tenant's name, and nothing of costs or of the platform. */
export const ClientProject = z.object({
  id: id("project"),
  name: z.string(),
  clientName: z.string().nullable(),
  description: z.string(),
  state: ProjectState,
  tenant: z.object({
    name: z.string(),
    logoUrl: z.string().nullable(),
    primaryColor: z.string().nullable(),
    /** Whether the client is told on whose platform this runs. */
    namesPlatform: z.boolean(),
  }),
  scopes: z.array(CodeScope),
  run: Run.omit({ costMicros: true, tasks: true, queuePosition: true, waitingFor: true }).nullable(),
});
export const ClientActivated = z.object({ project: ClientProject });
