import * as z from "zod";
import { verb } from "../base/index.ts";
import { mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { Session } from "../session/index.ts";
import { kindsFor } from "./concerns.ts";
import { type MemberRole, Notifications } from "./member.schema.ts";
import { memberTable as t } from "./member.sql.ts";

/** The mails that come to one's role, and which of them one wants. */
export const notifications = verb({ as: ["tenant"], input: z.object({}) }, (_, actor) =>
  Db.tx(async () => toNotifications(actor.role, await mutedBy(actor))),
);

/** Changes the kinds that were given and leaves the rest. The last word on a kind counts. */
export const setNotifications = verb({ as: ["tenant"], input: Notifications }, ({ items }, actor) =>
  Db.tx(async () => {
    const isMe = mine(t, actor, actor.memberId);
    const muted = new Set(await mutedBy(actor, "lock"));
    for (const { kind, isOn } of items) {
      if (isOn) muted.delete(kind);
      else muted.add(kind);
    }
    await Db.use()
      .update(t)
      .set({ muted: [...muted].sort() })
      .where(isMe);
    await Event.record("member.notifications_set", { subjectId: actor.memberId });
    return toNotifications(actor.role, [...muted]);
  }),
);

async function mutedBy(actor: { tenantId: string; memberId: string }, lock?: "lock"): Promise<string[]> {
  const query = Db.use()
    .select({ muted: t.muted })
    .from(t)
    .where(mine(t, actor, actor.memberId));
  const [member] = await (lock ? query.for("update") : query);
  if (!member) throw Session.gone();
  return member.muted;
}

const toNotifications = (role: MemberRole, muted: readonly string[]) => ({
  items: kindsFor(role).map((kind) => ({ kind, isOn: !muted.includes(kind) })),
});
