export * as Outbox from "./index.ts";

import { and, asc, eq, isNull, lt, or, sql } from "drizzle-orm";
import * as z from "zod";
import { Actor } from "../actor/index.ts";
import { log, newId, verb } from "../base/index.ts";
import type { BillingMessage } from "../billing/billing.schema.ts";
import { clock, fromNow } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { Ports } from "../ports/index.ts";
import type { MailMessage, Queue, WakeMessage } from "./outbox.schema.ts";
import { outboxTable } from "./outbox.sql.ts";

type Letter =
  | { queue: "runs"; body: WakeMessage }
  | { queue: "mail"; body: MailMessage }
  | { queue: "billing"; body: BillingMessage };

/**
 * Says something to a queue if and only if this transaction commits: at once when all goes well, else by the relay.
 */
export async function put({ queue, body }: Letter): Promise<void> {
  const id = newId("outbox");
  // Ours to send at once; whoever waits for the answer waits for no claim besides.
  await Db.use()
    .insert(outboxTable)
    .values({ id, queue, body, claimedUntil: fromNow(firstSeconds), tries: 1 });
  await Db.afterCommit(() =>
    Actor.provide({ type: "platform" }, async () => {
      Ports.use().crash("CP-api-committed");
      await send({ id, queue, body }, "api");
    }),
  );
}

/** How long the first sender may take before the relay tries, and how long one relay before another. */
const firstSeconds = 15;
const claimSeconds = 60;
const batch = 100;

/**
 * Sends what is still unsent, oldest first.
 *
 * @returns how many were sent
 */
export const relay = verb({ as: ["platform"], input: z.object({}) }, async () => {
  let sent = 0;
  const tried = new Set<string>();
  for (;;) {
    const waiting = await Db.tx(() =>
      Db.use()
        .select({ id: outboxTable.id })
        .from(outboxTable)
        .where(isFree)
        .orderBy(asc(outboxTable.createdAt))
        .limit(batch),
    );
    const fresh = waiting.filter(({ id }) => !tried.has(id));
    if (fresh.length === 0) return sent;
    for (const { id } of fresh) {
      tried.add(id);
      // One that cannot be sent must not keep back those behind it.
      await claimAndSend(id).then(
        (done) => {
          sent += done ? 1 : 0;
          Ports.use().crash("CP-relay-mid-batch");
        },
        (error: unknown) => log.error("outbox.unsent", error, { outboxId: id }),
      );
    }
  }
});

const isFree = and(
  isNull(outboxTable.sentAt),
  or(isNull(outboxTable.claimedUntil), lt(outboxTable.claimedUntil, clock)),
);

/** @returns false when another has claimed it */
async function claimAndSend(id: string): Promise<boolean> {
  const [claimed] = await Db.tx(() =>
    Db.use()
      .update(outboxTable)
      .set({ claimedUntil: fromNow(claimSeconds), tries: sql`${outboxTable.tries} + 1` })
      .where(and(eq(outboxTable.id, id), isFree))
      .returning({ queue: outboxTable.queue, body: outboxTable.body }),
  );
  if (!claimed) return false;
  Ports.use().crash("CP-relay-claimed");
  await send({ id, ...claimed }, "relay");
  return true;
}

type Claimed = { id: string; queue: Queue; body: unknown };

/** Sends and marks what is claimed. Dying in between sends it twice, which every reader bears. */
async function send({ id, queue, body }: Claimed, by: "api" | "relay"): Promise<void> {
  await Ports.use().queue.send(queue, queue === "mail" ? { ...(body as MailMessage), outboxId: id } : body);
  Ports.use().crash(by === "api" ? "CP-api-published" : "CP-relay-published");
  await Db.tx(() => Db.use().update(outboxTable).set({ sentAt: clock }).where(eq(outboxTable.id, id)));
}

/** To whom a mail has gone already, however often the queue says it. */
export async function deliveredTo(id: string): Promise<string[]> {
  const [row] = await Db.tx(() =>
    Db.use().select({ delivered: outboxTable.delivered }).from(outboxTable).where(eq(outboxTable.id, id)),
  );
  return row?.delivered ?? [];
}

/** Remembers that a mail has gone to somebody. Dying before this sends it twice; losing it would be worse. */
export const markDelivered = (id: string, to: string) =>
  Db.tx(() =>
    Db.use()
      .update(outboxTable)
      .set({ delivered: sql`array_append(${outboxTable.delivered}, ${to})` })
      .where(eq(outboxTable.id, id)),
  );
