import { and, eq, isNotNull, sql } from "drizzle-orm";
import { Failure, missing, verb } from "../base/index.ts";
import { clock, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Erasure } from "../erasure/index.ts";
import { Event } from "../event/index.ts";
import { isOpen } from "../run/access.ts";
import { folderOf } from "../run/files.ts";
import { runTable } from "../run/run.sql.ts";
import { Subscription } from "../subscription/index.ts";
import { hold } from "./exists.ts";
import { mustBeFirst, read } from "./index.ts";
import { ProjectId } from "./project.schema.ts";
import { projectTable as t } from "./project.sql.ts";

/** Takes a project out of sight; its runs and their results stay. @throws Failure `project.missing`, `run.already_open`, `role.not_allowed` */
export const archive = verb({ as: ["tenant"], may: "build", input: ProjectId }, ({ id }, actor) =>
  Db.tx(async () => {
    await hold(actor.tenantId, id);
    await mustRest(actor.tenantId, id);
    await Db.use()
      .update(t)
      .set({ archivedAt: clock })
      .where(mine(t, actor, id));
    await Event.record("project.archived", { projectId: id });
  }),
);

/** Takes a project out of the archive. Twice is as once. @throws Failure `project.missing`, `trial.one_project`, `role.not_allowed` */
export const restore = verb({ as: ["tenant"], may: "build", input: ProjectId }, ({ id }, actor) =>
  Db.tx(async () => {
    const { status } = await Subscription.rights(actor.tenantId, "lock");
    const isArchived = and(mine(t, actor, id), isNotNull(t.archivedAt));
    const [archived] = await Db.use().select({ id: t.id }).from(t).where(isArchived).for("update");
    if (archived) {
      if (status === "trialing") await mustBeFirst(actor.tenantId);
      await Db.use().update(t).set({ archivedAt: null }).where(isArchived);
      await Event.record("project.restored", { projectId: id });
    }
    return read(actor.tenantId, id);
  }),
);

/**
 * Deletes a project for good: its runs, comments and sessions now, its files within the minute. What was said of it
 * stays in its tenant's log.
 *
 * @throws Failure `project.missing`, `run.already_open`
 */
export const remove = verb({ as: ["admin"], input: ProjectId }, ({ id }, admin) =>
  Db.tx(async () => {
    const [project] = await Db.use().select({ tenantId: t.tenantId }).from(t).where(eq(t.id, id));
    if (!project) throw missing("project");
    const { tenantId } = project;
    // Held, so that nobody presses RUN meanwhile.
    await Subscription.rights(tenantId, "lock");
    await mustRest(tenantId, id);
    const runs = await Db.use()
      .select({ id: runTable.id })
      .from(runTable)
      .where(and(eq(runTable.tenantId, tenantId), eq(runTable.projectId, id)));
    for (const run of runs) await Erasure.order(folderOf(tenantId, run.id));
    await Db.use().execute(sql`select app.erase_project(${tenantId}, ${id})`);
    await Db.as({ type: "system", tenantId }, () => Event.record("project.deleted", { projectId: id }, {}, admin));
  }),
);

/** @throws Failure `run.already_open` */
async function mustRest(tenantId: string, projectId: string): Promise<void> {
  const [open] = await Db.use()
    .select({ id: runTable.id })
    .from(runTable)
    .where(and(eq(runTable.tenantId, tenantId), eq(runTable.projectId, projectId), isOpen))
    .limit(1);
  if (open)
    throw new Failure("conflict", "run.already_open", "A run of this project has not ended yet. Cancel it first.");
}
