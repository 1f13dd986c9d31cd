import { and, eq, gte, lt, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { codeTable } from "../code/code.sql.ts";
import { Db } from "../db/index.ts";
import { deviceTable } from "../device/device.sql.ts";
import { eventTable } from "../event/event.sql.ts";
import { llmCallTable } from "../llm/llm.sql.ts";
import { projectTable } from "../project/project.sql.ts";
import { runTable } from "../run/run.sql.ts";
import type { Period, Range } from "./range.ts";

/** Whose figures: of one tenant, of one project of it, or of all. */
export type Scope = { tenantId?: string | undefined; projectId?: string | undefined };

/** Rows that are counted by when they happened. */
export type Source = {
  table: PgTable;
  at: PgColumn;
  tenantId: PgColumn;
  /** Which of them are a project's. */
  ofProject: (projectId: string) => SQL;
  where?: SQL | undefined;
};

const events = (type: string): Source => ({
  table: eventTable,
  at: eventTable.at,
  tenantId: eventTable.tenantId,
  ofProject: (projectId) => eq(eventTable.projectId, projectId),
  where: sql`${eventTable.type} = ${sql.raw(`'${type}'`)}`,
});

const ofRun = (projectId: string) => eq(runTable.projectId, projectId);

/** A code and the devices on it are a project's when the code was given to it. */
const onCode = (table: { tenantId: PgColumn }, codeId: PgColumn) => (projectId: string) =>
  sql`exists (select 1 from ${projectTable} where ${projectTable.tenantId} = ${table.tenantId}
    and ${projectTable.codeId} = ${codeId} and ${projectTable.id} = ${projectId})`;

export const sources = {
  codesGenerated: {
    table: codeTable,
    at: codeTable.createdAt,
    tenantId: codeTable.tenantId,
    ofProject: onCode(codeTable, codeTable.id),
  },
  codesAssigned: events("code.assigned"),
  devicesActivated: {
    table: deviceTable,
    at: deviceTable.createdAt,
    tenantId: deviceTable.tenantId,
    ofProject: onCode(deviceTable, deviceTable.codeId),
  },
  clientSignIns: events("client.signed_in"),
  runs: { table: runTable, at: runTable.createdAt, tenantId: runTable.tenantId, ofProject: ofRun },
  ended: {
    table: runTable,
    at: runTable.endedAt,
    tenantId: runTable.tenantId,
    ofProject: ofRun,
  },
  calls: {
    table: llmCallTable,
    at: llmCallTable.createdAt,
    tenantId: llmCallTable.tenantId,
    ofProject: (projectId) => eq(llmCallTable.projectId, projectId),
  },
} as const satisfies Record<string, Source>;

const within = (at: PgColumn, { from, to }: Period) => and(gte(at, from), lt(at, to));

/** The rows of a source in some periods, of those whom it is about. */
export const rowsOf = (source: Source, { tenantId, projectId }: Scope, ...periods: Period[]): SQL | undefined =>
  and(
    source.where,
    tenantId === undefined ? undefined : eq(source.tenantId, tenantId),
    projectId === undefined ? undefined : source.ofProject(projectId),
    or(...periods.map((period) => within(source.at, period))),
  );

/** The day or month of a row, in UTC; `previous` for what lies before the range. */
const bucketOf = (at: PgColumn, { from, bucket }: Range): SQL<string> =>
  sql<string>`case when ${lt(at, from)} then 'previous' else to_char(${at} at time zone 'utc', ${sql.raw(
    bucket === "day" ? "'YYYY-MM-DD'" : "'YYYY-MM'",
  )}) end`;

export type Tally = { value: number; previous: number; by: Map<string, number> };

/** How many rows there were, in the range by its buckets and in the one before it as a whole. */
export async function tally(source: Source, scope: Scope, range: Range, also?: SQL, sum?: SQL): Promise<Tally> {
  const rows = await Db.use()
    .select({ bucket: bucketOf(source.at, range).as("bucket"), count: (sum ?? sql`count(*)`).mapWith(Number) })
    .from(source.table)
    .where(and(rowsOf(source, scope, range, range.previous), also))
    .groupBy(sql`bucket`);
  const by = new Map(rows.map(({ bucket, count }) => [bucket, count]));
  const previous = by.get("previous") ?? 0;
  by.delete("previous");
  return { value: [...by.values()].reduce((total, count) => total + count, 0), previous, by };
}
