import { Billing } from "@q2o/core/billing";
import { Leads } from "@q2o/core/billing/schema";
import { at } from "../edge/route.ts";

const on = at("tenant");

/** What is paid for. Each answers with where the browser goes next. */
export const billing = [
  on("post /api/tenant/billing/upgrade", {
    summary: "Choose a plan: leads to the payment page, or changes the plan that is paid already",
    verb: Billing.upgrade,
    reply: Leads,
    refuses: ["conflict"],
  }),
  on("post /api/tenant/billing/purchase-codes", {
    summary: "Buy a pack of activation codes; they come by mail when it is paid",
    verb: Billing.purchaseCodes,
    reply: Leads,
  }),
  on("post /api/tenant/billing/portal", {
    summary: "Stripe's own pages: cards, invoices, leaving",
    verb: Billing.portal,
    reply: Leads,
  }),
];
