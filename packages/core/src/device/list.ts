import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Actor } from "../actor/index.ts";
import { missing, page, verb } from "../base/index.ts";
import { codeTable } from "../code/code.sql.ts";
import { clock, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { countUpTo, orderOf, pageKeys, search, sliceOf } from "../db/page.ts";
import { Event } from "../event/index.ts";
import { Tally } from "../tally/index.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { DeviceId, ListAllDevices, ListDevices, type revokedReasons } from "./device.schema.ts";
import { deviceTable as t } from "./device.sql.ts";
import { revokeRow } from "./index.ts";
import { statusOf, whereStatus } from "./status.ts";

export const listDevices = verb({ as: ["tenant"], input: ListDevices }, (query, actor) =>
  Db.tx(async () => {
    const { rows, total } = await find(query, actor.tenantId);
    return page(rows.map(toDevice), total, query);
  }),
);

export const listAllDevices = verb({ as: ["admin"], input: ListAllDevices }, (query) =>
  Db.tx(async () => {
    const { rows, total } = await find(query, query.tenantId);
    const items = rows.map((row) => ({ ...toDevice(row), tenant: row.tenant }));
    return page(items, total, query);
  }),
);

const columns = { createdAt: t.createdAt, seenAt: t.seenAt, label: t.label };

async function find(query: (typeof ListDevices)["_output"], tenantId: string | undefined) {
  const { name, way } = orderOf<keyof typeof columns>(query.sort);
  const order = way === "asc" ? asc : desc;
  const by = [order(columns[name]), order(t.id)];
  const whose = tenantId === undefined ? undefined : eq(t.tenantId, tenantId);
  const where = and(whose, query.status && whereStatus[query.status]);
  if (query.search !== "") {
    const found = await search({ noun: "device", tenantId, only: query.status, column: columns[name].name, query });
    const rows = await withCode()
      .where(and(whose, inArray(t.id, found.ids)))
      .orderBy(...by);
    return { rows, total: found };
  }
  const keys = pageKeys(t, where, by, sliceOf(query));
  const rows = await withCode()
    .innerJoin(keys, eq(keys.key, t.id))
    .where(whose)
    .orderBy(...by);
  const total = query.status ? await countUpTo(t, where) : await Tally.totalOf({ noun: "device", tenantId });
  return { rows, total };
}

const isItsCode = and(eq(codeTable.tenantId, t.tenantId), eq(codeTable.id, t.codeId));

const withCode = () =>
  Db.use()
    .select({
      device: t,
      code: codeTable,
      tenant: { id: tenantTable.id, name: tenantTable.name },
      now: sql<Date>`${clock}`.mapWith(t.createdAt),
    })
    .from(t)
    .innerJoin(codeTable, isItsCode)
    .innerJoin(tenantTable, eq(tenantTable.id, t.tenantId));

type Row = Awaited<ReturnType<typeof withCode>>[number];

/** Ends a device for good; twice is as once. @throws Failure `device.missing`, `role.not_allowed` */
export const revokeDevice = verb({ as: ["tenant"], may: "build", input: DeviceId }, ({ id }, actor) =>
  Db.tx(() => end(mine(t, actor, id), "member", actor)),
);

/** As `revokeDevice`, of any tenant. @throws Failure `device.missing` */
export const revokeAnyDevice = verb({ as: ["admin"], input: DeviceId }, ({ id }, actor) =>
  Db.tx(() => end(eq(t.id, id), "admin", actor)),
);

async function end(which: SQL, reason: (typeof revokedReasons)[number], by: Actor.Known): Promise<void> {
  const [device] = await Db.use().select({ tenantId: t.tenantId, id: t.id, codeId: t.codeId }).from(t).where(which);
  if (!device) throw missing("device");
  await Db.as({ type: "system", tenantId: device.tenantId }, async () => {
    if (await revokeRow(device, reason))
      await Event.record("device.revoked", { codeId: device.codeId, subjectId: device.id }, {}, by);
  });
}

const toDevice = ({ device, code, now }: Row) => ({
  id: device.id,
  label: device.label,
  status: statusOf({ device, code }, now),
  code: { id: code.id, last5: code.last5, label: code.label },
  createdAt: device.createdAt.toISOString(),
  seenAt: device.seenAt.toISOString(),
  revokedAt: device.revokedAt?.toISOString() ?? null,
  revokedReason: device.revokedReason,
});
