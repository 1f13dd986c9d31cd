import { verb } from "../base/index.ts";
import { RedeemCode } from "../code/code.schema.ts";
import { Code } from "../code/index.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { Session } from "../session/index.ts";
import { readForClient } from "./client.ts";

/** Lets a client in who has nothing but the activation code. @throws Failure `code.refused`, `rate.limited` */
export const activate = verb({ as: ["public"], input: RedeemCode }, ({ code }, actor) =>
  Db.tx(async () => {
    const who = await Code.redeem(code, actor.network, "project");
    const { scopes: _, ...whose } = who;
    const session = await Session.open({ realm: "client", ...whose });
    return Db.as({ type: "system", tenantId: who.tenantId }, async () => {
      const { projectId, codeId } = who;
      await Event.record("client.signed_in", { projectId, codeId }, {}, { type: "client", ...who });
      return { session, reply: { project: await readForClient(who) } };
    });
  }),
);
