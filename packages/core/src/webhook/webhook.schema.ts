import * as z from "zod";
import { Instant, PageQuery, pageOf, sortBy, text } from "../base/base.schema.ts";
import { From, To } from "../event/period.schema.ts";

/** `received` waits for its handler, also when it is to be handled again. */
export const webhookStatuses = ["received", "handled", "failed"] as const;
const WebhookStatus = z.enum(webhookStatuses);
export type WebhookStatus = z.infer<typeof WebhookStatus>;

export const ListWebhookEvents = PageQuery.extend({
  /** A whole type (`invoice.paid`) or how it begins (`invoice`). */
  type: text(100).trim().default(""),
  status: WebhookStatus.optional(),
  from: From.optional(),
  to: To.optional(),
  sort: sortBy(["receivedAt"], "receivedAt:desc"),
});

/** The provider's id of an event. Whatever else comes is nobody's. */
export const WebhookEventId = z.object({
  id: z
    .string()
    .max(300)
    .overwrite((typed) => (/^evt_\w{1,200}$/.test(typed) ? typed : "unknown"))
    .meta({ example: "evt_1QZ3M8S4T6V8X0Z2" }),
});

const WebhookEvent = z.object({
  id: z.string(),
  provider: z.string(),
  type: z.string(),
  status: WebhookStatus,
  receivedAt: Instant,
  handledAt: Instant.nullable(),
  /** Why handling it failed the last time. */
  failure: z.string().nullable(),
  replays: z.int(),
  replayedAt: Instant.nullable(),
});
export const WebhookEventPage = pageOf(WebhookEvent);

/** `payload` is what the provider sent, but for what gives access to anything. */
export const WebhookEventDetail = WebhookEvent.extend({ payload: z.unknown() });
