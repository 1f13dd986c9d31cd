import { and, asc, eq, gt } from "drizzle-orm";
import type * as z from "zod";
import { Db } from "../db/index.ts";
import type { EventData, EventType } from "../event/event.schema.ts";
import { eventTable as t } from "../event/event.sql.ts";
import { LogLine } from "./run.schema.ts";

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
  "run.task_started": ({ agent, name }) => `${agent}: ${name}`,
  "run.task_ended": ({ agent, name, status }) => `${agent}: ${name} – ${endings[status ?? ""] ?? "ended"}`,
  "run.check_ended": ({ text }) => text ?? "",
  "run.file_written": ({ path, bytes }) => `${path}, ${(bytes ?? 0).toLocaleString("en")} bytes`,
  "run.log": ({ text }) => text ?? "",
};

const endings: Record<string, string> = {
  done: "done",
  failed: "failed",
  skipped: "skipped",
  nothing_to_do: "nothing to do",
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
  const items = rows.map(toLine);
  return { items, next: items.at(-1)?.id ?? (after || null) };
}

function toLine(row: typeof t.$inferSelect): Line {
  const type = row.type as EventType;
  const level = row.data.level ?? (type === "run.failed" ? "error" : "info");
  const text = sentences[type]?.(row.data) ?? "";
  return { id: row.id.toString(), at: row.at.toISOString(), type, level, text, about: aboutOf(type, row.data) };
}

function aboutOf(type: EventType, { taskId, agent, status, check, name, path, bytes }: EventData): Line["about"] {
  const said =
    type === "run.task_started" || type === "run.task_ended"
      ? { kind: "task", id: taskId, agent, status }
      : type === "run.check_ended"
        ? { kind: "check", check, name, status }
        : type === "run.file_written"
          ? { kind: "file", path, bytes }
          : null;
  return LogLine.shape.about.parse(said);
}
