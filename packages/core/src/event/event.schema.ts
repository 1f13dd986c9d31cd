import type { logLevels } from "../run/run.schema.ts";

/** Numbers and short words; `text` and `name` of tasks and checks only in a run's own log. Never an address, a code or a token. */
export type EventData = {
  text?: string;
  level?: (typeof logLevels)[number];
  code?: string;
  count?: number;
  number?: number;
  attempt?: number;
  name?: string;
  status?: string;
  taskId?: string;
  agent?: string;
  check?: string;
  path?: string;
  bytes?: number;
};

export const eventTypes = [
  "tenant.signed_up",
  "tenant.created",
  "tenant.updated",
  "member.signed_in",
  "member.signed_out",
  "admin.arrived",
  "admin.signed_in",
  "admin.signed_out",
  "client.signed_in",
  "client.signed_out",
  "tenant.suspended",
  "tenant.reinstated",
  "tenant.exported",
  "tenant.deleted",
  "tenant.trial_ending",
  "tenant.override_set",
  "tenant.override_ended",
  "plan.created",
  "plan.updated",
  "plan.retired",
  "plan.restored",
  "member.invited",
  "member.updated",
  "member.removed",
  "member.notifications_set",
  "session.ended",
  "admin.added",
  "admin.removed",
  "admin.stepped_up",
  "passkey.enrolled",
  "passkey.removed",
  "device.activated",
  "device.refreshed",
  "device.revoked",
  "device.reused",
  "comment.added",
  "llm.config_saved",
  "llm.config_restored",
  "llm.alert_raised",
  "llm.alert_resolved",
  "llm.blueprint_disabled",
  "llm.blueprint_enabled",
  "webhook.replayed",
  "billing.checkout_opened",
  "billing.portal_opened",
  "billing.plan_change_asked",
  "billing.plan_change_withdrawn",
  "billing.changed",
  "billing.access_lost",
  "billing.access_regained",
  "billing.pack_delivered",
  "billing.pack_undone",
  "project.restored",
  "project.deleted",
  "code.generated",
  "code.revoked",
  "code.assigned",
  "project.created",
  "project.updated",
  "project.archived",
  "run.queued",
  "run.launching",
  "run.waiting",
  "run.started",
  "run.requeued",
  "run.pausing",
  "run.paused",
  "run.resumed",
  "run.cancelling",
  "run.cancelled",
  "run.completed",
  "run.failed",
  "run.task_started",
  "run.task_ended",
  "run.check_ended",
  "run.file_written",
  "run.log",
] as const;
export type EventType = (typeof eventTypes)[number];

/** What happens too often to be news: a run's own work, and devices that stay signed in. */
export const noise = [
  "run.task_started",
  "run.task_ended",
  "run.check_ended",
  "run.file_written",
  "run.log",
  "device.refreshed",
] as const satisfies readonly EventType[];
