import { afterEach, describe, expect, it, vi } from "vitest";
import { settings } from "./settings.ts";

describe("the environment", () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each(["", ",", "whsec_new,", ",whsec_old", "whsec_new, ,whsec_old"])(
    "with %j as the webhook's secrets lets nothing boot, for an empty secret is known to everybody",
    (secrets) => {
      vi.stubEnv("STRIPE_WEBHOOK_SECRET", secrets);
      expect(() => settings("webhook")).toThrow("Missing or wrong in the environment: STRIPE_WEBHOOK_SECRET");
    },
  );

  it("takes one secret, and two while one is being changed", () => {
    vi.stubEnv("STRIPE_WEBHOOK_SECRET", "whsec_new");
    expect(settings("webhook").STRIPE_WEBHOOK_SECRET).toEqual(["whsec_new"]);
    vi.stubEnv("STRIPE_WEBHOOK_SECRET", "whsec_new, whsec_old");
    expect(settings("webhook").STRIPE_WEBHOOK_SECRET).toEqual(["whsec_new", "whsec_old"]);
  });
});
