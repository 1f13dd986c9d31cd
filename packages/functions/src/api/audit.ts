import { listAudit, verifyChain } from "@q2o/core/event/audit";
import { AuditFeed, ChainVerdict } from "@q2o/core/event/audit/schema";
import { getWebhookEvent, listWebhookEvents, replayWebhookEvent } from "@q2o/core/webhook/inbox";
import { WebhookEventDetail, WebhookEventPage } from "@q2o/core/webhook/schema";
import { at } from "../edge/route.ts";

const admin = at("admin");

/** Who did what, and what providers told. */
export const audit = [
  admin("get /api/admin/audit", { summary: "What people did, newest first", verb: listAudit, reply: AuditFeed }),
  admin("get /api/admin/audit/verify", {
    summary: "Whether a chain of events is as it was written; without a tenant the platform's own",
    verb: verifyChain,
    reply: ChainVerdict,
    refuses: ["missing"],
  }),
  admin("get /api/admin/webhook-events", {
    summary: "The inbox of providers' events",
    verb: listWebhookEvents,
    reply: WebhookEventPage,
  }),
  admin("get /api/admin/webhook-events/{id}", {
    summary: "Read a provider's event",
    verb: getWebhookEvent,
    reply: WebhookEventDetail,
    refuses: ["missing"],
  }),
  admin("post /api/admin/webhook-events/{id}/replay", {
    summary: "Mark a provider's event as not handled yet, so that it is taken up again",
    verb: replayWebhookEvent,
    status: 202,
    reply: WebhookEventPage.shape.items.element,
    refuses: ["missing"],
  }),
];
