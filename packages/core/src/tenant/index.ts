export * as Tenant from "./index.ts";

import { eq } from "drizzle-orm";
import * as z from "zod";
import { missing, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { Plan } from "../plan/index.ts";
import { Subscription } from "../subscription/index.ts";
import { metersOf } from "../usage/meters.ts";
import { readDetail } from "./detail.ts";
import { found, freeSlugs, isTaken, mustBeGoodSlug, takenOr } from "./found.ts";
import { faultOf, slugOf } from "./slug.ts";
import { CheckSlug, CreateTenant, UpdateProfile } from "./tenant.schema.ts";
import { tenantTable as t } from "./tenant.sql.ts";

/** Whether a slug may be had, and others like it when not. Shows what the name would become. */
export const checkSlug = verb({ as: ["admin"], input: CheckSlug }, ({ slug: typed }) =>
  Db.tx(async () => {
    const slug = typed.trim().toLowerCase();
    const reason = faultOf(slug) ?? ((await isTaken(slug)) ? "This name is taken." : undefined);
    if (!reason) return { slug, available: true, suggestions: [] };
    const plain = slugOf(slug);
    const isPlainFree = plain !== slug && !faultOf(plain) && !(await isTaken(plain));
    const others = await freeSlugs(plain, 3);
    return { slug, available: false, suggestions: isPlainFree ? [plain, ...others].slice(0, 3) : others, reason };
  }),
);

/**
 * A tenant made by an admin: on its plan from the start, its owner invited by mail.
 *
 * @throws Failure `slug.taken`, `slug.refused`, `domain.taken`, `plan.missing`, `plan.retired`
 */
export const create = verb({ as: ["admin"], input: CreateTenant }, ({ name, slug, ownerEmail, planId, ...branding }) =>
  Db.tx(async () => {
    if (slug !== undefined) mustBeGoodSlug(slug);
    if (planId !== undefined) await Plan.mustBeOffered(planId);
    const wish = { name, ownerEmail, slug: slug ?? null, planId: planId ?? (await Plan.cheapest()), branding };
    const { tenantId } = await found({ ...wish, status: "active", says: "tenant.created" });
    return readDetail(tenantId);
  }),
);

export const profile = verb({ as: ["tenant"], input: z.object({}) }, (_, actor) =>
  Db.tx(() => readProfile(actor.tenantId)),
);

/** Changes what was given and leaves the rest. @throws Failure `role.not_allowed`, `domain.taken` */
export const updateProfile = verb({ as: ["tenant"], may: "own", input: UpdateProfile }, (changes, actor) =>
  Db.tx(async () => {
    if (Object.values(changes).some((value) => value !== undefined)) {
      await Db.use()
        .update(t)
        .set(changes)
        .where(eq(t.id, actor.tenantId))
        .catch((error: unknown) => takenOr(error));
      await Event.record("tenant.updated");
    }
    return readProfile(actor.tenantId);
  }),
);

async function readProfile(tenantId: string) {
  const [row] = await Db.use().select().from(t).where(eq(t.id, tenantId));
  if (!row) throw missing("tenant");
  const { plan, status, access, trialEndsAt } = await Subscription.rights(tenantId);
  const { id, slug, name, email, phone, logoUrl, primaryColor, domain, namesPlatform, suspendedReason } = row;
  return {
    ...{ id, slug, name, email, phone, logoUrl, primaryColor, domain, namesPlatform, suspendedReason },
    plan: { id: plan.id, name: plan.name },
    subscription: { status, access, trialEndsAt: trialEndsAt?.toISOString() ?? null },
    quotas: await metersOf(tenantId, plan),
  };
}
