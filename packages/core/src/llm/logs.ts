import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type * as z from "zod";
import { toCsv } from "../base/csv.ts";
import { Failure, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { projectTable } from "../project/project.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { ExportCalls, ListCalls } from "./calls.schema.ts";
import { llmCallTable as t } from "./llm.sql.ts";
import { totals } from "./totals.ts";

type Filters = z.output<typeof ExportCalls>;

const whenever = (asked: Filters): SQL | undefined =>
  and(
    ...(["agent", "provider", "model", "status", "cache", "projectId", "tenantId", "runId"] as const).map((name) =>
      asked[name] === undefined ? undefined : sql`${t[name]} = ${asked[name]}`,
    ),
  );

const where = (asked: Filters): SQL | undefined =>
  and(whenever(asked), asked.from && gte(t.createdAt, asked.from), asked.to && lt(t.createdAt, asked.to));

const select = () =>
  Db.use()
    .select({
      call: t,
      micros: sql<string>`(extract(epoch from ${t.createdAt}) * 1000000)::bigint`,
      tenant: { id: tenantTable.id, name: tenantTable.name },
      project: { id: projectTable.id, name: projectTable.name },
    })
    .from(t)
    .innerJoin(tenantTable, eq(tenantTable.id, t.tenantId))
    .innerJoin(projectTable, and(eq(projectTable.tenantId, t.tenantId), eq(projectTable.id, t.projectId)))
    .orderBy(desc(t.createdAt), desc(t.id));
type Joined = Awaited<ReturnType<typeof select>>[number];

/** Calls to models, newest first. The first page comes with the totals over all that the filter lets through. */
export const listCalls = verb({ as: ["admin"], input: ListCalls }, ({ after, limit, ...filters }) =>
  Db.tx(async () => {
    const rows = await select()
      .where(and(where(filters), before(after)))
      .limit(limit);
    const last = rows.at(-1);
    return {
      items: rows.map(toCall),
      next: last && rows.length === limit ? `${last.micros}.${last.call.id}` : null,
      totals: after === "" ? await totals(filters, whenever(filters)) : null,
    };
  }),
);

/** What lies behind a cursor: the moment in microseconds, and the id for calls of the same one. */
function before(cursor: string): SQL | undefined {
  if (cursor === "") return undefined;
  const [micros = "", id = ""] = cursor.split(".");
  return sql`(${t.createdAt}, ${t.id}) < ('epoch'::timestamptz + ${micros}::bigint * interval '1 microsecond', ${id})`;
}

/** What an answer may hold. */
const maxRows = 20_000;

/** The same as a table to open elsewhere, totals left to it. @throws Failure `export.too_large` */
export const exportCalls = verb({ as: ["admin"], input: ExportCalls }, (filters) =>
  Db.tx(async () => {
    const rows = await select()
      .where(where(filters))
      .limit(maxRows + 1);
    if (rows.length > maxRows)
      throw new Failure(
        "invalid",
        "export.too_large",
        `More than ${maxRows} calls are too many for one file. Choose a shorter range.`,
        { errors: [{ path: "from", message: "Choose a later beginning." }] },
      );
    const names = columns.map(([name]) => name);
    return toCsv(
      names,
      rows.map(toCall).map((call) => columns.map(([, value]) => value(call))),
    );
  }),
);

type Call = ReturnType<typeof toCall>;

const columns: readonly [name: string, value: (call: Call) => string | number | null | undefined][] = [
  ["at", ({ at }) => at],
  ["id", ({ id }) => id],
  ["tenantId", ({ tenant }) => tenant.id],
  ["tenant", ({ tenant }) => tenant.name],
  ["projectId", ({ project }) => project.id],
  ["project", ({ project }) => project.name],
  ["runId", ({ runId }) => runId],
  ["agent", ({ agent }) => agent],
  ["taskId", ({ taskId }) => taskId],
  ["provider", ({ provider }) => provider],
  ["model", ({ model }) => model],
  ["systemVersion", ({ promptVersions }) => promptVersions.system],
  ["projectVersion", ({ promptVersions }) => promptVersions.project],
  ["agentVersion", ({ promptVersions }) => promptVersions.agent],
  ["inputTokens", ({ inputTokens }) => inputTokens],
  ["cachedTokens", ({ cachedTokens }) => cachedTokens],
  ["outputTokens", ({ outputTokens }) => outputTokens],
  ["costMicros", ({ costMicros }) => costMicros],
  ["savedMicros", ({ savedMicros }) => savedMicros],
  ["latencyMs", ({ latencyMs }) => latencyMs],
  ["cache", ({ cache }) => cache],
  ["status", ({ status }) => status],
  ["errorCode", ({ errorCode }) => errorCode],
  ["priceVersion", ({ priceVersion }) => priceVersion],
];

const toCall = ({ call, tenant, project }: Joined) => ({
  id: call.id,
  at: call.createdAt.toISOString(),
  tenant,
  project,
  runId: call.runId,
  agent: call.agent,
  taskId: call.taskId,
  provider: call.provider,
  model: call.model,
  promptVersions: call.promptVersions,
  inputTokens: call.inputTokens,
  cachedTokens: call.cachedTokens,
  outputTokens: call.outputTokens,
  costMicros: call.costMicros,
  savedMicros: call.savedMicros,
  latencyMs: call.latencyMs,
  cache: call.cache,
  status: call.status,
  errorCode: call.errorCode,
  priceVersion: call.priceVersion,
});
