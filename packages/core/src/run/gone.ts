import { sql } from "drizzle-orm";
import { Db } from "../db/index.ts";

/**
 * Whether a run that is not there was there once, and went with its project or its tenant: a project's deletion leaves
 * the tenant's log, in which the run was told of, and a tenant's is told of in the platform's.
 */
export async function wasDeleted({ tenantId, runId }: { tenantId: string; runId: string }): Promise<boolean> {
  const { rows } = await Db.tx(() =>
    Db.use().execute<{ gone: boolean }>(sql`select
      not exists (select 1 from run where tenant_id = ${tenantId} and id = ${runId})
      and (exists (select 1 from event where tenant_id = ${tenantId} and run_id = ${runId})
        or exists (select 1 from event where is_audit and subject_id = ${tenantId} and type = 'tenant.deleted'
          and tenant_id is null)) as gone`),
  );
  return rows[0]?.gone ?? false;
}
