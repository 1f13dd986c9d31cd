/** An object of Stripe's as its API shows it. */
export type StripeObject = { id: string; object: string; created: number } & Record<string, unknown>;

const plans = [
  { key: "starter", name: "Starter", monthCents: 4_900 },
  { key: "pro", name: "Pro", monthCents: 19_900 },
  { key: "enterprise", name: "Enterprise", monthCents: 69_900 },
];

/** The plans of the price list as an account would have them: a product each, a monthly and a yearly price (−17 %). */
export const catalogue = (created: number): StripeObject[] =>
  plans.flatMap(({ key, name, monthCents }) => [
    { id: `prod_${key}`, object: "product", created, active: true, name, metadata: {}, livemode: false },
    price(key, "month", monthCents, created),
    price(key, "year", Math.round(monthCents * 12 * 0.83), created),
  ]);

const price = (key: string, interval: "month" | "year", cents: number, created: number): StripeObject => ({
  id: `price_${key}_${interval}`,
  object: "price",
  created,
  active: true,
  billing_scheme: "per_unit",
  currency: "usd",
  livemode: false,
  lookup_key: `${key}_${interval}`,
  metadata: {},
  product: `prod_${key}`,
  recurring: { interval, interval_count: 1, usage_type: "licensed" },
  type: "recurring",
  unit_amount: cents,
  unit_amount_decimal: String(cents),
});
