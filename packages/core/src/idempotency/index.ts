export * as Idempotency from "./index.ts";

import { eq } from "drizzle-orm";
import { Failure } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { idempotencyTable as t } from "./idempotency.sql.ts";

type Question = { id: string; tenantId: string | null; requestHash: string };

/**
 * Answers a question once. Answer and change are committed together, so whoever repeats it gets the first answer, and
 * one that comes while the first is still at work waits for it. A refusal is not kept: it changed nothing.
 *
 * @param work gives the answer, sealed
 * @returns the answer, sealed
 * @throws Failure `idempotency.mismatch` when the key was used for something else
 */
export const once = (question: Question, work: () => Promise<string>): Promise<string> =>
  Db.tx(async () => {
    await Db.use().insert(t).values(question).onConflictDoNothing();
    const [row] = await Db.use().select().from(t).where(eq(t.id, question.id)).for("update");
    if (row && row.requestHash !== question.requestHash)
      throw new Failure(
        "mismatch",
        "idempotency.mismatch",
        "This Idempotency-Key was used for another request. Use a new one.",
      );
    if (row?.reply) return row.reply;
    const reply = await work();
    await Db.use().update(t).set({ reply }).where(eq(t.id, question.id));
    return reply;
  });
