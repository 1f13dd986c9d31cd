import { and, isNull } from "drizzle-orm";
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

/** Locked, so that of two changes one comes after the other. @throws Failure `project.missing` */
export async function hold(tenantId: string, id: string) {
  const [project] = await Db.use()
    .select()
    .from(t)
    .where(and(mine(t, { tenantId }, id), isNull(t.archivedAt)))
    .for("update");
  if (!project) throw missing("project");
  return project;
}
