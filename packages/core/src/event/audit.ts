import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type * as z from "zod";
import { missing, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { textOf } from "./activity.ts";
import { actorsOf } from "./actors.ts";
import { AllAuditQuery, type AuditEntry, AuditQuery, VerifyChain } from "./audit.schema.ts";
import { about, eventTable as t } from "./event.sql.ts";

type Entry = z.infer<typeof AuditEntry>;
type Filter = Omit<z.output<typeof AllAuditQuery>, "after" | "limit">;

/** What people did, in all tenants and to the platform. */
export const listAudit = verb({ as: ["admin"], input: AllAuditQuery }, (query) => Db.tx(() => feed(query)));

/** What people did in this tenant. @throws Failure `role.not_allowed` */
export const listOwnAudit = verb({ as: ["tenant"], may: "account", input: AuditQuery }, (query, actor) =>
  Db.tx(() => feed({ ...query, tenantId: actor.tenantId })),
);

async function feed({ after, limit, ...filter }: z.output<typeof AllAuditQuery>) {
  const found = await readAudit(filter, { after, limit: limit + 1 });
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/**
 * Newest first, from just below a cursor. Paging backwards passes over none and repeats none of what was there when the
 * reading began; docs/decisions/0014-feeds-newest-first.md.
 */
export async function readAudit(
  filter: Filter,
  page: { after: string; limit: number; offset?: number },
): Promise<Entry[]> {
  const rows = await Db.use()
    .select({ event: t, tenantName: tenantTable.name })
    .from(t)
    .leftJoin(tenantTable, eq(tenantTable.id, t.tenantId))
    .where(and(matching(filter), page.after === "" ? undefined : lt(t.id, BigInt(page.after))))
    .orderBy(desc(t.id))
    .limit(page.limit)
    .offset(page.offset ?? 0);
  const actorOf = await actorsOf(rows.map(({ event }) => event));
  return rows.map(({ event, tenantName }) => ({
    id: event.id.toString(),
    at: event.at.toISOString(),
    type: event.type,
    text: textOf(event),
    actor: actorOf(event),
    tenant: event.tenantId === null ? null : { id: event.tenantId, name: tenantName },
    projectId: event.projectId,
    runId: event.runId,
    codeId: event.codeId,
    subjectId: event.subjectId,
    requestId: event.requestId,
    seq: event.seq,
  }));
}

export async function countAudit(filter: Filter): Promise<number> {
  const [row] = await Db.use().select({ total: sql<number>`count(*)::int` }).from(t).where(matching(filter));
  return row?.total ?? 0;
}

const matching = ({ tenantId, actorType, type, from, to, search }: Filter): SQL | undefined =>
  and(
    sql`${t.isAudit}`,
    tenantId === undefined ? undefined : eq(t.tenantId, tenantId),
    actorType && eq(t.actorType, actorType),
    type === undefined ? undefined : sql`(${t.type} = ${type} or starts_with(${t.type}, ${prefixOf(type)}))`,
    from && gte(t.at, from),
    to && lt(t.at, to),
    search === "" ? undefined : sql`${about(t)} @> array[${search}]::text[]`,
  );

/** `code` finds every `code.…`, and not `codex.…`. */
const prefixOf = (type: string) => (type.includes(".") ? type : `${type}.`);

/**
 * Whether a chain is as it was written: each hash is worked out again.
 *
 * @throws Failure `tenant.missing` for a tenant of whom nothing was ever said
 */
export const verifyChain = verb({ as: ["admin"], input: VerifyChain }, ({ tenantId }) =>
  Db.tx(async () => {
    const chain = tenantId ?? "platform";
    const { rows } = await Db.use().execute<{ place: string | null; entries: string | null }>(
      sql`select app.broken_at(${chain}) as place,
        (select max(seq) from ${t} where coalesce(${t.tenantId}, 'platform') = ${chain}) as entries`,
    );
    const place = rows[0]?.place ?? null;
    const entries = Number(rows[0]?.entries ?? 0);
    if (tenantId !== undefined && place === null && entries === 0) throw missing("tenant");
    return { ok: place === null, brokenAt: place === null ? null : Number(place), entries };
  }),
);
