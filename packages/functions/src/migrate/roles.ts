import type { PoolClient } from "pg";

/** Whose rights a transaction takes on. The login role owns nothing, and until it takes on one of them it is a stranger. */
const roles = [
  { role: "q2o_public", isInherited: true },
  { role: "q2o_tenant", isInherited: false },
  { role: "q2o_platform", isInherited: false },
] as const;

/** Outside of migrations, because roles belong to the cluster and not to a database. */
export async function makeRoles(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>("select rolname from pg_roles where rolname like 'q2o\\_%'");
  const there = new Set(rows.map(({ rolname }) => rolname));
  for (const { role, isInherited } of roles) {
    // Another database of this cluster may be making it right now.
    if (!there.has(role))
      await client.query(
        `do $$ begin create role ${role} nologin nobypassrls; exception when duplicate_object or unique_violation then null; end $$`,
      );
    await client.query(
      `do $$ begin grant ${role} to q2o_login with inherit ${isInherited}, set true; exception when others then if sqlerrm not like '%concurrently%' then raise; end if; end $$`,
    );
    await client.query(`grant ${role} to current_user with inherit false, set true`);
  }
}
