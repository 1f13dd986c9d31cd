import { and, desc, eq, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type * as z from "zod";
import { missing, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { textOf } from "./activity.ts";
import { actorsOf } from "./actors.ts";
import { AllAuditQuery, type AuditEntry, AuditQuery, actorTypes, VerifyChain } from "./audit.schema.ts";
import { eventTypes } from "./event.schema.ts";
import { eventTable as t } from "./event.sql.ts";
import { during } from "./span.ts";

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
  const found = placesOf(filter, page, await during(filter, filter.tenantId));
  const rows = await Db.use()
    .select({ event: t, tenantName: tenantTable.name })
    .from(t)
    .innerJoin(found, eq(found.place, t.id))
    .leftJoin(tenantTable, eq(tenantTable.id, t.tenantId))
    .orderBy(desc(t.id));
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
  const [row] = await Db.use()
    .select({ total: sql<number>`count(*)::int` })
    .from(t)
    .where(and(matching(filter), await during(filter, filter.tenantId)));
  return row?.total ?? 0;
}

/**
 * The ids of a page. Every way to an entry is an index in the order of ids, walked no further than the page reaches:
 * one for each kind of entry that is wanted, or one for each thing that the id searched for may be.
 */
function placesOf(
  { search, type, actorType, tenantId }: Filter,
  { after, limit, offset = 0 }: { after: string; limit: number; offset?: number },
  then: SQL | undefined,
) {
  const before = after === "" ? undefined : lt(t.id, BigInt(after));
  const walk = (...narrowed: (SQL | undefined)[]) =>
    sql`(select ${t.id} from ${t} where ${and(...narrowed, matching({ tenantId }), then, before)} order by ${t.id} desc limit ${limit + offset})`;
  const kinds = sql`unnest(${sql.param(typesOf(type))}::text[]) as kind(type),
    unnest(${sql.param(actorType ? [actorType] : actorTypes)}::text[]) as actor(type)`;
  const isOfKind = matching({ type, actorType });
  const ways =
    search !== ""
      ? sql.join(
          subjects.map((subject) => walk(eq(subject, search), isOfKind)),
          sql` union `,
        )
      : type !== undefined || actorType
        ? sql`select walked.id from ${kinds}, lateral ${walk(sql`${t.type} = kind.type and ${t.actorType} = actor.type`)} as walked`
        : walk();
  return Db.use()
    .select({ place: sql<bigint>`id`.as("place") })
    .from(sql`(${ways}) as ways`)
    .orderBy(sql`id desc`)
    .limit(limit)
    .offset(offset)
    .as("found");
}

/** What an entry may be about. */
const subjects = [t.actorId, t.projectId, t.runId, t.codeId, t.subjectId, t.requestId];

const matching = ({ tenantId, actorType, type, search = "" }: Partial<Filter>): SQL | undefined =>
  and(
    sql`${t.isAudit}`,
    tenantId === undefined ? undefined : eq(t.tenantId, tenantId),
    actorType && eq(t.actorType, actorType),
    type === undefined ? undefined : inArray(t.type, typesOf(type)),
    search === "" ? undefined : or(...subjects.map((subject) => eq(subject, search))),
  );

/** `code` finds every `code.…`, and not `codex.…`. */
function typesOf(type: string | undefined): string[] {
  const prefix = type === undefined || type.includes(".") ? (type ?? "") : `${type}.`;
  return eventTypes.filter((each) => each.startsWith(prefix));
}

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
