export * as Erasure from "./index.ts";

import { asc, eq, lte, sql } from "drizzle-orm";
import * as z from "zod";
import { log, newId, verb } from "../base/index.ts";
import { clock, fromNow } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Ports } from "../ports/index.ts";
import { namedBy } from "../run/files.ts";
import { erasureTable as t } from "./erasure.sql.ts";

/** A task that was let to put a file may still do so for a quarter of an hour; after an hour the place is looked at a last time. */
const afterwardsSeconds = 3_600;
const batch = 50;
/** Of a thousand files each; what is left goes in the next minute. */
const pagesAtOnce = 20;

/**
 * Has these files removed, if and only if this transaction commits.
 *
 * @param prefix ends with a slash, so that `a/1` does not mean `a/10`
 * @param unnamedBy a run that has ended: what it names stays, and the rest waits until no task of it can put a file
 */
export async function order(prefix: `${string}/`, { unnamedBy }: { unnamedBy?: string } = {}): Promise<void> {
  const later = unnamedBy === undefined ? {} : { unnamedBy, dueAt: fromNow(afterwardsSeconds) };
  await Db.use()
    .insert(t)
    .values({ id: newId("erasure"), prefix, ...later });
}

/**
 * Removes files that were ordered away. Dying in between leaves the order, which is carried out again.
 *
 * @returns how many files went
 */
export const carryOut = verb({ as: ["platform"], input: z.object({}) }, async () => {
  const due = await Db.tx(() =>
    Db.use().select().from(t).where(lte(t.dueAt, clock)).orderBy(asc(t.dueAt), asc(t.id)).limit(batch),
  );
  let removed = 0;
  // One that fails must not keep back the others; it is met again in a minute.
  for (const { id, prefix, unnamedBy } of due)
    await empty(prefix, unnamedBy).then(
      async ({ files, isEmpty }) => {
        removed += files;
        if (isEmpty) await settle(id);
      },
      (error: unknown) => log.error("erasure.failed", error, { erasureId: id }),
    );
  return removed;
});

async function empty(prefix: string, unnamedBy: string | null): Promise<{ files: number; isEmpty: boolean }> {
  const { files } = Ports.use();
  const named = unnamedBy === null ? new Set<string>() : await Db.tx(() => namedBy(unnamedBy));
  let removed = 0;
  let after: string | undefined;
  for (let page = 0; page < pagesAtOnce; page++) {
    const { items, next } = await files.list(prefix, after);
    const keys = items.map(({ key }) => key).filter((key) => !named.has(key));
    if (keys.length > 0) await files.remove(keys);
    removed += keys.length;
    if (next === undefined) return { files: removed, isEmpty: true };
    after = next;
  }
  return { files: removed, isEmpty: false };
}

const settle = (id: string) =>
  Db.tx(async () => {
    const lastLook = sql`${t.createdAt} + make_interval(secs => ${afterwardsSeconds})`;
    const [waiting] = await Db.use()
      .update(t)
      .set({ dueAt: lastLook })
      .where(sql`${t.id} = ${id} and ${lastLook} > ${clock}`)
      .returning({ id: t.id });
    if (!waiting) await Db.use().delete(t).where(eq(t.id, id));
  });
