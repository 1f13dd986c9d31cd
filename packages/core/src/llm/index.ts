export * as Llm from "./index.ts";

import { and, asc, desc, eq, isNotNull, or, sql } from "drizzle-orm";
import { Failure, page, verb } from "../base/index.ts";
import { contains } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Ports } from "../ports/index.ts";
import { projectTable } from "../project/project.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import {
  AskEffective,
  ClearAgent,
  ClearProject,
  ListOverrides,
  OfAgent,
  OfProject,
  OfSystem,
  SaveAgent,
  SaveProject,
  SaveSystem,
} from "./config.schema.ts";
import { add, type Found, find, newest, show } from "./level.ts";
import type { Agent, Level } from "./llm.schema.ts";
import { llmConfigTable as t } from "./llm.sql.ts";
import { resolve, type Said } from "./resolve.ts";

/** What the whole platform works by. */
export const system = verb({ as: ["admin"], input: OfSystem }, () => Db.tx(() => show({})));

/** @throws Failure `llm.stale` */
export const saveSystem = verb({ as: ["admin"], input: SaveSystem }, (said, actor) =>
  Db.tx(async () => {
    await add({}, said, actor);
    return show({});
  }),
);

/** What a project says otherwise, and which of its agents do. @throws Failure `project.missing` */
export const project = verb({ as: ["admin"], input: OfProject }, ({ id }) =>
  Db.tx(async () => showProject(await find({ projectId: id }))),
);

/** @throws Failure `project.missing`, `llm.stale` */
export const saveProject = verb({ as: ["admin"], input: SaveProject }, ({ id, ...said }, actor) =>
  Db.tx(async () => {
    const found = await find({ projectId: id });
    await add(found, said, actor);
    return showProject(found);
  }),
);

/** Falls back to the level above, by an empty version. @throws Failure `project.missing`, `llm.nothing_said`, `llm.stale` */
export const clearProject = verb({ as: ["admin"], input: ClearProject }, ({ id, ...said }, actor) =>
  Db.tx(async () => {
    const found = await find({ projectId: id });
    await clear(found, said, actor);
    return showProject(found);
  }),
);

/** @throws Failure `project.missing` */
export const agent = verb({ as: ["admin"], input: OfAgent }, ({ id, agent }) =>
  Db.tx(async () => show(await find({ projectId: id, agent }))),
);

/** @throws Failure `project.missing`, `llm.stale`, `llm.agent_needed` */
export const saveAgent = verb({ as: ["admin"], input: SaveAgent }, ({ id, agent, ...said }, actor) =>
  Db.tx(async () => {
    const found = await find({ projectId: id, agent });
    await add(found, said, actor);
    return show(found);
  }),
);

/** Falls back to the project's. @throws Failure `project.missing`, `llm.nothing_said`, `llm.stale` */
export const clearAgent = verb({ as: ["admin"], input: ClearAgent }, ({ id, agent, ...said }, actor) =>
  Db.tx(async () => {
    const found = await find({ projectId: id, agent });
    await clear(found, said, actor);
    return show(found);
  }),
);

async function clear(
  found: Found,
  said: { replaces?: number | undefined; reason: string },
  actor: { adminId: string },
): Promise<void> {
  const now = await newest(found);
  if (!now || Object.keys(now.values).length === 0)
    throw new Failure(
      "missing",
      "llm.nothing_said",
      "Nothing is said otherwise here: the level above applies already.",
    );
  await add(found, { ...said, values: {} }, actor);
}

/** What holds for a project or one of its agents, where each value comes from, and the composed prompt. @throws Failure `project.missing` */
export const effective = verb({ as: ["admin"], input: AskEffective }, ({ projectId, agent }) =>
  Db.tx(async () => {
    const { project } = await find(projectId === undefined ? {} : { projectId });
    const places: Found[] = [{}, ...(project ? [{ project }, ...(agent ? [{ project, agent }] : [])] : [])];
    const said: Said[] = [];
    for (const place of places) {
      const row = await newest(place);
      const level: Level = place.agent ? "agent" : place.project ? "project" : "system";
      if (row) said.push({ level, version: row.version, values: row.values });
    }
    const resolved = resolve(Ports.use().models, said, agent);
    return { projectId: project?.id ?? null, agent: agent ?? null, ...resolved };
  }),
);

/** Each level below the system's in its version in force. */
const inForce = () =>
  Db.use()
    .selectDistinctOn([t.level], {
      level: t.level,
      projectId: t.projectId,
      agent: t.agent,
      version: t.version,
      names: sql<string[]>`array(select jsonb_object_keys(${t.values}) order by 1)`.as("names"),
      createdAt: t.createdAt,
    })
    .from(t)
    .where(isNotNull(t.projectId))
    .orderBy(t.level, desc(t.version))
    .as("in_force");

/** The projects that say something otherwise, with who says what. */
export const overrides = verb({ as: ["admin"], input: ListOverrides }, (query) =>
  Db.tx(async () => {
    const now = inForce();
    const where = and(
      sql`cardinality(${now.names}) > 0`,
      query.search === ""
        ? undefined
        : or(contains(projectTable.name, query.search), contains(tenantTable.name, query.search)),
    );
    const updatedAt = sql<Date>`max(${now.createdAt})`.mapWith(t.createdAt);
    const [name, way] = query.sort.split(":");
    const rows = await Db.use()
      .select({
        project: { id: projectTable.id, name: projectTable.name },
        tenant: { id: tenantTable.id, name: tenantTable.name },
        updatedAt,
        overrides: sql<
          Override[]
        >`json_agg(json_build_object('agent', ${now.agent}, 'version', ${now.version}, 'names', ${now.names}) order by ${now.level} desc)`,
      })
      .from(now)
      .innerJoin(projectTable, eq(projectTable.id, now.projectId))
      .innerJoin(tenantTable, eq(tenantTable.id, projectTable.tenantId))
      .where(where)
      .groupBy(projectTable.id, projectTable.name, tenantTable.id, tenantTable.name)
      .orderBy(
        (way === "asc" ? asc : desc)(name === "name" ? sql`lower(${projectTable.name})` : updatedAt),
        desc(projectTable.id),
      )
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize);
    const [all] = await Db.use()
      .select({ total: sql<number>`count(distinct ${projectTable.id})::int` })
      .from(now)
      .innerJoin(projectTable, eq(projectTable.id, now.projectId))
      .innerJoin(tenantTable, eq(tenantTable.id, projectTable.tenantId))
      .where(where);
    const items = rows.map((row) => ({
      ...row,
      updatedAt: row.updatedAt.toISOString(),
      overrides: row.overrides.map(toOverride),
    }));
    return page(items, all?.total ?? 0, query);
  }),
);

type Override = { agent: Agent | null; version: number; names: string[] };
const toOverride = ({ agent, version, names }: Override) => ({
  level: agent ? ("agent" as const) : ("project" as const),
  agent,
  version,
  names,
});

async function showProject(found: Found) {
  const now = inForce();
  const agents = await Db.use()
    .select({ agent: sql<Agent>`${now.agent}`, version: now.version, names: now.names })
    .from(now)
    .where(and(eq(now.projectId, found.project?.id ?? ""), isNotNull(now.agent), sql`cardinality(${now.names}) > 0`))
    .orderBy(now.agent);
  return { ...(await show(found)), agents: agents.map(toOverride) };
}
