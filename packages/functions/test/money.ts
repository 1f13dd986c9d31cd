import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { handleMessage } from "@q2o/core/billing/worker";
import { Webhook } from "@q2o/core/webhook";
import { Stripe as StandIn } from "@q2o/local/stripe";
import Stripe from "stripe";
import { openStripe } from "../src/edge/stripe.ts";
import { type World, world } from "./world.ts";

const secretKey = "sk_test_1";

export type Told = { id: string; type: string; created: number };

/**
 * The API before a Stripe that keeps books: the stand-in, asked through the real SDK. Its events reach the inbox only
 * when a test says so, in the order that the test says.
 */
export async function market() {
  const folder = mkdtempSync(join(tmpdir(), "q2o-money-"));
  const clock = { seconds: 0 };
  const open = (at = 0) =>
    StandIn.start({
      file: join(folder, "stripe.sqlite"),
      secretKey,
      now: () => new Date(Date.now() + clock.seconds * 1_000),
      site: "http://127.0.0.1:4321",
      port: at,
    });
  let stand = await open();
  const place = { STRIPE_SECRET_KEY: secretKey, STRIPE_API_BASE: stand.url, STRIPE_TAX: "none" } as const;
  const port = openStripe(place);
  const trouble = { failing: 0 };
  /** Now and then it is not there, as over any network. */
  const stripePort: typeof port = {
    ...port,
    factsOf: async (customer) => {
      if (Math.random() < trouble.failing) throw new Error("Stripe is out of reach.");
      return port.factsOf(customer);
    },
  };
  const w: World = await world({ stripe: stripePort });
  const stripe = new Stripe(secretKey, { host: "127.0.0.1", port: stand.port, protocol: "http", maxNetworkRetries: 0 });

  const told = async (since?: string): Promise<Told[]> => {
    const all: Told[] = [];
    for await (const event of stripe.events.list({ limit: 100 })) {
      if (event.id === since) break;
      all.push({ id: event.id, type: event.type, created: event.created });
    }
    return all.reverse();
  };
  const store = async (id: string) => {
    const event = await stripe.events.retrieve(id);
    await w.inside({ type: "platform" }, () => Webhook.store({ id, type: event.type, payload: event }));
  };
  const work = (id: string) => w.inside({ type: "platform" }, () => handleMessage({ v: 1, eventId: id }));

  return {
    w,
    get stand() {
      return stand;
    },
    /** After it was stopped: as it was, at the same place. */
    reopen: async () => {
      stand = await open(stand.port);
    },
    stripe,
    trouble,
    told,
    store,
    work,
    /** Into the inbox and handled. */
    deliver: async (ids: readonly string[]) => {
      for (const id of ids) {
        await store(id);
        await work(id);
      }
    },
    /** Lets time pass at Stripe and here. */
    pass: async (days: number) => {
      clock.seconds += days * 86_400;
      stand.tick();
      await w.advance(days * 86_400);
    },
    /** What a person does on the payment page that a reply led to. */
    act: (url: unknown, action: string) => stand.pages.checkout.act(String(url).split("/").at(-1) ?? "", action),
    close: async () => {
      await w.close();
      await stand.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
