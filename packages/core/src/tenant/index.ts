export * as Tenant from "./index.ts";

import { eq } from "drizzle-orm";
import * as z from "zod";
import { Failure, missing, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { planTable } from "../plan/plan.sql.ts";
import { Subscription } from "../subscription/index.ts";
import { Usage } from "../usage/index.ts";
import { found, freeSlugs, isTaken } from "./found.ts";
import { getTenant } from "./list.ts";
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

/** A tenant made by an admin: on its plan from the start, its owner invited by mail. @throws Failure `slug.taken`, `slug.refused`, `plan.missing` */
export const create = verb({ as: ["admin"], input: CreateTenant }, ({ name, slug, ownerEmail, planId, ...branding }) =>
  Db.tx(async () => {
    const fault = slug === undefined ? undefined : faultOf(slug);
    if (fault) throw new Failure("invalid", "slug.refused", fault, { errors: [{ path: "slug", message: fault }] });
    const [cheapest] = await Db.use()
      .select({ id: planTable.id })
      .from(planTable)
      .orderBy(planTable.monthlyCents)
      .limit(1);
    const wish = { name, ownerEmail, slug: slug ?? null, planId: planId ?? cheapest?.id ?? "", branding };
    await mustBeFree(branding.domain);
    const { tenantId } = await found({ ...wish, status: "active", says: "tenant.created" });
    return getTenant({ id: tenantId });
  }),
);

async function mustBeFree(domain: string | null | undefined): Promise<void> {
  if (!domain) return;
  const [other] = await Db.use().select({ id: t.id }).from(t).where(eq(t.domain, domain));
  if (other) throw domainTaken();
}

const domainTaken = () =>
  new Failure("conflict", "domain.taken", "This domain belongs to another tenant.", {
    errors: [{ path: "domain", message: "This domain is taken." }],
  });

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
        .catch((error: unknown) => {
          throw isTwice(error) ? domainTaken() : error;
        });
      await Event.record("tenant.updated");
    }
    return readProfile(actor.tenantId);
  }),
);

/** Another tenant's row is not to be seen, only to be met. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const isTwice = (error: unknown): boolean =>
  error instanceof Error && (error.cause as { code?: string } | undefined)?.code === "23505";

async function readProfile(tenantId: string) {
  const [row] = await Db.use().select().from(t).where(eq(t.id, tenantId));
  if (!row) throw missing("tenant");
  const { plan, status, access, trialEndsAt } = await Subscription.rights(tenantId);
  const { id, slug, name, email, phone, logoUrl, primaryColor, domain } = row;
  return {
    ...{ id, slug, name, email, phone, logoUrl, primaryColor, domain },
    plan: { id: plan.id, name: plan.name },
    subscription: { status, access, trialEndsAt: trialEndsAt?.toISOString() ?? null },
    quotas: {
      runs: { used: await Usage.usedOf(tenantId, "run"), limit: plan.runsPerMonth },
      codes: { used: await Usage.usedOf(tenantId, "code"), limit: plan.codesPerMonth },
    },
  };
}
