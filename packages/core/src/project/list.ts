import { and, asc, desc, eq, inArray, isNotNull, isNull, ne, type SQL, sql } from "drizzle-orm";
import { page, verb } from "../base/index.ts";
import { codeTable } from "../code/code.sql.ts";
import { holds } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { countUpTo, holdsAsOften, manyFound, orderOf, pageKeys, search, sliceOf } from "../db/page.ts";
import { runTable } from "../run/run.sql.ts";
import { summaryColumns, toSummary } from "../run/shape.ts";
import { Tally } from "../tally/index.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import {
  type Project as Info,
  ListAllProjects,
  ListProjects,
  type ProjectState,
  projectStates,
} from "./project.schema.ts";
import { projectTable as t } from "./project.sql.ts";
import { factsOfRun } from "./work.ts";

type Query = (typeof ListProjects)["_output"];
type Whose = { tenantId: string | undefined; ran?: boolean };

/** What is in work, or with `archived=true` what was taken out of sight. */
export const list = verb({ as: ["tenant"], input: ListProjects }, (query, { tenantId }) =>
  Db.tx(async () => toPage(await find(query, { tenantId }), query)),
);

/** Of one tenant or of all. */
export const listAll = verb({ as: ["admin"], input: ListAllProjects }, (query) =>
  Db.tx(async () => {
    const { rows, total } = await find(query, { tenantId: query.tenantId });
    return page(
      rows.map((row) => ({ ...toProject(row), tenant: row.tenant })),
      total,
      query,
    );
  }),
);

const columns = { createdAt: t.createdAt, updatedAt: t.updatedAt, name: t.name };

/** Rows of a page and how many there are in all. @param whose of one tenant or of all, and perhaps only what has run */
export async function find(query: Query, { tenantId, ran = false }: Whose) {
  const { name, way } = orderOf<keyof typeof columns>(query.sort);
  const order = way === "asc" ? asc : desc;
  const by = [order(columns[name]), order(t.id)];
  const whose = tenantId === undefined ? undefined : eq(t.tenantId, tenantId);
  if (query.archived === "true") return findArchived(query, whose, by);
  const found =
    query.search === ""
      ? undefined
      : await search({ noun: "project", tenantId, only: query.state, ran, column: columns[name].name, query });
  const [rows, total] = await Promise.all([
    found
      ? withNewestRun({ hasFacts: ran })
          .where(and(whose, inArray(t.id, found.ids)))
          .orderBy(...by)
      : inWork(query, { tenantId, ran }, by),
    found ?? Tally.totalOf({ noun: "project", tenantId, buckets: bucketsOf(query.state, ran) }),
  ]);
  return { rows, total };
}

/** What is looked at all day long. */
function inWork({ state, sort, page, pageSize }: Query, { tenantId, ran }: Whose, by: SQL[]) {
  const whose = tenantId === undefined ? undefined : eq(t.tenantId, sql.placeholder("tenantId"));
  const where = and(
    whose,
    isNull(t.archivedAt),
    state && eq(t.state, sql.placeholder("state")),
    ran ? ne(t.runCount, 0) : undefined,
  );
  const slice = { limit: sql.placeholder("limit"), offset: sql.placeholder("offset") };
  return Db.prepared(
    `projects${tenantId ? " of tenant" : ""}${state ? " in state" : ""}${ran ? " that ran" : ""} by ${sort}`,
    () => pageOf(pageKeys(t, where, by, slice), whose, by, ran),
    { tenantId, state, ...sliceOf({ page, pageSize }) },
  );
}

async function findArchived(query: Query, whose: SQL | undefined, by: SQL[]) {
  const words = sql`${t}.words`;
  const whereFound = (isFound: SQL) =>
    and(
      whose,
      isNotNull(t.archivedAt),
      query.state && eq(t.state, query.state),
      query.search === "" ? undefined : isFound,
    );
  const total = await countUpTo(t, whereFound(holds(words, query.search)), query.search === "" ? undefined : manyFound);
  const where = whereFound(holdsAsOften(words, query.search, total));
  return { rows: await pageOf(pageKeys(t, where, by, sliceOf(query)), whose, by), total };
}

const pageOf = (keys: ReturnType<typeof pageKeys>, whose: SQL | undefined, by: SQL[], hasFacts = false) =>
  withNewestRun({ hasFacts })
    .innerJoin(keys, eq(keys.key, t.id))
    .where(whose)
    .orderBy(...by);

/** What is counted apart: each state, and in it whether the project ever ran. */
const bucketsOf = (state: ProjectState | undefined, ran: boolean): string[] =>
  (state ? [state] : projectStates).flatMap((each) => (ran ? [`${each}+`] : [each, `${each}+`]));

const isNewestRun = and(
  eq(runTable.tenantId, t.tenantId),
  eq(runTable.projectId, t.id),
  eq(runTable.number, t.runCount),
);

/** @param hasFacts with what the run consists of, for those who show how far it is */
export const withNewestRun = ({ hasFacts = false } = {}) =>
  Db.use()
    .select({
      project: t,
      run: summaryColumns,
      code: { id: codeTable.id, last5: codeTable.last5, label: codeTable.label },
      tenant: { id: tenantTable.id, name: tenantTable.name },
      facts: hasFacts ? factsOfRun : sql<null>`null`,
    })
    .from(t)
    .innerJoin(tenantTable, eq(tenantTable.id, t.tenantId))
    .leftJoin(runTable, isNewestRun)
    .leftJoin(codeTable, and(eq(codeTable.tenantId, t.tenantId), eq(codeTable.id, t.codeId)));

type Row = Awaited<ReturnType<typeof withNewestRun>>[number];
type Total = Parameters<typeof page>[1];

const toPage = ({ rows, total }: { rows: Row[]; total: Total }, query: { page: number; pageSize: number }) =>
  page(rows.map(toProject), total, query);

export const toProject = ({ project, run, code }: Row): Info => ({
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
  archivedAt: project.archivedAt?.toISOString() ?? null,
});
