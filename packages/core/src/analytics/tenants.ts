import { inArray, type SQL, sql } from "drizzle-orm";
import { Db } from "../db/index.ts";
import { llmCallTable } from "../llm/llm.sql.ts";
import { runTable } from "../run/run.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { endStatuses } from "./analytics.schema.ts";
import type { Range } from "./range.ts";
import { rowsOf, type Scope, type Source, sources } from "./source.ts";

const nothing = { runs: 0, completed: 0, failed: 0, cancelled: 0, codes: 0, devices: 0, costMicros: 0 };
type Usage = typeof nothing;

/** How much each tenant used, the most runs first; those who used nothing are left out. */
export async function usageByTenant(scope: Scope, range: Range): Promise<(Usage & { tenantId: string })[]> {
  const usage = new Map<string, Usage>();
  const add = async (name: keyof Usage, source: Source, also?: SQL, sum?: SQL) => {
    const rows = await Db.use()
      .select({ tenantId: sql<string>`${source.tenantId}`, amount: (sum ?? sql`count(*)`).mapWith(Number) })
      .from(source.table)
      .where(also ? sql`${rowsOf(source, scope, range)} and ${also}` : rowsOf(source, scope, range))
      .groupBy(source.tenantId);
    for (const { tenantId, amount } of rows)
      usage.set(tenantId, { ...(usage.get(tenantId) ?? nothing), [name]: amount });
  };
  await add("runs", sources.runs);
  for (const status of endStatuses) await add(status, sources.ended, sql`${runTable.status} = ${status}`);
  await add("codes", sources.codesGenerated);
  await add("devices", sources.devicesActivated);
  await add("costMicros", sources.calls, undefined, sql`coalesce(sum(${llmCallTable.costMicros}), 0)`);
  return [...usage]
    .map(([tenantId, used]) => ({ tenantId, ...used }))
    .sort((a, b) => b.runs - a.runs || b.costMicros - a.costMicros || (a.tenantId < b.tenantId ? -1 : 1));
}

/** The first so many by name, and the others as one. */
export async function topOf(used: Awaited<ReturnType<typeof usageByTenant>>, many: number) {
  const first = used.slice(0, many);
  const names = await namesOf(first.map(({ tenantId }) => tenantId));
  const items = first.map(({ tenantId, ...usage }) => ({
    tenant: { id: tenantId, name: names.get(tenantId) ?? "" },
    ...usage,
  }));
  const others = used.slice(many);
  const rest = { ...nothing };
  for (const each of others) for (const name of Object.keys(rest) as (keyof Usage)[]) rest[name] += each[name];
  return { items, rest: { tenants: others.length, ...rest } };
}

async function namesOf(ids: string[]): Promise<Map<string, string>> {
  const rows = await Db.use()
    .select({ id: tenantTable.id, name: tenantTable.name })
    .from(tenantTable)
    .where(inArray(tenantTable.id, ids));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
