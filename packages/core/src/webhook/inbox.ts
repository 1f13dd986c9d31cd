import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, type SQL, sql } from "drizzle-orm";
import { missing, page, verb } from "../base/index.ts";
import { clock, holds } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { countUpTo, pageKeys, search, sliceOf } from "../db/page.ts";
import { Event } from "../event/index.ts";
import { Outbox } from "../outbox/index.ts";
import { withoutSecrets } from "./secrets.ts";
import { ListWebhookEvents, WebhookEventId, type WebhookStatus } from "./webhook.schema.ts";
import { webhookEventTable as t } from "./webhook.sql.ts";

const whereStatus: Record<WebhookStatus, SQL | undefined> = {
  received: and(isNull(t.handledAt), isNull(t.failure)),
  handled: isNotNull(t.handledAt),
  failed: and(isNull(t.handledAt), isNotNull(t.failure)),
};

const listed = {
  id: t.id,
  provider: t.provider,
  type: t.type,
  receivedAt: t.receivedAt,
  handledAt: t.handledAt,
  failure: t.failure,
  replays: t.replays,
  replayedAt: t.replayedAt,
};

/** What providers sent, without the payloads. */
export const listWebhookEvents = verb({ as: ["admin"], input: ListWebhookEvents }, (query) =>
  Db.tx(async () => {
    const where = and(
      query.search === "" ? undefined : holds(sql`lower(${t.id})`, query.search),
      query.type === "" ? undefined : sql`starts_with(${t.type}, ${query.type})`,
      query.status && whereStatus[query.status],
      query.from && gte(t.receivedAt, query.from),
      query.to && lt(t.receivedAt, query.to),
    );
    const order = query.sort.endsWith(":asc") ? asc : desc;
    const by = [order(t.receivedAt), order(t.id)];
    const isNarrowed = query.type !== "" || query.from !== undefined || query.to !== undefined;
    const column = t.receivedAt.name;
    const found =
      query.search === "" || isNarrowed
        ? undefined
        : await search({ noun: "webhook", tenantId: undefined, only: query.status, column, query });
    const keys = pageKeys(t, where, by, sliceOf(query));
    const listing = Db.use().select(listed).from(t);
    const rows = found
      ? await listing.where(inArray(t.id, found.ids)).orderBy(...by)
      : await listing.innerJoin(keys, eq(keys.key, t.id)).orderBy(...by);
    // Of what is searched in a time or of a type, each has to be looked at.
    const most = query.search === "" ? undefined : 1_000;
    return page(rows.map(toEvent), found ?? (await countUpTo(t, where, most)), query);
  }),
);

/** @throws Failure `webhook.missing` */
export const getWebhookEvent = verb({ as: ["admin"], input: WebhookEventId }, ({ id }) =>
  Db.tx(async () => {
    const [row] = await Db.use().select().from(t).where(eq(t.id, id));
    if (!row) throw missing("webhook");
    return { ...toEvent(row), payload: withoutSecrets(row.payload) };
  }),
);

/**
 * Marks an event as not handled yet and tells the worker, who takes it once more. Nothing is handled here.
 *
 * @throws Failure `webhook.missing`
 */
export const replayWebhookEvent = verb({ as: ["admin"], input: WebhookEventId }, ({ id }) =>
  Db.tx(async () => {
    const [row] = await Db.use()
      .update(t)
      .set({ handledAt: null, failure: null, tries: 0, replays: sql`${t.replays} + 1`, replayedAt: clock })
      .where(eq(t.id, id))
      .returning(listed);
    if (!row) throw missing("webhook");
    await Outbox.put({ queue: "billing", body: { v: 1, eventId: id } });
    await Event.record("webhook.replayed", { subjectId: id }, { name: row.type });
    return toEvent(row);
  }),
);

const toEvent = (row: Omit<typeof t.$inferSelect, "payload" | "tries">) => ({
  id: row.id,
  provider: row.provider,
  type: row.type,
  status: statusOf(row),
  receivedAt: row.receivedAt.toISOString(),
  handledAt: row.handledAt?.toISOString() ?? null,
  failure: row.failure,
  replays: row.replays,
  replayedAt: row.replayedAt?.toISOString() ?? null,
});

function statusOf({ handledAt, failure }: { handledAt: Date | null; failure: string | null }): WebhookStatus {
  if (handledAt) return "handled";
  return failure === null ? "received" : "failed";
}
