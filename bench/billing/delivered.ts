import { market } from "../../packages/functions/test/money.ts";
import { startTestCluster } from "../../packages/local/src/postgres/test-cluster.ts";
import type { Figure } from "../figure.ts";

const customers = 50;
const deliveries = 10_000;
const atOnce = 8;

/** How long the worker takes for many events, each of which asks Stripe anew; most repeat what is known. */
export async function delivered(): Promise<Figure[]> {
  const write = process.stdout.write.bind(process.stdout);
  // The product's log belongs to what it does, not to what is measured.
  process.stdout.write = ((chunk: string | Uint8Array, ...rest: []) =>
    String(chunk).startsWith('{"at"') || write(chunk, ...rest)) as typeof process.stdout.write;
  const cluster = await startTestCluster();
  const m = await market();
  try {
    for (let index = 0; index < customers; index++) {
      const { cookie } = await m.w.tenant(`T${index}`);
      const body = { planId: "pln_pro", interval: "month" };
      const reply = await m.w.ask("POST", "/api/tenant/billing/upgrade", { cookie, body });
      m.act(reply.body.url, "pay");
    }
    const events = (await m.told()).map(({ id }) => id);
    for (const id of events) await m.store(id);
    const copies = Math.ceil(deliveries / events.length);
    await m.w.asOwner(
      `insert into webhook_event (id, provider, type, payload)
       select id || '_' || n, provider, type, payload from webhook_event cross join generate_series(2, $1) n`,
      [copies],
    );
    const waiting = (await m.w.asOwner("select id from webhook_event order by random() limit $1", [deliveries])).map(
      ({ id }) => String(id),
    );
    const begun = performance.now();
    const worker = async () => {
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) await m.work(id);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    const seconds = (performance.now() - begun) / 1_000;
    const [open] = await m.w.asOwner("select count(*)::int as subscriptions from subscription where status = 'active'");
    if (Number(open?.subscriptions) < customers) throw new Error("Not every customer became one.");
    return [{ name: `${deliveries} deliveries worked off, ${atOnce} at once`, value: seconds, unit: "s", bound: 180 }];
  } finally {
    await m.close();
    await cluster.stop();
    process.stdout.write = write;
  }
}
