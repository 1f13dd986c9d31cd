export * as Session from "./index.ts";

import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, isNull, ne, sql } from "drizzle-orm";
import { Actor } from "../actor/index.ts";
import { adminTable } from "../admin/admin.sql.ts";
import { Failure, newId, only } from "../base/index.ts";
import { codeTable } from "../code/code.sql.ts";
import { isAlive as isAliveCode } from "../code/status.ts";
import { clock, fromNow } from "../db/columns.ts";
import { Db, type Handle } from "../db/index.ts";
import { eventHeadTable as head } from "../event/event.sql.ts";
import { memberTable } from "../member/member.sql.ts";
import { projectTable } from "../project/project.sql.ts";
import type { SessionRealm } from "./session.schema.ts";
import { sessionTable as t } from "./session.sql.ts";

const idleSeconds = 30 * 60;
const maxSeconds = { tenant: 24 * 3_600, client: 24 * 3_600, admin: 12 * 3_600 } satisfies Record<SessionRealm, number>;
/** For finding one's key, and no longer. */
const arrivingSeconds = 15 * 60;

const maxAgentLength = 200;

type Who =
  | { realm: "tenant"; tenantId: string; memberId: string }
  | { realm: "client"; tenantId: string; codeId: string; projectId: string }
  | { realm: "admin"; adminId: string; needs?: "passkey" | "enrolment" | undefined };

/** A session just begun. The token exists here and in the visitor's cookie. */
export type Opened = { realm: SessionRealm; token: string; maxSeconds: number; expiresAt: string };

/** @param who whose it is; `needs` is what an admin must still show */
export async function open(who: Who): Promise<Opened> {
  const token = newToken();
  const life = who.realm === "admin" && who.needs ? arrivingSeconds : maxSeconds[who.realm];
  const actor = Actor.current();
  const agent = actor.type === "public" ? (actor.agent?.slice(0, maxAgentLength) ?? null) : null;
  const rows = await Db.use()
    .insert(t)
    .values({ id: newId("session"), tokenHash: hash(token), expiresAt: fromNow(life), agent, ...who })
    .returning({ endsAt });
  return { realm: who.realm, token, maxSeconds: life, expiresAt: only(rows).endsAt.toISOString() };
}

/**
 * Gives an admin's session another token, because they have just proved who they are: whoever knew the former one is
 * out. One that was arriving has arrived, and its hours begin now.
 *
 * @throws Failure `session.missing` when it was ended meanwhile
 */
export async function rotate(actor: { type: "arriving" | "admin"; sessionId: string }): Promise<Opened> {
  const token = newToken();
  const arrives = actor.type === "arriving" ? { needs: null, expiresAt: fromNow(maxSeconds.admin) } : {};
  const rows = await Db.use()
    .update(t)
    .set({ tokenHash: hash(token), provedAt: clock, seenAt: clock, ...arrives })
    .where(and(eq(t.id, actor.sessionId), isNull(t.endedAt)))
    .returning({ endsAt, seconds: sql<number>`ceil(extract(epoch from ${t.expiresAt} - ${clock}))::int` });
  const [row] = rows;
  if (!row) throw gone();
  const { endsAt: until, seconds } = row;
  return { realm: "admin", token, maxSeconds: seconds, expiresAt: until.toISOString() };
}

/** Signed out at the latest then, if nothing more is asked. */
export const endsAt = sql<Date>`least(${t.expiresAt}, ${t.seenAt} + make_interval(secs => ${idleSeconds}))`.mapWith(
  t.expiresAt,
);

export const isAlive = and(isNull(t.endedAt), gt(t.expiresAt, clock), gt(t.seenAt, fromNow(-idleSeconds)));

/** Who came, and which change was the last that live views of their tenant have to show. */
export type Found = { actor: Actor.Actor; turn: number | null };

/**
 * Who comes with this token, or nobody: unknown, ended, idle too long and too old are the same.
 *
 * What the session stands on is asked every time, so that a revoked code, a removed member or an archived project
 * ends it at the next request.
 */
export async function find(realm: SessionRealm, token: string): Promise<Found | undefined> {
  const tokenHash = hash(token);
  const found = await actorOf[realm]({ tokenHash });
  if (!found) return undefined;
  const { isUnseen, turn, ...actor } = found;
  // Writing at every request would cost more than the minute is worth.
  if (isUnseen) await Db.tx(() => Db.use().update(t).set({ seenAt: clock }).where(eq(t.tokenHash, tokenHash)));
  return { actor, turn };
}

/** How long a proof of who one is serves for what needs a fresh one. */
const freshSeconds = 10 * 60;
const isFresh = sql<boolean>`${t.provedAt} > ${fromNow(-freshSeconds)}`;

