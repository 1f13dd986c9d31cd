import { eq } from "drizzle-orm";
import { Db } from "../db/index.ts";
import { runTable as t } from "./run.sql.ts";

/** Where a tenant's runs keep their files, or one run of it does. Ends with a slash. */
export const folderOf = (tenantId: string, runId?: string): `${string}/` =>
  runId === undefined ? `runs/${tenantId}/` : `runs/${tenantId}/${runId}/`;

/**
 * The files that a run which has ended still needs: what it delivered or the point from which a restart goes on, and
 * what was seen of it. All others are of steps that are over, and of attempts that lost.
 */
export async function namedBy(runId: string): Promise<Set<string>> {
  const [run] = await Db.use().select().from(t).where(eq(t.id, runId));
  if (!run) return new Set();
  const keys = run.status === "completed" ? [run.resultKey, run.manifestKey] : [run.checkpointKey];
  return new Set([...keys.filter((key) => key !== null), ...run.pictures.map(({ key }) => key)]);
}
