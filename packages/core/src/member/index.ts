export * as Member from "./index.ts";

import { and, asc, eq, isNull } from "drizzle-orm";
import * as z from "zod";
import { Failure, missing, verb } from "../base/index.ts";
import { clock, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { Otp } from "../otp/index.ts";
import { RequestCode, SignIn, SignUp } from "../otp/otp.schema.ts";
import { Plan } from "../plan/index.ts";
import { endsAt, Session } from "../session/index.ts";
import { sessionTable } from "../session/session.sql.ts";
import { Subscription } from "../subscription/index.ts";
import { found, isTaken, mustBeGoodSlug, slugTaken } from "../tenant/found.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { memberTable as t } from "./member.sql.ts";

/**
 * Takes a wish for a trial. Nothing exists until the address is proved.
 *
 * @throws Failure `slug.taken`, `slug.refused`, `rate.limited`
 */
export const signUp = verb({ as: ["public"], input: SignUp }, ({ companyName, email, slug }) =>
  Db.tx(async () => {
    if (slug !== undefined) mustBeGoodSlug(slug);
    if (slug !== undefined && (await isTaken(slug))) throw slugTaken(slug);
    return Otp.request({ realm: "tenant", email, signUp: { companyName, slug: slug ?? null } });
  }),
);

/** The same answer whether or not somebody has this address. @throws Failure `rate.limited` */
export const requestCode = verb({ as: ["public"], input: RequestCode }, ({ email }) =>
  Db.tx(() => Otp.request({ realm: "tenant", email })),
);

/**
 * Signs a member in; a code that was asked for by a sign-up founds the trial first. Who is a member already just
 * signs in: one address, one trial.
 *
 * @throws Failure `otp.refused`
 * @throws Failure `tenant.ambiguous` when the address belongs to several tenants and none was named
 */
export const signIn = verb({ as: ["public"], input: SignIn }, ({ email, code, tenantSlug }) =>
  Db.tx(async () => {
    const { signUp: wish } = await Otp.use({ realm: "tenant", email, code });
    const known = await membership(email, tenantSlug);
    const member = known ?? (wish && (await foundTrial(email, wish)));
    if (!member) throw Otp.refused();
    const { tenantId, memberId } = member;
    const session = await Session.open({ realm: "tenant", tenantId, memberId });
    return Db.as({ type: "system", tenantId }, async () => {
      await Db.use()
        .update(t)
        .set({ joinedAt: clock })
        .where(and(mine(t, { tenantId }, memberId), isNull(t.joinedAt)));
      // Who has just signed up is in the log with that.
      if (known) await Event.record("member.signed_in", {}, {}, { type: "tenant", tenantId, memberId });
      return { session, reply: await read(member, session.expiresAt) };
    });
  }),
);

type Who = { tenantId: string; memberId: string };

async function membership(email: string, slug: string | undefined): Promise<Who | undefined> {
  const rows = await Db.use()
    .select({ tenantId: t.tenantId, memberId: t.id, slug: tenantTable.slug })
    .from(t)
    .innerJoin(tenantTable, eq(tenantTable.id, t.tenantId))
    .where(and(eq(t.email, email), slug === undefined ? undefined : eq(tenantTable.slug, slug)))
    .orderBy(asc(tenantTable.slug))
    .limit(20);
  if (rows.length > 1) {
    // The code stays good: the refusal undoes its use.
    throw new Failure("conflict", "tenant.ambiguous", "This address belongs to several tenants. Say which.", {
      errors: rows.map((row) => ({ path: "tenantSlug", message: row.slug })),
    });
  }
  return rows[0];
}

async function foundTrial(ownerEmail: string, wish: { companyName: string; slug: string | null }): Promise<Who> {
  // Somebody may have taken the name between the wish and the proof; then the nearest free one serves.
  const slug = wish.slug !== null && !(await isTaken(wish.slug)) ? wish.slug : null;
  return found({
    name: wish.companyName,
    slug,
    ownerEmail,
    planId: Plan.trialPlanId,
    status: "trialing",
    says: "tenant.signed_up",
  });
}

export const session = verb({ as: ["tenant"], input: z.object({}) }, (_, actor) =>
  Db.tx(async () => {
    const [row] = await Db.use().select({ endsAt }).from(sessionTable).where(eq(sessionTable.id, actor.sessionId));
    if (!row) throw missing("session");
    return read(actor, row.endsAt.toISOString());
  }),
);

export const signOut = verb({ as: ["tenant"], input: z.object({}) }, (_, actor) =>
  Db.tx(async () => {
    await Session.end(actor.sessionId);
    await Event.record("member.signed_out");
  }),
);

async function read({ tenantId, memberId }: Who, expiresAt: string) {
  const [row] = await Db.use()
    .select({
      tenant: { id: tenantTable.id, slug: tenantTable.slug, name: tenantTable.name },
      member: { id: t.id, email: t.email, role: t.role },
    })
    .from(t)
    .innerJoin(tenantTable, eq(tenantTable.id, t.tenantId))
    .where(and(eq(t.tenantId, tenantId), eq(t.id, memberId)));
  if (!row) throw missing("member");
  const { status, access } = await Subscription.rights(tenantId);
  return { ...row, subscription: { status, access }, expiresAt };
}
