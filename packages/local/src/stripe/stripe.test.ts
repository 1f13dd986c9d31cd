import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import StripeClient from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Service } from "../http/index.ts";
import { start } from "./index.ts";

describe("the stand-in for Stripe", () => {
  const folder = mkdtempSync(join(tmpdir(), "q2o-stripe-"));
  let service: Service;
  const open = async () => {
    service = await start({
      file: join(folder, "stripe.sqlite"),
      secretKey: "sk_test_1",
      now: () => new Date(1e12),
      site: "http://127.0.0.1:1",
    });
  };
  const client = (key = "sk_test_1") =>
    new StripeClient(key, { host: "127.0.0.1", port: service.port, protocol: "http", maxNetworkRetries: 0 });

  beforeAll(open);
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("lists the plans' prices and filters them", async () => {
    const prices = await client().prices.list({ product: "prod_pro" });
    expect(prices.data.map((price) => price.unit_amount).sort()).toEqual([198_204, 19_900]);
    expect((await client().products.retrieve("prod_starter")).name).toBe("Starter");
    const all = await client().prices.list({ limit: 4 });
    expect([all.data.length, all.has_more]).toEqual([4, true]);
    const rest = await client().prices.list({ limit: 4, starting_after: all.data.at(-1)?.id ?? "" });
    expect([rest.data.length, rest.has_more]).toEqual([2, false]);
  });

  it("makes a customer and still has it after a restart", async () => {
    const made = await client().customers.create({ email: "a@x.test", metadata: { tenantId: "ten_1" } });
    await service.stop();
    await open();
    expect(await client().customers.retrieve(made.id)).toMatchObject({
      email: "a@x.test",
      metadata: { tenantId: "ten_1" },
    });
  });

  it("refuses in Stripe's shape what is missing, unauthorised or not spoken", async () => {
    await expect(client().customers.retrieve("cus_none")).rejects.toMatchObject({
      code: "resource_missing",
      statusCode: 404,
    });
    await expect(client("sk_test_2").prices.list()).rejects.toMatchObject({ statusCode: 401 });
    await expect(client().coupons.create({ percent_off: 10 })).rejects.toMatchObject({
      code: "not_implemented",
      statusCode: 501,
    });
  });
});
