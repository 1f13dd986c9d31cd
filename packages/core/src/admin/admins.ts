import { asc, count, desc, eq, sql } from "drizzle-orm";
import { Failure, missing, newId, page, verb } from "../base/index.ts";
import { contains } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { Outbox } from "../outbox/index.ts";
import { Session } from "../session/index.ts";
import { sessionTable } from "../session/session.sql.ts";
import { AddAdmin, AdminId, ListAdmins } from "./admin.schema.ts";
import { passkeyTable, adminTable as t } from "./admin.sql.ts";

const columns = {
  id: t.id,
  email: t.email,
  createdAt: t.createdAt,
  // Inside `eq`, where columns keep their table's name: `id` alone would be the passkey's and the session's.
  passkeys: sql<number>`(select count(*)::int from ${passkeyTable} where ${eq(passkeyTable.adminId, t.id)})`,
  lastSeenAt:
    sql<Date | null>`(select max(${sessionTable.seenAt}) from ${sessionTable} where ${eq(sessionTable.adminId, t.id)})`.mapWith(
      sessionTable.seenAt,
    ),
};

export const listAdmins = verb({ as: ["admin"], input: ListAdmins }, (query, actor) =>
  Db.tx(async () => {
    const where = query.search === "" ? undefined : contains(t.email, query.search);
    const [name, way] = query.sort.split(":");
    const rows = await Db.use()
      .select(columns)
      .from(t)
      .where(where)
      .orderBy((way === "asc" ? asc : desc)(name === "email" ? t.email : t.createdAt), asc(t.id))
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize);
    const [all] = await Db.use().select({ total: count() }).from(t).where(where);
    return page(
      rows.map((row) => toAdmin(row, actor.adminId)),
      all?.total ?? 0,
      query,
    );
  }),
);

/** Another admin, who is told by mail and signs in with a one-time code. @throws Failure `admin.exists`, `step_up.required` */
export const addAdmin = verb({ as: ["admin"], isFresh: true, input: AddAdmin }, ({ email }, actor) =>
  Db.tx(async () => {
    const id = newId("admin");
    const added = await Db.use().insert(t).values({ id, email }).onConflictDoNothing().returning({ id: t.id });
    if (added.length === 0)
      throw new Failure("conflict", "admin.exists", "This address is an admin's already.", {
        errors: [{ path: "email", message: "This address is an admin's already." }],
      });
    await Outbox.put({ queue: "mail", body: { v: 1, kind: "admin_added", adminId: id } });
    await Event.record("admin.added", { subjectId: id });
    const [row] = await Db.use().select(columns).from(t).where(eq(t.id, id));
    if (!row) throw missing("admin");
    return toAdmin(row, actor.adminId);
  }),
);

/**
 * Removes another admin, whose passkeys and sessions end with it.
 *
 * @throws Failure `admin.missing`, `admin.self`, `step_up.required`
 */
export const removeAdmin = verb({ as: ["admin"], isFresh: true, input: AdminId }, ({ id }, actor) =>
  Db.tx(async () => {
    // All of them, so that of two who remove each other the second finds itself the last.
    const all = await Db.use().select({ id: t.id }).from(t).orderBy(asc(t.id)).for("update");
    if (!all.some((one) => one.id === id)) throw missing("admin");
    if (id === actor.adminId)
      throw new Failure("conflict", "admin.self", "You cannot remove yourself. Ask another admin.");
    if (!all.some((one) => one.id === actor.adminId)) throw Session.gone();
    await Session.endAll({ type: "admin", adminId: id });
    await Db.use().delete(t).where(eq(t.id, id));
    await Event.record("admin.removed", { subjectId: id });
  }),
);

type Row = { id: string; email: string; createdAt: Date; passkeys: number; lastSeenAt: Date | null };

const toAdmin = ({ createdAt, lastSeenAt, ...row }: Row, self: string) => ({
  ...row,
  isSelf: row.id === self,
  lastSeenAt: lastSeenAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
});
