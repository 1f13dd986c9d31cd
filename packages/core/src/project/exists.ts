import { missing } from "../base/index.ts";
import { mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { projectTable as t } from "./project.sql.ts";

/** @throws Failure `project.missing`, also for one that is archived */
export async function mustExist(tenantId: string, id: string): Promise<void> {
  const [project] = await Db.use()
    .select({ archivedAt: t.archivedAt })
    .from(t)
    .where(mine(t, { tenantId }, id));
  if (!project || project.archivedAt) throw missing("project");
}
