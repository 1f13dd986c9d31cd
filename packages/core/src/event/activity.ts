import { and, desc, eq, lt } from "drizzle-orm";
import type * as z from "zod";
import { verb } from "../base/index.ts";
import { fromNow } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { type Activity, ListActivities } from "./activity.schema.ts";
import { actorsOf } from "./actors.ts";
import type { EventData, EventType } from "./event.schema.ts";
import { isNews, eventTable as t } from "./event.sql.ts";
import { during } from "./span.ts";

/** Said of a run's inside, in the run's own log. */
type RunWork = "run.log" | "run.task_started" | "run.task_ended" | "run.check_ended" | "run.file_written";
type Line = z.infer<typeof Activity>;

const sentences: Record<Exclude<EventType, RunWork>, (data: EventData) => string> = {
  "tenant.signed_up": () => "Signed up for a trial",
  "tenant.created": () => "Created by an admin",
  "tenant.updated": () => "Changed its profile",
  "member.signed_in": () => "A member signed in",
  "member.signed_out": () => "A member signed out",
  "admin.arrived": () => "An admin showed a one-time code, and must show a passkey next",
  "admin.signed_in": () => "An admin signed in",
  "admin.signed_out": () => "An admin signed out",
  "client.signed_in": () => "A client opened a project",
  "client.signed_out": () => "A client left a project",
  "tenant.suspended": () => "Suspended",
  "tenant.reinstated": () => "Reinstated",
  "tenant.exported": () => "Everything it owns was exported",
  "tenant.deleted": ({ name }) => `Tenant ${name ?? ""} deleted with all it owned`,
  "tenant.trial_ending": ({ count }) =>
    count === 1 ? "Its trial ends in a day" : `Its trial ends in ${count ?? 0} days`,
  "tenant.override_set": ({ name }) => `A limit was set otherwise: ${name ?? ""}`,
  "tenant.override_ended": ({ name }) => `A limit is the plan's again: ${name ?? ""}`,
  "plan.created": ({ name }) => `Plan ${name ?? ""} created`,
  "plan.updated": ({ name }) => `Plan ${name ?? ""} changed`,
  "plan.retired": ({ name }) => `Plan ${name ?? ""} retired`,
  "plan.restored": ({ name }) => `Plan ${name ?? ""} offered again`,
  "member.invited": () => "A member was invited",
  "member.updated": () => "A member was changed",
  "member.removed": () => "A member was removed",
  "member.notifications_set": () => "A member chose which mails to get",
  "session.ended": () => "A session was ended",
  "admin.added": () => "An admin was added",
  "admin.removed": () => "An admin was removed",
  "admin.stepped_up": () => "An admin confirmed who they are",
  "passkey.enrolled": () => "An admin enrolled a passkey",
  "passkey.removed": () => "An admin removed a passkey",
  "device.activated": () => "A device was activated",
  "device.refreshed": () => "A device refreshed its token",
  "device.revoked": () => "A device was revoked",
  "device.reused": () => "A device's old token was used again, so the device was revoked",
  "comment.added": () => "A comment was added",
  "llm.config_saved": ({ name }) => `LLM configuration saved: ${name ?? ""}`,
  "llm.config_restored": ({ name }) => `LLM configuration restored: ${name ?? ""}`,
  "llm.alert_raised": ({ name }) => `LLM alert: ${name ?? ""}`,
  "llm.alert_resolved": () => "An LLM alert was resolved",
  "llm.blueprint_disabled": ({ name }) => `Blueprint ${name ?? ""} disabled`,
  "llm.blueprint_enabled": ({ name }) => `Blueprint ${name ?? ""} enabled`,
  "billing.checkout_opened": ({ name }) => `Went to pay for ${name ?? "something"}`,
  "billing.portal_opened": () => "Opened the billing portal",
  "billing.plan_change_asked": ({ name }) => `Asked to change the plan to ${name ?? "another"}`,
  "billing.plan_change_withdrawn": () => "Kept its plan instead of changing to the one chosen",
  "billing.changed": ({ status, name }) => `Subscription is now ${status ?? "changed"}${name ? ` on ${name}` : ""}`,
  "billing.access_lost": () => "Lost its access for the subscription's sake",
  "billing.access_regained": () => "Has its access again",
  "billing.pack_delivered": ({ count }) => `A paid pack of ${count ?? 0} activation codes was delivered`,
  "billing.pack_undone": ({ count }) => `A pack was paid back; ${count ?? 0} unused codes were revoked`,
  "webhook.replayed": () => "A webhook event was replayed",
  "project.restored": () => "Project taken out of the archive",
  "project.deleted": () => "Project deleted for good",
  "code.generated": ({ count }) =>
    count === 1 ? "1 activation code generated" : `${count ?? 0} activation codes generated`,
  "code.revoked": () => "An activation code was revoked",
  "code.assigned": () => "An activation code was assigned to a project",
  "project.created": () => "Project created",
  "project.updated": () => "Project changed",
  "project.archived": () => "Project archived",
  "run.queued": ({ number }) => `Run ${number ?? ""} queued`,
  "run.launching": () => "Run starting",
  "run.waiting": () => "Run waiting: no machine was free",
  "run.started": () => "Run started",
  "run.requeued": () => "Run interrupted and queued again",
  "run.pausing": () => "Run told to pause",
  "run.paused": () => "Run paused",
  "run.resumed": () => "Run resumed",
  "run.cancelling": () => "Run told to cancel",
  "run.cancelled": () => "Run cancelled",
  "run.completed": () => "Run completed",
  "run.failed": () => "Run failed",
};

/** What an event says, in a sentence. */
export const textOf = ({ type, data }: { type: string; data: EventData }): string =>
  (sentences as Partial<Record<string, (data: EventData) => string>>)[type]?.(data) ?? type;

/** What happened lately, newest first, from the one event log; `after` leads to what is older. */
export const listActivities = verb({ as: ["admin"], input: ListActivities }, ({ days, after, limit }) =>
  Db.tx(async () => {
    const lately = await during({ from: fromNow(-days * 86_400) });
    const rows = await Db.use()
      .select({ event: t, tenant: { id: tenantTable.id, name: tenantTable.name } })
      .from(t)
      .leftJoin(tenantTable, eq(tenantTable.id, t.tenantId))
      .where(and(isNews, lately, after === "" ? undefined : lt(t.id, BigInt(after))))
      .orderBy(desc(t.id))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const actorOf = await actorsOf(shown.map(({ event }) => event));
    const items = shown.map(
      ({ event, tenant }): Line => ({
        id: event.id.toString(),
        at: event.at.toISOString(),
        type: event.type,
        text: textOf(event),
        actor: actorOf(event),
        tenant,
        projectId: event.projectId,
        runId: event.runId,
        codeId: event.codeId,
        subjectId: event.subjectId,
      }),
    );
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }),
);
