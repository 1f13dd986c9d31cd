import { Billing } from "@q2o/core/billing";
import { billingPlans, billingState, invoices } from "@q2o/core/billing/account";
import { BillingPlans, BillingState, InvoiceList } from "@q2o/core/billing/account/schema";
import { Leads } from "@q2o/core/billing/schema";
import { at } from "../edge/route.ts";

const on = at("tenant");

/** What is paid for, and what can be. Each change answers with where the browser goes next. */
export const billing = [
  on("get /api/tenant/billing", { summary: "Plan, status and period", verb: billingState, reply: BillingState }),
  on("get /api/tenant/billing/plans", { summary: "What can be bought", verb: billingPlans, reply: BillingPlans }),
  on("get /api/tenant/billing/invoices", { summary: "The newest invoices", verb: invoices, reply: InvoiceList }),
  on("post /api/tenant/billing/upgrade", {
    summary: "Choose a plan: leads to the payment page, or changes the plan that is paid already",
    verb: Billing.upgrade,
    reply: Leads,
    refuses: ["conflict"],
  }),
  on("post /api/tenant/billing/keep-plan", {
    summary: "Keep the present plan although another was chosen for the next period",
    verb: Billing.keepPlan,
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
