export * as Event from "./index.ts";

import { Actor } from "../actor/index.ts";
import { log } from "../base/index.ts";
import { Db } from "../db/index.ts";
import type { EventData, EventType } from "./event.schema.ts";
import { eventTable } from "./event.sql.ts";

type Subject = { projectId?: string; runId?: string; codeId?: string };

/** Writes what happened, in the transaction in which it happened, with who did it. */
export async function record(type: EventType, subject: Subject = {}, data: EventData = {}): Promise<void> {
  const actor = Actor.current();
  const tenantId = "tenantId" in actor ? actor.tenantId : null;
  await Db.use()
    .insert(eventTable)
    .values({ tenantId, type, actorType: actor.type, actorId: Actor.idOf(actor), ...subject, data });
  await Db.afterCommit(async () => log.info(type, { tenantId, ...subject }));
}
