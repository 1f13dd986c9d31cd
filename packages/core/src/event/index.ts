export * as Event from "./index.ts";

import { sql } from "drizzle-orm";
import { Actor } from "../actor/index.ts";
import { log, missing, requestId } from "../base/index.ts";
import { Db } from "../db/index.ts";
import type { EventData, EventType } from "./event.schema.ts";

/** What it is about; `subjectId` is anything that is not a project, a run or a code. */
type Subject = { projectId?: string; runId?: string; codeId?: string; subjectId?: string };
type Said = Subject & {
  tenantId: string | null;
  type: EventType;
  actorType: string;
  actorId: string | null;
  isAudit: boolean;
  requestId: string | null;
  data: EventData;
};

/**
 * Writes what happened, in the transaction in which it happened, with who did it.
 *
 * It is an audit entry when a person did it, and progress when the product did it by itself.
 *
 * @param by who did it, when that is not who acts right now
 */
export async function record(
  type: EventType,
  subject: Subject = {},
  data: EventData = {},
  by: Actor.Known = Actor.current(),
): Promise<void> {
  const actor = Actor.current();
  const tenantId = "tenantId" in actor ? actor.tenantId : null;
  Db.atEnd(append, {
    ...subject,
    tenantId,
    type,
    actorType: by.type,
    actorId: Actor.idOf(by),
    isAudit: Actor.isPerson(by) && type !== "run.log",
    requestId: requestId() ?? null,
    data,
  });
  await Db.afterCommit(async () => log.info(type, { tenantId, ...subject }));
}

/** Says to those who look on that something changed of which there is no event to tell. */
export const touch = (tenantId: string): void => Db.atEnd(append, { tenantId });

/**
 * Links the events into the chains of their tenants, in the order in which they were said. Whoever appends holds the
 * chain's head until the commit, so the events of a tenant become visible in the order of their ids.
 *
 * @throws Failure `tenant.missing` when the tenant was deleted meanwhile
 */
async function append(said: (Said | Pick<Said, "tenantId">)[]): Promise<void> {
  const write = () =>
    Db.use()
      .execute(sql`select app.append_events(${JSON.stringify(said)}::jsonb)`)
      .catch((error: unknown) => {
        const { constraint } = ((error as Error).cause ?? {}) as { constraint?: string };
        throw constraint === "event_of_tenant" ? missing("tenant") : error;
      });
  const actor = Db.actor();
  const isOwn = "tenantId" in actor && said.every(({ tenantId }) => tenantId === actor.tenantId);
  await (isOwn ? write() : Db.as({ type: "platform" }, write));
}
