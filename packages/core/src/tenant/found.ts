import { eq, sql } from "drizzle-orm";
import { Actor } from "../actor/index.ts";
import { Failure, newId } from "../base/index.ts";
import { Code } from "../code/index.ts";
import { fromNow } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { memberTable } from "../member/member.sql.ts";
import { Outbox } from "../outbox/index.ts";
import { planTable } from "../plan/plan.sql.ts";
import { subscriptionTable } from "../subscription/subscription.sql.ts";
import { faultOf, slugOf, variantsOf } from "./slug.ts";
import { tenantTable } from "./tenant.sql.ts";

export type Founded = { tenantId: string; memberId: string; slug: string };

type Wish = {
  name: string;
  slug: string | null;
  ownerEmail: string;
  planId: string;
  status: "trialing" | "active";
  branding?: { phone?: string | null; logoUrl?: string | null; primaryColor?: string | null; domain?: string | null };
  /** How it came to be, for the log. */
  says: "tenant.signed_up" | "tenant.created";
};

const trialDays = 14;

/**
 * A tenant with all it needs from the first minute: owner, subscription, starter codes, and a mail that says them.
 *
 * @throws Failure `slug.taken` when a slug was asked for and is not free; without one a free one is found
 * @throws Failure `plan.missing`, `domain.taken`
 */
export async function found(wish: Wish): Promise<Founded> {
  const tenantId = newId("tenant");
  const founder = Actor.current();
  return Db.as({ type: "system", tenantId }, async () => {
    const [plan] = await Db.use().select().from(planTable).where(eq(planTable.id, wish.planId));
    if (!plan)
      throw new Failure("invalid", "plan.missing", "No such plan.", {
        errors: [{ path: "planId", message: "No such plan." }],
      });
    const slug = wish.slug ?? (await freeSlug(wish.name));
    const { name, ownerEmail: email, status } = wish;
    const [tenant] = await Db.use()
      .insert(tenantTable)
      .values({ ...wish.branding, id: tenantId, slug, name, email })
      .onConflictDoNothing({ target: tenantTable.slug })
      .returning({ id: tenantTable.id })
      .catch((error: unknown) => takenOr(error));
    if (!tenant) throw slugTaken(slug);
    const memberId = newId("member");
    await Db.use().insert(memberTable).values({ tenantId, id: memberId, email, role: "owner" });
    const trialEndsAt = status === "trialing" ? fromNow(trialDays * 86_400) : null;
    await Db.use().insert(subscriptionTable).values({ tenantId, planId: plan.id, status, trialEndsAt });
    await Code.insertStarters(tenantId, plan.runsPerMonth);
    // Who founds a tenant for themselves is known from then on as its owner.
    const owner = { type: "tenant", tenantId, memberId } as const;
    await Event.record(wish.says, {}, { status }, founder.type === "public" ? owner : founder);
    await Outbox.put({ queue: "mail", body: { v: 1, kind: "welcome", tenantId } });
    return { tenantId, memberId, slug };
  });
}

/** Also of slugs that this actor cannot see. */
export async function isTaken(slug: string): Promise<boolean> {
  const { rows } = await Db.use().execute<{ taken: boolean }>(sql`select app.slug_taken(${slug}) as taken`);
  return rows[0]?.taken === true;
}

/** @returns up to `many` slugs that are free now */
export async function freeSlugs(slug: string, many: number): Promise<string[]> {
  const free: string[] = [];
  for (const variant of variantsOf(slug)) {
    if (free.length === many) break;
    if (!faultOf(variant) && !(await isTaken(variant))) free.push(variant);
  }
  return free;
}

async function freeSlug(name: string): Promise<string> {
  const plain = slugOf(name);
  if (!faultOf(plain) && !(await isTaken(plain))) return plain;
  const [free] = await freeSlugs(plain, 1);
  return free ?? `${plain.slice(0, 30)}-${newId("tenant").slice(-8).toLowerCase()}`;
}

export const slugTaken = (slug: string) =>
  new Failure("conflict", "slug.taken", `The name ${slug} is taken. Choose another.`, {
    errors: [{ path: "slug", message: "This name is taken." }],
  });

/** @throws Failure `slug.refused` */
export function mustBeGoodSlug(slug: string): void {
  const fault = faultOf(slug);
  if (fault) throw new Failure("invalid", "slug.refused", fault, { errors: [{ path: "slug", message: fault }] });
}

/**
 * What another tenant has is not to be seen by everybody, only to be met.
 *
 * @throws Failure `domain.taken`, `slug.taken`, or the error itself when it is another
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function takenOr(error: unknown, slug?: string): never {
  const cause =
    error instanceof Error ? (error.cause as { code?: string; constraint?: string } | undefined) : undefined;
  if (cause?.code !== "23505") throw error;
  if (cause.constraint?.includes("slug")) throw slugTaken(slug ?? "");
  throw new Failure("conflict", "domain.taken", "This domain belongs to another tenant.", {
    errors: [{ path: "domain", message: "This domain is taken." }],
  });
}
