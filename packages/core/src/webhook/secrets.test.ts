import { describe, expect, it } from "vitest";
import { withoutSecrets } from "./secrets.ts";

describe("a payload that is shown", () => {
  it("has everything but what gives access, however deep it lies", () => {
    const sent = {
      id: "evt_1",
      data: {
        object: {
          client_secret: "pi_1_secret_x",
          url: "https://checkout.stripe.com/c/pay/cs_1",
          hosted_invoice_url: "https://invoice.stripe.com/i/1",
          number: "ABCD-0001",
          amount: 4_900,
          lines: [{ token: "tok_1", description: "Pro" }],
          payment_method: null,
        },
      },
    };
    expect(withoutSecrets(sent)).toEqual({
      id: "evt_1",
      data: {
        object: {
          client_secret: "[hidden]",
          url: "[hidden]",
          hosted_invoice_url: "[hidden]",
          number: "ABCD-0001",
          amount: 4_900,
          lines: [{ token: "[hidden]", description: "Pro" }],
          payment_method: null,
        },
      },
    });
  });

  it("leaves what is no object as it is", () => {
    for (const value of [null, 1, "x", true]) expect(withoutSecrets(value)).toBe(value);
  });
});
