import { handle } from "hono/aws-lambda";
import { billing } from "../api/billing.ts";
import { application } from "../edge/http.ts";
import { withPorts } from "../edge/ports.ts";

export const routes = billing;

/** What tenants pay for: the only function of theirs that knows Stripe's key. */
export const handler = withPorts(["database", "site", "secret", "queues", "stripe"], handle(application(routes)), {
  openStripe: async (place) => (await import("../edge/stripe.ts")).openStripe(place),
});
