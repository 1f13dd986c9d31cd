// Stories of customers at Stripe, told out of order, three times, with gaps and a Stripe that is now and then out of
// reach: `npm run chaos:billing -- CUSTOMERS` (500). What counts is that our books equal Stripe's in the end.
import { reconcile } from "@q2o/core/billing/worker";
import { market } from "../../packages/functions/test/money.ts";

const customers = Number(process.argv[2] ?? 500);
const statement =
  "select tenant_id, plan_id, status, interval, cancels_at_period_end, stripe_customer_id from subscription";

// The functions' log lines are not what this is about.
const write = process.stdout.write.bind(process.stdout);
const say = (line: string) => void write(`${line}\n`);
process.stdout.write = (() => true) as typeof process.stdout.write;

const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;
const shuffled = <T>(list: readonly T[]): T[] => {
  const copy = [...list];
  for (let place = copy.length - 1; place > 0; place--) {
    const other = Math.floor(Math.random() * (place + 1));
    [copy[place], copy[other]] = [copy[other] as T, copy[place] as T];
  }
  return copy;
};

const m = await market();
const plans = ["pln_starter", "pln_pro", "pln_enterprise"] as const;
const tenants: { tenantId: string; cookie: string }[] = [];
for (let index = 0; index < customers; index++) tenants.push(await m.w.tenant(`T${index}`));

const packs = new Map<string, number>();
for (const { cookie, tenantId } of tenants) {
  const post = (path: string, body: object) => m.w.ask("POST", `/api/tenant/billing/${path}`, { cookie, body });
  const { body } = await post("upgrade", { planId: pick(plans), interval: pick(["month", "year"]) });
  m.act(body.url, pick(["pay", "pay", "later"]));
  if (Math.random() < 0.5) {
    const pack = await post("purchase-codes", { quantity: 5 });
    const isPaid = pack.status === 200 && Math.random() < 0.7;
    if (isPaid) m.act(pack.body.url, "pay");
    packs.set(tenantId, isPaid ? 5 : 0);
  }
  const { body: portal } = await post("portal", {});
  const act = (action: string) => m.stand.pages.portal.act(String(portal.url).split("/").at(-1) ?? "", action);
  for (const action of shuffled(["card_declines", "cancel", "keep", "card_ok"]).slice(0, 2)) {
    try {
      act(action);
    } catch {
      // There is nothing to cancel before the payment that takes its time arrives.
    }
  }
}
await m.pass(32);

const events = (await m.told()).map(({ id }) => id);
const delivered = shuffled(events.flatMap((id) => [id, id, id])).filter(() => Math.random() > 0.3);
m.trouble.failing = 0.05;
let failed = 0;
for (let from = 0; from < delivered.length; from += 20) {
  const batch = delivered.slice(from, from + 20);
  for (const id of new Set(batch)) await m.store(id);
  const outcomes = await Promise.allSettled(batch.map((id) => m.work(id)));
  failed += outcomes.filter(({ status }) => status === "rejected").length;
}
m.trouble.failing = 0;
await m.w.inside({ type: "platform" }, () => reconcile({ all: true }));
// What waits in the inbox is told to the worker again, as the relay would.
for (const { id } of await m.w.asOwner("select id from webhook_event where handled_at is null"))
  await m.work(String(id));

let differing = 0;
for (const row of await m.w.asOwner(statement)) {
  if (!row.stripe_customer_id) continue;
  const { data } = await m.stripe.subscriptions.list({ customer: String(row.stripe_customer_id), status: "all" });
  const truth = data[0]?.status;
  if (truth !== undefined && truth !== row.status) differing++;
}
let doubled = 0;
let missing = 0;
for (const [tenantId, wanted] of packs) {
  const [row] = await m.w.asOwner(
    "select count(*)::int as made from activation_code where tenant_id = $1 and source = 'pack'",
    [tenantId],
  );
  if (Number(row?.made) > wanted) doubled++;
  if (Number(row?.made) < wanted) missing++;
}
say(`customers ${customers}, events ${events.length}, deliveries ${delivered.length}, failed tries ${failed}`);
say(`books that differ from Stripe's ${differing}, packs made twice ${doubled}, packs paid and not made ${missing}`);
await m.close();
process.exit(differing + doubled + missing === 0 ? 0 : 1);
