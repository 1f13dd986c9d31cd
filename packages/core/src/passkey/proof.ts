import { and, eq } from "drizzle-orm";
import * as z from "zod";
import { passkeyTable as t } from "../admin/admin.sql.ts";
import { Failure, verb } from "../base/index.ts";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { Otp } from "../otp/index.ts";
import { StepUp } from "../otp/otp.schema.ts";
import { Ports } from "../ports/index.ts";
import { Session } from "../session/index.ts";
import { challengeOf, proofOptions, readAssertion } from "./ceremony.ts";
import { issue, spend } from "./challenge.ts";
import { Passkey } from "./index.ts";
import { ShowPasskey } from "./passkey.schema.ts";

/** @throws Failure `passkey.none` when none is enrolled, `rate.limited` */
export const beginProof = verb({ as: ["arriving", "admin"], input: z.object({}) }, (_, { adminId }) =>
  Db.tx(async () => {
    await Passkey.hold(adminId);
    const known = await Passkey.of(adminId);
    if (known.length === 0) throw new Failure("conflict", "passkey.none", "You have no passkey yet.");
    return proofOptions(Ports.use().siteUrl, await issue(adminId, "prove"), known);
  }),
);

/**
 * Takes a passkey's signature: who was arriving has arrived, and an admin is fresh again. Either way the session has a
 * new token from then on, so that one that was planted or seen before is worth nothing.
 *
 * @throws Failure `passkey.refused`, the same for every reason; the challenge is spent all the same
 */
export const prove = verb({ as: ["arriving", "admin"], input: ShowPasskey }, ({ credential }, actor) =>
  Db.tx(async () => {
    // Of two proofs that come at once, the second must see the counter of the first.
    const admin = await Passkey.hold(actor.adminId);
    const challenge = challengeOf(credential);
    if (!(await spend(actor.adminId, "prove", challenge))) throw Passkey.refused("forbidden");
    const isThis = and(eq(t.id, credential.id), eq(t.adminId, actor.adminId));
    const [passkey] = await Db.use().select().from(t).where(isThis);
    const proof = passkey && (await readAssertion(Ports.use().siteUrl, challenge, credential, passkey));
    if (!proof) throw Passkey.refused("forbidden");
    await Db.use()
      .update(t)
      .set({ ...proof, usedAt: clock })
      .where(isThis);
    return arrive(actor, admin);
  }),
);

/**
 * The same by a one-time code, for an admin without a passkey.
 *
 * @throws Failure `passkey.required`, `otp.refused`, `rate.limited`
 */
export const stepUp = verb({ as: ["admin"], input: StepUp }, ({ code }, actor) =>
  Db.tx(async () => {
    const admin = await Passkey.hold(actor.adminId);
    if (await Passkey.hasAny(actor.adminId)) throw Passkey.required();
    await Otp.use({ realm: "admin", email: admin.email, code }).catch(stillSignedIn);
    return arrive(actor, admin);
  }),
);

/** Who is signed in and types a wrong code is still signed in, which 401 would deny. */
function stillSignedIn(error: unknown): never {
  if (!(error instanceof Failure) || error.kind !== "unauthenticated") throw error;
  throw new Failure("forbidden", error.code, error.message, { keepsChanges: true });
}

type Coming = { type: "arriving" | "admin"; adminId: string; sessionId: string };

async function arrive(actor: Coming, admin: { id: string; email: string }) {
  const session = await Session.rotate(actor);
  const by = { type: "admin", adminId: actor.adminId } as const;
  await Event.record(actor.type === "arriving" ? "admin.signed_in" : "admin.stepped_up", {}, {}, by);
  return { session, reply: { admin, expiresAt: session.expiresAt } };
}
