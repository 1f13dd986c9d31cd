import { eq } from "drizzle-orm";
import * as z from "zod";
import { verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { endsAt, gone, Session } from "./index.ts";
import { sessionTable as t } from "./session.sql.ts";

/** What a client came for, what the activation code allows, and until when. */
export const sessionOfClient = verb({ as: ["client"], input: z.object({}) }, (_, { sessionId, projectId, scopes }) =>
  Db.tx(async () => {
    const [row] = await Db.use().select({ endsAt }).from(t).where(eq(t.id, sessionId));
    if (!row) throw gone();
    return { projectId, scopes: [...scopes], expiresAt: row.endsAt.toISOString() };
  }),
);

/** Ends the session of a client who is done; the code opens another. */
export const signOutClient = verb({ as: ["client"], input: z.object({}) }, (_, { sessionId, projectId, codeId }) =>
  Db.tx(async () => {
    await Session.end(sessionId);
    await Event.record("client.signed_out", { projectId, codeId });
  }),
);
