import * as z from "zod";

export const queues = ["runs", "mail", "billing"] as const;
export type Queue = (typeof queues)[number];

/** A poke: the reader decides from the row. */
export const WakeMessage = z.object({ v: z.literal(1), tenantId: z.string(), runId: z.string() });
export type WakeMessage = z.infer<typeof WakeMessage>;

/** What to write about; addresses and codes are looked up or worked out when the mail is written. */
export const MailMessage = z.discriminatedUnion("kind", [
  z.object({ v: z.literal(1), kind: z.literal("one_time_code"), otpId: z.string() }),
  z.object({ v: z.literal(1), kind: z.literal("welcome"), tenantId: z.string() }),
  z.object({ v: z.literal(1), kind: z.literal("invitation"), tenantId: z.string(), memberId: z.string() }),
  z.object({ v: z.literal(1), kind: z.literal("admin_added"), adminId: z.string() }),
  z.object({ v: z.literal(1), kind: z.literal("trial_ending"), tenantId: z.string() }),
  z.object({ v: z.literal(1), kind: z.literal("access_changed"), tenantId: z.string(), isLost: z.boolean() }),
  z.object({ v: z.literal(1), kind: z.literal("payment_failed"), tenantId: z.string(), invoiceId: z.string() }),
  z.object({ v: z.literal(1), kind: z.literal("pack_delivered"), tenantId: z.string(), checkoutId: z.string() }),
  z.object({ v: z.literal(1), kind: z.literal("llm_alert"), alertId: z.string() }),
  z.object({ v: z.literal(1), kind: z.literal("run_ended"), tenantId: z.string(), runId: z.string() }),
]);
export type MailMessage = z.infer<typeof MailMessage>;
