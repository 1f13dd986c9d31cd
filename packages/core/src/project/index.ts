export * as Project from "./index.ts";

import { and, eq, isNull } from "drizzle-orm";
import { Failure, missing, newId, verb } from "../base/index.ts";
import { Code } from "../code/index.ts";
import { clock, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { Subscription } from "../subscription/index.ts";
import { hold } from "./exists.ts";
import { toProject, withNewestRun } from "./list.ts";
import { AssignCode, CreateProject, type Project as Info, ProjectId, UpdateProject } from "./project.schema.ts";
import { projectTable as t } from "./project.sql.ts";

/** @throws Failure `subscription.inactive`, `trial.one_project`, `role.not_allowed` */
export const create = verb({ as: ["tenant"], may: "build", input: CreateProject }, (input, actor) =>
  Db.tx(async () => {
    const { access } = await Subscription.entitled(actor.tenantId, "lock");
    if (access === "trial") await mustBeFirst(actor.tenantId);
    const id = newId("project");
    await Db.use()
      .insert(t)
      .values({ ...input, clientName: input.clientName || null, tenantId: actor.tenantId, id });
    await Event.record("project.created", { projectId: id });
    return read(actor.tenantId, id);
  }),
);

/** @throws Failure `trial.one_project` */
export async function mustBeFirst(tenantId: string): Promise<void> {
  const [other] = await Db.use()
    .select({ id: t.id })
    .from(t)
    .where(and(eq(t.tenantId, tenantId), isNull(t.archivedAt)))
    .limit(1);
  if (other)
    throw new Failure(
      "forbidden",
      "trial.one_project",
      "A trial has one project. Choose a plan for more, or archive the one you have.",
    );
}

/** @throws Failure `project.missing` */
export const get = verb({ as: ["tenant"], input: ProjectId }, ({ id }, actor) => Db.tx(() => read(actor.tenantId, id)));

/** Changes what was given and leaves the rest. A run that has begun keeps the brief it began with. @throws Failure `project.missing`, `role.not_allowed` */
export const update = verb({ as: ["tenant"], may: "build", input: UpdateProject }, ({ id, ...changes }, actor) =>
  Db.tx(async () => {
    const values = {
      ...changes,
      ...(changes.clientName === undefined ? {} : { clientName: changes.clientName || null }),
    };
    const [row] = await Db.use()
      .update(t)
      .set({ ...values, updatedAt: clock })
      .where(and(mine(t, actor, id), isNull(t.archivedAt)))
      .returning({ id: t.id });
    if (!row) throw missing("project");
    await Event.record("project.updated", { projectId: id });
    return read(actor.tenantId, id);
  }),
);

/**
 * Gives a project its activation code, for good.
 *
 * @throws Failure `project.missing`, `project.has_code`, `code.refused`, `role.not_allowed`
 */
export const assignCode = verb(
  { as: ["tenant"], may: "build", input: AssignCode },
  ({ id, code, codeId: wanted }, actor) =>
    Db.tx(async () => {
      const project = await hold(actor.tenantId, id);
      if (project.codeId)
        throw new Failure(
          "conflict",
          "project.has_code",
          "This project has its activation code already. It cannot be changed.",
        );
      const codeId = await Code.takeUse(
        actor.tenantId,
        wanted === undefined ? { code: code ?? "" } : { codeId: wanted },
      );
      await Db.use()
        .update(t)
        .set({ codeId, updatedAt: clock })
        .where(mine(t, actor, id));
      await Event.record("code.assigned", { projectId: id, codeId });
      return read(actor.tenantId, id);
    }),
);

/** @throws Failure `project.missing` */
export async function read(tenantId: string, id: string): Promise<Info> {
  const [row] = await withNewestRun().where(and(mine(t, { tenantId }, id), isNull(t.archivedAt)));
  if (!row) throw missing("project");
  return toProject(row);
}
