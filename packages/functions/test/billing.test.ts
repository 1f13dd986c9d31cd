import { handleMessage, reconcile } from "@q2o/core/billing/worker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { market } from "./money.ts";

const brief = { name: "Bike hire", description: "A shop hires out bikes.", objectives: "Customers hire bikes." };

describe("money", () => {
  let m: Awaited<ReturnType<typeof market>>;
  let seen: string | undefined;
  beforeAll(async () => {
    m = await market();
  });
  afterAll(() => m.close());

  /** A trial, as somebody who signs up has it. */
  const trial = async (name: string) => {
    const tenant = await m.w.tenant(name);
    await m.w.asOwner(
      "update subscription set status = 'trialing', plan_id = 'pln_starter', trial_ends_at = app.clock() + interval '14 days' where tenant_id = $1",
      [tenant.tenantId],
    );
    const post = (path: string, body: object = {}) =>
      m.w.ask("POST", `/api/tenant/billing/${path}`, { cookie: tenant.cookie, body });
    const row = async () =>
      (await m.w.asOwner("select * from subscription where tenant_id = $1", [tenant.tenantId]))[0];
    return { ...tenant, post, row };
  };
  const deliverNew = async () => {
    const events = await m.told(seen);
    seen = events.at(-1)?.id ?? seen;
    await m.deliver(events.map(({ id }) => id));
    return events;
  };
  const subscribed = async (name: string, planId = "pln_pro") => {
    const tenant = await trial(name);
    const { body } = await tenant.post("upgrade", { planId, interval: "month" });
    m.act(body.url, "pay");
    await deliverNew();
    return tenant;
  };

  it("grants nothing for opening the payment page, leaving it or a declined card", async () => {
    const ann = await trial("Ann");
    const { body, status } = await ann.post("upgrade", { planId: "pln_pro", interval: "month" });
    expect(status).toBe(200);
    expect(body.url).toMatch(/\/_local\/stripe\/checkout\/cs_test_/);
    m.act(body.url, "cancel");
    expect(() => m.act(body.url, "decline")).toThrow(/declined/);
    await deliverNew();
    expect(await ann.row()).toMatchObject({ status: "trialing", plan_id: "pln_starter" });
    m.act(body.url, "pay");
    await deliverNew();
    expect(await ann.row()).toMatchObject({ status: "active", plan_id: "pln_pro", interval: "month" });
  });

  it("makes one customer for a tenant however many ask at once", async () => {
    const bea = await trial("Bea");
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => bea.post("upgrade", { planId: "pln_pro", interval: "month" })),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    const customers = await m.stripe.customers.list({ email: bea.email, limit: 100 });
    expect(customers.data).toHaveLength(1);
  });

  it("charges a dearer plan at once, and lets a cheaper one begin with the next period", async () => {
    const cid = await subscribed("Cid");
    await cid.post("upgrade", { planId: "pln_enterprise", interval: "month" });
    await deliverNew();
    expect(await cid.row()).toMatchObject({ plan_id: "pln_enterprise" });
    expect(await cid.post("upgrade", { planId: "pln_enterprise", interval: "month" })).toMatchObject({
      status: 409,
      body: { code: "plan.same" },
    });
    await cid.post("upgrade", { planId: "pln_starter", interval: "month" });
    await deliverNew();
    expect(await cid.row()).toMatchObject({ plan_id: "pln_enterprise" });
    await m.pass(32);
    await deliverNew();
    expect(await cid.row()).toMatchObject({ plan_id: "pln_starter", status: "active" });
  });

  it("says which plan begins with the next period, and lets the present one be kept", async () => {
    const kit = await subscribed("Kit", "pln_enterprise");
    const pending = async () => {
      const { body } = await m.w.ask("GET", "/api/tenant/billing", { cookie: kit.cookie });
      return (body as { pendingPlan: { plan: { id: string }; interval: string; startsAt: string } | null }).pendingPlan;
    };
    expect(await pending()).toBeNull();
    expect(await kit.post("keep-plan")).toMatchObject({ status: 409, body: { code: "plan.nothing_pending" } });
    await kit.post("upgrade", { planId: "pln_starter", interval: "year" });
    // Asked for, whether an event tells of it or not.
    const { current_period_ends_at: ends, stripe_customer_id: customer } = (await kit.row()) ?? {};
    const customerId = String(customer);
    expect(m.w.sent.filter(({ body }) => body.customerId === customerId)).toHaveLength(1);
    await m.w.inside({ type: "platform" }, () => handleMessage({ v: 1, customerId }));
    expect(await pending()).toMatchObject({ plan: { id: "pln_starter" }, interval: "year" });
    expect((await pending())?.startsAt).toBe((ends as Date).toISOString());
    expect(await kit.row()).toMatchObject({ plan_id: "pln_enterprise" });

    expect(await kit.post("keep-plan")).toMatchObject({ status: 200 });
    await deliverNew();
    expect(await pending()).toBeNull();
    await m.pass(32);
    await deliverNew();
    expect(await kit.row()).toMatchObject({ plan_id: "pln_enterprise", status: "active" });

    const { cookie } = await m.w.signIn("tenant", kit.email);
    const body = { planId: "pln_starter", interval: "month" };
    await m.w.ask("POST", "/api/tenant/billing/upgrade", { cookie, body });
    await m.pass(32);
    await deliverNew();
    expect(await kit.row()).toMatchObject({ plan_id: "pln_starter", next_plan_id: null });
  });

  it("lets a later wish overtake a cheaper plan that was to begin with the next period", async () => {
    const cis = await subscribed("Cis", "pln_enterprise");
    let { cookie } = cis;
    const wish = async (planId: string) => {
      const body = { planId, interval: "month" };
      expect((await m.w.ask("POST", "/api/tenant/billing/upgrade", { cookie, body })).status).toBe(200);
    };
    await wish("pln_starter");
    await wish("pln_pro");
    await wish("pln_pro");
    await m.pass(32);
    await deliverNew();
    expect(await cis.row()).toMatchObject({ plan_id: "pln_pro", status: "active" });
    ({ cookie } = await m.w.signIn("tenant", cis.email));
    await wish("pln_starter");
    await wish("pln_enterprise");
    await deliverNew();
    expect(await cis.row()).toMatchObject({ plan_id: "pln_enterprise" });
    await m.pass(32);
    await deliverNew();
    expect(await cis.row()).toMatchObject({ plan_id: "pln_enterprise", status: "active" });
  });

  it("grants nothing for a payment that takes its time and then fails", async () => {
    const pia = await trial("Pia");
    const { body } = await pia.post("upgrade", { planId: "pln_pro", interval: "month" });
    m.act(body.url, "later");
    await deliverNew();
    expect(await pia.row()).toMatchObject({ status: "trialing", plan_id: "pln_starter" });
    m.act(body.url, "bounce");
    await deliverNew();
    expect(await pia.row()).toMatchObject({ status: "trialing", plan_id: "pln_starter" });
  });

  it("closes while the collection is paused, and counts the best of several subscriptions", async () => {
    const quo = await subscribed("Quo");
    const { stripe_subscription_id: id, stripe_customer_id: customer } = (await quo.row()) ?? {};
    const access = async () =>
      (await m.w.ask("GET", "/api/tenant/billing", { cookie: quo.cookie })).body as { access: string; status: string };
    await m.stripe.subscriptions.update(String(id), { pause_collection: { behavior: "void" } });
    await deliverNew();
    expect(await access()).toMatchObject({ status: "paused", access: "none" });
    const { items } = await m.stripe.subscriptions.retrieve(String(id));
    const price = items.data[0]?.price.id ?? "";
    const second = await m.stripe.subscriptions.create({ customer: String(customer), items: [{ price }] });
    await deliverNew();
    expect(await access()).toMatchObject({ status: "active", access: "full" });
    expect(await quo.row()).toMatchObject({ stripe_subscription_id: second.id });
    await m.stripe.subscriptions.cancel(second.id);
    await m.stripe.subscriptions.update(String(id), { pause_collection: "" });
    await deliverNew();
    expect(await quo.row()).toMatchObject({ stripe_subscription_id: id, status: "active" });
  });

  it("keeps books that say what Stripe's say, in whole cents", async () => {
    for (const [name, planId, interval] of [
      ["Rex", "pln_starter", "year"],
      ["Sam", "pln_enterprise", "month"],
    ] as const) {
      const tenant = await trial(name);
      const { body } = await tenant.post("upgrade", { planId, interval });
      m.act(body.url, "pay");
    }
    await deliverNew();
    await m.w.inside({ type: "platform" }, () => reconcile({ all: true }));
    let theirs = 0;
    for await (const { customer, items } of m.stripe.subscriptions.list({ status: "active", limit: 100 })) {
      const [ours] = await m.w.asOwner(
        "select plan_id from subscription where stripe_customer_id = $1 and status = 'active'",
        [String(customer)],
      );
      const price = items.data[0]?.price;
      // What nobody sells is nobody's revenue: a tenant that was deleted, and a price that is no plan's.
      if (!ours || price?.unit_amount === 1) continue;
      theirs +=
        price?.recurring?.interval === "year" ? Math.round((price.unit_amount ?? 0) / 12) : (price?.unit_amount ?? 0);
    }
    const admin = (await m.w.signIn("admin", "admin@example.com")).cookie;
    const { mrrCents } = (await m.w.ask("GET", "/api/admin/analytics?range=30d", { cookie: admin })).body;
    expect(theirs).toBeGreaterThan(100_000);
    const odd = await m.w.asOwner(
      "select coalesce(sum(p.monthly_cents), 0)::int as cents from subscription s join plan p on p.id = s.plan_id where s.status = 'active' and (s.stripe_customer_id is null or s.tenant_id in (select tenant_id from tenant where name in ('Jon', 'Ola')))",
    );
    expect(Number(mrrCents) - Number(odd[0]?.cents)).toBe(theirs);
    const columns = await m.w.asOwner(
      "select table_name, column_name, data_type from information_schema.columns where table_schema = 'public' and column_name ~ 'cents|micros'",
    );
    expect(columns.length).toBeGreaterThan(10);
    expect(columns.filter(({ data_type: type }) => type !== "integer" && type !== "bigint")).toEqual([]);
  });

  it("pauses what runs when a payment fails, says so, and lets it go on when it is paid", async () => {
    const dan = await subscribed("Dan");
    const ask = async (method: string, path: string, body?: object) =>
      m.w.ask(method, `/api/tenant/${path}`, { cookie: (await m.w.signIn("tenant", dan.email)).cookie, body });
    const project = String((await ask("POST", "projects", brief)).body.id);
    const codes = (await ask("POST", "activation-codes/generate", { count: 1 })).body.codes as { code: string }[];
    await ask("POST", `projects/${project}/assign-activation-code`, { code: codes[0]?.code });
    const customer = String((await dan.row())?.stripe_customer_id);
    const session = await m.stripe.billingPortal.sessions.create({ customer, return_url: "http://x.test" });
    m.stand.pages.portal.act(session.id, "card_declines");
    const run = String((await ask("POST", `projects/${project}/run`, {})).body.id);
    await m.pass(32);
    await deliverNew();
    expect(await dan.row()).toMatchObject({ status: "past_due" });
    expect((await ask("GET", `runs/${run}`)).body).toMatchObject({ status: "paused" });
    const kinds = m.w.sent.filter(({ body }) => body.tenantId === dan.tenantId).map(({ body }) => body.kind);
    expect(kinds).toEqual(expect.arrayContaining(["payment_failed", "access_changed"]));
    expect(await ask("POST", `projects`, brief)).toMatchObject({
      status: 403,
      body: { code: "subscription.inactive" },
    });
    m.stand.pages.portal.act(session.id, "card_ok");
    await deliverNew();
    expect(await dan.row()).toMatchObject({ status: "active", past_due_since: null });
    expect((await ask("GET", `runs/${run}`)).body).toMatchObject({ status: "queued" });
  });

  it("makes the codes of a pack once, when it is paid, for exactly its price", async () => {
    const eve = await subscribed("Eve");
    const bought = () =>
      m.w.asOwner("select id from activation_code where tenant_id = $1 and source = 'pack'", [eve.tenantId]);
    expect(await eve.post("purchase-codes", { quantity: 7 })).toMatchObject({
      status: 400,
      body: { errors: [{ path: "quantity" }] },
    });
    for (const [quantity, cents] of [
      [1, 500],
      [5, 2_000],
      [10, 3_500],
      [20, 6_000],
      [50, 12_500],
    ] as const) {
      const { body } = await eve.post("purchase-codes", { quantity });
      const id = String(body.url).split("/").at(-1) ?? "";
      expect((await m.stripe.checkout.sessions.retrieve(id)).amount_total).toBe(cents);
    }
    await deliverNew();
    expect(await bought()).toHaveLength(0);
    const { body } = await eve.post("purchase-codes", { quantity: 5 });
    m.act(body.url, "later");
    await deliverNew();
    expect(await bought()).toHaveLength(0);
    m.act(body.url, "confirm");
    const events = await m.told(seen);
    for (const { id } of events) await m.store(id);
    await Promise.all(events.flatMap(({ id }) => Array.from({ length: 100 }, () => m.work(id))));
    expect(await bought()).toHaveLength(5);
    expect(
      m.w.sent.filter(({ body: said }) => said.kind === "pack_delivered" && said.tenantId === eve.tenantId),
    ).toHaveLength(1);
  });

  it("makes good a paid pack of which no event ever came", async () => {
    const liv = await subscribed("Liv");
    const { body } = await liv.post("purchase-codes", { quantity: 1 });
    m.act(body.url, "pay");
    seen = (await m.told()).at(-1)?.id;
    await m.w.asOwner("update checkout set created_at = created_at - interval '40 days' where tenant_id = $1", [
      liv.tenantId,
    ]);
    await m.w.inside({ type: "platform" }, () => reconcile({ all: true }));
    const rows = await m.w.asOwner("select id from activation_code where tenant_id = $1 and source = 'pack'", [
      liv.tenantId,
    ]);
    expect(rows).toHaveLength(1);
  });

  it("takes back the unused codes of a pack that was paid back", async () => {
    const fay = await subscribed("Fay");
    const kept = await fay.post("purchase-codes", { quantity: 1 });
    m.act(kept.body.url, "pay");
    const { body } = await fay.post("purchase-codes", { quantity: 5 });
    m.act(body.url, "pay");
    await deliverNew();
    const own = "from activation_code where tenant_id = $1";
    const ofPack = `${own} and pack_id = (select pack_id ${own} group by 1 having count(*) = 5 and pack_id is not null)`;
    const used = await m.w.asOwner(
      `update activation_code set uses = 1 where id = (select min(id) ${ofPack}) returning id`,
      [fay.tenantId],
    );
    // And one was revoked before.
    await m.w.asOwner(`update activation_code set revoked_at = now() where id = (select max(id) ${ofPack})`, [
      fay.tenantId,
    ]);
    const id = String(body.url).split("/").at(-1) ?? "";
    const { payment_intent: intent } = await m.stripe.checkout.sessions.retrieve(id);
    await m.stripe.refunds.create({ payment_intent: String(intent) });
    await deliverNew();
    const undone = "select data from event where tenant_id = $1 and type = 'billing.pack_undone'";
    expect(await m.w.asOwner(undone, [fay.tenantId])).toEqual([{ data: { count: 3 } }]);
    const left = await m.w.asOwner(`select id ${ofPack} and revoked_at is null`, [fay.tenantId]);
    expect(left).toEqual(used);
    const [all] = await m.w.asOwner(
      `select count(*)::int as made, count(revoked_at)::int as revoked ${own} and source = 'pack'`,
      [fay.tenantId],
    );
    expect(all).toEqual({ made: 6, revoked: 4 });
    const revoked = await m.w.asOwner(`select id ${own} and source <> 'pack' and revoked_at is not null`, [
      fay.tenantId,
    ]);
    expect(revoked).toEqual([]);
  });

  it("takes them back when the bank disputes the payment, and makes none of a payment that was given back", async () => {
    const gil = await subscribed("Gil");
    const codes = async () =>
      m.w.asOwner(
        "select count(*)::int as made, count(revoked_at)::int as revoked from activation_code where tenant_id = $1 and source = 'pack'",
        [gil.tenantId],
      );
    const pay = async () => {
      const { body } = await gil.post("purchase-codes", { quantity: 5 });
      m.act(body.url, "pay");
      return String(body.url).split("/").at(-1) ?? "";
    };
    await pay();
    await deliverNew();
    expect(await codes()).toEqual([{ made: 5, revoked: 0 }]);
    const { body } = await gil.post("portal");
    m.stand.pages.portal.act(String(body.url).split("/").at(-1) ?? "", "dispute");
    await deliverNew();
    expect(await codes()).toEqual([{ made: 5, revoked: 5 }]);

    // The payment is given back before anybody heard of it.
    const { payment_intent: intent } = await m.stripe.checkout.sessions.retrieve(await pay());
    await m.stripe.refunds.create({ payment_intent: String(intent) });
    await deliverNew();
    await m.w.inside({ type: "platform" }, () => reconcile({ all: true }));
    expect(await codes()).toEqual([{ made: 5, revoked: 5 }]);
  });

  it("lets nobody pay but an owner or whoever does the billing, and sells no codes to who may not use them", async () => {
    const gus = await trial("Gus");
    for (const role of ["viewer", "builder"]) {
      await m.w.asOwner("update member set role = $1 where tenant_id = $2", [role, gus.tenantId]);
      for (const path of ["upgrade", "purchase-codes", "portal"])
        expect(await gus.post(path, { planId: "pln_pro", quantity: 1 })).toMatchObject({
          status: 403,
          body: { code: "role.not_allowed" },
        });
    }
    await m.w.asOwner("update member set role = 'billing' where tenant_id = $1", [gus.tenantId]);
    await m.w.asOwner("update subscription set status = 'canceled' where tenant_id = $1", [gus.tenantId]);
    expect(await gus.post("purchase-codes", { quantity: 1 })).toMatchObject({
      status: 403,
      body: { code: "subscription.inactive" },
    });
    expect((await gus.post("upgrade", { planId: "pln_pro" })).status).toBe(200);
    expect((await gus.post("upgrade", { planId: "pln_none" })).body).toMatchObject({ code: "plan.missing" });
  });

  it("ends at the end of the period when the portal says so, unless the customer stays after all", async () => {
    const hal = await subscribed("Hal");
    const { body } = await hal.post("portal");
    const id = String(body.url).split("/").at(-1) ?? "";
    m.stand.pages.portal.act(id, "cancel");
    await deliverNew();
    expect(await hal.row()).toMatchObject({ status: "active", cancels_at_period_end: true });
    m.stand.pages.portal.act(id, "keep");
    await deliverNew();
    expect(await hal.row()).toMatchObject({ status: "active", cancels_at_period_end: false, cancels_at: null });
    m.stand.pages.portal.act(id, "cancel");
    await m.pass(32);
    await deliverNew();
    expect(await hal.row()).toMatchObject({ status: "canceled" });
  });

  it("believes nothing of an event but ids: a forged status or tenant changes nothing", async () => {
    const ida = await subscribed("Ida");
    const { stripe_customer_id: customer } = (await ida.row()) ?? {};
    const payload = {
      id: "evt_forged",
      object: "event",
      type: "customer.subscription.deleted",
      data: {
        object: {
          id: "sub_x",
          object: "subscription",
          customer,
          status: "canceled",
          metadata: { tenantId: "ten_other" },
        },
      },
    };
    await m.w.asOwner(
      "insert into webhook_event (id, provider, type, payload) values ('evt_forged', 'stripe', 'x', $1)",
      [JSON.stringify(payload)],
    );
    await m.work("evt_forged");
    expect(await ida.row()).toMatchObject({ status: "active" });
  });

  it("keeps the plan of a price it does not know, and closes for a status it does not know", async () => {
    const jon = await subscribed("Jon");
    const { stripe_subscription_id: id } = (await jon.row()) ?? {};
    const subscription = await m.stripe.subscriptions.retrieve(String(id));
    const odd = await m.stripe.prices.create({
      product: String(subscription.items.data[0]?.price.product),
      currency: "usd",
      unit_amount: 1,
      recurring: { interval: "month" },
    });
    await m.stripe.subscriptions.update(String(id), {
      items: [{ id: subscription.items.data[0]?.id ?? "", price: odd.id }],
      proration_behavior: "always_invoice",
    });
    await deliverNew();
    expect(await jon.row()).toMatchObject({ plan_id: "pln_pro", status: "active" });
  });

  it("comes to the same in whatever order events come, how often, and with some never told", async () => {
    const kim = await trial("Kim");
    const { body } = await kim.post("upgrade", { planId: "pln_pro", interval: "month" });
    m.act(body.url, "pay");
    const events = await m.told(seen);
    seen = events.at(-1)?.id;
    expect(events.length).toBeGreaterThanOrEqual(7);
    const truth = { status: "active", plan_id: "pln_pro", interval: "month" };
    const rounds = Number(process.env.Q2O_ORDERS ?? 10);
    for (let round = 0; round < rounds; round++) {
      await m.w.asOwner(
        "update subscription set status = 'trialing', plan_id = 'pln_starter', interval = 'year', stripe_subscription_id = null, mirror_seq = 0 where tenant_id = $1",
        [kim.tenantId],
      );
      await m.w.asOwner("delete from webhook_event");
      const told = events
        .flatMap(({ id }) => Array.from({ length: 1 + Math.floor(Math.random() * 3) }, () => id))
        .filter(() => Math.random() > 0.2)
        .sort(() => Math.random() - 0.5);
      if (told.length === 0) continue;
      m.trouble.failing = 0.2;
      for (const id of told) await m.store(id);
      const outcomes = await Promise.allSettled(told.map((id) => m.work(id)));
      m.trouble.failing = 0;
      for (const [index, { status }] of outcomes.entries()) if (status === "rejected") await m.work(told[index] ?? "");
      await m.w.inside({ type: "platform" }, () => reconcile({ all: true }));
      expect(await kim.row(), told.join()).toMatchObject(truth);
    }
  });

  it("says so when Stripe does not answer, and has done nothing", async () => {
    const mia = await trial("Mia");
    await m.stand.stop();
    const reply = await m.w.ask("POST", "/api/tenant/billing/upgrade", {
      cookie: mia.cookie,
      body: { planId: "pln_pro", interval: "month" },
    });
    await m.reopen();
    expect(reply).toMatchObject({ status: 502, body: { code: "stripe.unavailable" } });
    expect(await mia.row()).toMatchObject({ status: "trialing", stripe_customer_id: null });
    expect((await mia.post("upgrade", { planId: "pln_pro" })).status).toBe(200);
  });

  it("offers a plan at Stripe as it was saved, once, and leaves those who have it the price they came for", async () => {
    const admin = (await m.w.signIn("admin", "admin@example.com")).cookie;
    const save = async (method: string, path: string, body: object) => {
      const { body: plan, status, text } = await m.w.ask(method, `/api/admin/plans${path}`, { cookie: admin, body });
      expect(status, text).toBeLessThan(300);
      const message = m.w.sent.findLast(({ body: said }) => "planId" in said)?.body;
      expect(message).toEqual({ v: 1, planId: plan.id });
      const handle = () => m.w.inside({ type: "platform" }, () => handleMessage(message as never));
      await handle();
      await Promise.all([handle(), handle()]);
      return String(plan.id);
    };
    const limits = { runsPerMonth: 5, codesPerMonth: 5, concurrentRuns: 1, maxDevices: 5 };
    const id = await save("POST", "", { name: "Atelier", monthlyCents: 1_100, yearlyCents: 11_000, ...limits });
    const prices = async () => {
      const { data } = await m.stripe.prices.list({ limit: 100 });
      return data.filter(({ metadata }) => metadata.planId === id);
    };
    const amounts = async () =>
      (await prices()).map(({ unit_amount, recurring }) => `${unit_amount} ${recurring?.interval}`).sort();
    expect(await amounts()).toEqual(["1100 month", "11000 year"]);

    const ola = await subscribed("Ola", id);
    await save("PUT", `/${id}`, { name: "Workshop", monthlyCents: 1_300 });
    expect(await amounts()).toEqual(["1100 month", "11000 year", "1300 month"]);
    const all = await prices();
    expect(all.map(({ active }) => active)).toEqual([true, true, true]);
    const products = new Set(all.map(({ product }) => String(product)));
    expect(products.size).toBe(1);
    expect(await m.stripe.products.retrieve([...products][0] ?? "")).toMatchObject({ name: "Workshop" });

    await m.w.inside({ type: "platform" }, () => reconcile({ all: true }));
    expect(await ola.row()).toMatchObject({ plan_id: id, status: "active" });
    const held = await m.stripe.subscriptions.retrieve(String((await ola.row())?.stripe_subscription_id));
    expect(held.items.data[0]?.price.unit_amount).toBe(1_100);
  });

  it("lets nobody pay on for a tenant that was deleted", async () => {
    const noa = await subscribed("Noa");
    const { stripe_subscription_id: id } = (await noa.row()) ?? {};
    const admin = await m.w.signIn("admin", "admin@example.com");
    const gone = await m.w.ask("DELETE", `/api/admin/tenants/${noa.tenantId}`, { cookie: admin.cookie });
    expect(gone.status).toBe(204);
    const order = m.w.sent.findLast(({ body }) => "endSubscription" in body)?.body;
    expect(order).toEqual({ v: 1, endSubscription: id });
    for (let twice = 0; twice < 2; twice++)
      await m.w.inside({ type: "platform" }, () => handleMessage({ v: 1, endSubscription: String(id) }));
    expect((await m.stripe.subscriptions.retrieve(String(id))).status).toBe("canceled");
  });

  it("never lets an older answer of Stripe's overwrite a newer one", async () => {
    const lea = await subscribed("Lea");
    const before = Number((await lea.row())?.mirror_seq);
    await m.w.asOwner(
      "update subscription set mirror_seq = mirror_seq + 1000000, status = 'unpaid' where tenant_id = $1",
      [lea.tenantId],
    );
    await m.w.inside({ type: "platform" }, () => reconcile({ all: true }));
    expect(await lea.row()).toMatchObject({ status: "unpaid" });
    await m.w.asOwner("update subscription set mirror_seq = $1 where tenant_id = $2", [before, lea.tenantId]);
    await m.w.inside({ type: "platform" }, () => reconcile({ all: true }));
    expect(await lea.row()).toMatchObject({ status: "active" });
  });
});
