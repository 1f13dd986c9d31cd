import { and, eq, gt, isNull } from "drizzle-orm";
import { adminTable } from "../admin/admin.sql.ts";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { memberTable } from "../member/member.sql.ts";
import { Ports } from "../ports/index.ts";
import { subscriptionTable } from "../subscription/subscription.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { addressees } from "./addressees.ts";
import type { Of, Written } from "./index.ts";
import { adminAdded, invitation, trialEnding } from "./letters.ts";

/** To nobody who was taken out again or has joined meanwhile, and for no tenant that is suspended. */
export async function writeInvitation({ tenantId, memberId }: Of<"invitation">): Promise<Written | undefined> {
  const [row] = await Db.use()
    .select({ member: memberTable, tenant: tenantTable })
    .from(memberTable)
    .innerJoin(tenantTable, eq(tenantTable.id, memberTable.tenantId))
    .where(
      and(
        eq(memberTable.tenantId, tenantId),
        eq(memberTable.id, memberId),
        isNull(memberTable.joinedAt),
        isNull(tenantTable.suspendedAt),
      ),
    );
  if (!row) return undefined;
  const { member, tenant } = row;
  const [inviter] = await Db.use()
    .select({ name: memberTable.name, email: memberTable.email })
    .from(memberTable)
    .where(and(eq(memberTable.tenantId, tenantId), eq(memberTable.id, member.invitedBy ?? "")));
  return {
    to: [member.email],
    letter: invitation({
      tenant: tenant.name,
      slug: tenant.slug,
      inviter: inviter && (inviter.name ?? inviter.email),
      site: Ports.use().siteUrl,
    }),
  };
}

export async function writeAdminAdded({ adminId }: Of<"admin_added">): Promise<Written | undefined> {
  const [admin] = await Db.use().select({ email: adminTable.email }).from(adminTable).where(eq(adminTable.id, adminId));
  return admin && { to: [admin.email], letter: adminAdded({ site: Ports.use().siteUrl }) };
}

/** Only while it is still a trial: who has chosen a plan need not be told. */
export async function writeTrialEnding({ tenantId }: Of<"trial_ending">): Promise<Written | undefined> {
  const [trial] = await Db.use()
    .select({ name: tenantTable.name, endsAt: subscriptionTable.trialEndsAt })
    .from(subscriptionTable)
    .innerJoin(tenantTable, eq(tenantTable.id, subscriptionTable.tenantId))
    .where(
      and(
        eq(subscriptionTable.tenantId, tenantId),
        eq(subscriptionTable.status, "trialing"),
        gt(subscriptionTable.trialEndsAt, clock),
      ),
    );
  if (!trial?.endsAt) return undefined;
  const letter = trialEnding({ tenant: trial.name, endsAt: trial.endsAt, site: Ports.use().siteUrl });
  return { to: await addressees(tenantId, "trial_ending"), letter };
}
