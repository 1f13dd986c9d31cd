export * as Llm from "./index.ts";

import { and, asc, desc, eq, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import { Failure, page, verb } from "../base/index.ts";
import { holds } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { countUpTo, holdsAsOften, manyFound, orderOf, pageKeys, sliceOf } from "../db/page.ts";
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

/** Levels below the system's in their versions in force. */
const inForce = (which: SQL) =>
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
    .where(which)
    .orderBy(t.level, desc(t.version))
    .as("in_force");

/** The projects that say something otherwise, with who says what. */
export const overrides = verb({ as: ["admin"], input: ListOverrides }, (query) =>
  Db.tx(async () => {
    const name = sql`lower(${projectTable.name})`;
    const theirs = Db.use()
      .select({ id: tenantTable.id })
      .from(tenantTable)
      .where(holds(sql`lower(${tenantTable.name})`, query.search));
    const isSearched = query.search !== "";
    const whereNamed = (isNamed: SQL) =>
      and(
        isNotNull(projectTable.configuredAt),
        isSearched ? or(isNamed, sql`${projectTable.tenantId} = any(array(${theirs}))`) : undefined,
      );
    const total = await countUpTo(
      projectTable,
      whereNamed(holds(name, query.search)),
      isSearched ? manyFound : undefined,
    );
    const where = whereNamed(holdsAsOften(name, query.search, total));
    const { name: sort, way } = orderOf<"name" | "updatedAt">(query.sort);
    const order = way === "asc" ? asc : desc;
    const by = [order(sort === "name" ? name : projectTable.configuredAt), order(projectTable.id)];
    const keys = pageKeys(projectTable, where, by, sliceOf(query));
    const rows = await Db.use()
      .select({
        project: { id: projectTable.id, name: projectTable.name },
        tenant: { id: tenantTable.id, name: tenantTable.name },
        updatedAt: sql<Date>`${projectTable.configuredAt}`.mapWith(t.createdAt),
      })
      .from(projectTable)
      .innerJoin(keys, eq(keys.key, projectTable.id))
      .innerJoin(tenantTable, eq(tenantTable.id, projectTable.tenantId))
      .orderBy(...by);
    const said = await saidBy(rows.map(({ project }) => project.id));
    const items = rows.map((row) => ({
      ...row,
      updatedAt: row.updatedAt.toISOString(),
      overrides: said.filter(({ projectId }) => projectId === row.project.id).map(toOverride),
    }));
    return page(items, total, query);
  }),
);

/** What these projects say otherwise, the project before its agents. */
async function saidBy(projectIds: string[]) {
  if (projectIds.length === 0) return [];
  const now = inForce(inArray(t.projectId, projectIds));
  return Db.use()
    .select({
      projectId: now.projectId,
      agent: sql<Agent | null>`${now.agent}`,
      version: now.version,
      names: now.names,
    })
    .from(now)
    .where(sql`cardinality(${now.names}) > 0`)
    .orderBy(desc(now.level));
}

type Override = { agent: Agent | null; version: number; names: string[] };
const toOverride = ({ agent, version, names }: Override) => ({
  level: agent ? ("agent" as const) : ("project" as const),
  agent,
  version,
  names,
});

async function showProject(found: Found) {
  const now = inForce(eq(t.projectId, found.project?.id ?? ""));
  const agents = await Db.use()
    .select({ agent: sql<Agent>`${now.agent}`, version: now.version, names: now.names })
    .from(now)
    .where(and(isNotNull(now.agent), sql`cardinality(${now.names}) > 0`))
    .orderBy(now.agent);
  return { ...(await show(found)), agents: agents.map(toOverride) };
}
