import * as z from "zod";
import { projectStates } from "../project/project.schema.ts";

/** One for each of the last fourteen days of UTC, today the last. */
const Daily = z.array(z.int()).length(14);

/** How many there are, how many came in the last seven days, and on which. */
const Figure = z.object({ total: z.int(), change: z.int(), daily: Daily });

export const Dashboard = z.object({
  tenants: Figure,
  projects: Figure,
  codes: Figure,
  devices: Figure,
  /** Percent of the runs that ended in thirty days which completed; null without any. The change is in points, against the thirty days before the last seven. */
  successRate: z.object({
    total: z.number().nullable(),
    change: z.number().nullable(),
    /** Of the runs that ended on that day. */
    daily: z.array(z.number().nullable()).length(14),
  }),
  /** How codes come into use, by day. */
  activation: z.array(
    z.object({ day: z.iso.date(), codesAssigned: z.int(), devicesActivated: z.int(), clientSignIns: z.int() }),
  ),
  share: z.object({
    /** Projects that are not archived, by how their newest run stands. */
    projects: z.record(z.enum(projectStates), z.int()),
    devices: z.object({ active: z.int(), revoked: z.int() }),
  }),
});
