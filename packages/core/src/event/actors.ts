import { inArray, sql } from "drizzle-orm";
import type * as z from "zod";
import { adminTable } from "../admin/admin.sql.ts";
import { codeTable } from "../code/code.sql.ts";
import { Db } from "../db/index.ts";
import { deviceTable } from "../device/device.sql.ts";
import { memberTable } from "../member/member.sql.ts";
import type { EventActor } from "./audit.schema.ts";
import type { eventTable } from "./event.sql.ts";

type Row = Pick<typeof eventTable.$inferSelect, "tenantId" | "actorType" | "actorId">;
type Known = { name: string | null; email: string | null };

const keyOf = (type: string, tenantId: string | null, id: string | null) => `${type} ${tenantId ?? ""} ${id ?? ""}`;

/**
 * Says of each event who did it, with the name and address of those who still are. One question for each kind of
 * actor, however many events there are.
 */
export async function actorsOf(rows: readonly Row[]): Promise<(row: Row) => z.infer<typeof EventActor>> {
  const found = new Map<string, Known>();
  const isTenant = "tenantId" in Db.actor();
  for (const each of await membersOf(rows)) found.set(keyOf("tenant", each.tenantId, each.id), each);
  for (const each of await devicesOf(rows))
    found.set(keyOf("device", each.tenantId, each.id), { ...each, email: null });
  for (const { tenantId, id, label, last5 } of await codesOf(rows))
    found.set(keyOf("client", tenantId, id), { name: label ?? `…${last5}`, email: null });
  // Who works for the platform is not a tenant's to know.
  if (!isTenant)
    for (const { id, email } of await adminsOf(rows)) found.set(keyOf("admin", null, id), { name: null, email });
  return ({ actorType: type, actorId, tenantId }) => {
    const isAdmin = type === "admin" || type === "arriving";
    if (isAdmin && isTenant) return { type, id: null, name: "The platform", email: null };
    const known = found.get(isAdmin ? keyOf("admin", null, actorId) : keyOf(type, tenantId, actorId));
    return { type, id: actorId, name: known?.name ?? null, email: known?.email ?? null };
  };
}

type Ref = { tenantId: string; id: string };

/** Who of a kind is named in the events, each once. */
function refs(rows: readonly Row[], type: string): Ref[] {
  const named = rows.flatMap(({ actorType, tenantId, actorId }) =>
    actorType === type && tenantId !== null && actorId !== null ? [{ tenantId, id: actorId }] : [],
  );
  return [...new Map(named.map((ref) => [keyOf(type, ref.tenantId, ref.id), ref])).values()];
}

type Owned = typeof memberTable | typeof deviceTable | typeof codeTable;

const among = (table: Owned, wanted: Ref[]) => {
  const tenants = sql.param(wanted.map(({ tenantId }) => tenantId));
  const ids = sql.param(wanted.map(({ id }) => id));
  return sql`(${table.tenantId}, ${table.id}) in (select * from unnest(${tenants}::text[], ${ids}::text[]))`;
};

async function membersOf(rows: readonly Row[]) {
  const wanted = refs(rows, "tenant");
  if (wanted.length === 0) return [];
  const { tenantId, id, name, email } = memberTable;
  return Db.use().select({ tenantId, id, name, email }).from(memberTable).where(among(memberTable, wanted));
}

async function devicesOf(rows: readonly Row[]) {
  const wanted = refs(rows, "device");
  if (wanted.length === 0) return [];
  const { tenantId, id, label } = deviceTable;
  return Db.use().select({ tenantId, id, name: label }).from(deviceTable).where(among(deviceTable, wanted));
}

async function codesOf(rows: readonly Row[]) {
  const wanted = refs(rows, "client");
  if (wanted.length === 0) return [];
  const { tenantId, id, label, last5 } = codeTable;
  return Db.use().select({ tenantId, id, label, last5 }).from(codeTable).where(among(codeTable, wanted));
}

async function adminsOf(rows: readonly Row[]) {
  const ids = rows.flatMap(({ actorType, actorId }) =>
    (actorType === "admin" || actorType === "arriving") && actorId !== null ? [actorId] : [],
  );
  if (ids.length === 0) return [];
  return Db.use()
    .select({ id: adminTable.id, email: adminTable.email })
    .from(adminTable)
    .where(inArray(adminTable.id, [...new Set(ids)]));
}
