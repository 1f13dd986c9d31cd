export * as Otp from "./index.ts";

import { and, desc, eq, sql } from "drizzle-orm";
import { Actor } from "../actor/index.ts";
import { Failure, newId } from "../base/index.ts";
import { clock, fromNow } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Outbox } from "../outbox/index.ts";
import { Ports } from "../ports/index.ts";
import { Throttle } from "../throttle/index.ts";
import type { otpRealms, SignUpWish } from "./otp.schema.ts";
import { otpTable as t } from "./otp.sql.ts";
import { digitsOf, isSame } from "./secret.ts";

type Realm = (typeof otpRealms)[number];

export const lifeSeconds = 600;
const maxTries = 5;
const perAddress = { times: 30, perSeconds: 600 };
const perNetwork = { times: 300, perSeconds: 600 };
/** Over all codes of an address, so that asking for another code buys no more guesses: 720 of a million a day. */
const wrongPerAddress = { times: 30, perSeconds: 3_600 };

/**
 * Takes a request for a one-time code. Known and unknown addresses do exactly the same work here; whether there is
 * somebody to write to is decided where the mail is written.
 *
 * @throws Failure `rate.limited`
 */
export async function request(input: { realm: Realm; email: string; signUp?: SignUpWish }) {
  const actor = Actor.current();
  const network = actor.type === "public" ? actor.network : actor.type;
  await Throttle.take({ what: "otp.network", who: network, ...perNetwork });
  await Throttle.take({ what: `otp.${input.realm}`, who: input.email, ...perAddress });
  const id = newId("otp");
  await Db.use()
    .insert(t)
    .values({
      id,
      realm: input.realm,
      email: input.email,
      signUp: input.signUp ?? null,
      expiresAt: fromNow(lifeSeconds),
    });
  await Outbox.put({ queue: "mail", body: { v: 1, kind: "one_time_code", otpId: id } });
  return { expiresInSeconds: lifeSeconds };
}

/**
 * Uses up the newest code of an address.
 *
 * @returns what the code was asked for
 * @throws Failure `otp.refused`, the same for wrong, used, expired, tried too often and never asked for; a wrong try counts
 * @throws Failure `rate.limited` after too many wrong tries for this address
 */
export async function use(input: {
  realm: Realm;
  email: string;
  code: string;
}): Promise<{ signUp: SignUpWish | null }> {
  const wrong = { what: `otp.wrong.${input.realm}`, who: input.email, ...wrongPerAddress };
  const [row] = await Db.use()
    .select({
      id: t.id,
      signUp: t.signUp,
      tries: t.tries,
      isOpen: sql<boolean>`${t.usedAt} is null and ${t.expiresAt} > ${clock}`,
    })
    .from(t)
    .where(and(eq(t.realm, input.realm), eq(t.email, input.email)))
    .orderBy(desc(t.createdAt), desc(t.id))
    .limit(1)
    .for("update");
  // Not before the row is held: of many who come at once each must see what those before it used up.
  await Throttle.check(wrong);
  const isRight = isSame(digits(row?.id ?? "none", input.email), input.code);
  if (!isRight || !row?.isOpen || row.tries >= maxTries) await Throttle.take(wrong);
  if (!row?.isOpen || row.tries >= maxTries) throw refused();
  await Db.use()
    .update(t)
    .set({ tries: row.tries + 1, ...(isRight ? { usedAt: clock } : {}) })
    .where(eq(t.id, row.id));
  if (!isRight) throw refused();
  return { signUp: row.signUp };
}

/** For the mail alone. */
export const digits = (otpId: string, email: string): string => digitsOf(Ports.use().seal("otp", `${otpId}\n${email}`));

export const refused = () =>
  new Failure("unauthenticated", "otp.refused", "This code is not right or no longer valid. Ask for a new one.", {
    keepsChanges: true,
  });
