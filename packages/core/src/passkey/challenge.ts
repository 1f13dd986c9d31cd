import { randomBytes } from "node:crypto";
import { and, eq, gt, isNull } from "drizzle-orm";
import { challengeTable as t } from "../admin/admin.sql.ts";
import { newId } from "../base/index.ts";
import { clock, fromNow } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Throttle } from "../throttle/index.ts";

export type Purpose = (typeof t.$inferSelect)["purpose"];

const lifeSeconds = 300;
const perAdmin = { times: 60, perSeconds: 600 };

/** Something new for an admin's authenticator to sign. @throws Failure `rate.limited` */
export async function issue(adminId: string, purpose: Purpose): Promise<string> {
  await Throttle.take({ what: "passkey.challenge", who: adminId, ...perAdmin });
  const challenge = randomBytes(32).toString("base64url");
  await Db.use()
    .insert(t)
    .values({ id: newId("challenge"), adminId, purpose, challenge, expiresAt: fromNow(lifeSeconds) });
  return challenge;
}

/** Uses a challenge up. @returns whether it was this admin's, for this purpose, unused and in its time */
export async function spend(adminId: string, purpose: Purpose, challenge: string): Promise<boolean> {
  const spent = await Db.use()
    .update(t)
    .set({ usedAt: clock })
    .where(
      and(
        eq(t.adminId, adminId),
        eq(t.purpose, purpose),
        eq(t.challenge, challenge),
        isNull(t.usedAt),
        gt(t.expiresAt, clock),
      ),
    )
    .returning({ id: t.id });
  return spent.length === 1;
}
