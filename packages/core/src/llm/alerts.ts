import { and, desc, eq, gt, inArray, isNotNull, isNull, ne, sql } from "drizzle-orm";
import * as z from "zod";
import { adminTable } from "../admin/admin.sql.ts";
import { Failure, missing, newId, page, verb } from "../base/index.ts";
import { clock, fromNow } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { countUpTo, pageKeys, sliceOf } from "../db/page.ts";
import { Event } from "../event/index.ts";
import { Outbox } from "../outbox/index.ts";
import { projectTable } from "../project/project.sql.ts";
import { AlertId, ListAlerts } from "./alerts.schema.ts";
import { dollars, failuresOfDown, isErrorRate, markOf } from "./budget.ts";
import { type Ledger, platformLedgers, projectLedgers } from "./ledger.ts";
import { type AlertKind, keyedProviders } from "./llm.schema.ts";
import { llmCallTable as calls, llmAlertTable as t } from "./llm.sql.ts";

type Alert = { kind: AlertKind; subject: string; period: string; message: string };

const hour = 3_600;

/**
 * Looks for what an admin should know of: budgets nearly or wholly used, many failures, a provider that is down. One
 * alert for each kind, subject and period, however often this looks and whoever else does.
 *
 * @param projectId whose budget to look at; without it, of every project with a call in the last hour
 */
export const raiseAlerts = verb(
  { as: ["platform"], input: z.object({ projectId: z.string().optional() }) },
  async ({ projectId }) => {
    const found = await Db.tx(async () => [
      ...(await overBudget(projectId === undefined ? await busyProjects() : [projectId])),
      ...(await failing()),
      ...(await down()),
    ]);
    for (const alert of found) await Db.tx(() => raise(alert));
    return found.length;
  },
);

async function raise(alert: Alert): Promise<void> {
  const [row] = await Db.use()
    .insert(t)
    .values({ id: newId("alert"), ...alert })
    .onConflictDoNothing()
    .returning({ id: t.id });
  if (!row) return;
  await Event.record("llm.alert_raised", { subjectId: row.id }, { name: alert.kind });
  await Outbox.put({ queue: "mail", body: { v: 1, kind: "llm_alert", alertId: row.id } });
}

async function busyProjects(): Promise<string[]> {
  const rows = await Db.use()
    .selectDistinct({ id: calls.projectId })
    .from(calls)
    .where(gt(calls.createdAt, fromNow(-hour)));
  return rows.map(({ id }) => id);
}

async function overBudget(projectIds: readonly string[]): Promise<Alert[]> {
  const ledgers: Ledger[] = await platformLedgers();
  for (const id of projectIds) ledgers.push(...(await projectLedgers(id)));
  return ledgers.flatMap(({ name, subject, period, usedMicros, limitMicros }) => {
    const kind = markOf(usedMicros, limitMicros);
    const whose = subject === "platform" ? "The platform's" : "A project's";
    const message = `${whose} budget ${words[name]}: ${dollars(usedMicros)} of ${dollars(limitMicros)} is used.`;
    // With the limit in it: a budget that was raised is another one.
    return kind ? [{ kind, subject, period: `${period} of ${limitMicros}`, message }] : [];
  });
}

const words = { month: "of this month", day: "of today", total: "for all its runs" };

/** Stored answers asked nobody, so they say nothing of how well asking goes. */
const asked = and(gt(calls.createdAt, fromNow(-hour)), ne(calls.cache, "hit"));
const thisHour = sql<string>`to_char(${clock} at time zone 'utc', 'YYYY-MM-DD"T"HH24')`;

async function failing(): Promise<Alert[]> {
  const [row] = await Db.use()
    .select({
      calls: sql<number>`count(*)::int`,
      failed: sql<number>`count(*) filter (where ${calls.status} <> 'succeeded')::int`,
      period: thisHour,
    })
    .from(calls)
    .where(asked);
  if (!row || !isErrorRate(row) || (await isOpen("error_rate", "platform"))) return [];
  const message = `${row.failed} of the ${row.calls} calls of the last hour failed.`;
  return [{ kind: "error_rate", subject: "platform", period: row.period, message }];
}

