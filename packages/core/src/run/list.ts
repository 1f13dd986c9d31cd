import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { missing, page, verb } from "../base/index.ts";
import { contains } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { countUpTo, offsetOf } from "../db/page.ts";
import { projectTable } from "../project/project.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { ListRuns, RunId } from "./run.schema.ts";
import { runTable as t } from "./run.sql.ts";
import { toRun, toSummary } from "./shape.ts";

/** Runs of one tenant or of all, newest first; the search is for the project's name. */
export const listRuns = verb({ as: ["admin"], input: ListRuns }, (query) =>
  Db.tx(async () => {
    const where = and(
      query.status && eq(t.status, query.status),
      query.tenantId === undefined ? undefined : eq(t.tenantId, query.tenantId),
      query.search === "" ? undefined : isOfProject(contains(projectTable.name, query.search)),
    );
    const keys = Db.use()
      .select({ key: sql<string>`${t.id}`.as("key") })
      .from(t)
      .where(where)
      .orderBy(desc(t.createdAt), desc(t.id))
      .limit(query.pageSize)
      .offset(offsetOf(query))
      .as("keys");
    const rows = await withNames().innerJoin(keys, eq(keys.key, t.id)).orderBy(desc(t.createdAt), desc(t.id));
    const items = rows.map(({ run, project, tenant }) => ({ ...toSummary(run), project, tenant }));
    return page(items, await countUpTo(t, where), query);
  }),
);

/** @throws Failure `run.missing` */
export const getRun = verb({ as: ["admin"], input: RunId }, ({ id }) =>
  Db.tx(async () => {
    const [row] = await withNames().where(eq(t.id, id));
    if (!row) throw missing("run");
    return { ...(await toRun(row.run)), project: row.project, tenant: row.tenant };
  }),
);

const isOfProject = (condition: SQL) =>
  sql`exists (select 1 from ${projectTable} where ${projectTable.tenantId} = ${t.tenantId} and ${projectTable.id} = ${t.projectId} and ${condition})`;

const withNames = () =>
  Db.use()
    .select({
      run: t,
      project: { id: projectTable.id, name: projectTable.name },
      tenant: { id: tenantTable.id, name: tenantTable.name },
    })
    .from(t)
    .innerJoin(projectTable, and(eq(projectTable.tenantId, t.tenantId), eq(projectTable.id, t.projectId)))
    .innerJoin(tenantTable, eq(tenantTable.id, t.tenantId));
