import { sql } from "drizzle-orm";
import type { ProjectState } from "../project/project.schema.ts";
import type { RunStatus } from "./run.schema.ts";
import { runTable } from "./run.sql.ts";

/** What people are told of a project: never run and waiting to start read the same, and a cancelled run is as none. */
const states = {
  queued: "pending",
  launching: "running",
  running: "running",
  paused: "paused",
  completed: "completed",
  failed: "failed",
  cancelled: "pending",
} as const satisfies Record<RunStatus, ProjectState>;

export const stateOf = (status: RunStatus | undefined): ProjectState => (status ? states[status] : "pending");

/** The same for the database, of the newest run joined to its project. */
export const stateSql = sql<ProjectState>`case
  when ${runTable.status} in ('launching', 'running') then 'running'
  when ${runTable.status} in ('paused', 'completed', 'failed') then ${runTable.status}
  else 'pending' end`;
