export * as Passkey from "./index.ts";

import { and, asc, count, eq } from "drizzle-orm";
import * as z from "zod";
import { adminTable, passkeyTable as t } from "../admin/admin.sql.ts";
import { Failure, missing, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { Ports } from "../ports/index.ts";
import { type Opened, Session } from "../session/index.ts";
import { challengeOf, enrolmentOptions, readAttestation } from "./ceremony.ts";
import { issue, spend } from "./challenge.ts";
import { EnrolPasskey, PasskeyId } from "./passkey.schema.ts";

const maxPasskeys = 20;

/** What an admin must still show after a one-time code. */
export async function neededBy(adminId: string): Promise<"passkey" | "enrolment" | undefined> {
  if (await hasAny(adminId)) return "passkey";
  return Ports.use().adminPasskey === "required" ? "enrolment" : undefined;
}

export const list = verb({ as: ["admin"], input: z.object({}) }, (_, actor) =>
  Db.tx(async () => ({ items: (await of(actor.adminId)).map(toPasskey) })),
);

/** @throws Failure `passkey.required` when there is one to show first, `rate.limited` */
export const beginEnrolment = verb({ as: ["arriving", "admin"], isFresh: true, input: z.object({}) }, (_, actor) =>
  Db.tx(async () => {
    const admin = await hold(actor.adminId);
    const known = await of(admin.id);
    mayEnrol(actor, known.length);
    return enrolmentOptions(Ports.use().siteUrl, admin, await issue(admin.id, "enrol"), known);
  }),
);

/**
 * Keeps a new passkey. Whoever was arriving without one has thereby arrived. The first one ends the admin's other
 * sessions: they stand on a mail alone.
 *
 * @throws Failure `passkey.refused`; the challenge is spent all the same
 * @throws Failure `passkey.required`, `passkey.too_many`
 */
export const enrol = verb(
  { as: ["arriving", "admin"], isFresh: true, input: EnrolPasskey },
  ({ name, credential }, actor) =>
    Db.tx(async () => {
      await hold(actor.adminId);
      const known = await of(actor.adminId);
      mayEnrol(actor, known.length);
      if (known.length >= maxPasskeys)
        throw new Failure("conflict", "passkey.too_many", `More than ${maxPasskeys} passkeys are not kept.`);
      const challenge = challengeOf(credential);
      const isOurs = await spend(actor.adminId, "enrol", challenge);
      const passkey = isOurs ? await readAttestation(Ports.use().siteUrl, challenge, credential) : undefined;
      if (!passkey) throw refused("invalid");
      const [kept] = await Db.use()
        .insert(t)
        .values({ ...passkey, adminId: actor.adminId, name })
        .onConflictDoNothing()
        .returning();
      // Somebody has it already.
      if (!kept) throw refused("invalid");
      const session: Opened | undefined = actor.type === "arriving" ? await Session.rotate(actor) : undefined;
      if (known.length === 0) await Session.endOthers(actor);
      await Event.record("passkey.enrolled", { subjectId: kept.id }, { name });
      return { session, reply: toPasskey(kept) };
    }),
);

/**
 * Forgets a passkey. It may have been lost, so all other sessions of the admin end with it.
 *
 * @throws Failure `passkey.missing`, also for another admin's
 * @throws Failure `passkey.last` where every admin must have one
 */
export const remove = verb({ as: ["admin"], isFresh: true, input: PasskeyId }, ({ id }, actor) =>
  Db.tx(async () => {
    await hold(actor.adminId);
    const [gone] = await Db.use()
      .delete(t)
      .where(and(eq(t.id, id), eq(t.adminId, actor.adminId)))
      .returning({ name: t.name });
    if (!gone) throw missing("passkey");
    if (Ports.use().adminPasskey === "required" && !(await hasAny(actor.adminId)))
      throw new Failure("conflict", "passkey.last", "Enrol another passkey before you remove the last one.");
    await Session.endOthers(actor);
    await Event.record("passkey.removed", { subjectId: id }, gone);
  }),
);

/** A mail alone must not add a key beside the one it could not show. @throws Failure `passkey.required` */
function mayEnrol(actor: { type: "arriving" | "admin" }, known: number): void {
  if (actor.type === "arriving" && known > 0) throw required();
}

/** What is done with one admin's passkeys is done one after the other. @throws Failure `session.missing` */
export async function hold(adminId: string): Promise<{ id: string; email: string }> {
  const [admin] = await Db.use()
    .select({ id: adminTable.id, email: adminTable.email })
    .from(adminTable)
    .where(eq(adminTable.id, adminId))
    .for("update");
  if (!admin) throw Session.gone();
  return admin;
}

export const of = (adminId: string) =>
  Db.use().select().from(t).where(eq(t.adminId, adminId)).orderBy(asc(t.createdAt), asc(t.id));

export async function hasAny(adminId: string): Promise<boolean> {
  const [row] = await Db.use().select({ total: count() }).from(t).where(eq(t.adminId, adminId));
  return (row?.total ?? 0) > 0;
}

export const required = () =>
  new Failure("forbidden", "passkey.required", "Show your passkey: since you have one, a code is not enough.");

/** The same for every reason. What was spent stays spent. */
export const refused = (kind: "invalid" | "forbidden") =>
  new Failure(kind, "passkey.refused", "This passkey was not accepted. Try again.", { keepsChanges: true });

const toPasskey = ({ id, name, isBackedUp, createdAt, usedAt }: typeof t.$inferSelect) => ({
  id,
  name,
  isBackedUp,
  createdAt: createdAt.toISOString(),
  usedAt: usedAt?.toISOString() ?? null,
});
