import { and, asc, eq, gt, inArray } from "drizzle-orm";
import { missing, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import type { EventType } from "../event/event.schema.ts";
import { isNoLog, eventTable as t } from "../event/event.sql.ts";
import { newestOf } from "./newest.ts";
import { plainSentences } from "./plain.ts";
import { RunFeedQuery } from "./run.schema.ts";

/** What happened in the newest run of the client's project, in plain words. @throws Failure `project.missing` */
export const eventsForClient = verb(
  { as: ["client"], scope: "watch", input: RunFeedQuery },
  ({ id, after, limit }, { tenantId, projectId }) =>
    Db.tx(async () => {
      if (id !== projectId) throw missing("project");
      const run = await newestOf(tenantId, id);
      if (!run) return { items: [], next: null };
      const rows = await Db.use()
        .select()
        .from(t)
        .where(
          and(
            eq(t.tenantId, tenantId),
            eq(t.runId, run.id),
            gt(t.id, BigInt(after || "0")),
            inArray(t.type, Object.keys(plainSentences)),
            isNoLog,
          ),
        )
        .orderBy(asc(t.id))
        .limit(limit);
      const items = rows.map(({ id: cursor, at, type, data }) => ({
        ...{ id: cursor.toString(), at: at.toISOString(), type },
        text: plainSentences[type as EventType]?.(data) ?? "",
      }));
      return { items, next: items.at(-1)?.id ?? (after || null) };
    }),
);
