import { and, asc, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { codeTable } from "../code/code.sql.ts";
import { commentTable } from "../comment/comment.sql.ts";
import { Db } from "../db/index.ts";
import { deviceTable } from "../device/device.sql.ts";
import { eventTable } from "../event/event.sql.ts";
import { llmCallTable } from "../llm/llm.sql.ts";
import { memberTable } from "../member/member.sql.ts";
import { projectTable } from "../project/project.sql.ts";
import { picturesOf } from "../run/picture.ts";
import { checkTable, requirementTable, runTable, taskTable } from "../run/run.sql.ts";
import { toSummary } from "../run/shape.ts";
import { usageTable } from "../usage/usage.sql.ts";
import type { ExportSection } from "./export.schema.ts";
import { overrideTable } from "./tenant.sql.ts";

/** A row to give away, and where to go on after it. */
export type Piece = { key: string; row: object };

const few = 20;
const many = 200;

/** Some rows of a section after a key, in the order of their keys. None is the end of it. */
export const sections: Record<ExportSection, (tenantId: string, after: string) => Promise<Piece[]>> = {
  members: async (tenantId, after) =>
    keyed(
      await Db.use()
        .select()
        .from(memberTable)
        .where(beyond(memberTable, tenantId, after))
        .orderBy(asc(memberTable.id))
        .limit(many),
    ),
  projects: async (tenantId, after) =>
    keyed(
      await Db.use()
        .select()
        .from(projectTable)
        .where(beyond(projectTable, tenantId, after))
        .orderBy(asc(projectTable.id))
        .limit(few),
    ),
  // Without what a code can be found by.
  activationCodes: async (tenantId, after) => {
    const rows = await Db.use()
      .select()
      .from(codeTable)
      .where(beyond(codeTable, tenantId, after))
      .orderBy(asc(codeTable.id))
      .limit(many);
    return keyed(rows.map(({ sealed: _, ...row }) => row));
  },
  runs,
  devices: async (tenantId, after) => {
    const rows = await Db.use()
      .select()
      .from(deviceTable)
      .where(beyond(deviceTable, tenantId, after))
      .orderBy(asc(deviceTable.id))
      .limit(many);
    return keyed(rows.map(({ fingerprint: _, generation: __, ...row }) => row));
  },
  // Without the place by which a page of them is found.
  comments: async (tenantId, after) => {
    const rows = await Db.use()
      .select()
      .from(commentTable)
      .where(beyond(commentTable, tenantId, after))
      .orderBy(asc(commentTable.id))
      .limit(many);
    return keyed(rows.map(({ seq: _, ...row }) => row));
  },
  usage: async (tenantId, after) => {
    const [kind = "", ...key] = after.split(":");
    const isBeyond =
      after === "" ? undefined : sql`(${usageTable.kind}, ${usageTable.key}) > (${kind}, ${key.join(":")})`;
    const rows = await Db.use()
      .select()
      .from(usageTable)
      .where(and(eq(usageTable.tenantId, tenantId), isBeyond))
      .orderBy(asc(usageTable.kind), asc(usageTable.key))
      .limit(many);
    return rows.map(({ tenantId: _, ...row }) => ({ key: `${row.kind}:${row.key}`, row }));
  },
  llmCalls: async (tenantId, after) =>
    keyed(
      await Db.use()
        .select()
        .from(llmCallTable)
        .where(beyond(llmCallTable, tenantId, after))
        .orderBy(asc(llmCallTable.id))
        .limit(many),
    ),
  // Which admin it was is the platform's own matter.
  overrides: async (tenantId, after) => {
    const rows = await Db.use()
      .select()
      .from(overrideTable)
      .where(beyond(overrideTable, tenantId, after))
      .orderBy(asc(overrideTable.id))
      .limit(many);
    return keyed(rows.map(({ adminId: _, ...row }) => row));
  },
  // With place and hash, so that whoever has the export can follow the chain.
  events: async (tenantId, after) => {
    const isBeyond = /^\d{1,18}$/.test(after) ? gt(eventTable.id, BigInt(after)) : undefined;
    const rows = await Db.use()
      .select()
      .from(eventTable)
      .where(and(eq(eventTable.tenantId, tenantId), isBeyond))
      .orderBy(asc(eventTable.id))
      .limit(many);
    return rows.map(({ tenantId: _, ...row }) => ({ key: row.id.toString(), row: { ...row, id: row.id.toString() } }));
  },
};

/** With what it was to do, what it found and what it did. */
async function runs(tenantId: string, after: string): Promise<Piece[]> {
  const rows = await Db.use()
    .select()
    .from(runTable)
    .where(beyond(runTable, tenantId, after))
    .orderBy(asc(runTable.id))
    .limit(few);
  const ids = rows.map(({ id }) => id);
  const ofThese = (table: typeof requirementTable | typeof taskTable | typeof checkTable) =>
    and(eq(table.tenantId, tenantId), inArray(table.runId, ids));
  const requirements = await Db.use()
    .select()
    .from(requirementTable)
    .where(ofThese(requirementTable))
    .orderBy(asc(requirementTable.position));
  const tasks = await Db.use().select().from(taskTable).where(ofThese(taskTable)).orderBy(asc(taskTable.position));
  const checks = await Db.use().select().from(checkTable).where(ofThese(checkTable)).orderBy(asc(checkTable.position));
  const of = <T extends { tenantId: string; runId: string }>(parts: T[], runId: string) =>
    parts.filter((part) => part.runId === runId).map(({ tenantId: _, runId: __, ...part }) => part);
  return rows.map((run) => ({
    key: run.id,
    row: {
      ...toSummary(run),
      brief: run.brief,
      requirements: of(requirements, run.id),
      tasks: of(tasks, run.id),
      checks: of(checks, run.id),
      pictures: picturesOf(run),
    },
  }));
}

const beyond = (table: { tenantId: PgColumn; id: PgColumn }, tenantId: string, after: string): SQL | undefined =>
  and(eq(table.tenantId, tenantId), after === "" ? undefined : gt(table.id, after));

const keyed = <T extends { id: string; tenantId: string }>(rows: T[]): Piece[] =>
  rows.map(({ tenantId: _, ...row }) => ({ key: row.id, row }));
