import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { KnownStatus } from "@q2o/core/subscription/access";
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import { openStripe } from "./stripe.ts";

/** The statuses that Stripe's library names, without its "and any other string". */
type Named<T> = T extends string ? (Record<never, never> extends Record<T, 1> ? never : T) : never;

describe("what a subscription's status gives", () => {
  it("is decided for every status that Stripe's library names, or this does not compile", () => {
    expectTypeOf<Exclude<Named<Stripe.Subscription.Status>, KnownStatus>>().toBeNever();
    expectTypeOf<"past_due">().toExtend<Named<Stripe.Subscription.Status>>();
  });
});

describe("what Stripe is asked", () => {
  let asked: { headers: Record<string, unknown>; form: URLSearchParams } | undefined;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    asked = { headers: request.headers, form: new URLSearchParams(body) };
    response.end(JSON.stringify({ id: "cs_1", object: "checkout.session", url: "https://checkout.test/cs_1" }));
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const open = async (tax: "none" | "automatic") => {
    const place = {
      STRIPE_SECRET_KEY: "sk_test_1",
      STRIPE_API_BASE: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      STRIPE_TAX: tax,
    };
    const item = { priceId: "price_1" };
    await openStripe(place).openCheckout({
      key: "cko_1",
      customerId: "cus_1",
      item,
      backTo: "https://q2o.test/b?paid=",
    });
    return asked;
  };

  it("names our own row as the key, so that a repeat makes one session, and the version that we were written for", async () => {
    const { headers, form } = (await open("none")) ?? {};
    expect(headers).toMatchObject({
      "idempotency-key": "cko_1",
      "stripe-version": expect.stringMatching(/^20\d\d-\d\d-\d\d\./),
    });
    expect(form?.get("client_reference_id")).toBe("cko_1");
  });

  it("computes taxes when the setting says so, and not otherwise", async () => {
    expect([...((await open("none"))?.form.keys() ?? [])].filter((name) => name.includes("tax"))).toEqual([]);
    const { form } = (await open("automatic")) ?? {};
    expect(form?.get("automatic_tax[enabled]")).toBe("true");
    expect(form?.get("customer_update[address]")).toBe("auto");
  });
});
