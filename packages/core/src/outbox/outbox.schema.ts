import * as z from "zod";
import { RunStatus } from "../run/run.schema.ts";

export const queues = ["runs", "mail", "billing"] as const;
export type Queue = (typeof queues)[number];

/** A poke: the reader decides from the row. */
export const WakeMessage = z.object({ v: z.literal(1), tenantId: z.string(), runId: z.string() });
export type WakeMessage = z.infer<typeof WakeMessage>;

/** `outboxId` is put on when it is sent: by it a mailer knows what it has delivered before. */
const said = { v: z.literal(1), outboxId: z.string().optional() };

/** What to write about; addresses and codes are looked up or worked out when the mail is written.
 * A run's `status` is what it was then: who has gone on since is not told of a pause. */
export const MailMessage = z.discriminatedUnion("kind", [
  z.object({ ...said, kind: z.literal("one_time_code"), otpId: z.string() }),
  z.object({ ...said, kind: z.literal("welcome"), tenantId: z.string() }),
  z.object({ ...said, kind: z.literal("invitation"), tenantId: z.string(), memberId: z.string() }),
  z.object({ ...said, kind: z.literal("admin_added"), adminId: z.string() }),
  z.object({ ...said, kind: z.literal("trial_ending"), tenantId: z.string() }),
  z.object({ ...said, kind: z.literal("access_changed"), tenantId: z.string(), isLost: z.boolean() }),
  z.object({ ...said, kind: z.literal("payment_failed"), tenantId: z.string(), invoiceId: z.string() }),
  z.object({ ...said, kind: z.literal("pack_delivered"), tenantId: z.string(), checkoutId: z.string() }),
  z.object({ ...said, kind: z.literal("comment_added"), tenantId: z.string(), commentId: z.string() }),
  z.object({ ...said, kind: z.literal("llm_alert"), alertId: z.string() }),
  z.object({
    ...said,
    kind: z.literal("run_ended"),
    tenantId: z.string(),
    runId: z.string(),
    status: RunStatus.optional(),
  }),
]);
export type MailMessage = z.infer<typeof MailMessage>;
