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
for (let index = 0; index < customers; index++) {
  // All of them sign in from one network, which is more than one network may.
  if (index % 50 === 0) await m.w.asOwner("delete from throttle");
  tenants.push(await m.w.tenant(`T${index}`));
}

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
const orders = await everyOrder();
say(`customers ${customers}, events ${events.length}, deliveries ${delivered.length}, failed tries ${failed}`);
say(`books that differ from Stripe's ${differing}, packs made twice ${doubled}, packs paid and not made ${missing}`);
say(
  `orders of a purchase ${orders.purchase.told}, of a failure and recovery ${orders.recovery.told}; that ended otherwise ${orders.purchase.other + orders.recovery.other}`,
);
await m.close();
process.exit(differing + doubled + missing + orders.purchase.other + orders.recovery.other === 0 ? 0 : 1);

/** All 5,040 orders of the seven events of a purchase, and all 720 of the six of a declined renewal that is paid after all. */
async function everyOrder() {
  const buyer = await m.w.tenant("Buyer");
  const post = (path: string, body: object) =>
    m.w.ask("POST", `/api/tenant/billing/${path}`, { cookie: buyer.cookie, body });
  const newest = (await m.told()).at(-1)?.id;
  const { body } = await post("upgrade", { planId: "pln_pro", interval: "month" });
  m.act(body.url, "pay");
  const bought = await m.told(newest);
  await m.w.inside({ type: "platform" }, () => reconcile({ all: true }));
  const [held] = await m.w.asOwner("select stripe_customer_id from subscription where tenant_id = $1", [
    buyer.tenantId,
  ]);
  const purchase = await tellAll(buyer.tenantId, bought.slice(-7), "active");

  const { id } = await m.stripe.billingPortal.sessions.create({
    customer: String(held?.stripe_customer_id),
    return_url: "http://x.test",
  });
  const last = (await m.told()).at(-1)?.id;
  m.stand.pages.portal.act(id, "card_declines");
  await m.pass(32);
  m.stand.pages.portal.act(id, "card_ok");
  const own = (await m.told(last)).slice(-6);
  return { purchase, recovery: await tellAll(buyer.tenantId, own, "active") };
}

/** Each order from a mirror that knows nothing. @returns how many orders, and how many did not end as Stripe has it */
async function tellAll(tenantId: string, events: readonly { id: string }[], truth: string) {
  let told = 0;
  let other = 0;
  for (const order of permutations(events.map(({ id }) => id))) {
    await m.w.asOwner(
      "update subscription set status = 'trialing', plan_id = 'pln_starter', stripe_subscription_id = null, mirror_seq = 0 where tenant_id = $1",
      [tenantId],
    );
    await m.w.asOwner("update webhook_event set handled_at = null where id = any($1)", [order]);
    for (const id of order) await m.store(id);
    for (const id of order) await m.work(id);
    const [row] = await m.w.asOwner("select status, plan_id from subscription where tenant_id = $1", [tenantId]);
    told++;
    if (row?.status !== truth || row.plan_id !== "pln_pro") other++;
  }
  return { told, other };
}

function* permutations<T>(list: readonly T[]): Generator<T[]> {
  if (list.length === 0) yield [];
  for (const [place, one] of list.entries())
    for (const rest of permutations(list.toSpliced(place, 1))) yield [one, ...rest];
}
