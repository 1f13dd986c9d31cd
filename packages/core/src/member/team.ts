import { and, asc, desc, eq, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import { Failure, missing, newId, page, verb } from "../base/index.ts";
import { contains, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { countUpTo } from "../db/page.ts";
import { Event } from "../event/index.ts";
import { Outbox } from "../outbox/index.ts";
import { isOf, Session } from "../session/index.ts";
import { open } from "../session/own.ts";
import { sessionTable } from "../session/session.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { Throttle } from "../throttle/index.ts";
import { InviteMember, ListMembers, MemberId, UpdateMember } from "./member.schema.ts";
import { memberTable as t } from "./member.sql.ts";
import { mustHave } from "./rights.ts";

/** Invitations are mails with words of the tenant's choice to anybody: few enough to be no use for spam. */
const perTenant = { times: 50, perSeconds: 86_400 };
const perAddress = { times: 5, perSeconds: 86_400 };

const columns = {
  id: t.id,
  email: t.email,
  name: t.name,
  role: t.role,
  joinedAt: t.joinedAt,
  createdAt: t.createdAt,
  // Inside `and` and `eq`, where columns keep their table's name: `id` alone would be the session's.
  lastSeenAt: sql<Date | null>`(select max(${sessionTable.seenAt}) from ${sessionTable}
    where ${and(eq(sessionTable.tenantId, t.tenantId), eq(sessionTable.memberId, t.id))})`.mapWith(sessionTable.seenAt),
};

export const listMembers = verb({ as: ["tenant"], input: ListMembers }, (query, actor) =>
  Db.tx(async () => {
    const where = and(
      eq(t.tenantId, actor.tenantId),
      query.role && eq(t.role, query.role),
      query.status && (query.status === "invited" ? isNull(t.joinedAt) : isNotNull(t.joinedAt)),
      query.search === "" ? undefined : or(contains(t.email, query.search), contains(t.name, query.search)),
    );
    const [name, way] = query.sort.split(":");
    const column = name === "email" ? t.email : name === "role" ? t.role : t.createdAt;
    const rows = await Db.use()
      .select(columns)
      .from(t)
      .where(where)
      .orderBy((way === "asc" ? asc : desc)(column), asc(t.id))
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize);
    return page(
      rows.map((row) => toMember(row, actor.memberId)),
      await countUpTo(t, where),
      query,
    );
  }),
);

/** Somebody who joins with the first sign-in. @throws Failure `member.exists`, `rate.limited`, `role.not_allowed` */
export const invite = verb({ as: ["tenant"], may: "own", input: InviteMember }, ({ email, role, name }, actor) =>
  Db.tx(async () => {
    const { tenantId } = actor;
    await limit(tenantId, email);
    const id = newId("member");
    const added = await Db.use()
      .insert(t)
      .values({ tenantId, id, email, role, name: name || null, invitedBy: actor.memberId })
      .onConflictDoNothing()
      .returning({ id: t.id });
    if (added.length === 0)
      throw new Failure("conflict", "member.exists", "This address belongs to a member already.", {
        errors: [{ path: "email", message: "This address belongs to a member already." }],
      });
    await Outbox.put({ queue: "mail", body: { v: 1, kind: "invitation", tenantId, memberId: id } });
    await Event.record("member.invited", { subjectId: id }, { name: role });
    return read(actor, id);
  }),
);

/** Writes to somebody once more who has not joined yet. @throws Failure `member.missing`, `member.joined`, `rate.limited` */
export const inviteAgain = verb({ as: ["tenant"], may: "own", input: MemberId }, ({ id }, actor) =>
  Db.tx(async () => {
    const member = await read(actor, id);
    if (member.joinedAt !== null) throw new Failure("conflict", "member.joined", "This member has joined already.");
    await limit(actor.tenantId, member.email);
    await Outbox.put({ queue: "mail", body: { v: 1, kind: "invitation", tenantId: actor.tenantId, memberId: id } });
    await Event.record("member.invited", { subjectId: id }, { name: member.role });
    return member;
  }),
);

/** Changes what was given; a role counts from the member's next request on. @throws Failure `member.missing`, `member.last_owner` */
export const updateMember = verb({ as: ["tenant"], may: "own", input: UpdateMember }, ({ id, role, name }, actor) =>
  Db.tx(async () => {
    await hold(actor);
    const member = await read(actor, id);
    if (member.role === "owner" && role !== undefined && role !== "owner") await mustLeaveAnOwner(actor.tenantId, id);
    await Db.use()
      .update(t)
      .set({ role: role ?? member.role, name: name === undefined ? member.name : name || null })
      .where(mine(t, actor, id));
    await Event.record("member.updated", { subjectId: id }, { name: role ?? member.role });
    return read(actor, id);
  }),
);

/** Takes a member out, who is signed out everywhere at once. @throws Failure `member.missing`, `member.last_owner` */
export const removeMember = verb({ as: ["tenant"], may: "own", input: MemberId }, ({ id }, actor) =>
  Db.tx(async () => {
    await hold(actor);
    const member = await read(actor, id);
    if (member.role === "owner") await mustLeaveAnOwner(actor.tenantId, id);
    await Session.endAll({ type: "tenant", tenantId: actor.tenantId, memberId: id });
    await Db.use()
      .delete(t)
      .where(mine(t, actor, id));
    await Event.record("member.removed", { subjectId: id }, { name: member.role });
  }),
);

/** Where a member is signed in. @throws Failure `member.missing` */
export const listMemberSessions = verb({ as: ["tenant"], may: "own", input: MemberId }, ({ id }, actor) =>
  Db.tx(async () => {
    const member = await read(actor, id);
    return open(isOf({ type: "tenant", tenantId: actor.tenantId, memberId: member.id }), actor.sessionId);
  }),
);

/** Before anything is written, for what a refusal counted stays. @throws Failure `rate.limited` */
const limit = (tenantId: string, email: string) =>
  Db.as({ type: "platform" }, async () => {
    await Throttle.take({ what: "invite.tenant", who: tenantId, ...perTenant });
    await Throttle.take({ what: "invite.address", who: `${tenantId}\n${email}`, ...perAddress });
  });

/** Changes of who owns a tenant happen one after the other; the one before may have been about who asks now. */
async function hold({ tenantId, memberId }: { tenantId: string; memberId: string }): Promise<void> {
  await Db.use().select({ id: tenantTable.id }).from(tenantTable).where(eq(tenantTable.id, tenantId)).for("update");
  const [self] = await Db.use()
    .select({ role: t.role })
    .from(t)
    .where(mine(t, { tenantId }, memberId));
  if (!self) throw Session.gone();
  mustHave("own", self.role);
}

/** One who has joined, for an invitation may never be read. @throws Failure `member.last_owner` */
async function mustLeaveAnOwner(tenantId: string, without: string): Promise<void> {
  const [other] = await Db.use()
    .select({ id: t.id })
    .from(t)
    .where(and(eq(t.tenantId, tenantId), eq(t.role, "owner"), isNotNull(t.joinedAt), ne(t.id, without)))
    .limit(1);
  if (!other)
    throw new Failure("conflict", "member.last_owner", "A tenant keeps one owner. Let another owner join first.");
}

async function read(actor: { tenantId: string; memberId: string }, id: string) {
  const [row] = await Db.use()
    .select(columns)
    .from(t)
    .where(mine(t, actor, id));
  if (!row) throw missing("member");
  return toMember(row, actor.memberId);
}

type Row = Pick<typeof t.$inferSelect, "id" | "email" | "name" | "role" | "joinedAt" | "createdAt"> & {
  lastSeenAt: Date | null;
};

const toMember = ({ joinedAt, lastSeenAt, createdAt, ...row }: Row, self: string) => ({
  ...row,
  status: joinedAt ? ("active" as const) : ("invited" as const),
  isSelf: row.id === self,
  joinedAt: joinedAt?.toISOString() ?? null,
  lastSeenAt: lastSeenAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
});
