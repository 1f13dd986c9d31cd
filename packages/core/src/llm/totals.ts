import { and, eq, gte, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import * as z from "zod";
import { verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import type { ExportCalls } from "./calls.schema.ts";
import { llmCallTable as calls, llmSumTable as t } from "./llm.sql.ts";

type Filters = z.output<typeof ExportCalls>;

/** PostgreSQL's own sums are of types that the driver gives as text. */
const sum = (what: PgColumn | SQL, which: SQL = sql`true`) =>
  sql<number>`coalesce(sum(${what}) filter (where ${which}), 0)::bigint`.mapWith(Number);

const hasFailed = (table: typeof calls | typeof t) => sql`${table.status} <> 'succeeded'`;

const ofCalls = {
  calls: sum(sql`1`),
  failed: sum(sql`1`, hasFailed(calls)),
  inputTokens: sum(calls.inputTokens),
  cachedTokens: sum(calls.cachedTokens),
  outputTokens: sum(calls.outputTokens),
  costMicros: sum(calls.costMicros),
  savedMicros: sum(calls.savedMicros),
  unpriced: sum(sql`1`, isNull(calls.costMicros)),
  latencyMs: sum(calls.latencyMs),
};

const ofSums = {
  calls: sum(t.calls),
  failed: sum(t.calls, hasFailed(t)),
  inputTokens: sum(t.inputTokens),
  cachedTokens: sum(t.cachedTokens),
  outputTokens: sum(t.outputTokens),
  costMicros: sum(t.costMicros),
  savedMicros: sum(t.savedMicros),
  unpriced: sum(t.unpriced),
  latencyMs: sum(t.latencyMs),
};

type Sums = Record<keyof typeof ofCalls, number>;

const toTotals = ({ latencyMs, ...sums }: Sums) => ({
  ...sums,
  averageLatencyMs: sums.calls === 0 ? null : Math.round(latencyMs / sums.calls),
});

/** What calls come to, each of them looked at. */
export async function totalsOf(which: SQL | undefined) {
  return toTotals(await one(Db.use().select(ofCalls).from(calls).where(which)));
}

/**
 * What all calls come to that a filter lets through: of whole months and days from what is kept of them, and only of
 * a day that is cut, a project or a run by looking at each.
 *
 * @param where the filter as a condition on calls, but for the time
 */
export async function totals({ from, to, projectId, runId, tenantId, ...kinds }: Filters, where: SQL | undefined) {
  const during = (span: Span) =>
    and(span.from && gte(calls.createdAt, span.from), span.to && lt(calls.createdAt, span.to));
  const pieces = projectId === undefined && runId === undefined ? cut({ from, to }, tenantId === undefined) : undefined;
  if (!pieces) return totalsOf(and(where, during({ from, to })));
  const isOf = (["agent", "provider", "model", "status", "cache"] as const).map((name) =>
    kinds[name] === undefined ? undefined : sql`${t[name]} = ${kinds[name]}`,
  );
  const kept = await one(
    Db.use()
      .select(ofSums)
      .from(t)
      .where(
        and(
          tenantId === undefined ? isNull(t.tenantId) : eq(t.tenantId, tenantId),
          ...isOf,
          or(...pieces.months.map((span) => isIn("month", span)), ...pieces.days.map((span) => isIn("day", span))),
        ),
      ),
  );
  if (pieces.rest.length === 0) return toTotals(kept);
  const rest = await one(
    Db.use()
      .select(ofCalls)
      .from(calls)
      .where(and(where, or(...pieces.rest.map(during)))),
  );
  const names = Object.keys(ofCalls) as (keyof Sums)[];
  return toTotals(Object.fromEntries(names.map((name) => [name, kept[name] + rest[name]])) as Sums);
}

async function one(rows: Promise<Sums[]>): Promise<Sums> {
  const [row] = await rows;
  if (!row) throw new Error("A sum gave no row.");
  return row;
}

const isIn = (span: "day" | "month", { from, to }: Span) =>
  and(eq(t.span, span), from && gte(t.since, dayOf(from)), to && lt(t.since, dayOf(to)));

const dayOf = (moment: Date) => moment.toISOString().slice(0, 10);

/** From the first to just before the second; open where there is none. */
type Span = { from?: Date | undefined; to?: Date | undefined };

/**
 * A span as whole months, the whole days before and after these, and what is left at both ends.
 *
 * @param byDay whether days are kept, too
 * @returns nothing when no part of it is kept
 */
function cut({ from, to }: Span, byDay: boolean): Record<"months" | "days" | "rest", Span[]> | undefined {
  const startOfDay = byDay ? startOfEachDay : startOfMonth;
  const begins = from && up(from, startOfDay, byDay ? 1 : 31);
  const ends = to && startOfDay(to);
  if (begins && ends && begins >= ends) return undefined;
  const rest = [
    ...(from && begins && from < begins ? [{ from, to: begins }] : []),
    ...(to && ends && ends < to ? [{ from: ends, to }] : []),
  ];
  const first = begins && up(begins, startOfMonth, 31);
  const last = ends && startOfMonth(ends);
  if (first && last && first >= last) return { months: [], days: [{ from: begins, to: ends }], rest };
  const days = [...(first ? [{ from: begins, to: first }] : []), ...(last ? [{ from: last, to: ends }] : [])];
  return { months: [{ from: first, to: last }], days, rest };
}

const startOfEachDay = (at: Date) => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()));
const startOfMonth = (at: Date) => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth()));

/** The first start that is not before a moment. @param days by which a start and the next are no further apart */
function up(at: Date, startOf: (at: Date) => Date, days: number): Date {
  const start = startOf(at);
  return start.getTime() === at.getTime() ? at : startOf(new Date(start.getTime() + days * 86_400_000));
}

/** Lines that are let be before they are added up. */
const loose = 16;

/** Adds up differences, so that reading stays short. One at a time: two would wait for each other's lines. */
export const foldSums = verb({ as: ["platform"], input: z.object({}) }, () =>
  Db.tx(async () => {
    await Db.use().execute(sql`select pg_advisory_xact_lock(hashtext('llm_sum'))`);
    await Db.use().execute(sql`
      with many as (select tenant_id, span, since from llm_sum where not is_folded group by 1, 2, 3 having count(*) > ${loose}),
      gone as (delete from llm_sum s using many m where s.tenant_id is not distinct from m.tenant_id
        and s.span = m.span and s.since = m.since returning s.*)
      insert into llm_sum
        select tenant_id, span, since, agent, provider, model, status, cache, sum(calls), sum(unpriced), sum(input_tokens),
            sum(cached_tokens), sum(output_tokens), sum(cost_micros), sum(saved_micros), sum(latency_ms), true
          from gone group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(calls) <> 0`);
  }),
);
