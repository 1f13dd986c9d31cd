import { and, asc, eq, gt } from "drizzle-orm";
import type * as z from "zod";
import { Db } from "../db/index.ts";
import type { EventData, EventType } from "../event/event.schema.ts";
import { eventTable as t } from "../event/event.sql.ts";
import type { LogLine } from "./run.schema.ts";

type Line = z.infer<typeof LogLine>;

/** What is said of a run's own events, in the words of whoever follows it. */
const sentences: Partial<Record<EventType, (data: EventData) => string>> = {
  "run.queued": ({ number }) => `Run ${number} is waiting for its turn.`,
  "run.launching": ({ attempt }) => ((attempt ?? 1) > 1 ? `Starting, attempt ${attempt}.` : "Starting."),
  "run.waiting": ({ count }) => `No machine is free for it just now. It is tried again in ${count ?? 0} seconds.`,
  "run.started": () => "The work has begun.",
  "run.requeued": () => "The work was interrupted and goes on from where it was.",
  "run.pausing": () => "It will pause at the next step.",
  "run.paused": () => "Paused.",
  "run.resumed": () => "Resumed.",
  "run.cancelling": () => "It is being cancelled.",
  "run.cancelled": ({ text }) => text ?? "Cancelled.",
  "run.completed": () => "Completed: the archive was unpacked elsewhere, installed, tested and started.",
  "run.failed": ({ text }) => text ?? "Failed.",
  "run.log": ({ text }) => text ?? "",
};

/** The run's log after a cursor. Whoever writes of a run holds its row, so nothing appears behind a cursor already given. */
export async function readFeed(
  key: { tenantId: string; runId: string },
  { after, limit }: { after: string; limit: number },
) {
  const rows = await Db.use()
    .select()
    .from(t)
    .where(and(eq(t.tenantId, key.tenantId), eq(t.runId, key.runId), gt(t.id, BigInt(after || "0"))))
    .orderBy(asc(t.id))
    .limit(limit);
  const items = rows.map((row): Line => {
    const type = row.type as EventType;
    const level = row.data.level ?? (type === "run.failed" ? "error" : "info");
    return { id: row.id.toString(), at: row.at.toISOString(), type, level, text: sentences[type]?.(row.data) ?? "" };
  });
  return { items, next: items.at(-1)?.id ?? (after || null) };
}
