import { and, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import { missing, verb } from "../base/index.ts";
import { codeTable } from "../code/code.sql.ts";
import { commentTable } from "../comment/comment.sql.ts";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { deviceTable } from "../device/device.sql.ts";
import { Erasure } from "../erasure/index.ts";
import { Event } from "../event/index.ts";
import { memberTable } from "../member/member.sql.ts";
import { Outbox } from "../outbox/index.ts";
import { Ports } from "../ports/index.ts";
import { projectTable } from "../project/project.sql.ts";
import { isOpen } from "../run/access.ts";
import { folderOf } from "../run/files.ts";
import { runTable } from "../run/run.sql.ts";
import { sessionTable } from "../session/session.sql.ts";
import { subscriptionTable } from "../subscription/subscription.sql.ts";
import { TenantId } from "./tenant.schema.ts";
import { tenantTable as t } from "./tenant.sql.ts";

/** What would go with a tenant. @throws Failure `tenant.missing` */
export const deletionImpact = verb({ as: ["admin"], input: TenantId }, async ({ id }) => {
  const rows = await Db.tx(() => countRows(id));
  return { ...rows, ...(await countFiles(folderOf(id))) };
});

async function countRows(id: string) {
  const [tenant] = await Db.use().select({ id: t.id, slug: t.slug, name: t.name }).from(t).where(eq(t.id, id));
  if (!tenant) throw missing("tenant");
  const many = (table: typeof memberTable | typeof projectTable | typeof codeTable | typeof deviceTable) =>
    Db.use().$count(table, eq(table.tenantId, id));
  return {
    tenant,
    members: await many(memberTable),
    projects: await many(projectTable),
    runs: await Db.use().$count(runTable, eq(runTable.tenantId, id)),
    openRuns: await Db.use().$count(runTable, and(eq(runTable.tenantId, id), isOpen)),
    codes: await many(codeTable),
    devices: await many(deviceTable),
    comments: await Db.use().$count(commentTable, eq(commentTable.tenantId, id)),
    sessions: await Db.use().$count(
      sessionTable,
      and(eq(sessionTable.tenantId, id), isNull(sessionTable.endedAt), gt(sessionTable.expiresAt, clock)),
    ),
  };
}

/** Of a thousand files each: more is said to be more, not waited for. */
const mostPages = 50;

async function countFiles(prefix: string) {
  const total = { files: 0, bytes: 0 };
  let after: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const { items, next } = await Ports.use().files.list(prefix, after);
    total.files += items.length;
    total.bytes += items.reduce((sum, { bytes }) => sum + bytes, 0);
    if (next === undefined) return { ...total, hasMoreFiles: false };
    after = next;
  }
  return { ...total, hasMoreFiles: true };
}

/**
 * Removes a tenant with all it owned: rows now, stored files within the minute. Nobody else's row is touched. The
 * platform's own log says that it happened.
 *
 * @throws Failure `tenant.missing`, `step_up.required`
 */
export const remove = verb({ as: ["admin"], isFresh: true, input: TenantId }, ({ id }) =>
  Db.tx(async () => {
    const [tenant] = await Db.use().select({ name: t.name }).from(t).where(eq(t.id, id)).for("update");
    if (!tenant) throw missing("tenant");
    const [held] = await Db.use()
      .select({ stripeId: subscriptionTable.stripeSubscriptionId })
      .from(subscriptionTable)
      .where(eq(subscriptionTable.tenantId, id));
    const tasks = await Db.use()
      .select({ taskArn: runTable.taskArn })
      .from(runTable)
      .where(and(eq(runTable.tenantId, id), isOpen, isNotNull(runTable.taskArn)));
    await Erasure.order(folderOf(id));
    await Db.use().execute(sql`select app.erase_tenant(${id})`);
    // Nobody pays on for what is no more.
    if (held?.stripeId) await Outbox.put({ queue: "billing", body: { v: 1, endSubscription: held.stripeId } });
    await Event.record("tenant.deleted", { subjectId: id }, { name: tenant.name });
    // A task that is not reached stops by itself: its next call finds no run.
    for (const { taskArn } of tasks)
      if (taskArn) await Db.afterCommit(() => Ports.use().tasks.stop(taskArn, "The tenant was deleted."));
  }),
);
