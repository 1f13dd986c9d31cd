import { and, desc, eq } from "drizzle-orm";
import * as z from "zod";
import type { ActorOf } from "../actor/index.ts";
import { missing, verb } from "../base/index.ts";
import { clock } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { hasRight } from "../member/rights.ts";
import { endsAt, isAlive, isOf, Session } from "./index.ts";
import { SessionId } from "./session.schema.ts";
import { sessionTable as t } from "./session.sql.ts";

const most = 100;

/** Where one is signed in, lately used first. */
export const listSessions = verb({ as: ["tenant", "admin"], input: z.object({}) }, (_, actor) =>
  Db.tx(() => open(isOf(actor), actor.sessionId)),
);

/**
 * Ends one session of one's own; an owner also those of the tenant's other members.
 *
 * @throws Failure `session.missing`, also when it has ended and when it is somebody else's
 */
export const endSession = verb({ as: ["tenant", "admin"], input: SessionId }, ({ id }, actor) =>
  Db.tx(async () => {
    const [ended] = await Db.use()
      .update(t)
      .set({ endedAt: clock })
      .where(and(eq(t.id, id), mayEnd(actor), isAlive))
      .returning({ id: t.id });
    if (!ended) throw missing("session");
    await Event.record("session.ended", { subjectId: id }, { count: 1 });
  }),
);

/** Signs out everywhere but here. */
export const endOtherSessions = verb({ as: ["tenant", "admin"], input: z.object({}) }, (_, actor) =>
  Db.tx(async () => {
    const ended = await Session.endOthers(actor);
    await Event.record("session.ended", {}, { count: ended });
    return { ended };
  }),
);

const mayEnd = (actor: ActorOf<"tenant" | "admin">) =>
  actor.type === "tenant" && hasRight("own", actor.role)
    ? and(eq(t.realm, "tenant"), eq(t.tenantId, actor.tenantId))
    : isOf(actor);

export async function open(whose: ReturnType<typeof isOf>, current: string) {
  const rows = await Db.use()
    .select({ id: t.id, agent: t.agent, createdAt: t.createdAt, seenAt: t.seenAt, endsAt })
    .from(t)
    .where(and(whose, isAlive))
    .orderBy(desc(t.seenAt), desc(t.id))
    .limit(most);
  return {
    items: rows.map((row) => ({
      id: row.id,
      isCurrent: row.id === current,
      agent: row.agent || null,
      createdAt: row.createdAt.toISOString(),
      seenAt: row.seenAt.toISOString(),
      expiresAt: row.endsAt.toISOString(),
    })),
  };
}