/** Not written down as seen for a minute. */
const isUnseen = sql<boolean>`${t.seenAt} < ${fromNow(-60)}`;

type Seen = Actor.Actor & { isUnseen: boolean; turn: number | null };

const { turn } = head;
const isOfTenant = eq(head.chain, t.tenantId);

const oneOf = (realm: SessionRealm) => and(eq(t.tokenHash, sql.placeholder("tokenHash")), eq(t.realm, realm), isAlive);

const ofTenant = (db: Handle) =>
  db
    .select({
      isUnseen,
      turn,
      sessionId: t.id,
      tenantId: memberTable.tenantId,
      memberId: memberTable.id,
      role: memberTable.role,
    })
    .from(t)
    .innerJoin(memberTable, and(eq(memberTable.tenantId, t.tenantId), eq(memberTable.id, t.memberId)))
    .leftJoin(head, isOfTenant)
    .where(oneOf("tenant"));

const ofClient = (db: Handle) =>
  db
    .select({
      isUnseen,
      turn,
      sessionId: t.id,
      tenantId: codeTable.tenantId,
      codeId: codeTable.id,
      scopes: codeTable.scopes,
      projectId: projectTable.id,
    })
    .from(t)
    // By its id: the planner takes every tenant for one with few codes, and would look at all that this one has.
    .innerJoin(codeTable, and(sql`${codeTable.tenantId} || '' = ${t.tenantId}`, eq(codeTable.id, t.codeId)))
    .innerJoin(projectTable, and(eq(projectTable.tenantId, t.tenantId), eq(projectTable.id, t.projectId)))
    .leftJoin(head, isOfTenant)
    .where(and(oneOf("client"), isAliveCode, isNull(projectTable.archivedAt)));

const ofAdmin = (db: Handle) =>
  db
    .select({ isUnseen, sessionId: t.id, adminId: adminTable.id, needs: t.needs, isFresh })
    .from(t)
    .innerJoin(adminTable, eq(adminTable.id, t.adminId))
    .where(oneOf("admin"));

const actorOf: Record<SessionRealm, (by: { tokenHash: string }) => Promise<Seen | undefined>> = {
  tenant: async (by) => {
    const [row] = await Db.glance("session of tenant", ofTenant, by);
    return row && { type: "tenant", ...row };
  },
  client: async (by) => {
    const [row] = await Db.glance("session of client", ofClient, by);
    return row && { type: "client", ...row };
  },
  admin: async (by) => {
    const [row] = await Db.glance("session of admin", ofAdmin, by);
    if (!row) return undefined;
    const { needs, isFresh: proved, ...rest } = row;
    const who = { ...rest, turn: null };
    return needs ? { type: "arriving", ...who, needs } : { type: "admin", ...who, isFresh: proved };
  },
};

type Owner = { type: "tenant"; tenantId: string; memberId: string } | { type: "arriving" | "admin"; adminId: string };

/** The sessions of one person, at the door where they are now. */
export const isOf = (owner: Owner) =>
  owner.type === "tenant"
    ? and(eq(t.realm, "tenant"), eq(t.tenantId, owner.tenantId), eq(t.memberId, owner.memberId))
    : and(eq(t.realm, "admin"), eq(t.adminId, owner.adminId));

/** Ends what a person has open. @param but one session that stays @returns how many ended */
export async function endAll(owner: Owner, but?: string): Promise<number> {
  const ended = await Db.use()
    .update(t)
    .set({ endedAt: clock })
    .where(and(isOf(owner), isAlive, but === undefined ? undefined : ne(t.id, but)))
    .returning({ id: t.id });
  return ended.length;
}

/** Ends all but the present one. @returns how many ended */
export const endOthers = (owner: Owner & { sessionId: string }): Promise<number> => endAll(owner, owner.sessionId);

export const end = (sessionId: string) =>
  Db.tx(() =>
    Db.use()
      .update(t)
      .set({ endedAt: clock })
      .where(and(eq(t.id, sessionId), isNull(t.endedAt))),
  );

/** Ends what stands on a code. @returns how many sessions that were */
export async function endOfCode(code: { tenantId: string; codeId: string }): Promise<number> {
  const ended = await Db.use()
    .update(t)
    .set({ endedAt: clock })
    .where(and(eq(t.tenantId, code.tenantId), eq(t.codeId, code.codeId), isNull(t.endedAt)))
    .returning({ id: t.id });
  return ended.length;
}

/** For who was there when they came in and is not any more: somebody else ended the session or removed them. */
export const gone = () => new Failure("unauthenticated", "session.missing", "Your session has just been ended.");

const newToken = () => randomBytes(32).toString("base64url");

/** Plain SHA-256 is enough: a token has 256 random bits. */
const hash = (token: string) => createHash("sha256").update(token).digest("base64url");
