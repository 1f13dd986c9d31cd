import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { missing, page, verb } from "../base/index.ts";
import { clock, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { countUpTo, orderOf, pageKeys, search, sliceOf } from "../db/page.ts";
import { deviceTable } from "../device/device.sql.ts";
import { statusOf as statusOfDevice } from "../device/status.ts";
import { projectTable } from "../project/project.sql.ts";
import { sessionTable } from "../session/session.sql.ts";
import { Tally } from "../tally/index.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { CodeId, type CodeStatus, ListAllCodes, ListCodes } from "./code.schema.ts";
import { codeTable as t } from "./code.sql.ts";
import { statusOf, whereStatus } from "./status.ts";

export const listCodes = verb({ as: ["tenant"], input: ListCodes }, (query, actor) =>
  Db.tx(async () => {
    const { rows, total } = await find(query, actor.tenantId);
    return page(
      rows.map(({ code, now }) => toCode(code, now)),
      total,
      query,
    );
  }),
);

export const listAllCodes = verb({ as: ["admin"], input: ListAllCodes }, (query) =>
  Db.tx(async () => {
    const { rows, total } = await find(query, query.tenantId);
    return page(
      rows.map(({ code, now, tenant }) => ({ ...toCode(code, now), tenant })),
      total,
      query,
    );
  }),
);

const columns = { createdAt: t.createdAt, label: t.label, expiresAt: t.expiresAt };

async function find(query: (typeof ListCodes)["_output"], tenantId: string | undefined) {
  const { name, way } = orderOf<keyof typeof columns>(query.sort);
  const order = way === "asc" ? asc : desc;
  const by = [order(columns[name]), order(t.id)];
  const where = and(tenantId === undefined ? undefined : eq(t.tenantId, tenantId), whereOf(query.status));
  const found =
    query.search === ""
      ? undefined
      : await search({ noun: "code", tenantId, only: query.status, column: columns[name].name, query });
  const keys = pageKeys(t, where, by, sliceOf(query));
  const rows = found
    ? await withTenant()
        .where(and(where, inArray(t.id, found.ids)))
        .orderBy(...by)
    : await withTenant()
        .innerJoin(keys, eq(keys.key, t.id))
        .where(tenantId === undefined ? undefined : eq(t.tenantId, tenantId))
        .orderBy(...by);
  // A status changes by itself when its hour comes, so codes of one status are counted when asked for.
  const total = found ?? (query.status ? await countUpTo(t, where) : await Tally.totalOf({ noun: "code", tenantId }));
  return { rows, total };
}

const whereOf = (status: CodeStatus | undefined) => (status ? whereStatus[status] : undefined);

const withTenant = () =>
  Db.use()
    .select({
      code: t,
      now: sql<Date>`${clock}`.mapWith(t.createdAt),
      tenant: { id: tenantTable.id, name: tenantTable.name },
    })
    .from(t)
    .innerJoin(tenantTable, eq(tenantTable.id, t.tenantId));

/** A code with the projects and devices that stand on it. @throws Failure `code.missing` */
export const getCode = verb({ as: ["tenant"], input: CodeId }, ({ id }, actor) =>
  Db.tx(async () => {
    const { tenant: _, ...code } = await details(mine(t, actor, id));
    return code;
  }),
);

/** As `getCode`, of any tenant. @throws Failure `code.missing` */
export const getAnyCode = verb({ as: ["admin"], input: CodeId }, ({ id }) => Db.tx(() => details(eq(t.id, id))));

/** A code may serve a thousand devices; these are the newest. */
const shown = 100;

async function details(where: SQL) {
  const [found] = await withTenant().where(where);
  if (!found) throw missing("code");
  const { code, now, tenant } = found;
  const standsOnIt = (table: typeof projectTable | typeof deviceTable | typeof sessionTable) =>
    and(eq(table.tenantId, code.tenantId), eq(table.codeId, code.id));
  const projects = await Db.use()
    .select({ id: projectTable.id, name: projectTable.name, archivedAt: projectTable.archivedAt })
    .from(projectTable)
    .where(standsOnIt(projectTable))
    .orderBy(desc(projectTable.createdAt))
    .limit(shown);
  const devices = await Db.use()
    .select()
    .from(deviceTable)
    .where(standsOnIt(deviceTable))
    .orderBy(desc(deviceTable.seenAt))
    .limit(shown);
  const [last] = await Db.use()
    .select({ seenAt: sql<Date | null>`max(${sessionTable.seenAt})`.mapWith(sessionTable.seenAt) })
    .from(sessionTable)
    .where(standsOnIt(sessionTable));
  const seen = [last?.seenAt, devices[0]?.seenAt].filter((at) => at instanceof Date).sort((a, b) => +b - +a);
  return {
    ...toCode(code, now),
    tenant,
    projects: projects.map(({ archivedAt, ...project }) => ({
      ...project,
      archivedAt: archivedAt?.toISOString() ?? null,
    })),
    devices: devices.map((device) => ({
      id: device.id,
      label: device.label,
      status: statusOfDevice({ device, code }, now),
      seenAt: device.seenAt.toISOString(),
    })),
    lastSeenAt: seen[0]?.toISOString() ?? null,
  };
}

const toCode = (row: typeof t.$inferSelect, now: Date) => ({
  id: row.id,
  last5: row.last5,
  label: row.label,
  status: statusOf(row, now),
  uses: row.uses,
  maxUses: row.maxUses,
  maxDevices: row.maxDevices,
  scopes: row.scopes,
  source: row.source,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});
