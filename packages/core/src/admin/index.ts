export * as Admin from "./index.ts";

import { eq } from "drizzle-orm";
import * as z from "zod";
import { missing, newId, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { Otp } from "../otp/index.ts";
import { AdminSignIn, RequestAdminCode } from "../otp/otp.schema.ts";
import { Passkey } from "../passkey/index.ts";
import { Ports } from "../ports/index.ts";
import { endsAt, Session } from "../session/index.ts";
import { sessionTable } from "../session/session.sql.ts";
import { adminTable as t } from "./admin.sql.ts";

/** An installation without any admin gets the one its owner named. */
export async function seed(): Promise<void> {
  const [any] = await Db.use().select({ id: t.id }).from(t).limit(1);
  if (any) return;
  await Db.use()
    .insert(t)
    .values({ id: newId("admin"), email: Ports.use().firstAdminEmail.toLowerCase() });
}

/** The same answer whether or not somebody has this address. @throws Failure `rate.limited` */
export const requestCode = verb({ as: ["public"], input: RequestAdminCode }, ({ email }) =>
  Db.tx(() => Otp.request({ realm: "admin", email })),
);

/**
 * Signs an admin in who needs no more than a code; whoever must show or enrol a passkey has only arrived.
 *
 * @throws Failure `otp.refused`
 */
export const signIn = verb({ as: ["public"], input: AdminSignIn }, ({ email, code }) =>
  Db.tx(async () => {
    await Otp.use({ realm: "admin", email, code });
    const [admin] = await Db.use().select({ id: t.id, email: t.email }).from(t).where(eq(t.email, email));
    if (!admin) throw Otp.refused();
    const needs = await Db.as({ type: "platform" }, () => Passkey.neededBy(admin.id));
    const session = await Session.open({ realm: "admin", adminId: admin.id, needs });
    const by = { type: needs ? "arriving" : "admin", adminId: admin.id } as const;
    await Db.as({ type: "platform" }, () => Event.record(needs ? "admin.arrived" : "admin.signed_in", {}, {}, by));
    return { session, reply: { admin, expiresAt: session.expiresAt, ...(needs ? { needs } : {}) } };
  }),
);

export const session = verb({ as: ["arriving", "admin"], input: z.object({}) }, (_, actor) =>
  Db.tx(async () => {
    const [row] = await Db.use()
      .select({ endsAt, admin: { id: t.id, email: t.email }, needs: sessionTable.needs })
      .from(sessionTable)
      .innerJoin(t, eq(t.id, sessionTable.adminId))
      .where(eq(sessionTable.id, actor.sessionId));
    if (!row) throw missing("session");
    const { admin, needs } = row;
    return { admin, expiresAt: row.endsAt.toISOString(), ...(needs ? { needs } : {}) };
  }),
);

export const signOut = verb({ as: ["arriving", "admin"], input: z.object({}) }, (_, actor) =>
  Db.tx(async () => {
    await Session.end(actor.sessionId);
    await Event.record("admin.signed_out");
  }),
);
