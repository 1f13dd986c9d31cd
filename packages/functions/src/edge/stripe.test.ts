import type { KnownStatus } from "@q2o/core/subscription/access";
import type Stripe from "stripe";
import { describe, expectTypeOf, it } from "vitest";

/** The statuses that Stripe's library names, without its "and any other string". */
type Named<T> = T extends string ? (Record<never, never> extends Record<T, 1> ? never : T) : never;

describe("what a subscription's status gives", () => {
  it("is decided for every status that Stripe's library names, or this does not compile", () => {
    expectTypeOf<Exclude<Named<Stripe.Subscription.Status>, KnownStatus>>().toBeNever();
    expectTypeOf<"past_due">().toExtend<Named<Stripe.Subscription.Status>>();
  });
});
