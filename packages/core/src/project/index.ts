export * as Project from "./index.ts";

import { and, asc, desc, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import { Failure, missing, newId, page, verb } from "../base/index.ts";
import type { CodeScope } from "../code/code.schema.ts";
import { codeTable } from "../code/code.sql.ts";
import { Code } from "../code/index.ts";
import { clock, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { offsetOf, orderOf, search } from "../db/page.ts";
import { Event } from "../event/index.ts";
import { Run } from "../run/index.ts";
import { runTable } from "../run/run.sql.ts";
import { toRun, toSummary } from "../run/shape.ts";
import { Subscription } from "../subscription/index.ts";
import { Tally } from "../tally/index.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import {
  AssignCode,
  CreateProject,
  type Project as Info,
  ListProjects,
  ListStatus,
  ProjectId,
  type ProjectState,
  projectStates,
  UpdateProject,
} from "./project.schema.ts";
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

async function mustBeFirst(tenantId: string): Promise<void> {
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

export const list = verb({ as: ["tenant"], input: ListProjects }, (query, actor) =>
  Db.tx(() => find(actor.tenantId, query, { ran: false })),
);

/** Projects that have been run, with how far they are. */
export const status = verb({ as: ["tenant"], input: ListStatus }, (query, actor) =>
  Db.tx(() => find(actor.tenantId, query, { ran: true })),
);

const columns = { createdAt: t.createdAt, updatedAt: t.updatedAt, name: t.name };

async function find(tenantId: string, query: (typeof ListProjects)["_output"], { ran }: { ran: boolean }) {
  const { name, way } = orderOf<keyof typeof columns>(query.sort);
  const order = way === "asc" ? asc : desc;
  const by = [order(columns[name]), order(t.id)];
  const found =
    query.search === ""
      ? undefined
      : await search({ noun: "project", tenantId, only: query.state, ran, column: columns[name].name, query });
  // The page's keys first, from an index alone; what goes with them is fetched for these and no others.
  const keys = Db.use()
    .select({ key: sql<string>`${t.id}`.as("key") })
    .from(t)
    .where(
      and(
        eq(t.tenantId, tenantId),
        isNull(t.archivedAt),
        query.state && eq(t.state, query.state),
        ran ? ne(t.runCount, 0) : undefined,
      ),
    )
    .orderBy(...by)
    .limit(query.pageSize)
    .offset(offsetOf(query))
    .as("keys");
  const rows = found
    ? await withNewestRun()
        .where(and(eq(t.tenantId, tenantId), inArray(t.id, found.ids)))
        .orderBy(...by)
    : await withNewestRun()
        .innerJoin(keys, eq(keys.key, t.id))
        .where(eq(t.tenantId, tenantId))
        .orderBy(...by);
  const total = found ?? (await Tally.totalOf({ noun: "project", tenantId, buckets: bucketsOf(query.state, ran) }));
  return page(rows.map(toProject), total, query);
}

/** What is counted apart: each state, and in it whether the project ever ran. */
const bucketsOf = (state: ProjectState | undefined, ran: boolean): string[] =>
  (state ? [state] : projectStates).flatMap((each) => (ran ? [`${each}+`] : [each, `${each}+`]));

const isNewestRun = and(
  eq(runTable.tenantId, t.tenantId),
  eq(runTable.projectId, t.id),
  eq(runTable.number, t.runCount),
);

const withNewestRun = () =>
  Db.use()
    .select({ project: t, run: runTable, code: { id: codeTable.id, last5: codeTable.last5, label: codeTable.label } })
    .from(t)
    .leftJoin(runTable, isNewestRun)
    .leftJoin(codeTable, and(eq(codeTable.tenantId, t.tenantId), eq(codeTable.id, t.codeId)));

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

/** Takes a project out of sight; its runs and their results stay. @throws Failure `project.missing`, `run.already_open`, `role.not_allowed` */
export const archive = verb({ as: ["tenant"], may: "build", input: ProjectId }, ({ id }, actor) =>
  Db.tx(async () => {
    const project = await hold(actor.tenantId, id);
    const [open] = await Db.use()
      .select({ id: runTable.id })
      .from(runTable)
      .where(
        and(
          eq(runTable.tenantId, actor.tenantId),
          eq(runTable.projectId, project.id),
          inArray(runTable.status, ["queued", "launching", "running", "paused"]),
        ),
      );
    if (open)
      throw new Failure("conflict", "run.already_open", "A run of this project has not ended yet. Cancel it first.");
    await Db.use()
      .update(t)
      .set({ archivedAt: clock })
      .where(mine(t, actor, id));
    await Event.record("project.archived", { projectId: id });
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

/** The one project that a client came for. @throws Failure `project.missing` */
export const getForClient = verb({ as: ["client"], scope: "watch", input: ProjectId }, ({ id }, actor) =>
  Db.tx(() => {
    if (id !== actor.projectId) throw missing("project");
    return readForClient(actor);
  }),
);

export async function readForClient(who: { tenantId: string; projectId: string; scopes: readonly CodeScope[] }) {
  const [project] = await Db.use()
    .select()
    .from(t)
    .where(and(mine(t, who, who.projectId), isNull(t.archivedAt)));
  const [tenant] = await Db.use()
    .select({ name: tenantTable.name, logoUrl: tenantTable.logoUrl, primaryColor: tenantTable.primaryColor })
    .from(tenantTable)
    .where(eq(tenantTable.id, who.tenantId));
  if (!project || !tenant) throw missing("project");
  const run = await Run.newestOf(who.tenantId, project.id);
  const { costMicros: _, tasks: __, queuePosition: ___, waitingFor: ____, ...shown } = run ? await toRun(run) : {};
  const { id, name, clientName, description } = project;
  return {
    id,
    name,
    clientName,
    description,
    state: project.state,
    tenant,
    scopes: [...who.scopes],
    run: run ? shown : null,
  };
}

/** Locked, so that of two changes one comes after the other. */
async function hold(tenantId: string, id: string) {
  const [project] = await Db.use()
    .select()
    .from(t)
    .where(and(mine(t, { tenantId }, id), isNull(t.archivedAt)))
    .for("update");
  if (!project) throw missing("project");
  return project;
}

async function read(tenantId: string, id: string): Promise<Info> {
  const [row] = await withNewestRun().where(and(mine(t, { tenantId }, id), isNull(t.archivedAt)));
  if (!row) throw missing("project");
  return toProject(row);
}

type Joined = Awaited<ReturnType<typeof withNewestRun>>[number];

const toProject = ({ project, run, code }: Joined): Info => ({
  id: project.id,
  name: project.name,
  clientName: project.clientName,
  description: project.description,
  objectives: project.objectives,
  state: project.state,
  activationCode: code,
  latestRun: run && toSummary(run),
  createdAt: project.createdAt.toISOString(),
  updatedAt: project.updatedAt.toISOString(),
});
