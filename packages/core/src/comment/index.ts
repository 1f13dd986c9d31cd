export * as Comment from "./index.ts";

import { and, asc, desc, eq, gt, sql } from "drizzle-orm";
import type * as z from "zod";
import type { ActorOf } from "../actor/index.ts";
import { Failure, missing, newId, only, verb } from "../base/index.ts";
import { clock, fromNow, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { memberTable } from "../member/member.sql.ts";
import { Outbox } from "../outbox/index.ts";
import { hold, mustExist } from "../project/exists.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { AddComment, AddCommentAsClient, type Comment as Info, ListComments } from "./comment.schema.ts";
import { commentTable as t } from "./comment.sql.ts";

type Author = ActorOf<"client" | "tenant">;
type Query = Omit<z.output<typeof ListComments>, "id">;

/** What was said about a project, oldest first. @throws Failure `project.missing` */
export const list = verb({ as: ["tenant"], input: ListComments }, ({ id, ...query }, actor) =>
  Db.tx(() => read(actor, id, query)),
);

/** As `list`, of the one project that a client came for. @throws Failure `project.missing`, `scope.not_allowed` */
export const listForClient = verb({ as: ["client"], scope: "watch", input: ListComments }, ({ id, ...query }, actor) =>
  Db.tx(async () => {
    if (id !== actor.projectId) throw missing("project");
    return read(actor, id, query);
  }),
);

/** Says something to the project's client. @throws Failure `project.missing`, `rate.limited`, `role.not_allowed` */
export const add = verb({ as: ["tenant"], may: "build", input: AddComment }, ({ id, text }, actor) =>
  Db.tx(() => write(actor, { projectId: id, text, nameOf: () => nameOfMember(actor) })),
);

/**
 * Says something to who builds the project, and writes to them.
 *
 * @throws Failure `project.missing`, `rate.limited`, `scope.not_allowed`
 */
export const addAsClient = verb(
  { as: ["client"], scope: "comment", input: AddCommentAsClient },
  ({ id, text, name }, actor) =>
    Db.tx(async () => {
      if (id !== actor.projectId) throw missing("project");
      const nameOf = async (project: { clientName: string | null }) => name || project.clientName || "Client";
      const comment = await write(actor, { projectId: id, text, nameOf });
      const { tenantId } = actor;
      await Outbox.put({ queue: "mail", body: { v: 1, kind: "comment_added", tenantId, commentId: comment.id } });
      return comment;
    }),
);

type Said = {
  projectId: string;
  text: string;
  nameOf: (project: { clientName: string | null }) => Promise<string>;
};

/** The project is held until the commit, so nothing appears behind a cursor already given. */
async function write(actor: Author, { projectId, text, nameOf }: Said): Promise<Info> {
  const { tenantId } = actor;
  const authorId = idOf(actor);
  await Db.use().execute(sql`select pg_advisory_xact_lock(hashtextextended(${`comment ${authorId}`}, 0))`);
  const project = await hold(tenantId, projectId);
  await mustNotFlood(tenantId, authorId);
  const rows = await Db.use()
    .insert(t)
    .values({
      ...{ tenantId, id: newId("comment"), projectId, text },
      ...{ authorType: actor.type, authorId, authorName: await nameOf(project) },
    })
    .returning();
  const row = only(rows);
  await Event.record("comment.added", { projectId, subjectId: row.id });
  return toComment(row, actor);
}

const most = { times: 10, perSeconds: 60 };

/**
 * Counted in what was said, by one at a time of each author: of any number sent at once no more come through.
 *
 * @throws Failure `rate.limited`, with the seconds until the first of the last minute's has passed
 */
async function mustNotFlood(tenantId: string, authorId: string): Promise<void> {
  const [first] = await Db.use()
    .select({
      waits: sql<number>`ceil(extract(epoch from ${t.createdAt} - ${clock}) + ${most.perSeconds})::int`,
    })
    .from(t)
    .where(and(eq(t.tenantId, tenantId), eq(t.authorId, authorId), gt(t.createdAt, fromNow(-most.perSeconds))))
    .orderBy(desc(t.createdAt))
    .limit(1)
    .offset(most.times - 1);
  if (first)
    throw new Failure(
      "limited",
      "rate.limited",
      `That is more than ${most.times} comments in a minute. Wait a little.`,
      {
        retryAfterSeconds: Math.max(1, first.waits),
      },
    );
}

async function read(actor: Author, projectId: string, { after, limit }: Query) {
  const { tenantId } = actor;
  await mustExist(tenantId, projectId);
  const rows = await Db.use()
    .select()
    .from(t)
    .where(and(eq(t.tenantId, tenantId), eq(t.projectId, projectId), gt(t.seq, BigInt(after || "0"))))
    .orderBy(asc(t.seq))
    .limit(limit);
  return {
    items: rows.map((row) => toComment(row, actor)),
    next: rows.at(-1)?.seq.toString() ?? (after || null),
  };
}

/** A client is never told a member's address: who has given no name speaks for the tenant. */
async function nameOfMember({ tenantId, memberId }: ActorOf<"tenant">): Promise<string> {
  const [row] = await Db.use()
    .select({ own: memberTable.name, tenant: tenantTable.name })
    .from(memberTable)
    .innerJoin(tenantTable, eq(tenantTable.id, memberTable.tenantId))
    .where(mine(memberTable, { tenantId }, memberId));
  if (!row) throw missing("member");
  return row.own || row.tenant;
}

const idOf = (actor: Author): string => (actor.type === "client" ? actor.codeId : actor.memberId);

const toComment = (row: typeof t.$inferSelect, actor: Author): Info => ({
  id: row.id,
  author: {
    type: row.authorType,
    name: row.authorName,
    isSelf: row.authorId === idOf(actor),
  },
  text: row.text,
  createdAt: row.createdAt.toISOString(),
});
