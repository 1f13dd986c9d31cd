import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import { Db } from "../db/index.ts";
import type { RunStatus } from "./run.schema.ts";
import { runTable as t } from "./run.sql.ts";

/** So few that what was long ago says nothing. */
const lately = 5;

/** What a run of this project usually takes, in seconds: the middle of its last completed ones, else of the tenant's. */
export async function usualSecondsOf(tenantId: string, projectId: string): Promise<number | null> {
  const seconds = sql<number>`extract(epoch from ${t.endedAt} - ${t.startedAt})`;
  const last = Db.use()
    .select({ seconds: seconds.as("seconds") })
    .from(t)
    .where(and(eq(t.tenantId, tenantId), eq(t.status, "completed"), isNotNull(t.startedAt)))
    .orderBy(desc(sql`${t.projectId} = ${projectId}`), desc(t.endedAt))
    .limit(lately)
    .as("last");
  const [row] = await Db.use()
    .select({ usual: sql<number | null>`ceil(percentile_cont(0.5) within group (order by ${last.seconds}))::int` })
    .from(last);
  return row?.usual ?? null;
}

type Facts = { status: RunStatus; progress: number; etaSeconds: number | null; usualSeconds: number | null };

/** How long it still takes: what the engine says, else the share of the usual time that is not done. */
export function etaOf({ status, progress, etaSeconds, usualSeconds }: Facts): number | null {
  if (etaSeconds !== null || usualSeconds === null) return etaSeconds;
  if (status === "completed" || status === "failed" || status === "cancelled") return null;
  return Math.max(1, Math.ceil((usualSeconds * (100 - progress)) / 100));
}
