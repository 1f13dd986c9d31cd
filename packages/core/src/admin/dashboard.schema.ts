import * as z from "zod";

/** How many there are, and by how much that changed in the last seven days. */
const Figure = z.object({ total: z.int(), change: z.int() });

export const Dashboard = z.object({
  tenants: Figure,
  projects: Figure,
  codes: Figure,
  devices: Figure,
  /** Percent of the runs that ended in thirty days which completed; null without any. The change is in points, against the thirty days before the last seven. */
  successRate: z.object({ total: z.number().nullable(), change: z.number().nullable() }),
});
