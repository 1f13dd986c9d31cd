import Stripe from "stripe";
import * as z from "zod";

/** `t=…,v1=…`: the SDK also takes times far ahead and `t=abc`. https://docs.stripe.com/webhooks#verify-manually */
const header = /^t=(\d{1,12})(?:,v\d=[0-9a-f]{64})+$/;
const toleranceSeconds = 300;

/** The SDK also takes signed `null`, `[]` and `{}`. */
const StripeEvent = z.object({
  id: z.string().regex(/^evt_\w{1,200}$/),
  object: z.literal("event"),
  type: z.string().regex(/^[\w.]{1,100}$/),
  data: z.object({ object: z.looseObject({}) }),
});

/** Stripe's event, if Stripe sent it, lately, as it is. */
export async function verify(
  body: string,
  signature: string,
  secret: string,
): Promise<{ id: string; type: string } | undefined> {
  const sentAt = header.exec(signature)?.[1];
  if (sentAt === undefined || Math.abs(Date.now() / 1_000 - Number(sentAt)) > toleranceSeconds) return undefined;
  // Any of the SDK's errors means the same: refused.
  const event: unknown = await Stripe.webhooks
    .constructEventAsync(body, signature, secret, toleranceSeconds)
    .catch(() => undefined);
  const parsed = StripeEvent.safeParse(event);
  return parsed.success && !body.includes("\\u0000") ? { id: parsed.data.id, type: parsed.data.type } : undefined;
}
