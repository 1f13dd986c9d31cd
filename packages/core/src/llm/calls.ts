import { sql } from "drizzle-orm";
import { Actor } from "../actor/index.ts";
import { Failure, verb } from "../base/index.ts";
import { clock, mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Event } from "../event/index.ts";
import { failureOf, hold, stopIfGone } from "../run/advance.ts";
import { runTable } from "../run/run.sql.ts";
import { raiseAlerts } from "./alerts.ts";
import { RecordCalls } from "./calls.schema.ts";
import { llmCallTable as t } from "./llm.sql.ts";
import { release } from "./reserve.ts";

/**
 * Writes down what a task asked of models, and adds what that cost to its run, once for each call. What was set aside
 * for them is free again in the same moment.
 *
 * A task that was superseded is told so, but what it has spent is spent: its calls are kept all the same.
 *
 * @throws Failure `run.superseded`
 */
export const recordCalls = verb({ as: ["runner"], input: RecordCalls }, ({ calls }, actor) =>
  Db.tx(async () => {
    const { run } = await hold(actor).catch(stopIfGone);
    const held = await release({ tenantId: actor.tenantId, runId: run.id, calls });
    const rows = await Db.use()
      .insert(t)
      .values(
        calls.map(({ taskId, errorCode, priceVersion, ...call }, place) => ({
          ...call,
          heldMicros: call.costMicros === null ? (held.get(call.id) ?? null) : null,
          priceVersion: priceVersion ?? null,
          tenantId: actor.tenantId,
          runId: run.id,
          projectId: run.projectId,
          taskId: taskId ?? null,
          errorCode: errorCode ?? null,
          // A moment apart, so that the calls of one report keep their order.
          createdAt: sql`${clock} + ${place} * interval '1 microsecond'`,
        })),
      )
      .onConflictDoNothing()
      .returning({ costMicros: t.costMicros });
    const costMicros = rows.reduce((sum, row) => sum + (row.costMicros ?? 0), 0);
    if (costMicros > 0) {
      Event.touch(actor.tenantId);
      await Db.use()
        .update(runTable)
        .set({ costMicros: sql`${runTable.costMicros} + ${costMicros}` })
        .where(mine(runTable, actor, run.id));
    }
    if (rows.length > 0)
      await Db.afterCommit(() => Actor.provide({ type: "platform" }, () => raiseAlerts({ projectId: run.projectId })));
    if (run.status !== "running" || run.epoch !== actor.epoch) throw superseded();
    return { recorded: rows.length };
  }),
);

function superseded(): Failure {
  const { kind, code, message } = failureOf("run.superseded");
  return new Failure(kind, code, message, { keepsChanges: true });
}