async function down(): Promise<Alert[]> {
  const rows = await Db.use()
    .select({ provider: calls.provider, failures: sql<number>`count(*)::int`, period: thisHour })
    .from(calls)
    .where(
      and(
        asked,
        inArray(calls.provider, keyedProviders),
        ne(calls.status, "succeeded"),
        sql`not exists (select 1 from ${calls} as later where later.provider = ${calls.provider}
          and later.status = 'succeeded' and later.cache <> 'hit' and later.created_at > ${calls.createdAt})`,
      ),
    )
    .groupBy(calls.provider);
  const alerts: Alert[] = [];
  for (const { provider, failures, period } of rows) {
    if (failures < failuresOfDown || (await isOpen("provider_down", provider))) continue;
    const message = `The last ${failures} calls to ${provider} failed.`;
    alerts.push({ kind: "provider_down", subject: provider, period, message });
  }
  return alerts;
}

/** What lasts is said once, until somebody has dealt with it. */
async function isOpen(kind: AlertKind, subject: string): Promise<boolean> {
  const rows = await Db.use()
    .select({ id: t.id })
    .from(t)
    .where(and(eq(t.kind, kind), eq(t.subject, subject), isNull(t.resolvedAt)))
    .limit(1);
  return rows.length > 0;
}

const select = () =>
  Db.use()
    .select({
      alert: t,
      project: projectTable.name,
      email: adminTable.email,
    })
    .from(t)
    .leftJoin(projectTable, eq(projectTable.id, t.subject))
    .leftJoin(adminTable, eq(adminTable.id, t.resolvedBy));

/** Newest first. */
export const listAlerts = verb({ as: ["admin"], input: ListAlerts }, ({ status, kind, ...paging }) =>
  Db.tx(async () => {
    const where = and(
      status && (status === "open" ? isNull(t.resolvedAt) : isNotNull(t.resolvedAt)),
      kind && eq(t.kind, kind),
    );
    const by = [desc(t.createdAt), desc(t.id)];
    const keys = pageKeys(t, where, by, sliceOf(paging));
    const rows = await select()
      .innerJoin(keys, eq(keys.key, t.id))
      .orderBy(...by);
    return page(rows.map(toAlert), await countUpTo(t, where), paging);
  }),
);

/** Somebody has dealt with it. @throws Failure `alert.missing`, `alert.resolved` */
export const resolveAlert = verb({ as: ["admin"], input: AlertId }, ({ id }, actor) =>
  Db.tx(async () => {
    const [known] = await Db.use().select().from(t).where(eq(t.id, id)).for("update");
    if (!known) throw missing("alert");
    if (known.resolvedAt) throw new Failure("conflict", "alert.resolved", "Somebody has dealt with it already.");
    await Db.use().update(t).set({ resolvedAt: clock, resolvedBy: actor.adminId }).where(eq(t.id, id));
    await Event.record("llm.alert_resolved", { subjectId: id }, { name: known.kind });
    const [row] = await select().where(eq(t.id, id));
    if (!row) throw missing("alert");
    return toAlert(row);
  }),
);

const toAlert = ({ alert, project, email }: Awaited<ReturnType<typeof select>>[number]) => ({
  id: alert.id,
  kind: alert.kind,
  subject: alert.subject,
  subjectName: project,
  period: alert.period,
  message: alert.message,
  status: alert.resolvedAt ? ("resolved" as const) : ("open" as const),
  createdAt: alert.createdAt.toISOString(),
  resolvedAt: alert.resolvedAt?.toISOString() ?? null,
  resolvedBy: alert.resolvedBy ? { id: alert.resolvedBy, email } : null,
});
