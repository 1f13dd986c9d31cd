export * as Usage from "./index.ts";

import { and, eq, isNull, sql } from "drizzle-orm";
import { Failure } from "../base/index.ts";
import { clock, thisMonth } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { usageTable as t } from "./usage.sql.ts";

export type Kind = "run" | "code";

const words = { run: "runs", code: "activation codes" } satisfies Record<Kind, string>;

/**
 * Takes of the month's quota. The tenant's row must be locked, or two could take the last.
 *
 * @param limit per calendar month in UTC; null is unlimited
 * @throws Failure `quota.exhausted`
 */
export async function take(input: Taken & { limit: number | null }) {
  const { limit, ...taken } = input;
  mustReach({ ...taken, limit, used: await usedOf(input.tenantId, input.kind) });
  await note(taken);
}

type Taken = { tenantId: string; kind: Kind; key: string; amount: number };

/** @throws Failure `quota.exhausted` */
export function mustReach({
  kind,
  amount,
  limit,
  used,
}: Pick<Taken, "kind" | "amount"> & { limit: number | null; used: number }) {
  if (limit === null || used + amount <= limit) return;
  const left = Math.max(0, limit - used);
  const message = `This month's ${words[kind]} are used up: ${used} of ${limit} taken, ${left} left. Choose a larger plan, or wait for the next month.`;
  throw new Failure("forbidden", "quota.exhausted", message);
}

/** Takes without looking, for whoever has looked. */
export const note = (taken: Taken) =>
  Db.use()
    .insert(t)
    .values({ ...taken, month: thisMonth });

/** Gives back what was taken for a key, once. */
export const giveBack = (input: { tenantId: string; kind: Kind; key: string }) =>
  Db.use()
    .update(t)
    .set({ givenBackAt: clock })
    .where(and(eq(t.tenantId, input.tenantId), eq(t.kind, input.kind), eq(t.key, input.key), isNull(t.givenBackAt)));

/** How much of this month's quota is taken. */
export async function usedOf(tenantId: string, kind: Kind): Promise<number> {
  const [row] = await Db.use()
    .select({ used: sql<number>`coalesce(sum(${t.amount}), 0)::int` })
    .from(t)
    .where(and(eq(t.tenantId, tenantId), eq(t.kind, kind), eq(t.month, thisMonth), isNull(t.givenBackAt)));
  return row?.used ?? 0;
}
