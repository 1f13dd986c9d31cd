import { and, asc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Cell } from "../base/csv.ts";
import { only } from "../base/index.ts";
import { codeTable as code } from "../code/code.sql.ts";
import { Db } from "../db/index.ts";
import { deviceTable as device } from "../device/device.sql.ts";
import { projectTable as project } from "../project/project.sql.ts";
import { runTable as run } from "../run/run.sql.ts";
import { subscriptionTable as subscription } from "../subscription/subscription.sql.ts";
import { tenantTable as tenant } from "../tenant/tenant.sql.ts";
import { webhookEventTable as webhook } from "../webhook/webhook.sql.ts";
import { type rowKinds, rowsPerFile } from "./export.schema.ts";
import type { Sheet } from "./sheet.ts";

type Source = {
  table: PgTable;
  id: PgColumn;
  at: PgColumn;
  /** Whose the rows are; without it they are the platform's. */
  tenantId?: PgColumn;
  columns: Record<string, PgColumn | SQL>;
};

const ofTenant = (column: PgColumn) =>
  sql`(select ${column} from ${subscription} where ${subscription.tenantId} = ${tenant.id})`;

/** What each kind's file says. Nothing in here opens anything: no hashes, keys or addresses of files. */
const sources: Record<(typeof rowKinds)[number], Source> = {
  tenants: {
    ...{ table: tenant, id: tenant.id, at: tenant.createdAt, tenantId: tenant.id },
    columns: {
      ...{ id: tenant.id, slug: tenant.slug, name: tenant.name, email: tenant.email, domain: tenant.domain },
      ...{ plan: ofTenant(subscription.planId), subscription: ofTenant(subscription.status) },
      ...{ suspendedAt: tenant.suspendedAt, createdAt: tenant.createdAt },
    },
  },
  codes: {
    ...{ table: code, id: code.id, at: code.createdAt, tenantId: code.tenantId },
    columns: {
      ...{ id: code.id, tenantId: code.tenantId, last5: code.last5, label: code.label, source: code.source },
      ...{ scopes: code.scopes, uses: code.uses, maxUses: code.maxUses, maxDevices: code.maxDevices },
      ...{ expiresAt: code.expiresAt, revokedAt: code.revokedAt, createdAt: code.createdAt },
    },
  },
  projects: {
    ...{ table: project, id: project.id, at: project.createdAt, tenantId: project.tenantId },
    columns: {
      ...{ id: project.id, tenantId: project.tenantId, name: project.name, clientName: project.clientName },
      ...{ codeId: project.codeId, runs: project.runCount, archivedAt: project.archivedAt },
      ...{ createdAt: project.createdAt, updatedAt: project.updatedAt },
    },
  },
  devices: {
    ...{ table: device, id: device.id, at: device.createdAt, tenantId: device.tenantId },
    columns: {
      ...{ id: device.id, tenantId: device.tenantId, codeId: device.codeId, label: device.label },
      ...{ seenAt: device.seenAt, revokedAt: device.revokedAt, revokedReason: device.revokedReason },
      createdAt: device.createdAt,
    },
  },
  runs: {
    ...{ table: run, id: run.id, at: run.createdAt, tenantId: run.tenantId },
    columns: {
      ...{ id: run.id, tenantId: run.tenantId, projectId: run.projectId, number: run.number, status: run.status },
      ...{ progress: run.progress, attempt: run.attempt, errorCode: run.errorCode, costMicros: run.costMicros },
      ...{ createdAt: run.createdAt, startedAt: run.startedAt, endedAt: run.endedAt },
    },
  },
  "webhook-events": {
    ...{ table: webhook, id: webhook.id, at: webhook.receivedAt },
    columns: {
      ...{ id: webhook.id, provider: webhook.provider, type: webhook.type, receivedAt: webhook.receivedAt },
      ...{ handledAt: webhook.handledAt, failure: webhook.failure, replays: webhook.replays },
      replayedAt: webhook.replayedAt,
    },
  },
};

type Filter = { tenantId?: string | undefined; from?: Date | undefined; to?: Date | undefined; page: number };

/** A kind's rows in the order in which they came to be, so that a later page repeats none. */
export async function sheetOf(kind: (typeof rowKinds)[number], filter: Filter): Promise<Sheet> {
  const { table, id, at, tenantId, columns } = sources[kind];
  const where = and(
    filter.from && gte(at, filter.from),
    filter.to && lt(at, filter.to),
    filter.tenantId === undefined ? undefined : tenantId ? eq(tenantId, filter.tenantId) : sql`false`,
  );
  const rows = await Db.use()
    .select(columns)
    .from(table)
    .where(where)
    .orderBy(asc(at), asc(id))
    .limit(rowsPerFile)
    .offset((filter.page - 1) * rowsPerFile);
  const { total } = only(await Db.use().select({ total: sql<number>`count(*)::int` }).from(table).where(where));
  const names = Object.keys(columns);
  return { columns: names, rows: rows.map((row) => names.map((name) => row[name] as Cell)), total };
}
