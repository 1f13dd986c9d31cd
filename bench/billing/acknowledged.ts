import { createHmac } from "node:crypto";
import { join } from "node:path";
import { openSecrets } from "../../packages/local/src/cloud/secrets.ts";
import { startStack } from "../chaos/stack.ts";
import { type Figure, percentile } from "../figure.ts";

const events = 1_000;

/** What Stripe waits for: an event checked, kept and told on, from the call of the function to its answer. */
export async function acknowledged(): Promise<Figure[]> {
  const stack = await startStack();
  try {
    const { stripeWebhookSecret: secret } = openSecrets(join(stack.home, "secrets.json"));
    const host = stack.hosts.api;
    if (!host) throw new Error("There is no host for the API.");
    const took: number[] = [];
    for (let index = -20; index < events; index++) {
      const body = JSON.stringify(eventOf(index));
      const time = Math.floor(Date.now() / 1_000);
      const signature = createHmac("sha256", secret).update(`${time}.${body}`).digest("hex");
      const call = {
        headers: { "stripe-signature": `t=${time},v1=${signature}` },
        body,
        isBase64Encoded: false,
        requestContext: { requestId: `r${index}` },
      };
      const begun = performance.now();
      const answer = (await host.invoke("hook-stripe", call, 10_000)) as { statusCode: number };
      if (answer.statusCode !== 200) throw new Error(`The webhook answered ${answer.statusCode}.`);
      // The first ones find nothing loaded.
      if (index >= 0) took.push(performance.now() - begun);
    }
    const [kept] = await stack.sql("select count(*)::int as events from webhook_event");
    if (kept?.events !== events + 20) throw new Error(`${kept?.events} events were kept.`);
    return [50, 99].map((share) => ({
      name: `Webhook acknowledged, p${share} of ${events}`,
      value: percentile(took, share),
      unit: "ms",
      bound: 50,
    }));
  } finally {
    await stack.stop();
  }
}

const eventOf = (index: number) => ({
  id: `evt_bench${index + 100}`,
  object: "event",
  type: "customer.subscription.updated",
  data: { object: { id: `sub_${index}`, object: "subscription", customer: `cus_${index}`, status: "active" } },
});
