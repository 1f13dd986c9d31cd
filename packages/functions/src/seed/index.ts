import { Actor } from "@q2o/core/actor";
import { Db } from "@q2o/core/db";
import { Plan } from "@q2o/core/plan";
import { found, isTaken } from "@q2o/core/tenant/found";
import * as z from "zod";
import { withPorts } from "../edge/ports.ts";

const Seed = z.object({ seed: z.enum(["demo", "none"]) });

const tenants = [
  {
    name: "Demo Studio",
    slug: "demo",
    ownerEmail: "owner@example.com",
    planId: "pln_pro",
    status: "active",
    says: "tenant.created",
  },
  {
    name: "Trial Works",
    slug: "trial",
    ownerEmail: "trial@example.com",
    planId: Plan.trialPlanId,
    status: "trialing",
    says: "tenant.signed_up",
  },
] as const;

/** Two tenants to look around with, once. Never deployed. */
export const handler = withPorts(["owner", "secret", "site", "queues"], async (event: unknown) => {
  if (Seed.parse(event).seed === "none") return;
  await Actor.provide({ type: "platform" }, () =>
    Db.tx(async () => {
      for (const tenant of tenants) if (!(await isTaken(tenant.slug))) await found(tenant);
    }),
  );
});
