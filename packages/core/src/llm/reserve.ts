import { and, eq, inArray, sql } from "drizzle-orm";
import * as z from "zod";
import { Failure, verb } from "../base/index.ts";
import { clock, fromNow } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { failureOf, hold, type Row, stopIfGone } from "../run/advance.ts";
import { type budgetNames, Reserve } from "./calls.schema.ts";
import { charged, dayStart, monthStart, said } from "./ledger.ts";
import type { Agent } from "./llm.schema.ts";
import { llmCallTable as calls, llmReservationTable as t } from "./llm.sql.ts";
import { resolve, settingsOf, silent } from "./resolve.ts";

type BudgetName = (typeof budgetNames)[number];

/**
 * Sets money aside for a question, of every budget that it would be charged to, or of none.
 *
 * All that is set aside goes through one lock, one after the other, and sums and entry are of one moment: so whatever
 * tasks do at the same time, and in whichever order they ask and tell, no budget is spent that was not there.
 *
 * Announcing a question again sets nothing more aside.
 *
 * @throws Failure `run.superseded`, `reservation.taken` for an id that is another question's
 */
export const reserve = verb({ as: ["runner"], input: Reserve }, (wish, actor) =>
  Db.tx(async () => {
    const { run } = await hold(actor).catch(stopIfGone);
    if (run.status !== "running" || run.epoch !== actor.epoch) throw failureOf("run.superseded");
    return Db.as({ type: "platform" }, async () => {
      await Db.use().execute(sql`select pg_advisory_xact_lock(hashtext('llm_reservation'))`);
      const own = and(eq(t.tenantId, actor.tenantId), eq(t.id, wish.id));
      const [known] = await Db.use().select({ runId: t.runId, mostMicros: t.mostMicros }).from(t).where(own);
      if (known) {
        if (known.runId !== run.id || known.mostMicros < wish.mostMicros) throw taken();
        return { granted: true as const };
      }
      const budget = await exhausted(run, wish.agent, wish.mostMicros);
      if (budget !== undefined) return { granted: false as const, budget };
      await Db.use()
        .insert(t)
        .values({ ...wish, tenantId: actor.tenantId, runId: run.id, projectId: run.projectId });
      return { granted: true as const };
    });
  }),
);

const taken = () =>
  new Failure("conflict", "reservation.taken", "Money is set aside under this id for another question. Use a new id.");

/** The first budget that does not reach, from the widest to the narrowest. A budget of nothing allows nothing. */
async function exhausted(run: Row, agent: Agent, mostMicros: number): Promise<BudgetName | undefined> {
  const used = await usedBy(run, agent);
  const limits = await limitsOf(run, agent);
  return limits.find(([name, limit]) => used[name] >= limit || used[name] + mostMicros > limit)?.[0];
}

/** Budgets in force for all, for the tenant and for the project; those of the run as it was started with. */
async function limitsOf({ projectId, config }: Row, agent: Agent): Promise<[BudgetName, number][]> {
  const levels = await said(projectId);
  const own = levels.find(({ level }) => level === "project")?.values ?? {};
  const platform = settingsOf(
    resolve(
      silent,
      levels.filter(({ level }) => level === "system"),
    ),
  );
  const project = settingsOf(resolve(silent, levels));
  const all: [BudgetName, number | undefined][] = [
    ["platform_month", platform.monthlyBudgetMicros],
    ["platform_day", platform.dailyBudgetMicros],
    ["tenant_month", platform.tenantBudgetMicros],
    ["project", project.projectBudgetMicros],
    ["project_month", own.monthlyBudgetMicros],
    ["project_day", own.dailyBudgetMicros],
    ["run", config.runBudgetMicros],
    ["agent", config.agents?.[agent]?.runBudgetMicros],
  ];
  return all.filter((one): one is [BudgetName, number] => one[1] !== undefined);
}

/** What is spent and what is set aside, of one moment: a call that is told meanwhile is in exactly one of both. */
async function usedBy({ tenantId, projectId, id }: Row, agent: Agent): Promise<Record<BudgetName, number>> {
  const { rows } = await Db.use().execute<Record<BudgetName, string>>(sql`
    with entry as (
      select ${calls.tenantId} as tenant_id, ${calls.projectId} as project_id, ${calls.runId} as run_id,
          ${calls.agent} as agent, ${calls.createdAt} as at, ${charged} as micros
        from ${calls} where ${calls.createdAt} >= ${monthStart} or ${calls.projectId} = ${projectId}
      union all
      select ${t.tenantId}, ${t.projectId}, ${t.runId}, ${t.agent}, ${clock}, ${t.mostMicros} from ${t}
    )
    select
      sum(micros) filter (where at >= ${monthStart}) as platform_month,
      sum(micros) filter (where at >= ${dayStart}) as platform_day,
      sum(micros) filter (where at >= ${monthStart} and tenant_id = ${tenantId}) as tenant_month,
      sum(micros) filter (where project_id = ${projectId}) as project,
      sum(micros) filter (where project_id = ${projectId} and at >= ${monthStart}) as project_month,
      sum(micros) filter (where project_id = ${projectId} and at >= ${dayStart}) as project_day,
      sum(micros) filter (where run_id = ${id}) as run,
      sum(micros) filter (where run_id = ${id} and agent = ${agent}) as agent
    from entry`);
  const sums = Object.entries(rows[0] ?? {}).map(([name, sum]) => [name, Number(sum ?? 0)]);
  return Object.fromEntries(sums) as Record<BudgetName, number>;
}

type Told = { tenantId: string; runId: string; calls: readonly { id: string }[] };

/** What a run had set aside for these calls, by their ids, and has not any more. */
export async function release({ tenantId, runId, calls: told }: Told): Promise<Map<string, number>> {
  const ids = told.map(({ id }) => id);
  const rows = await Db.use()
    .delete(t)
    .where(and(eq(t.tenantId, tenantId), eq(t.runId, runId), inArray(t.id, ids)))
    .returning({ id: t.id, mostMicros: t.mostMicros });
  return new Map(rows.map(({ id, mostMicros }) => [id, mostMicros]));
}

/** No question takes longer than that, in seconds: whoever asked it is gone. */
const lostAfterSeconds = 1_800;

/**
 * What was set aside by tasks that never said what became of it may have been spent, and counts as if it were.
 *
 * @returns how many there were
 */
export const settleLost = verb({ as: ["platform"], input: z.object({}) }, () =>
  Db.tx(async () => {
    const { rowCount } = await Db.use().execute(sql`
      with lost as (
        delete from ${t} where ${t.createdAt} < ${fromNow(-lostAfterSeconds)} returning *
      )
      insert into ${calls} (tenant_id, id, run_id, project_id, agent, provider, model, prompt_versions, input_tokens,
          cached_tokens, output_tokens, held_micros, latency_ms, cache, status, error_code, created_at)
        select tenant_id, id, run_id, project_id, agent, provider, model, '{}', 0, 0, 0, most_micros, 0, 'miss',
          'failed', 'call.lost', created_at from lost
        on conflict do nothing`);
    return rowCount ?? 0;
  }),
);
