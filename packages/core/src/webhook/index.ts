export * as Webhook from "./index.ts";

import * as z from "zod";
import { log, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { Outbox } from "../outbox/index.ts";
import { Ports } from "../ports/index.ts";
import { webhookEventTable as t } from "./webhook.sql.ts";

const Incoming = z.object({ id: z.string(), type: z.string(), payload: z.unknown() });

/** Keeps an event whose signature was checked; a redelivery is kept once. What it means is decided later, from the row. */
export const store = verb({ as: ["platform"], input: Incoming }, async ({ id, type, payload }) => {
  const { crash } = Ports.use();
  crash("CP-webhook-verified");
  await Db.tx(async () => {
    const kept = await Db.use()
      .insert(t)
      .values({ id, type, payload, provider: "stripe" })
      .onConflictDoNothing()
      .returning({ id: t.id });
    if (kept.length > 0) await Outbox.put({ queue: "billing", body: { v: 1, eventId: id } });
    await Db.afterCommit(async () => log.info("webhook.stored", { type, isFirst: kept.length > 0 }));
  });
  crash("CP-webhook-stored");
});
