import type { World } from "../../packages/functions/test/world.ts";

/** How much there is. `large` is how many of the projects are one tenant's. */
export type Size = { tenants: number; projects: number; events: number; large: number };

/** In both sizes: what a search finds five times in the large tenant, and twenty-five times in all. */
export const rare = "zeppelin";
export const common = "customers";

const filled = ["project", "activation_code", "run", "event", "usage", "member", "subscription", "tenant"];

/**
 * Fills a database beside its large tenant, which exists already. Secondary indices and the product's own triggers are
 * put aside meanwhile, and what triggers would have kept (totals, states) is written as they would have.
 */
export async function fill(w: World, size: Size, largeId: string): Promise<void> {
  const { tenants, projects, events, large } = size;
  const run = (text: string) => w.asOwner(text);
  const indices = await run(
    `select indexname as name, indexdef as text from pg_indexes where tablename in ('project', 'event', 'run')
       and indexdef not like 'CREATE UNIQUE%'`,
  );
  for (const { name } of indices) await run(`drop index "${name}"`);
  for (const table of ["project", "activation_code", "run"]) await run(`alter table ${table} disable trigger user`);

  await run(`create table filling as select n, case when n = 0 then '${largeId}' else 'ten_' || lpad(n::text, 26, '0') end as id
    from generate_series(0, ${tenants - 1}) n`);
  await run(`insert into tenant (id, slug, name, email, created_at)
    select id, 'studio-' || n, (array['Blue','Green','Quiet','Bright','North'])[n % 5 + 1] || ' Studio ' || n, 'o' || n || '@example.test',
      now() - n * interval '1 hour' from filling where n > 0`);
  await run(`insert into subscription (tenant_id, plan_id, status)
    select id, (array['pln_starter','pln_pro','pln_enterprise'])[n % 3 + 1],
      (array['active','active','active','trialing','past_due','canceled'])[n % 6 + 1] from filling where n > 0`);
  await run(`insert into member (tenant_id, id, email, role)
    select id, 'mem_' || lpad(n::text, 26, '0'), 'o' || n || '@example.test', 'owner' from filling where n > 0`);
  await run(`insert into usage (tenant_id, kind, key, month, amount)
    select id, 'run', 'k' || i, to_char(now() at time zone 'utc', 'YYYY-MM'), n % 7 + 1 from filling, generate_series(1, 10) i where n > 0`);
  await run(`insert into activation_code (tenant_id, id, sealed, last5, label, source, scopes, uses, created_at)
    select f.id, 'cod_' || lpad((f.n::bigint * 1000000 + i)::text, 26, '0'), 's' || f.n || '-' || i, upper(substr(md5(i::text), 1, 5)),
      'Batch ' || i % 50 || case when f.n < 5 and i % ${Math.floor(large / 5)} = 3 then ' ${rare}' else '' end, 'quota', '{watch}', i % 2,
      now() - i * interval '1 minute' from filling f, generate_series(1, case when f.n = 0 then ${large} else 10 end) i`);
  // The projects come in the order of their time, whosesoever they are, as they would.
  await run(`insert into project (tenant_id, id, name, client_name, description, objectives, run_count, state, created_at, updated_at)
    select f.id, 'prj_' || lpad(i::text, 26, '0'),
      (array['Bike','Boat','Tool','Room','Desk','Book','Film','Garden','Clinic','Museum'])[i % 10 + 1] || ' '
        || (array['hire','planner','ledger','desk','shop','archive','register'])[i % 7 + 1] || ' ' || i,
      case when i % 3 = 0 then 'Client ' || i % 1000 end,
      'A place where ' || case when i % 2 = 0 then '${common} find' else 'people keep' end || ' what they need, number ' || md5(i::text)
        || case when rare then ' ${rare}' else '' end,
      'Everything is listed, added and changed.', case when i % 3 = 0 then 1 else 0 end,
      case when i % 3 = 0 then (array['completed','failed','running','paused'])[i % 4 + 1] else 'pending' end, at, at + interval '1 minute'
    from (select i, ${large} > 0 and i % ${Math.floor(projects / large)} = 0 as is_large, now() - (${projects} - i) * interval '30 seconds' as at,
        i % ${Math.floor(projects / 25)} = 0 as rare from generate_series(1, ${projects}) i) p
    join filling f on f.n = case when is_large then 0 else i % ${tenants - 1} + 1 end order by i`);
  await run(`insert into run (tenant_id, id, project_id, number, brief, config, is_trial, status, result_key, created_at)
    select tenant_id, 'run_' || substr(id, 5), id, 1, '{"name":"n","description":"d","objectives":"o"}', '{"provider":"blueprint"}', false,
      state, case when state = 'completed' then 'k' end, created_at from project where run_count > 0 and id like 'prj_0000%' order by created_at`);
  await run(`insert into event (id, tenant_id, at, type, actor_type, actor_id, project_id, run_id, data, is_audit, seq, hash) overriding system value
    select 1000000 + row_number() over (order by at, i), tenant_id, at, (array['run.queued','project.updated','run.log'])[i], (array['tenant','tenant','runner'])[i],
      null, id, case when run_count > 0 then 'run_' || substr(id, 5) end, '{"number":1}', i < 3, 1000 + row_number() over (partition by tenant_id order by at, i), md5(id) || md5(id)
    from (select p.*, p.created_at + i * interval '1 second' as at, i from project p, generate_series(1, ${Math.round(events / projects)}) i where p.id like 'prj_0000%') e order by 1`);
  await run("drop table filling");

  for (const table of ["project", "activation_code", "run"]) await run(`alter table ${table} enable trigger user`);
  await run("delete from tally");
  await run(`insert into tally (tenant_id, noun, bucket, difference)
    select tenant_id, 'project', app.bucket_of(p), count(*)::int from project p group by grouping sets ((tenant_id, app.bucket_of(p)), (app.bucket_of(p)))
    union all select tenant_id, 'code', '', count(*)::int from activation_code group by grouping sets ((tenant_id), ())`);
  for (const { text } of indices) await run(String(text));
  for (const table of [...filled, "tally"]) await run(`vacuum (analyze) ${table}`);
}
