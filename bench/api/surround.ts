import { common, rare, type Size, scattered } from "./generate.ts";

/** Lists that are the platform's have at least so many rows, so that there is a thousandth page in both sizes. */
const atLeast = 10_000;

/** What there is around projects, runs and events: devices, calls to models, webhook events, comments, versions, members. */
export async function surround(
  run: (text: string) => Promise<unknown>,
  { projects, large }: Size,
  { tenantId, runId }: { tenantId: string; runId: string },
): Promise<void> {
  const mine = `tenant_id = '${tenantId}'`;
  await run(`insert into device (tenant_id, id, code_id, fingerprint, label, refresh_expires_at, seen_at, revoked_at, revoked_reason, created_at)
    select tenant_id, 'dev_' || substr(id, 5), id, 'f', 'Tablet ' || n || case when n % 2 = 0 then ' of ${common}' else '' end
        || case when ${mine} and n % ${Math.floor(large / 25)} = 3 then ' ${rare}' else '' end || case when n % 2000 = 7 then ' ${scattered}' else '' end,
      now() + (n % 30 - 10) * interval '1 day', created_at + n % 100 * interval '1 hour', case when n % 8 = 0 then now() end,
      case when n % 8 = 0 then 'member' end, created_at
    from (select *, substr(id, 5)::bigint % 1000000 as n from activation_code where id like 'cod_0000%') c where ${mine} or n <= 2`);
  await run(`insert into llm_call (tenant_id, id, run_id, project_id, agent, provider, model, prompt_versions, input_tokens, cached_tokens,
      output_tokens, cost_micros, latency_ms, cache, status, created_at)
    select tenant_id, 'call-' || n, 'run_' || substr(id, 5), id, (array['coder','frontend','testing','qa'])[n % 4 + 1],
      (array['anthropic','openai'])[n % 2 + 1], 'model-' || n % 6, '{"system":1}', n % 900, 10, n % 300, n % 5000,
      n % 3000, (array['none','miss','hit'])[n % 3 + 1], case when n % 97 = 0 then 'failed' else 'succeeded' end, created_at + interval '1 minute'
    from (select *, substr(id, 5)::bigint as n from project where id like 'prj_0000%' and run_count > 0) p order by created_at`);
  await run(`insert into webhook_event (id, provider, type, payload, received_at, handled_at, failure)
    select 'evt_' || md5(i::text) || case when i % ${Math.floor(Math.max(atLeast, projects / 5) / 25)} = 3 then '_${rare}' else '' end
        || case when i % 2 = 0 then '_${common}' else '' end || case when i % 2000 = 7 then '_${scattered}' else '' end, 'stripe',
      (array['invoice.paid','customer.subscription.updated','checkout.session.completed'])[i % 3 + 1], '{"id":"evt"}',
      now() - i * interval '1 minute', case when i % 50 <> 0 then now() end, case when i % 100 = 0 then 'Stripe did not answer.' end
    from generate_series(1, ${Math.max(atLeast, projects / 5)}) i`);
  await run(`insert into comment (tenant_id, id, project_id, author_type, author_id, author_name, text)
    select '${tenantId}', 'cmt_' || lpad(i::text, 26, '0'), project_id, 'client', 'x', 'Client', 'Said ' || i
    from run, generate_series(1, ${large}) i where run.id = '${runId}'`);
  await run(`insert into event (id, tenant_id, at, type, actor_type, project_id, run_id, data, is_audit, seq, hash) overriding system value
    select 100000000 + i, '${tenantId}', now(), 'run.log', 'runner', project_id, id, '{"text":"Said"}', false, 10000000 + i, md5(i::text)
    from run, generate_series(1, ${large}) i where run.id = '${runId}'`);
  await run(`insert into llm_config (id, level, version, tenant_id, project_id, values, reason, author_id, created_at)
    select 'llc_' || substr(id, 5), 'project:' || id, 1, tenant_id, id, '{"prompt":"Write plainly."}', 'Why not', 'adm_x', created_at
    from project where id like 'prj_0000%' and substr(id, 5)::bigint % ${Math.max(1, projects / 50_000)} = 0`);
  await run(`insert into llm_alert (id, kind, subject, period, message, created_at, resolved_at)
    select 'alr_' || lpad(i::text, 26, '0'), (array['budget_80','budget_95','budget_100','error_rate','provider_down'])[i % 5 + 1], 'platform', 'p' || i, 'Look.',
      now() - i * interval '1 minute', case when i % 100 <> 0 then now() end from generate_series(1, ${Math.max(atLeast, projects / 20)}) i`);
  // A team does not grow with what it makes.
  await run(`insert into member (tenant_id, id, email, role, name, joined_at, created_at)
    select '${tenantId}', 'mem_1' || lpad(i::text, 25, '0'), 'm' || i || '@example.test', (array['builder','billing','viewer'])[i % 3 + 1],
      'Member ' || i || case when i % 2 = 0 then ' of ${common}' else '' end || case when i = 5 then ' ${rare}' else '' end,
      case when i % 10 <> 0 then now() end, now() - i * interval '1 hour' from generate_series(1, 1000) i`);
}
