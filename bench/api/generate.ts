import { foldSums } from "@q2o/core/llm/totals";
import type { World } from "../../packages/functions/test/world.ts";
import { surround } from "./surround.ts";

/** How much there is. `large` is how many of the projects are one tenant's. */
export type Size = { tenants: number; projects: number; events: number; large: number };

/** In both sizes: what a search finds twenty-five times, all of them in the large tenant. */
export const rare = "zeppelin";
/** In every second row. */
export const common = "customers";
/** In every two-thousandth: too rare to be met by the way, and the more of it the more there is. */
export const scattered = "lantern";

/** Whose triggers are put aside meanwhile, and their indices with those of some others. */
const counted = ["project", "activation_code", "run", "event", "llm_call"];
const filled = [...counted, "device", "webhook_event", "comment"];
const others = [
  "usage",
  "member",
  "subscription",
  "tenant",
  "tally",
  "llm_config",
  "llm_alert",
  "llm_sum",
  "admin",
  "session",
];

/**
 * Fills a database beside its large tenant, which exists already with a project and a run. Secondary indices and the
 * product's own triggers are put aside meanwhile, and what triggers would have kept (totals, states) is written as they
 * would have.
 */
export async function fill(w: World, size: Size, { tenantId, runId }: { tenantId: string; runId: string }) {
  const { tenants, projects, events, large } = size;
  const run = (text: string) => w.asOwner(text);
  const indices = await run(
    `select indexname as name, indexdef as text from pg_indexes where tablename in ('${filled.join("', '")}')
       and indexdef not like 'CREATE UNIQUE%'`,
  );
  for (const { name } of indices) await run(`drop index "${name}"`);
  for (const table of counted) await run(`alter table ${table} disable trigger user`);

  await run(`create table filling as select n, case when n = 0 then '${tenantId}' else 'ten_' || lpad(n::text, 26, '0') end as id
    from generate_series(0, ${tenants - 1}) n`);
  await run(`insert into tenant (id, slug, name, email, created_at, suspended_at)
    select id, 'studio-' || n || case when n % ${Math.floor(tenants / 25)} = 1 then '-${rare}' else '' end,
      (array['Blue','Green','Quiet','Bright','North'])[n % 5 + 1] || ' Studio ' || n, 'o' || n || '@example.test',
      now() - n * interval '1 hour', case when n % 33 = 0 then now() end from filling where n > 0`);
  await run(`insert into subscription (tenant_id, plan_id, status, trial_ends_at)
    select id, (array['pln_starter','pln_pro','pln_enterprise'])[n % 3 + 1],
      (array['active','active','active','trialing','past_due','canceled'])[n % 6 + 1],
      case when n % 6 = 3 then now() + (n % 30 - 10) * interval '1 day' end from filling where n > 0`);
  await run(`insert into member (tenant_id, id, email, role, joined_at)
    select id, 'mem_' || lpad(n::text, 26, '0'), 'o' || n || '@example.test', 'owner', now() from filling where n > 0`);
  await run(`insert into usage (tenant_id, kind, key, month, amount)
    select id, 'run', 'k' || i, to_char(now() at time zone 'utc', 'YYYY-MM'), n % 7 + 1 from filling, generate_series(1, 10) i where n > 0`);
  await run(`insert into activation_code (tenant_id, id, sealed, last5, label, source, scopes, uses, expires_at, revoked_at, created_at)
    select f.id, 'cod_' || lpad((f.n::bigint * 1000000 + i)::text, 26, '0'), 's' || f.n || '-' || i, upper(substr(md5(i::text), 1, 5)),
      'Batch ' || i % 50 || ' for ${common}' || case when f.n = 0 and i % ${Math.floor(large / 25)} = 3 then ' ${rare}' else '' end
        || case when i % 2000 = 7 then ' ${scattered}' else '' end, 'quota', '{watch}', i % 2,
      case when i % 5 = 0 then now() + (i % 30 - 10) * interval '1 day' end, case when i % 9 = 0 then now() end,
      now() - i * interval '1 minute' from filling f, generate_series(1, case when f.n = 0 then ${large} else 10 end) i`);
  // The projects come in the order of their time, whosesoever they are, as they would.
  await run(`insert into project (tenant_id, id, name, client_name, description, objectives, run_count, state, archived_at, created_at, updated_at)
    select f.id, 'prj_' || lpad(i::text, 26, '0'),
      (array['Bike','Boat','Tool','Room','Desk','Book','Film','Garden','Clinic','Museum'])[i / 10 % 10 + 1] || ' '
        || (array['hire','planner','ledger','desk','shop','archive','register'])[i % 7 + 1] || ' ' || i
        || case when i % 40 = 0 then ' for ${common}' else '' end || case when i % 4000 = 40 then ' ${scattered}' else '' end
        || case when rare then ' ${rare}' else '' end,
      case when i % 3 = 0 then 'Client ' || i % 1000 end,
      'A place where ' || case when i / 10 % 2 = 0 then '${common} find' else 'people keep' end || ' what they need, number ' || md5(i::text)
        || case when i % 4000 = 10 then ' ${scattered}' else '' end,
      'Everything is listed, added and changed.', case when i / 10 % 20 = 0 then 0 else 1 end,
      case when i / 10 % 20 = 0 then 'pending' else (array['completed','failed','running','paused'])[i / 10 % 4 + 1] end,
      case when i / 10 % 50 = 7 then at end, at, at + interval '1 minute'
    from (select i, i % ${Math.floor(projects / large)} = 0 as is_large, now() - (${projects} - i) * interval '30 seconds' as at,
        i % ${Math.floor(projects / 25)} = 10 as rare from generate_series(1, ${projects}) i) p
    join filling f on f.n = case when is_large then 0 else i % ${tenants - 1} + 1 end order by i`);
  await run(`insert into run (tenant_id, id, project_id, number, brief, config, is_trial, status, result_key, created_at, started_at, ended_at, words)
    select tenant_id, 'run_' || substr(id, 5), id, 1, '{"name":"n","description":"d","objectives":"o"}', '{"provider":"blueprint"}', false,
      state, case when state = 'completed' then 'k' end, created_at, created_at, case when state in ('completed', 'failed') then created_at + interval '5 minutes' end, lower(name)
      from project where run_count > 0 and id like 'prj_0000%' order by created_at`);
  // Three of each project: what one member did, what a client or somebody else did, and what its run said.
  await run(`insert into event (id, tenant_id, at, type, actor_type, actor_id, project_id, run_id, code_id, request_id, data, is_audit, seq, hash) overriding system value
    select 1000000 + row_number() over (order by at, i), tenant_id, at,
      case when i = 3 then 'run.log' when i = 1 then 'run.queued' when rare then 'tenant.suspended' when n % 5 = 0 then 'client.signed_in' else 'project.updated' end,
      case when i = 3 then 'runner' when i = 1 then 'tenant' when rare then 'admin' when n % 5 = 0 then 'client' else 'tenant' end,
      case when i < 3 then coalesce(member, 'mem_x') end, id, case when run_count > 0 then 'run_' || substr(id, 5) end,
      case when i = 2 then 'cod_' || lpad((n % 1000)::text, 26, '0') end, 'req-' || n || '-' || i,
      '{"number":1}', i < 3, 1000 + row_number() over (partition by tenant_id order by at, i), md5(id) || md5(id)
    from (select p.*, p.created_at + i * interval '1 second' as at, i, substr(p.id, 5)::bigint / 10 as n, p.name like '%${rare}' as rare,
        (select m.id from member m where m.tenant_id = p.tenant_id and m.role = 'owner') as member
      from project p, generate_series(1, ${Math.round(events / projects)}) i where p.id like 'prj_0000%') e order by 1`);
  await surround(run, size, { tenantId, runId });
  await run("drop table filling");

  for (const table of counted) await run(`alter table ${table} enable trigger user`);
  await run("delete from tally");
  await run(`insert into tally (tenant_id, noun, bucket, difference)
    select tenant_id, 'project', app.bucket_of(p), count(*)::int from project p where archived_at is null
      group by grouping sets ((tenant_id, app.bucket_of(p)), (app.bucket_of(p)))
    union all select tenant_id, 'code', '', count(*)::int from activation_code group by grouping sets ((tenant_id), ())
    union all select tenant_id, 'device', '', count(*)::int from device group by grouping sets ((tenant_id), ())`);
  await run(`insert into llm_sum select s.* from
    (select array_agg(c) as calls from llm_call c group by date_trunc('month', created_at at time zone 'utc')) months, app.sums_of(calls, 1) s`);
  await w.inside({ type: "platform" }, () => foldSums({}));
  // In one message each, for the memory is of the connection.
  for (const { text } of indices) await run(`set maintenance_work_mem = '1GB'; ${text}; reset maintenance_work_mem`);
  for (const table of [...filled, ...others]) await run(`vacuum (analyze) ${table}`);
}
