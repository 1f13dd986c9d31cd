import { and, isNotNull, lt } from "drizzle-orm";
import * as z from "zod";
import { challengeTable } from "../admin/admin.sql.ts";
import { verb } from "../base/index.ts";
import { fromNow } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { idempotencyTable } from "../idempotency/idempotency.sql.ts";
import { otpTable } from "../otp/otp.sql.ts";
import { sessionTable } from "../session/session.sql.ts";
import { throttleTable } from "../throttle/throttle.sql.ts";
import { outboxTable } from "./outbox.sql.ts";

const day = 86_400;

/** Removes what has served its time and that nobody may read any more: messages sent, codes, ended sessions, old answers. */
export const forget = verb({ as: ["platform"], input: z.object({}) }, () =>
  Db.tx(async () => {
    await Db.use()
      .delete(outboxTable)
      .where(and(isNotNull(outboxTable.sentAt), lt(outboxTable.sentAt, fromNow(-7 * day))));
    await Db.use()
      .delete(otpTable)
      .where(lt(otpTable.expiresAt, fromNow(-day)));
    await Db.use()
      .delete(challengeTable)
      .where(lt(challengeTable.expiresAt, fromNow(-day)));
    await Db.use()
      .delete(sessionTable)
      .where(lt(sessionTable.expiresAt, fromNow(-30 * day)));
    await Db.use()
      .delete(throttleTable)
      .where(lt(throttleTable.windowEndsAt, fromNow(-day)));
    await Db.use()
      .delete(idempotencyTable)
      .where(lt(idempotencyTable.createdAt, fromNow(-day)));
  }),
);
