import { and, desc, eq, inArray } from "drizzle-orm";
import { missing, page, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { countUpTo, pageKeys, search, sliceOf } from "../db/page.ts";
import { projectTable } from "../project/project.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { ListRuns, RunId } from "./run.schema.ts";
import { runTable as t } from "./run.sql.ts";
import { toRun, toSummary } from "./shape.ts";

/** Runs of one tenant or of all, newest first; the search is for the project's name. */
export const listRuns = verb({ as: ["admin"], input: ListRuns }, (query) =>
  Db.tx(async () => {
    const { tenantId, status } = query;
    const where = and(status && eq(t.status, status), tenantId === undefined ? undefined : eq(t.tenantId, tenantId));
    const by = [desc(t.createdAt), desc(t.id)];
    const found =
      query.search === ""
        ? undefined
        : await search({
            noun: "run",
            tenantId,
            only: status,
            column: t.createdAt.name,
            query: { ...query, sort: "createdAt:desc" },
          });
    const keys = pageKeys(t, where, by, sliceOf(query));
    const rows = found
      ? await withNames()
          .where(inArray(t.id, found.ids))
          .orderBy(...by)
      : await withNames()
          .innerJoin(keys, eq(keys.key, t.id))
          .orderBy(...by);
    const items = rows.map(({ run, project, tenant }) => ({ ...toSummary(run), project, tenant }));
    return page(items, found ?? (await countUpTo(t, where)), query);
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
