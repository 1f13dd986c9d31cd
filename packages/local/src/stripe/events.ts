import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { StripeObject } from "./catalogue.ts";
import type { Store } from "./store.ts";

/** What tests may have go wrong on the way. Shares are between 0 and 1. */
export type Trouble = { drop?: number; duplicate?: number; shuffle?: boolean; delayMs?: number };

type Options = { store: Store; seconds: () => number; apiVersion: string; webhook?: { url: string; secret: string } };

/** Not Stripe's days, so that a machine that was off for a while catches up while somebody watches. */
const retrySeconds = [1, 2, 5, 15, 60, 300, 900, 3_600];

/** Remembers what happens, tells the webhook, and goes on telling until it is heard. */
export function openEvents({ store, seconds, apiVersion, webhook }: Options) {
  let trouble: Trouble = {};
  let sending: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const now = () => Math.floor(Date.now() / 1_000);

  const tell = (type: string, object: StripeObject, before?: object): void => {
    const event = store.save({
      id: store.newId("evt"),
      object: "event",
      created: seconds(),
      api_version: apiVersion,
      type,
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      data: { object: shown(object), ...(before ? { previous_attributes: before } : {}) },
    });
    if (!webhook || Math.random() < (trouble.drop ?? 0)) return;
    store.plan(event.id, webhook.url, 0, now());
    wake();
  };

  const wake = (ms = 0) => {
    if (timer || isClosed) return;
    timer = setTimeout(() => {
      timer = undefined;
      sending = sending.then(sendDue);
    }, ms);
    timer.unref();
  };

  const sendDue = async () => {
    const due = store.planned(now());
    if (trouble.shuffle) due.sort(() => Math.random() - 0.5);
    for (const delivery of due) {
      if (isClosed) return;
      if (trouble.delayMs) await sleep(trouble.delayMs);
      const times = Math.random() < (trouble.duplicate ?? 0) ? 3 : 1;
      let isHeard = false;
      for (let time = 0; time < times; time++) isHeard = (await post(delivery)) || isHeard;
      if (isHeard) store.delivered(delivery.event, delivery.url);
      else {
        const wait = retrySeconds[delivery.tries];
        if (wait === undefined) store.delivered(delivery.event, delivery.url);
        else store.plan(delivery.event, delivery.url, delivery.tries + 1, now() + wait);
      }
    }
    if (store.planned(Number.MAX_SAFE_INTEGER).length > 0) wake(500);
  };

  const post = async ({ event: id, url }: { event: string; url: string }): Promise<boolean> => {
    const event = store.find(id, "event");
    if (!event || !webhook) return true;
    const body = JSON.stringify(event, undefined, 2);
    // Signed with this moment of the product's clock, as the receiver checks it by that.
    const time = seconds();
    const mac = createHmac("sha256", webhook.secret).update(`${time}.${body}`).digest("hex");
    const headers = { "content-type": "application/json; charset=utf-8", "stripe-signature": `t=${time},v1=${mac}` };
    const answer = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(20_000) }).catch(
      () => undefined,
    );
    await answer?.arrayBuffer().catch(() => undefined);
    return answer?.ok ?? false;
  };

  if (webhook) wake(500);
  return {
    tell,
    /** For tests alone. */
    trouble: (wanted: Trouble) => {
      trouble = wanted;
    },
    /** Resolves when nothing more is due right now. */
    settle: async () => {
      clearTimeout(timer);
      timer = undefined;
      sending = sending.then(sendDue);
      await sending;
    },
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await sending;
    },
  };
}

/** What the account keeps for itself is not shown. */
export function shown(object: StripeObject): StripeObject {
  const { card: _, next_price: __, bought: ___, subscription_metadata: ____, told_trial_end: _____, ...rest } = object;
  return rest as StripeObject;
}
